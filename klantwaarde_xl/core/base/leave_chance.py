"""What a chance of leaving says of a customer."""

from __future__ import annotations

import numpy as np
import pandas as pd

LIKELY = 0.5
"""Chance of leaving above which a customer is more likely to leave than to stay."""
SURELY = 0.9
"""Chance of leaving above which a customer is probably gone already."""


def likely_to_leave(chance: pd.Series) -> np.ndarray:
    """Return which customers are more likely to leave than to stay, bool (n,); an unknown chance is not.

    What such a customer would buy more is no sure growth: it is to be kept first.

    >>> likely_to_leave(pd.Series([0.5, 0.51, np.nan])).tolist()
    [False, True, False]
    """
    return _above(chance, LIKELY)


def probably_gone(chance: pd.Series) -> np.ndarray:
    """Return which customers have probably left already, bool (n,); of an unknown chance nothing is said.

    >>> probably_gone(pd.Series([0.9, 0.91, np.nan])).tolist()
    [False, True, False]
    """
    return _above(chance, SURELY)


def _above(chance: pd.Series, bound: float) -> np.ndarray:
    found: np.ndarray = chance.to_numpy(float) > bound
    return found
