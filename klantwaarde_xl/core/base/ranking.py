"""Figures rounded so that they can be compared, and their ranks: nothing else compares figures."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

FINE = 1e9
"""Scores and ratios are compared in units of 1e-9, so that float noise never decides a rank."""
HALF_A_CENT = 0.005
"""An amount of at most this is nothing: it rounds to no cent."""


def cents(amounts: ArrayLike) -> np.ndarray:
    """Return EUR amounts as whole cents, for comparing.

    ``amounts`` float (n,) in EUR, below 1e13 in size. Returns float64 (n,) of whole numbers; NaN stays NaN.
    The float residue of a sale and its return becomes exactly zero.

    >>> cents([0.1 + 0.2 - 0.3, 19.99]).tolist()
    [0.0, 1999.0]
    """
    whole: np.ndarray = np.rint(np.asarray(amounts, float) * 100) + 0.0
    return whole


def fine(values: ArrayLike) -> np.ndarray:
    """Return scores or ratios in whole units of 1e-9, for comparing.

    ``values`` float (n,), below 1e6 in size. Returns float64 (n,) of whole numbers; NaN stays NaN.

    >>> bool(fine(0.1 + 0.2) == fine(0.3))
    True
    """
    whole: np.ndarray = np.rint(np.asarray(values, float) * FINE) + 0.0
    return whole


def comparable(amounts: ArrayLike, largest: float) -> np.ndarray:
    """Return derived amounts in whole billionths of the largest amount, for comparing.

    ``amounts`` float (n,) EUR or EUR/hour, NaN stays NaN; ``largest`` absolute value of the largest amount
    at hand. Derived amounts (expected euros, euros per hour) have no whole cents: rounding them to cents
    would let the order change when all figures are given in cents instead of euros.

    >>> comparable(np.array([0.1 + 0.2, 0.3, 1e-14]), 1000.0)
    array([300000., 300000.,      0.])
    """
    figures = np.asarray(amounts, float)
    whole: np.ndarray = np.rint(figures / largest * FINE) + 0.0 if largest else figures * 0.0
    return whole


def tie_groups(values: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the descending order of values, and where each group of equal values begins and ends in it.

    ``values`` (n,) without NaN, made comparable by :func:`cents` or :func:`fine`. Returns three intp arrays
    (n,): positions in ``values`` from high to low, and, along that order, the first position of the group of
    equals and the one after its last.

    >>> order, begin, end = tie_groups(np.array([5.0, 9.0, 5.0]))
    >>> int(order[0]), begin.tolist(), end.tolist()
    (1, [0, 1, 1], [1, 3, 3])
    """
    order = np.argsort(-values)
    ranked = values[order]
    n = len(ranked)
    starts = np.flatnonzero(np.append(True, ranked[1:] != ranked[:-1])) if n else np.empty(0, np.intp)
    sizes = np.diff(np.append(starts, n))
    return order, np.repeat(starts, sizes), np.repeat(starts + sizes, sizes)


def rank_descending(values: ArrayLike) -> np.ndarray:
    """Return ranks from 1 for the highest; equal values share the lowest rank.

    ``values`` (n,) made comparable by :func:`cents` or :func:`fine`. Returns float64 (n,); NaN has rank NaN.

    >>> rank_descending([5.0, 9.0, 5.0, np.nan]).tolist()
    [2.0, 1.0, 2.0, nan]
    """
    values = np.asarray(values, float)
    ranks = np.full(len(values), np.nan)
    known = np.flatnonzero(~np.isnan(values))
    order, begin, _ = tie_groups(values[known])
    ranks[known[order]] = begin + 1
    return ranks


def percentile_position(values: ArrayLike) -> np.ndarray:
    """Return 100 x (number below + half of the equal ones, itself included) / n.

    ``values`` (n,) made comparable by :func:`cents` or :func:`fine`; n counts the values that are not NaN.
    Returns float64 (n,) from 0 to 100 with mean 50; NaN stays NaN.

    Source: docs/method.md, Customer value score; ``scipy.stats.percentileofscore`` of kind "mean".

    >>> percentile_position([1.0, 2.0, 2.0, 4.0]).tolist()
    [12.5, 50.0, 50.0, 87.5]
    """
    values = np.asarray(values, float)
    position = np.full(len(values), np.nan)
    known = np.flatnonzero(~np.isnan(values))
    order, begin, end = tie_groups(values[known])
    n = len(known)
    position[known[order]] = 50.0 * (2 * n - begin - end) / max(n, 1)
    return position
