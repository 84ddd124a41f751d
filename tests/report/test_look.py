"""What a person sees in every workbook: two accent colours and greys, one way of writing each kind of figure,
and Dutch."""

from __future__ import annotations

import colorsys
import datetime as dt
import html
import io
import re
import zipfile
from typing import Any

import pytest

from klantwaarde_xl.report import formats
from klantwaarde_xl.report.build import build, empty_report
from klantwaarde_xl.report.pages.inputs.sheets import INPUT_TAB, input_document
from klantwaarde_xl.writers.xlsx import xlsx_bytes

ENGLISH = {
    *(
        "the",
        "and",
        "for",
        "with",
        "from",
        "not",
        "this",
        "your",
        "you",
        "are",
        "without",
        "between",
        "among",
        "when",
    ),
    *(
        "revenue",
        "margin",
        "customer",
        "customers",
        "rank",
        "value",
        "amount",
        "name",
        "month",
        "year",
        "hour",
        "hours",
        "sales",
    ),
    *(
        "average",
        "turnover",
        "true",
        "false",
        "none",
        "nan",
        "unknown",
        "empty",
        "error",
        "warning",
        "total",
        "sheet",
        "table",
    ),
    *(
        "series",
        "chart",
        "title",
        "untitled",
        "share",
        "change",
        "previous",
        "period",
        "date",
        "invoice",
        "product",
        "group",
    ),
    *(
        "contribution",
        "effort",
        "rating",
        "manager",
        "settings",
        "read",
        "used",
        "rejected",
        "outside",
        "included",
    ),
} - {"product"}  # product is Dutch too
"""Words that no Dutch sentence has, and the names that the code gives to what it shows."""
INPUTS = {formats.INPUT_INK, formats.INPUT_FILL, INPUT_TAB}
"""Colours of cells and tabs that the user fills, as modellers do; they are no accent of the report."""


@pytest.fixture(scope="module", params=["filled", "empty", "to fill", "shared"])
def package(
    request: pytest.FixtureRequest, filled_report: bytes, make_analysis: Any, created: dt.datetime
) -> zipfile.ZipFile:
    make = {
        "filled": lambda: filled_report,
        "empty": lambda: xlsx_bytes(empty_report(created)),
        "to fill": lambda: xlsx_bytes(input_document(created)),
        "shared": lambda: xlsx_bytes(build(make_analysis(60), created=created, shared=True)),
    }
    return zipfile.ZipFile(io.BytesIO(make[request.param]()))


def parts(package: zipfile.ZipFile, pattern: str) -> str:
    return "\n".join(
        package.read(name).decode() for name in package.namelist() if re.fullmatch(pattern, name)
    )


def test_there_are_two_accent_colours_and_greys(package: zipfile.ZipFile) -> None:
    drawn = parts(package, r"xl/(styles|charts/chart\d+|worksheets/sheet\d+|drawings/drawing\d+)\.xml")
    used = {found[-6:].upper() for found in re.findall(r'(?:rgb|srgbClr val)="([0-9A-Fa-f]{6,8})"', drawn)}
    allowed = {colour.lstrip("#") for colour in (formats.ACCENT, formats.ACCENT_2, formats.BAR, *INPUTS)}
    chromatic = {
        colour
        for colour in used
        if colorsys.rgb_to_hsv(*(int(colour[n : n + 2], 16) / 255 for n in (0, 2, 4)))[1] > 0.1
    }
    assert chromatic <= allowed
    accent = colorsys.rgb_to_hsv(*(int(formats.ACCENT[n : n + 2], 16) / 255 for n in (1, 3, 5)))[0]
    light = colorsys.rgb_to_hsv(*(int(formats.BAR[n : n + 2], 16) / 255 for n in (1, 3, 5)))[0]
    assert light == pytest.approx(accent, abs=0.02), "the data bars are the first accent, made lighter"


def test_no_word_is_english(package: zipfile.ZipFile) -> None:
    shown = parts(
        package,
        r"xl/(sharedStrings|comments\d+|worksheets/sheet\d+|charts/chart\d+|drawings/drawing\d+)\.xml",
    )
    texts = re.findall(r"<(?:t|a:t|c:v|v)(?: [^>]*)?>([^<]*)</", shown)
    texts += re.findall(r'(?:prompt|error|tooltip|descr|promptTitle|errorTitle)="([^"]*)"', shown)
    words = {word.lower() for text in texts for word in re.findall(r"[A-Za-zÀ-ÿ]+", html.unescape(text))}
    assert len(words) > 100
    assert words & ENGLISH == set()


def test_amounts_have_cents_in_tables_and_none_on_what_is_read_as_a_page(
    make_analysis: Any, created: dt.datetime
) -> None:
    document = build(make_analysis(60), created=created)
    tables = {
        sheet.name: [column for table in sheet.tables for column in table.columns]
        for sheet in document.sheets
    }
    cents = {
        name: {c.header for c in columns if c.format.number_format == formats.EURO_CENTS.number_format}
        for name, columns in tables.items()
    }
    for name in ("Klantwaarde", "Pareto", "Verloop"):
        assert {"Omzet", "Pareto-maat"} & cents[name], name
    dashboard = next(sheet for sheet in document.sheets if sheet.name == "Dashboard")
    looks = [getattr(block, "format", None) for block in dashboard.blocks]
    looks += [column.format for block in dashboard.blocks for column in getattr(block, "columns", ())]
    assert not [look for look in looks if look is not None and "0.00" in look.number_format]
