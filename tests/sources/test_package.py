"""The structure of a package: parts that must be there, their types, and the areas of Excel tables."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

from klantwaarde_xl import errors
from klantwaarde_xl.errors import KlantwaardeError
from klantwaarde_xl.sources.guard import inspect_workbook

ROWS = [["Klantnr", "Klantnaam", "Regio"], ["K1", "Aa bv", 1.5], ["K2", "Bé nv", 2.5]]


@pytest.fixture
def good(tmp_path: Path, books: SimpleNamespace) -> Path:
    return books.write(tmp_path / "goed.xlsx", books.rows_at("C5", ROWS))


def refused(path: Path) -> KlantwaardeError:
    with pytest.raises(KlantwaardeError) as caught:
        inspect_workbook(path)
    return caught.value


@pytest.mark.parametrize(
    ("part", "wording"),
    [
        ("[Content_Types].xml", errors.NOT_A_WORKBOOK),
        ("_rels/.rels", errors.NOT_A_WORKBOOK),
        ("xl/workbook.xml", errors.DAMAGED_WORKBOOK),
        ("xl/_rels/workbook.xml.rels", errors.DAMAGED_WORKBOOK),
        ("xl/worksheets/sheet1.xml", errors.DAMAGED_WORKBOOK),
    ],
)
def test_a_missing_part_is_refused(
    good: Path, books: SimpleNamespace, part: str, wording: errors.Wording
) -> None:
    books.edit(good, part, lambda _: None)
    assert refused(good).code == wording.code


@pytest.mark.parametrize(
    ("old", "new", "wording"),
    [
        ("spreadsheetml.sheet.main+xml", "wordprocessingml.document.main+xml", errors.NOT_A_WORKBOOK),
        ("spreadsheetml.worksheet+xml", "spreadsheetml.chartsheet+xml", errors.DAMAGED_WORKBOOK),
    ],
)
def test_a_wrong_content_type_is_refused(
    good: Path, books: SimpleNamespace, old: str, new: str, wording: errors.Wording
) -> None:
    books.replace(good, old, new, "[Content_Types].xml")
    assert refused(good).code == wording.code


@pytest.mark.parametrize("area", ["E5:C7", "C7:E5", "XX", "", "C5:E"])
def test_a_table_without_a_sound_area_is_damage(tmp_path: Path, books: SimpleNamespace, area: str) -> None:
    path = books.write(tmp_path / "tabel.xlsx", books.rows_at("C5", ROWS), table="tblKlanten", ref="C5:E7")
    books.replace(path, 'ref="C5:E7" totals', f'ref="{area}" totals', "xl/tables/table1.xml")
    assert refused(path).code == errors.DAMAGED_WORKBOOK.code


def test_capitals_in_names_of_parts_make_no_difference(good: Path, books: SimpleNamespace) -> None:
    books.replace(good, "worksheets/sheet1.xml", "Worksheets/Sheet1.xml", "xl/_rels/workbook.xml.rels")
    assert inspect_workbook(good).package.sheets[0].part == "xl/worksheets/sheet1.xml"
