"""What changed since the previous period: the change per customer, lost customers and new ones."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd

from klantwaarde_xl.core.base.id_codes import encode
from klantwaarde_xl.core.base.period import DAYS_PER_YEAR, Period
from klantwaarde_xl.core.measures.counts import first_and_last

YOUNG_MONTHS = 6
"""A customer whose first line is less than this many months before the end of the period is young."""
GRACE_DAYS = 31
"""So many days of a previous year may lack lines before the data count as beginning later."""
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


def reaches_back(first: dt.date, previous: Period) -> bool:
    """Return whether data from ``first`` on tell of the whole previous period.

    Up to a month may be missing of a year, and as much less of a shorter period: the first invoice of a year
    is rarely of its first day.

    >>> year = Period(dt.date(2023, 1, 1), dt.date(2023, 12, 31))
    >>> reaches_back(dt.date(2023, 1, 20), year), reaches_back(dt.date(2023, 6, 1), year)
    (True, False)
    """
    grace = max(1, round(GRACE_DAYS * min(1.0, previous.days / DAYS_PER_YEAR)))
    return (first - previous.start).days <= grace


def lost_customers(current: pd.DataFrame, previous: pd.DataFrame) -> pd.DataFrame:
    """Return the customers who bought in the previous period and not in this one.

    ``current`` and ``previous`` as in :func:`change_from`. Buying is having an invoice line, a credit line
    too; effort alone is not. Returns a frame indexed by customer_id, largest previous revenue first and equal
    ones by id: ``previous_revenue``, ``previous_gross_margin``, ``previous_contribution`` (EUR) and
    ``last_purchase``.

    Source: docs/method.md, Inputs and preparation.

    >>> then = pd.DataFrame({"revenue": [5.0, 7.0], "gross_margin": 1.0, "contribution": 1.0, "lines": 1,
    ...                      "last_purchase": pd.Timestamp("2023-05-01")}, index=["a", "b"])
    >>> lost_customers(then.loc[["a"]], then).index.tolist()
    ['b']
    """
    buying = current.index[current["lines"] > 0]
    lost = previous[(previous["lines"] > 0) & ~previous.index.isin(buying)]
    lost = lost[[*_COMPARED, "last_purchase"]].rename(
        columns={name: f"previous_{name}" for name in _COMPARED}
    )
    return lost.sort_index().sort_values("previous_revenue", ascending=False, kind="stable")


def is_new(current: pd.DataFrame, previous: pd.DataFrame) -> np.ndarray:
    """Return which customers bought in this period and not in the previous one, bool (n,).

    ``current`` (n customers) and ``previous`` as in :func:`lost_customers`, so that customers before + new -
    lost = customers now. Nobody is new when the previous period has no customer at all.

    >>> now = pd.DataFrame({"lines": [2, 1, 0]}, index=["a", "b", "effort only"])
    >>> is_new(now, now.loc[["a"]]).tolist()
    [False, True, False]
    """
    earlier = previous.index[previous["lines"] > 0]
    new: np.ndarray = (current["lines"] > 0).to_numpy() & ~current.index.isin(earlier) & (len(earlier) > 0)
    return new


def first_lines(lines: pd.DataFrame, period: Period) -> pd.Series:
    """Return the day of the first line of every customer with a line up to the end of the period.

    ``lines`` frame with ``date`` and ``customer_id``, all lines that were read, also those before the period.
    Returns datetime64[D] indexed by customer_id.

    >>> days = pd.to_datetime(["2024-06-30", "2024-03-01"])
    >>> year = Period(dt.date(2024, 1, 1), dt.date(2024, 12, 31))
    >>> found = first_lines(pd.DataFrame({"customer_id": "a", "date": days}), year)
    >>> found.dt.strftime("%d-%m").tolist()
    ['01-03']
    """
    code, ids = encode(lines["customer_id"])
    dates = lines["date"].to_numpy().astype("datetime64[D]")
    rows = np.flatnonzero((dates <= np.datetime64(period.end)) & (code >= 0))
    first, _ = first_and_last(code[rows], dates[rows], len(ids))
    present = ~np.isnat(first)
    return pd.Series(first[present].astype("datetime64[s]"), index=pd.Index(ids[present], name="customer_id"))


def is_young(first: pd.Series, period: Period) -> pd.Series:
    """Return which customers had their first line less than six months before the end of the period.

    ``first``: of :func:`first_lines`. With a period to 31 December, a first line of 1 July is young and one
    of 30 June is not. When all lines begin within those six months it is unknown, and nobody is young.

    Source: docs/method.md, Inputs and preparation.

    >>> first = pd.Series(pd.to_datetime(["2024-06-30", "2024-07-01"]), index=["a", "b"])
    >>> is_young(first, Period(dt.date(2024, 1, 1), dt.date(2024, 12, 31))).tolist()
    [False, True]
    """
    after = pd.Timestamp(period.end) + pd.Timedelta(days=1) - pd.DateOffset(months=YOUNG_MONTHS)
    young = first >= after
    return young & (not young.all())
