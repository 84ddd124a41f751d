"""What the peers of every customer buy: how many of them buy an item, and what those spend on it a year."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import sparse

from klantwaarde_xl.core.base.id_codes import ratio
from klantwaarde_xl.core.base.period import Period
from klantwaarde_xl.core.base.ranking import cents
from klantwaarde_xl.core.cross_sell.baskets import Baskets, Purchases
from klantwaarde_xl.core.cross_sell.window_state import PAST_DAYS
from klantwaarde_xl.core.peers.peer_quantiles import peer_sets, quantile_of_peers
from klantwaarde_xl.core.peers.peers import LEVELS, peer_groups, peer_members

YEAR_DAYS = range(350, 381)
"""A period of this many days counts as a year; another one is replaced by the 365 days up to its end."""


def window_days(period: Period) -> int:
    """Return the length in days of the window that says who buys what.

    >>> import datetime as dt
    >>> [window_days(Period(dt.date(year, 1, 1), dt.date(2024, 12, 31))) for year in (2023, 2024)]
    [365, 366]
    """
    return period.days if period.days in YEAR_DAYS else PAST_DAYS


@dataclass(frozen=True, slots=True, eq=False)
class PeerBuying:
    """Every customer of the baskets (n, m) beside its peers.

    ``labels`` ids by row of the baskets; ``rows`` the rows of customers of the period; ``customer`` row ->
    position in ``groups`` (-1 if not a customer of the period); ``size_ratio`` by position: size / median
    size of the peers (0 if that is not positive); ``buyers``, ``spend`` CSR (sets, m): customers that buy and
    their median yearly spend in EUR; ``owned`` CSR (n, m): bought in the window or the period."""

    labels: np.ndarray
    rows: np.ndarray
    customer: np.ndarray
    groups: pd.DataFrame
    size_ratio: np.ndarray
    buyers: sparse.csr_array
    spend: sparse.csr_array
    owned: sparse.csr_array

    @classmethod
    def of(cls, coded: Purchases, baskets: Baskets, period: Period, customers: pd.DataFrame) -> PeerBuying:
        """Return the peers and their purchases.

        ``baskets`` of the window of :func:`window_days` that ends with the period, cut from ``coded``;
        ``customers`` indexed by customer_id with ``revenue`` (EUR in the period) and optionally ``segment``.

        >>> import datetime as dt
        >>> from klantwaarde_xl.core.cross_sell.baskets import purchases
        >>> names = {"customer_id": ["a", "b", "c"], "item": ["x", "x", "y"]}
        >>> lines = pd.DataFrame({**names, "revenue": [10.0, 30.0, 5.0], "cost": np.nan, "one_off": np.nan,
        ...                       "date": pd.Timestamp("2024-05-01")})
        >>> coded, year = purchases(lines), Period(dt.date(2024, 1, 1), dt.date(2024, 12, 31))
        >>> sizes = pd.DataFrame({"revenue": [10.0, 30.0, 5.0]}, index=["a", "b", "c"])
        >>> found = PeerBuying.of(coded, coded.baskets(year), year, sizes)
        >>> found.buyers.toarray()[-1].tolist(), found.spend.toarray()[-1].tolist()
        ([2.0, 1.0], [20.0, 5.0])
        """
        labels = coded.customer_labels[baskets.customers]
        index = pd.Index(customers.index.astype("str"))
        size = pd.Series(customers["revenue"].to_numpy(float), index=index)
        segment = None
        if "segment" in customers:
            segment = pd.Series(customers["segment"].to_numpy(object), index=index)
        groups = peer_groups(size, segment)
        own = size.fillna(0.0).to_numpy()
        typical = quantile_of_peers(own, *peer_sets(groups, index), 0.5, minimum=1)[0]
        customer = index.get_indexer(labels)
        rows = np.flatnonzero(customer >= 0)
        members = peer_members(groups)[:, customer[rows]]
        days = window_days(period)
        # Both cases of the window are a year: about a year as it is, else 365 days.
        yearly = baskets.spend[rows]
        codes = groups[[f"in_{level}" for level in LEVELS]].to_numpy()[customer[rows]]
        owned = baskets.matrix
        if period.days != days:
            owned = owned + coded.baskets(period, customers=baskets.customers, items=baskets.items).matrix
        return cls(
            labels.to_numpy(),
            rows,
            customer,
            groups,
            ratio(np.maximum(own, 0.0), typical, cents(np.nan_to_num(typical)) > 0, otherwise=0.0),
            sparse.csr_array(members @ baskets.matrix[rows]),
            _median_spend(sparse.csr_array(yearly), codes, members.shape[0]),
            sparse.csr_array(owned),
        )


def _median_spend(spend: sparse.csr_array, codes: np.ndarray, sets: int) -> sparse.csr_array:
    """Return the median of the spend of the buying members per set and item, CSR (sets, m).

    ``spend`` (k, m) CSR, EUR > 0 where bought; ``codes`` int (k, levels): the sets each row is in, -1 for
    none."""
    width = max(spend.shape[1], 1)
    row = np.repeat(np.arange(spend.shape[0]), np.diff(spend.indptr))
    keys, medians = [], []
    # One level at a time: all three at once would triple the memory of the sort.
    for level in range(codes.shape[1]):
        kept = codes[row, level] >= 0
        key = codes[row[kept], level].astype(np.int64) * width + spend.indices[kept]
        value = spend.data[kept]
        order = np.lexsort((value, key))
        key, value = key[order], value[order]
        found, start, count = np.unique(key, return_index=True, return_counts=True)
        keys.append(found)
        medians.append((value[start + (count - 1) // 2] + value[start + count // 2]) / 2)
    key, value = np.concatenate(keys), np.concatenate(medians)
    return sparse.csr_array((value, (key // width, key % width)), shape=(sets, spend.shape[1]))
