"""Customer value score: seven dimensions to 0-100, their weighted mean, and the ranks beside it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, get_args

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from klantwaarde_xl.core.base.ranking import cents, fine, percentile_position, rank_descending
from klantwaarde_xl.core.value.weights import normalise_weights

Normalisation = Literal["percentile", "min_max", "min_max_winsorised", "z_score"]
"""How figures become 0-100."""

MEASURED_BY = {
    "turnover": "revenue",
    "margin": "gross_margin",
    "time": "time_intensity",
    "money": "money_intensity",
    "energy": "energy",
    "culture": "culture",
    "products": "breadth",
}
"""Which measure each dimension is taken from, in the order in which they are shown."""
IN_EURO = {"turnover", "margin"}
LOWER_IS_BETTER = {"time", "money"}
_GRAIN = 2.0**40
"""Points are whole multiples of 1 / 2**40: their sums are exact in a float, in any order."""


def normalise(values: ArrayLike, method: Normalisation = "percentile") -> np.ndarray:
    """Return figures on a scale from 0 to 100, over those that are known.

    ``values`` float (n,), higher is better, NaN where unknown; make amounts comparable first (see
    ``core.ranking``). ``method``: ``percentile`` 100 x (below + half of the equal ones, itself included) / n;
    ``min_max``; ``min_max_winsorised`` after clipping at the 5th and 95th percentile (linear interpolation);
    ``z_score`` 100 x the normal CDF of (x - mean) / population standard deviation. Returns float64 (n,), NaN
    where ``values`` are; one value, or all equal: 50. Raises ValueError for another method.

    Source: docs/method.md, Customer value score.

    >>> normalise([10.0, 20.0, 40.0], "min_max").round(1).tolist()
    [0.0, 33.3, 100.0]
    >>> normalise([7.0, np.nan, 7.0], "z_score").tolist()
    [50.0, nan, 50.0]
    """
    values = np.asarray(values, float)
    if method not in get_args(Normalisation):
        raise ValueError(f"unknown normalisation {method!r}")
    if method == "percentile":
        return percentile_position(values)
    result = np.full(len(values), np.nan)
    rows = np.flatnonzero(~np.isnan(values))
    known = values[rows]
    if method == "min_max_winsorised" and len(known):
        known = np.clip(known, *np.percentile(known, [5, 95]))
    low, high = (known.min(), known.max()) if len(known) else (0.0, 0.0)
    if low == high:
        result[rows] = 50.0
    elif method == "z_score":
        from scipy.special import ndtr  # Only here: importing scipy takes longer than the score.

        result[rows] = 100 * ndtr((known - known.mean()) / known.std())
    else:
        result[rows] = 100 * (known - low) / (high - low)
    return result


def customer_score(
    measures: pd.DataFrame, weights: Mapping[str, float], method: Normalisation = "percentile"
) -> pd.DataFrame:
    """Return the score of each customer, the points that make it up, and its ranks.

    ``measures`` frame of :func:`~klantwaarde_xl.core.measures.customer_measures.customer_measures` (n
    customers); ``weights`` a number of zero or more per dimension of :data:`MEASURED_BY` (absent: zero), in
    any unit; ``method`` see :func:`normalise`. Amounts are compared in cents, ratios in 1e-9. Returns a frame
    with the index of ``measures``, all float64:

    - ``score`` 0 to 100, the weighted mean over the dimensions that the customer has; ``completeness``
      fraction of the weight present
    - ``points_<dimension>`` (7): weight x normalised / weight present; they add up to the score exactly; NaN
      where not measured
    - ``normalised_<dimension>`` (7): 0 to 100, NaN where not measured
    - ``rank`` 1 is the highest score, ties share the lowest rank; ``rank_revenue``, ``rank_contribution``;
      ``rank_shift`` = rank_revenue - rank, positive for a customer that is worth more than its turnover says

    A customer with none of the weighted dimensions has score and rank NaN, as has ``rank_contribution``
    without contribution. Raises :class:`~klantwaarde_xl.errors.InvalidFigureError` for weights that are
    negative or all zero, KeyError for an unknown dimension.

    Source: docs/method.md, Customer value score.

    >>> names = list(dict.fromkeys([*MEASURED_BY.values(), "contribution"]))
    >>> measures = pd.DataFrame(np.nan, index=["a", "b"], columns=names)
    >>> measures = measures.assign(revenue=[100.0, 50.0], gross_margin=[10.0, 40.0])
    >>> found = customer_score(measures, {"turnover": 1, "margin": 3})
    >>> found[["score", "rank", "rank_shift"]].to_numpy().tolist()
    [[37.5, 2.0, -1.0], [62.5, 1.0, 1.0]]
    """
    if unknown := set(weights) - set(MEASURED_BY):
        raise KeyError(f"unknown dimensions: {sorted(unknown)}")
    share = normalise_weights({name: float(weights.get(name, 0.0)) for name in MEASURED_BY})
    normalised = np.column_stack([normalise(_comparable(measures, name), method) for name in MEASURED_BY])
    weight = np.array(list(share.values()))
    present = ~np.isnan(normalised) @ weight
    scored = present > 0
    points = np.rint(normalised * weight / np.where(scored, present, 1.0)[:, None] * _GRAIN) / _GRAIN
    score = np.where(scored, np.nansum(points, axis=1), np.nan)
    columns = {"score": score, "completeness": np.minimum(present, 1.0)}
    columns |= {f"points_{name}": points[:, position] for position, name in enumerate(MEASURED_BY)}
    columns |= {f"normalised_{name}": normalised[:, position] for position, name in enumerate(MEASURED_BY)}
    columns["rank"] = rank_descending(fine(score))
    columns["rank_revenue"] = rank_descending(cents(measures["revenue"]))
    columns["rank_contribution"] = rank_descending(cents(measures["contribution"]))
    columns["rank_shift"] = columns["rank_revenue"] - columns["rank"]
    return pd.DataFrame(columns, index=measures.index)


def _comparable(measures: pd.DataFrame, dimension: str) -> np.ndarray:
    values = measures[MEASURED_BY[dimension]]
    comparable = cents(values) if dimension in IN_EURO else fine(values)
    return -comparable if dimension in LOWER_IS_BETTER else comparable
