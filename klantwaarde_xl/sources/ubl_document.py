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
from klantwaarde_xl.sources.other_formats import named_format
from klantwaarde_xl.sources.ubl_parties import ORDER, Party, is_identifier
from klantwaarde_xl.sources.xml_stream import look, tree

CHARGE, ALLOWANCE, ROUNDING = "factuurtoeslag", "factuurkorting", "factuurafronding"
"""Product codes of lines that stand for a charge, an allowance or the rounding of a whole document."""
PREPAYMENT = "386"
_PRO_FORMA = "325"
_CREDIT_NOTES = {"81", "83", "261", "262", "296", "308", "381", "396", "420", "458", "532"}
"""The document types (UNTDID 1001) that EN 16931 reads as a credit note."""
_ROUNDED = 1
"""Cents per line by which lines may differ from the total of a document: its own rounding."""
_ATTACHMENT = "EmbeddedDocumentBinaryObject"
_PARTY_NAMES = ("PartyLegalEntity/RegistrationName", "PartyName/Name")
_PRODUCT_KEYS = ("Item/SellersItemIdentification/ID", "Item/StandardItemIdentification/ID", "Item/Name")
_TRUE = {"true", "1"}
_INVOICES = ("Invoice", "CreditNote")


class DocumentLine(NamedTuple):
    """A line, or a charge or allowance on the whole document; the amount is as it stands, without VAT."""

    product: str
    description: str
    quantity: Decimal | None
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Document:
    """One invoice or credit note; amounts are as they stand in the file, in its own currency.

    ``type_code`` is the type that the document states, ``declared`` its total without VAT, ``prepaid`` what
    it says was paid before, with VAT, for the invoices ``refers_to``. ``is_copy``: it is no document of its
    own.
    """

    number: str
    day: date
    customer: Party
    seller: Party
    currency: str
    is_invoice: bool
    credit: bool
    type_code: str
    is_copy: bool
    declared: Decimal
    prepaid: Decimal
    refers_to: tuple[str, ...]
    lines: tuple[DocumentLine, ...]

    @property
    def sign(self) -> int:
        """-1 for a credit note, else 1; a credit note with a negative total is signed already."""
        return -1 if self.credit and self.declared >= 0 else 1

    @property
    def is_turnover(self) -> bool:
        """Whether it counts: pro forma invoices and copies do not."""
        return not self.is_copy and self.type_code != _PRO_FORMA


def read_document(name: str, data: bytes) -> Document:
    """Return the invoice in these bytes; ``name`` is its file for messages.

    The first element tells a credit note, and so does the type of an invoice. Lines that differ from the
    stated total by their rounding get a line with the difference. Raises INVOICE_OTHER_SYNTAX,
    NOT_AN_INVOICE, INVOICE_INCOMPLETE, BAD_INVOICE_VALUE and INVOICE_DOES_NOT_ADD_UP.
    """
    root = _root(name, data.lstrip())
    kind = etree.QName(root).localname
    party = _party(root.find("{*}AccountingCustomerParty/{*}Party"))
    number = _needed(root, name, "factuurnummer", "ID")
    day = _day(name, _needed(root, name, "factuurdatum", "IssueDate"))
    if not party.key:
        raise errors.INVOICE_INCOMPLETE.error(path=name, what="afnemer")
    currency = _needed(root, name, "munt", "DocumentCurrencyCode").upper()
    declared = _amount(root, name, "LegalMonetaryTotal/TaxExclusiveAmount", "het bedrag exclusief btw")
    _refuse_other_currency(root, name, currency)
    lines = (*_lines(root, name, kind == "CreditNote"), *_document_level(root, name))
    type_code = _text(root, f"{kind}TypeCode")
    prepaid = _text(root, "LegalMonetaryTotal/PrepaidAmount")
    references = root.iterfind("{*}BillingReference/{*}InvoiceDocumentReference/{*}ID")
    return Document(
        number=number,
        day=day,
        customer=party,
        seller=_party(root.find("{*}AccountingSupplierParty/{*}Party")),
        currency=currency,
        is_invoice=kind == "Invoice",
        credit=kind == "CreditNote" or type_code in _CREDIT_NOTES,
        type_code=type_code,
        is_copy=_text(root, "CopyIndicator").lower() in _TRUE,
        declared=declared,
        prepaid=_decimal(name, "het vooruitbetaalde bedrag", prepaid) if prepaid else Decimal(0),
        refers_to=tuple(text for item in references if (text := (item.text or "").strip())),
        lines=(*lines, *_rounding(name, lines, declared)),
    )


def _root(name: str, data: bytes) -> etree._Element:
    """Return the element of the invoice, also from within an envelope (SBDH)."""
    opening = look(io.BytesIO(data), name)
    if opening.root == "CrossIndustryInvoice":
        raise errors.INVOICE_OTHER_SYNTAX.error(path=name)
    if (other := named_format(data[:512])) is not None:
        raise other.error(path=name)
    if opening.root not in {*_INVOICES, "StandardBusinessDocument"}:
        raise errors.NOT_AN_INVOICE.error(path=name, root=opening.root)
    root = tree(io.BytesIO(data), name, opening, _ATTACHMENT)
    if opening.root in _INVOICES:
        return root
    inside = next(
        (root.find(".//{*}" + kind) for kind in _INVOICES if root.find(".//{*}" + kind) is not None), None
    )
    if inside is None:
        raise errors.NOT_AN_INVOICE.error(path=name, root=opening.root)
    return inside


def _party(element: etree._Element | None) -> Party:
    if element is None:
        return Party((), "")
    found = [(kind, _text(element, kind)) for kind in ORDER]
    return Party(
        tuple((kind, text) for kind, text in found if is_identifier(text)), _first(element, _PARTY_NAMES)
    )


def _refuse_other_currency(root: etree._Element, name: str, currency: str) -> None:
    """Refuse a line in another currency than its document: two currencies are never added up."""
    for kind in ("InvoiceLine", "CreditNoteLine"):
        for amount in root.iterfind("{*}" + kind + "/{*}LineExtensionAmount"):
            if (amount.get("currencyID") or currency).upper() != currency:
                raise errors.BAD_INVOICE_VALUE.error(path=name, what="de munt van een regel")


def _rounding(name: str, lines: Sequence[DocumentLine], declared: Decimal) -> Iterator[DocumentLine]:
    """Yield the line that makes the lines, each in whole cents, add up to the stated total.

    Raises INVOICE_DOES_NOT_ADD_UP when they differ by more than their rounding.
    """
    total = sum((line.amount for line in lines), Decimal(0))
    if abs(cents_of(total) - cents_of(declared)) > _ROUNDED * max(len(lines), 1):
        raise errors.INVOICE_DOES_NOT_ADD_UP.error(path=name, lines=_shown(total), declared=_shown(declared))
    gap = cents_of(declared) - sum(cents_of(line.amount) for line in lines)
    if gap:
        yield DocumentLine(ROUNDING, "Afronding van de factuur", None, Decimal(gap) / 100)


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
        raise errors.INVOICE_INCOMPLETE.error(path=name, what=what.split(" ", 1)[1])  # "geen", no article
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
