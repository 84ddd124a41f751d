"""The ledger of an audit file as it is read: header, accounts, relations, journals and postings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml import etree

from klantwaarde_xl import errors
from klantwaarde_xl.sources.audit_names import AUDIT_ROOTS
from klantwaarde_xl.sources.xaf_accounts import Account, reason_of, revenue_accounts, rgs_code
from klantwaarde_xl.sources.xaf_postings import Head, Line, Postings, cents_of
from klantwaarde_xl.sources.xaf_relations import RELATION_FIELDS, Relations
from klantwaarde_xl.sources.xml_stream import local

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
_JOURNAL_FIELDS = {
    "jrnid": "id",
    "journalid": "id",
    "jrntp": "type",
    "type": "type",
    "desc": "name",
    "description": "name",
    "offsetaccid": "offset",
}
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
_ONE_OF = {"company": "administratie", "fiscal_year": "boekjaar", "currency": "munt"}
"""What all headers and parts of one audit file must agree on, in the words of the user."""


class _Fields(dict[str, str]):
    """Field by tag as it stands in the file; a tag is normalised once. '' for a tag that is not needed."""

    def __init__(self, by_name: dict[str, str]) -> None:
        super().__init__()
        self.by_name = by_name

    def __missing__(self, tag: str) -> str:
        found = self[tag] = self.by_name.get(local(tag), "")
        return found


@dataclass(frozen=True, slots=True)
class Journal:
    """One journal: its id, its name and its kind (one letter; '' when the file does not tell).

    ``one_sided``: the journal names the account of the other side of all its postings.
    """

    id: str
    name: str
    type: str
    one_sided: bool = False


@dataclass(slots=True)
class Ledger:
    """What was read so far.

    ``chosen`` are the revenue accounts that the user named, ``revenue`` those that count. ``late_accounts``:
    an account came after the first posting, so that the choice of revenue accounts was too early.
    ``declared``: the totals that the file itself states, in cents, and its number of lines. ``companies``:
    how many the file that is being read holds so far.
    """

    name: str
    chosen: frozenset[str] = frozenset()
    accounts: dict[str, Account] = field(default_factory=dict)
    header: dict[str, str] = field(default_factory=dict)
    relations: Relations = field(default_factory=Relations)
    journals: list[Journal] = field(default_factory=list)
    declared: dict[str, int] = field(default_factory=dict)
    revenue: frozenset[str] | None = None
    late_accounts: bool = False
    companies: int = 0
    postings: Postings = field(init=False)
    _line: _Fields = field(default_factory=lambda: _Fields(_LINE_FIELDS))
    _transaction: _Fields = field(default_factory=lambda: _Fields(_TRANSACTION_FIELDS))
    _journal_element: object = None

    def __post_init__(self) -> None:
        self.postings = Postings(self.name)

    def add_header(self, element: etree._Element) -> None:
        """Take a header of the file or of a later part. Raises as :meth:`state`."""
        for name, text in _read(element, _HEADER_FIELDS).items():
            self.state(name, text)

    def add_company_name(self, element: etree._Element) -> None:
        """Take the name of the company, not that of a customer. Raises as :meth:`state`."""
        if _is_in(element, "company"):
            self.state("company", (element.text or "").strip())

    def add_company(self, element: etree._Element) -> None:
        """Count the companies in one file. Raises MORE_THAN_ONE for a second."""
        if _is_in(element, *AUDIT_ROOTS):
            self.companies += 1
            if self.companies > 1:
                name = self.header.get("company") or "zonder naam"
                raise errors.MORE_THAN_ONE.error(
                    path=self.name, what=_ONE_OF["company"], one=name, other=name
                )

    def state(self, name: str, text: str) -> None:
        """Take what the file says of itself; what was said first stays, the year spans all that was said.

        Raises MORE_THAN_ONE for another company, fiscal year or currency than was said before.
        """
        known = self.header.get(name) or text
        if name in _ONE_OF and text and " ".join(text.split()).lower() != " ".join(known.split()).lower():
            raise errors.MORE_THAN_ONE.error(path=self.name, what=_ONE_OF[name], one=known, other=text)
        widest = {"start": min, "end": max}.get(name)
        self.header[name] = widest(known, text) if widest and text else known

    def year(self) -> tuple[dt.date, dt.date] | None:
        """Return the first and last day of the fiscal year; None when the file does not tell.

        A year without its days may begin in the calendar year before it and end in the one after it.
        """
        first, last = (_day_of(self.header.get(name, "")) for name in ("start", "end"))
        if first and last and first <= last:
            return first, last
        year = self.header.get("fiscal_year", "")
        if not (year.isdecimal() and dt.MINYEAR < int(year) < dt.MAXYEAR):
            return None
        return dt.date(int(year) - 1, 1, 1), dt.date(int(year) + 1, 12, 31)

    def add_account(self, element: etree._Element) -> None:
        """Take one ledger account."""
        found = _read(element, _ACCOUNT_FIELDS)
        if not found.get("id"):
            return
        given = (found.get(key, "") for key in ("rgscode", "leadreference", "leadcode", "leadcrossref"))
        rgs = rgs_code(given, ((x.text or "").strip() for x in element.iter("{*}conceptRef")))
        self.late_accounts |= self.revenue is not None and found["id"] not in self.accounts
        self.accounts[found["id"]] = Account(found["id"], found.get("name", ""), found.get("type", ""), rgs)

    def add_relation(self, element: etree._Element) -> None:
        """Take one customer or supplier: number, name and which of both, nothing else."""
        self.relations.add(_read(element, RELATION_FIELDS))

    def add_total(self, element: etree._Element) -> None:
        """Take a total that the file itself gives for all its postings."""
        if _is_in(element, "transactions"):
            text, key = (element.text or "0").strip(), local(element.tag)
            found = (int(text) if text.isdecimal() else 0) if key == "linescount" else cents_of(text)[0]
            self.declared[key] = self.declared.get(key, 0) + (found or 0)

    def choose_accounts(self) -> None:
        """Decide which accounts are revenue, with the accounts known by now."""
        self.revenue = revenue_accounts(self.accounts, self.chosen)

    def add_transaction(self, element: etree._Element) -> None:
        """Take one transaction with all its postings."""
        if self.revenue is None:
            self.choose_accounts()
        number = self._journal_of(element)
        journal = self.journals[number]
        roles, fields = self._transaction, self._line
        head: dict[str, str] = {}
        lines: list[Line] = []
        for child in element:
            role = roles[child.tag]
            if role == "line":
                lines.append({fields[x.tag]: x.text for x in child})
            elif role:
                head[role] = (child.text or "").strip()
        period = head.get("period", "")
        late = period.isdigit() and int(period) > LAST_NORMAL_PERIOD
        if self.postings.add(
            lines,
            Head(
                number,
                journal.id,
                head.get("number", ""),
                head.get("date", ""),
                late,
                journal.type == PAYROLL,
                journal.one_sided,
            ),
        ):
            self.flush()

    def flush(self) -> None:
        """Process the postings that wait."""
        self.postings.flush(self.revenue or ())

    def _journal_of(self, transaction: etree._Element) -> int:
        parent = transaction.getparent()
        if parent is not self._journal_element:
            self._journal_element = parent
            found = _read(parent, _JOURNAL_FIELDS) if parent is not None else {}
            self.journals.append(
                Journal(
                    found.get("id", ""),
                    found.get("name", ""),
                    found.get("type", "").upper()[:1],
                    bool(found.get("offset")),
                )
            )
        return len(self.journals) - 1

    def reasons(self) -> dict[str, str]:
        """Return, by account, why it counts as revenue; '' for the others."""
        revenue, chosen = self.revenue or frozenset(), bool(self.chosen)
        return {key: reason_of(account, revenue, chosen=chosen) for key, account in self.accounts.items()}

    def by_account(self) -> dict[str, tuple[int, int]]:
        """Return, by account that is posted on, its cents (credit minus debit) and its number of postings."""
        found = self.postings
        pairs = zip(found.totals.tolist(), found.counts.tolist(), strict=True)
        return dict(zip(found.accounts.all, pairs, strict=True))


def _is_in(element: etree._Element, *names: str) -> bool:
    parent = element.getparent()
    return parent is not None and local(parent.tag) in names


def _day_of(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text[:10])
    except ValueError:
        return None


def _read(element: etree._Element, fields: Mapping[str, str]) -> dict[str, str]:
    """Return the stripped texts of an element's children by our names; the first of equal ones counts."""
    found: dict[str, str] = {}
    for child in element:
        if name := fields.get(local(child.tag), ""):
            found.setdefault(name, (child.text or "").strip())
    return found
