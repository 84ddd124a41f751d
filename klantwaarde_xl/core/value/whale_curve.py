"""The whale curve: how far cumulative contribution rises above its total, and what loss makers take off."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from klantwaarde_xl.core.base.ranking import cents
from klantwaarde_xl.core.value.pareto import CURVE_POINTS


@dataclass(frozen=True, slots=True, eq=False)
class WhaleCurve:
    """A whale curve over the customers with a known contribution.

    ``peak`` highest cumulative contribution as a fraction of the total (1.5 is 150 %) and ``at`` the fraction
    of customers there, both NaN when the total is not positive; ``peak_amount`` that height in EUR;
    ``loss_makers`` customers with a negative contribution, ``loss_sum`` their contribution (EUR, zero or
    negative) and ``loss_time`` what their hours cost (EUR, what is known of it); ``total`` in EUR;
    ``customers`` counted and ``unknown`` left out; ``curve`` frame of 101 rows with ``customer_share``
    (fraction), ``cumulative`` (EUR) and ``cumulative_share`` (fraction of the total, NaN when the total is
    not positive)."""

    peak: float
    at: float
    peak_amount: float
    loss_makers: int
    loss_sum: float
    loss_time: float
    total: float
    customers: int
    unknown: int
    curve: pd.DataFrame


def whale_curve(contributions: ArrayLike, time_costs: ArrayLike | None = None) -> WhaleCurve:
    """Return the whale curve: customers from high to low contribution, cumulated.

    ``contributions`` float (n,) in EUR, NaN where unknown: left out and counted; ``time_costs`` float (n,) in
    EUR, NaN where unknown, or None. Without its loss makers a firm is spared what they cost but for those
    hours, which are won only when they earn money elsewhere. Whether a customer makes a
    profit or a loss, and whether the total is positive, is judged in cents. Without customers all amounts are
    zero and all shares NaN.

    Source: Kaplan & Narayanan, "Measuring and Managing Customer Profitability", Journal of Cost Management
    (2001).

    >>> whale = whale_curve([60.0, 90.0, 0.0, -50.0])
    >>> whale.peak, whale.at, whale.loss_makers, whale.loss_sum
    (1.5, 0.5, 1, -50.0)
    """
    contributions = np.asarray(contributions, float)
    known = contributions[~np.isnan(contributions)]
    size = len(known)
    ordered = -np.sort(-known)
    rising = np.append(0.0, np.cumsum(ordered))
    total = float(known.sum())
    winners = int(np.count_nonzero(cents(ordered) > 0))
    losers = cents(ordered) < 0
    positive = size > 0 and cents(total) > 0
    share = np.linspace(0, 1, CURVE_POINTS)
    cumulative = np.interp(share * size, np.arange(size + 1), rising)
    curve = pd.DataFrame(
        {
            "customer_share": share,
            "cumulative": cumulative,
            "cumulative_share": cumulative / total if positive else np.full(CURVE_POINTS, np.nan),
        }
    )
    return WhaleCurve(
        peak=float(rising[winners] / total) if positive else np.nan,
        at=winners / size if positive else np.nan,
        peak_amount=float(rising[winners]),
        loss_makers=int(np.count_nonzero(losers)),
        loss_sum=float(ordered[losers].sum()),
        loss_time=_time_of(contributions, time_costs),
        total=total,
        customers=size,
        unknown=len(contributions) - size,
        curve=curve,
    )


def _time_of(contributions: np.ndarray, time_costs: ArrayLike | None) -> float:
    """Return what the hours of the loss makers cost, in EUR."""
    if time_costs is None:
        return 0.0
    return float(np.nansum(np.asarray(time_costs, float)[cents(contributions) < 0]))
