"""Which prepayment invoices a final invoice settles: those it names, else those whose amount fits."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from klantwaarde_xl.sources.ubl_document import PREPAYMENT, Document
from klantwaarde_xl.sources.ubl_parties import Party
from klantwaarde_xl.sources.ubl_prepaid import settled

BUYER, SELLER = Party((), "Jansen"), Party((), "Wij")


def document(number: str, declared: str, **more: object) -> Document:
    """Return an invoice of 1 March 2025 that differs in what is given."""
    about: dict[str, object] = {
        "day": date(2025, 3, 1),
        "type_code": "380",
        "prepaid": Decimal(0),
        "refers_to": (),
        **more,
    }
    return Document(
        number=number,
        customer=BUYER,
        seller=SELLER,
        currency="EUR",
        is_invoice=True,
        credit=False,
        is_copy=False,
        declared=Decimal(declared),
        lines=(),
        **about,
    )


def early(number: str, declared: str, **more: object) -> Document:
    return document(number, declared, type_code=PREPAYMENT, **more)


def final(prepaid: str, *refers_to: str) -> Document:
    return document("F9", "1000", prepaid=Decimal(prepaid), refers_to=refers_to, day=date(2025, 4, 1))


def names(final_one: Document, *others: Document) -> list[str]:
    return [one.number for one in settled(final_one, others)]


def test_the_invoices_that_are_named_and_no_others() -> None:
    assert names(final("121", "V2"), early("V1", "100"), early("V2", "50")) == ["V2"]


def test_a_reference_to_an_ordinary_invoice_is_no_settlement() -> None:
    assert names(final("50", "F1"), document("F1", "50")) == []


@pytest.mark.parametrize(
    ("paid", "found"),
    [
        ("100", ["V1"]),  # without VAT
        ("121", ["V1"]),  # with Dutch VAT
        ("127", ["V1"]),  # with the highest VAT of the EU
        ("127.01", []),
        ("99.99", ["V1"]),  # a cent of rounding
        ("99.98", []),
        ("0", []),
    ],
)
def test_the_amount_with_any_vat_can_be_what_was_paid(paid: str, found: list[str]) -> None:
    assert names(final(paid), early("V1", "100")) == found


def test_all_together_before_one_alone_and_nothing_where_two_fit() -> None:
    assert names(final("181.50"), early("V1", "100"), early("V2", "50")) == ["V1", "V2"]
    assert names(final("121"), early("V1", "100"), early("V2", "500")) == ["V1"]
    assert names(final("121"), early("V1", "100"), early("V2", "105")) == []


def test_one_of_a_later_day_is_not_settled_yet() -> None:
    assert names(final("121"), early("V1", "100", day=date(2025, 4, 2))) == []
