"""One e-invoice: its sign, its charges, its identifiers, and a total that must be right to the cent."""

from __future__ import annotations

from decimal import Decimal

import pytest
from raw_cells import cells
from ubl_files import document_level, invoice, save

from klantwaarde_xl import errors
from klantwaarde_xl.errors import KlantwaardeError
from klantwaarde_xl.sources.ubl import read_ubl
from klantwaarde_xl.sources.ubl_document import ALLOWANCE, CHARGE, read_document


def test_the_sign_follows_from_the_first_element(tmp_path) -> None:
    save(tmp_path / "1.xml", invoice("10.01", "-4.00", total="6.01"))
    save(tmp_path / "2.xml", invoice("10.00", "-1.50", root="CreditNote", total="8.50"))
    found = read_ubl(tmp_path)
    assert cells(found.transactions, "Omzet") == [10.01, -4.0, -10.0, 1.5]
    assert cells(found.transactions, "Aantal") == [2.0, 2.0, -2.0, -2.0]
    assert found.invoices["amount"].tolist() == [6.01, -8.5]
    assert cells(found.customers, "Klantnr") == ["00123"]
    assert cells(found.customers, "Klantnaam") == ["=1+1 BV"]


@pytest.mark.parametrize(("yes", "no"), [("true", "false"), ("1", "0")])
def test_charges_and_allowances_of_the_document_are_lines_of_their_own(tmp_path, yes, no) -> None:
    extra = document_level(yes, "25.00") + document_level(no, "5.50")
    found = read_ubl(save(tmp_path / "1.xml", invoice("100.00", total="119.50", extra=extra)))
    assert cells(found.transactions, "Productcode") == ["A1", CHARGE, ALLOWANCE]
    assert cells(found.transactions, "Omzet") == [100.0, 25.0, -5.5]


@pytest.mark.parametrize(
    ("old", "new", "wording"),
    [
        ("<cbc:ID>F1</cbc:ID>", "", errors.INVOICE_INCOMPLETE),
        ("2025-03-04", "04-03-2025", errors.BAD_INVOICE_VALUE),
        ("<cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>", "", errors.INVOICE_INCOMPLETE),
        (">7.00</cbc:LineExtensionAmount>", ">1_0</cbc:LineExtensionAmount>", errors.BAD_INVOICE_VALUE),
        (
            ">7.00</cbc:LineExtensionAmount>",
            ">7.05</cbc:LineExtensionAmount>",
            errors.INVOICE_DOES_NOT_ADD_UP,
        ),
    ],
    ids=["no number", "a Dutch date", "no currency", "no amount", "another total"],
)
def test_what_is_absent_or_wrong_is_named(old: str, new: str, wording: errors.Wording) -> None:
    text = invoice("7.00", total="7.00")
    assert old in text
    with pytest.raises(KlantwaardeError) as caught:
        read_document("a.xml", text.replace(old, new).encode())
    assert caught.value.code == wording.code


@pytest.mark.parametrize(
    ("element", "what"),
    [
        ("<cbc:LineExtensionAmount>7.00</cbc:LineExtensionAmount>", "regelbedrag"),
        ("<cbc:TaxExclusiveAmount>7.00</cbc:TaxExclusiveAmount>", "bedrag exclusief btw"),
        ("<cbc:ID>F1</cbc:ID>", "factuurnummer"),
    ],
)
def test_what_is_absent_is_named_in_a_sentence(element: str, what: str) -> None:
    text = invoice("7.00", total="7.00")
    assert element in text
    with pytest.raises(KlantwaardeError, match=f"de factuur heeft geen {what}[.]"):
        read_document("a.xml", text.replace(element, "").encode())


def test_a_document_keeps_its_own_currency_and_signs() -> None:
    found = read_document(
        "a.xml", invoice("7.00", "-2.00", total="5.00", root="CreditNote", currency="usd").encode()
    )
    assert (found.currency, found.sign, found.declared) == ("USD", -1, Decimal("5.00"))
    assert [(line.quantity, line.amount) for line in found.lines] == [
        (2, Decimal("7.00")),
        (2, Decimal("-2.00")),
    ]
    assert (found.customer.key, found.customer.name) == ("00123", "=1+1 BV")
