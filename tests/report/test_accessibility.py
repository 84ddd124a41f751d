"""What a program can check of EN 301 549 in a written workbook: names, headers, alternatives in text,
contrast, reading order."""

from __future__ import annotations

import io
import re
import zipfile

import light
import openpyxl
import pytest
from lxml import etree
from openpyxl.utils import range_boundaries

from klantwaarde_xl.report.pages.next_steps import matrix
from klantwaarde_xl.report.pages.next_steps.matrix import MATRIX_CUSTOMERS

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported")
LEAST = 4.5
"""Contrast of text and background, WCAG 2.1 level AA."""


@pytest.fixture(scope="module")
def raw(filled_report: bytes) -> bytes:
    return filled_report


@pytest.fixture(scope="module")
def book(raw: bytes) -> openpyxl.Workbook:
    return light.load(raw)


def luminance(colour: str) -> float:
    """WCAG 2.1, relative luminance of RRGGBB."""
    parts = [int(colour[n : n + 2], 16) / 255 for n in (0, 2, 4)]
    r, g, b = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_sheets_are_called_by_what_they_hold(book: openpyxl.Workbook) -> None:
    for name in book.sheetnames:
        assert re.fullmatch(r"[A-Z][a-z]+(-[a-z]+| [a-z]+)*", name), name
        assert not re.match(r"(Blad|Sheet)\d*$", name)
    assert book.sheetnames[0] == "Start"
    assert book.properties.title == "Klantwaarde"


def test_every_sheet_says_what_it_is_and_starts_at_a1(book: openpyxl.Workbook) -> None:
    for sheet in book:
        assert any(sheet.cell(1, column).value for column in (1, 2)), sheet.title
        pane = sheet.sheet_view.pane.activePane if sheet.sheet_view.pane else None
        (front,) = [chosen for chosen in sheet.sheet_view.selection if pane is None or chosen.pane == pane]
        assert (front.activeCell or "A1", front.sqref and str(front.sqref)) in {("A1", "A1"), ("A1", None)}, (
            sheet.title
        )
        behind = sheet.title in {
            *("Kansenmatrix", "Samen gekocht", "Overdrachten", "Verloop", "Maandomzet"),
            *("Kaartgegevens", "Doorsnedegegevens", "Wat-als-gegevens", "Geschiedenis", "Grafiekgegevens"),
        }
        assert sheet.sheet_state == ("hidden" if behind else "visible")


def test_tables_have_header_rows_that_stay_in_sight(book: openpyxl.Workbook) -> None:
    found = 0
    for sheet in book:
        for table in sheet.tables.values():
            assert table.headerRowCount != 0
            left, top, right, _ = range_boundaries(table.ref)
            headers = [sheet.cell(top, column).value for column in range(left, right + 1)]
            assert all(isinstance(header, str) and header.strip() for header in headers), sheet.title
            assert len({header.lower() for header in headers}) == len(headers)
            frozen = int(re.sub(r"\D", "", sheet.freeze_panes)) - 1
            # Below lists of some length: freezing them too would leave no room for the table.
            assert frozen >= top or sheet.title in {"Verloop", "Controle"}
            assert sheet.print_title_rows.replace("$", "") == f"{top}:{top}"
            found += 1
    assert found >= 8


SMALLEST_ON_PAPER = 7.0
PAPER_PIXELS = (297 - 2 * 0.4 * 25.4) / 25.4 * 96
"""Width of A4 on its side between our margins, in pixels of 1/96 inch."""
PAPER_HEIGHT = (210 - 25.4) / 25.4 * 96
UPRIGHT_PIXELS, UPRIGHT_HEIGHT = (210 - 2 * 0.4 * 25.4) / 25.4 * 96, (297 - 25.4) / 25.4 * 96


def test_text_on_paper_is_no_smaller_than_seven_points(book: openpyxl.Workbook) -> None:
    checked = 0
    for sheet in book:
        area = sheet.print_area
        if not area:
            continue
        left, top, right, bottom = range_boundaries(area.rpartition("!")[2].replace("$", ""))
        widths = {}
        for dimension in sheet.column_dimensions.values():
            wide = 0.0 if dimension.hidden else dimension.width
            widths |= dict.fromkeys(range(dimension.min, dimension.max + 1), wide)
        pixels = sum(round(7 * widths.get(column, 9.14)) for column in range(left, right + 1))
        upright = sheet.page_setup.orientation == "portrait"
        fits = [1, (UPRIGHT_PIXELS if upright else PAPER_PIXELS) / pixels]
        if sheet.page_setup.fitToHeight != 0:
            heights = (sheet.row_dimensions[row].height or 15 for row in range(top, bottom + 1))
            room = UPRIGHT_HEIGHT if upright else PAPER_HEIGHT
            fits.append(room / sum(round(96 / 72 * height) for height in heights))
        assert 10 * min(fits) >= SMALLEST_ON_PAPER, f"{sheet.title}: {fits}"
        checked += 1
    assert checked >= 18


def test_a_full_matrix_on_paper_is_no_smaller_either() -> None:
    heights = dict.fromkeys(range(1, 6 + MATRIX_CUSTOMERS), 15.0) | {2: 24.0} | dict(matrix.PAGE.spec.heights)
    wide = 0.0
    for columns, width in matrix.PAGE.spec.widths:
        left, _, right, _ = range_boundaries(columns)
        wide += (right - left + 1) * (7 * width + 5)
    tall = sum(round(96 / 72 * height) for height in heights.values())
    assert max(heights) == 5 + MATRIX_CUSTOMERS
    assert 10 * min(PAPER_PIXELS / wide, PAPER_HEIGHT / tall) >= SMALLEST_ON_PAPER


def test_no_cell_is_merged(book: openpyxl.Workbook) -> None:
    assert [sheet.title for sheet in book if sheet.merged_cells.ranges] == []


def test_every_chart_is_told_in_words(raw: bytes) -> None:
    package = zipfile.ZipFile(io.BytesIO(raw))
    told = []
    for name in package.namelist():
        if re.fullmatch(r"xl/drawings/drawing\d+\.xml", name):
            told += [node.get("descr") for node in etree.fromstring(package.read(name)).iter("{*}cNvPr")]
        if re.fullmatch(r"xl/charts/chart\d+\.xml", name):
            tree = etree.fromstring(package.read(name))
            assert tree.find(".//{*}title") is not None
            colours = {node.get("val") for node in tree.iterfind(".//{*}txPr//{*}srgbClr")}
            colours |= {node.get("val") for node in tree.iterfind(".//{*}title//{*}rPr//{*}srgbClr")}
            assert all(contrast(colour, "FFFFFF") >= LEAST for colour in colours), name
    assert len(told) >= 7
    assert all(text and len(text) > 40 and text.rstrip().endswith(".") for text in told)


def test_every_text_can_be_read_on_its_background(book: openpyxl.Workbook) -> None:
    seen = set()
    for sheet in book:
        for cell in (cell for row in sheet.iter_rows(max_row=60) for cell in row if cell.value is not None):
            ink = (
                cell.font.color.rgb
                if cell.font.color and isinstance(cell.font.color.rgb, str)
                else "FF000000"
            )
            paper = cell.fill.fgColor.rgb if cell.fill.fill_type == "solid" else "FFFFFFFF"
            seen.add((ink[-6:], paper[-6:]))
    assert len(seen) > 5
    assert [pair for pair in seen if contrast(*pair) < LEAST] == []


def test_colour_never_speaks_alone(book: openpyxl.Workbook) -> None:
    rules = 0
    for sheet in book:
        for area in sheet.conditional_formatting:
            for rule in area.rules:
                rules += 1
                if rule.type == "cellIs":
                    first = sheet[str(area.sqref).split(":", maxsplit=1)[0].split()[0]]
                    sign = {"lessThan": "-", "greaterThan": "+"}[rule.operator]
                    assert sign in first.number_format, f"{sheet.title}: the figure must show its sign"
                    assert contrast(rule.dxf.font.color.rgb[-6:], "FFFFFF") >= LEAST
                elif rule.type == "colorScale":
                    first = sheet[str(area.sqref).split(":", maxsplit=1)[0].split()[0]]
                    assert "0" in first.number_format, f"{sheet.title}: the figure itself must be shown"
                    colours = {colour.rgb[-6:] for colour in rule.colorScale.color}
                    assert all(contrast("262626", colour) >= LEAST for colour in colours)
                else:
                    # A scale of colours stands behind the figure itself, which stays readable without it.
                    assert rule.type in {"iconSet", "dataBar", "colorScale"}
    assert rules > 5


def test_links_say_where_they_lead(book: openpyxl.Workbook) -> None:
    seen = 0
    for sheet in book:
        for cell in (
            cell for row in sheet.iter_rows(max_row=60, max_col=6) for cell in row if cell.hyperlink
        ):
            link = cell.hyperlink
            named = {"Kaart_Zoek": "Klantkaart"}
            target = named.get(link.location, link.location.split("!")[0].strip("'"))
            assert target in f"{cell.value} {link.tooltip}", f"{sheet.title}!{cell.coordinate}"
            seen += 1
    assert seen > 60


def test_fields_that_ask_for_something_say_what(book: openpyxl.Workbook) -> None:
    for sheet in book:
        for check in sheet.data_validations.dataValidation:
            assert check.error or check.prompt, f"{sheet.title} {check.sqref}"
