"""Up-sell: what a customer would buy more of a group if it gave that group the share that nearly all its
peers give it."""

from __future__ import annotations

import numpy as np
import pandas as pd

from klantwaarde_xl import errors
from klantwaarde_xl.core.peers.peer_quantiles import (
    MINIMUM_PEERS,
    comparable,
    joint_codes,
    peer_sets,
    quantile_of_peers,
)

COLUMNS = (
    "customer_id",
    "item",
    "spend",
    "target",
    "gap",
    "peers",
    "cross_sell",
    "expected_revenue",
    "expected_margin",
)
"""Columns of the result of :func:`up_sell_gaps`, in order."""
_CENT = 0.005


def up_sell_gaps(
    spend: pd.DataFrame,
    peers: pd.DataFrame,
    *,
    years: float,
    cross_sell: pd.DataFrame | None = None,
    margin_pct: pd.Series | None = None,
    realisable: float = 0.5,
    threshold: float = 100.0,
) -> pd.DataFrame:
    """Return what customers would spend more on a group they already buy, at the lower quartile of their
    peers' share.

    ``spend`` one row per (customer, item), or more, which are added up: ``customer_id``, ``item`` (product
    group; blank counts in the customer's total only), ``spend`` (net EUR in the period, one-offs left out).
    ``peers`` as ``peers.peer_groups`` gives it (``level``, ``in_<level>``): peers of a customer are the other
    members of its set. ``years`` length of the period. ``cross_sell`` chances already counted:
    ``customer_id``, ``item`` (the group in which the chance lies) and ``expected_revenue`` (EUR a year); only
    with cross-sell per product does one lie in a group that the customer buys. ``margin_pct`` fraction by
    item, NaN or absent when unknown. ``realisable`` fraction 0-1. ``threshold`` EUR a year.

    Result, one row per chance of at least the threshold, largest first (ties by customer_id and item), with
    ``COLUMNS``: ``spend``, ``target`` (lower quartile of the buying peers' spend in group / spend in total,
    times the customer's total) and ``gap`` = target - spend, all EUR a year; ``peers`` number of buying
    peers, at least 5; ``cross_sell`` EUR a year taken off; ``expected_revenue`` = gap x realisable -
    cross_sell; ``expected_margin`` = that x margin of the group, NaN when unknown. Customers with a total or
    a group at or below zero have no share: no chance, and nobody's peer. A share is at most 1 (credit notes
    in other groups can make a group larger than the total).

    Errors: InvalidFigureError for ``years`` <= 0 or ``realisable`` outside 0-1. Source: docs/method.md 6.

    >>> buys = pd.DataFrame({"customer_id": list("abcdef") * 2, "item": ["x"] * 6 + ["y"] * 6,
    ...                      "spend": [100.0, 500, 500, 500, 500, 500, 900, 500, 500, 500, 500, 500]})
    >>> peers = pd.DataFrame({"level": "all", "in_all": 0}, index=pd.Index(list("abcdef"), name="customer_id"))
    >>> gaps = up_sell_gaps(buys, peers, years=1)
    >>> gaps[["customer_id", "item", "target", "gap", "peers", "expected_revenue"]].values.tolist()
    [['a', 'x', 500.0, 400.0, 5, 200.0]]
    """
    if not years > 0:
        raise errors.NOT_POSITIVE.error(name="years", value=years)
    if not 0 <= realisable <= 1:
        raise errors.NOT_A_FRACTION.error(name="realisable", value=realisable)
    owner, ids = _sorted_codes(spend["customer_id"])
    item, items = _sorted_codes(spend["item"])
    euros = spend["spend"].to_numpy(float) / years
    total = np.bincount(owner[owner >= 0], euros[owner >= 0], minlength=len(ids))
    cell = joint_codes(owner, item)
    cells = int(cell.max(initial=-1)) + 1
    owner_of, item_of = np.zeros(cells, np.int64), np.zeros(cells, np.int64)
    owner_of[cell[cell >= 0]], item_of[cell[cell >= 0]] = owner[cell >= 0], item[cell >= 0]
    bought = np.bincount(cell[cell >= 0], euros[cell >= 0], minlength=cells)

    buys = (bought * years > _CENT) & (total[owner_of] * years > _CENT)
    share = np.minimum(np.divide(bought, total[owner_of], out=np.full(cells, np.nan), where=buys), 1.0)
    sets, used = peer_sets(peers, ids)
    per_item = np.full((cells, sets.shape[1]), -1)
    for level in np.unique(used[used >= 0]):
        per_item[:, level] = joint_codes(sets[owner_of, level], item_of)
    usual, buying = quantile_of_peers(share, per_item, used[owner_of], 0.25, minimum=MINIMUM_PEERS)
    target = usual * total[owner_of]
    gap = np.where(buys & ~np.isnan(target), np.maximum(target - bought, 0.0), 0.0)
    counted = _counted(cross_sell, ids, items, owner_of, item_of)
    expected = np.maximum(gap * realisable - counted, 0.0)

    largest = float(np.abs(bought).max(initial=0.0))
    order, limit = comparable(expected, largest), comparable(np.array([threshold]), largest)[0]
    keep = np.flatnonzero((order > 0) & (order >= limit))
    keep = keep[np.lexsort((item_of[keep], owner_of[keep], -order[keep]))]
    margin = np.full(len(items), np.nan) if margin_pct is None else margin_pct.reindex(items).to_numpy(float)
    return pd.DataFrame(
        {
            "customer_id": ids[owner_of[keep]],
            "item": items[item_of[keep]],
            "spend": bought[keep],
            "target": target[keep],
            "gap": gap[keep],
            "peers": buying[keep],
            "cross_sell": counted[keep],
            "expected_revenue": expected[keep],
            "expected_margin": expected[keep] * margin[item_of[keep]],
        },
        columns=list(COLUMNS),
    )


def _sorted_codes(values: pd.Series) -> tuple[np.ndarray, pd.Index]:
    """Return int64 codes (n,) into the sorted different values, -1 for blank, and those values as an index of
    str."""
    codes, uniques = pd.factorize(values)
    names = pd.Index(uniques).astype(str)
    order = np.argsort(names.to_numpy(object), kind="stable")
    place = np.empty(len(names) + 1, np.int64)
    place[order], place[-1] = np.arange(len(names)), -1
    return place[codes], names[order]


def _counted(
    cross_sell: pd.DataFrame | None, ids: pd.Index, items: pd.Index, owner_of: np.ndarray, item_of: np.ndarray
) -> np.ndarray:
    """Return the EUR a year of cross-sell inside each (customer, item) cell, float64 (cells,)."""
    if cross_sell is None or cross_sell.empty or not len(owner_of):
        return np.zeros(len(owner_of))
    owner = ids.get_indexer(cross_sell["customer_id"].astype(str))
    item = items.get_indexer(cross_sell["item"].astype(str))
    euros = np.maximum(cross_sell["expected_revenue"].to_numpy(float), 0.0)
    width = len(items)
    key, wanted = owner_of * width + item_of, owner.astype(np.int64) * width + item
    place = np.minimum(np.searchsorted(key, wanted), len(key) - 1)
    hit = (owner >= 0) & (item >= 0) & (key[place] == wanted) & ~np.isnan(euros)
    return np.bincount(place[hit], euros[hit], minlength=len(key))
