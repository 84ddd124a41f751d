"""Counts per customer from invoice lines: invoices, product groups, first and last purchase day."""

from __future__ import annotations

import numpy as np

from klantwaarde_xl.core.base.id_codes import distinct
from klantwaarde_xl.core.base.ranking import cents

DENSE_CELLS = 2**26
"""Up to this many customer x group cells (64 MB of flags) are kept as a table; above it pairs are sorted."""
ONE_CENT = 0.01


def count_distinct(code: np.ndarray, item: np.ndarray, size: int, items: int) -> np.ndarray:
    """Return how many distinct items each customer has.

    ``code`` intp (n,) from 0 to ``size`` - 1, a customer per row; ``item`` intp (n,) from 0 to ``items`` - 1.
    Returns int64 (size,). An item that several customers share counts for each of them.

    >>> count_distinct(np.array([0, 0, 1, 1]), np.array([0, 0, 1, 2]), 2, 3).tolist()
    [1, 2]
    """
    owner = np.full(items, -1, np.intp)
    owner[item] = code
    # Invoices have one customer each as a rule: then no sorting is needed.
    if np.array_equal(owner[item], code):
        return np.bincount(owner[owner >= 0], minlength=size)
    return np.bincount(distinct(code * items + item) // items, minlength=size)


def groups_bought(
    code: np.ndarray, group: np.ndarray, revenue: np.ndarray, size: int, groups: int
) -> tuple[np.ndarray, int]:
    """Return how many product groups each customer bought, and how many groups anyone bought.

    Bought: net revenue above zero, compared in cents. ``code`` intp (n,) from 0 to ``size`` - 1; ``group``
    intp (n,) from 0 to ``groups`` - 1; ``revenue`` float (n,) in EUR, credit negative. Returns the groups
    bought int64 (size,), and the number of groups that at least one customer bought. Memory: one byte for
    each customer x group while that is at most 64 MB.

    >>> code, group = np.array([0, 0, 0, 1]), np.array([0, 1, 1, 0])
    >>> bought, sold = groups_bought(code, group, np.array([10.0, 5.0, -5.0, 9.0]), 2, 2)
    >>> bought.tolist(), sold
    ([1, 1], 1)
    """
    pair = code * groups + group
    if size * groups > DENSE_CELLS:
        pairs, net = _net_per_pair(pair, revenue)
        pairs = pairs[cents(net) > 0]
        return (
            np.bincount(pairs // groups, minlength=size),
            int(np.count_nonzero(np.bincount(pairs % groups))),
        )
    bought = np.zeros(size * groups, bool)
    bought[pair] = True
    # The net can differ from "has a line" only for pairs with a line below one cent: sum just those.
    doubtful = np.flatnonzero(revenue < ONE_CENT)
    if len(doubtful):
        doubt = np.zeros(size * groups, bool)
        doubt[pair[doubtful]] = True
        rows = np.flatnonzero(doubt[pair])
        pairs, net = _net_per_pair(pair[rows], revenue[rows])
        bought[pairs] = cents(net) > 0
    table = bought.reshape(size, groups)
    return np.count_nonzero(table, axis=1), int(np.count_nonzero(table.any(axis=0)))


def _net_per_pair(pair: np.ndarray, revenue: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    pairs, place = np.unique(pair, return_inverse=True)
    return pairs, np.bincount(place, weights=revenue, minlength=len(pairs))


def first_and_last(code: np.ndarray, day: np.ndarray, size: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the first and the last day of each customer.

    ``code`` intp (n,) from 0 to ``size`` - 1; ``day`` datetime64 (n,) without NaT. Returns two datetime64[D]
    arrays (size,), NaT for a customer without rows.

    >>> days = np.array(["2024-03-01", "2024-01-05"], "datetime64[D]")
    >>> first, last = first_and_last(np.array([0, 0]), days, 2)
    >>> first.astype(str).tolist(), last.astype(str).tolist()
    (['2024-01-05', 'NaT'], ['2024-03-01', 'NaT'])
    """
    # In the unit of the dates: only the results are rounded to days.
    number = np.ascontiguousarray(day).view(np.int64)
    limits = np.iinfo(np.int64)
    first = np.full(size, limits.max)
    # The smallest number means NaT in numpy, so a customer without rows needs no further care.
    last = np.full(size, limits.min)
    np.minimum.at(first, code, number)
    np.maximum.at(last, code, number)
    first[first == limits.max] = limits.min
    return first.view(day.dtype).astype("datetime64[D]"), last.view(day.dtype).astype("datetime64[D]")
