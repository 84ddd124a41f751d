"""Sheets named after a month, whose lines have no date."""

from __future__ import annotations

import datetime as dt

import pytest
from grids import grid

from klantwaarde_xl.model.tables import TABLES, InvoiceLine
from klantwaarde_xl.sources.month_sheets import dated_by_name, month_of, names_a_month
from klantwaarde_xl.sources.sheet_tables import cut_tables


@pytest.mark.parametrize(
    "name",
    ["2025-03", "2025_03", "202503", "03-2025", "3-2025", "maart 2025", "Mrt-2025", "2025 mrt", "March 2025"],
)
def test_a_month_with_its_year_is_read(name: str) -> None:
    assert month_of(name) == dt.date(2025, 3, 1)


@pytest.mark.parametrize("name", ["jan", "2025", "2025-13", "13-2025", "Blad1", "mrt 25", "week 3 2025", ""])
def test_any_other_name_is_no_month_of_a_year(name: str) -> None:
    assert month_of(name) is None


def test_a_month_may_lack_its_year() -> None:
    assert [names_a_month(name) for name in ("jan", "Dec.", "mei", "Meier", "2024-12")] == [
        True,
        True,
        True,
        False,
        True,
    ]


def cut(name: str, *headers: str):
    row = ["1", "x", 5.0][: len(headers) - 1]
    (found,) = cut_tables(grid([list(headers), [*row, 12.5]], name), TABLES)
    return found


def test_lines_of_a_month_count_on_its_first_day() -> None:
    found, said = dated_by_name(cut("2025-03", "Klantnr", "Omzet"))
    assert found.model is InvoiceLine
    assert found.table.headers == ("Klantnr", "Omzet", "Datum")
    assert found.table.columns[2].value(0) == dt.datetime(2025, 3, 1)
    assert (said.code, said.count, said.value) == ("KW-156", 1, "€ 12,50")


def test_a_month_without_its_year_is_an_error_with_its_amount() -> None:
    before = cut("mrt", "Klantnr", "Omzet")
    found, said = dated_by_name(before)
    assert found is before
    assert (said.code, said.value) == ("KW-157", "€ 12,50")


@pytest.mark.parametrize("headers", [("Klantnr", "Klantnaam", "Segment"), ("Datum", "Klantnr", "Omzet")])
def test_other_tables_on_such_a_sheet_are_left_alone(headers: tuple[str, ...]) -> None:
    before = cut("2025-03", *headers)
    assert dated_by_name(before) == (before, None)
