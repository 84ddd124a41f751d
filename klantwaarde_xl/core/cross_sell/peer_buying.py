"""What the peers of every customer buy: how many of them buy an item."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import sparse

from klantwaarde_xl.core.base.period import Period
from klantwaarde_xl.core.cross_sell.baskets import Baskets, Purchases
from klantwaarde_xl.core.cross_sell.window_state import PAST_DAYS
from klantwaarde_xl.core.peers.peers import peer_groups, peer_members

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
    position in ``groups`` (-1 if not a customer of the period); ``buyers`` CSR (sets, m): how many buy;
    ``owned`` CSR (n, m): bought in the window or the period."""

    labels: np.ndarray
    rows: np.ndarray
    customer: np.ndarray
    groups: pd.DataFrame
    buyers: sparse.csr_array
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
        >>> found.buyers.toarray()[-1].tolist()
        [2.0, 1.0]
        """
        labels = coded.customer_labels[baskets.customers]
        index = pd.Index(customers.index.astype("str"))
        size = pd.Series(customers["revenue"].to_numpy(float), index=index)
        segment = None
        if "segment" in customers:
            segment = pd.Series(customers["segment"].to_numpy(object), index=index)
        groups = peer_groups(size, segment)
        customer = index.get_indexer(labels)
        rows = np.flatnonzero(customer >= 0)
        members = peer_members(groups)[:, customer[rows]]
        days = window_days(period)
        owned = baskets.matrix
        if period.days != days:
            owned = owned + coded.baskets(period, customers=baskets.customers, items=baskets.items).matrix
        return cls(
            labels.to_numpy(),
            rows,
            customer,
            groups,
            sparse.csr_array(members @ baskets.matrix[rows]),
            sparse.csr_array(owned),
        )
