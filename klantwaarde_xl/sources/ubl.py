"""E-invoices in UBL 2.1 (Peppol BIS Billing 3.0, SI-UBL/NLCIUS): invoice lines without VAT.

A credit note counts negative: by its first element, or by its type. An invoice counts as it stands, and may
hold negative lines. Pro forma invoices and copies are no turnover. Charges, allowances, rounding and settled
prepayments of the whole document are lines of their own, so that the lines of an invoice add up to its amount
without VAT, to the cent.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import numpy as np
import pandas as pd

from klantwaarde_xl import errors
from klantwaarde_xl.files.regular_file import called
from klantwaarde_xl.model.declaration import TableModel
from klantwaarde_xl.model.findings import Finding
from klantwaarde_xl.model.notation import in_euros
from klantwaarde_xl.model.raw_column import RawColumn
from klantwaarde_xl.model.raw_table import RawTable, SourceFile
from klantwaarde_xl.model.tables import Customer, InvoiceLine, Product
from klantwaarde_xl.sources.ubl_document import (
    ALLOWANCE,
    CHARGE,
    PREPAYMENT,
    Document,
    DocumentLine,
    cents_of,
    read_document,
)
from klantwaarde_xl.sources.ubl_parties import Parties, best_key
from klantwaarde_xl.sources.ubl_prepaid import SETTLEMENT, settled
from klantwaarde_xl.sources.xml_files import xml_files

_NAMED = 3
"""Files that a finding names."""


@dataclass(frozen=True, slots=True)
class Unsettled:
    """A final invoice of which nobody here knows the prepayment: its file, number, day and customer number.

    ``source`` is its label in Bron, ``refers_to`` the numbers of the invoices that it names.
    """

    file: str
    number: str
    day: dt.date
    customer: str
    source: str
    refers_to: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class UblBatch:
    """What a set of e-invoices gives; amounts are float64 EUR, exact to the cent.

    ``invoices``: a row per invoice: ``file``, ``number``, ``date``, ``kind`` (factuur, creditnota),
    ``customer_id``, ``currency``, ``lines``, ``amount`` (without VAT, in EUR) and ``declared`` (what the
    document itself says, with the same sign and in its own currency). ``failed``: per file that was refused
    its name and the error. ``unsettled``: final invoices whose prepayment is not among these documents. The
    tables are ready to be checked."""

    invoices: pd.DataFrame
    transactions: RawTable
    customers: RawTable
    products: RawTable
    findings: tuple[Finding, ...]
    failed: tuple[tuple[str, errors.KlantwaardeError], ...]
    unsettled: tuple[Unsettled, ...] = ()


def read_ubl(
    paths: Path | str | Sequence[Path | str],
    *,
    rates: Mapping[str, float] | None = None,
    are_sales: bool = False,
) -> UblBatch:
    """Read e-invoices from files, folders (with all folders in them) and zips.

    ``rates``: EUR per unit of another currency; an invoice in a currency without a rate is refused. A bad
    file does not stop the others: it is in ``failed``. Files that are equal byte for byte count once; one
    number of one seller in files that differ is reported. Customers that share an identifier are one.
    Invoices of several sellers to one buyer are refused as purchases (KW-564) unless they ``are_sales``.
    Raises KW-001 for a path that is not there and KW-525 when there is no XML file at all.
    """
    given = [Path(paths)] if isinstance(paths, str | Path) else [Path(path) for path in paths]
    reading = _Reading({key.upper(): Decimal(str(value)) for key, value in (rates or {}).items()}, are_sales)
    for path in given:
        if not path.exists():
            raise errors.NO_SUCH_FILE.error(path=path.name)
        try:
            for name, data in xml_files(path):
                reading.take(name, data)
        except errors.KlantwaardeError as problem:
            reading.failed.append((called(path), problem))
    if not reading.seen and not reading.failed:
        raise errors.NO_INVOICES.error(path=called(given[0]))
    return reading.result()


@dataclass(slots=True)
class _Taken:
    """A document with its file, its label in Bron, and the numbers of its parties."""

    name: str
    source: str
    document: Document
    customer: int
    seller: int
    settles: tuple[Document, ...] = ()


class _Reading:
    """What was read so far."""

    def __init__(self, rates: Mapping[str, Decimal], are_sales: bool) -> None:
        self.rates, self.are_sales = rates, are_sales
        self.seen: dict[str, str] = {}
        self.taken: list[_Taken] = []
        self.customers, self.sellers = Parties(), Parties()
        self.rows: list[tuple[object, ...]] = []
        self.invoices: list[tuple[object, ...]] = []
        self.numbers: dict[tuple[str, str, str], list[str]] = {}
        self.products: dict[str, str] = {
            CHARGE: "Toeslag op de hele factuur",
            ALLOWANCE: "Korting op de hele factuur",
        }
        self.findings: list[Finding] = []
        self.failed: list[tuple[str, errors.KlantwaardeError]] = []

    def take(self, name: str, data: bytes) -> None:
        digest = hashlib.sha256(data).hexdigest()
        if digest in self.seen:
            self.findings.append(Finding.of(errors.SAME_INVOICE_TWICE, path=name, other=self.seen[digest]))
            return
        self.seen[digest] = name
        try:
            found = read_document(name, data)
            if found.currency != "EUR" and found.currency not in self.rates:
                raise errors.INVOICE_CURRENCY.error(path=name, currency=found.currency)
        except errors.KlantwaardeError as problem:
            self.failed.append((name, problem))
            return
        shown = in_euros(float(found.declared * found.sign))
        if not found.is_turnover:
            what = "kopie" if found.is_copy else "pro forma"
            self.findings.append(Finding.of(errors.NOT_TURNOVER, "", shown, path=name, what=what))
            return
        if found.credit and found.declared < 0:
            self.findings.append(Finding.of(errors.CREDIT_NEGATIVE, "", shown, path=name))
        elif found.credit and found.is_invoice:
            self.findings.append(
                Finding.of(errors.CREDIT_BY_CODE, "", shown, path=name, type=found.type_code)
            )
        customer, seller = self.customers.add(found.customer), self.sellers.add(found.seller)
        self.taken.append(_Taken(name, SourceFile(name, digest).label, found, customer, seller))

    def _settle(self) -> None:
        """Give every final invoice the prepayments that it settles, each once."""
        done: set[int] = set()
        for one in self.taken:
            if one.document.prepaid <= 0 or one.document.type_code == PREPAYMENT:
                continue
            same = (self.customers.group(one.customer), self.sellers.group(one.seller))
            others = [
                other.document
                for other in self.taken
                if (self.customers.group(other.customer), self.sellers.group(other.seller)) == same
                and id(other.document) not in done
            ]
            one.settles = tuple(settled(one.document, others))
            done |= {id(document) for document in one.settles}
            if one.settles:
                numbers = ", ".join(document.number for document in one.settles)
                amount = in_euros(-float(sum(document.declared for document in one.settles)))
                finding = Finding.of(errors.PREPAYMENT_SETTLED, "", amount, path=one.name, numbers=numbers)
            else:
                finding = Finding.of(
                    errors.PREPAYMENT_UNKNOWN, "", in_euros(float(one.document.prepaid)), path=one.name
                )
            self.findings.append(finding)

    def _add(self, one: _Taken, key: str) -> None:
        found = one.document
        rate = Decimal(1) if found.currency == "EUR" else self.rates[found.currency]
        settlements = [
            DocumentLine(SETTLEMENT, "Verrekening voorschot", None, -document.declared)
            for document in one.settles
        ]
        euro = 0
        for product, description, quantity, amount in (*found.lines, *settlements):
            cents = found.sign * cents_of(amount * rate)
            euro += cents
            count = None if quantity is None else float(found.sign * quantity)
            self.products.setdefault(product, description)
            self.rows.append((found.day, key, product, found.number, count, cents / 100, one.source))
        kind = "creditnota" if found.credit else "factuur"
        seller = self.sellers.key(one.seller)
        self.numbers.setdefault((seller, kind, found.number), []).append(one.name)
        declared = float(found.sign * found.declared)
        count = len(found.lines) + len(settlements)
        self.invoices.append(
            (one.name, found.number, found.day, kind, key, found.currency, count, euro / 100, declared)
        )

    def _refuse_purchases(self) -> None:
        """Refuse invoices of several sellers to one buyer: those are what a firm bought."""
        named = {self.sellers.group(one.seller) for one in self.taken if one.document.seller.key}
        buyers = {self.customers.group(one.customer) for one in self.taken}
        if not self.are_sales and len(named) > 1 and len(buyers) == 1:
            buyer = self.taken[0].document.customer
            raise errors.PURCHASE_INVOICES.error(sellers=len(named), buyer=buyer.name or buyer.key)

    def _names(self) -> dict[str, str]:
        """Return name by key of every customer, and say which keys share a name."""
        found: dict[str, str] = {}
        for same in self.customers.groups().values():
            key = best_key(same)
            found[key] = next((party.name for party in same if party.name), key)
        first: dict[str, str] = {}
        for key, name in found.items():
            other = first.setdefault(name, key)
            if other != key:
                self.findings.append(
                    Finding.of(errors.SAME_NAME_OTHER_NUMBER, "", name, one=other, other=key)
                )
        return found

    def _numbers_given_twice(self) -> Iterator[Finding]:
        for (seller, _, number), files in self.numbers.items():
            if len(files) > 1:
                named = ", ".join(f"'{file}'" for file in files[:_NAMED]) + (
                    ", …" if len(files) > _NAMED else ""
                )
                yield Finding.of(
                    errors.SAME_NUMBER,
                    number=number,
                    seller=seller or "onbekend",
                    files=named,
                    count=len(files),
                )

    def result(self) -> UblBatch:
        columns = ["file", "number", "date", "kind", "customer_id", "currency", "lines", "amount", "declared"]
        self._refuse_purchases()
        self._settle()
        keys = {number: best_key(same) for number, same in self.customers.groups().items()}
        for one in self.taken:
            self._add(one, keys[self.customers.group(one.customer)])
        fields = ("date", "customer_id", "product_id", "invoice_id", "quantity", "revenue", "source")
        used = {row[2] for row in self.rows}
        return UblBatch(
            pd.DataFrame(self.invoices, columns=columns),
            _table(InvoiceLine, fields, self.rows),
            _table(Customer, ("customer_id", "name"), sorted(self._names().items())),
            _table(
                Product,
                ("product_id", "description"),
                sorted(item for item in self.products.items() if item[0] in used),
            ),
            (*self.findings, *self._numbers_given_twice()),
            tuple(self.failed),
            tuple(self._unsettled(keys)),
        )

    def _unsettled(self, keys: Mapping[int, str]) -> Iterator[Unsettled]:
        for one in self.taken:
            found = one.document
            if found.prepaid > 0 and found.type_code != PREPAYMENT and not one.settles and found.refers_to:
                key = keys[self.customers.group(one.customer)]
                yield Unsettled(one.name, found.number, found.day, key, one.source, tuple(found.refers_to))


def _table(model: type[TableModel], fields: Sequence[str], rows: Sequence[tuple[object, ...]]) -> RawTable:
    by_field = {item.field: item.header for item in model.columns()}
    columns = tuple(RawColumn.from_values([row[at] for row in rows]) for at in range(len(fields)))
    return RawTable(
        "e-facturen",
        tuple(by_field[f] for f in fields),
        columns,
        np.arange(1, len(rows) + 1),
        source=SourceFile("e-facturen"),
    )
