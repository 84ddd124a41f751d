"""Peers: the customers that a customer is compared with, and the level at which they were found.

Peers are customers of the same segment and the same turnover quartile if there are at least five of them (the
customer itself not counted); else those of the same quartile if there are five; else everyone. Every customer
is a member of all the sets it belongs to, whichever set it is compared with."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy import sparse

from klantwaarde_xl.core.base.ranking import cents

FEWEST_PEERS = 5
"""Fewest peers, the customer itself not counted, for a comparison at a level."""
LEVELS = ("segment_quartile", "quartile", "all")
"""The levels, from most to least alike."""


def turnover_quartile(size: np.ndarray) -> np.ndarray:
    """Return the quartile 0 (smallest) .. 3 (largest) of every customer, int64 (n,).

    ``size`` float (n,) EUR, NaN counts as 0. Compared in whole cents; equal sizes share their lowest
    quartile, so the order of the customers does not matter.

    >>> turnover_quartile(np.array([10.0, 20.0, 30.0, 40.0, 40.0])).tolist()
    [0, 0, 1, 2, 2]
    """
    amounts = cents(np.nan_to_num(size))
    below = np.searchsorted(np.sort(amounts), amounts, side="left")
    quartile: np.ndarray = below * 4 // max(len(amounts), 1)
    return quartile


def peer_groups(size: pd.Series, segment: pd.Series | None = None) -> pd.DataFrame:
    """Return for every customer the set it is compared with, and the sets it is a member of.

    ``size``: EUR turnover in the period, indexed by customer_id. ``segment``: str or categorical on the same
    index, NaN or blank where unknown, or None when no customer has one; such a customer is compared within
    its quartile.

    Result, indexed like ``size``: ``group`` (int code of the set to compare with), ``level`` (one of
    ``LEVELS``), ``peers`` (int, members of that set besides the customer), and the codes of the sets it is
    in: ``in_segment_quartile`` (-1 without segment), ``in_quartile``, ``in_all``. Codes run from 0 and are
    unique over the levels. Peers of a customer with group g are all *other* customers with g in the column
    ``in_`` + level: not only those that are compared at the same level. :func:`peer_members` gives that as a
    matrix.

    Source: docs/method.md, Cross-sell.

    >>> size = pd.Series([10.0] * 6 + [90.0] * 6, index=list("abcdefghijkl"))
    >>> segment = pd.Series(["Bouw"] * 6 + ["Zorg"] * 3 + [None] * 3, index=size.index)
    >>> found = peer_groups(size, segment)
    >>> found.loc[["a", "g", "l"], ["level", "peers"]].values.tolist()
    [['segment_quartile', 5], ['quartile', 5], ['quartile', 5]]
    """
    count = len(size)
    quartile = turnover_quartile(size.to_numpy(float))
    names = (
        pd.Series(np.nan, index=size.index, dtype=object) if segment is None else segment.reindex(size.index)
    )
    known = (names.notna() & (names.astype("str").str.strip() != "")).to_numpy()
    segment_code = np.unique(names[known].astype("str").to_numpy(str), return_inverse=True)[1]
    cells, in_cell = np.unique(segment_code * 4 + quartile[known], return_inverse=True)
    quartiles, in_quartile = np.unique(quartile, return_inverse=True)
    codes = np.full((count, 3), -1)
    codes[known, 0] = in_cell
    codes[:, 1] = in_quartile + len(cells)
    codes[:, 2] = len(cells) + len(quartiles)
    sizes = np.bincount(codes[codes >= 0], minlength=len(cells) + len(quartiles) + 1)
    others = np.where(codes >= 0, sizes[codes] - 1, 0)
    enough = others >= FEWEST_PEERS
    enough[:, 2] = True
    level: np.ndarray = enough.argmax(axis=1)
    pick = np.arange(count)
    return pd.DataFrame(
        {
            "group": codes[pick, level],
            "level": pd.Categorical.from_codes(level, pd.Index(list(LEVELS), dtype="str")),
            "peers": others[pick, level],
            "in_segment_quartile": codes[:, 0],
            "in_quartile": codes[:, 1],
            "in_all": codes[:, 2],
        },
        index=size.index,
    )


def peer_members(groups: pd.DataFrame) -> sparse.csr_array:
    """Return which customers are in each set: binary CSR float32 (sets, n), row = code of the set.

    ``groups`` (n,) as from :func:`peer_groups`.

    >>> peer_members(peer_groups(pd.Series([1.0, 2.0], index=["a", "b"]))).toarray().tolist()
    [[1.0, 0.0], [0.0, 1.0], [1.0, 1.0]]
    """
    codes = groups[[f"in_{level}" for level in LEVELS]].to_numpy()
    customer, column = np.nonzero(codes >= 0)
    shape = (int(codes.max(initial=-1)) + 1, len(groups))
    return sparse.csr_array(
        (np.ones(len(customer), np.float32), (codes[customer, column], customer)), shape=shape
    )


def peer_sets(peers: pd.DataFrame, ids: pd.Index) -> tuple[np.ndarray, np.ndarray]:
    """Return the sets that each customer is a member of, and which of them it is compared with.

    ``peers`` as :func:`peer_groups` gives it, indexed by customer_id: ``level`` and per level a column
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
