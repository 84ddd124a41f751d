"""The input tables that an audit file gives: its revenue lines, the customers and products on them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from klantwaarde_xl.model.declaration import TableModel
from klantwaarde_xl.model.optional_tables import LedgerTotal
from klantwaarde_xl.model.raw_cells import Kind
from klantwaarde_xl.model.raw_column import RawColumn
from klantwaarde_xl.model.raw_table import RawTable, SourceFile
from klantwaarde_xl.model.tables import UNASSIGNED, Customer, InvoiceLine, Product
from klantwaarde_xl.sources.xaf_ledger import Ledger
from klantwaarde_xl.sources.xaf_postings import Postings, sums


def _text(codes: np.ndarray, texts: Sequence[str]) -> RawColumn:
    """Return a column of text by code; what is equal for all cells is stored once."""
    blank = np.fromiter((not text for text in texts), bool, len(texts))
    if not blank.any():
        return RawColumn(
            _same(Kind.TEXT, len(codes), np.int8), _same(np.nan, len(codes), float), codes, tuple(texts)
        )
    hit = blank[codes]
    kind = np.where(hit, Kind.BLANK, Kind.TEXT).astype(np.int8)
    return RawColumn(
        kind, _same(np.nan, len(codes), float), np.where(hit, -1, codes).astype(np.int32), tuple(texts)
    )


def _invoices(found: Postings) -> RawColumn:
    codes, texts = np.asarray(found.invoice), found.invoices.texts
    # Equal texts may stand apart; with a million invoices a look at their hashes is enough to see that they
    # do not.
    if len(np.unique(np.fromiter(map(hash, texts), np.int64, len(texts)))) < len(texts):
        once: dict[str, int] = {}
        renumbered = np.fromiter((once.setdefault(text, len(once)) for text in texts), np.int32, len(texts))
        codes, texts = renumbered[codes], list(once)
    return _text(codes, tuple(texts))


def _same(value: float, n: int, dtype: npt.DTypeLike) -> np.ndarray:
    return np.broadcast_to(np.array(value, dtype), (n,))


def _numbers(kind: Kind, values: np.ndarray) -> RawColumn:
    return RawColumn(
        _same(kind, len(values), np.int8), values.astype(float), _same(-1, len(values), np.int32), ()
    )


def _headers(model: type[TableModel], *fields: str) -> tuple[str, ...]:
    by_field = {item.field: item.header for item in model.columns()}
    return tuple(by_field[name] for name in fields)


def transactions(ledger: Ledger, cents: np.ndarray, file: SourceFile) -> RawTable:
    """Return the kept revenue lines (n, with their ``cents`` in EUR) as a table of invoice lines."""
    found = ledger.postings
    # '' stands for nobody; no customer can have that number.
    customers = tuple(text or UNASSIGNED for text in found.customers.all)
    columns = [
        _numbers(Kind.DATE, np.asarray(found.day, np.int32)),
        _text(np.asarray(found.customer, np.int32), customers),
        _text(np.asarray(found.product, np.int32), tuple(found.products.all)),
        _invoices(found),
        _numbers(Kind.NUMBER, cents / 100),
    ]
    headers = _headers(InvoiceLine, "date", "customer_id", "product_id", "invoice_id", "revenue")
    if company := ledger.header.get("company"):
        columns.append(_text(_same(0, len(cents), np.int32), (company,)))
        headers += _headers(InvoiceLine, "entity")
    return RawTable(file.name, headers, tuple(columns), np.asarray(found.position, np.int64), source=file)


def customers(ledger: Ledger, file: SourceFile) -> RawTable:
    """Return the customers with revenue; the one that stands for nobody does not count."""
    texts = ledger.postings.customers.all
    ids = sorted(
        (texts[code] for code in np.unique(ledger.postings.customer)), key=lambda text: (not text, text)
    )
    rows = [
        (text, ledger.relations.names.get(text, ""), None)
        if text
        else (UNASSIGNED, "Niet toegewezen omzet", False)
        for text in ids
    ]
    return _table(file, _headers(Customer, "customer_id", "name", "include"), rows)


def products(ledger: Ledger, cents: np.ndarray, file: SourceFile) -> RawTable:
    """Return the products with revenue; where a line names none its revenue account stands for it."""
    ids, accounts = ledger.postings.products.all, ledger.postings.accounts.all
    # A product belongs to the revenue account on which most of it was booked; equal amounts: the first
    # account.
    most: dict[int, tuple[int, int]] = {}
    for pair, weight in _booked(ledger.postings, cents, len(accounts)):
        code, booked = divmod(pair, len(accounts))
        if code not in most or weight > most[code][0]:
            most[code] = weight, booked
    account_of = {code: booked for code, (_, booked) in most.items()}
    rows = []
    for code, product in enumerate(ids):
        account = ledger.accounts.get(accounts[account_of[code]])
        group = (account.name if account else "") or accounts[account_of[code]]
        rows.append((product, group if product == accounts[account_of[code]] else product, group))
    return _table(file, _headers(Product, "product_id", "description", "product_group"), sorted(rows))


def ledger_totals(ledger: Ledger, days: np.ndarray, cents: np.ndarray, file: SourceFile) -> RawTable:
    """Return the turnover of the ledger per month, of postings with these days (since 1970) and cents."""
    months, where = np.unique(days.astype("datetime64[D]").astype("datetime64[M]"), return_inverse=True)
    totals = sums(where, cents, len(months))
    company = ledger.header.get("company") or None
    rows = [
        (company, month.item().year, month.item().month, total / 100)
        for month, total in zip(months, totals.tolist(), strict=True)
    ]
    return _table(file, _headers(LedgerTotal, "entity", "year", "month", "revenue"), rows)


def _booked(postings: Postings, cents: np.ndarray, accounts: int) -> Iterator[tuple[int, int]]:
    """Yield (product x accounts + account, absolute cents booked) for each pair that occurs, in order."""
    products, booked = np.asarray(postings.product), np.asarray(postings.account)
    found: dict[int, int] = {}
    block = 100_000  # so that a million lines cost no arrays of a million
    for start in range(0, len(cents), block):
        part = slice(start, start + block)
        pairs = products[part].astype(np.int64) * accounts + booked[part]
        names, where = np.unique(pairs, return_inverse=True)
        for name, weight in zip(
            names.tolist(), sums(where, np.abs(cents[part]), len(names)).tolist(), strict=True
        ):
            found[name] = found.get(name, 0) + weight
    yield from sorted(found.items())


def _table(file: SourceFile, headers: tuple[str, ...], rows: Sequence[tuple[object, ...]]) -> RawTable:
    columns = tuple(RawColumn.from_values([row[at] for row in rows]) for at in range(len(headers)))
    return RawTable(file.name, headers, columns, np.arange(1, len(rows) + 1), source=file)
