"""From score to chance: a logistic curve, rising in the score, fitted on what customers bought after past windows.

The score says which items fit a customer. How often such a pair becomes a purchase also depends on how much the item is
sold lately (a discontinued product keeps its score, not its chance) and on how active the customer is. The curve is rising
in the score for every customer and item; it has no freedom to turn the recommender round.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import linalg

SCORE_FLOOR = 1e-3
"""Scores below this are equally hopeless; keeps the logarithm finite."""
RIDGE = 1.0
"""Penalty on the squared standardised slopes: with 200 purchases it steadies, with 20,000 it vanishes."""
EDGES = (0.0, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 1.0)
"""Bounds of the bins of the reliability table, the lower one included."""
MOST_STEPS = 50
"""Newton steps at most; a handful is usual."""
SLOPES = 8
"""Number of terms: two of the score, three of the item, three of the customer."""


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """Customer-item pairs not bought in the past window, with what happened next.

    ``terms`` float32 (k, 8): log score, score, item rates (3), customer activity (3); ``bought`` bool (k,); ``weight`` float
    (k,): how many pairs this one stands for, since only a sample of the pairs without a purchase is kept.
    """

    terms: np.ndarray
    bought: np.ndarray
    weight: np.ndarray

    @classmethod
    def joined(cls, parts: list[Pairs]) -> Pairs:
        """Return the pairs of several windows together.

        >>> one = Pairs(np.zeros((1, 8), np.float32), np.array([True]), np.ones(1))
        >>> len(Pairs.joined([one, one]).weight)
        2
        """
        return cls(*(np.concatenate([getattr(part, name) for part in parts]) for name in ("terms", "bought", "weight")))


def score_terms(score: np.ndarray) -> np.ndarray:
    """Return the two rising functions of the score, float32 with a last axis of 2.

    >>> score_terms(np.array([1.0])).tolist()
    [[0.0, 1.0]]
    """
    score = np.asarray(score, np.float32)
    return np.stack([np.log(np.maximum(score, np.float32(SCORE_FLOOR))), score], axis=-1)


@dataclass(frozen=True, slots=True, eq=False)
class Calibrator:
    """A fitted curve: chance = 1 / (1 + exp(-(intercept + terms . slopes))); ``slopes`` (8,), the first two >= 0."""

    intercept: float
    slopes: np.ndarray

    def probability(self, score: np.ndarray, item_terms: np.ndarray, customer_terms: np.ndarray) -> np.ndarray:
        """Return the chance of a purchase within the horizon, float32 (k, m), between 0 and 1.

        ``score`` (k, m); ``item_terms`` (m, 3); ``customer_terms`` (k, 3).

        >>> slopes = np.array([0, 1.0, 0, 0, 0, 0, 0, 0])
        >>> Calibrator(0.0, slopes).probability(np.array([[0.0, 100.0]]), np.zeros((2, 3)), np.zeros((1, 3))).tolist()
        [[0.5, 1.0]]
        """
        slopes = self.slopes.astype(np.float32)
        score = np.asarray(score, np.float32)
        value = slopes[0] * np.log(np.maximum(score, np.float32(SCORE_FLOOR))) + slopes[1] * score
        value += (item_terms.astype(np.float32) @ slopes[2:5] + np.float32(self.intercept))[None, :]
        value += (customer_terms.astype(np.float32) @ slopes[5:8])[:, None]
        return 1 / (1 + np.exp(-np.clip(value, -80, 80)))

    def of_pairs(self, pairs: Pairs) -> np.ndarray:
        """Return the chance of each pair, float64 (k,).

        >>> Calibrator(0.0, np.zeros(8)).of_pairs(Pairs(np.zeros((1, 8)), np.array([True]), np.ones(1))).tolist()
        [0.5]
        """
        return 1 / (1 + np.exp(-np.clip(pairs.terms @ self.slopes + self.intercept, -80, 80)))


def fit_calibrator(pairs: Pairs) -> Calibrator:
    """Return the curve of greatest (penalised) likelihood with non-negative slopes on both terms of the score.

    ``pairs``: at least one bought and one not. Terms are standardised inside, so their units do not matter. Solved by
    Newton's method, which is exact here: the loss is convex.

    Source: logistic calibration (Platt 1999), with bounds and covariates.

    >>> terms = np.zeros((4, 8), np.float32)
    >>> found = fit_calibrator(Pairs(terms, np.array([True, False, False, False]), np.ones(4)))
    >>> round(float(found.of_pairs(Pairs(terms[:1], np.array([True]), np.ones(1)))[0]), 3)
    0.25
    """
    weight, bought = pairs.weight.astype(np.float64), pairs.bought.astype(np.float64)
    mean = np.average(pairs.terms, axis=0, weights=weight)
    spread = np.sqrt(np.average((pairs.terms - mean) ** 2, axis=0, weights=weight))
    spread[spread < 1e-9] = 1.0
    design = np.column_stack([np.ones(len(weight)), (pairs.terms - mean) / spread])
    # With two bounds the optimum is the best of at most four: both slopes of the score free, one at zero, or both at zero.
    best, lowest = np.zeros(SLOPES + 1), np.inf
    for fixed in ((), (1,), (2,), (1, 2)):
        found, loss = _newton(design, bought, weight, np.setdiff1d(np.arange(SLOPES + 1), fixed))
        if (found[1:3] >= 0).all() and loss < lowest:
            best, lowest = found, loss
            if not fixed:
                break
    slopes = best[1:] / spread
    return Calibrator(float(best[0] - slopes @ mean), slopes)


def _newton(design: np.ndarray, bought: np.ndarray, weight: np.ndarray, free: np.ndarray) -> tuple[np.ndarray, float]:
    """Return the coefficients of least penalised loss with all but the ``free`` ones at zero, and that loss."""
    part = design[:, free]
    ridge = np.where(free == 0, 0.0, RIDGE)

    def loss(at: np.ndarray) -> float:
        value = part @ at
        return float((weight * (np.logaddexp(0, value) - bought * value)).sum() + (ridge * at**2).sum() / 2)

    share = np.average(bought, weights=weight)
    at = np.where(free == 0, np.log(share / (1 - share)), 0.0)
    now = loss(at)
    for _ in range(MOST_STEPS):
        chance = 1 / (1 + np.exp(-np.clip(part @ at, -80, 80)))
        slope = part.T @ (weight * (chance - bought)) + ridge * at
        curve = part.T @ (part * (weight * chance * (1 - chance))[:, None]) + np.diag(ridge)
        step = linalg.solve(curve, slope, assume_a="pos")
        while (then := loss(at - step)) > now + 1e-9 * abs(now):
            step /= 2
        at, now = at - step, then
        if np.abs(step).max() < 1e-7:
            break
    whole = np.zeros(SLOPES + 1)
    whole[free] = at
    return whole, now


def reliability(probability: np.ndarray, bought: np.ndarray, weight: np.ndarray) -> pd.DataFrame:
    """Return predicted chance beside observed frequency, per bin of the predicted chance.

    ``probability`` float (k,); ``bought`` bool (k,); ``weight`` float (k,). One row per bin with pairs: ``low``, ``high``,
    ``pairs`` (weighted number), ``events`` (purchases, weighted), ``predicted`` (mean chance), ``observed`` (frequency),
    ``ratio`` predicted / observed (NaN without events).

    >>> reliability(np.array([0.6, 0.8]), np.array([True, False]), np.ones(2)).round(2).values.tolist()
    [[0.5, 1.0, 2.0, 1.0, 0.7, 0.5, 1.4]]
    """
    bins = np.clip(np.searchsorted(EDGES, probability, side="right") - 1, 0, len(EDGES) - 2)
    pairs, events, expected = (
        np.bincount(bins, weights=values, minlength=len(EDGES) - 1) for values in (weight, weight * bought, weight * probability)
    )
    table = pd.DataFrame({"low": EDGES[:-1], "high": EDGES[1:], "pairs": pairs, "events": events, "predicted": expected})
    table = table[pairs > 0].reset_index(drop=True)
    table["observed"] = table["events"] / table["pairs"]
    table["ratio"] = (table["predicted"] / table["events"].where(table["events"] > 0)).astype(float)
    table["predicted"] = table["predicted"] / table["pairs"]
    return table


def annualised(probability: np.ndarray, years: float) -> np.ndarray:
    """Return the chance within one year from that within ``years``: 1 - (1 - p) ** (1 / years).

    It takes the months to be alike; a chance that is spread unevenly over the year or over customers comes out a little high.

    Source: method.md 5.

    >>> round(float(annualised(np.array([0.1]), 0.25)[0]), 4)
    0.3439
    """
    return -np.expm1(np.log1p(-np.minimum(probability, 1 - 1e-7)) / years)
