"""Audit files (XAF 2/CLAIR, 3.1, 3.2, 3.2.1, 4.0): revenue per customer, reconciled with the ledger.

Revenue is credit minus debit on the revenue *lines*; that is without VAT. Customer lines (with VAT), the VAT
element and the VAT account are never added. Bank account numbers, addresses and payroll journals are not
taken over."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path

import numpy as np
import pandas as pd
from lxml import etree

from klantwaarde_xl import errors
from klantwaarde_xl.model.findings import Finding
from klantwaarde_xl.model.foreign import to_euros
from klantwaarde_xl.model.raw_table import RawTable, SourceFile
from klantwaarde_xl.sources import xaf_report, xaf_tables
from klantwaarde_xl.sources.audit_names import AUDIT_ROOTS, ENCRYPTED
from klantwaarde_xl.sources.xaf_ledger import Ledger
from klantwaarde_xl.sources.xml_stream import Opening, look, records
from klantwaarde_xl.sources.zipped import ZippedFile, open_file

_RECORDS = (
    "header",
    "company",
    "companyName",
    "ledgerAccount",
    "customerSupplier",
    "totalDebit",
    "totalCredit",
    "linesCount",
    "transaction",
)
_VERSIONS = {"xaf/3.1": "3.1", "xaf/3.2": "3.2", "financieel3.2.1": "3.2.1", "4.0": "4.0"}


@dataclass(frozen=True, slots=True, eq=False)
class XafFile:
    """What an audit file (one or more parts) gives; amounts are float64 EUR, exact to the cent.

    ``version`` such as ``3.2``; '' when the file does not tell. ``accounts``: a row per ledger account,
    indexed by account: ``name``, ``type``, ``rgs``, ``reason`` (why it counts as revenue: gekozen, RGS,
    nummer en naam; '' if it does not), ``candidate`` (looks like revenue by number or name but does not
    count), ``lines``, ``amount`` (credit minus debit). ``assignment``: a row per way in which a line got its
    customer, with ``lines`` and ``amount``. ``ledger``: a row per revenue account with ``name``, ``ledger``
    (all its postings), ``imported``, ``left_out`` (payroll journals) and ``difference``, which is zero.
    ``journals``: a row per journal with revenue: ``name``, ``type``, ``lines``, ``amount``, ``unassigned``.
    ``transactions``, ``customers``, ``products`` and ``totals`` (the
    ledger per month, payroll journals included) are input tables, ready to be checked; customers are only
    those with revenue, with ``Meetellen`` nee for the one named :data:`UNASSIGNED`."""

    files: tuple[SourceFile, ...]
    version: str
    software: str
    company: str
    fiscal_year: str
    currency: str
    accounts: pd.DataFrame
    assignment: pd.DataFrame
    ledger: pd.DataFrame
    journals: pd.DataFrame
    transactions: RawTable
    customers: RawTable
    products: RawTable
    totals: RawTable
    findings: tuple[Finding, ...]

    @property
    def revenue(self) -> float:
        """All imported revenue in EUR, unassigned included."""
        return round(float(self.assignment["amount"].sum()), 2)

    @property
    def notable_accounts(self) -> pd.DataFrame:
        """The revenue accounts with postings, and the accounts that look like revenue but do not count."""
        return self.accounts[
            ((self.accounts["reason"] != "") & (self.accounts["lines"] > 0)) | self.accounts["candidate"]
        ]


def read_xaf(
    paths: Path | str | ZippedFile | Sequence[Path | str | ZippedFile],
    *,
    revenue_accounts: Sequence[str] = (),
    encoding: str | None = None,
    rates: Mapping[str, float] | None = None,
) -> XafFile:
    """Read an audit file, or all parts of a split one, and return its revenue per customer.

    ``paths``: one file or the parts in any order; a file may stand in a zip. ``revenue_accounts``: account
    numbers that the user chose; empty: those with an RGS code that starts with WOmz, and if the file has
    none, profit and loss accounts by number (8...) or name. ``encoding`` overrules what the file says about
    itself. ``rates``: EUR per unit of another currency.

    Raises the errors KW-502 to KW-515, KW-586, KW-587 and KW-720 to KW-722. Findings: the accounts to
    confirm, unassigned revenue, closing periods, days outside the fiscal year, totals that differ from what
    the file itself says."""
    given = [paths] if isinstance(paths, str | Path | ZippedFile) else paths
    files = [path if isinstance(path, ZippedFile) else Path(path) for path in given]
    parts = sorted(((path, _look(path, encoding)) for path in files), key=lambda pair: pair[1].part or (0, 0))
    name = parts[0][0].name
    _all_parts(name, [opening for _, opening in parts])
    chosen = frozenset(str(account).strip() for account in revenue_accounts)
    ledger = _scan(parts, Ledger(name, chosen), encoding)
    if ledger.late_accounts:
        # The accounts stand behind the postings (against the standard): now that they are known, read once
        # more.
        ledger = _scan(parts, Ledger(name, chosen, ledger.accounts), encoding)
    if not ledger.accounts:
        raise errors.NO_LEDGER.error(path=name)
    if ledger.revenue is None:
        ledger.choose_accounts()
    if not ledger.revenue:
        raise errors.NO_REVENUE_ACCOUNTS.error(path=name)
    if not ledger.postings.cents:
        raise errors.NO_REVENUE_LINES.error(path=name)
    rate = _rate(ledger, rates or {}, name)
    sources = tuple(SourceFile(path.name, _sha256(path)) for path, _ in parts)
    return _result(ledger, parts[0][1], sources, rate)


def _look(path: Path | ZippedFile, encoding: str | None) -> Opening:
    if path.suffix.lower() in ENCRYPTED:
        raise errors.ENCRYPTED_AUDIT_FILE.error(path=path.name)
    with _open(path) as stream:
        opening = look(stream, path.name, encoding)
    if opening.root.lower() not in AUDIT_ROOTS:
        raise errors.NOT_AN_AUDIT_FILE.error(path=path.name, root=opening.root)
    return opening


def _open(path: Path | ZippedFile) -> BufferedReader:
    try:
        return open_file(path)
    except FileNotFoundError as problem:
        raise errors.NO_SUCH_FILE.error(path=path.name) from problem
    except OSError as problem:
        raise errors.CANNOT_READ.error(path=path.name, reason=errors.reason_of(problem)) from problem


def _sha256(path: Path | ZippedFile) -> str:
    with _open(path) as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _all_parts(name: str, openings: Sequence[Opening]) -> None:
    seen = [opening.part for opening in openings if opening.part]
    total = max((of for _, of in seen), default=0)
    if twice := [part for part, count in Counter(seen).items() if count > 1]:
        number, of = twice[0]
        raise errors.PART_TWICE.error(path=name, number=number, total=of)
    # Packages count their parts from 0 or from 1, and the first part often bears no number.
    numbers = {number for number, _ in seen}
    first = 0 if 0 in numbers else 1
    absent = [number for number in range(first, first + total) if number not in numbers]
    unnumbered = sum(opening.part is None for opening in openings)
    if total and len(absent) > unnumbered:
        raise errors.PART_MISSING.error(path=name, missing=absent[0], total=total)


def _scan(parts: Sequence[tuple[Path | ZippedFile, Opening]], ledger: Ledger, encoding: str | None) -> Ledger:
    take = {
        "header": ledger.add_header,
        "company": ledger.add_company,
        "companyname": ledger.add_company_name,
        "ledgeraccount": ledger.add_account,
        "customersupplier": ledger.add_relation,
        "totaldebit": ledger.add_total,
        "totalcredit": ledger.add_total,
        "linescount": ledger.add_total,
        "transaction": ledger.add_transaction,
    }
    for path, opening in parts:
        ledger.companies = 0
        with _open(path) as stream:
            for kind, element in _elements(records(stream, path.name, opening, _RECORDS, encoding)):
                take[kind](element)
        ledger.flush()
    return ledger


def _elements(elements: Iterator[etree._Element]) -> Iterator[tuple[str, etree._Element]]:
    """Yield each element with its lower-case local name; a tag is looked at once."""
    kinds: dict[str, str] = {}
    for element in elements:
        tag = element.tag
        if tag not in kinds:
            kinds[tag] = tag.rpartition("}")[2].lower()
        yield kinds[tag], element


def _rate(ledger: Ledger, rates: Mapping[str, float], name: str) -> float:
    currency = ledger.header.get("currency", "").upper() or "EUR"
    if currency == "EUR":
        return 1.0
    if currency not in rates:
        raise errors.FOREIGN_LEDGER.error(path=name, currency=currency)
    return float(rates[currency])


def _version(opening: Opening, ledger: Ledger) -> str:
    if ledger.header.get("version", "").upper().startswith("CLAIR2"):
        return "2"
    space = opening.namespace.lower()
    return next((version for ending, version in _VERSIONS.items() if space.endswith(ending)), "")


def _in_euros(cents: np.ndarray, rate: float) -> np.ndarray:
    return np.asarray(np.rint(to_euros(cents / 100, np.full(len(cents), rate)) * 100), np.int64)


def _result(ledger: Ledger, opening: Opening, files: tuple[SourceFile, ...], rate: float) -> XafFile:
    cents, found = np.asarray(ledger.postings.cents), ledger.postings
    left_out = np.array(list(found.left_out_days.values()), np.int64)
    if rate != 1.0:
        cents, left_out = _in_euros(cents, rate), _in_euros(left_out, rate)
    way = np.asarray(ledger.postings.way)
    accounts = xaf_report.account_frame(ledger)
    assignment, journals = xaf_report.assign(way, cents), xaf_report.journal_frame(ledger, way, cents)
    head = ledger.header
    return XafFile(
        files,
        _version(opening, ledger),
        head.get("software", ""),
        head.get("company", ""),
        head.get("fiscal_year", ""),
        head.get("currency", "").upper() or "EUR",
        accounts,
        assignment,
        xaf_report.reconcile(ledger, accounts),
        journals,
        xaf_tables.transactions(ledger, cents, files[0]),
        xaf_tables.customers(ledger, files[0]),
        xaf_tables.products(ledger, cents, files[0]),
        xaf_tables.ledger_totals(
            ledger,
            np.concatenate([np.asarray(found.day, np.int64), np.array([*found.left_out_days], np.int64)]),
            np.concatenate([cents, left_out]),
            files[0],
        ),
        tuple(xaf_report.findings(ledger, cents, assignment, journals)),
    )
