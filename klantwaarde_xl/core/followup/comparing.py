"""What became of a snapshot: who rose and fell, which chances came true, what happened after an action."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
import pandas as pd

from klantwaarde_xl.core.base.period import DAYS_PER_YEAR

LEAST_DAYS = 90
"""Days after a snapshot below which neither chances nor actions are judged: a quarter of a year is too short
for most orders already."""


@dataclass(frozen=True, slots=True)
class Since:
    """The days after a snapshot: later than ``start`` (the last day that it knew), up to and with ``end``."""

    start: dt.date
    end: dt.date

    @property
    def days(self) -> int:
        """How many days that are, at least 0."""
        return max((self.end - self.start).days, 0)

    @property
    def years(self) -> float:
        """The same in years of 365 days."""
        return self.days / DAYS_PER_YEAR

    def first_year(self) -> Since:
        """Return no more than the first 365 days of it.

        >>> Since(dt.date(2023, 12, 31), dt.date(2025, 12, 31)).first_year().end
        datetime.date(2024, 12, 30)
        >>> Since(dt.date.max, dt.date(2025, 12, 31)).first_year().days
        0
        """
        if self.days <= DAYS_PER_YEAR:
            return self
        return Since(self.start, self.start + dt.timedelta(days=int(DAYS_PER_YEAR)))


def moved_customers(then: pd.DataFrame, now: pd.DataFrame) -> pd.DataFrame:
    """Return who has a score in both snapshots, with what changed, the largest rise first.

    ``then`` and ``now`` index customer_id: ``score`` (0-100), ``rank`` and ``scale``. Scores on another scale
    do not compare: such customers are left out. Result: ``score_then``, ``score``, ``change``,
    ``rank_then``, ``rank``.

    >>> then = pd.DataFrame({"score": [50.0, 40.0], "rank": [1.0, 2.0], "scale": "x"}, index=["a", "b"])
    >>> now = pd.DataFrame({"score": [45.0, 60.0], "rank": [2.0, 1.0], "scale": "x"}, index=["a", "b"])
    >>> moved_customers(then, now)["change"].to_dict()
    {'b': 20.0, 'a': -5.0}
    """
    both = now[["score", "rank", "scale"]].join(
        then[["score", "rank", "scale"]].add_suffix("_then"), how="inner"
    )
    both = both[both["scale"] == both["scale_then"]].dropna(subset=["score", "score_then"])
    both = both.assign(change=both["score"] - both["score_then"])
    order = np.lexsort((both.index.astype(str), -both["change"].to_numpy(float)))
    return both.iloc[order][["score_then", "score", "change", "rank_then", "rank"]]


def chances_after(lines: pd.DataFrame, then: pd.DataFrame, since: Since, between: str) -> pd.DataFrame:
    """Return what customers bought of what was expected of them, in the first year after a snapshot.

    ``lines``: ``date``, ``customer_id``, ``item``, ``revenue``, ``cost`` (EUR). ``then`` index customer_id:
    ``chances`` (items, joined by ``between``) and ``expected`` (EUR of margin a year, NaN where nothing could
    be expected: left out). Customers of whom an item is no longer known by that name are left out as well:
    nobody can tell whether they bought it. Result, index
    customer_id, those with chances: ``expected`` (EUR over these days: who begins does so on any day of the
    year, so half of it brings a quarter), ``came`` (EUR of margin on these
    items, where the cost is known), ``items`` and ``bought`` (how many of them with revenue).

    >>> lines = pd.DataFrame({"date": pd.to_datetime(["2025-03-01", "2025-03-01"]), "customer_id": ["a", "b"],
    ...     "item": ["Dozen", "Tape"], "revenue": [100.0, 50.0], "cost": [60.0, 20.0]})
    >>> then = pd.DataFrame({"chances": ["Dozen|Tape", "Dozen"], "expected": [80.0, 9.0]}, index=["a", "b"])
    >>> year = Since(dt.date(2024, 12, 31), dt.date(2025, 12, 31))
    >>> chances_after(lines, then, year, "|").reset_index().to_numpy().tolist()
    [['a', 80.0, 40.0, 2, 1], ['b', 9.0, 0.0, 1, 0]]
    """
    year = since.first_year()
    proposed = (
        then.loc[(then["chances"] != "") & then["expected"].notna(), "chances"]
        .str.split(between, regex=False)
        .explode()
    )
    pairs = pd.DataFrame({"customer_id": proposed.index.astype(str), "item": proposed.to_numpy(object)})
    known = pairs["item"].isin(set(lines["item"].dropna().astype(str)))
    unclear = set(pairs.loc[~known, "customer_id"])
    pairs = pairs[~pairs["customer_id"].isin(unclear)]
    later = lines[_within(lines["date"], year)]
    sold = pd.DataFrame(
        {
            "customer_id": later["customer_id"].astype(str),
            "item": later["item"].astype(str),
            "revenue": later["revenue"],
            "margin": later["revenue"] - later["cost"],
        }
    )
    sums = sold.groupby(["customer_id", "item"], observed=True)[["revenue", "margin"]].sum()
    found = pairs.join(sums, on=["customer_id", "item"])
    found = found.assign(
        margin=found["margin"].fillna(0.0), bought=(found["revenue"] > 0).astype(int), items=1
    )
    each = found.groupby("customer_id")[["margin", "items", "bought"]].sum()
    expected = then["expected"].set_axis(then.index.astype(str)).reindex(each.index) * year.years**2
    return each.rename(columns={"margin": "came"}).assign(expected=expected)[
        ["expected", "came", "items", "bought"]
    ]


def margins_around(lines: pd.DataFrame, first: pd.Series, end: dt.date, least: int) -> pd.DataFrame:
    """Return the margin a year before and after the day on which an action was first proposed to a customer.

    ``lines``: ``date``, ``customer_id``, ``revenue``, ``cost`` (EUR); only a known cost counts. ``first``:
    that day by customer_id. ``end``: last day of the lines. Customers with fewer than ``least`` days after it
    are left out. ``before`` is over the 365 days up to and with that day, ``after`` over the days since, per
    year; a customer that bought nothing any more has zero, for leaving is an outcome too.

    >>> lines = pd.DataFrame({"date": pd.to_datetime(["2024-06-01", "2025-01-01"]), "customer_id": "a",
    ...     "revenue": [100.0, 80.0], "cost": [60.0, 50.0]})
    >>> first = pd.Series(pd.to_datetime(["2024-06-30", "2025-06-01"]), index=["a", "b"])
    >>> margins_around(lines, first, dt.date(2025, 6, 30), 90).reset_index().to_numpy().tolist()
    [['a', 40.0, 30.0]]
    """
    day, last = first.to_numpy().astype("datetime64[D]"), np.datetime64(end)
    after = (last - day).astype(int)
    told = after >= least
    ids = pd.Index(first.index[told].astype(str), name="customer_id")
    place = ids.get_indexer(pd.Index(lines["customer_id"].astype(str)))
    when = lines["date"].to_numpy().astype("datetime64[D]")
    margin = (lines["revenue"] - lines["cost"]).fillna(0.0).to_numpy(float)
    since = (when - day[told][place]).astype(int) if len(ids) else np.zeros(len(lines), int)
    ours = (place >= 0) & (when <= last)
    sums = {
        name: np.bincount(place[rows], margin[rows], len(ids))
        for name, rows in (
            ("before", ours & (since > -DAYS_PER_YEAR) & (since <= 0)),
            ("after", ours & (since > 0)),
        )
    }
    return pd.DataFrame(
        {"before": sums["before"], "after": sums["after"] * DAYS_PER_YEAR / after[told]}, index=ids
    )


def _within(dates: pd.Series, days: Since) -> np.ndarray:
    """Return which dates lie in these days, bool (n,)."""
    when = dates.to_numpy()
    after = np.datetime64(days.start + dt.timedelta(days=1))
    found: np.ndarray = (when >= after) & (when < np.datetime64(days.end + dt.timedelta(days=1)))
    return found
