"""Audit files (XAF 2/CLAIR, 3.1, 3.2, 3.2.1, 4.0): revenue per customer, to the cent, and how it reconciles with the ledger.

Revenue is credit minus debit on the revenue *lines*; that is without VAT. Customer lines (with VAT), the VAT element and the
VAT account are never added. Bank account numbers, addresses and payroll journals are not taken over.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from klantwaarde_xl import errors
from klantwaarde_xl.model.findings import Finding, in_euros
from klantwaarde_xl.model.raw_table import Kind, RawColumn, RawTable, SourceFile
from klantwaarde_xl.model.tables import UNASSIGNED, Customer, InvoiceLine, Product
from klantwaarde_xl.sources.xaf_ledger import PAYROLL, Ledger, Way, revenue_reasons
from klantwaarde_xl.sources.xml_stream import Opening, forget, look, records
from klantwaarde_xl.sources.zipped import AUDIT_ROOTS, ZippedFile

_RECORDS = (
    "header",
    "companyName",
    "ledgerAccount",
    "customerSupplier",
    "totalDebit",
    "totalCredit",
    "transaction",
)
_VERSIONS = {"xaf/3.1": "3.1", "xaf/3.2": "3.2", "financieel3.2.1": "3.2.1", "4.0": "4.0"}
_WAYS = ("eigen regel", "zelfde factuur", "enige klant in de boeking", UNASSIGNED)


@dataclass(frozen=True, slots=True, eq=False)
class XafFile:
    """What an audit file (one or more parts) gives; amounts are float64 EUR, exact to the cent.

    ``version`` such as ``3.2``; '' when the file does not tell. ``accounts``: a row per ledger account, indexed by account:
    ``name``, ``type``, ``rgs``, ``reason`` (why it counts as revenue: gekozen, RGS, nummer en naam; '' if it does not),
    ``candidate`` (looks like revenue by number and name but does not count), ``lines``, ``amount`` (credit minus debit).
    ``assignment``: a row per way in which a line got its customer, with ``lines`` and ``amount``. ``ledger``: a row per
    revenue account with ``name``, ``ledger`` (all its postings), ``imported``, ``left_out`` (payroll journals) and
    ``difference``, which is zero. ``journals``: a row per journal with revenue: ``name``, ``type``, ``lines``, ``amount``,
    ``unassigned``. ``transactions``, ``customers`` and ``products`` are input tables, ready to be checked; customers are only
    those with revenue, with ``Meetellen`` nee for the one named :data:`UNASSIGNED`.
    """

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
    findings: tuple[Finding, ...]

    @property
    def revenue(self) -> float:
        """All imported revenue in EUR, unassigned included."""
        return round(float(self.assignment["amount"].sum()), 2)

    @property
    def notable_accounts(self) -> pd.DataFrame:
        """The accounts that count as revenue and are posted on, and those that look like revenue but do not count."""
        return self.accounts[((self.accounts["reason"] != "") & (self.accounts["lines"] > 0)) | self.accounts["candidate"]]


def read_xaf(
    paths: Path | str | ZippedFile | Sequence[Path | str | ZippedFile],
    *,
    revenue_accounts: Sequence[str] = (),
    encoding: str | None = None,
    rates: Mapping[str, float] | None = None,
) -> XafFile:
    """Read an audit file, or all parts of a split one, and return its revenue per customer.

    ``paths``: one file or the parts in any order; a file may stand in a zip. ``revenue_accounts``: account numbers that the
    user chose; empty: those with an RGS code that starts with WOmz, and if the file has none, profit and loss accounts by number
    (8...) or name.
    ``encoding`` overrules what the file says about itself. ``rates``: EUR per unit of another currency.

    Raises the errors KW-502 to KW-515 and KW-720 to KW-722. Findings: the accounts to confirm, unassigned revenue, closing
    periods, totals that differ from what the file itself says.
    """
    given = [paths] if isinstance(paths, str | Path | ZippedFile) else paths
    files = [path if isinstance(path, ZippedFile) else Path(path) for path in given]
    parts = sorted(((path, _look(path, encoding)) for path in files), key=lambda pair: pair[1].part or (0, 0))
    name = parts[0][0].name
    _all_parts(name, [opening for _, opening in parts])
    chosen = frozenset(str(account).strip() for account in revenue_accounts)
    ledger = _scan(parts, Ledger(name, chosen), encoding)
    if ledger.late_accounts:
        # The accounts stand behind the postings (against the standard): now that they are known, read once more.
        again = Ledger(name, chosen, accounts=ledger.accounts)
        ledger = _scan(parts, again, encoding)
    if not ledger.accounts:
        raise errors.NO_LEDGER.error(path=name)
    if ledger.revenue is None:
        ledger.choose_accounts()
    if not ledger.revenue:
        raise errors.NO_REVENUE_ACCOUNTS.error(path=name)
    if not len(ledger.cents):
        raise errors.NO_REVENUE_LINES.error(path=name)
    rate = _rate(ledger, rates or {}, name)
    sources = tuple(SourceFile(path.name, _sha256(path)) for path, _ in parts)
    return _result(ledger, parts[0][1], sources, rate)


def _look(path: Path | ZippedFile, encoding: str | None) -> Opening:
    if path.suffix.lower() in {".xac", ".xsc"}:
        raise errors.ENCRYPTED_AUDIT_FILE.error(path=path.name)
    with _open(path) as stream:
        opening = look(stream, path.name, encoding)
    if opening.root.lower() not in AUDIT_ROOTS:
        raise errors.NOT_AN_AUDIT_FILE.error(path=path.name, root=opening.root)
    return opening


def _open(path: Path | ZippedFile):
    try:
        return path.open("rb")
    except FileNotFoundError as problem:
        raise errors.NO_SUCH_FILE.error(path=path.name) from problem
    except OSError as problem:
        raise errors.CANNOT_READ.error(path=path.name, reason=f"fout {problem.errno}") from problem


def _sha256(path: Path | ZippedFile) -> str:
    with _open(path) as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _all_parts(name: str, openings: Sequence[Opening]) -> None:
    seen = [opening.part for opening in openings if opening.part]
    total = max((of for _, of in seen), default=0)
    # Packages count their parts from 0 or from 1, and the first part often bears no number.
    numbers = {number for number, _ in seen}
    first = 0 if 0 in numbers else 1
    absent = [number for number in range(first, first + total) if number not in numbers]
    unnumbered = sum(opening.part is None for opening in openings)
    if total and len(absent) > unnumbered:
        raise errors.PART_MISSING.error(path=name, missing=absent[0], total=total)


def _scan(parts: Sequence[tuple[Path | ZippedFile, Opening]], ledger: Ledger, encoding: str | None) -> Ledger:
    for path, opening in parts:
        with _open(path) as stream:
            for kind, element in _elements(records(stream, path.name, opening, _RECORDS, encoding)):
                if kind == "transaction":
                    ledger.add_transaction(element)
                elif kind == "ledgeraccount":
                    ledger.add_account(element)
                elif kind == "customersupplier":
                    ledger.add_relation(element)
                elif kind in {"totaldebit", "totalcredit"}:
                    ledger.add_total(element)
                elif kind == "header":
                    ledger.add_header(element)
                elif kind == "companyname" and "company" not in ledger.header and _is_company(element):
                    ledger.header["company"] = (element.text or "").strip()
                forget(element)
        ledger.flush()
    return ledger


def _is_company(element) -> bool:
    parent = element.getparent()
    return parent is not None and parent.tag.rpartition("}")[2].lower() == "company"


def _elements(elements: Iterator) -> Iterator[tuple[str, object]]:
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


def _result(ledger: Ledger, opening: Opening, files: tuple[SourceFile, ...], rate: float) -> XafFile:
    cents = np.asarray(ledger.cents, np.int64)
    if rate != 1.0:
        cents = np.rint(cents * rate).astype(np.int64)
    accounts = _accounts(ledger)
    reconciliation = _reconciliation(ledger, accounts)
    way = np.asarray(ledger.way, np.int8)
    assignment = pd.DataFrame(
        {"lines": np.bincount(way, minlength=len(_WAYS)), "amount": _sums(way, cents, len(_WAYS)) / 100},
        index=pd.Index(_WAYS, name="way"),
    )
    journals = _journals(ledger, way, cents)
    transactions = _transactions(ledger, cents, files[0])
    findings = [
        *_account_findings(ledger),
        *_total_findings(ledger, reconciliation),
        *_line_findings(ledger, cents, assignment, journals),
    ]
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
        reconciliation,
        journals,
        transactions,
        _customers(ledger, files[0]),
        _products(ledger, cents, files[0]),
        tuple(findings),
    )


def _accounts(ledger: Ledger) -> pd.DataFrame:
    reasons = revenue_reasons(ledger)
    # A chosen account, or one that is posted on, may be absent from the list of accounts.
    names = dict.fromkeys([*ledger.accounts, *(key for key in ledger.revenue or () if key in ledger.account_totals)])
    rows = []
    for key in names:
        account = ledger.accounts.get(key)
        reason = reasons.get(key, "gekozen")
        candidate = bool(account and account.looks_like_revenue and not reason and ledger.account_lines.get(key))
        rows.append(
            (
                key,
                account.name if account else "",
                account.type if account else "",
                account.rgs if account else "",
                reason,
                candidate,
                ledger.account_lines.get(key, 0),
                ledger.account_totals.get(key, 0) / 100,
            )
        )
    columns = ["account", "name", "type", "rgs", "reason", "candidate", "lines", "amount"]
    return pd.DataFrame(rows, columns=columns).set_index("account")


def _reconciliation(ledger: Ledger, accounts: pd.DataFrame) -> pd.DataFrame:
    imported = dict.fromkeys(accounts.index[accounts["reason"] != ""], 0)
    names = ledger.ledger_accounts.all()
    totals = _sums(np.asarray(ledger.account, np.int32), np.asarray(ledger.cents, np.int64), len(names))
    imported |= {name: int(total) for name, total in zip(names, totals, strict=True)}
    left_out = dict(ledger.left_out)
    rows = []
    for key, cents in imported.items():
        whole, out = ledger.account_totals.get(key, 0), left_out.get(key, 0)
        name = accounts["name"].get(key, "")
        rows.append((key, name, whole / 100, cents / 100, out / 100, (whole - cents - out) / 100))
    frame = pd.DataFrame(rows, columns=["account", "name", "ledger", "imported", "left_out", "difference"]).set_index("account")
    if (frame["difference"] != 0).any():
        raise errors.DOES_NOT_RECONCILE.error(read=frame["ledger"].sum(), explained=frame["imported"].sum())
    return frame


def _sums(codes: np.ndarray, cents: np.ndarray, n: int) -> np.ndarray:
    """Return the sum of whole cents per code; in whole numbers, because a float sum of many could lose one."""
    sums = np.zeros(n, np.int64)
    np.add.at(sums, codes, cents)
    return sums


def _journals(ledger: Ledger, way: np.ndarray, cents: np.ndarray) -> pd.DataFrame:
    codes, n = np.asarray(ledger.journal, np.int16), len(ledger.journals)
    nobody = way == Way.UNASSIGNED
    frame = pd.DataFrame(
        {
            "name": [journal.name for journal in ledger.journals],
            "type": [journal.type for journal in ledger.journals],
            "lines": np.bincount(codes, minlength=n),
            "amount": _sums(codes, cents, n) / 100,
            "unassigned": _sums(codes[nobody], cents[nobody], n) / 100,
        },
        index=pd.Index([journal.id for journal in ledger.journals], name="journal"),
    )
    return frame[frame["lines"] > 0]


def _text(codes: np.ndarray, texts: Sequence[str]) -> RawColumn:
    """Return a column of text by code; what is equal for all cells is stored once."""
    blank = np.fromiter((not text for text in texts), bool, len(texts))
    if not blank.any():
        return RawColumn(_same(Kind.TEXT, len(codes), np.int8), _same(np.nan, len(codes), float), codes, tuple(texts))
    hit = blank[codes]
    kind = np.where(hit, Kind.BLANK, Kind.TEXT).astype(np.int8)
    return RawColumn(kind, _same(np.nan, len(codes), float), np.where(hit, -1, codes).astype(np.int32), tuple(texts))


def _invoices(ledger: Ledger) -> RawColumn:
    hashes = np.fromiter(map(hash, ledger.invoices.texts), np.int64, len(ledger.invoices.texts))
    if len(np.unique(hashes)) == len(hashes):
        return _text(np.asarray(ledger.invoice, np.int32), tuple(ledger.invoices.texts))
    codes, texts = pd.factorize(np.asarray(ledger.invoices.texts, object))
    return _text(codes.astype(np.int32)[np.asarray(ledger.invoice, np.int32)], tuple(texts))


def _same(value: object, n: int, dtype: object) -> np.ndarray:
    return np.broadcast_to(np.asarray(value, dtype), n)


def _numbers(kind: Kind, values: np.ndarray) -> RawColumn:
    return RawColumn(_same(kind, len(values), np.int8), values.astype(float), _same(-1, len(values), np.int32), ())


def _headers(model: type, *fields: str) -> tuple[str, ...]:
    by_field = {item.field: item.header for item in model.columns()}
    return tuple(by_field[name] for name in fields)


def _transactions(ledger: Ledger, cents: np.ndarray, file: SourceFile) -> RawTable:
    # '' stands for nobody; no customer can have that number.
    customers = tuple(text or UNASSIGNED for text in ledger.customers.all())
    columns = [
        _numbers(Kind.DATE, np.asarray(ledger.day, np.int32)),
        _text(np.asarray(ledger.customer, np.int32), customers),
        _text(np.asarray(ledger.product, np.int32), ledger.products.all()),
        _invoices(ledger),
        _numbers(Kind.NUMBER, cents / 100),
    ]
    headers = _headers(InvoiceLine, "date", "customer_id", "product_id", "invoice_id", "revenue")
    if company := ledger.header.get("company"):
        columns.append(_text(_same(0, len(cents), np.int32), (company,)))
        headers += _headers(InvoiceLine, "entity")
    return RawTable(file.name, headers, tuple(columns), np.asarray(ledger.position, np.int64), source=file)


def _customers(ledger: Ledger, file: SourceFile) -> RawTable:
    texts = ledger.customers.all()
    ids = sorted((texts[code] for code in np.unique(np.asarray(ledger.customer, np.int32))), key=lambda text: (not text, text))
    rows = [
        (text, ledger.relations.get(text, ""), None) if text else (UNASSIGNED, "Niet toegewezen omzet", False) for text in ids
    ]
    return _table(file, _headers(Customer, "customer_id", "name", "include"), rows)


def _products(ledger: Ledger, cents: np.ndarray, file: SourceFile) -> RawTable:
    ids, accounts = ledger.products.all(), ledger.ledger_accounts.all()
    # A product belongs to the revenue account on which most of it was booked; equal amounts: the first account.
    most: dict[int, tuple[int, int]] = {}
    for pair, weight in _booked(ledger, cents, len(accounts)):
        product, account = divmod(pair, len(accounts))
        if product not in most or weight > most[product][0]:
            most[product] = weight, account
    account_of = {product: account for product, (_, account) in most.items()}
    rows = []
    for code, product in enumerate(ids):
        account = ledger.accounts.get(accounts[account_of[code]])
        group = (account.name if account else "") or accounts[account_of[code]]
        rows.append((product, group if product == accounts[account_of[code]] else product, group))
    return _table(file, _headers(Product, "product_id", "description", "product_group"), sorted(rows))


def _booked(ledger: Ledger, cents: np.ndarray, accounts: int) -> Iterator[tuple[int, int]]:
    """Yield (product x accounts + account, cents booked, signs left out) for each pair that occurs, in that order."""
    found: dict[int, int] = {}
    block = 100_000  # so that a million lines cost no arrays of a million
    for start in range(0, len(cents), block):
        part = slice(start, start + block)
        pairs = np.asarray(ledger.product[part], np.int64) * accounts + np.asarray(ledger.account[part], np.int64)
        names, where = np.unique(pairs, return_inverse=True)
        for name, weight in zip(names.tolist(), _sums(where, np.abs(cents[part]), len(names)).tolist(), strict=True):
            found[name] = found.get(name, 0) + weight
    yield from sorted(found.items())


def _table(file: SourceFile, headers: tuple[str, ...], rows: Sequence[tuple[object, ...]]) -> RawTable:
    columns = tuple(RawColumn.from_values([row[at] for row in rows]) for at in range(len(headers)))
    return RawTable(file.name, headers, columns, np.arange(1, len(rows) + 1), source=file)


def _account_findings(ledger: Ledger) -> Iterator[Finding]:
    if any(reason == "nummer en naam" for reason in revenue_reasons(ledger).values()):
        named = [
            f"{key} {ledger.accounts[key].name}".strip() for key in sorted(ledger.revenue or ()) if ledger.account_lines.get(key)
        ]
        yield Finding.of(errors.CONFIRM_ACCOUNTS, accounts=", ".join(named), count=len(named))
    unlisted = sorted(set(ledger.account_lines) - set(ledger.accounts) - set(ledger.revenue or ()))
    if unlisted:
        shown = ", ".join(key or "zonder nummer" for key in unlisted[:5]) + (", …" if len(unlisted) > 5 else "")
        amount = in_euros(sum(ledger.account_totals[key] for key in unlisted) / 100)
        count = sum(ledger.account_lines[key] for key in unlisted)
        yield Finding.of(errors.UNLISTED_ACCOUNTS, accounts=shown, amount=amount, count=count)


def _total_findings(ledger: Ledger, reconciliation: pd.DataFrame) -> Iterator[Finding]:
    for key, read in (("totaldebit", ledger.debit), ("totalcredit", ledger.credit)):
        declared = ledger.declared.get(key)
        if declared is not None and declared != read:
            yield Finding.of(
                errors.LEDGER_TOTALS_DIFFER, path=ledger.name, declared=in_euros(declared / 100), read=in_euros(read / 100)
            )
    if ledger.rounded:
        yield Finding.of(errors.ROUNDED_AMOUNTS, count=ledger.rounded)
    if ledger.left_out:
        yield Finding.of(
            errors.JOURNALS_LEFT_OUT,
            lines=ledger.left_out_lines,
            amount=in_euros(sum(ledger.left_out.values()) / 100),
            journals=", ".join(sorted({journal.id for journal in ledger.journals if journal.type == PAYROLL})),
        )


def _line_findings(ledger: Ledger, cents: np.ndarray, assignment: pd.DataFrame, journals: pd.DataFrame) -> Iterator[Finding]:
    late = np.asarray(ledger.late_period, bool)
    if (amount := int(cents[late].sum())) or late.any():
        yield Finding.of(errors.CLOSING_PERIODS, amount=in_euros(amount / 100), count=int(late.sum()))
    lines = int(assignment["lines"].iloc[Way.UNASSIGNED])
    if lines:
        largest = journals["unassigned"].abs().sort_values(ascending=False, kind="stable")
        named = [f"{key} {journals['name'].loc[[key]].iloc[0]}".strip() for key in largest[largest > 0].index[:3]]
        yield Finding.of(
            errors.UNASSIGNED_REVENUE,
            amount=in_euros(assignment["amount"].iloc[Way.UNASSIGNED]),
            lines=lines,
            journals=", ".join(named),
            customer=UNASSIGNED,
            count=lines,
        )
