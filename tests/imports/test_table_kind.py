"""Which input table an export is: an amount is never lost, and what the user chose goes first."""

from __future__ import annotations

import pytest

from klantwaarde_xl.imports.table_kind import table_of
from klantwaarde_xl.model.tables import BY_TABLE, Customer, Effort, InvoiceLine, Product


@pytest.mark.parametrize("table", BY_TABLE)
def test_the_table_that_the_user_names_is_taken_whatever_the_headers_say(table: str) -> None:
    assert table_of(["Datum", "Klantnr", "Omzet"], InvoiceLine, {}, table) is BY_TABLE[table]


@pytest.mark.parametrize("field", ["Omzet", "Kostprijs", "revenue", "quantity", "Aantal", "debit"])
def test_a_column_chosen_for_an_amount_makes_it_invoice_lines(field: str) -> None:
    assert table_of(["A", "B"], Customer, {field: "B"}) is InvoiceLine


def test_a_column_chosen_for_something_else_decides_nothing() -> None:
    assert table_of(["Klantnr", "Klantnaam"], Customer, {"Klantnaam": "Klantnaam"}) is Customer


@pytest.mark.parametrize(
    ("headers", "found", "table"),
    [
        (["Klantnr", "Klantnaam"], Customer, Customer),
        (["Productcode", "Omschrijving"], Product, Product),
        (["Klantnr", "Klantnaam", "Factuurnr"], Customer, InvoiceLine),
        (["Productcode", "Omschrijving", "Omzet"], Product, InvoiceLine),
        (["Datum", "Klantnr", "Uren"], Effort, Effort),
        (["Datum", "Klantnr", "Uren", "Factuurnr"], Effort, InvoiceLine),
        (["Datum", "Klantnr", "Kosten"], Effort, Effort),
        (["Datum", "Klantnr", "Activiteit"], Effort, InvoiceLine),
        (["Iets", "Anders"], None, InvoiceLine),
    ],
)
def test_headers_decide(headers: list[str], found: type | None, table: type) -> None:
    assert table_of(headers, found, {}) is table
