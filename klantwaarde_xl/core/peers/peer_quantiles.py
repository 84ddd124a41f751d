"""Quantiles over the peers of a customer, the customer itself left out."""

from __future__ import annotations

import numpy as np
import pandas as pd

from klantwaarde_xl import errors

MINIMUM_PEERS = 5
"""Fewest others over which a quantile is meaningful."""


def quantile_of_others(
    values: np.ndarray, groups: np.ndarray, q: float, *, minimum: int = MINIMUM_PEERS
) -> tuple[np.ndarray, np.ndarray]:
    """Return for every row the quantile over the other rows of its group, and how many others there are.

    ``values`` float64 (n,), any unit; NaN rows do not count as others but do get a figure. ``groups``
    int (n,), -1 for a row without a group. ``q`` fraction, 0-1; linear interpolation, as ``numpy.quantile``.
    ``minimum`` number of others below which the quantile is NaN. Result: float64 (n,) in the unit of
    ``values`` and int64 (n,) number of others with a value.

    Sorted once (n log n); row r of a sorted group of m knows its others without a second sort: the k-th of
    them is the k-th of the group when k < r, else the k+1-th. Errors: InvalidFigureError when q lies outside
    0-1 or the lengths differ.

    Source: docs/method.md, Actions (peers are the *other* members); type 7 of Hyndman & Fan (1996).

    >>> quantile_of_others(np.array([1.0, 2.0, 4.0]), np.array([0, 0, 0]), 0.5, minimum=1)
    (array([3. , 2.5, 1.5]), array([2, 2, 2]))
    """
    values, groups = np.asarray(values, float), np.asarray(groups, np.int64)
    if not 0 <= q <= 1:
        raise errors.NOT_A_FRACTION.error(name="q", value=q)
    if values.shape != groups.shape:
        raise errors.UNEQUAL_LENGTHS.error(first="values", second="groups")
    n = len(values)
    result, others = np.full(n, np.nan), np.zeros(n, np.int64)
    if not n:
        return result, others
    counted = (groups >= 0) & ~np.isnan(values)
    rows = np.flatnonzero(counted)
    rows = rows[np.lexsort((values[rows], groups[rows]))]
    ranked = values[rows]
    size = np.bincount(groups[rows], minlength=max(int(groups.max()), 0) + 1)
    first = np.cumsum(size) - size
    grouped = np.flatnonzero(groups >= 0)
    mine = groups[grouped]
    rank = np.full(n, np.iinfo(np.int64).max)
    rank[rows] = np.arange(len(rows)) - first[groups[rows]]
    others[grouped] = size[mine] - counted[grouped]
    enough = grouped[others[grouped] >= max(minimum, 1)]
    mine, count = groups[enough], others[enough]
    place = q * (count - 1)
    low = np.floor(place).astype(np.int64)
    high = np.minimum(low + 1, count - 1)
    below = ranked[first[mine] + low + (low >= rank[enough])]
    above = ranked[first[mine] + high + (high >= rank[enough])]
    result[enough] = below + (above - below) * (place - low)
    return result, others


def peer_sets(peers: pd.DataFrame, ids: pd.Index) -> tuple[np.ndarray, np.ndarray]:
    """Return the sets that each customer is a member of, and which of them it is compared with.

    ``peers`` as ``peers.peer_groups`` gives it, indexed by customer_id: ``level`` and per level a column
    ``in_<level>`` with the int code of the customer's set (-1: in none). ``ids`` (n,) customers of interest,
    who need not all be there. Result: codes int64 (n, levels), -1 for a customer who is not there, and int64
    (n,) position of the level used, -1 none.

    >>> sets = {"level": ["all", "near"], "in_near": [-1, 0], "in_all": [1, 1]}
    >>> peers = pd.DataFrame(sets, index=["a", "b"])
    >>> peer_sets(peers, pd.Index(["b", "c", "a"]))
    (array([[ 0,  1],
           [-1, -1],
           [-1,  1]]), array([ 0, -1,  1]))
    """
    columns = [name for name in peers.columns if name.startswith("in_")]
    place = pd.Index(peers.index.astype(str)).get_indexer(pd.Index(ids).astype(str))
    codes = np.vstack([peers[columns].to_numpy(np.int64), np.full((1, len(columns)), -1)])
    used = pd.Index(columns).get_indexer(pd.Index("in_" + peers["level"].astype(str)))
    return codes[place], np.append(used, -1)[place]


def quantile_of_peers(
    values: np.ndarray, sets: np.ndarray, used: np.ndarray, q: float, *, minimum: int = MINIMUM_PEERS
) -> tuple[np.ndarray, np.ndarray]:
    """Return for every row the quantile over its peers, and how many there are.

    ``values`` float64 (n,), ``sets`` int (n, levels) and ``used`` int (n,) as from :func:`peer_sets`. Peers
    are all other members of the set that a row is compared with, also those that are themselves compared at
    another level. Result and errors as :func:`quantile_of_others`.

    >>> sets = np.array([[0, 1], [0, 1], [-1, 1]])
    >>> quantile_of_peers(np.array([1.0, 2.0, 4.0]), sets, np.array([0, 0, 1]), 0.5, minimum=1)
    (array([2. , 1. , 1.5]), array([1, 1, 2]))
    """
    result, others = np.full(len(values), np.nan), np.zeros(len(values), np.int64)
    for level in np.unique(used[used >= 0]):
        found, count = quantile_of_others(values, sets[:, level], q, minimum=minimum)
        here = used == level
        result[here], others[here] = found[here], count[here]
    return result, others
