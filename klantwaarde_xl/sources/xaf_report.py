"""What to report of an audit file: its accounts, how revenue reconciles with the ledger, and findings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd

from klantwaarde_xl import errors
from klantwaarde_xl.model.findings import Finding
from klantwaarde_xl.model.notation import grouped, in_euros
from klantwaarde_xl.model.tables import UNASSIGNED
from klantwaarde_xl.sources.xaf_accounts import Account
from klantwaarde_xl.sources.xaf_ledger import PAYROLL, Ledger
from klantwaarde_xl.sources.xaf_postings import Way, sums

WAYS = ("eigen regel", "zelfde factuur", "enige klant in de boeking", UNASSIGNED)
"""The ways in which a line got its customer, in the words of the user, in the order of :class:`Way`."""

LATE_DAYS = 92
"""So many days (a quarter) before or after the fiscal year bookings around its end are ordinary."""
_NAMED = 3
"""So many invoices outside the year are named."""


def account_frame(ledger: Ledger) -> pd.DataFrame:
    """Return a row per ledger account, with why it counts as revenue and what was posted on it."""
    reasons, posted = ledger.reasons(), ledger.by_account()
    # A chosen account that is posted on may be absent from the list of accounts.
    names = dict.fromkeys([*ledger.accounts, *(key for key in sorted(ledger.revenue or ()) if key in posted)])
    rows = []
    for key in names:
        account = ledger.accounts.get(key) or Account(key, "", "", "")
        reason = reasons.get(key, "gekozen")
        cents, lines = posted.get(key, (0, 0))
        near = bool(not reason and lines and account.is_near_revenue)
        rows.append((key, account.name, account.type, account.rgs, reason, near, lines, cents / 100))
    columns = ["account", "name", "type", "rgs", "reason", "candidate", "lines", "amount"]
    return pd.DataFrame(rows, columns=columns).set_index("account")


def reconcile(ledger: Ledger, accounts: pd.DataFrame) -> pd.DataFrame:
    """Return a row per revenue account: all its postings, those imported and those left out.

    Raises DOES_NOT_RECONCILE when the two do not add up to the ledger.
    """
    found = ledger.postings
    names = found.accounts.all
    kept = dict(
        zip(names, sums(np.asarray(found.account), np.asarray(found.cents), len(names)).tolist(), strict=True)
    )
    posted = ledger.by_account()
    rows = []
    for key in accounts.index[accounts["reason"] != ""]:
        whole, cents, out = posted.get(key, (0, 0))[0], kept.get(key, 0), found.left_out.get(key, 0)
        rows.append(
            (key, accounts["name"].loc[key], whole / 100, cents / 100, out / 100, (whole - cents - out) / 100)
        )
    frame = pd.DataFrame(
        rows, columns=["account", "name", "ledger", "imported", "left_out", "difference"]
    ).set_index("account")
    if (frame["difference"] != 0).any() or round(frame["imported"].sum() * 100) != sum(found.cents):
        raise errors.DOES_NOT_RECONCILE.error(read=frame["ledger"].sum(), explained=frame["imported"].sum())
    return frame


def assign(way: np.ndarray, cents: np.ndarray) -> pd.DataFrame:
    """Return a row per way in which a line got its customer, with its lines and amount."""
    lines = np.bincount(way, minlength=len(WAYS))
    return pd.DataFrame(
        {"lines": lines, "amount": sums(way, cents, len(WAYS)) / 100}, index=pd.Index(WAYS, name="way")
    )


def journal_frame(ledger: Ledger, way: np.ndarray, cents: np.ndarray) -> pd.DataFrame:
    """Return a row per journal with revenue, with the part that has no customer."""
    codes, n = np.asarray(ledger.postings.journal), len(ledger.journals)
    nobody = way == Way.UNASSIGNED
    frame = pd.DataFrame(
        {
            "name": [journal.name for journal in ledger.journals],
            "type": [journal.type for journal in ledger.journals],
            "lines": np.bincount(codes, minlength=n),
            "amount": sums(codes, cents, n) / 100,
            "unassigned": sums(codes[nobody], cents[nobody], n) / 100,
        },
        index=pd.Index([journal.id for journal in ledger.journals], name="journal"),
    )
    return frame[frame["lines"] > 0]


def findings(
    ledger: Ledger, cents: np.ndarray, assignment: pd.DataFrame, journals: pd.DataFrame
) -> Iterator[Finding]:
    """Yield what the user should know: accounts to confirm, totals that differ, what has no customer."""
    yield from _account_findings(ledger)
    yield from _total_findings(ledger)
    yield from _year_findings(ledger, cents)
    yield from _line_findings(ledger, cents, assignment, journals)
    posted = set(ledger.postings.customers.all)
    for number, other in ledger.relations.renamed.items():
        if number in posted:
            name = ledger.relations.names[number]
            yield Finding.of(errors.RELATION_RENAMED, "", number, name=name, other=other)


def _account_findings(ledger: Ledger) -> Iterator[Finding]:
    posted = ledger.by_account()
    if any(reason == "nummer en naam" for reason in ledger.reasons().values()):
        named = [
            f"{key} {ledger.accounts[key].name}".strip()
            for key in sorted(ledger.revenue or ())
            if key in posted
        ]
        yield Finding.of(errors.CONFIRM_ACCOUNTS, accounts=", ".join(named), count=len(named))
    unlisted = sorted(set(posted) - set(ledger.accounts) - set(ledger.revenue or ()))
    if unlisted:
        shown = ", ".join(key or "zonder nummer" for key in unlisted[:5]) + (
            ", …" if len(unlisted) > 5 else ""
        )
        cents, lines = (sum(figures) for figures in zip(*(posted[key] for key in unlisted), strict=True))
        yield Finding.of(errors.UNLISTED_ACCOUNTS, accounts=shown, amount=in_euros(cents / 100), count=lines)


def _total_findings(ledger: Ledger) -> Iterator[Finding]:
    found = ledger.postings
    for key, read in (("totaldebit", found.debit), ("totalcredit", found.credit)):
        declared = ledger.declared.get(key)
        if declared is not None and declared != read:
            yield Finding.of(
                errors.LEDGER_TOTALS_DIFFER,
                path=ledger.name,
                declared=in_euros(declared / 100),
                read=in_euros(read / 100),
            )
    lines = ledger.declared.get("linescount")
    if lines is not None and lines != found.read:
        yield Finding.of(
            errors.LEDGER_LINES_DIFFER,
            path=ledger.name,
            declared=grouped(lines),
            read=grouped(found.read),
            amount=in_euros((found.debit + found.credit) / 100),
        )
    if found.unbalanced:
        rest = sum(abs(cents) for _, cents in found.unbalanced)
        named = ", ".join(name for name, _ in found.unbalanced[:3])
        yield Finding.of(
            errors.UNBALANCED_TRANSACTIONS,
            path=ledger.name,
            transactions=named + (", …" if len(found.unbalanced) > 3 else ""),
            amount=in_euros(rest / 100),
            count=len(found.unbalanced),
        )
    if found.rounded:
        yield Finding.of(errors.ROUNDED_AMOUNTS, count=found.rounded)
    if found.left_out:
        yield Finding.of(
            errors.JOURNALS_LEFT_OUT,
            lines=found.left_out_lines,
            amount=in_euros(sum(found.left_out.values()) / 100),
            journals=", ".join(
                sorted({journal.id for journal in ledger.journals if journal.type == PAYROLL})
            ),
        )


def _year_findings(ledger: Ledger, cents: np.ndarray) -> Iterator[Finding]:
    """Yield the revenue with a day outside the fiscal year that the file itself states.

    A booking of just before or after it is ordinary in real files; one that is far from it is a mistake.
    """
    if not (year := ledger.year()):
        return
    found = ledger.postings
    first, last = np.array(year, "datetime64[D]").astype(np.int64)
    days = np.array([found.booked, found.day], np.int64)
    outside = np.maximum(first - days, days - last)
    which, outside = outside.argmax(axis=0), outside.max(axis=0)
    for wording, hit in (
        (errors.FAR_OUTSIDE_YEAR, outside > LATE_DAYS),
        (errors.OUTSIDE_YEAR, (outside > 0) & (outside <= LATE_DAYS)),
    ):
        at = np.flatnonzero(hit)
        if named := _first_named(found.invoices.texts, np.asarray(found.invoice)[at], days[which[at], at]):
            yield Finding.of(
                wording,
                amount=in_euros(int(cents[at].sum()) / 100),
                year=" t/m ".join(_day_text(day) for day in (first, last)),
                invoices=", ".join(named[:_NAMED]) + (", …" if len(named) > _NAMED else ""),
                count=len(at),
            )


def _first_named(numbers: Sequence[str], invoices: np.ndarray, days: np.ndarray) -> list[str]:
    """Return the first invoices with their day, in the order of the file: those to name, and one more.

    ``invoices`` int64 (n,) places in ``numbers``, ``days`` int64 (n,) since 1970."""
    pairs = pd.DataFrame({"invoice": invoices, "day": days}).drop_duplicates()
    named: dict[str, None] = {}
    for at, day in zip(pairs["invoice"], pairs["day"], strict=True):
        named[f"{numbers[at]} op {_day_text(day)}"] = None
        if len(named) > _NAMED:
            break
    return list(named)


def _day_text(day: int) -> str:
    """Return a day since 1970 as a Dutch user would write it."""
    return (dt.date(1970, 1, 1) + dt.timedelta(days=int(day))).strftime("%d-%m-%Y")


def _line_findings(
    ledger: Ledger, cents: np.ndarray, assignment: pd.DataFrame, journals: pd.DataFrame
) -> Iterator[Finding]:
    late = np.asarray(ledger.postings.late, bool)
    if (amount := int(cents[late].sum())) or late.any():
        yield Finding.of(errors.CLOSING_PERIODS, amount=in_euros(amount / 100), count=int(late.sum()))
    lines = int(assignment["lines"].iloc[Way.UNASSIGNED])
    if lines:
        largest = journals["unassigned"].abs().sort_values(ascending=False, kind="stable")
        named = [
            f"{key} {journals['name'].loc[[key]].iloc[0]}".strip() for key in largest[largest > 0].index[:3]
        ]
        yield Finding.of(
            errors.UNASSIGNED_REVENUE,
            amount=in_euros(assignment["amount"].iloc[Way.UNASSIGNED]),
            lines=lines,
            journals=", ".join(named),
            customer=UNASSIGNED,
            count=lines,
        )
