"""Account managers compared on customers with the same traits: what they give here and with the others."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from klantwaarde_xl.core.actions.account_managers import NOBODY, manager_of
from klantwaarde_xl.core.actions.match_test import DRAWS, DRAWS_FOR_MANY, MANY_CUSTOMERS, SURE
from klantwaarde_xl.core.base.id_codes import ratio
from klantwaarde_xl.core.base.ranking import cents

COLUMNS = ("compared", "expected", "difference", "difference_low", "difference_high")
FEWEST_CUSTOMERS, FEWEST_OTHERS = 10, 5
"""Fewest customers of a manager, and of other managers with the same traits, for a comparison."""
_PER_SIZE, _MOST_SIZES = 10, 4
"""Customers of a segment per class of size, and most classes."""
_INTERVAL = 1.6448536269514722


@dataclass(frozen=True, slots=True, eq=False)
class ManagerComparison:
    """``rows`` per account manager with ``COLUMNS``; none where ``reason`` is 'few' or 'chance', else ''."""

    rows: pd.DataFrame
    reason: str


def compare_managers(customers: pd.DataFrame, *, seed: int = 1) -> ManagerComparison:
    """Return what each manager's customers give beside what they would give with the other managers.

    ``customers`` indexed by customer_id: ``account_manager`` (blank: nobody, not compared), ``segment``
    (blank counts as one), ``revenue`` and ``contribution`` (EUR over the period, NaN unknown); ``seed`` of
    the shuffles. Customers have the same traits when they are of the same segment and of the same quarter of
    it by turnover (fewer classes where the segment has under 40 customers, of ten each). Expected is own
    turnover x contribution / turnover of the other managers' customers with the same traits; where those are
    fewer than five, a customer is not compared.

    It is only given when the managers differ more than chance makes them: with the customers shuffled among
    the managers within those traits, the largest sum of deviations over its standard deviation is smaller in
    99.9 % of the shuffles (1,000; 200 above 5,000 customers). A deviation is counted in those of its class.
    Else ``reason`` is 'chance', and 'few' when no two managers have ten customers to compare.

    ``rows``, index account_manager: ``compared`` (customers), ``expected``, ``difference`` (contribution of
    those customers - expected) and its 90 % bounds, EUR of the period.

    Source: docs/method.md, Account managers; a permutation test (Fisher 1935).

    >>> rng = np.random.default_rng(1)
    >>> customers = pd.DataFrame({"account_manager": ["Noor", "Bram"] * 40, "segment": "Bouw",
    ...     "revenue": 1000.0, "contribution": rng.normal(100.0, 20.0, 80)})
    >>> compare_managers(customers).reason
    'chance'
    >>> found = compare_managers(customers.assign(contribution=customers["contribution"] + [50.0, 0.0] * 40))
    >>> found.rows["difference"].round(-3).tolist()
    [-2000.0, 2000.0]
    """
    nobody = pd.DataFrame(columns=list(COLUMNS), index=pd.Index([], name="account_manager"), dtype=float)
    owner = manager_of(customers)
    revenue, net = (customers[name].to_numpy(float) for name in ("revenue", "contribution"))
    rows = np.flatnonzero((owner != NOBODY) & (np.nan_to_num(revenue) > 0) & ~np.isnan(net))
    names, code = np.unique(owner[rows].astype(str), return_inverse=True)
    cell = _traits(customers["segment"].iloc[rows], revenue[rows])
    data = _Cells(code, cell, revenue[rows], net[rows], len(names))
    counted = np.bincount(code[data.comparable], minlength=len(names)) >= FEWEST_CUSTOMERS
    if counted.sum() < 2:
        return ManagerComparison(nobody, "few")
    if not _are_sure(data, counted, seed):
        return ManagerComparison(nobody, "chance")
    found = _beside_others(data)
    found.index = pd.Index(names.astype(object), name="account_manager")
    return ManagerComparison(found[counted], "")


@dataclass(frozen=True, slots=True, eq=False)
class _Cells:
    """Customers (n,) with a manager and a class of traits, int; their turnover and contribution, EUR."""

    owner: np.ndarray
    cell: np.ndarray
    revenue: np.ndarray
    net: np.ndarray
    managers: int

    def sums(self, values: np.ndarray, *, per_manager: bool) -> np.ndarray:
        """Return for each customer the sum over its class, or over its own manager's part of it."""
        key = self.cell * self.managers + self.owner if per_manager else self.cell
        total: np.ndarray = np.bincount(key, values)[key]
        return total

    def others(self, values: np.ndarray) -> np.ndarray:
        """Return for each customer the sum over those of other managers in its class."""
        rest: np.ndarray = self.sums(values, per_manager=False) - self.sums(values, per_manager=True)
        return rest

    @property
    def comparable(self) -> np.ndarray:
        """Which customers have enough customers of other managers to be compared with, bool (n,)."""
        enough: np.ndarray = self.others(np.ones(len(self.cell))) >= FEWEST_OTHERS
        return enough


def _traits(segment: pd.Series, revenue: np.ndarray) -> np.ndarray:
    """Return the class of traits of each customer, int (n,): its segment, and its size within it."""
    code = pd.factorize(segment.astype(object).where(segment.notna(), ""), sort=False)[0]
    amounts = cents(revenue)
    order = np.lexsort((amounts, code))
    count = np.bincount(code, minlength=1)
    first = np.cumsum(count) - count
    below = np.empty(len(code), np.int64)
    below[order] = np.arange(len(code)) - first[code[order]]
    sizes = np.clip(count // _PER_SIZE, 1, _MOST_SIZES)
    # Equal turnovers share the lowest class of theirs, so that the order of the customers does not matter.
    tied = pd.Series(below).groupby([code, amounts]).transform("min").to_numpy()
    return code * _MOST_SIZES + tied * sizes[code] // np.maximum(count[code], 1)


def _are_sure(data: _Cells, counted: np.ndarray, seed: int) -> bool:
    """Return whether the managers differ more than with their customers shuffled within the classes."""
    whole = ratio(data.sums(data.net, per_manager=False), data.sums(data.revenue, per_manager=False))
    off = np.where(data.comparable, data.net - data.revenue * whole, 0.0)
    # In standard deviations of the class, so that the noise of a few large customers does not hide the rest.
    off = ratio(off, np.sqrt(data.sums(off**2, per_manager=False)), otherwise=0.0)

    def largest(deviations: np.ndarray) -> float:
        total, squares = (
            np.bincount(data.owner, values, minlength=data.managers) for values in (deviations, deviations**2)
        )
        return float(np.abs(ratio(total, np.sqrt(squares), otherwise=0.0))[counted].max())

    draw = np.random.default_rng(seed)
    order = np.argsort(data.cell, kind="stable")
    by_class, place = off[order], data.cell[order].astype(float)
    draws = DRAWS if len(off) <= MANY_CUSTOMERS else DRAWS_FOR_MANY
    shuffled, moved = [], np.empty(len(off))
    for _ in range(draws):
        moved[order] = by_class[np.argsort(place + draw.random(len(off)) / 2)]
        shuffled.append(largest(moved))
    return largest(off) > float(np.quantile(shuffled, SURE)) * (1 + 1e-9)


def _beside_others(data: _Cells) -> pd.DataFrame:
    """Return ``COLUMNS`` per manager, by code."""
    theirs = data.others(data.revenue)
    rate = ratio(data.others(data.net), theirs, otherwise=0.0)
    used = data.comparable & (theirs > 0)
    revenue = np.where(used, data.revenue, 0.0)
    expected, off = revenue * rate, np.where(used, data.net - data.revenue * rate, 0.0)
    whole = ratio(data.sums(data.net, per_manager=False), data.sums(data.revenue, per_manager=False))
    noise = (data.net - data.revenue * whole) ** 2
    # Of the rate of the others: their noise once per class and manager, spread over its own customers.
    own = data.sums(revenue, per_manager=True)
    of_rate = ratio(data.others(noise), theirs**2, otherwise=0.0) * own * revenue

    def total(values: np.ndarray) -> np.ndarray:
        return np.bincount(data.owner, values, minlength=data.managers)

    half = _INTERVAL * np.sqrt(total(np.where(used, noise, 0.0) + of_rate))
    difference = total(off)
    figures = (total(used.astype(float)), total(expected), difference, difference - half, difference + half)
    return pd.DataFrame(dict(zip(COLUMNS, figures, strict=True)))
