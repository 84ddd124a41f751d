"""Headers: which are known, which are only suggested, and in which row they stand."""

from __future__ import annotations

import pytest

from klantwaarde_xl.model.headers import SEARCHED_ROWS, find_header_row, match_headers, suggest
from klantwaarde_xl.model.tables import TABLES, Customer, Effort, InvoiceLine

# Header rows as seen in exports of these programs (vendor documentation), with the fields that must come out.
SEEN = [
    (["Relatiecode", "Relatie", "Factuurnummer", "Factuurdatum", "Vervaldatum", "Bedrag", "Soort"],
     {"customer_id": 0, "invoice_id": 2, "date": 3}),
    (["Sell-to Customer No.", "Document No.", "No.", "Posting Date", "Quantity", "Line Amount",
      "Profit (LCY)"],
     {"customer_id": 0, "invoice_id": 1, "date": 3, "quantity": 4, "revenue": 5, "margin": 6}),
    (["Debiteurnr.", "Artikel", "Artikelomschrijving", "Aantal", "Omzet", "Omzet VJ", "Marge"],
     {"customer_id": 0, "product_id": 1, "quantity": 3, "revenue": 4, "margin": 6}),
    (["KUNNR", "BELNR", "BLDAT", "WAERS"], {"customer_id": 0, "invoice_id": 1, "date": 2, "currency": 3}),
]  # fmt: skip


@pytest.mark.parametrize(("headers", "fields"), SEEN)
def test_headers_of_real_exports(headers: list[str], fields: dict[str, int]) -> None:
    assert match_headers(headers, InvoiceLine).fields == fields


def test_the_canonical_header_wins_then_the_order_of_the_synonyms() -> None:
    found = match_headers(["Debiteur", "Boekdatum", "Factuurdatum", "Klantnr", "Omzet"], InvoiceLine)
    assert found.fields == {"customer_id": 3, "date": 2, "revenue": 4}
    assert found.rivals == {"date": (1,)}
    assert found.unused == (0,)


def test_equal_headers_are_rivals() -> None:
    found = match_headers(["Klantnr", "klant nr", "KLANTNR.", "Anders", "Anders"], Customer)
    assert (found.fields, found.rivals, found.unused) == ({"customer_id": 0}, {"customer_id": (1, 2)}, (3, 4))


@pytest.mark.parametrize(
    ("header", "suggested"),
    [
        ("Klantnrs", "customer_id"),
        ("Bedrag excl btw.", None),
        ("Bedrag incl. btw", ""),
        ("Omzet VJ", ""),
        ("Omzet vorig jaar", ""),
        ("Omzet incl. btw", ""),
        ("Omzet 2023", ""),
        ("Omzet excl. btw 2023", ""),
        ("Omzet (EUR)", None),
        ("Omzet in euro", None),
        ("Omzet (USD)", ""),
        ("Begrote omzet", ""),
        ("Omzet budget", ""),
        ("Vervaldatum", ""),
        ("Marge %", ""),
        ("Omzzet", "revenue"),
    ],
)
def test_what_looks_alike_is_only_suggested(header: str, suggested: str | None) -> None:
    found = match_headers([header], InvoiceLine)
    if suggested is None:
        assert found.fields == {"revenue": 0}
    else:
        assert found.fields == {}
        fields = [column.field for column in InvoiceLine.columns()]
        assert [field for field in fields if found.suggestion(field) == header] == (
            [suggested] if suggested else []
        )


def test_a_header_that_is_in_use_is_not_suggested_for_another_field() -> None:
    assert suggest("revenue", [], InvoiceLine) == ""
    assert match_headers(["Klantnr", "Datum"], InvoiceLine).suggestion("revenue") == ""
    assert match_headers(["Klantnr", "Datum"], InvoiceLine).missing == ("revenue",)


def test_a_sheet_is_recognised_only_with_all_required_headers() -> None:
    found = find_header_row([["Klantnr", "Datum", "Omzet"]], TABLES)
    assert found is not None
    assert (found.model, found.is_certain) == (InvoiceLine, True)
    found = find_header_row([["Datum", "Omzet", "Aantal"]], TABLES)
    assert found is not None
    assert (found.model, found.is_certain) == (InvoiceLine, False)
    found = find_header_row([["Klantnr"]], TABLES)
    assert found is not None
    assert not found.is_certain


def test_open_items_are_not_taken_for_a_table_that_misses_a_column() -> None:
    # 'Naam' is a synonym in Klik too, but there the required column Klik is not in the sheet.
    found = find_header_row([["Factuurnr.", "Naam", "Deb.nr.", "Vervalt", "Saldo"]], TABLES)
    assert found is not None
    assert found.model is Customer


def test_only_the_first_rows_are_searched() -> None:
    rows = [["tekst"]] * SEARCHED_ROWS + [["Klantnr", "Klantnaam"]]
    assert find_header_row(rows, TABLES) is None
    assert find_header_row(rows[1:], TABLES).row == SEARCHED_ROWS - 1
    assert find_header_row([[""]] * 500 + rows[-1:], TABLES).row == 500


def test_an_amount_in_euros_beside_one_without_a_currency_is_no_rival() -> None:
    found = match_headers(["Datum", "Omzet (EUR)", "Omzet"], InvoiceLine)
    assert (found.fields["revenue"], found.rivals) == (2, {})
    assert match_headers(["Omzet", "Omzet "], InvoiceLine).rivals == {"revenue": (1,)}


def test_hours_in_euros_are_no_hours() -> None:
    assert match_headers(["Uren (EUR)"], Effort).fields == {}


@pytest.mark.parametrize("headers", [["Orderdatum", "Factuurdatum"], ["Invoice Date", "Order Date"]])
def test_an_invoice_date_goes_before_the_date_of_the_order(headers: list[str]) -> None:
    found = match_headers(headers, InvoiceLine)
    assert headers[found.fields["date"]].lower().startswith(("factuur", "invoice"))
    assert found.rivals == {}
    assert match_headers(["Orderdatum"], InvoiceLine).fields == {"date": 0}
