"""What customers bring over three years as a multiple of the first, from the firm's own past."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from klantwaarde_xl.core.ahead.next_year import FEWEST_CUSTOMERS
from klantwaarde_xl.core.ahead.timeline import GRACE_DAYS, MOST_ORIGINS, ORIGINS_PER_HORIZON, Timeline

YEARS = 3
FEWEST_ORIGINS = 2
"""Fewest origins with a year before and three after: four years and a quarter of lines."""
WIDEST = 1.15
"""Largest factor between the multiple of an origin and that of the other ones. At 1.25 the resellers (1.16)
had a value, .72 of what came."""


@dataclass(frozen=True, slots=True)
class ThreeYears:
    """The turnover of three horizons as a multiple of that of the first, over who bought at an origin.

    ``multiple``: NaN with a ``reason``: "short_history", "few_customers" or "unsteady". ``origins``: number
    of earlier days; ``factor``: furthest that one of them lies from the others together, NaN with fewer than
    two."""

    multiple: float
    reason: str
    origins: int
    factor: float


def three_years(timeline: Timeline, horizon: int) -> ThreeYears:
    """Return what the customers of a year bring in three, as a multiple of what they bring in the first.

    Over the days with a ``horizon`` before and three after, a quarter apart: the turnover of those that
    bought in the horizon before, in all three against in the first. One multiple for all customers; where the
    multiples of those days differ by more than ``WIDEST`` there is none. Nothing is said of later years.

    Source: docs/method.md, Value next year; a chain ladder of customers (Mack 1993) with one step.

    >>> import datetime as dt
    >>> import pandas as pd
    >>> from klantwaarde_xl.core.base.period import Period
    >>> year = Period(dt.date(2024, 1, 1), dt.date(2024, 12, 31))
    >>> lines = pd.DataFrame({"date": [pd.Timestamp("2024-06-01")], "customer_id": "a", "revenue": 5.0})
    >>> three_years(Timeline.of(lines, pd.Index(["a"]), year), 365).reason
    'short_history'
    """
    step = max(horizon // ORIGINS_PER_HORIZON, 1)
    days = range(timeline.last - YEARS * horizon, -1, -step)
    origins = [day for day in days if day + 1 + GRACE_DAYS >= horizon][:MOST_ORIGINS]
    if len(origins) < FEWEST_ORIGINS:
        return ThreeYears(np.nan, "short_history", len(origins), np.nan)
    if len(timeline.habits(timeline.last, horizon).rows) < FEWEST_CUSTOMERS:
        return ThreeYears(np.nan, "few_customers", len(origins), np.nan)
    sums = np.array([_first_and_all(timeline, day, horizon) for day in origins])
    first, whole = sums.T
    others = [(whole.sum() - w, first.sum() - f) for f, w in sums]
    if (first <= 0).any() or (whole <= 0).any() or min(min(pair) for pair in others) <= 0:
        return ThreeYears(np.nan, "unsteady", len(origins), np.nan)
    apart = [abs(np.log(w / f) - np.log(ow / of)) for (f, w), (ow, of) in zip(sums, others, strict=True)]
    factor = float(np.exp(max(apart)))
    if factor > WIDEST:
        return ThreeYears(np.nan, "unsteady", len(origins), factor)
    return ThreeYears(float(whole.sum() / first.sum()), "", len(origins), factor)


def _first_and_all(timeline: Timeline, day: int, horizon: int) -> tuple[float, float]:
    """Return the turnover of the first and of all three horizons after a day, of its buyers, EUR."""
    rows = timeline.habits(day, horizon).rows
    first = timeline.revenue_between(day, day + horizon)[rows].sum()
    return float(first), float(timeline.revenue_between(day, day + YEARS * horizon)[rows].sum())
