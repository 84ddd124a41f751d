"""Which part of its margin a customer takes, and when that margin is known well enough."""

from __future__ import annotations

import numpy as np

from klantwaarde_xl.core.base.ranking import cents

LEAST_COVERAGE = 0.80
"""Below this share of revenue with a known cost, contribution and intensities are blank."""


def intensity(cost: np.ndarray, gross_margin: np.ndarray) -> np.ndarray:
    """Return which part of its gross margin a customer costs: min(1, cost / gross margin).

    ``cost`` and ``gross_margin`` float (customers,) in EUR, compared in cents; either may be infinite.
    Returns a fraction, float64 (customers,): 1 without a positive margin, whatever the cost (no hours beside
    a loss is no merit), else 0 without cost (or with a refund); NaN where either is unknown.

    Source: docs/method.md, Customer value score.

    >>> intensity(np.array([25.0, 0.0, 0.0, 300.0]), np.array([100.0, -10.0, 5.0, 200.0])).tolist()
    [0.25, 1.0, 0.0, 1.0]
    """
    positive = (cents(gross_margin) > 0) & ~np.isinf(cost)
    part = np.where(positive, np.minimum(1.0, cost / np.where(positive, gross_margin, 1.0)), 1.0)
    part = np.where(positive & (cents(cost) <= 0), 0.0, part)
    return np.where(np.isnan(cost) | np.isnan(gross_margin), np.nan, part)
