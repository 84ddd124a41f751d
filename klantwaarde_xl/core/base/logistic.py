"""Logistic regression with a ridge penalty on weighted rows, by Newton's method.

With many rows the slopes are fitted on a sample of them (King & Zeng 2001): rows of the rarer outcome say
most, so as many of both are kept, each with the weight of those that it stands for."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

RIDGE = 1.0
"""Penalty on the squared standardised slopes: it matters with 200 purchases and hardly with 20,000."""
MOST_STEPS = 50
"""Newton steps at most; a handful is usual."""
MOST_ROWS = 40_000
"""Rows at most on which slopes are fitted: 18 slopes are then as sure as anyone needs."""
FLAT = 1e-9
"""A term with less spread is a constant and carries no information."""


def logistic(value: np.ndarray) -> np.ndarray:
    """Return 1 / (1 + exp(-value)), the chance at these log odds; any shape and float type.

    >>> logistic(np.array([0.0, 100.0])).tolist()
    [0.5, 1.0]
    """
    chance: np.ndarray = 1 / (1 + np.exp(-np.clip(value, -80, 80)))
    return chance


@dataclass(frozen=True, slots=True, eq=False)
class Logistic:
    """A fitted curve: chance = 1 / (1 + exp(-(intercept + terms . slopes))); ``slopes`` float64 (t,)."""

    intercept: float
    slopes: np.ndarray

    def probability(self, terms: np.ndarray) -> np.ndarray:
        """Return the chance of each row of ``terms`` (k, t), float64 (k,) between 0 and 1.

        >>> Logistic(0.0, np.array([1.0])).probability(np.array([[0.0], [100.0]])).tolist()
        [0.5, 1.0]
        """
        return logistic(terms @ self.slopes + self.intercept)


def fit_logistic(
    terms: np.ndarray, outcome: np.ndarray, weight: np.ndarray, *, rising: Collection[int] = ()
) -> Logistic:
    """Return the curve of maximum penalised likelihood.

    ``terms`` float (k, t), standardised internally, so their units do not matter; ``outcome`` bool (k,): when
    all are equal the terms carry no information, and the chance is that outcome less half a row; ``weight``
    float (k,): how many rows each stands for. ``rising``: at most two positions of terms whose slope may not
    be negative. The intercept is not penalised, so the predictions add up to the outcomes. Of more than
    ``MOST_ROWS`` rows the slopes are fitted on a sample, always the same of the same rows, and the intercept
    on all.

    Source: logistic regression with a ridge (Hoerl & Kennard 1970; le Cessie & van Houwelingen 1992); the
    sample by outcome King & Zeng (2001).

    >>> found = fit_logistic(np.zeros((4, 1)), np.array([True, False, False, False]), np.ones(4))
    >>> round(float(found.probability(np.zeros((1, 1)))[0]), 3)
    0.25
    """
    weight, bought = weight.astype(np.float64), outcome.astype(np.float64)
    if outcome.all() or not outcome.any():
        happened, total = float(weight @ bought), float(weight.sum())
        return Logistic(float(np.log((happened + 0.5) / (total - happened + 0.5))), np.zeros(terms.shape[1]))
    every = terms, bought, weight
    if len(weight) > MOST_ROWS:
        rows, stands_for = _sample(outcome)
        terms, bought, weight = terms[rows], bought[rows], weight[rows] * stands_for
    mean = np.average(terms, axis=0, weights=weight)
    spread = np.sqrt(np.average((terms - mean) ** 2, axis=0, weights=weight))
    spread[spread < FLAT] = 1.0
    design = np.column_stack([np.ones(len(weight)), (terms - mean) / spread])
    places = [place + 1 for place in rising]
    # The loss is convex: with two bounds the optimum is the best of four, no slope, either or both at zero.
    best, lowest = np.zeros(design.shape[1]), np.inf
    for fixed in ((), *((place,) for place in places), tuple(places)):
        found, loss = _newton(design, bought, weight, np.setdiff1d(np.arange(design.shape[1]), fixed))
        if (found[places] >= 0).all() and loss < lowest:
            best, lowest = found, loss
            if not fixed:
                break
    slopes = best[1:] / spread
    intercept = float(best[0] - slopes @ mean)
    return Logistic(intercept if weight is every[2] else _level(intercept, slopes, *every), slopes)


def _sample(outcome: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the rows to fit on, ascending, and how many rows of the same outcome each stands for."""
    kinds = [np.flatnonzero(outcome), np.flatnonzero(~outcome)]
    fewest = min(len(kind) for kind in kinds)
    rare = min(fewest, MOST_ROWS // 2)
    kept = [rare if len(kind) == fewest else MOST_ROWS - rare for kind in kinds]
    draw = np.random.default_rng(1)
    rows = [
        kind if number >= len(kind) else draw.choice(kind, number, replace=False)
        for kind, number in zip(kinds, kept, strict=True)
    ]
    stands_for = np.repeat(
        [len(kind) / len(row) for kind, row in zip(kinds, rows, strict=True)], [len(row) for row in rows]
    )
    joined = np.concatenate(rows)
    order = np.argsort(joined)
    return joined[order], stands_for[order]


def _level(
    intercept: float, slopes: np.ndarray, terms: np.ndarray, bought: np.ndarray, weight: np.ndarray
) -> float:
    """Return the intercept at which the predictions over all rows add up to the outcomes."""
    value, happened = terms @ slopes, float(weight @ bought)
    for _ in range(MOST_STEPS):
        chance = logistic(value + intercept)
        step = (float(weight @ chance) - happened) / float(weight @ (chance * (1 - chance)))
        intercept -= float(np.clip(step, -1.0, 1.0))
        if abs(step) < 1e-9:
            break
    return intercept


def _newton(
    design: np.ndarray, bought: np.ndarray, weight: np.ndarray, free: np.ndarray
) -> tuple[np.ndarray, float]:
    """Return the coefficients of least penalised loss, only the ``free`` ones not zero, and that loss."""
    from scipy import linalg  # Only here: importing it takes longer than a small analysis.

    part = design[:, free]
    ridge = np.where(free == 0, 0.0, RIDGE)

    def loss(at: np.ndarray) -> float:
        value = part @ at
        return float((weight * (np.logaddexp(0, value) - bought * value)).sum() + (ridge * at**2).sum() / 2)

    share = np.average(bought, weights=weight)
    at = np.where(free == 0, np.log(share / (1 - share)), 0.0)
    now = loss(at)
    for _ in range(MOST_STEPS):
        chance = logistic(part @ at)
        slope = part.T @ (weight * (chance - bought)) + ridge * at
        curve = part.T @ (part * (weight * chance * (1 - chance))[:, None]) + np.diag(ridge)
        step = linalg.solve(curve, slope, assume_a="pos")
        while (then := loss(at - step)) > now + 1e-9 * abs(now):
            step /= 2
        at, now = at - step, then
        if np.abs(step).max() < 1e-7:
            break
    whole = np.zeros(design.shape[1])
    whole[free] = at
    return whole, now
