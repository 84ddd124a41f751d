"""A fair test of acting: customers are left alone by chance, and the others are compared with them.

Who is approached is decided by a hash of the customer's number, not by a person, so that both groups are
alike but for being approached. They are compared by that assignment, whatever was really done."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from scipy.special import stdtrit

FEWEST = 30
"""Customers in each group below which no effect is given."""
CERTAINTY = 0.90
"""Of the interval around the effect."""
POWER = 0.80
"""Chance with which a true effect of the smallest size that can be shown has an interval without zero."""
_WHOLE = float(2**64)


def left_alone(ids: Iterable[str], share: float, seed: int) -> np.ndarray:
    """Return which customers are left alone, bool (n,): a fixed ``share`` (0-1) of them, drawn by number.

    The same number and seed always give the same answer, whoever else is a customer; with a larger share
    nobody who was left alone is approached.

    >>> left_alone(["a", "b", "c", "d"], 0.5, 1).tolist() == left_alone(["a", "b", "c", "d"], 0.5, 1).tolist()
    True
    >>> left_alone(["a", "b"], 0.0, 1).tolist(), left_alone(["a", "b"], 1.0, 1).tolist()
    ([False, False], [True, True])
    """
    digests = (hashlib.sha256(f"{seed}\0{one}".encode("utf-8", "surrogatepass")).digest() for one in ids)
    drawn = np.array([int.from_bytes(digest[:8], "big") for digest in digests], float) / _WHOLE
    found: np.ndarray = drawn < share
    return found


@dataclass(frozen=True, slots=True)
class Effect:
    """What approaching customers brought: ``effect`` is a fraction of their mean margin, NaN when too few.

    ``low`` and ``high``: the 90 % interval. ``approached`` and ``alone``: customers per group. ``euros``: the
    effect in EUR a year per customer."""

    effect: float
    low: float
    high: float
    approached: int
    alone: int
    euros: float

    @property
    def enough(self) -> bool:
        """Whether both groups are large enough to say anything."""
        return min(self.approached, self.alone) >= FEWEST


def effect_of(before: np.ndarray, after: np.ndarray, alone: np.ndarray) -> Effect:
    """Return the difference in change of margin between who was approached and who was left alone.

    ``before`` and ``after`` float (n,): margin a year of every customer for whom an action was proposed, EUR.
    ``alone`` bool (n,). The change is a fraction of the mean margin before of all these customers, and the
    interval is that of Welch, for groups of unequal spread. NaN with fewer than FEWEST customers in a group,
    or a mean margin of zero or less.

    Source: Welch (1947); docs/method.md, What came of it.

    >>> before, alone = np.full(80, 100.0), np.arange(80) % 2 == 0
    >>> after = before + np.where(alone, 0.0, 10.0) + np.arange(80) % 4 // 2
    >>> found = effect_of(before, after, alone)
    >>> round(found.effect, 3), found.low < 0.10 < found.high, found.approached
    (0.1, True, 40)
    """
    mean = float(before.mean()) if len(before) else 0.0
    counts = int((~alone).sum()), int(alone.sum())
    if min(counts) < FEWEST or not mean > 0:
        return Effect(np.nan, np.nan, np.nan, *counts, np.nan)
    change = (after - before) / mean
    parts = change[~alone], change[alone]
    difference = float(parts[0].mean() - parts[1].mean())
    spreads = [float(part.var(ddof=1)) / len(part) for part in parts]
    error = float(np.sqrt(sum(spreads)))
    if error == 0:
        return Effect(difference, difference, difference, *counts, difference * mean)
    freedom = sum(spreads) ** 2 / sum(s**2 / (len(part) - 1) for s, part in zip(spreads, parts, strict=True))
    half = float(stdtrit(freedom, 0.5 + CERTAINTY / 2)) * error
    return Effect(difference, difference - half, difference + half, *counts, difference * mean)


def smallest_effect(before: np.ndarray, after: np.ndarray, share: float) -> float:
    """Return the smallest effect that these customers could show, as a fraction of their mean margin.

    ``before`` and ``after`` float (n,): margin of the two years before anybody is approached, EUR; how much
    it moves by itself decides what can be seen. ``share`` (0-1) is left alone. A true effect of this size has
    a 90 % interval without zero in four of five tests when margins are not skewed, and in two of three when a
    tenth of the customers has two thirds of the margin (simulated): one year shows too little of their
    spread. NaN when no group can be formed or the mean is not positive.

    Source: the usual sum for the size of a test of two means, (t.95 + t.80) x its standard error.

    >>> draw = np.random.default_rng(1)
    >>> before = draw.lognormal(7, 1, 2800)
    >>> 0.0 < smallest_effect(before, before * draw.lognormal(0, 0.2, 2800), 0.5) < 0.10
    True
    """
    groups = len(before) * share, len(before) * (1 - share)
    mean = float(before.mean()) if len(before) else 0.0
    if min(groups) < 2 or not mean > 0:
        return float("nan")
    spread = float(np.std((after - before) / mean, ddof=1))
    error = spread * float(np.sqrt(1 / groups[0] + 1 / groups[1]))
    freedom = len(before) - 2
    return float(stdtrit(freedom, 0.5 + CERTAINTY / 2) + stdtrit(freedom, POWER)) * error
