"""Pareto classes A, B and C: by share of the positive total, or by rank."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from klantwaarde_xl import errors
from klantwaarde_xl.core.base.ranking import cents, fine, tie_groups

RANK_BOUND_A, RANK_BOUND_B = Fraction(20, 100), Fraction(50, 100)
"""On the score: the first 20 % are A, the next 30 % B."""
CURVE_POINTS = 101


def pareto_classes(values: ArrayLike, bound_a: float = 0.80, bound_b: float = 0.95) -> np.ndarray:
    """Return class A, B or C of each amount by its cumulative share of the positive total.

    ``values`` float (n,) in EUR, compared in cents; ``bound_a`` and ``bound_b`` fractions, 0 <= A <= B <= 1.
    Returns text (n,): A when the share **before** its group of equals is below bound A, B when below bound B,
    else C; a value of zero or less is C; NaN (unknown) is ''. So the amount that crosses a bound belongs to
    the better class, and equal amounts share a class. No positive amount: all C. Raises
    :class:`~klantwaarde_xl.errors.InvalidFigureError` (KW-303) for bounds out of order.

    Source: docs/method.md, Pareto and concentration.

    >>> pareto_classes([50.0, 30.0, 15.0, 5.0, -9.0, np.nan]).tolist()
    ['A', 'A', 'B', 'C', 'C', '']
    """
    if not 0 <= bound_a <= bound_b <= 1:
        raise errors.BOUNDS_OUT_OF_ORDER.error(bound_a=bound_a, bound_b=bound_b)
    amount, rows, order, before, _ = _cumulative(values)
    # In whole cents, cumulative < bound x total is the same as cumulative < ceil(bound x total).
    total = int(amount[amount > 0].sum())
    limits = [math.ceil(Fraction(str(bound)) * total) for bound in (bound_a, bound_b)]
    classes = _classes(before, *limits)
    classes[amount[order] <= 0] = "C"
    return _placed(classes, rows[order], len(np.asarray(values)), "")


def cumulative_share(values: ArrayLike) -> np.ndarray:
    """Return, for each amount, the share of the positive total made by it, its equals and all larger ones.

    ``values`` float (n,) in EUR, compared in cents. Returns fractions (n,) in the order of the input: 1 for
    amounts of zero or less, NaN for NaN, and NaN everywhere when no amount is positive.

    Source: docs/method.md, Pareto and concentration.

    >>> cumulative_share([25.0, 50.0, 25.0, -3.0]).tolist()
    [1.0, 0.5, 1.0, 1.0]
    """
    amount, rows, order, _, after = _cumulative(values)
    total = amount[amount > 0].sum()
    share = after / total if total > 0 else np.full(len(after), np.nan)
    return _placed(share, rows[order], len(np.asarray(values)), np.nan)


def pareto_curve(values: ArrayLike, points: int = CURVE_POINTS) -> pd.DataFrame:
    """Return the Pareto curve: the share of the positive total made by the first 0 to 100 % of customers.

    ``values`` float (n,) in EUR, NaN left out. Returns a frame of ``points`` rows: ``customer_share`` evenly
    from 0 to 1, ``value_share`` fraction, linear between customers; NaN when no amount is positive.

    Source: docs/method.md, Pareto and concentration.

    >>> pareto_curve([75.0, 25.0, 0.0, -5.0], points=5)["value_share"].tolist()
    [0.0, 0.75, 1.0, 1.0, 1.0]
    """
    amount = np.asarray(values, float)
    amount = np.maximum(cents(amount[~np.isnan(amount)]), 0)
    total = amount.sum()
    share = np.linspace(0, 1, points)
    value = np.full(points, np.nan)
    if total > 0:
        rising = np.append(0.0, np.cumsum(-np.sort(-amount))) / total
        value = np.interp(share * len(amount), np.arange(len(rising)), rising)
    return pd.DataFrame({"customer_share": share, "value_share": value})


def classes_by_rank(scores: ArrayLike) -> np.ndarray:
    """Return class A for the first 20 %, B for the next 30 % and C for the rest, ties together.

    ``scores`` float (n,), higher is better, compared in 1e-9. Returns text (n,), '' for NaN. A group of
    equals gets the class of its first: A when fewer than 20 % of the scores are above it, B when fewer than
    50 %.

    Source: docs/method.md, Pareto and concentration (a share of a sum of scores has no meaning).

    >>> classes_by_rank([90.0, 80.0, 80.0, 10.0, 5.0]).tolist()
    ['A', 'B', 'B', 'C', 'C']
    """
    score = fine(scores)
    rows = np.flatnonzero(~np.isnan(score))
    order, before, _ = tie_groups(score[rows])
    limits = [math.ceil(bound * len(rows)) for bound in (RANK_BOUND_A, RANK_BOUND_B)]
    return _placed(_classes(before, *limits), rows[order], len(score), "")


def _cumulative(values: ArrayLike) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Return known cents, their rows and descending order, and the sums before and up to each tie group."""
    amount = cents(values)
    rows = np.flatnonzero(~np.isnan(amount))
    amount = amount[rows].astype(np.int64)
    order, begin, end = tie_groups(amount)
    running = np.append(0, np.cumsum(np.maximum(amount[order], 0)))
    return amount, rows, order, running[begin], running[end]


def _classes(before: np.ndarray, limit_a: int, limit_b: int) -> np.ndarray:
    return np.where(before < limit_a, "A", np.where(before < limit_b, "B", "C"))


def _placed(found: np.ndarray, rows: np.ndarray, size: int, absent: object) -> np.ndarray:
    result = np.full(size, absent, dtype=found.dtype)
    result[rows] = found
    return result
