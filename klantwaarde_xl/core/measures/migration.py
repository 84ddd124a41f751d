"""How customers moved between classes A, B and C from the previous period to this one."""

from __future__ import annotations

import pandas as pd

FROM = ("A", "B", "C", "new")
TO = ("A", "B", "C", "lost")
"""Class in the previous period or ``new``; class in this one or ``lost``."""


def class_migration(
    previous: pd.Series, current: pd.Series, previous_revenue: pd.Series, revenue: pd.Series
) -> pd.DataFrame:
    """Return how many customers, with which turnover, moved from each class to each class.

    ``previous``, ``current``: class per customer ('A', 'B', 'C'), indexed by customer_id; a customer in one
    of them only is new or lost. A customer whose class is unknown ('') in either period is not counted;
    without any customer in the previous period nobody is new. ``previous_revenue``, ``revenue``: EUR, indexed
    by customer_id. Returns a frame with ``from_class`` (of FROM), ``to_class`` (of TO), ``customers``,
    ``previous_revenue``, ``revenue`` and ``revenue_change``; one row per pair that occurs.

    >>> before, now = pd.Series({"x": "A", "y": "C"}), pd.Series({"x": "B"})
    >>> table = class_migration(before, now, pd.Series({"x": 9.0, "y": 1.0}), pd.Series({"x": 5.0}))
    >>> table.values.tolist()
    [['A', 'B', 1, 9.0, 5.0, -4.0], ['C', 'lost', 1, 1.0, 0.0, -1.0]]
    """
    everyone = (current if len(previous) else current.iloc[:0]).index.union(previous.index)
    before = previous.reindex(everyone).astype(object).fillna("new")
    now = current.reindex(everyone).astype(object).fillna("lost")
    known = ((before != "") & (now != "")).to_numpy()
    everyone, before, now = everyone[known], before[known], now[known]
    frame = pd.DataFrame(
        {
            "from_class": pd.Categorical(before, FROM, ordered=True),
            "to_class": pd.Categorical(now, TO, ordered=True),
            "customers": 1,
            "previous_revenue": previous_revenue.reindex(everyone).fillna(0.0).to_numpy(),
            "revenue": revenue.reindex(everyone).fillna(0.0).to_numpy(),
        }
    )
    table = frame.groupby(["from_class", "to_class"], observed=True, as_index=False).sum()
    table["revenue_change"] = table["revenue"] - table["previous_revenue"]
    return table.astype({"from_class": object, "to_class": object})
