"""One e-invoice in UBL 2.1: number, date, parties, currency and lines, with the total checked to the cent."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from lxml import etree

from klantwaarde_xl import errors
from klantwaarde_xl.model.notation import plain
from klantwaarde_xl.sources.xml_stream import look, tree

CHARGE, ALLOWANCE = "factuurtoeslag", "factuurkorting"
"""Product codes of the lines that stand for a charge or an allowance on a whole document."""
_ATTACHMENT = "EmbeddedDocumentBinaryObject"
_PARTY_KEYS = (
    "PartyIdentification/ID",
    "EndpointID",
    "PartyLegalEntity/CompanyID",
    "PartyTaxScheme/CompanyID",
    "PartyLegalEntity/RegistrationName",
    "PartyName/Name",
)
_CUSTOMER_NAMES = ("PartyLegalEntity/RegistrationName", "PartyName/Name")
_PRODUCT_KEYS = ("Item/SellersItemIdentification/ID", "Item/StandardItemIdentification/ID", "Item/Name")
_TRUE = {"true", "1"}


class DocumentLine(NamedTuple):
    """A line, or a charge or allowance on the whole document; the amount is as it stands, without VAT."""

    product: str
    description: str
    quantity: Decimal | None
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Document:
    """One invoice or credit note; amounts are as they stand in the file, in its own currency.

    ``customer_id`` is the first identifier of the customer, else the name; ``seller`` likewise, '' when the
    document names none. ``declared`` is the total without VAT that the document states.
    """

    number: str
    day: date
    customer_id: str
    customer_name: str
    seller: str
    currency: str
    credit: bool
    declared: Decimal
    lines: tuple[DocumentLine, ...]

    @property
    def sign(self) -> int:
        """-1 for a credit note, else 1."""
        return -1 if self.credit else 1


def read_document(name: str, data: bytes) -> Document:
    """Return the invoice in these bytes; ``name`` is its file for messages.

    Raises INVOICE_OTHER_SYNTAX, NOT_AN_INVOICE, INVOICE_INCOMPLETE, BAD_INVOICE_VALUE and
    INVOICE_DOES_NOT_ADD_UP (the lines give another total than the document states).
    """
    opening = look(io.BytesIO(data), name)
    if opening.root == "CrossIndustryInvoice":
        raise errors.INVOICE_OTHER_SYNTAX.error(path=name)
    if opening.root not in {"Invoice", "CreditNote"}:
        raise errors.NOT_AN_INVOICE.error(path=name, root=opening.root)
    root = tree(io.BytesIO(data), name, opening, _ATTACHMENT)
    credit = opening.root == "CreditNote"
    party = root.find("{*}AccountingCustomerParty/{*}Party")
    key = _first(party, _PARTY_KEYS)
    number = _needed(root, name, "factuurnummer", "ID")
    day = _day(name, _needed(root, name, "factuurdatum", "IssueDate"))
    if not key:
        raise errors.INVOICE_INCOMPLETE.error(path=name, what="afnemer")
    currency = _needed(root, name, "munt", "DocumentCurrencyCode").upper()
    declared = _amount(root, name, "LegalMonetaryTotal/TaxExclusiveAmount", "het bedrag exclusief btw")
    lines = (*_lines(root, name, credit), *_document_level(root, name))
    total = sum((line.amount for line in lines), Decimal(0))
    if cents_of(total) != cents_of(declared):
        raise errors.INVOICE_DOES_NOT_ADD_UP.error(path=name, lines=_shown(total), declared=_shown(declared))
    seller = _first(root.find("{*}AccountingSupplierParty/{*}Party"), _PARTY_KEYS)
    customer = _first(party, _CUSTOMER_NAMES) or key
    return Document(number, day, key, customer, seller, currency, credit, declared, lines)


def cents_of(amount: Decimal) -> int:
    """Return an amount in whole cents, halves away from zero.

    >>> cents_of(Decimal("1.005")), cents_of(Decimal("-1.005"))
    (101, -101)
    """
    return int((amount * 100).to_integral_value("ROUND_HALF_UP"))


def _lines(root: etree._Element, name: str, credit: bool) -> Iterator[DocumentLine]:
    """Yield each line; its amount is after the line's own allowances and charges."""
    kind, quantity = ("CreditNoteLine", "CreditedQuantity") if credit else ("InvoiceLine", "InvoicedQuantity")
    for line in root.iterchildren("{*}" + kind):
        product = _first(line, _PRODUCT_KEYS)
        description = _text(line, "Item/Name") or product
        amount = _amount(line, name, "LineExtensionAmount", "een regelbedrag")
        count = _text(line, quantity)
        yield DocumentLine(
            product or "zonder artikel",
            description,
            _decimal(name, "een aantal", count) if count else None,
            amount,
        )


def _document_level(root: etree._Element, name: str) -> Iterator[DocumentLine]:
    for item in root.iterchildren("{*}AllowanceCharge"):
        amount = _amount(item, name, "Amount", "een toeslag of korting")
        if _text(item, "ChargeIndicator").lower() in _TRUE:
            yield DocumentLine(CHARGE, "Toeslag op de hele factuur", None, amount)
        else:
            yield DocumentLine(ALLOWANCE, "Korting op de hele factuur", None, -amount)


def _text(element: etree._Element, path: str) -> str:
    found = element.find("/".join("{*}" + step for step in path.split("/")))
    return "" if found is None else " ".join((found.text or "").split())


def _first(element: etree._Element | None, paths: Sequence[str]) -> str:
    if element is None:
        return ""
    return next((text for path in paths if (text := _text(element, path))), "")


def _needed(root: etree._Element, name: str, what: str, path: str) -> str:
    if not (text := _text(root, path)):
        raise errors.INVOICE_INCOMPLETE.error(path=name, what=what)
    return text


def _amount(element: etree._Element, name: str, path: str, what: str) -> Decimal:
    if not (text := _text(element, path)):
        raise errors.INVOICE_INCOMPLETE.error(path=name, what=what)
    return _decimal(name, what, text)


def _decimal(name: str, what: str, text: str) -> Decimal:
    try:
        value = Decimal(text)
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite() or abs(value) > 10**13 or "_" in text:
        raise errors.BAD_INVOICE_VALUE.error(path=name, what=what)
    return value


def _day(name: str, text: str) -> date:
    try:
        return date.fromisoformat(text[:10])
    except ValueError as problem:
        raise errors.BAD_INVOICE_VALUE.error(path=name, what="de factuurdatum") from problem


def _shown(amount: Decimal) -> str:
    return plain(amount, 2)
