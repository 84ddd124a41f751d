"""Purchase days and turnover of each customer, looked at from any day in the past.

A forecast is learned from earlier days (origins): what could be known then, and what came after. So every
figure here can be asked as of a day, and nothing later is looked at."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from klantwaarde_xl.core.base.id_codes import distinct, encode_into, figures
from klantwaarde_xl.core.base.period import Period

GRACE_DAYS = 14
"""Days by which the history may be short: not every firm sells on 1 January."""
ORIGINS_PER_HORIZON = 4
"""Origins lie a quarter of the horizon apart: their horizons overlap, and every season takes part."""
MOST_ORIGINS = 8
"""The newest origins tell most; two horizons of them are enough."""


@dataclass(frozen=True, slots=True, eq=False)
class Habits:
    """How the customers that bought in the horizon up to a day buy, (k,) each.

    ``rows``: their positions on the timeline; ``recency``: days since the last purchase day; ``gap``: own
    mean number of days between purchase days, of a customer with one of them the days since then; ``often``
    and ``lately``: purchase days in the horizon and in its last half; ``tenure``: days since the first;
    ``revenue``: EUR in the horizon. ``often`` and ``revenue`` are scaled up where the history is shorter."""

    rows: np.ndarray
    recency: np.ndarray
    gap: np.ndarray
    often: np.ndarray
    lately: np.ndarray
    tenure: np.ndarray
    revenue: np.ndarray

    def late(self) -> np.ndarray:
        """Return how many of its own gaps ago each customer bought, float64 (k,).

        >>> one, nine = np.ones(1), np.full(1, 9.0)
        >>> Habits(one, nine, nine, one, one, one, one).late().tolist()
        [1.0]
        """
        times: np.ndarray = (self.recency + 1) / (self.gap + 1)
        return times


@dataclass(frozen=True, slots=True, eq=False)
class Timeline:
    """Regular purchases of n customers up to a last day; one-offs are left out.

    Days are numbered from the first line: 0 to ``last``. ``visits`` int64 (v,), ascending: position of the
    customer x ``span`` + purchase day (a day with a line of positive revenue); ``begin`` int (n,): where
    those of each customer begin; ``owner``, ``day``, ``revenue`` (k,): turnover in EUR per line, by day."""

    last: int
    span: int
    visits: np.ndarray
    begin: np.ndarray
    owner: np.ndarray
    day: np.ndarray
    revenue: np.ndarray

    @classmethod
    def of(cls, lines: pd.DataFrame, ids: pd.Index, period: Period) -> Timeline:
        """Return the timeline of the customers ``ids`` (str, distinct) up to the end of the period.

        ``lines`` frame with ``date``, ``customer_id``, ``revenue`` (EUR) and optionally ``one_off`` (1 is
        yes). The history begins with the first line of any customer, or with the period if that is earlier.

        >>> import datetime as dt
        >>> january = Period(dt.date(2024, 1, 1), dt.date(2024, 1, 31))
        >>> days = pd.to_datetime(["2024-01-01", "2024-01-05", "2024-02-01"])
        >>> lines = pd.DataFrame({"date": days, "customer_id": ["b", "a", "a"], "revenue": [9.0, 5.0, 7.0]})
        >>> found = Timeline.of(lines, pd.Index(["a"]), january)
        >>> found.last, found.visits.tolist(), found.revenue.tolist()
        (30, [4], [5.0])
        """
        number = lines["date"].to_numpy().astype("datetime64[D]").astype(np.int64)
        start, final = (int(np.datetime64(day, "D").astype(np.int64)) for day in (period.start, period.end))
        past = number <= final
        first = int(number[past].min(initial=start))
        code = encode_into(lines["customer_id"], ids)[0]
        regular = figures(lines, "one_off") != 1
        rows = np.flatnonzero(past & regular & (code >= 0) & (code < len(ids)))
        rows = rows[np.argsort(number[rows], kind="stable")]
        owner, day, revenue = code[rows], number[rows] - first, figures(lines, "revenue")[rows]
        span = final - first + 1
        bought = revenue > 0
        visits = distinct(owner[bought].astype(np.int64) * span + day[bought])
        begin = np.searchsorted(visits, np.arange(len(ids)) * span)
        return cls(final - first, span, visits, begin, owner, day, revenue)

    @property
    def size(self) -> int:
        """Number of customers."""
        return len(self.begin)

    def visits_until(self, day: int) -> np.ndarray:
        """Return the number of purchase days of each customer up to and including ``day``, int (n,).

        >>> import datetime as dt
        >>> january = Period(dt.date(2024, 1, 1), dt.date(2024, 1, 31))
        >>> lines = pd.DataFrame({"date": pd.to_datetime(["2024-01-01", "2024-01-05"]), "customer_id": "a",
        ...                       "revenue": 5.0})
        >>> found = Timeline.of(lines, pd.Index(["a"]), january)
        >>> found.visits_until(3).tolist(), found.visits_until(-9).tolist()
        ([1], [0])
        """
        day = min(max(day, -1), self.last)
        upto = np.searchsorted(self.visits, np.arange(self.size) * self.span + day, side="right")
        counted: np.ndarray = np.maximum(upto - self.begin, 0)
        return counted

    def revenue_between(self, after: int, until: int) -> np.ndarray:
        """Return the turnover of each customer after ``after`` up to and including ``until``, EUR (n,).

        >>> import datetime as dt
        >>> january = Period(dt.date(2024, 1, 1), dt.date(2024, 1, 31))
        >>> lines = pd.DataFrame({"date": pd.to_datetime(["2024-01-01", "2024-01-05"]), "customer_id": "a",
        ...                       "revenue": [5.0, 7.0]})
        >>> Timeline.of(lines, pd.Index(["a"]), january).revenue_between(0, 30).tolist()
        [7.0]
        """
        part = slice(*np.searchsorted(self.day, [after + 1, until + 1]))
        return np.bincount(self.owner[part], self.revenue[part], minlength=self.size)

    def bought_between(self, after: int, until: int) -> np.ndarray:
        """Return which customers had a purchase day after ``after`` up to and including ``until``, bool (n,).

        >>> import datetime as dt
        >>> january = Period(dt.date(2024, 1, 1), dt.date(2024, 1, 31))
        >>> lines = pd.DataFrame({"date": pd.to_datetime(["2024-01-05"]), "customer_id": "a", "revenue": 5.0})
        >>> Timeline.of(lines, pd.Index(["a"]), january).bought_between(-1, 30).tolist()
        [True]
        """
        bought: np.ndarray = self.visits_until(until) > self.visits_until(after)
        return bought

    def origins(self, horizon: int, before: float) -> list[int]:
        """Return the days to learn from, newest first: a horizon after each, ``before`` horizons ahead of it.

        >>> import datetime as dt
        >>> lines = pd.DataFrame({"date": pd.to_datetime(["2023-01-01"]), "customer_id": "a", "revenue": 5.0})
        >>> year = Period(dt.date(2024, 1, 1), dt.date(2024, 12, 31))
        >>> Timeline.of(lines, pd.Index(["a"]), year).origins(366, 0.75)
        [364, 273]
        """
        step = max(horizon // ORIGINS_PER_HORIZON, 1)
        days = range(self.last - horizon, -1, -step)
        return [day for day in days if day + 1 + GRACE_DAYS >= before * horizon][:MOST_ORIGINS]

    def habits(self, day: int, horizon: int) -> Habits:
        """Return how those that bought in the ``horizon`` days up to and including ``day`` buy.

        >>> import datetime as dt
        >>> january = Period(dt.date(2024, 1, 1), dt.date(2024, 1, 31))
        >>> lines = pd.DataFrame({"date": pd.to_datetime(["2024-01-01", "2024-01-11"]), "customer_id": "a",
        ...                       "revenue": 5.0})
        >>> found = Timeline.of(lines, pd.Index(["a"]), january).habits(30, 31)
        >>> found.recency.tolist(), found.gap.tolist(), found.often.tolist(), found.late().round(2).tolist()
        ([20.0], [10.0], [2.0], [1.91])
        """
        count = self.visits_until(day)
        often, lately = (count - self.visits_until(day - days) for days in (horizon, horizon // 2))
        rows = np.flatnonzero(often > 0)
        seen, place = count[rows], self.begin[rows]
        first, newest = (self.visits[position] - rows * self.span for position in (place, place + seen - 1))
        tenure = (day - first).astype(float)
        whole = min(horizon, day + 1) / horizon
        return Habits(
            rows,
            (day - newest).astype(float),
            np.where(seen > 1, (newest - first) / np.maximum(seen - 1, 1), tenure),
            often[rows] / whole,
            lately[rows].astype(float),
            tenure,
            self.revenue_between(day - horizon, day)[rows] / whole,
        )
