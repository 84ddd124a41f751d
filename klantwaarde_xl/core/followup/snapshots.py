"""A history of dated snapshots: today's takes its place, and the oldest are thinned to year ends."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd


def with_snapshot(history: pd.DataFrame, snapshot: pd.DataFrame, most: int) -> pd.DataFrame:
    """Return the history with a snapshot, of at most ``most`` rows, oldest date first.

    Both have ``date`` (datetime64) and a row per customer and date; the snapshot has one date, which takes
    the place of that date in the history. Beyond ``most`` rows whole dates go, the oldest first: those that
    are not the last of their year, then the others. The snapshot stays; of one that is itself too long the
    first rows do.

    >>> old = pd.DataFrame({"date": pd.to_datetime(["2023-06-30", "2023-12-31", "2024-06-30"]), "score": 1.0})
    >>> new = pd.DataFrame({"date": pd.to_datetime(["2024-09-30"]), "score": 2.0})
    >>> with_snapshot(old, new, 3)["date"].dt.strftime("%Y-%m").tolist()
    ['2023-12', '2024-06', '2024-09']
    >>> with_snapshot(old, new, 2)["date"].dt.strftime("%Y-%m").tolist()
    ['2023-12', '2024-09']
    """
    older = history[~history["date"].isin(snapshot["date"])]
    rows = pd.concat([older, snapshot]) if len(older) else snapshot
    rows = rows.sort_values("date", kind="stable", ignore_index=True)
    gone = _dates_to_drop(rows["date"], snapshot["date"], most)
    return rows[~rows["date"].isin(gone)].head(most).reset_index(drop=True)


def _dates_to_drop(dates: pd.Series, kept: pd.Series, most: int) -> list[pd.Timestamp]:
    """Return which dates go, so that at most ``most`` rows are left; ``dates`` one per row, ``kept`` stay."""
    counts = dates.value_counts().sort_index()
    days = pd.DatetimeIndex(counts.index)
    of_year_end = ~pd.Series(days.year).duplicated(keep="last").to_numpy()
    may_go = ~days.isin(kept)
    order = np.lexsort((np.arange(len(days)), of_year_end))
    order = order[may_go[order]]
    left = len(dates) - np.r_[0, np.cumsum(counts.to_numpy()[order])]
    enough = np.flatnonzero(left <= most)
    return list(days[order[: enough[0] if len(enough) else len(order)]])


def snapshot_before(history: pd.DataFrame, today: dt.date, days: int = 1) -> pd.DataFrame:
    """Return the rows of the date before ``today`` that lies nearest to so many days before it.

    Index customer_id; without an earlier date no rows; of two dates as near the older one.

    >>> dates = pd.to_datetime(["2024-12-31", "2025-06-30"])
    >>> rows = pd.DataFrame({"date": dates, "customer_id": ["a", "b"]})
    >>> [list(snapshot_before(rows, dt.date(2025, 12, 31), days).index) for days in (1, 300, 700)]
    [['b'], ['a'], ['a']]
    >>> list(snapshot_before(rows, dt.date(2024, 12, 31)).index)
    []
    """
    earlier = history[history["date"] < pd.Timestamp(today)]
    if earlier.empty:
        return earlier.set_index("customer_id")
    distance = (earlier["date"] - (pd.Timestamp(today) - pd.Timedelta(days=days))).abs()
    nearest = earlier.loc[distance == distance.min(), "date"].min()
    found: pd.DataFrame = earlier[earlier["date"] == nearest]
    return found.set_index("customer_id")
