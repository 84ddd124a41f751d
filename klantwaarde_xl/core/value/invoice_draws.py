"""Invoices drawn again: the points of each customer had it bought by chance a little otherwise.

A Poisson bootstrap (Efron 1979): in every draw each invoice counts a Poisson(1) number of times."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from klantwaarde_xl.core.base.id_codes import figures, ratio
from klantwaarde_xl.core.base.part_of_margin import intensity
from klantwaarde_xl.core.base.ranking import cents
from klantwaarde_xl.core.measures.invoice_sums import InvoiceSums
from klantwaarde_xl.core.value.unknown_values import completed, costs_that_vary
from klantwaarde_xl.core.value.value_functions import FULL, Scales, amount_points

_CELLS = 2**20
"""Invoices x draws processed at once: 8 MB in a float64."""
_STEPS = 2**16
"""So many equally likely numbers stand for the Poisson distribution; three times as fast as drawing it."""


@dataclass(frozen=True, slots=True, eq=False)
class Buyers:
    """Customers (n,) and their invoices: what a draw changes, and what it leaves alone.

    ``rate``: margin as a fraction of revenue where it is estimated, NaN where it is known; ``costs``: see
    ``costs_that_vary``; ``fixed``: points of energy and culture; ``sold``: product groups anyone bought;
    ``begins`` (n + 1,) and ``parts`` (n + 1,): where the invoices of each customer begin, and their parts."""

    bought: InvoiceSums
    scales: Scales
    revenue: np.ndarray
    rate: np.ndarray
    costs: Mapping[str, tuple[np.ndarray, np.ndarray]]
    fixed: Mapping[str, np.ndarray]
    sold: float
    begins: np.ndarray
    parts: np.ndarray

    @classmethod
    def of(cls, bought: InvoiceSums, measures: pd.DataFrame, scores: pd.DataFrame, scales: Scales) -> Buyers:
        """Return the customers of ``measures``; ``scores`` as of ``customer_score`` by value functions."""
        revenue, groups, breadth = (figures(measures, name) for name in ("revenue", "groups", "breadth"))
        filled = completed(measures)
        estimated = ratio(filled.usual["margin"], revenue, cents(revenue) != 0, 0.0)
        begins = np.searchsorted(bought.owner, np.arange(len(measures) + 1))
        return cls(
            bought,
            scales,
            revenue,
            np.where(filled.known["margin"], np.nan, estimated),
            costs_that_vary(measures),
            {name: scores[f"normalised_{name}"].to_numpy(float) for name in ("energy", "culture")},
            float(np.nanmax(np.append(ratio(groups, breadth), 1.0))),
            begins,
            np.searchsorted(bought.invoice, begins),
        )


def drawn_points(
    buyers: Buyers, draws: int, generator: np.random.Generator
) -> Iterator[tuple[slice, dict[str, np.ndarray], np.ndarray]]:
    """Yield a range of customers, their points per dimension, and in which draws they have an invoice.

    Arrays are (range, ``draws``); dimensions as in ``score.MEASURED_BY``. Turnover, margin and product groups
    follow the invoices; driver hours go with the number of invoices, financing with turnover; logged hours,
    expenses and ratings stay.

    >>> none, owner, euro = np.zeros(0, int), np.zeros(3, int), np.ones(3)
    >>> measures = pd.DataFrame({"revenue": [3.0], "gross_margin": [3.0]})
    >>> scores = pd.DataFrame({f"normalised_{name}": [np.nan] for name in ("energy", "culture")})
    >>> bought = InvoiceSums(owner, euro, euro, none, none, np.zeros(0))
    >>> buyers = Buyers.of(bought, measures, scores, Scales(None, None))
    >>> _, points, there = next(drawn_points(buyers, 4, np.random.default_rng(1)))
    >>> np.array_equal(points["margin"] == FULL, there)
    True
    """
    poisson = _poisson()
    first, size = 0, len(buyers.revenue)
    while first < size:
        # As many customers as fit in a block, and one at least.
        room = buyers.begins[first] + _CELLS // draws
        last = max(int(np.searchsorted(buyers.begins, room, side="right")) - 1, first + 1)
        count = int(buyers.begins[last] - buyers.begins[first])
        times = poisson[generator.integers(0, _STEPS, (count, draws), np.uint16)]
        yield slice(first, last), *_points(buyers, first, last, times)
        first = last


def _poisson() -> np.ndarray:
    """Return the numbers of Poisson(1) for equally likely steps, float (_STEPS,)."""
    bounds = np.cumsum([math.exp(-1) / math.factorial(number) for number in range(12)])
    numbers: np.ndarray = np.searchsorted(bounds, (np.arange(_STEPS) + 0.5) / _STEPS).astype(float)
    return numbers


def _points(
    buyers: Buyers, first: int, last: int, times: np.ndarray
) -> tuple[dict[str, np.ndarray], np.ndarray]:
    """Return the points of customers ``first`` to ``last``, and where they have an invoice."""
    begins, rows = buyers.begins[first : last + 1] - buyers.begins[first], slice(first, last)
    own = slice(buyers.begins[first], buyers.begins[last])
    invoices, revenue, margin = (
        _sums(amounts, np.arange(len(times)), begins, times)
        for amounts in (np.ones(len(times)), buyers.bought.revenue[own], buyers.bought.margin[own])
    )
    rate = buyers.rate[rows, None]
    margin = np.where(np.isnan(rate), margin, revenue * rate)
    real = np.diff(begins)[:, None]
    more = {
        "time": ratio(invoices, np.broadcast_to(real, invoices.shape)),
        "money": np.maximum(_relative(revenue, buyers.revenue[rows, None]), 0.0),
    }
    points = {
        "turnover": np.where(
            cents(margin) <= 0, 0.0, np.maximum(amount_points(revenue, buyers.scales.turnover), 0.0)
        ),
        "margin": amount_points(margin, buyers.scales.margin),
    }
    for name, (stays, goes) in buyers.costs.items():
        cost = stays[rows, None] + goes[rows, None] * np.nan_to_num(more[name])
        points[name] = FULL * (1.0 - intensity(cost, margin))
    for name, values in buyers.fixed.items():
        points[name] = np.broadcast_to(values[rows, None], revenue.shape)
    points["products"] = FULL / buyers.sold * _groups(buyers, first, last, times)
    return points, invoices > 0


def _relative(now: np.ndarray, usual: np.ndarray) -> np.ndarray:
    usual = np.broadcast_to(usual, now.shape)
    return ratio(now, usual, cents(usual) > 0, 1.0)


def _sums(amounts: np.ndarray, columns: np.ndarray, begins: np.ndarray, times: np.ndarray) -> np.ndarray:
    """Return the sum of amounts x times per row: those from one of ``begins`` to the next.

    ``amounts`` and ``columns`` (k,): EUR and row of ``times``; ``begins`` (m + 1,). Returns (m, draws)."""
    from scipy.sparse import csr_array  # Only here: importing it takes longer than a small analysis.

    matrix = csr_array((amounts, columns, begins), shape=(len(begins) - 1, len(times)))
    total: np.ndarray = matrix @ times
    return total


def _groups(buyers: Buyers, first: int, last: int, times: np.ndarray) -> np.ndarray:
    """Return the number of product groups with net revenue in each draw, float (range, draws)."""
    bought, part = buyers.bought, slice(buyers.parts[first], buyers.parts[last])
    invoice = bought.invoice[part]
    if not len(invoice):
        return np.zeros((last - first, times.shape[1]))
    owner, group = bought.owner[invoice], bought.group[part]
    order = np.lexsort((group, owner))
    owner, group = owner[order], group[order]
    new = np.append(True, (owner[1:] != owner[:-1]) | (group[1:] != group[:-1]))
    starts = np.append(np.flatnonzero(new), len(order))
    net = _sums(bought.amount[part][order], invoice[order] - buyers.begins[first], starts, times)
    cells = np.searchsorted(owner[new], np.arange(first, last + 1))
    return _sums(np.ones(len(net)), np.arange(len(net)), cells, (cents(net) > 0).astype(float))
