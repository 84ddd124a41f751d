"""E-invoices in UBL 2.1 (Peppol BIS Billing 3.0, SI-UBL/NLCIUS): invoice lines without VAT.

The sign follows from the first element only: a CreditNote counts negative, an Invoice as it stands (it may
itself hold negative lines). Charges and allowances of the whole document are lines of their own, so that the
lines of an invoice add up to its amount without VAT, to the cent.
"""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path, PurePosixPath
from typing import IO, BinaryIO

import numpy as np
import pandas as pd

from klantwaarde_xl import errors
from klantwaarde_xl.model.declaration import TableModel
from klantwaarde_xl.model.findings import Finding
from klantwaarde_xl.model.raw_table import RawColumn, RawTable, SourceFile
from klantwaarde_xl.model.tables import Customer, InvoiceLine, Product
from klantwaarde_xl.sources.ubl_document import ALLOWANCE, CHARGE, cents_of, read_document
from klantwaarde_xl.sources.xml_stream import MAX_TREE_BYTES
from klantwaarde_xl.sources.zipped import FAULTS, damaged, xml_entries

_NAMED = 3
"""Files that a finding names."""


@dataclass(frozen=True, slots=True, eq=False)
class UblBatch:
    """What a set of e-invoices gives; amounts are float64 EUR, exact to the cent.

    ``invoices``: a row per invoice: ``file``, ``number``, ``date``, ``kind`` (factuur, creditnota),
    ``customer_id``, ``currency``, ``lines``, ``amount`` (without VAT, in EUR) and ``declared`` (what the
    document itself says, with the same sign and in its own currency). ``failed``: per file that was refused
    its name and the error. The tables are ready to be checked."""

    invoices: pd.DataFrame
    transactions: RawTable
    customers: RawTable
    products: RawTable
    findings: tuple[Finding, ...]
    failed: tuple[tuple[str, errors.KlantwaardeError], ...]


def read_ubl(
    paths: Path | str | Sequence[Path | str], *, rates: Mapping[str, float] | None = None
) -> UblBatch:
    """Read e-invoices from files, folders (with all folders in them) and zips.

    ``rates``: EUR per unit of another currency; an invoice in a currency without a rate is refused. A bad
    file does not stop the others: it is in ``failed``. Files that are equal byte for byte count once; one
    number of one seller in files that differ is said. Raises KW-001 for a path that is not there and KW-525
    when there is no XML file at all."""
    given = [Path(paths)] if isinstance(paths, str | Path) else [Path(path) for path in paths]
    reading = _Reading({key.upper(): Decimal(str(value)) for key, value in (rates or {}).items()})
    for path in given:
        if not path.exists():
            raise errors.NO_SUCH_FILE.error(path=path.name)
        try:
            for name, data in _files(path):
                reading.take(name, data)
        except errors.KlantwaardeError as problem:
            reading.failed.append((path.name, problem))
    if not reading.seen and not reading.failed:
        raise errors.NO_INVOICES.error(path=given[0].name)
    return reading.result()


def _files(path: Path) -> Iterator[tuple[str, bytes]]:
    if path.is_dir():
        for item in sorted(path.rglob("*")):
            if item.is_file() and item.suffix.lower() in {".xml", ".zip"}:
                yield from _files(item)
        return
    try:
        with path.open("rb") as stream:
            if zipfile.is_zipfile(stream):
                yield from _zipped(path.name, stream)
            else:
                stream.seek(0)
                yield path.name, _bounded(stream, path.name)
    except OSError as problem:
        raise errors.CANNOT_READ.error(path=path.name, reason=errors.reason_of(problem)) from problem


def _zipped(name: str, stream: BinaryIO) -> Iterator[tuple[str, bytes]]:
    """Yield the XML files in a zip; nothing is ever unpacked to disk."""
    try:
        with zipfile.ZipFile(stream) as archive:
            for entry in xml_entries(name, archive):
                shown = f"{name}/{PurePosixPath(entry.filename).name}"
                with archive.open(entry) as part:
                    yield shown, _bounded(part, shown)
    except FAULTS as problem:
        raise damaged(name) from problem


def _bounded(stream: IO[bytes], name: str) -> bytes:
    data = stream.read(MAX_TREE_BYTES + 1)
    if len(data) > MAX_TREE_BYTES:
        raise errors.XML_TOO_LARGE.error(path=name, reason=f"groter dan {MAX_TREE_BYTES // 2**20} MB")
    return data


class _Reading:
    """What was read so far."""

    def __init__(self, rates: Mapping[str, Decimal]) -> None:
        self.rates = rates
        self.seen: dict[str, str] = {}
        self.rows: list[tuple[object, ...]] = []
        self.invoices: list[tuple[object, ...]] = []
        self.numbers: dict[tuple[str, str, str], list[str]] = {}
        self.customers: dict[str, str] = {}
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
            self._invoice(name, data, SourceFile(name, digest).label)
        except errors.KlantwaardeError as problem:
            self.failed.append((name, problem))

    def _invoice(self, name: str, data: bytes, source: str) -> None:
        found = read_document(name, data)
        rate = Decimal(1) if found.currency == "EUR" else self.rates.get(found.currency)
        if rate is None:
            raise errors.INVOICE_CURRENCY.error(path=name, currency=found.currency)
        euro = 0
        for product, description, quantity, amount in found.lines:
            cents = found.sign * cents_of(amount * rate)
            euro += cents
            count = None if quantity is None else float(found.sign * quantity)
            self.products.setdefault(product, description)
            self.rows.append(
                (found.day, found.customer_id, product, found.number, count, cents / 100, source)
            )
        key, kind = found.customer_id, "creditnota" if found.credit else "factuur"
        self.customers[key] = self.customers.get(key) or found.customer_name
        self.numbers.setdefault((found.seller, kind, found.number), []).append(name)
        declared = float(found.sign * found.declared)
        self.invoices.append(
            (name, found.number, found.day, kind, key, found.currency, len(found.lines), euro / 100, declared)
        )

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
        fields = ("date", "customer_id", "product_id", "invoice_id", "quantity", "revenue", "source")
        used = {row[2] for row in self.rows}
        return UblBatch(
            pd.DataFrame(self.invoices, columns=columns),
            _table(InvoiceLine, fields, self.rows),
            _table(Customer, ("customer_id", "name"), sorted(self.customers.items())),
            _table(
                Product,
                ("product_id", "description"),
                sorted(item for item in self.products.items() if item[0] in used),
            ),
            (*self.findings, *self._numbers_given_twice()),
            tuple(self.failed),
        )


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
