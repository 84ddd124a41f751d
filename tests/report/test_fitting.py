"""What stands in cells against their room: no header is broken within a word or loses a line, no amount
becomes ###."""

from __future__ import annotations

import datetime as dt
import io
import math
import re
import zipfile
from collections.abc import Iterator
from typing import Any

import openpyxl
import pytest
from openpyxl.cell import Cell
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.worksheet import Worksheet
from quick import first_quick

from klantwaarde_xl.report import formats
from klantwaarde_xl.report.build import build, empty_report
from klantwaarde_xl.report.pages.next_steps import matrix
from klantwaarde_xl.writers.column_sizes import header_format
from klantwaarde_xl.writers.text_width import text_widths, wrapped_lines
from klantwaarde_xl.writers.xlsx import xlsx_bytes

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported")
INDENT = 9 / 7
"""One indent, in digits of seven pixels: Excel makes it nine pixels wide."""
LINE_POINTS = 12.8
"""Height of a line of Calibri at 10 points: 1.22 times its size, with a little between."""
USUAL_WIDTH = 8.43
EUROS = {formats.EURO.number_format, formats.EURO_CENTS.number_format}
BACKGROUND = {"Grafiekgegevens", "Kaartgegevens", "Instellingen"}


def headers(sheet: Worksheet) -> Iterator[Cell]:
    """Give the cells with the look of a header: a band behind bold text."""
    band, known = formats.BAND.removeprefix("#"), dict[int, bool]()
    for row in sheet.iter_rows():
        for cell in row:
            if isinstance(cell.value, str):
                if cell.style_id not in known:
                    known[cell.style_id] = cell.font.bold and str(cell.fill.fgColor.rgb).endswith(band)
                if known[cell.style_id]:
                    yield cell


def opened(raw: bytes) -> openpyxl.Workbook:
    """Open a workbook without its links: of a link over a whole column the library makes a hundred thousand
    cells."""
    bare = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as package, zipfile.ZipFile(bare, "w") as copy:
        for name in package.namelist():
            copy.writestr(
                name, re.sub(rb"<hyperlinks>.*?</hyperlinks>", b"", package.read(name), flags=re.DOTALL)
            )
    return openpyxl.load_workbook(bare)


def column_widths(sheet: Worksheet) -> dict[int, float]:
    widths: dict[int, float] = {}
    for dimension in sheet.column_dimensions.values():
        # The file holds a width with its margin of five pixels.
        widths |= dict.fromkeys(range(dimension.min, dimension.max + 1), dimension.width - 5 / 7)
    return widths


def problem(cell: Cell, width: float, height: float) -> str:
    """Return what is wrong with a header in so much room: a broken word or a lost line, or nothing."""
    text, size, look = str(cell.value), int(cell.font.sz), cell.alignment
    if look.shrink_to_fit:
        return ""
    if look.textRotation == 90:
        width, height = turned(width, height)
    room = width - INDENT * look.indent
    if look.wrap_text:
        return broken(text, room, height, size)
    widest = text_widths([text], bold=True, size=size)[0]
    return f"{text!r}: {widest:.1f} in {room:.1f}" if look.horizontal == "right" and widest > room else ""


def broken(text: str, room: float, height: float, size: int) -> str:
    widest = text_widths(re.split(r"[ \n]", text), bold=True, size=size).max()
    if widest > room:
        return f"{text!r}: a word of {widest:.1f} in {room:.1f}"
    lines = wrapped_lines([text], room, bold=True, size=size)[0]
    return f"{text!r}: {lines} lines in {height} points" if lines * LINE_POINTS * size / 10 > height else ""


def turned(width: float, height: float) -> tuple[float, float]:
    """Return the room of text that reads from below, in digits and points, of a cell's width in digits and
    height in points."""
    return height * 96 / 72 / 7, (width * 7 + 5) * 72 / 96


@pytest.mark.parametrize("filled", first_quick(1, [True, False]))
def test_no_header_breaks_within_a_word_or_loses_a_line(
    make_analysis: Any, created: dt.datetime, filled: bool
) -> None:
    document = (
        build(make_analysis(60), created=created, with_inputs=True) if filled else empty_report(created)
    )
    book = opened(xlsx_bytes(document))
    found, seen = [], 0
    for sheet in book:
        widths = column_widths(sheet)
        for cell in headers(sheet):
            # A row without a height of its own is made as high as its text by the program that opens it.
            height = sheet.row_dimensions[cell.row].height or math.inf
            if wrong := problem(cell, widths.get(cell.column, USUAL_WIDTH), height):
                found.append(f"{sheet.title}!{cell.coordinate} {wrong}")
            seen += 1
    assert found == []
    assert seen > 200


GROUPS = ("Schoonmaak", "Servetten en tafellinnen", "Handhygiëne", "Keukengerei", "Folie en aluminium")
LONG_GROUPS = (
    "Reinigingsmiddelen",
    "Persoonlijke beschermingsmiddelen",
    "Verpakkingsmaterialen en -machines",
)


@pytest.mark.parametrize("group", [*GROUPS, *LONG_GROUPS])
def test_a_product_group_above_the_matrix_is_whole(group: str) -> None:
    grid, sheet = matrix.MATRIX, matrix.PAGE.spec
    look = header_format(grid.spread, filtered=False)
    assert look.wrap
    width, height = dict(sheet.widths)["D:AA"], dict(sheet.heights)[5]
    assert broken(group, *(turned(width, height) if look.upright else (width, height)), look.size) == ""


LARGEST = "-9.999.999.999"
"""An amount that a fixed column must be able to show; the columns of tables grow with what is in them."""


@pytest.mark.slow
def test_no_amount_outside_a_table_becomes_hashes(make_analysis: Any, created: dt.datetime) -> None:
    book = opened(xlsx_bytes(build(make_analysis(60), created=created)))
    small, seen = [], 0
    for sheet in book:
        widths = column_widths(sheet)
        tables = [CellRange(table.ref) for table in sheet.tables.values()]
        for cell in (
            cell for row in sheet.iter_rows(max_row=60) for cell in row if cell.number_format in EUROS
        ):
            if any(cell.coordinate in table for table in tables) or sheet.title in BACKGROUND:
                continue
            if cell.value is None:  # a row that is not in use may be one of counts, which have the same look
                continue
            seen += 1
            needed = text_widths([LARGEST], bold=bool(cell.font.bold), size=int(cell.font.sz))[0]
            if not cell.alignment.shrink_to_fit and needed > widths.get(cell.column, USUAL_WIDTH):
                small.append(f"{sheet.title}!{cell.coordinate}")
    assert small == []
    assert seen > 100
