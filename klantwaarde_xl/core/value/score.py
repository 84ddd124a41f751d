"""Customer value score: seven dimensions to 0-100, their weighted mean, and the ranks beside it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, get_args

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from klantwaarde_xl.core.base.id_codes import figures
from klantwaarde_xl.core.base.ranking import cents, fine, percentile_position, rank_descending
from klantwaarde_xl.core.value.unknown_values import Completed, Measures, completed
from klantwaarde_xl.core.value.value_functions import Scales, scale_of, value_points
from klantwaarde_xl.core.value.weights import normalise_weights

Normalisation = Literal["percentile", "min_max", "min_max_winsorised", "z_score"]
"""How figures become 0-100 by comparing customers."""
Method = Literal["value", "percentile", "min_max", "min_max_winsorised", "z_score"]
"""How figures become points: by value functions on a scale that stays, or by comparing customers."""

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


def scales_of(measures: pd.DataFrame) -> Scales:
    """Return the scales that the turnover and the gross margin of these customers give.

    ``measures`` frame with ``revenue`` and ``gross_margin`` in EUR, NaN where unknown.

    >>> found = scales_of(pd.DataFrame({"revenue": [10.0, 30.0, 50.0], "gross_margin": [-5.0, 0.0, np.nan]}))
    >>> found.turnover.middle, found.margin is None
    (30.0, True)
    """
    return Scales(*(scale_of(figures(measures, name)) for name in ("revenue", "gross_margin")))


def customer_score(
    measures: pd.DataFrame,
    weights: Mapping[str, float],
    method: Method = "value",
    scales: Scales | None = None,
) -> pd.DataFrame:
    """Return the score of each customer, the points that make it up, and its ranks.

    ``measures`` frame of :func:`~klantwaarde_xl.core.measures.customer_measures.customer_measures` (n
    customers), see :func:`~klantwaarde_xl.core.value.unknown_values.completed` for what is absent;
    ``weights`` a number of zero or more per dimension of :data:`MEASURED_BY` (absent: zero), in any unit;
    ``method``: ``value`` for :func:`~klantwaarde_xl.core.value.value_functions.value_points` on ``scales``
    (None: those of ``measures``), else see :func:`normalise`. Amounts are compared in cents, ratios in 1e-9.
    Returns a frame with the index of ``measures``, float64 but for ``missing``:

    - ``score`` at most 100, the weighted mean over the dimensions that are known for anyone; by value
      functions it can be negative. ``score_low`` and ``score_high``: with what is not known at worst and at
      best
    - ``completeness`` fraction of that weight for which the customer's own figures are known; ``missing`` the
      names of the other dimensions, joined by a space
    - ``points_<dimension>`` (7): weight x normalised / weight of the dimensions known for anyone; they add up
      to the score exactly; NaN in a dimension that nobody has
    - ``normalised_<dimension>`` (7): 0 to 100, the margin from -100 by value functions
    - ``lowest_<dimension>`` (7): the same with what is not known at worst, of which ``score_low`` is the mean
    - ``rank`` 1 is the highest score, ties share the lowest rank; ``rank_revenue``, ``rank_contribution``;
      ``rank_shift`` = rank_revenue - rank, positive for a customer that is worth more than its turnover says

    The first place is for the customer that has it with what is not known at worst (the highest
    ``score_low``): a blank never brings anyone there. Without a weighted dimension that anyone has, score and
    rank are NaN, as is ``rank_contribution`` without contribution. Raises
    :class:`~klantwaarde_xl.errors.InvalidFigureError` for weights that are negative or all zero, KeyError for
    an unknown dimension.

    Source: docs/method.md, Customer value score.

    >>> measures = pd.DataFrame({"revenue": [1500.0, 100.0], "gross_margin": [10.0, 150.0]}, index=["a", "b"])
    >>> scales = Scales(scale_of([100.0, 100.0, 1500.0]), scale_of([10.0, 10.0, 150.0]))
    >>> found = customer_score(measures, {"turnover": 1, "margin": 3}, scales=scales)
    >>> found[["score", "rank", "rank_shift"]].to_numpy().tolist()
    [[43.75, 2.0, -1.0], [81.25, 1.0, 1.0]]
    """
    if unknown := set(weights) - set(MEASURED_BY):
        raise KeyError(f"unknown dimensions: {sorted(unknown)}")
    share = normalise_weights({name: float(weights.get(name, 0.0)) for name in MEASURED_BY})
    filled = completed(measures)
    usual, low, high = _normalised(filled, method, scales or scales_of(measures))
    weight = np.where(_of_anyone(usual), np.array(list(share.values())), 0.0)
    total = float(weight.sum())
    points = np.rint(usual * weight / (total or 1.0) * _GRAIN) / _GRAIN
    score = np.nansum(points, axis=1) if total else np.full(len(measures), np.nan)
    known = np.column_stack([filled.known[name] for name in MEASURED_BY])
    columns: dict[str, np.ndarray | pd.Series] = {"score": score}
    for side, ends in {"score_low": low, "score_high": high}.items():
        columns[side] = np.nansum(ends * weight, axis=1) / total if total else score
    columns["completeness"] = np.minimum(known @ weight / total, 1.0) if total else score
    columns["missing"] = _missing(known, weight)
    columns |= {f"points_{name}": points[:, position] for position, name in enumerate(MEASURED_BY)}
    columns |= {f"normalised_{name}": usual[:, position] for position, name in enumerate(MEASURED_BY)}
    columns |= {f"lowest_{name}": low[:, position] for position, name in enumerate(MEASURED_BY)}
    columns["rank"] = _rank(fine(score), fine(columns["score_low"]))
    columns["rank_revenue"] = rank_descending(cents(measures["revenue"]))
    columns["rank_contribution"] = rank_descending(cents(figures(measures, "contribution")))
    columns["rank_shift"] = columns["rank_revenue"] - columns["rank"]
    return pd.DataFrame(columns, index=measures.index)


def known_dimensions(scored: pd.DataFrame) -> dict[str, bool]:
    """Return of each dimension whether it is known for anyone: only those are in the score.

    ``scored``: the columns ``normalised_<dimension>`` of :func:`customer_score`.

    >>> found = customer_score(pd.DataFrame({"revenue": [1500.0, 100.0]}), {"turnover": 1, "energy": 1})
    >>> [name for name, known in known_dimensions(found).items() if known]
    ['turnover']
    """
    points = scored[[f"normalised_{name}" for name in MEASURED_BY]].to_numpy(float)
    return dict(zip(MEASURED_BY, _of_anyone(points).tolist(), strict=True))


def _of_anyone(points: np.ndarray) -> np.ndarray:
    """Return which columns of points (n, 7) hold any, bool (7,)."""
    known: np.ndarray = ~np.isnan(points).all(axis=0)
    return known


def _normalised(
    filled: Completed, method: Method, scales: Scales
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the points (n, 7) as estimated, at worst and at best.

    Where customers are compared, what is not known is 0 at worst and 100 at best."""
    if method == "value":
        usual, low, high = (
            _stacked(value_points(side, scales)) for side in (filled.usual, filled.lowest, filled.highest)
        )
        return usual, low, high
    usual = np.column_stack([normalise(_comparable(filled.usual, name), method) for name in MEASURED_BY])
    known = _stacked(filled.known)
    kept = known | np.isnan(usual)
    return usual, np.where(kept, usual, 0.0), np.where(kept, usual, 100.0)


def _stacked(columns: Mapping[str, np.ndarray]) -> np.ndarray:
    return np.column_stack([columns[name] for name in MEASURED_BY])


def _missing(known: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """Return the weighted dimensions that are not known, joined by a space, object (n,)."""
    bit = 1 << np.arange(len(MEASURED_BY))
    code = (~known & (weight > 0)) @ bit
    words = np.array(
        [
            " ".join(name for position, name in enumerate(MEASURED_BY) if number >> position & 1)
            for number in range(1 << len(MEASURED_BY))
        ],
        object,
    )
    found: np.ndarray = words[code]
    return found


def _rank(score: np.ndarray, low: np.ndarray) -> np.ndarray:
    """Return the ranks by score; the first place is for the best of the highest ``low``."""
    if np.isnan(score).all():
        return np.full(len(score), np.nan)
    sure = low == np.nanmax(low)
    first = sure & (score == np.nanmax(score[sure]))
    return np.where(first, 1.0, rank_descending(np.where(first, np.nan, score)) + first.sum())


def _comparable(measures: Measures, dimension: str) -> np.ndarray:
    values = measures[dimension]
    comparable = cents(values) if dimension in IN_EURO else fine(values)
    return -comparable if dimension in LOWER_IS_BETTER else comparable
