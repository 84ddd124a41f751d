"""Turnover in the ledger beside turnover as it was read: per entity, with the lines that explain it.

Source: docs/method.md 1. Amounts are compared in whole cents.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pandas as pd

from klantwaarde_xl.core.base.period import Period

NEAR_DAYS = 31
"""Invoices so many days on either side of the first and the last day compared may be booked across it."""
_TRIED = ((1, 5_000), (2, 100), (3, 20))
"""How many invoices may explain a difference together, of how many of the largest: more would be chance."""
_MOST_NAMED = 5
Invoice = tuple[str, np.datetime64, float]
"""Number, date and amount in EUR."""


@dataclass(frozen=True, slots=True, eq=False)
class LedgerCheck:
    """How ledger and lines compare over the months and years of the ledger within the period.

    ``entities``: a row per entity: ``entity``, ``ledger`` and ``read`` in EUR (NaN: not known),
    ``difference`` (ledger - read), ``unassigned`` (the part of read without a customer), ``reason`` (a code:
    '' when they agree, ``not_in_ledger``, ``rejected``, ``credit_after``, ``cut_off``, ``unexplained``),
    ``invoices`` (the largest of the lines that are the reason). ``complete``: the ledger has every month of
    the period for every entity with lines. ``serving``: cost of serving in the ledger over the period, NaN
    where it does not tell all of it."""

    entities: pd.DataFrame
    complete: bool
    serving: float

    @property
    def closes(self) -> bool:
        """Whether ledger and lines agree to the cent, over the whole period and all entities."""
        return self.complete and bool((self.entities["difference"] == 0).all())


def ledger_check(
    ledger: pd.DataFrame, lines: pd.DataFrame, rejected: pd.DataFrame, period: Period
) -> LedgerCheck | None:
    """Return the turnover of each entity in the ledger beside that of the lines; None when nothing compares.

    ``ledger``: frame with ``entity``, ``year``, ``month`` (NaN: the whole year), ``revenue`` and
    ``serving_cost`` in EUR; where a year has months too, the months count. ``lines``: the good lines of all
    periods with ``entity``, ``date``, ``revenue``, ``invoice_id`` and bool ``unassigned``; ``rejected``:
    rejected lines likewise, as far as they can be read. One entity in the ledger is compared with all lines
    when either names none.

    >>> lines = pd.DataFrame({"entity": None, "date": pd.to_datetime(["2024-01-09", "2024-02-01"]),
    ...                       "revenue": [5.0, 2.0], "invoice_id": ["a", "b"], "unassigned": False})
    >>> ledger = pd.DataFrame({"entity": ["X"], "year": [2024.0], "month": [1.0], "revenue": [7.0]})
    >>> january = Period(pd.Timestamp("2024-01-01").date(), pd.Timestamp("2024-01-31").date())
    >>> found = ledger_check(ledger.assign(serving_cost=np.nan), lines, lines[:0], january)
    >>> found.entities[["ledger", "read", "difference", "reason"]].values.tolist()
    [[7.0, 5.0, 2.0, 'cut_off']]
    """
    wanted = _whole_months(period)
    spans = _spans(ledger, set(wanted))
    rows = ledger[[bool(span) for span in spans]].copy()
    rows["months"] = pd.Series([span for span in spans if span], index=rows.index, dtype=object)
    if rows.empty:
        return None
    names, (entity, own, refused) = _entities(rows["entity"], lines["entity"], rejected["entity"])
    inside = period.contains(lines["date"].to_numpy())
    found, complete = [], True
    for code, name in enumerate(names):
        part = rows[(entity == code) & rows["revenue"].notna().to_numpy()]
        if part.empty and not (inside & (own == code)).any():
            continue
        covered = sorted({month for span in part["months"] for month in span})
        complete &= covered == wanted and len(wanted) == period.whole_months
        of_entity = _Entity(name, part["revenue"], lines[own == code], rejected[refused == code], covered)
        found.append(of_entity.row(inside[own == code]))
    frame = pd.DataFrame(found)
    return LedgerCheck(frame, complete, _serving(rows, entity, wanted))


def _whole_months(period: Period) -> list[int]:
    """Return the months of which all days lie in the period, as months since 1970."""
    first, last = (np.datetime64(day, "D") for day in (period.start, period.end))
    months = np.arange(first.astype("datetime64[M]"), last.astype("datetime64[M]") + 1)
    starts, ends = months.astype("datetime64[D]"), (months + 1).astype("datetime64[D]") - 1
    return [int(month) for month in months[(starts >= first) & (ends <= last)].astype(int)]


def _spans(ledger: pd.DataFrame, wanted: set[int]) -> list[list[int]]:
    """Return per row of the ledger its months, none when they are not all wanted or months are there too."""
    entity = ledger["entity"].astype(object).where(ledger["entity"].notna(), "")
    monthly = ledger["month"].notna()
    in_months = set(zip(entity[monthly], ledger["year"][monthly], strict=True))
    found = []
    for name, year, month in zip(entity, ledger["year"], ledger["month"], strict=True):
        january = (int(year) - 1970) * 12
        if np.isnan(month):
            span = [] if (name, year) in in_months else list(range(january, january + 12))
        else:
            span = [january + int(month) - 1]
        found.append(span if set(span) <= wanted else [])
    return found


def _entities(*columns: pd.Series) -> tuple[list[str], list[np.ndarray]]:
    """Return the entities, and per column the code of each row: by name without case and spaces around it.

    With one entity in the first column, all rows belong to it when that or the second column has no names.
    """
    texts = [column.astype(object).where(column.notna(), "").map(str).str.strip() for column in columns]
    codes, folded = pd.factorize(pd.concat(texts).str.casefold())
    shown = pd.concat(texts)[~pd.Series(codes).duplicated().to_numpy()].tolist()
    parts = np.split(codes, np.cumsum([len(text) for text in texts])[:-1])
    ledger, lines = (set(part.tolist()) for part in parts[:2])
    blank = int(np.flatnonzero(folded == "")[0]) if "" in folded else -1
    if len(ledger) == 1 and (ledger == {blank} or lines <= {blank}):
        parts = [parts[0], *(np.full(len(part), parts[0][0]) for part in parts[1:])]
    return shown, parts


def _serving(rows: pd.DataFrame, entity: np.ndarray, wanted: Sequence[int]) -> float:
    """Return the cost of serving in the ledger, NaN unless each entity that tells it has all months."""
    told = rows["serving_cost"].notna().to_numpy()
    for code in np.unique(entity[told]):
        if sorted({month for span in rows["months"][told & (entity == code)] for month in span}) != wanted:
            return float("nan")
    return float(rows["serving_cost"].sum(min_count=1))


def _cents(amounts: pd.Series) -> int:
    return int(np.rint(amounts.to_numpy(float) * 100).sum())


@dataclass(frozen=True, slots=True, eq=False)
class _Entity:
    """One entity: its amounts in the ledger, its lines, its rejected lines and the months compared."""

    name: str
    ledger: pd.Series
    lines: pd.DataFrame
    rejected: pd.DataFrame
    months: list[int]

    def row(self, inside: np.ndarray) -> dict[str, object]:
        """Return what to show; ``inside``: bool per line, within the period (used without a ledger)."""
        dates = self.lines["date"].to_numpy("datetime64[M]").astype(int)
        here = np.isin(dates, self.months) if self.months else inside
        read, nobody = (
            _cents(self.lines["revenue"][mask]) for mask in (here, here & self.lines["unassigned"].to_numpy())
        )
        row: dict[str, object] = {"entity": self.name, "read": read / 100, "unassigned": nobody / 100}
        if self.ledger.empty:
            return {**row, "ledger": np.nan, "difference": np.nan, "reason": "not_in_ledger", "invoices": ()}
        gap = _cents(self.ledger) - read
        reason, invoices = self._reason(gap, here) if gap else ("", ())
        known = {"ledger": _cents(self.ledger) / 100, "difference": gap / 100}
        return {**row, **known, "reason": reason, "invoices": invoices}

    def _reason(self, gap: int, here: np.ndarray) -> tuple[str, tuple[Invoice, ...]]:
        """Return which lines are together exactly the difference, as a code and the largest of them."""
        refused = self._refused()
        lost = int(refused["cents"].sum())
        if lost == gap:
            return "rejected", _largest(refused)
        near = self._near(here)
        credit = near[(near["side"] == "after") & (near["cents"] < 0)]
        if len(credit) and int(credit["cents"].sum()) == gap:
            return "credit_after", _largest(credit)
        for rest, code in ((gap, "cut_off"), (gap - lost, "rejected_and_cut_off")):
            if rest and (code == "cut_off" or lost):
                fitting = _fitting(near, rest)
                if len(fitting):
                    after = (fitting["side"] == "after") & (fitting["cents"] < 0)
                    return ("credit_after" if after.all() and rest == gap else code), _largest(fitting)
        return "unexplained", ()

    def _refused(self) -> pd.DataFrame:
        """Return the invoices of rejected lines with a readable amount, of the months compared or any day."""
        frame = self.rejected[np.isfinite(self.rejected["revenue"].to_numpy(float))]
        dates = frame["date"].to_numpy("datetime64[M]")
        kept = np.isnat(dates) | np.isin(dates.astype(int), self.months)
        return _invoices(frame[kept]).assign(side="")

    def _near(self, here: np.ndarray) -> pd.DataFrame:
        """Return the invoices around both ends of the compared months, with their amounts in the ledger."""
        first = np.datetime64(min(self.months), "M").astype("datetime64[D]")
        last = np.datetime64(max(self.months) + 1, "M").astype("datetime64[D]") - 1
        days = self.lines["date"].to_numpy("datetime64[D]")
        sides = {
            "after": ~here & (days > last) & (days <= last + NEAR_DAYS),
            "before": ~here & (days < first) & (days >= first - NEAR_DAYS),
            "within": here & ((days > last - NEAR_DAYS) | (days < first + NEAR_DAYS)),
        }
        found = [_invoices(self.lines[mask]).assign(side=side) for side, mask in sides.items()]
        frame = pd.concat(found, ignore_index=True)
        signed = np.where(frame["side"] == "within", -frame["cents"], frame["cents"])
        return frame.assign(cents=signed.astype(np.int64))


def _invoices(lines: pd.DataFrame) -> pd.DataFrame:
    """Return number, date and amount in cents of each invoice; lines without a number are one each day."""
    numbers = lines["invoice_id"].astype(object).where(lines["invoice_id"].notna(), "")
    days = lines["date"].to_numpy("datetime64[D]")
    frame = pd.DataFrame({"invoice": numbers.to_numpy(), "date": days.astype("datetime64[s]")})
    frame["cents"] = np.rint(lines["revenue"].to_numpy(float) * 100).astype(np.int64)
    by = [frame["invoice"], frame["date"].where(frame["invoice"] == "")]
    grouped = frame.groupby(by, sort=False, dropna=False)
    return grouped.agg(
        invoice=("invoice", "first"), date=("date", "min"), cents=("cents", "sum")
    ).reset_index(drop=True)


def _fitting(near: pd.DataFrame, gap: int) -> pd.DataFrame:
    """Return the fewest invoices that are together exactly the gap in cents, none when there are none."""
    order = near[near["cents"] != 0].sort_values("cents", key=lambda c: -c.abs(), kind="stable")
    for size, most in _TRIED:
        tried = order.iloc[:most]
        amounts = tried["cents"].tolist()
        for places in combinations(range(len(amounts)), size):
            if sum(amounts[place] for place in places) == gap:
                return tried.iloc[list(places)]
    return near.iloc[:0]


def _largest(invoices: pd.DataFrame) -> tuple[Invoice, ...]:
    order = invoices.sort_values("cents", key=lambda c: -c.abs(), kind="stable").iloc[:_MOST_NAMED]
    amounts = np.where(order["side"] == "within", -order["cents"], order["cents"]) / 100
    days = order["date"].to_numpy("datetime64[D]")
    return tuple(zip(order["invoice"].map(str), days, amounts.tolist(), strict=True))
