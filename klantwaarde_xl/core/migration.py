"""How customers moved between the classes A, B and C from the previous period to this one."""

from __future__ import annotations

import pandas as pd

STATES = ("A", "B", "C", "none")
"""Class in a period; ``none`` is a customer without any line in it: new now, or lost."""


def class_migration(previous: pd.Series, current: pd.Series, previous_revenue: pd.Series, revenue: pd.Series) -> pd.DataFrame:
    """Return how many customers, with which turnover, went from each class to each class.

    ``previous``, ``current``: class per customer ('A', 'B', 'C'), indexed by customer_id; a customer that is in one of them
    only was new or is lost. ``previous_revenue``, ``revenue``: EUR, indexed by customer_id. Returns a frame with
    from_class, to_class (of STATES), customers, previous_revenue, revenue; one row per pair that occurs, in the order of
    STATES.

    >>> before, now = pd.Series({"x": "A", "y": "C"}), pd.Series({"x": "B"})
    >>> table = class_migration(before, now, pd.Series({"x": 9.0, "y": 1.0}), pd.Series({"x": 5.0}))
    >>> table.values.tolist()
    [['A', 'B', 1, 9.0, 5.0], ['C', 'none', 1, 1.0, 0.0]]
    """
    everyone = current.index.union(previous.index)
    frame = pd.DataFrame(
        {
            "from_class": pd.Categorical(previous.reindex(everyone).astype(object).fillna("none"), STATES, ordered=True),
            "to_class": pd.Categorical(current.reindex(everyone).astype(object).fillna("none"), STATES, ordered=True),
            "customers": 1,
            "previous_revenue": previous_revenue.reindex(everyone).fillna(0.0).to_numpy(),
            "revenue": revenue.reindex(everyone).fillna(0.0).to_numpy(),
        }
    )
    table = frame.groupby(["from_class", "to_class"], observed=True, as_index=False).sum()
    return table.astype({"from_class": object, "to_class": object})
