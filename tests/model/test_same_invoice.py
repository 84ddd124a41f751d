"""Lines of one invoice that leave out what another line of it states; the figures are counted by hand."""

from __future__ import annotations

import numpy as np

from klantwaarde_xl.model.checking import check_table
from klantwaarde_xl.model.raw_table import RawColumn, RawTable
from klantwaarde_xl.model.tables import InvoiceLine

HEADERS = ("Datum", "Klantnr", "Factuurnr", "Omzet", "Valuta", "Status", "Cancelled at")


def checked(*rows: tuple[object, ...], headers: tuple[str, ...] = HEADERS):
    columns = tuple(RawColumn.from_values(list(column)) for column in zip(*rows, strict=True))
    return check_table(RawTable("Orders", headers, columns, np.arange(len(rows)) + 2), InvoiceLine)


def test_customer_currency_and_status_of_an_order_hold_for_its_later_lines() -> None:
    day = "2024-01-05"
    table = checked(
        (day, "Jan", "#1", 10.0, "USD", "paid", None),
        (day, None, "#1", 20.0, None, None, None),
        (day, "Piet", "#2", 40.0, "EUR", "voided", day),
        (day, None, "#2", 80.0, None, None, None),
        (day, "Piet", "#3", 160.0, "EUR", "paid", None),
    )
    assert table.rejected.tolist() == [False, False, True, True, False]
    assert table.frame["customer_id"].astype(object).tolist()[:2] == ["Jan", "Jan"]
    assert table.currency is not None
    assert table.currency.astype(object).tolist()[:2] == ["USD", "USD"]
    told = {one.code: one for one in table.findings}
    assert (told["KW-171"].count, told["KW-135"].value) == (2, "€ 120,00")


def test_an_invoice_with_two_customers_fills_nothing() -> None:
    day = "2024-01-05"
    rows = [(day, name, "#1", 10.0, None, None, None) for name in ("Jan", "Piet", None)]
    table = checked(*rows)
    assert table.rejected.tolist() == [False, False, True]
    assert "KW-171" not in {one.code for one in table.findings}


def test_a_question_that_is_blank_for_no_holds_for_its_own_line_only() -> None:
    day = "2024-01-05"
    table = checked(
        (day, "Jan", "#1", 10.0, "EUR", "paid", day), (day, "Jan", "#1", 20.0, "EUR", "paid", None)
    )
    assert table.rejected.tolist() == [True, False]


def test_numbers_of_invoices_that_are_alike_are_the_same_invoice() -> None:
    headers = ("Datum", "Klantnr", "Factuurnr", "Omzet")
    day = "2024-01-05"
    table = checked((day, "K1", 7.0, 10.0), (day, None, 7.0, 5.0), (day, None, 8.0, 5.0), headers=headers)
    assert table.rejected.tolist() == [False, False, True]


def test_a_number_that_comes_back_on_another_day_or_for_another_customer_is_another_invoice() -> None:
    table = checked(
        ("2024-01-05", "Jan", "7", 10.0, "USD", None, None),
        ("2025-01-05", "Jan", "7", 20.0, None, None, None),
        ("2024-01-05", "Piet", "7", 40.0, None, None, None),
        ("2024-01-05", None, "8", 80.0, None, None, None),
        ("2025-01-05", "Kees", "8", 160.0, None, None, None),
    )
    # What has no currency is in euros; without the rule for the day the fourth line would be of Kees.
    assert table.rejected.tolist() == [False, False, False, True, False]
    assert table.currency is not None
    assert (table.currency.astype(object) == "USD").tolist() == [True, False, False, False, False]
    assert "KW-171" not in {one.code for one in table.findings}
