"""Tables of one sheet, below and beside each other: each is found, with its own rows and its own kind."""

from __future__ import annotations

import datetime as dt

import pytest
from grids import grid

from klantwaarde_xl.model.tables import TABLES, Customer, Effort, InvoiceLine, Product
from klantwaarde_xl.sources.sheet_tables import cut_sheet, cut_tables, model_of

HEADERS = ["Datum", "Klantnr", "Omzet"]
CUSTOMERS = [["Klantnr", "Klantnaam", "Regio"], ["1", "Jansen", "Noord"], ["2", "De Vries", "Zuid"]]


def lines(*amounts: float) -> list[list[object]]:
    return [[dt.datetime(2025, 3, 1), "1", amount] for amount in amounts]


def found(rows: list[list[object]]) -> list[tuple[str, int]]:
    """Return kind and number of rows of every table."""
    return [(cut.model.table if cut.model else "?", len(cut.table)) for cut in cut_tables(grid(rows), TABLES)]


def test_a_title_above_is_no_table() -> None:
    assert found([["Omzet 2025"], [], HEADERS, *lines(1.0, 2.0)]) == [("tblTransacties", 2)]


def test_two_kinds_below_each_other() -> None:
    rows = [*CUSTOMERS, [], HEADERS, *lines(1.0, 2.0, 3.0)]
    assert found(rows) == [("tblKlanten", 2), ("tblTransacties", 3)]


def test_the_title_of_the_lower_table_is_no_row_of_the_upper_one() -> None:
    rows = [HEADERS, *lines(1.0, 2.0), ["Klanten"], *CUSTOMERS]
    assert found(rows) == [("tblTransacties", 2), ("tblKlanten", 2)]


def test_two_kinds_beside_each_other() -> None:
    left = [HEADERS, *lines(1.0, 2.0)]
    rows = [[*one, None, *other] for one, other in zip(left, CUSTOMERS, strict=True)]
    assert sorted(found(rows)) == [("tblKlanten", 2), ("tblTransacties", 2)]


def test_repeated_headers_divide_and_are_joined_again() -> None:
    rows = [HEADERS, *lines(1.0, 2.0), HEADERS, *lines(4.0)]
    assert found(rows) == [("tblTransacties", 2), ("tblTransacties", 1)]
    cut = cut_sheet(grid(rows), TABLES)
    assert cut is not None
    assert cut.table.columns[2].number.tolist() == [1.0, 2.0, 4.0]
    assert [cut.table.address(row, 2) for row in range(3)] == ["Blad!C2", "Blad!C3", "Blad!C5"]


@pytest.mark.parametrize("rows", [[], [[None, None]]])
def test_nothing_is_no_table(rows: list[list[object]]) -> None:
    assert cut_sheet(grid(rows), TABLES) is None


@pytest.mark.parametrize(
    ("headers", "model"),
    [
        (["Datum", "Klantnr", "Omzet"], InvoiceLine),
        (["Datum", "Klantnr", "Uren", "Activiteit", "Omzet"], InvoiceLine),
        (["Datum", "Klantnr", "Uren", "Activiteit"], Effort),
        (["Klantnr", "Klantnaam"], Customer),
        (["Productcode", "Omschrijving"], Product),
        (["Datum", "Klantnr"], None),
        (["Iets", "Anders"], None),
    ],
)
def test_headers_tell_a_kind_or_leave_it_open(headers: list[str], model: type | None) -> None:
    assert model_of(headers, TABLES) is model


LINES = [["Datum", "Klantnr", "Omzet"], *(["2025-01-01", f"K{n}", 10.0 + n] for n in range(6))]


def beside(*columns: list[object]) -> list[list[object]]:
    """Return the lines with a blank column and these columns behind them."""
    return [[*row, None, *(column[n] for column in columns)] for n, row in enumerate(LINES)]


@pytest.mark.parametrize(
    "column",
    [
        ["Debiteurnaam", *"abcdef"],
        ["D/C", *"DDCDCD"],
        ["Creditnota", None, None, "ja", None, None, None],
        ["Geld", "USD", "EUR", "EUR", "EUR", "USD", "EUR"],
    ],
)
def test_columns_behind_a_blank_one_go_along_when_they_tell_of_the_same_rows(column: list[object]) -> None:
    (found,) = cut_tables(grid(beside(column)), TABLES)
    assert found.table.headers == ("Datum", "Klantnr", "Omzet", "", column[0])


def test_required_columns_behind_a_blank_one_belong_to_the_table() -> None:
    rows = [[row[0], None, *row[1:]] for row in LINES]
    (found,) = cut_tables(grid(rows), TABLES)
    assert found.table.headers == ("Datum", "", "Klantnr", "Omzet")


@pytest.mark.parametrize(
    "column",
    [["Legenda", "a", "b", None, None, None, None], ["", *"abcdef"]],
)
def test_a_shorter_block_or_one_without_a_header_stays_apart(column: list[object]) -> None:
    (found,) = cut_tables(grid(beside(column)), TABLES)
    assert found.table.headers == ("Datum", "Klantnr", "Omzet")
