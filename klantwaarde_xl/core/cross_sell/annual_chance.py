"""From the chance within a quarter to that within a year, when quarters are not independent."""

from __future__ import annotations

import numpy as np

SAME = 1e-9
"""Relative difference that is float noise."""


def annualised(probability: np.ndarray, years: float, spread: float = 1.0) -> np.ndarray:
    """Return the chance within one year from that within ``years``: 1 - (1 - p) ** ((1 / years) ** spread).

    With ``spread`` 1 the terms are independent and equally likely. In reality a customer that did not buy in
    the first quarter is less likely to in the second; ``spread`` between 0 and 1, measured by
    :func:`spread_over_time`, makes a year count as fewer quarters: with 0.6 as 4 ** 0.6 = 2.3 of them.

    Source: docs/method.md, Cross-sell.

    >>> round(float(annualised(np.array([0.1]), 0.25)[0]), 4)
    0.3439
    >>> round(float(annualised(np.array([0.1]), 0.25, spread=0.0)[0]), 4)
    0.1
    """
    chance: np.ndarray = -np.expm1(np.log1p(-np.minimum(probability, 1 - 1e-7)) / years**spread)
    return chance


def spread_over_time(windows: list[tuple[np.ndarray, np.ndarray, float, float, int]]) -> float:
    """Return how far the chances of several terms add up: 0 (buy at once or never) to 1 (independent terms).

    ``windows``: per past window the chance of each pair within one term, float (k,), and its weight (k,); the
    purchases (weighted number) within one term, and within several; and how many terms those are, at least 2.
    The level of each window is first corrected on its first term, so that only later terms count. 1 without
    windows.

    >>> chance, one = np.full(100, 0.1), np.ones(100)
    >>> spread_over_time([(chance, one, 10.0, 19.0, 2)]), spread_over_time([(chance, one, 10.0, 10.0, 2)])
    (1.0, 0.0)
    """
    from scipy.optimize import brentq  # Only here: importing it takes longer than a small analysis.

    level = [_power(chance, weight, first) for chance, weight, first, _, _ in windows]

    def excess(spread: float) -> float:
        return sum(
            _within(chance, weight, power * terms**spread) - later
            for power, (chance, weight, _, later, terms) in zip(level, windows, strict=True)
        )

    if not windows or excess(1.0) <= SAME * sum(later for *_, later, _ in windows):
        return 1.0
    return 0.0 if excess(0.0) >= 0 else float(brentq(excess, 0.0, 1.0, xtol=1e-6))


def _within(chance: np.ndarray, weight: np.ndarray, power: float) -> float:
    """Return the expected number of purchases when 1 - chance is taken to a power."""
    return float(-(weight * np.expm1(power * np.log1p(-np.minimum(chance, 1 - 1e-7)))).sum())


def _power(chance: np.ndarray, weight: np.ndarray, wanted: float) -> float:
    """Return the power at which the expected number equals ``wanted``, within wide bounds."""
    from scipy.optimize import brentq

    low, high = 1e-3, 1e3
    if _within(chance, weight, low) >= wanted:
        return low
    if _within(chance, weight, high) <= wanted:
        return high
    return float(brentq(lambda power: _within(chance, weight, power) - wanted, low, high, rtol=1e-9))
