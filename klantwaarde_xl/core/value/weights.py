"""Weights of the dimensions: normalised to one, or derived from a pairwise comparison (AHP)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from klantwaarde_xl import errors

RANDOM_INDEX = (0.0, 0.0, 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49)
"""Saaty's random index for 1 to 10 criteria."""
ACCEPTABLE_RATIO = 0.10
"""A comparison with this consistency ratio or more contradicts itself too much."""
RECIPROCAL_TOLERANCE = 0.02
"""How far a[i, j] x a[j, i] may be from 1: people type 0.33 for a third."""


def normalise_weights(weights: Mapping[str, float]) -> dict[str, float]:
    """Return the weights divided by their sum, so that they add up to one.

    ``weights`` a number of zero or more per name, in any unit. Raises
    :class:`~klantwaarde_xl.errors.InvalidFigureError` (KW-301) for a weight that is negative, infinite or
    NaN, and (KW-302) when all are zero or there are none.

    >>> normalise_weights({"turnover": 30, "margin": 10})
    {'turnover': 0.75, 'margin': 0.25}
    """
    for name, weight in weights.items():
        if not (np.isfinite(weight) and weight >= 0):
            raise errors.INVALID_WEIGHT.error(name=name)
    total = float(sum(weights.values()))
    if total <= 0:
        raise errors.NO_WEIGHTS.error()
    return {name: weight / total for name, weight in weights.items()}


@dataclass(frozen=True, slots=True, eq=False)
class AhpResult:
    """What a pairwise comparison implies; ``weights`` float64 (n,) with sum 1."""

    weights: np.ndarray
    eigenvalue: float
    consistency_ratio: float

    @property
    def consistent(self) -> bool:
        """Whether the consistency ratio is below 0.10."""
        return self.consistency_ratio < ACCEPTABLE_RATIO


def ahp_weights(comparison: ArrayLike) -> AhpResult:
    """Return the weights that a pairwise comparison implies, and how consistent it is.

    ``comparison`` float (n, n), 1 <= n <= 10: how many times more important row i is than column j; the
    diagonal is 1 and a[j, i] = 1 / a[i, j] within 2 %. The weights are the principal eigenvector; the ratio
    is (eigenvalue - n) / (n - 1) / random index, and 0 for n <= 2. A ratio of 0.10 or more is the caller's
    finding, not an error. Raises :class:`~klantwaarde_xl.errors.InvalidFigureError` for a table that is not
    square or too large (KW-304), an entry that is not a positive number (KW-305) or not reciprocal (KW-306).

    Source: T.L. Saaty, "The Analytic Hierarchy Process" (1980).

    >>> result = ahp_weights([[1, 2, 4], [1 / 2, 1, 2], [1 / 4, 1 / 2, 1]])
    >>> result.weights.round(4).tolist(), round(result.consistency_ratio, 4)
    ([0.5714, 0.2857, 0.1429], 0.0)
    """
    table = np.atleast_2d(np.asarray(comparison, float))
    n = len(table)
    if table.shape != (n, n) or not 1 <= n <= len(RANDOM_INDEX):
        raise errors.NOT_A_COMPARISON.error(rows=n, columns=table.shape[-1])
    _refuse(errors.NOT_POSITIVE_COMPARISON, ~(np.isfinite(table) & (table > 0)))
    _refuse(errors.NOT_RECIPROCAL, np.abs(table * table.T - 1) > RECIPROCAL_TOLERANCE)
    values, vectors = np.linalg.eig(table)
    first = int(np.argmax(values.real))
    eigenvalue = float(values[first].real)
    weights = np.abs(vectors[:, first].real)
    ratio = max(0.0, (eigenvalue - n) / (n - 1) / RANDOM_INDEX[n - 1]) if n > 2 else 0.0
    return AhpResult(weights / weights.sum(), eigenvalue, ratio)


def _refuse(wording: errors.Wording, wrong: np.ndarray) -> None:
    if wrong.any():
        row, column = np.argwhere(wrong)[0] + 1
        raise wording.error(row=row, column=column)
