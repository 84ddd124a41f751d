"""Turnover per customer per month."""

from __future__ import annotations

import numpy as np
import pandas as pd

from klantwaarde_xl.core.base.period import Period


def monthly_revenue(lines: pd.DataFrame, period: Period) -> pd.DataFrame:
    """Return the turnover of each customer in each month of the period.

    ``lines``: frame of n lines with ``date`` (datetime64), ``customer_id`` (str or categorical) and
    ``revenue`` (EUR); those outside the period do not count. Returns a frame indexed by customer_id
    (customers with a line in the period, sorted) with one float64 column per calendar month, named by its
    first day (datetime64[s]); a month without lines is 0.

    >>> dates = pd.to_datetime(["2024-01-31", "2024-02-01"])
    >>> lines = pd.DataFrame({"date": dates, "customer_id": ["a", "a"], "revenue": [5.0, 7.0]})
    >>> import datetime as dt
    >>> monthly_revenue(lines, Period(dt.date(2024, 1, 1), dt.date(2024, 2, 29))).to_numpy().tolist()
    [[5.0, 7.0]]
    """
    first, last = np.datetime64(period.start, "M"), np.datetime64(period.end, "M")
    months = np.arange(first, last + np.timedelta64(1, "M"))
    dates = lines["date"].to_numpy()
    inside = period.contains(dates)
    codes, ids = pd.factorize(lines["customer_id"][inside], sort=True)
    month = (dates[inside].astype("datetime64[M]") - first).astype(int)
    totals = np.bincount(
        codes * len(months) + month,
        weights=lines["revenue"].to_numpy()[inside],
        minlength=len(ids) * len(months),
    )
    index = pd.Index(np.asarray(ids, dtype=object), name="customer_id")
    return pd.DataFrame(
        totals.reshape(len(ids), len(months)), index=index, columns=months.astype("datetime64[s]")
    )
