"""Plain facts beside the chance of leaving: which customers buy later or less than usual."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd

from klantwaarde_xl.core.base.id_codes import distinct, encode
from klantwaarde_xl.core.base.period import Period
from klantwaarde_xl.core.base.ranking import cents

LEAST_PURCHASE_DAYS = 4
LATE_AFTER, DECLINE_LIMIT = 2.0, 0.30
"""Late: more than this many typical gaps ago. Declining: more than this fraction below last period."""
REASONS = np.array(["", "late", "declining", "both"])
_DAY = "datetime64[D]"


def _pattern(lines: pd.DataFrame) -> pd.DataFrame:
    """Return the lines without the one-offs, which never count as a pattern."""
    if "one_off" not in lines:
        return lines
    regular: pd.DataFrame = lines[lines["one_off"].to_numpy(float, na_value=0.0) != 1]
    return regular


def typical_gap(lines: pd.DataFrame, end: dt.date) -> pd.DataFrame:
    """Return the median number of days between the purchase days of each customer.

    ``lines`` frame (n,) with ``date``, ``customer_id``, ``revenue`` (EUR) and optionally ``one_off`` (1 is
    yes); all that was read, since a pattern shows only over time. ``end`` last day that counts. A purchase
    day is a day with a line of positive revenue that is no one-off. Returns a frame indexed by customer_id,
    one row per customer with a purchase day: ``purchase_days`` count and ``typical_gap`` in days, NaN with
    fewer than 4 purchase days.

    Source: docs/method.md, Holding on.

    >>> days = pd.to_datetime(["2024-01-01", "2024-01-11", "2024-01-31", "2024-02-10"])
    >>> lines = pd.DataFrame({"date": days, "customer_id": "a", "revenue": 5.0})
    >>> typical_gap(lines, dt.date(2024, 12, 31)).to_numpy().tolist()
    [[4.0, 10.0]]
    """
    lines = _pattern(lines)
    code, ids = encode(lines["customer_id"])
    day = lines["date"].to_numpy().astype(_DAY)
    rows = np.flatnonzero((day <= np.datetime64(end)) & (code >= 0) & (lines["revenue"].to_numpy(float) > 0))
    number = day[rows].astype(np.int64)
    base, span = number.min(initial=0), number.max(initial=0) - number.min(initial=0) + 1
    visits = distinct(code[rows] * span + (number - base))
    customer = visits // span
    count = np.bincount(customer, minlength=len(ids))
    gaps, owner = np.diff(visits), customer[1:]
    inside = owner == customer[:-1]
    gaps = (np.sort(owner[inside] * span + gaps[inside]) % span).astype(float)
    # After sorting, the gaps of a customer are adjacent: the median is the middle one or the mean of two.
    enough = np.flatnonzero(count >= LEAST_PURCHASE_DAYS)
    number_of_gaps = np.maximum(count - 1, 0)
    begin = (np.cumsum(number_of_gaps) - number_of_gaps)[enough]
    middle = number_of_gaps[enough]
    median = np.full(len(ids), np.nan)
    median[enough] = (gaps[begin + (middle - 1) // 2] + gaps[begin + middle // 2]) / 2
    bought = count > 0
    index = pd.Index(ids[bought], name="customer_id")
    return pd.DataFrame({"purchase_days": count[bought], "typical_gap": median[bought]}, index=index)


def retention(
    lines: pd.DataFrame,
    measures: pd.DataFrame,
    period: Period,
    *,
    late_after: float = LATE_AFTER,
    decline_limit: float = DECLINE_LIMIT,
    compare: bool = True,
) -> pd.DataFrame:
    """Return who buys later or less than usual.

    ``lines`` as in :func:`typical_gap`, also those before the period; ``measures`` frame of
    :func:`~klantwaarde_xl.core.measures.customer_measures.customer_measures` for ``period``
    (``last_purchase`` and ``recency_days`` are used); ``late_after`` how many typical gaps;
    ``decline_limit`` fraction of the revenue; without ``compare``, when the data do not tell of the whole
    previous period, nobody declines. Returns a frame with the index of ``measures``:
    ``purchase_days`` (int) and ``typical_gap`` (days, NaN when unknown); ``at_risk`` bool; ``reason`` 'late'
    (recency_days > late_after x typical gap), 'declining' (revenue, one-offs left out and compared in cents,
    more than the limit below the previous period of equal length), 'both' or ''. It is a fact about the past
    and no chance: that is in ``core.ahead.leaving``.

    A customer without a purchase in the period is not at risk: it is lost (see ``change.lost_customers``), or
    never was a customer.

    Source: docs/method.md, Holding on.

    >>> dates = pd.to_datetime(["2023-05-01", "2024-05-01"])
    >>> lines = pd.DataFrame({"date": dates, "customer_id": "a", "revenue": [100.0, 60.0]})
    >>> measures = pd.DataFrame({"last_purchase": dates[1:], "recency_days": 244.0}, index=["a"])
    >>> year = Period(dt.date(2024, 1, 1), dt.date(2024, 12, 31))
    >>> retention(lines, measures, year)["reason"].tolist()
    ['declining']
    """
    rhythm = typical_gap(lines, period.end).reindex(measures.index)
    gap = rhythm["typical_gap"].to_numpy()
    pattern = _pattern(lines)
    code, ids = encode(pattern["customer_id"])
    now, before = (
        _revenue_in(pattern, code, ids, when, measures.index) for when in (period, period.previous())
    )
    buying = measures["last_purchase"].notna().to_numpy()
    # Rounded: 2.3 x 10 days is a little less than 23 in floats, 0.7 x an amount a little more or less.
    late = buying & (measures["recency_days"].to_numpy() > np.round(late_after * gap, 6))
    declining = compare & buying & (before > 0) & (now < np.round((1 - decline_limit) * before, 3))
    at_risk = late | declining
    return pd.DataFrame(
        {
            "purchase_days": rhythm["purchase_days"].fillna(0).astype(int),
            "typical_gap": gap,
            "at_risk": at_risk,
            "reason": REASONS[late + 2 * declining],
        },
        index=measures.index,
    )


def _revenue_in(
    lines: pd.DataFrame, code: np.ndarray, ids: pd.Index, period: Period, wanted: pd.Index
) -> np.ndarray:
    """Return the revenue of the wanted customers in the period, in whole cents."""
    rows = np.flatnonzero(period.contains(lines["date"].to_numpy()) & (code >= 0))
    revenue = np.bincount(code[rows], weights=lines["revenue"].to_numpy(float)[rows], minlength=len(ids))
    return cents(np.append(revenue, 0.0)[ids.get_indexer(wanted)])
