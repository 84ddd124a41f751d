"""Every formula in a written workbook, wherever it stands: cells, names, conditional formats and checks on
what is typed."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

import pytest
from lxml import etree

from klantwaarde_xl.report.build import empty_report
from klantwaarde_xl.writers.xlsx import xlsx_bytes

VOLATILE = {"OFFSET", "INDIRECT", "TODAY", "NOW", "RAND", "RANDBETWEEN", "CELL", "INFO"}
EXCEL_2016 = {
    *(
        "ABS",
        "AGGREGATE",
        "AND",
        "CHAR",
        "CHOOSE",
        "COLUMNS",
        "COUNT",
        "COUNTA",
        "COUNTIF",
        "COUNTIFS",
        "EXACT",
        "FIXED",
        "LOWER",
        "HYPERLINK",
    ),
    *(
        "IF",
        "IFERROR",
        "INDEX",
        "INT",
        "ISNUMBER",
        "LARGE",
        "LEFT",
        "LEN",
        "MATCH",
        "MMULT",
        "MAX",
        "MEDIAN",
        "MID",
        "MIN",
        "MOD",
        "N",
        "OR",
        "ROUND",
    ),
    *(
        "ROUNDUP",
        "ROW",
        "ROWS",
        "SMALL",
        "SUBSTITUTE",
        "SUBTOTAL",
        "SUM",
        "SUMIF",
        "SUMIFS",
        "SUMPRODUCT",
        "TRIM",
    ),
}
"""What the formulas may call: known to Excel 2016 and LibreOffice 7.4, and none of them volatile or TEXT."""
LONGEST_LITERAL, LONGEST = 255, 1_000
"""Longest text in a formula for Excel, and longest formula for who checks it; Excel itself takes 8,192."""
MOST_FOR_AN_EMPTY_TEMPLATE = 250_000


def formulas(raw: bytes) -> set[str]:
    found = set()
    package = zipfile.ZipFile(io.BytesIO(raw))
    for name in package.namelist():
        if re.fullmatch(r"xl/(workbook|worksheets/sheet\d+)\.xml", name):
            tags = ("f", "formula", "formula1", "formula2", "definedName")
            for node in etree.fromstring(package.read(name)).iter(*(f"{{*}}{tag}" for tag in tags)):
                found.add(node.text or "")
    return found


@pytest.fixture(scope="module", params=["filled", "empty"])
def raw(request: pytest.FixtureRequest, filled_report: bytes, created: Any) -> bytes:
    return filled_report if request.param == "filled" else xlsx_bytes(empty_report(created))


def test_nothing_is_volatile_or_unknown_to_excel_2016(raw: bytes) -> None:
    found = formulas(raw)
    assert len(found) > 200
    called = {
        name
        for formula in found
        for name in re.findall(r"([A-Z][A-Z0-9.]*)\(", re.sub(r'"[^"]*"', '""', formula))
    }
    assert called & VOLATILE == set()
    assert called - EXCEL_2016 == set()


def test_no_formula_goes_over_a_whole_column_or_is_too_long(raw: bytes) -> None:
    for formula in formulas(raw):
        bare = re.sub(r'"[^"]*"', '""', formula)
        assert not re.search(r"\$?[A-Z]{1,3}:\$?[A-Z]{1,3}(?![A-Z\d(\[])", bare), formula
        assert len(formula) <= LONGEST, formula
        assert not re.search(r"(?<=[(,])\d+(=|<>|<|>|<=|>=)\d+(?=[,)])", bare), f"always the same: {formula}"
        assert (
            max((len(text) for text in re.findall(r'"((?:[^"]|"")*)"', formula)), default=0)
            <= LONGEST_LITERAL
        )
        assert bare.count("(") == bare.count(")")


def test_no_array_formula_stands_in_a_cell(raw: bytes) -> None:
    package = zipfile.ZipFile(io.BytesIO(raw))
    sheets = [name for name in package.namelist() if name.startswith("xl/worksheets/sheet")]
    kinds = {node.get("t") for name in sheets for node in etree.fromstring(package.read(name)).iter("{*}f")}
    assert kinds == {None}


def test_an_empty_template_is_small(created: Any) -> None:
    assert len(xlsx_bytes(empty_report(created))) < MOST_FOR_AN_EMPTY_TEMPLATE
