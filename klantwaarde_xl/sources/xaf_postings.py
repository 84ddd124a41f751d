"""The postings of an audit file, block by block: totals per account, and each revenue line with its customer.

A block becomes columns; only numbers are kept (each text once), so that a million lines cost megabytes.
"""

from __future__ import annotations

import datetime as dt
import re
from array import array
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from enum import IntEnum
from typing import NamedTuple

import numpy as np

from klantwaarde_xl import errors

Line = Mapping[str, str | None]
"""The texts of one posting by our own names: account, amount, side, customer, invoice, date and so on."""
_BLOCK = 2000
_PLAIN_AMOUNTS = re.compile(r"(?:[+-]?\d{1,13}(?:\.\d{1,2})?\n)*", re.ASCII)
_SIDES = {"C": 1, "D": 0}
_EPOCH = dt.date(1970, 1, 1).toordinal()
_NOBODY = 0


class Way(IntEnum):
    """How a revenue line came to its customer."""

    OWN_LINE = 0
    SAME_INVOICE = 1
    ONLY_CUSTOMER = 2
    UNASSIGNED = 3


class Head(NamedTuple):
    """What the postings of one transaction have in common: its journal (number and id), own number and date.

    ``late``: of a closing period. ``out``: of a journal whose revenue is not kept. ``one_sided``: its journal
    posts the other side on one account of its own, so that the transaction alone is not balanced.
    """

    journal: int
    journal_id: str
    number: str
    booked: str
    late: bool
    out: bool
    one_sided: bool = False


class Texts(dict[str | None, int]):
    """The number of each text, in order of first appearance; stripped, and None is ''.

    >>> texts = Texts("")
    >>> [texts[text] for text in ("K1", " K1 ", None, "K2")], texts.all
    ([1, 1, 0, 2], ['', 'K1', 'K2'])
    """

    def __init__(self, *first: str) -> None:
        super().__init__()
        self.all: list[str] = []
        self._codes: dict[str, int] = {}
        for text in first:
            self[text]

    def __missing__(self, text: str | None) -> int:
        plain = (text or "").strip()
        code = self._codes.setdefault(plain, len(self._codes))
        if code == len(self.all):
            self.all.append(plain)
        self[text] = code
        return code

    def of(self, texts: Sequence[str | None]) -> np.ndarray:
        """Return the numbers of these texts, as int32."""
        return np.fromiter(map(self.__getitem__, texts), np.int32, len(texts))


class Runs:
    """Texts of which equal ones mostly follow each other (invoice numbers), kept without a lookup table."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    def code(self, text: str) -> int:
        """Return the number of this text; it is new unless it equals the one before."""
        if not self.texts or self.texts[-1] != text:
            self.texts.append(text)
        return len(self.texts) - 1


class Postings:
    """What the postings gave so far. The arrays have one number per kept revenue line.

    ``cents`` is credit minus debit; ``booked`` the day of the transaction; ``position`` the number of the
    posting in the file, from 1. ``totals`` and ``counts`` are those of all postings, by number of account.
    ``left_out``: cents by account of revenue that is not kept, ``left_out_days`` by day. ``unbalanced``:
    journal and number of each transaction whose debit and credit differ, with the difference in cents.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.read = self.debit = self.credit = self.rounded = self.left_out_lines = 0
        self.accounts, self.customers, self.products, self.invoices = Texts(), Texts(""), Texts(), Runs()
        self.totals, self.counts = np.zeros(0, np.int64), np.zeros(0, np.int64)
        self.left_out: dict[str, int] = {}
        self.left_out_days = defaultdict[int, int](int)
        self.customer, self.product, self.invoice, self.account = (array("i") for _ in range(4))
        self.day, self.booked, self.journal, self.position = (array("i") for _ in range(4))
        self.way, self.late = array("b"), array("b")
        self.cents = array("q")
        self.unbalanced: list[tuple[str, int]] = []
        self._days: dict[str, int] = {}
        self._lines: list[Line] = []
        self._heads: list[Head] = []
        self._starts: list[int] = []

    def add(self, lines: Sequence[Line], head: Head) -> bool:
        """Take the postings of one transaction; True when it is time to :meth:`flush`."""
        if lines:
            self._heads.append(head)
            self._starts.append(len(self._lines))
            self._lines.extend(lines)
        return len(self._lines) >= _BLOCK

    def flush(self, revenue: Collection[str]) -> None:
        """Process the waiting postings; ``revenue`` are the accounts whose lines are kept."""
        if not self._lines:
            return
        lines = self._lines
        owner = np.repeat(np.arange(len(self._starts)), np.diff(self._starts, append=len(lines)))
        journals, late, out = (
            np.array([getattr(head, name) for head in self._heads]) for name in ("journal", "late", "out")
        )
        account = self.accounts.of([line.get("account") for line in lines])
        signed = self._signed(lines, owner)
        self._sum(account, signed)
        self._balance(signed)
        counts = np.fromiter((name in revenue for name in self.accounts.all), bool, len(self.accounts.all))[
            account
        ]
        self._leave_out(account, signed, owner, np.flatnonzero(counts & out[owner]))
        kept = np.flatnonzero(counts & ~out[owner])
        if len(kept):
            customer, way = self._customers(lines, owner, kept)
            self._keep_texts([lines[at] for at in kept], owner[kept])
            for target, values in (
                (self.customer, customer),
                (self.way, way),
                (self.account, account[kept]),
                (self.journal, journals[owner[kept]]),
                (self.late, late[owner[kept]]),
                (self.position, self.read + kept + 1),
                (self.cents, signed[kept]),
            ):
                target.frombytes(values.astype(target.typecode).tobytes())
        self.read += len(lines)
        self._lines, self._heads, self._starts = [], [], []

    def _signed(self, lines: Sequence[Line], owner: np.ndarray) -> np.ndarray:
        """Return credit minus debit of each line in cents."""
        amounts = [line.get("amount") or "0" for line in lines]
        sides = [line.get("side") or "" for line in lines]
        for at, line in enumerate(lines):
            if "amount" not in line and ("debit" in line or "credit" in line):
                sides[at] = "D" if "debit" in line else "C"
                amounts[at] = line["debit" if "debit" in line else "credit"] or "0"
        cents = self._cents(amounts, owner)
        meaning = {side: _SIDES.get(side.strip().upper(), -1) for side in set(sides)}
        codes = np.fromiter(map(meaning.__getitem__, sides), np.int8, len(sides))
        if (wrong := np.flatnonzero((codes < 0) & (cents != 0))).size:
            raise self._bad(self._heads[owner[wrong[0]]], "debet of credit")
        credit = codes == 1
        self.debit += int(cents[~credit].sum())
        self.credit += int(cents[credit].sum())
        return np.where(credit, cents, -cents)

    def _cents(self, amounts: Sequence[str], owner: np.ndarray) -> np.ndarray:
        if _PLAIN_AMOUNTS.fullmatch("\n".join([*amounts, ""])):
            euros = np.fromiter(map(float, amounts), float, len(amounts))
            return np.asarray(np.rint(euros * 100), np.int64)
        cents = np.zeros(len(amounts), np.int64)
        for at, text in enumerate(amounts):
            found, exact = cents_of(text.strip())
            if found is None:
                raise self._bad(self._heads[owner[at]], "een bedrag")
            cents[at] = found
            self.rounded += not exact
        return cents

    def _bad(self, head: Head, what: str) -> errors.KlantwaardeError:
        return errors.BAD_LEDGER_LINE.error(path=self.name, transaction=head.number or "?", what=what)

    def _sum(self, account: np.ndarray, signed: np.ndarray) -> None:
        fresh = len(self.accounts.all) - len(self.totals)
        self.totals, self.counts = np.pad(self.totals, (0, fresh)), np.pad(self.counts, (0, fresh))
        np.add.at(self.totals, account, signed)
        np.add.at(self.counts, account, 1)

    def _balance(self, signed: np.ndarray) -> None:
        rest = np.add.reduceat(signed, self._starts)
        for at in np.flatnonzero(rest).tolist():
            head = self._heads[at]
            if not head.one_sided:
                self.unbalanced.append((f"{head.journal_id}/{head.number}".strip("/"), int(rest[at])))

    def _leave_out(self, account: np.ndarray, signed: np.ndarray, owner: np.ndarray, at: np.ndarray) -> None:
        for line in at:
            name, cents = self.accounts.all[account[line]], int(signed[line])
            day = self._day(self._lines[line].get("date") or "", self._heads[owner[line]])
            self.left_out_days[day] += cents
            self.left_out[name] = self.left_out.get(name, 0) + cents
        self.left_out_lines += len(at)

    def _customers(
        self, lines: Sequence[Line], owner: np.ndarray, kept: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """Return the customer of each kept line, and the :class:`Way` in which it was found."""
        everyone = self.customers.of([line.get("customer") for line in lines])
        customer, way = everyone[kept], np.full(len(kept), Way.OWN_LINE, np.int8)
        open_ = np.flatnonzero(customer == _NOBODY)
        if not len(open_):
            return customer, way
        invoices = Texts("")
        invoice = invoices.of([line.get("invoice") for line in lines])
        # One number for each invoice within each transaction.
        group = owner * len(invoices.all) + invoice
        invoiced = np.flatnonzero((invoice != 0) & (everyone != _NOBODY))
        same = _only(group[invoiced], everyone[invoiced], group[kept[open_]])
        same[invoice[kept[open_]] == 0] = _NOBODY
        named = np.flatnonzero(everyone != _NOBODY)
        only = _only(owner[named], everyone[named], owner[kept[open_]])
        customer[open_] = np.where(same != _NOBODY, same, only)
        way[open_] = np.select(
            [same != _NOBODY, only != _NOBODY], [Way.SAME_INVOICE, Way.ONLY_CUSTOMER], Way.UNASSIGNED
        )
        return customer, way

    def _keep_texts(self, lines: Sequence[Line], owner: np.ndarray) -> None:
        heads = self._heads
        for line, at in zip(lines, owner.tolist(), strict=True):
            head, product, day = heads[at], line.get("product"), line.get("date") or ""
            invoice = (line.get("invoice") or "").strip() or (line.get("document") or "").strip()
            self.invoice.append(self.invoices.code(invoice or f"{head.journal_id}/{head.number}"))
            self.product.append(self.products[product if product and product.strip() else line["account"]])
            for target, text in ((self.day, day), (self.booked, head.booked or day)):
                found = self._days.get(text)
                target.append(self._day(text, head) if found is None else found)

    def _day(self, text: str, head: Head) -> int:
        """Return the day of a posting, of its transaction where it has none itself."""
        day = text.strip()[:10] or head.booked[:10]
        try:
            found = dt.date.fromisoformat(day).toordinal() - _EPOCH
        except ValueError as problem:
            raise self._bad(head, "een datum") from problem
        if text.strip():
            self._days[text] = found
        return found


def _only(groups: np.ndarray, values: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """Return the value that all members of each wanted group share; 0 when they differ or are absent."""
    names, where = np.unique(groups, return_inverse=True)
    if not len(names):
        return np.zeros(len(wanted), np.int32)
    low, high = np.full(len(names), np.iinfo(np.int32).max, np.int32), np.zeros(len(names), np.int32)
    np.minimum.at(low, where, values)
    np.maximum.at(high, where, values)
    shared = np.where(low == high, low, _NOBODY)
    at = np.minimum(np.searchsorted(names, wanted), len(names) - 1)
    return np.where(names[at] == wanted, shared[at], _NOBODY)


def sums(codes: np.ndarray, cents: np.ndarray, n: int) -> np.ndarray:
    """Return the sum of whole cents per code, for n codes; a float sum of many could lose a cent."""
    found = np.zeros(n, np.int64)
    np.add.at(found, codes, cents)
    return found


def cents_of(text: str) -> tuple[int | None, bool]:
    """Return an amount in whole cents (None if it is no number) and whether nothing was rounded.

    >>> cents_of("12.30"), cents_of("0.005"), cents_of("1.234,56")
    ((1230, True), (1, False), (None, False))
    """
    try:
        amount = Decimal(text or "0") * 100
    except InvalidOperation:
        return None, False
    if not amount.is_finite() or abs(amount) > 10**15 or "_" in text:
        return None, False
    whole = int(amount.to_integral_value("ROUND_HALF_UP"))
    return whole, whole == amount
