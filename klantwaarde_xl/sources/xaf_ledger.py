"""The ledger of an audit file, line by line: accounts, relations, and the postings on revenue accounts with their customer.

Everything is kept in arrays of numbers (texts once, in a table), so that a file of a million lines costs megabytes.
"""

from __future__ import annotations

import datetime as dt
import re
from array import array
from collections.abc import Collection
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from enum import IntEnum

import numpy as np
from lxml import etree

from klantwaarde_xl import errors
from klantwaarde_xl.sources.xml_stream import local

_CHUNK = 10_000
_PLAIN_AMOUNTS = re.compile(r"(?:[+-]?\d{1,13}(?:\.\d{1,2})?\n)*", re.ASCII)
_RGS = re.compile(r"[BW](?:[A-Z][A-Za-z0-9]{2})+$")
_SALES_WORDS = re.compile(r"omzet|opbrengst|verkoop", re.IGNORECASE)
_COST_WORDS = re.compile(r"kosten|kostprijs|inkoop", re.IGNORECASE)
_EPOCH = dt.date(1970, 1, 1).toordinal()
PAYROLL = "Y"
LAST_NORMAL_PERIOD = 12

_LINE_FIELDS = {
    "accid": "account",
    "accountid": "account",
    "amnt": "amount",
    "amnttp": "side",
    "debitamount": "debit",
    "creditamount": "credit",
    "custsupid": "customer",
    "invref": "invoice",
    "docref": "document",
    "documentid": "document",
    "effdate": "date",
    "effectivedate": "date",
    "prodid": "product",
    "product": "product",
    "productdesc": "product",
}
_TRANSACTION_FIELDS = {
    "trline": "line",
    "line": "line",
    "nr": "number",
    "transactionid": "number",
    "periodnumber": "period",
    "period": "period",
    "trdt": "date",
    "transactiondate": "date",
}
_JOURNAL_FIELDS = {"jrnid": "id", "journalid": "id", "jrntp": "type", "type": "type", "desc": "name", "description": "name"}
_ACCOUNT_FIELDS = {
    "accid": "id",
    "accountid": "id",
    "accdesc": "name",
    "accountdesc": "name",
    "acctp": "type",
    "accounttype": "type",
    "rgscode": "rgscode",
    "leadreference": "leadreference",
    "leadcode": "leadcode",
    "leadcrossref": "leadcrossref",
}
_RELATION_FIELDS = {"custsupid": "id", "custsupname": "name", "companyname": "name"}
_HEADER_FIELDS = {
    "fiscalyear": "fiscal_year",
    "startdate": "start",
    "enddate": "end",
    "curcode": "currency",
    "currencycode": "currency",
    "softwaredesc": "software",
    "productid": "software",
    "auditfileversion": "version",
    "companyname": "company",
}


class Way(IntEnum):
    """How a revenue line came to its customer."""

    OWN_LINE = 0
    SAME_INVOICE = 1
    ONLY_CUSTOMER = 2
    UNASSIGNED = 3


class _Fields(dict):
    """Field by tag as it stands in the file; a tag is looked at once. '' for a tag that is not needed."""

    def __init__(self, by_name: dict[str, str]) -> None:
        super().__init__()
        self.by_name = by_name

    def __missing__(self, tag: str) -> str:
        found = self[tag] = self.by_name.get(local(tag), "")
        return found


class Texts:
    """Texts with a number each, in the order in which they came; white space around a text does not count."""

    def __init__(self) -> None:
        self.codes: dict[str, int] = {}
        self.raw: dict[str | None, int] = {}

    def code(self, text: str | None) -> int:
        """Return the number of this text; None counts as ''."""
        found = self.raw.get(text)
        if found is None:
            plain = (text or "").strip()
            found = self.raw[text] = self.codes.setdefault(plain, len(self.codes))
        return found

    def __len__(self) -> int:
        return len(self.codes)

    def all(self) -> tuple[str, ...]:
        """Return the texts by number."""
        return tuple(self.codes)


class Runs:
    """Texts of which equal ones mostly follow each other (invoice numbers): no table of all of them is kept meanwhile."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    def code(self, text: str) -> int:
        """Return the number of this text; it is new unless it equals the one before."""
        if not self.texts or self.texts[-1] != text:
            self.texts.append(text)
        return len(self.texts) - 1


@dataclass(slots=True)
class Account:
    """One ledger account; ``rgs`` is '' when the file gives no code of the reference scheme."""

    id: str
    name: str
    type: str
    rgs: str

    @property
    def looks_like_revenue(self) -> bool:
        """The stated heuristic: a profit and loss account by number or name, and not a cost account by name."""
        profit_and_loss = not self.type or self.type[:1].upper() in {"P", "W"}
        named = self.id.startswith("8") or _SALES_WORDS.search(self.name) is not None
        return profit_and_loss and named and _COST_WORDS.search(self.name) is None


@dataclass(slots=True)
class Journal:
    """One journal and what was posted from it on revenue accounts."""

    id: str
    name: str
    type: str


@dataclass(slots=True)
class Ledger:
    """What was read so far. Arrays have one number per kept revenue line; texts are in ``Texts`` tables."""

    name: str
    chosen: frozenset[str] = frozenset()
    header: dict[str, str] = field(default_factory=dict)
    accounts: dict[str, Account] = field(default_factory=dict)
    relations: dict[str, str] = field(default_factory=dict)
    journals: list[Journal] = field(default_factory=list)
    revenue: frozenset[str] | None = None
    late_accounts: bool = False
    rounded: int = 0
    lines_read: int = 0
    debit: int = 0
    credit: int = 0
    account_totals: dict[str, int] = field(default_factory=dict)
    account_lines: dict[str, int] = field(default_factory=dict)
    declared: dict[str, int] = field(default_factory=dict)
    customers: Texts = field(default_factory=Texts)
    products: Texts = field(default_factory=Texts)
    invoices: Runs = field(default_factory=Runs)
    ledger_accounts: Texts = field(default_factory=Texts)
    days: dict[str, int] = field(default_factory=dict)
    customer: array = field(default_factory=lambda: array("i"))
    product: array = field(default_factory=lambda: array("i"))
    invoice: array = field(default_factory=lambda: array("i"))
    account: array = field(default_factory=lambda: array("i"))
    day: array = field(default_factory=lambda: array("i"))
    journal: array = field(default_factory=lambda: array("h"))
    way: array = field(default_factory=lambda: array("b"))
    late_period: array = field(default_factory=lambda: array("b"))
    position: array = field(default_factory=lambda: array("i"))
    cents: array = field(default_factory=lambda: array("q"))
    _pending: tuple[list[str], list[str], list[str], list[str]] = field(default_factory=lambda: ([], [], [], []))
    _waiting: array = field(default_factory=lambda: array("i"))
    _left_out: array = field(default_factory=lambda: array("i"))
    left_out: dict[str, int] = field(default_factory=dict)
    left_out_lines: int = 0
    _line: _Fields = field(default_factory=lambda: _Fields(_LINE_FIELDS))
    _transaction: _Fields = field(default_factory=lambda: _Fields(_TRANSACTION_FIELDS))
    _journal_element: object = None

    def add_header(self, element: etree._Element) -> None:
        """Take the file's header (or the company's name); what an earlier part said stays."""
        for name, text in _read(element, _HEADER_FIELDS).items():
            self.header.setdefault(name, text)

    def add_account(self, element: etree._Element) -> None:
        """Take one ledger account."""
        found = _read(element, _ACCOUNT_FIELDS)
        if not found.get("id"):
            return
        codes = [found.get(key, "") for key in ("rgscode", "leadreference", "leadcode", "leadcrossref")]
        codes += [re.split(r"[:_]", (x.text or "").strip())[-1] for x in element.iter("{*}conceptRef")]
        rgs = next((code for code in codes if _RGS.match(code)), "")
        self.late_accounts |= self.revenue is not None and found["id"] not in self.accounts
        self.accounts[found["id"]] = Account(found["id"], found.get("name", ""), found.get("type", ""), rgs)

    def add_relation(self, element: etree._Element) -> None:
        """Take one customer or supplier: number and name, nothing else."""
        found = _read(element, _RELATION_FIELDS)
        if found.get("id"):
            self.relations[found["id"]] = found.get("name", "")

    def add_total(self, element: etree._Element) -> None:
        """Take a total that the file itself gives for all its postings."""
        parent = element.getparent()
        if parent is not None and local(parent.tag) == "transactions":
            cents, _ = _cents_of((element.text or "0").strip())
            key = local(element.tag)
            self.declared[key] = self.declared.get(key, 0) + (cents or 0)

    def choose_accounts(self) -> None:
        """Decide which accounts are revenue: those the user named, else by RGS code, else by the heuristic."""
        by_code = {key for key, account in self.accounts.items() if account.rgs.startswith("WOmz")}
        by_look = {key for key, account in self.accounts.items() if account.looks_like_revenue}
        self.revenue = self.chosen or frozenset(by_code or by_look)

    def add_transaction(self, element: etree._Element) -> None:
        """Take one transaction: totals of all its lines, and its lines on revenue accounts with their customer."""
        if self.revenue is None:
            self.choose_accounts()
        journal = self._journal_of(element)
        roles, fields, revenue = self._transaction, self._line, self.revenue
        head: dict[str, str] = {}
        lines: list[dict[str, str | None]] = []
        for child in element:
            role = roles[child.tag]
            if role == "line":
                lines.append({fields[x.tag]: x.text for x in child})
            elif role:
                head[role] = (child.text or "").strip()
        amounts, sides, accounts, numbers = self._pending
        first, hits = len(amounts), []
        for at, line in enumerate(lines, first):
            account = line.get("account")
            if account is not None and account not in revenue:
                account = account.strip()
            if account in revenue:
                hits.append(at)
            amount, side = line.get("amount"), line.get("side")
            if amount is None and "amount" not in line:
                side = "D" if "debit" in line else "C"
                amount = line.get("debit") if side == "D" else line.get("credit")
            amounts.append(amount or "0")
            sides.append(side or "")
            accounts.append(account or "")
        numbers.extend([head.get("number", "")] * len(lines))
        if hits and self.journals[journal].type == PAYROLL:
            self._left_out.extend(hits)
        elif hits:
            self._keep(journal, head, lines, hits, first)
        if len(amounts) >= _CHUNK:
            self.flush()

    def _journal_of(self, transaction: etree._Element) -> int:
        parent = transaction.getparent()
        if parent is not self._journal_element:
            self._journal_element = parent
            found = _read(parent, _JOURNAL_FIELDS) if parent is not None else {}
            self.journals.append(Journal(found.get("id", ""), found.get("name", ""), found.get("type", "").upper()[:1]))
        return len(self.journals) - 1

    def _keep(self, journal: int, head: dict[str, str], lines: list[dict[str, str | None]], hits: list[int], first: int) -> None:
        code = self.customers.code
        nobody = code("")
        everyone = {code(line.get("customer")) for line in lines} - {nobody}
        only = next(iter(everyone)) if len(everyone) == 1 else nobody
        late = head.get("period", "").isdigit() and int(head["period"]) > LAST_NORMAL_PERIOD
        for hit in hits:
            line = lines[hit - first]
            invoice = (line.get("invoice") or "").strip()
            customer, way = code(line.get("customer")), Way.OWN_LINE
            if customer == nobody and invoice:
                same = {code(other.get("customer")) for other in lines if (other.get("invoice") or "").strip() == invoice} - {
                    nobody
                }
                if len(same) == 1:
                    customer, way = next(iter(same)), Way.SAME_INVOICE
            if customer == nobody:
                customer, way = only, Way.UNASSIGNED if only == nobody else Way.ONLY_CUSTOMER
            if not invoice:
                invoice = (line.get("document") or "").strip() or f"{self.journals[journal].id}/{head.get('number', '')}"
            product, day = line.get("product"), line.get("date")
            if day not in self.days:
                day = (day or "").strip()[:10] or head.get("date", "")[:10]
                self._day(day, head)
            self.customer.append(customer)
            self.product.append(self.products.code(product if product and product.strip() else line["account"]))
            self.invoice.append(self.invoices.code(invoice))
            self.account.append(self.ledger_accounts.code(line["account"]))
            self.day.append(self.days[day])
            self.journal.append(journal)
            self.way.append(way)
            self.late_period.append(late)
            self.position.append(self.lines_read + hit + 1)
            self._waiting.append(hit)

    def _day(self, text: str, head: dict[str, str]) -> None:
        try:
            self.days[text] = dt.date.fromisoformat(text).toordinal() - _EPOCH
        except ValueError as problem:
            raise errors.BAD_LEDGER_LINE.error(
                path=self.name, transaction=head.get("number", "?"), what="als datum", value=text
            ) from problem

    def flush(self) -> None:
        """Turn the pending amounts into cents: totals of the whole ledger, and the amount of each kept line."""
        amounts, sides, accounts, numbers = self._pending
        cents = self._cents(amounts, numbers)
        meaning = {side: {"C": 1, "D": 0}.get(side.strip().upper(), -1) for side in set(sides)}
        side_codes = np.fromiter(map(meaning.__getitem__, sides), np.int8, len(sides))
        credit, known = side_codes == 1, side_codes >= 0
        if (wrong := np.flatnonzero(~known & (cents != 0))).size:
            at = int(wrong[0])
            raise errors.BAD_LEDGER_LINE.error(
                path=self.name, transaction=numbers[at], what="als debet of credit", value=sides[at]
            )
        self.debit += int(cents[~credit].sum())
        self.credit += int(cents[credit].sum())
        signed = np.where(credit, cents, -cents)
        names = {name: at for at, name in enumerate(dict.fromkeys(accounts))}
        codes = np.fromiter((names[name] for name in accounts), np.int32, len(accounts))
        # Sums in whole numbers: a float sum of many accounts could lose a cent.
        totals = np.zeros(len(names), np.int64)
        np.add.at(totals, codes, signed)
        counts = np.bincount(codes, minlength=len(names))
        for name, at in names.items():
            self.account_totals[name] = self.account_totals.get(name, 0) + int(totals[at])
            self.account_lines[name] = self.account_lines.get(name, 0) + int(counts[at])
        self.cents.extend(signed[np.asarray(self._waiting, np.int64)].tolist())
        for hit in self._left_out:
            self.left_out[accounts[hit]] = self.left_out.get(accounts[hit], 0) + int(signed[hit])
        self.left_out_lines += len(self._left_out)
        self.lines_read += len(amounts)
        self._pending = ([], [], [], [])
        self._waiting, self._left_out = array("i"), array("i")

    def _cents(self, amounts: list[str], numbers: list[str]) -> np.ndarray:
        if _PLAIN_AMOUNTS.fullmatch("\n".join([*amounts, ""])):
            return np.rint(np.fromiter(map(float, amounts), float, len(amounts)) * 100).astype(np.int64)
        cents = np.zeros(len(amounts), np.int64)
        for at, text in enumerate(amounts):
            found, exact = _cents_of(text.strip())
            if found is None:
                raise errors.BAD_LEDGER_LINE.error(path=self.name, transaction=numbers[at], what="als bedrag", value=text.strip())
            cents[at] = found
            self.rounded += not exact
        return cents


def _cents_of(text: str) -> tuple[int | None, bool]:
    """Return an amount in whole cents (None if it is no number) and whether nothing was rounded."""
    try:
        amount = Decimal(text or "0") * 100
    except InvalidOperation:
        return None, False
    if not amount.is_finite() or abs(amount) > 10**15 or "_" in text:
        return None, False
    whole = int(amount.to_integral_value("ROUND_HALF_UP"))
    return whole, whole == amount


def _read(element: etree._Element, fields: dict[str, str]) -> dict[str, str]:
    """Return the stripped texts of an element's children under our own names; the first of equal names counts."""
    found: dict[str, str] = {}
    for child in element:
        if name := fields.get(local(child.tag), ""):
            found.setdefault(name, (child.text or "").strip())
    return found


def revenue_reasons(ledger: Ledger) -> dict[str, str]:
    """Return, by account, why it counts as revenue: ``gekozen``, ``RGS`` or ``nummer en naam``; '' for the others."""
    chosen: Collection[str] = ledger.revenue or ()
    reasons = {}
    for key, account in ledger.accounts.items():
        by = "gekozen" if ledger.chosen else "RGS" if account.rgs.startswith("WOmz") else "nummer en naam"
        reasons[key] = by if key in chosen else ""
    return reasons
