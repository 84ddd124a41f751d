"""Concentration of turnover or contribution, and whether the top 20 % of customers is worth it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from klantwaarde_xl.core.base.ranking import HALF_A_CENT, cents, rank_descending

MOST_OF_IT = Fraction(80, 100)
TOP = Fraction(20, 100)


def top_size(count: int) -> int:
    """Return how many of so many customers the largest 20 % are, rounded up.

    >>> [top_size(count) for count in (0, 1, 5, 6)]
    [0, 1, 1, 2]
    """
    return ceil(TOP * count)


def _known_cents(values: ArrayLike) -> np.ndarray:
    amount = cents(values)
    known: np.ndarray = amount[~np.isnan(amount)]
    return known


def share_for_80(values: ArrayLike) -> float:
    """Return the smallest share of the customers that makes 80 % of the positive total.

    ``values`` float (n,) in EUR, NaN left out. Returns a fraction of all n known customers, also those with
    zero or less; NaN when no amount is positive.

    >>> share_for_80([60.0, 20.0, 15.0, 5.0, 0.0])
    0.4
    """
    amount = _known_cents(values)
    rising = np.cumsum(-np.sort(-np.maximum(amount, 0))).astype(np.int64)
    if not len(rising) or rising[-1] <= 0:
        return np.nan
    return float((np.searchsorted(rising, ceil(MOST_OF_IT * int(rising[-1])), "left") + 1) / len(amount))


def top20_share(values: ArrayLike) -> float:
    """Return the share of the net total made by the top 20 % of the customers, their number rounded up.

    ``values`` float (n,), EUR or points of a score, NaN left out. Returns a fraction of the **net** total,
    which can exceed 1; NaN when that total, in whole cents, is not positive. The share itself is taken over
    the values as they are: a score of 83.125 points has no cents to be rounded to.

    >>> top20_share([50.0, 30.0, 20.0, 10.0, -10.0])
    0.5
    >>> round(top20_share([83.125, 16.875]), 9)
    0.83125
    """
    amount = np.asarray(values, dtype=float)
    amount = -np.sort(-amount[~np.isnan(amount)])
    positive = _known_cents(values).sum() > 0
    return float(amount[: top_size(len(amount))].sum() / amount.sum()) if positive else np.nan


def gini(values: ArrayLike) -> float:
    """Return the Gini coefficient, negative amounts counted as zero.

    ``values`` float (n,) in EUR, NaN left out. Returns 0 (all equal) to 1 - 1/n (one has everything); NaN
    when no amount is positive.

    Source: sum((2 i - n - 1) x_i) / (n sum x), x ascending; half the relative mean absolute difference.

    >>> gini([1.0, 1.0, 1.0, 1.0]), gini([0.0, 0.0, 0.0, 8.0])
    (0.0, 0.75)
    """
    amount = np.sort(np.maximum(_known_cents(values), 0))
    n, total = len(amount), amount.sum()
    if total <= 0:
        return np.nan
    return float(np.dot(2 * np.arange(1, n + 1) - n - 1, amount) / (n * total))


def hhi(values: ArrayLike) -> float:
    """Return the Herfindahl-Hirschman index: 10,000 x the sum of the squared shares of the positive total.

    ``values`` float (n,) in EUR; zero, negative and NaN are left out. Returns up to 10,000 (one customer);
    NaN when no amount is positive.

    >>> hhi([50.0, 50.0, -20.0])
    5000.0
    """
    amount = np.maximum(_known_cents(values), 0)
    total = amount.sum()
    return float(10_000 * np.square(amount / total).sum()) if total > 0 else np.nan


@dataclass(frozen=True, slots=True)
class Concentration:
    """How concentrated an amount is; each figure is defined by the function of the same name."""

    share_for_80: float
    top20_share: float
    gini: float
    hhi: float


def concentration(values: ArrayLike) -> Concentration:
    """Return the four figures of concentration together.

    ``values`` float (n,) in EUR. See :func:`share_for_80`, :func:`top20_share`, :func:`gini` and :func:`hhi`.

    Source: docs/method.md, Pareto and concentration.

    >>> concentration([50.0, 50.0])
    Concentration(share_for_80=1.0, top20_share=0.5, gini=0.0, hhi=5000.0)
    """
    return Concentration(share_for_80(values), top20_share(values), gini(values), hhi(values))


@dataclass(frozen=True, slots=True, eq=False)
class Top20Check:
    """Whether the top 20 % by revenue is worth it.

    ``customers`` in the top and their ``revenue`` and ``contribution`` (EUR, known ones); ``loss_makers``
    with a contribution of zero or less; ``not_interesting`` with that or less per euro of revenue than half
    of what all customers together contribute, with their ``not_interesting_revenue``; ``unknown`` without a
    known contribution (in neither); ``ids`` of the uninteresting ones, largest revenue first and equal ones
    by id."""

    customers: int
    revenue: float
    contribution: float
    loss_makers: int
    not_interesting: int
    not_interesting_revenue: float
    unknown: int
    ids: tuple[str, ...]


def half_margin(contribution: pd.Series, revenue: pd.Series) -> float:
    """Return half of what customers together contribute per euro of revenue; 0 where that is not positive.

    Both float (customers,) in EUR; who has no known contribution (NaN) is left out of both sums.

    >>> half_margin(pd.Series([10.0, 2.0, np.nan]), pd.Series([50.0, 10.0, 1000.0]))
    0.1
    """
    sold = float(revenue[contribution.notna()].sum())
    return max(0.0, float(contribution.sum()) / sold / 2) if sold > 0 else 0.0


def earns_little(contribution: pd.Series, revenue: pd.Series, half: float) -> pd.Series:
    """Return whether customers contribute nothing, or per euro of revenue less than ``half``.

    Arguments in EUR, float (customers,); result bool (customers,). In whole cents; NaN is not little.

    >>> earns_little(pd.Series([-1.0, 4.0, 5.0, np.nan]), pd.Series([50.0, 50.0, 50.0, 50.0]), 0.1).tolist()
    [True, True, False, False]
    """
    return (contribution <= HALF_A_CENT) | (contribution < revenue * half - HALF_A_CENT)


def top20_check(customers: pd.DataFrame) -> Top20Check:
    """Return how many of the top 20 % by revenue earn nothing, or per euro less than half of all customers.

    ``customers`` frame indexed by customer_id with ``revenue`` and ``contribution`` (EUR), NaN where unknown.
    The top is the first 20 % (rounded up) by revenue; who ties with the last of them is in it too, so it may
    be a few more.

    Source: docs/method.md, Pareto and concentration.

    >>> frame = pd.DataFrame({"revenue": [90.0, 5.0, 4.0, 3.0, 2.0], "contribution": [-8.0, 1, 1, 1, 1]},
    ...                      index=list("abcde"))
    >>> check = top20_check(frame)
    >>> check.customers, check.loss_makers, check.not_interesting, check.ids
    (1, 1, 1, ('a',))
    """
    rank = rank_descending(cents(customers["revenue"]))
    top = customers[rank <= top_size(len(customers))]
    half = half_margin(customers["contribution"], customers["revenue"])
    uninteresting = top[earns_little(top["contribution"], top["revenue"], half)]
    ids = uninteresting.sort_index().sort_values("revenue", ascending=False, kind="stable").index
    return Top20Check(
        customers=len(top),
        revenue=float(top["revenue"].sum()),
        contribution=float(top["contribution"].sum()),
        loss_makers=int((top["contribution"] <= HALF_A_CENT).sum()),
        not_interesting=len(uninteresting),
        not_interesting_revenue=float(uninteresting["revenue"].sum()),
        unknown=int(top["contribution"].isna().sum()),
        ids=tuple(str(name) for name in ids),
    )
