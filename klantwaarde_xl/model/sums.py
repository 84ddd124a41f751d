"""Sums of amounts to the cent."""

from __future__ import annotations

import numpy as np


def total_of(amounts: np.ndarray) -> float:
    """Return the sum of n amounts in EUR, each rounded to cents first; what is unknown (NaN) is left out.

    Whole cents are added up, so that the order makes no difference.

    >>> total_of(np.array([0.1, 0.2, np.nan]))
    0.3
    >>> total_of(np.array([]))
    0.0
    """
    return float(np.nansum(np.rint(amounts * 100))) / 100
