"""What changed since the previous period: the change per customer, lost customers and new ones."""

from __future__ import annotations

import numpy as np
import pandas as pd

from klantwaarde_xl.core.base.id_codes import encode
from klantwaarde_xl.core.base.period import Period
from klantwaarde_xl.core.measures.counts import first_and_last

NEW_MONTHS = 6
"""A customer whose first line is less than this many months before the end of the period is new."""
_COMPARED = ("revenue", "gross_margin", "contribution")


def change_from(current: pd.DataFrame, previous: pd.DataFrame) -> pd.DataFrame:
    """Return the measures of the previous period beside those of this one, and the change in EUR.

    ``current`` and ``previous`` frames of
    :func:`~klantwaarde_xl.core.measures.customer_measures.customer_measures` over periods of equal length.
    Returns a frame with the index of ``current``: ``previous_revenue``, ``previous_gross_margin``,
    ``previous_contribution``, ``revenue_change`` and ``contribution_change``, all EUR. A customer that the
    previous period lacks had zero then; when that period has no customer at all, the data do not reach back
    and everything is NaN. An unknown contribution stays unknown.

    >>> now = pd.DataFrame({"revenue": [50.0, 9.0], "gross_margin": [20.0, 4.0], "contribution": [10.0, 4.0]},
    ...                    index=["a", "b"])
    >>> change_from(now, now.loc[["a"]] * 2)[["previous_revenue", "revenue_change"]].to_numpy().tolist()
    [[100.0, -50.0], [0.0, 9.0]]
    """
    absent = np.nan if previous.empty else 0.0
    place = previous.index.get_indexer(current.index)
    frame = pd.DataFrame(
        {f"previous_{name}": np.append(previous[name].to_numpy(float), absent)[place] for name in _COMPARED},
        index=current.index,
    )
    frame["revenue_change"] = current["revenue"] - frame["previous_revenue"]
    frame["contribution_change"] = current["contribution"] - frame["previous_contribution"]
    return frame


def lost_customers(current: pd.DataFrame, previous: pd.DataFrame) -> pd.DataFrame:
    """Return the customers who bought in the previous period and not in this one.

    ``current`` and ``previous`` as in :func:`change_from`. Buying is having a day with positive revenue, so a
    customer of whom only a credit line or an effort row is left is lost. Returns a frame indexed by
    customer_id, largest previous revenue first and equal ones by id: ``previous_revenue``,
    ``previous_gross_margin``, ``previous_contribution`` (EUR) and ``last_purchase``.

    Source: docs/method.md, Holding on.

    >>> then = pd.DataFrame({"revenue": [5.0, 7.0], "gross_margin": 1.0, "contribution": 1.0,
    ...                      "last_purchase": pd.Timestamp("2023-05-01")}, index=["a", "b"])
    >>> lost_customers(then.loc[["a"]], then).index.tolist()
    ['b']
    """
    buying = current.index[current["last_purchase"].notna()]
    lost = previous[previous["last_purchase"].notna() & ~previous.index.isin(buying)]
    lost = lost[[*_COMPARED, "last_purchase"]].rename(
        columns={name: f"previous_{name}" for name in _COMPARED}
    )
    return lost.sort_index().sort_values("previous_revenue", ascending=False, kind="stable")


def is_new(lines: pd.DataFrame, period: Period) -> pd.Series:
    """Return which customers had their first line less than six months before the end of the period.

    ``lines`` frame with ``date`` and ``customer_id``, all lines that were read, also those before the period.
    Returns bool indexed by customer_id, for every customer with a line up to the end of the period. With a
    period to 31 December, a first line of 1 July is new and one of 30 June is not. When all lines begin
    within those six months it is unknown, and nobody is new.

    Source: docs/method.md, Inputs and preparation.

    >>> import datetime as dt
    >>> dates = pd.to_datetime(["2024-06-30", "2024-07-01"])
    >>> lines = pd.DataFrame({"customer_id": ["a", "b"], "date": dates})
    >>> is_new(lines, Period(dt.date(2024, 1, 1), dt.date(2024, 12, 31))).tolist()
    [False, True]
    """
    code, ids = encode(lines["customer_id"])
    dates = lines["date"].to_numpy().astype("datetime64[D]")
    rows = np.flatnonzero((dates <= np.datetime64(period.end)) & (code >= 0))
    first, _ = first_and_last(code[rows], dates[rows], len(ids))
    after = pd.Timestamp(period.end) + pd.Timedelta(days=1) - pd.DateOffset(months=NEW_MONTHS)
    bound = np.datetime64(after.date())
    present = ~np.isnat(first)
    told = present.any() and first[present].min() < bound
    return pd.Series(
        (first >= bound)[present] & told, index=pd.Index(ids[present], name="customer_id"), name="is_new"
    )
