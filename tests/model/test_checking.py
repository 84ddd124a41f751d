"""Checking raw tables: every bad cell found at its address, the good rows typed, agreement with pydantic row
by row."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from checked_tables import codes, lines, table
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from klantwaarde_xl import errors
from klantwaarde_xl.model.checking import check_table
from klantwaarde_xl.model.declaration import TableModel
from klantwaarde_xl.model.log import MAX_DETAIL
from klantwaarde_xl.model.raw_column import RawColumn
from klantwaarde_xl.model.raw_table import RawTable
from klantwaarde_xl.model.tables import TABLES, Chemistry, Customer, CustomerRating, InvoiceLine


def test_addresses_are_true_to_a_table_that_starts_at_c5() -> None:
    raw = table(
        "Transacties",
        {"Datum": ["2024-01-01", "morgen"], "Klantnr": ["1", None], "Omzet": [1.0, "abc"]},
        header_row=5,
        first_column=3,
    )
    assert codes(check_table(raw, InvoiceLine)) == [
        ("KW-113", "Transacties!C7"),
        ("KW-110", "Transacties!D7"),
        ("KW-111", "Transacties!E7"),
    ]


def test_a_second_row_with_the_same_key_is_rejected_and_points_to_the_first() -> None:
    raw = table("Klanten", {"Klantnr": ["7", "8", "7"], "Klantnaam": ["Eerste", "Ander", "Tweede"]})
    checked = check_table(raw, Customer)
    assert codes(checked) == [("KW-120", "Klanten!A4")]
    assert "Klanten!A2" in checked.findings[0].message
    assert checked.good_rows()["name"].tolist() == ["Eerste", "Ander"]


def test_a_row_that_was_rejected_already_is_nobodys_first() -> None:
    raw = table(
        "Klanten", {"Klantnr": ["7", "7"], "Klantnaam": ["Fout", "Goed"], "Betaaldagen": [999.0, 30.0]}
    )
    checked = check_table(raw, Customer)
    assert codes(checked) == [("KW-117", "Klanten!C2")]
    assert checked.good_rows()["name"].tolist() == ["Goed"]


def test_hidden_rows_are_said() -> None:
    raw = replace(lines(Omzet=[1.0, 2.0, 3.0]), hidden_rows=2)
    (found,) = check_table(raw, InvoiceLine).findings
    assert (found.code, found.count) == (errors.HIDDEN_ROWS.code, 2)


def test_a_key_of_two_columns_is_judged_on_both() -> None:
    raw = table(
        "Klik", {"Klantnr": ["7", "7", "7"], "Accountmanager": ["A", "B", "A"], "Klik": [1.0, 2.0, 3.0]}
    )
    assert codes(check_table(raw, Chemistry)) == [("KW-120", "Klik!A4")]


def test_many_equal_mistakes_are_counted_not_dropped() -> None:
    checked = check_table(lines(Omzet=["x"] * 250 + [1.0] * 250), InvoiceLine)
    assert len(checked.findings) == MAX_DETAIL + 1
    assert sum(finding.count for finding in checked.findings) == 250
    assert checked.rejected.sum() == 250


def test_a_missing_required_column_is_named_with_the_nearest_header() -> None:
    raw = table("Transacties", {"Datum": ["2024-01-01"], "Klantnrr": ["1"], "Omzet": [1.0]})
    with pytest.raises(errors.UnusableInputError) as caught:
        check_table(raw, InvoiceLine)
    assert caught.value.code == "KW-103"
    assert "'Klantnr' ontbreekt in Transacties" in caught.value.message
    assert "'Klantnrr'" in caught.value.hint


def test_duplicate_headers_and_an_empty_table_stop_with_one_clear_message() -> None:
    double = RawTable(
        "Klanten",
        ("Klantnr", "klantnr."),
        (RawColumn.from_values(["1"]), RawColumn.from_values(["2"])),
        np.array([2]),
    )
    with pytest.raises(errors.UnusableInputError, match="KW-104"):
        check_table(double, Customer)
    empty = RawTable("Klanten", ("Klantnr",), (RawColumn.from_values([]),), np.array([], int))
    with pytest.raises(errors.UnusableInputError, match="KW-102"):
        check_table(empty, Customer)


def test_an_optional_column_that_is_there_twice_is_said_where_it_stands() -> None:
    headers = ("Klantnr", "Naam", "naam", "X", "X")
    raw = RawTable(
        "Klanten", headers, tuple(RawColumn.from_values([h]) for h in headers), np.array([6]), 5, 3
    )
    checked = check_table(raw, Customer)
    assert codes(checked) == [("KW-105", "Klanten!F5"), ("KW-105", "Klanten!G5"), ("KW-106", "Klanten!E5")]
    assert checked.frame["name"].tolist() == ["Naam"]


def test_two_names_of_a_required_column_are_both_named() -> None:
    raw = table("Klanten", {"Debiteur": ["x"], "Relatiecode": ["7"]})
    with pytest.raises(errors.UnusableInputError, match="'Debiteur' en 'Relatiecode'") as caught:
        check_table(raw, Customer)
    assert (caught.value.code, "'Klantnr'" in caught.value.hint) == ("KW-107", True)


@pytest.mark.parametrize("header", ["Omzet VJ", "Omzet incl. btw", "Omzet 2023", "Omzet budget", "Marge %"])
def test_another_figure_is_never_advised_as_the_missing_column(header: str) -> None:
    raw = table("Transacties", {"Datum": ["2024-01-01"], "Klantnr": ["1"], header: [1.0]})
    with pytest.raises(errors.UnusableInputError, match="KW-103") as caught:
        check_table(raw, InvoiceLine)
    assert caught.value.hint == "Voeg een kolom 'Omzet' toe."


def test_the_canonical_header_goes_before_a_synonym_and_unused_columns_are_said() -> None:
    raw = table("Klanten", {"Debiteur": ["x"], "Klantnr": ["7"], "Kleur": ["rood"]})
    checked = check_table(raw, Customer)
    assert checked.frame["customer_id"].tolist() == ["7"]
    assert sorted(codes(checked)) == [("KW-105", "Klanten!A1"), ("KW-105", "Klanten!C1")]


@pytest.mark.parametrize("model", TABLES)
def test_a_declaration_is_complete_and_unambiguous(model: type[TableModel]) -> None:
    columns = model.columns()
    assert all(column.help and column.header for column in columns)
    seen: dict[str, str] = {}
    for column in columns:
        for header in (column.header, *column.synonyms):
            plain = header.casefold().replace(" ", "").replace(".", "")
            assert seen.setdefault(plain, column.field) == column.field, (
                f"{header} means two things in {model.table}"
            )


CELL = st.one_of(
    st.none(),
    st.floats(allow_nan=True, allow_infinity=True),
    st.integers(-10, 10).map(float),
    st.sampled_from(["1", "3,5", "6", "x", "  ", "0"]),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(CELL, CELL), min_size=1, max_size=12))
def test_the_vectorised_check_accepts_exactly_what_pydantic_accepts(
    rows: list[tuple[object, object]],
) -> None:
    raw = table(
        "Beoordeling",
        {"Klantnr": ["1"] * len(rows), "Energie": [a for a, _ in rows], "Cultuur": [b for _, b in rows]},
    )
    checked = check_table(raw, CustomerRating)
    for row, (energy, culture) in enumerate(rows):
        try:
            CustomerRating(customer_id="1", energy=number(energy), culture=number(culture))
            accepted = True
        except (ValidationError, ValueError):
            accepted = False
        assert accepted == (not checked.rejected[row]), (energy, culture)


def number(cell: object) -> float | None:
    """Return what a person would read in the cell, with plain Python."""
    if isinstance(cell, str):
        return float(cell.replace(",", ".")) if cell.strip() else None
    return cell
