"""P(weg): the chance that a customer buys nothing in the coming period, learned from earlier periods.

At earlier days (origins) it is known who bought, how, and who bought nothing in the period after. A chance is
given only where it proves itself on those origins, and euros only where it adds up there."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from klantwaarde_xl.core.ahead.timeline import Habits, Timeline
from klantwaarde_xl.core.base.logistic import Logistic, fit_logistic

HISTORY = 0.75
"""Horizons of history that an origin needs: with two periods of data there are then two origins."""
FEWEST_ORIGINS = 2
FEWEST_LEAVERS = 50
"""Fewest customers that left after an origin, over all origins, to learn from."""
LEAST_AUC = 0.65
"""Smallest chance that who left had a higher chance than who stayed, on customers that were not fitted on."""
WIDEST = 1.3
"""Largest median factor between the turnover expected to go and what went, over the origins."""
BY_TURNOVER = 0.25
"""Part of the weight of a customer that goes by its turnover, so that euros add up as well as customers."""
FOLDS = 4
"""Customers are checked in four parts, each by a fit on the other three."""
SMALLEST = 0.01
"""A customer's turnover counts for at least this part of the median one."""
OFTEN = slice(2, 3)
"""Position of the term that says how often a customer buys."""


@dataclass(frozen=True, slots=True, eq=False)
class Leaving:
    """The chance of leaving of n customers, and how it did on the origins.

    ``chance``: float64 (n,) that it buys nothing in the coming ``horizon`` days; NaN for who bought nothing
    in the past ones, and for everyone with a ``reason``. ``as_often``: that of customers that buy as often,
    whenever they bought last. ``late``: how many of its own gaps ago it bought, (n,). ``reason``: "", or why
    there is no chance: "short_history", "few_leavers" or "no_better" (than chance, on the own origins).
    ``steady``: whether the turnover expected to go came within a factor ``WIDEST`` of what went, at the
    median origin; without it there are no euros. ``origins``, ``leavers``: numbers; ``auc`` and ``factor``:
    what was measured, NaN if nothing was."""

    horizon: int
    chance: np.ndarray
    as_often: np.ndarray
    late: np.ndarray
    reason: str
    steady: bool
    origins: int
    leavers: int
    auc: float
    factor: float

    def of(self, rows: np.ndarray) -> Leaving:
        """Return the same for the customers at these positions only.

        >>> one = np.array([0.1, 0.2])
        >>> Leaving(365, one, one, one, "", True, 2, 60, 0.7, 1.2).of(np.array([1])).chance.tolist()
        [0.2]
        """
        return replace(self, chance=self.chance[rows], as_often=self.as_often[rows], late=self.late[rows])


@dataclass(frozen=True, slots=True, eq=False)
class _Past:
    """Customers at the origins, (k,) each: terms, whether they left, turnover, position, number of origin."""

    terms: np.ndarray
    left: np.ndarray
    revenue: np.ndarray
    rows: np.ndarray
    origin: np.ndarray


def leaving_terms(habits: Habits) -> np.ndarray:
    """Return what the chance depends on, float64 (k, 6).

    Log days since the last purchase; log of that in own gaps; log purchase days in the horizon and in its
    last half; log days since the first; log turnover relative to the median, so that the unit of money does
    not matter.

    >>> one = np.ones(2)
    >>> found = leaving_terms(Habits(np.arange(2), one * 9, one, one, one * 0, one * 9, one * 50))
    >>> found[0].round(2).tolist()
    [2.3, 1.61, 0.69, 0.0, 2.3, 0.0]
    """
    median = float(np.median(habits.revenue)) if len(habits.revenue) else 0.0
    relative = habits.revenue / median if median > 0 else np.ones(len(habits.revenue))
    return np.column_stack(
        [
            np.log1p(habits.recency),
            np.log(habits.late()),
            np.log1p(habits.often),
            np.log1p(habits.lately),
            np.log1p(habits.tenure),
            np.log(np.maximum(relative, SMALLEST)),
        ]
    )


def leaving(timeline: Timeline, horizon: int) -> Leaving:
    """Return the chance that each customer buys nothing in the ``horizon`` days after the last day.

    A logistic curve over :func:`leaving_terms`, fitted on the customers of at least two origins, a quarter of
    their weight by turnover; see :class:`Leaving` for where there is none.

    Source: docs/method.md, Holding on.

    >>> import datetime as dt
    >>> import pandas as pd
    >>> from klantwaarde_xl.core.base.period import Period
    >>> days = pd.to_datetime(["2024-01-01", "2024-03-01"])
    >>> lines = pd.DataFrame({"date": days, "customer_id": "a", "revenue": 5.0})
    >>> quarter = Period(dt.date(2024, 1, 1), dt.date(2024, 3, 31))
    >>> found = leaving(Timeline.of(lines, pd.Index(["a"]), quarter), quarter.days)
    >>> found.reason, found.late.round(2).tolist()
    ('short_history', [0.51])
    """
    habits = timeline.habits(timeline.last, horizon)
    late = np.full(timeline.size, np.nan)
    late[habits.rows] = habits.late()
    days = timeline.origins(horizon, HISTORY)
    unknown = np.full(timeline.size, np.nan)
    if len(days) < FEWEST_ORIGINS:
        return Leaving(horizon, unknown, unknown, late, "short_history", False, len(days), 0, np.nan, np.nan)
    past = _past(timeline, days, horizon)
    leavers = int(past.left.sum())
    if min(leavers, len(past.left) - leavers) < FEWEST_LEAVERS:
        return Leaving(
            horizon, unknown, unknown, late, "few_leavers", False, len(days), leavers, np.nan, np.nan
        )
    checked = _of_others(past)
    auc = area_under_curve(checked, past.left)
    factor = _median_factor(checked * past.revenue, past)
    if auc < LEAST_AUC:
        return Leaving(horizon, unknown, unknown, late, "no_better", False, len(days), leavers, auc, factor)
    now = leaving_terms(habits)
    chance, as_often = unknown.copy(), unknown.copy()
    chance[habits.rows] = _fitted(past).probability(now)
    as_often[habits.rows] = _fitted(past, terms=OFTEN).probability(now[:, OFTEN])
    return Leaving(horizon, chance, as_often, late, "", factor <= WIDEST, len(days), leavers, auc, factor)


def _past(timeline: Timeline, days: list[int], horizon: int) -> _Past:
    parts = []
    for number, day in enumerate(days):
        habits = timeline.habits(day, horizon)
        left = ~timeline.bought_between(day, day + horizon)[habits.rows]
        origin = np.full(len(left), number)
        parts.append((leaving_terms(habits), left, habits.revenue, habits.rows, origin))
    return _Past(*(np.concatenate(part) for part in zip(*parts, strict=True)))


def _fitted(past: _Past, rows: np.ndarray | slice = slice(None), terms: slice = slice(None)) -> Logistic:
    """Return the curve over the ``terms`` of the customers in ``rows``."""
    revenue = np.maximum(past.revenue[rows], 0.0)
    mean = float(revenue.mean())
    weight = 1.0 - BY_TURNOVER + BY_TURNOVER * (revenue / mean if mean > 0 else np.ones(len(revenue)))
    return fit_logistic(past.terms[rows, terms], past.left[rows], weight)


def _of_others(past: _Past) -> np.ndarray:
    """Return the chance of every customer at every origin by a fit on other customers, float64 (k,)."""
    found = np.zeros(len(past.left))
    for fold in range(FOLDS):
        own = past.rows % FOLDS == fold
        if own.any() and not own.all():
            found[own] = _fitted(past, ~own).probability(past.terms[own])
    return found


def area_under_curve(chance: np.ndarray, happened: np.ndarray) -> float:
    """Return how often who it happened to has the higher chance of the two, ties half; NaN without both.

    ``chance`` float (k,), ``happened`` bool (k,).

    Source: Mann & Whitney (1947); Hanley & McNeil (1982).

    >>> area_under_curve(np.array([0.1, 0.4, 0.35, 0.8]), np.array([False, False, True, True]))
    0.75
    """
    many, few = int(happened.sum()), int((~happened).sum())
    if not many or not few:
        return float("nan")
    ranks = pd.Series(chance).rank().to_numpy()[happened].sum()
    return float((ranks - many * (many + 1) / 2) / (many * few))


def _median_factor(expected: np.ndarray, past: _Past) -> float:
    """Return the median over the origins of the factor between the turnover expected to go and what went."""
    went = np.bincount(past.origin, past.left * np.maximum(past.revenue, 0.0))
    expected = np.bincount(past.origin, np.maximum(expected, 0.0))
    known = (went > 0) & (expected > 0)
    factor = np.where(
        known, np.abs(np.log(np.where(known, expected, 1.0) / np.where(known, went, 1.0))), np.inf
    )
    return float(np.exp(np.median(factor)))
