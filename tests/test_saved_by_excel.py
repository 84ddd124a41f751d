"""What ``diagnose --controle`` takes for other words of the same, Excel itself writes: in its packages, and
beside the same workbooks by a library."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from excel_made import packages, packages_elsewhere
from excel_pairs import pairs

from klantwaarde_xl.setup.saved_book import _READ_OR_REMADE, WORKBOOK, sheets
from klantwaarde_xl.setup.saved_cells import _BUILT_IN
from klantwaarde_xl.setup.saved_package import Package
from klantwaarde_xl.setup.saved_workbook import _EXCEL, _OURS, differences, program_of, repaired

pytestmark = pytest.mark.office  # where the packages of npm and Debian are
RECIPES = [
    *("array_formula01", "array_formula02", "autofilter01", "autofilter05", "autofilter09", "chart_bar01"),
    *("chart_column05", "chart_combined01", "chart_name01", "chart_scatter01", "chart_title01", "comment01"),
    *("comment03", "comment06", "cond_format01", "cond_format05", "cond_format08", "cond_format13"),
    *("data_validation01", "data_validation02", "data_validation08", "date_1904_01", "defined_name01"),
    *("defined_name03", "fit_to_page03", "formula_results01", "header01", "hyperlink01", "hyperlink05"),
    *("hyperlink20", "image01", "macro01", "merge_range01", "outline01", "outline04", "panes01"),
    *(
        "print_area01",
        "properties03",
        "protect02",
        "repeat01",
        "rich_string01",
        "set_column01",
        "tab_color01",
    ),
    *("table01", "table05", "table08", "table12", "utf8_01", "vml01"),
]
"""Of each kind of thing that is compared some; all 843 were tried once (docs/excel-rules.md)."""


@pytest.fixture(scope="module")
def made() -> dict[str, bytes]:
    return {**packages(), **packages_elsewhere()}


def test_what_a_library_and_excel_wrote_alike_is_no_difference(tmp_path: Path) -> None:
    wrong, tried = {}, 0
    for pair in pairs(RECIPES, tmp_path):
        tried += 1
        found = differences(pair.written, pair.by_excel)
        if told := [str(one) for one in found if one.subject not in pair.left_out]:
            wrong[pair.name] = told
    assert wrong == {}
    assert tried == len(RECIPES)


def test_the_bytes_of_those_pairs_differ_and_another_workbook_is_told(tmp_path: Path) -> None:
    table, notes = pairs(["table05", "comment01"], tmp_path)
    assert table.written != table.by_excel
    assert {"tabel", "kolommen van tabel"} <= {
        one.subject for one in differences(notes.written, table.by_excel)
    }


def test_every_package_says_that_excel_saved_it(made: dict[str, bytes]) -> None:
    programs = Counter(map(program_of, made.values()))
    assert [one for one in programs if not _EXCEL.fullmatch(one)] == []
    assert programs[_OURS] > 900, "Excel 2007 says what our own files say, so the page cannot tell them apart"
    assert any("Macintosh" in one for one in programs)


def test_excel_tells_of_the_workbook_that_it_had_to_repair(made: dict[str, bytes]) -> None:
    assert [name for name, data in made.items() if repaired(data)] == ["45431.xlsm"]


def test_excel_writes_no_notation_out_that_it_knows_by_number(made: dict[str, bytes]) -> None:
    written = set()
    for data in made.values():
        styles = Package(data).xml("xl/styles.xml")
        written |= {int(one.get("numFmtId", "0")) for one in styles.iterfind("{*}numFmts/{*}numFmt")}
    # Those with a currency it writes out under their own number, in the notation of the country.
    assert {one for one in written if one < 164} <= {5, 6, 7, 8, 41, 42, 43, 44}
    assert not set(_BUILT_IN) & written


def test_only_kinds_of_parts_that_excel_writes_are_passed_over(made: dict[str, bytes]) -> None:
    kinds: set[str] = set()
    for data in made.values():
        kinds |= {link.kind for link in Package(data).links(WORKBOOK).values()}
    assert kinds >= _READ_OR_REMADE


WORDS = {
    "a hidden name beside a filter": rb'<definedName [^>]*_xlnm\._FilterDatabase[^>]*hidden="1"',
    "one formula for several cells": rb'<f t="shared" [^>]*si="\d+"/>',
    "a list among the extensions": rb"<x14:dataValidation .*?<xm:sqref>",
    "a formula that may spill": rb'<c [^>]*cm="1"',
    "a prefix of a young function": rb"<f>[^<]*_xlfn\.",
    "a break in a header as an escape": rb"<tableColumn [^>]*_x000a_",
    "an escape before a sign": rb'formatCode="[^"]*\\[-+ ()]',
    "a number of the printer": rb"<pageSetup [^>]*r:id=",
    "a yes in letters": rb'="true"',
}


@pytest.mark.parametrize("words", WORDS)
def test_excel_itself_writes_so(made: dict[str, bytes], words: str) -> None:
    pattern = re.compile(WORDS[words], re.DOTALL)
    assert any(pattern.search(part) for data in made.values() for part in Package(data).parts.values())


def test_every_width_is_a_number_of_dots(made: dict[str, bytes]) -> None:
    """A width is rounded to a dot, a seventh of a sign of the usual letters: well within what is let pass."""
    widths: Counter[float] = Counter()
    for data in made.values():
        package = Package(data)
        for part in sheets(package).values():
            for column in package.xml(part).iterfind("{*}cols/{*}col"):
                widths[float(column.get("width", "0")) * 7 % 1] += 1
    near = sum(count for rest, count in widths.items() if min(rest, 1 - rest) < 0.05)
    assert near / widths.total() > 0.95
