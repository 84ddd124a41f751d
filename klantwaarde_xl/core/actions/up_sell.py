"""Up-sell: what a customer would spend more on a group at the share that most of its peers give it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from klantwaarde_xl import errors
from klantwaarde_xl.core.base.id_codes import joint_codes, ratio, sorted_codes
from klantwaarde_xl.core.base.ranking import HALF_A_CENT, comparable
from klantwaarde_xl.core.peers.peer_quantiles import MINIMUM_PEERS, peer_sets, quantile_of_peers

COLUMNS = (
    *("customer_id", "item", "spend", "target", "gap", "peers"),
    *("cross_sell", "expected_revenue", "expected_margin"),
)
"""Columns of the result of :func:`up_sell_gaps`, in order."""


@dataclass(frozen=True, slots=True)
class UpSellTerms:
    """From a gap to a chance: ``years`` of the period, ``realisable`` fraction, ``threshold`` EUR a year.

    Errors: InvalidFigureError for ``years`` <= 0 or ``realisable`` outside 0-1.
    """

    years: float
    realisable: float = 0.5
    threshold: float = 100.0

    def __post_init__(self) -> None:
        if not self.years > 0:
            raise errors.NOT_POSITIVE.error(name="years", value=self.years)
        if not 0 <= self.realisable <= 1:
            raise errors.NOT_A_FRACTION.error(name="realisable", value=self.realisable)


def up_sell_gaps(
    spend: pd.DataFrame,
    peers: pd.DataFrame,
    terms: UpSellTerms,
    *,
    cross_sell: pd.DataFrame | None = None,
    margin_pct: pd.Series | None = None,
) -> pd.DataFrame:
    """Return what customers would spend more on a group they buy, at the lower quartile of peers' shares.

    ``spend`` one row per (customer, item), or more, which are added up: ``customer_id``, ``item`` (product
    group; blank counts in the customer's total only), ``spend`` (net EUR in the period, one-offs left out).
    ``peers`` as ``peers.peer_groups`` returns it: peers of a customer are the other members of its set.
    ``cross_sell`` chances already counted: ``customer_id``, ``item`` (the group in which the chance lies) and
    ``expected_revenue`` (EUR a year); only with cross-sell per product does one lie in a group that the
    customer buys. ``margin_pct`` fraction by item, NaN or absent when unknown.

    Result, one row per chance of at least the threshold, largest first (ties by customer_id and item), with
    ``COLUMNS``: ``spend``, ``target`` (lower quartile of the buying peers' spend in group / spend in total,
    times the customer's total) and ``gap`` = target - spend, all EUR a year; ``peers`` number of buying
    peers, at least 5; ``cross_sell`` EUR a year taken off; ``expected_revenue`` = gap x realisable -
    cross_sell; ``expected_margin`` = that x margin of the group, NaN when unknown. Customers with a total or
    a group at or below zero have no share: they have no chance and are no peer. A share is at most 1 (credit
    notes in other groups can make a group larger than the total).

    Source: docs/method.md, Up-sell.

    >>> euros = [100.0, 500, 500, 500, 500, 500, 900, 500, 500, 500, 500, 500]
    >>> buys = pd.DataFrame({"customer_id": list("abcdef") * 2, "item": list("xxxxxxyyyyyy"), "spend": euros})
    >>> peers = pd.DataFrame({"level": "all", "in_all": 0}, index=list("abcdef"))
    >>> gaps = up_sell_gaps(buys, peers, UpSellTerms(years=1))
    >>> gaps[["customer_id", "item", "target", "gap", "peers", "expected_revenue"]].values.tolist()
    [['a', 'x', 500.0, 400.0, 5, 200.0]]
    """
    owner, ids = sorted_codes(spend["customer_id"])
    item, items = sorted_codes(spend["item"])
    euros = spend["spend"].to_numpy(float) / terms.years
    total = np.bincount(owner[owner >= 0], euros[owner >= 0], minlength=len(ids))
    bought, owner_of, item_of = _cells(owner, item, euros)
    target, buying = _targets(bought, total[owner_of], owner_of, item_of, peer_sets(peers, ids), terms.years)
    gap = np.where(np.isnan(target), 0.0, np.maximum(target - bought, 0.0))
    counted = _counted(cross_sell, ids, items, owner_of, item_of)
    expected = np.maximum(gap * terms.realisable - counted, 0.0)

    largest = float(np.abs(bought).max(initial=0.0))
    size = comparable(expected, largest)
    keep = np.flatnonzero((size > 0) & (size >= comparable(terms.threshold, largest)))
    keep = keep[np.lexsort((item_of[keep], owner_of[keep], -size[keep]))]
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


def _cells(
    owner: np.ndarray, item: np.ndarray, euros: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the euros, the owner and the item of each (customer, item) that occurs, all (cells,)."""
    cell = joint_codes(owner, item)
    known = cell >= 0
    cell, owner, item = cell[known], owner[known], item[known]
    first = np.unique(cell, return_index=True)[1]
    return np.bincount(cell, euros[known]), owner[first], item[first]


def _targets(
    bought: np.ndarray,
    total: np.ndarray,
    owner_of: np.ndarray,
    item_of: np.ndarray,
    sets: tuple[np.ndarray, np.ndarray],
    years: float,
) -> tuple[np.ndarray, np.ndarray]:
    """Return per (customer, item) cell the target in EUR a year, NaN if none, and its number of peers."""
    buys = (bought * years > HALF_A_CENT) & (total * years > HALF_A_CENT)
    share = np.minimum(ratio(bought, total, buys), 1.0)
    members, used = sets
    per_item = np.full((len(bought), members.shape[1]), -1)
    for level in np.unique(used[used >= 0]):
        per_item[:, level] = joint_codes(members[owner_of, level], item_of)
    usual, buying = quantile_of_peers(share, per_item, used[owner_of], 0.25, minimum=MINIMUM_PEERS)
    return np.where(buys, usual * total, np.nan), buying


def _counted(
    cross_sell: pd.DataFrame | None, ids: pd.Index, items: pd.Index, owner_of: np.ndarray, item_of: np.ndarray
) -> np.ndarray:
    """Return the EUR a year of cross-sell inside each (customer, item) cell, float64 (cells,)."""
    if cross_sell is None or cross_sell.empty or not len(owner_of):
        return np.zeros(len(owner_of))
    owner = ids.get_indexer(pd.Index(cross_sell["customer_id"].astype(str)))
    item = items.get_indexer(pd.Index(cross_sell["item"].astype(str)))
    euros = np.maximum(cross_sell["expected_revenue"].to_numpy(float), 0.0)
    width = len(items)
    key, wanted = owner_of * width + item_of, owner.astype(np.int64) * width + item
    place = np.minimum(np.searchsorted(key, wanted), len(key) - 1)
    hit = (owner >= 0) & (item >= 0) & (key[place] == wanted) & ~np.isnan(euros)
    return np.bincount(place[hit], euros[hit], minlength=len(key))
