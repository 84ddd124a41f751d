"""What stands in the tables of an open workbook, and whether it is the same as elsewhere."""

from __future__ import annotations

from typing import Any

import pytest
import xlwings


def result_tables(book: xlwings.Book) -> dict[str, list[list[Any]]]:
    """Return every result table as it stands in the open workbook, with its totals row.

    But not Geschiedenis, which gets rows of the day of each refresh: tests/test_in_excel.py and
    tests/use_cases/test_refreshing.py follow it."""
    found = {}
    for sheet in book.sheets:
        for table in sheet.tables:
            if table.name not in INPUTS | {SNAPSHOTS}:
                found[table.name] = table.range.options(ndim=2, err_to_str=True).value
    return found


def formula_pages(book: xlwings.Book) -> dict[str, list[list[Any]]]:
    """Return what Dashboard and Klantkaart show: all of it follows the tables."""
    areas = (("Dashboard", "A1:Q48"), ("Klantkaart", "A1:M43"))
    return {
        name: book.sheets[name].range(area).options(ndim=2, err_to_str=True).value for name, area in areas
    }


SNAPSHOTS = "tblGeschiedenis"
SOURCE_NOTE = "Vingerafdruk (SHA-256)"
INPUTS = {
    "tblKlanten",
    "tblTransacties",
    "tblProducten",
    "tblInspanning",
    "tblTarieven",
    "tblBeoordeling",
    "tblAccountmanagers",
    "tblKlik",
}


def same(found: dict[str, list[list[Any]]], wanted: dict[str, list[list[Any]]]) -> None:
    assert set(found) == set(wanted)
    for name, rows in wanted.items():
        assert len(found[name]) == len(rows), name
        for row, (left, right) in enumerate(zip(found[name], rows, strict=True)):
            if name == "tblToelichting" and right[1] == SOURCE_NOTE:
                continue  # an open workbook has no hash: what is on the screen need not be saved
            for column, (one, other) in enumerate(zip(left, right, strict=True)):
                if name == "tblKaart" and row and " toen " in str(rows[0][column]):
                    continue  # of the snapshots, as SNAPSHOTS: the day of the refresh is another
                if isinstance(other, float):
                    assert one == pytest.approx(other, rel=1e-12, abs=1e-9), (name, row, column)
                else:
                    assert one == other, (name, row, column)
