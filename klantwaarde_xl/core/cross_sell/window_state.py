"""One window as it looks on its last day: who buys what, how recently, what is still sold, who visits."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from klantwaarde_xl.core.base.period import DAYS_PER_YEAR, Period
from klantwaarde_xl.core.cross_sell.baskets import Baskets, Purchases
from klantwaarde_xl.core.cross_sell.visit_rhythm import Visits, visits

PAST_DAYS = 365
"""Length of the window that says what a customer buys."""
RECENT_DAYS = (91, 30)
"""Activity is counted over the window and over these numbers of last days."""
HALF_LIFE = 180.0
"""Days after which the weight of a purchase is halved: on public sets 60 to 365 do equally well for EASE."""
SILENT_DAYS = 91
"""An item that nobody bought in these last days of selling is no longer offered, unless it is seasonal."""


@dataclass(frozen=True, slots=True, eq=False)
class WindowState:
    """One window as the predictor sees it; n customers, m items.

    ``baskets`` of the window; ``weights`` CSR of that pattern: 1 for a purchase today, half for one
    ``HALF_LIFE`` days ago; ``alive`` bool (m,): still offered; ``item_terms`` float32 (m, 5): log share of
    the customers that buy the item, over the window and its last days, log share of those that have been
    there since it is sold, and log of the days that it is sold (at most the window); ``customer_terms``
    float32 (n, 2): log share of what is alive that the customer buys, over the window and the first of
    ``RECENT_DAYS``; ``visits`` of the customers; ``first_sold`` int (m,): days before the last day."""

    baskets: Baskets
    weights: sparse.csr_array
    alive: np.ndarray
    item_terms: np.ndarray
    customer_terms: np.ndarray
    visits: Visits
    first_sold: np.ndarray


def window_state(purchases: Purchases, end: dt.date, past_days: int = PAST_DAYS) -> WindowState:
    """Return the window of ``past_days`` that ends on ``end`` (inclusive); later lines are not used.

    >>> import pandas as pd
    >>> from klantwaarde_xl.core.cross_sell.baskets import purchases
    >>> lines = pd.DataFrame({"date": pd.to_datetime(["2024-01-05", "2024-06-05"]), "customer_id": ["a", "b"],
    ...     "item": ["x", "y"], "revenue": 1.0, "cost": np.nan, "one_off": np.nan})
    >>> found = window_state(purchases(lines), dt.date(2024, 6, 30))
    >>> found.alive.tolist(), found.first_sold.tolist()
    ([False, True], [177, 25])
    >>> found.weights.toarray().astype(float).round(2).tolist()
    [[0.51, 0.0], [0.0, 0.91]]
    >>> found.item_terms.astype(float).round(2).tolist()
    [[-0.29, -1.39, -1.39, -0.69, 5.18], [-0.29, -0.29, -0.29, -0.29, 3.26]]
    """
    baskets = purchases.baskets(window(end, past_days))
    recent = [
        purchases.baskets(
            window(end, min(days, past_days)), customers=baskets.customers, items=baskets.items
        ).matrix
        for days in RECENT_DAYS
    ]
    matrices = [baskets.matrix, *recent]
    buyers = np.stack([np.bincount(part.indices, minlength=len(baskets.items)) for part in matrices], axis=1)
    bought = np.stack([np.diff(part.indptr) for part in matrices[:2]], axis=1)
    age = (np.datetime64(end) - purchases.date).astype(np.int64)
    sold = np.flatnonzero((age >= 0) & (purchases.revenue > 0))
    alive, first_sold = _offered(purchases.item[sold], age[sold], baskets.items)
    seen = _visits(purchases, baskets, sold, age, past_days)
    shares = np.log((buyers + 0.5) / max(len(baskets.customers), 1))
    adopted = np.log((buyers[:, 0] + 0.5) / (seen.exposed(first_sold) + 1))
    sold_for = np.log1p(np.minimum(first_sold, past_days - 1))
    fresh = (np.float32(2) ** (-baskets.age / np.float32(HALF_LIFE))).astype(np.float32)
    return WindowState(
        baskets,
        sparse.csr_array((fresh, baskets.matrix.indices, baskets.matrix.indptr), shape=baskets.matrix.shape),
        alive,
        np.column_stack([shares, adopted, sold_for]).astype(np.float32),
        np.log((bought + 0.5) / max(int(alive.sum()), 1)).astype(np.float32),
        seen,
        first_sold,
    )


def _offered(item: np.ndarray, age: np.ndarray, items: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return whether each of ``items`` is still offered, and the days since its first sale.

    ``item`` and ``age`` (days) of each sale."""
    width = int(items.max(initial=-1)) + 1
    kept = item < width
    item, age = item[kept], age[kept]
    year, quarter = int(DAYS_PER_YEAR), SILENT_DAYS
    # Counted from the last day on which anything was sold: a firm that is closed has not dropped every item.
    bounds = np.array([quarter, year - 1, year - 1 + quarter]) + age.min(initial=year)
    phase = np.searchsorted(bounds, age, side="right")
    lately, since, then, before = (np.bincount(item[phase == part], minlength=width) > 0 for part in range(4))
    first = np.zeros(width, np.int64)
    np.maximum.at(first, item, age)
    # Seasonal: silent now and in the same quarter a year ago, but sold before that and in between.
    return (lately | (since & ~then & before))[items], first[items]


def _visits(
    purchases: Purchases, baskets: Baskets, sold: np.ndarray, age: np.ndarray, past_days: int
) -> Visits:
    place = np.full(len(purchases.customer_labels), -1)
    place[baskets.customers] = np.arange(len(baskets.customers))
    inside = sold[age[sold] < past_days]
    customer = place[purchases.customer[inside]]
    known = customer >= 0
    return visits(customer[known], age[inside][known], count=len(baskets.customers), days=past_days)


def window(end: dt.date, days: int) -> Period:
    """Return the period of so many days that ends on ``end``.

    >>> window(dt.date(2024, 1, 31), 31).start
    datetime.date(2024, 1, 1)
    """
    return Period(end - dt.timedelta(days=days - 1), end)


def bought_after(purchases: Purchases, baskets: Baskets, end: dt.date, days: int) -> sparse.csr_array:
    """Return what customers bought in the ``days`` after ``end`` and not in ``baskets``, CSR (n, m) EUR > 0.

    Only items of the baskets: nothing was known of others.

    >>> import pandas as pd
    >>> from klantwaarde_xl.core.cross_sell.baskets import purchases
    >>> dates = pd.to_datetime(["2024-01-05", "2024-01-06", "2024-02-01"])
    >>> lines = pd.DataFrame({"date": dates, "customer_id": ["a", "b", "b"], "item": ["x", "y", "x"],
    ...     "revenue": 3.0, "cost": np.nan, "one_off": np.nan})
    >>> coded = purchases(lines)
    >>> past = coded.baskets(Period(dt.date(2024, 1, 1), dt.date(2024, 1, 31)))
    >>> bought_after(coded, past, dt.date(2024, 1, 31), 29).toarray().tolist()
    [[0.0, 0.0], [3.0, 0.0]]
    """
    after = window(end + dt.timedelta(days=days), days)
    later = purchases.baskets(after, customers=baskets.customers, items=baskets.items).spend
    found = sparse.csr_array(later - later.multiply(baskets.matrix))
    found.eliminate_zeros()
    return found


def came_back(purchases: Purchases, baskets: Baskets, end: dt.date, days: int) -> np.ndarray:
    """Return which customers of ``baskets`` bought anything in the ``days`` after ``end``, bool (n,).

    >>> import pandas as pd
    >>> from klantwaarde_xl.core.cross_sell.baskets import purchases
    >>> dates = pd.to_datetime(["2024-01-05", "2024-01-06", "2024-02-01"])
    >>> lines = pd.DataFrame({"date": dates, "customer_id": ["a", "b", "b"], "item": ["x", "y", "z"],
    ...     "revenue": 1.0, "cost": np.nan, "one_off": np.nan})
    >>> coded = purchases(lines)
    >>> past = coded.baskets(Period(dt.date(2024, 1, 1), dt.date(2024, 1, 31)))
    >>> came_back(coded, past, dt.date(2024, 1, 31), 29).tolist()
    [False, True]
    """
    after = window(end + dt.timedelta(days=days), days)
    lines = after.contains(purchases.date) & (purchases.revenue > 0)
    return np.isin(baskets.customers, purchases.customer[lines])
