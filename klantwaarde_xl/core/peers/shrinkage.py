"""Gaps that last: how much of what a customer differs from the others is its own, and how sure that is.

The same steps for margin, up-sell and serving: the variance of a ratio over the invoices of a customer, the
variance between customers (DerSimonian & Laird 1986), every gap shrunk towards the mean by how well it is
known (Morris 1983), and a claim only where the true gap is very probably worse than the lower quartile of the
true gaps. Customers that differ by chance alone get nothing."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr, ndtri

from klantwaarde_xl.core.base.id_codes import ratio
from klantwaarde_xl.core.base.ranking import FINE

FEWEST_INVOICES = 8
"""Fewest invoices of a customer for a claim about it."""
PRIOR_DEGREES = 8.0
"""Degrees of freedom with which the variance of all customers counts in that of each."""
SURE = 0.80
"""Smallest probability that the true gap is worse than the target."""
LEAST_VARIANCE = 1e-8
"""Smallest variance of a ratio: invoices that agree to the cent leave a hundredth of a percentage point."""
LOWER_QUARTILE = float(ndtri(0.25))
"""Place of the lower quartile in a standard normal distribution: -0.674."""


@dataclass(frozen=True, slots=True, eq=False)
class UnitSums:
    """Sums over the units (invoices, months) of n customers, from which a ratio and its variance follow.

    ``count`` number of units; ``part`` and ``whole`` their sums; ``squares`` sums of part^2, part x whole and
    whole^2. All float64 (n,)."""

    count: np.ndarray
    part: np.ndarray
    whole: np.ndarray
    squares: tuple[np.ndarray, np.ndarray, np.ndarray]

    @classmethod
    def of(cls, owner: np.ndarray, part: np.ndarray, whole: np.ndarray, size: int) -> UnitSums:
        """Return the sums over units; ``owner`` int (units,) position of the customer, below ``size``.

        >>> UnitSums.of(np.array([0, 0]), np.array([1.0, 2.0]), np.array([10.0, 10.0]), 1).part.tolist()
        [3.0]
        """
        total = [
            np.bincount(owner, weights, minlength=size)
            for weights in (None, part, whole, part * part, part * whole, whole * whole)
        ]
        return cls(total[0].astype(float), total[1], total[2], (total[3], total[4], total[5]))

    def ratio(self) -> np.ndarray:
        """Return part / whole, float64 (n,), NaN without a positive whole."""
        return ratio(self.part, self.whole)

    def variance(self, family: np.ndarray | None = None, *, at_least_pooled: bool = False) -> np.ndarray:
        """Return the variance of the ratio, float64 (n,), NaN where the ratio or the pool is unknown.

        ``family`` int (n,) from 0: variances are pooled within it; all are one family by default.
        ``at_least_pooled``: nobody's variance per unit is below that of its family. For shares: who happens
        to buy little of a group has a small spread because of that, and would seem certain.

        With u = part - ratio x whole per unit, n / (n - 1) x sum(u^2) / (sum whole)^2 is the usual estimate
        (Cochran 1977, chapter 6). It is the product of sum(whole^2) / (sum whole)^2, which is known, and a
        variance per unit. That last one is pooled: with n - 1 degrees of freedom of the customer's own and 8
        of all customers together, so that three invoices that happen to agree do not make a customer certain.

        >>> sums = UnitSums.of(np.zeros(4, int), np.array([1.0, 3.0, 2.0, 2.0]), np.full(4, 10.0), 1)
        >>> sums.variance().round(6).tolist()
        [0.001667]
        """
        quotient = self.ratio()
        own, cross, squared = self.squares
        spread = np.maximum(own - 2.0 * quotient * cross + quotient * quotient * squared, 0.0)
        known = ~np.isnan(quotient) & (squared > 0)
        # Residue of the subtraction is no spread.
        spread = np.where(spread > own / FINE, spread, 0.0)
        degrees = np.where(known, self.count - 1.0, 0.0)
        per_unit = ratio(self.count * spread, (self.count - 1.0) * squared, known & (self.count > 1), 0.0)
        mixed = pooled(per_unit, degrees, family)
        if at_least_pooled:
            mixed = np.fmax(mixed, mean_variance(per_unit, degrees, family))
        return np.where(known, mixed * ratio(squared, self.whole * self.whole, known), np.nan)


def mean_variance(variances: np.ndarray, degrees: np.ndarray, family: np.ndarray | None = None) -> np.ndarray:
    """Return for each member the mean variance of its family, weighted by degrees of freedom, float64 (n,).

    Arguments as of :func:`pooled`; NaN in a family without degrees of freedom.

    >>> mean_variance(np.array([1.0, 4.0]), np.array([4.0, 8.0])).tolist()
    [3.0, 3.0]
    """
    family = np.zeros(len(variances), np.intp) if family is None else family
    means: np.ndarray = ratio(np.bincount(family, degrees * variances), np.bincount(family, degrees))[family]
    return means


def pooled(variances: np.ndarray, degrees: np.ndarray, family: np.ndarray | None = None) -> np.ndarray:
    """Return each variance mixed with that of its whole family, which counts for 8 degrees of freedom.

    ``variances`` float (n,) that are alike within a family; ``degrees`` of freedom float (n,); ``family`` int
    (n,) from 0, one for all by default. NaN in a family without degrees of freedom.

    >>> pooled(np.array([1.0, 4.0]), np.array([4.0, 8.0])).round(3).tolist()
    [2.333, 3.5]
    """
    whole = mean_variance(variances, degrees, family)
    mixed: np.ndarray = (degrees * variances + PRIOR_DEGREES * whole) / (degrees + PRIOR_DEGREES)
    return mixed


def between(
    effects: np.ndarray, variances: np.ndarray, family: np.ndarray | None = None
) -> tuple[np.ndarray, np.ndarray]:
    """Return the mean of the true effects of every family and the variance between them, float64 (families,).

    ``effects`` float (k,), any unit; ``variances`` float (k,) > 0, in its square; ``family`` int (k,) from 0,
    one for all by default. The variance is that of DerSimonian & Laird (1986): max(0, (Q - (k - 1)) / (sum w
    - sum w^2 / sum w)), with w = 1 / variance and Q the weighted sum of squares about the weighted mean; the
    mean is weighted with 1 / (variance + that). A family of one has variance 0, an empty one the mean NaN.

    >>> mean, tau2 = between(np.array([1.0, 2.0, 6.0]), np.array([1.0, 1.0, 1.0]))
    >>> mean.tolist(), tau2.tolist()
    ([3.0], [6.0])
    """
    family = np.zeros(len(effects), np.intp) if family is None else family
    weight = 1.0 / variances
    total, squares, count = (np.bincount(family, values) for values in (weight, weight * weight, None))
    centre = ratio(np.bincount(family, weight * effects), total)
    spread = np.bincount(family, weight * (effects - centre[family]) ** 2) - (count - 1)
    scale = total - ratio(squares, total)
    tau2 = np.maximum(ratio(spread, scale, (scale > total / FINE) & (count > 1), 0.0), 0.0)
    weight = 1.0 / (variances + tau2[family])
    return ratio(np.bincount(family, weight * effects), np.bincount(family, weight)), tau2


@dataclass(frozen=True, slots=True, eq=False)
class LastingGaps:
    """What is likely of the true effects of n customers, float64 (n,), NaN where there is no effect.

    ``shrunk``: the expected true effect; ``target``: the lower quartile of the true effects of its family;
    ``chance``: probability that its own is worse (lower) than that; ``gap``: target - shrunk where the chance
    is at least 80 %, else 0 (also where there is no effect)."""

    shrunk: np.ndarray
    target: np.ndarray
    chance: np.ndarray
    gap: np.ndarray


def lasting_gaps(effects: np.ndarray, variances: np.ndarray, family: np.ndarray | None = None) -> LastingGaps:
    """Return what lasts of the effects of n customers; a lower effect is worse.

    ``effects`` and ``variances`` float (n,), NaN where unknown; ``family`` int (n,) from 0: customers that
    are compared with each other, all of them by default. Each effect is shrunk: mean + tau^2 / (tau^2 +
    variance) x (effect - mean), with posterior variance tau^2 x variance / (tau^2 + variance). Target: mean
    - 0.674 x tau. Without variance between the customers nobody has a gap.

    Source: docs/method.md, Gaps that last; Morris (1983).

    >>> effects = np.array([-0.30, 0.02, 0.0, 0.01, -0.01, 0.03, 0.02, -0.02])
    >>> lasting_gaps(effects, np.full(8, 0.0004)).gap.round(2).tolist()
    [0.19, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]
    """
    size = len(effects)
    family = np.zeros(size, np.intp) if family is None else family
    known = np.flatnonzero(~np.isnan(effects) & ~np.isnan(variances))
    shrunk, target, chance = np.full((3, size), np.nan)
    found = LastingGaps(shrunk, target, chance, np.zeros(size))
    if not len(known):
        return found
    effect, own = effects[known], family[known]
    variance = np.maximum(variances[known], LEAST_VARIANCE)
    mean, tau2 = (figures[own] for figures in between(effect, variance, own))
    held = tau2 / (tau2 + variance)
    true, lowest = mean + held * (effect - mean), mean + LOWER_QUARTILE * np.sqrt(tau2)
    deviation = np.sqrt(held * variance)
    worse = np.where(deviation > 0, ndtr(ratio(lowest - true, deviation, otherwise=0.0)), np.nan)
    shrunk[known], target[known], chance[known] = true, lowest, worse
    found.gap[known] = np.where(worse >= SURE, lowest - true, 0.0)
    return found
