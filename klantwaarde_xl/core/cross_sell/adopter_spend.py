"""What customers spend on an item in the year in which they first buy it.

Established buyers spend many times as much as somebody that has just begun: their median times a customer's
size promised 3 to 285 times what came. So the amount comes from adopters: customers of the year before that
bought the item in a year for the first time since then."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from klantwaarde_xl.core.base.id_codes import ratio
from klantwaarde_xl.core.base.period import Period
from klantwaarde_xl.core.cross_sell.baskets import Baskets, Purchases
from klantwaarde_xl.core.cross_sell.visit_rhythm import visits
from klantwaarde_xl.core.cross_sell.window_state import window

FEWEST_ADOPTERS = 100
"""Fewest adopters for a regression on the item and the size of the customer; below it their mean."""
PRIOR_ADOPTERS = 5.0
"""So many adopters of all items count in the level of one item."""
WINSORISED = (0.05, 0.95)
"""Quantiles to which the amounts are drawn in where their mean is taken."""
CAP = 0.90
"""Quantile of the adopters' share of their turnover above which no amount goes."""
YEARS = 2
"""The newest years of adopters that are looked at."""


@dataclass(frozen=True, slots=True, eq=False)
class Adopters:
    """The first purchases of an item by customers that were there before, (k,) each.

    ``item``: int, the column; ``spend``: EUR on it in the window of the first purchase; ``size``: EUR of all
    purchases of that customer in the window before; ``visits``: on how many days it bought then, from 1."""

    item: np.ndarray
    spend: np.ndarray
    size: np.ndarray
    visits: np.ndarray


@dataclass(frozen=True, slots=True, eq=False)
class AdopterSpend:
    """The amount to expect of an adopter, EUR.

    exp(``intercept`` + ``slope`` x log size + ``often`` x log visits + level of the item). Who
    spends as much in more visits spends less on what is new: each visit is smaller. ``level`` float64 (m,),
    log EUR x its slope; ``cap``: largest share of a customer's turnover, 0 without adopters; ``adopters``:
    their number."""

    intercept: float
    slope: float
    often: float
    level: np.ndarray
    cap: float
    adopters: int

    def amount(self, size: np.ndarray, visits: np.ndarray) -> np.ndarray:
        """Return the EUR in the year of adoption for each customer and item, float64 (k, m).

        ``size`` float (k,): EUR of all purchases in the past year; without a positive one nothing. ``visits``
        (k,): on how many days.

        >>> spend = AdopterSpend(np.log(2), 0.5, 0.0, np.array([0.0, np.log(3)]), 0.5, 9)
        >>> spend.amount(np.array([100.0, 4.0]), np.ones(2))
        array([[20., 50.],
               [ 2.,  2.]])
        """
        return self._of(size[:, None], visits[:, None], self.level[None, :])

    def of_pairs(self, size: np.ndarray, visits: np.ndarray, item: np.ndarray) -> np.ndarray:
        """Return the same for pairs of a customer and an item, float64 (k,).

        ``size`` EUR, ``visits`` and ``item`` int, the column, (k,).

        >>> spend = AdopterSpend(np.log(2), 0.5, 1.0, np.array([0.0, np.log(3)]), 9.0, 9)
        >>> spend.of_pairs(np.array([4.0]), np.array([2.0]), np.array([1])).round(6)
        array([24.])
        """
        return self._of(size, visits, self.level[item])

    def _of(self, size: np.ndarray, visits: np.ndarray, level: np.ndarray) -> np.ndarray:
        positive = np.maximum(size, 0.0)
        known = np.log(np.where(positive > 0, positive, 1.0))
        own = self.intercept + self.slope * known + self.often * np.log(np.maximum(visits, 1))
        return np.where(positive > 0, np.minimum(np.exp(own + level), self.cap * positive), 0.0)


def adopters(purchases: Purchases, baskets: Baskets, end: dt.date, days: int) -> Adopters:
    """Return who bought an item for the first time, in the last ``YEARS`` windows of ``days`` up to ``end``.

    ``baskets``: those whose items are the columns. First: not in the window before, of a customer that
    bought something then.

    >>> import pandas as pd
    >>> from klantwaarde_xl.core.base.period import Period
    >>> from klantwaarde_xl.core.cross_sell.baskets import purchases
    >>> rows = [("2023-05-01", "a", "x", 40.0), ("2024-05-01", "a", "y", 7.0), ("2024-06-01", "b", "y", 9.0)]
    >>> lines = pd.DataFrame(rows, columns=["date", "customer_id", "item", "revenue"])
    >>> coded = purchases(lines.assign(date=pd.to_datetime(lines["date"]), cost=np.nan, one_off=np.nan))
    >>> now = coded.baskets(Period(dt.date(2024, 1, 1), dt.date(2024, 12, 31)))
    >>> found = adopters(coded, now, dt.date(2024, 12, 31), 366)
    >>> found.item.tolist(), found.spend.tolist(), found.size.tolist()
    ([0], [7.0], [40.0])
    """
    parts = []
    for year in range(YEARS):
        last = end - dt.timedelta(days=year * days)
        year_before = window(last - dt.timedelta(days=days), days)
        before = purchases.baskets(year_before)
        after = purchases.baskets(window(last, days), customers=before.customers, items=baskets.items)
        size = np.asarray(before.spend.sum(axis=1)).ravel()
        # On the columns of the items of now: what was bought before and is gone now plays no part.
        owned = purchases.baskets(year_before, customers=before.customers, items=baskets.items).matrix
        new = sparse.csr_array(after.spend - after.spend.multiply(owned))
        new.eliminate_zeros()
        row = np.repeat(np.arange(new.shape[0]), np.diff(new.indptr))
        kept = (new.data > 0) & (size[row] > 0)
        often = _days_bought(purchases, year_before)[before.customers]
        parts.append((new.indices[kept], new.data[kept], size[row][kept], often[row][kept]))
    return Adopters(*(np.concatenate(part) for part in zip(*parts, strict=True)))


def _days_bought(purchases: Purchases, period: Period) -> np.ndarray:
    """Return on how many days of the period each customer of the labels bought, int."""
    inside = np.flatnonzero(period.contains(purchases.date) & (purchases.revenue > 0))
    age = (np.datetime64(period.end) - purchases.date[inside]).astype(np.int64)
    customers = len(purchases.customer_labels)
    return visits(purchases.customer[inside], age, count=customers, days=period.days).count


def fit_adopter_spend(seen: Adopters, width: int) -> AdopterSpend:
    """Return the amount that fits the adopters, for ``width`` items.

    With at least ``FEWEST_ADOPTERS`` a regression of log spend on the log level of the item (median of its
    adopters, drawn to that of all), log size and log visits, brought back to euros by smearing (Duan 1983);
    with fewer the winsorised mean of all adopters; without any nothing.

    Source: docs/method.md, Cross-sell.

    >>> size, one = np.array([100.0, 100.0, 100.0]), np.ones(3)
    >>> seen = Adopters(np.array([0, 0, 1]), np.array([10.0, 20.0, 30.0]), size, one)
    >>> fit_adopter_spend(seen, 2).amount(np.array([1_000.0]), one[:1]).round(6).tolist()
    [[20.0, 20.0]]
    """
    count = len(seen.spend)
    if not count:
        return AdopterSpend(-np.inf, 0.0, 0.0, np.zeros(width), 0.0, 0)
    cap = float(np.quantile(seen.spend / seen.size, CAP))
    if count < FEWEST_ADOPTERS:
        low, high = np.quantile(seen.spend, WINSORISED)
        mean = float(np.clip(seen.spend, low, high).mean())
        return AdopterSpend(float(np.log(mean)), 0.0, 0.0, np.zeros(width), cap, count)
    spend, level = np.log(seen.spend), _levels(seen, width)
    terms = np.column_stack([np.ones(count), np.log(seen.size), np.log(seen.visits), level[seen.item]])
    slopes = np.linalg.lstsq(terms, spend, rcond=None)[0]
    left = np.exp(spend - terms @ slopes)
    low, high = np.quantile(left, (0.01, 0.99))
    smearing = float(np.log(np.clip(left, low, high).mean()))
    start, slope, often = (float(value) for value in slopes[:3])
    return AdopterSpend(start + smearing, slope, often, slopes[3] * level, cap, count)


def _levels(seen: Adopters, width: int) -> np.ndarray:
    """Return per item the log of the median spend of its adopters, drawn to that of all, float64 (m,)."""
    order = np.lexsort((seen.spend, seen.item))
    item, spend = seen.item[order], np.log(seen.spend[order])
    count = np.bincount(item, minlength=width)
    start = np.cumsum(count) - count
    some = np.flatnonzero(count)
    middle = np.full(width, 0.0)
    middle[some] = (spend[start[some] + (count[some] - 1) // 2] + spend[start[some] + count[some] // 2]) / 2
    overall = float(np.median(spend))
    drawn: np.ndarray = ratio(count * middle + PRIOR_ADOPTERS * overall, count + PRIOR_ADOPTERS)
    return drawn
