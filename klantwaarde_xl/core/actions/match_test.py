"""Whether account managers differ more in the ratings of their customers than chance makes them differ."""

from __future__ import annotations

import numpy as np
import pandas as pd

from klantwaarde_xl.core.actions.account_managers import SHRINKAGE, manager_of, mean_match

DRAWS, MANY_CUSTOMERS, DRAWS_FOR_MANY = 1_000, 5_000, 200
SURE = 0.999
"""Fraction of the shuffles that the ratings as they are must exceed."""


def differences_are_sure(customers: pd.DataFrame, team: list[str], *, seed: int = 1) -> bool:
    """Return whether the gain that the ratings promise exceeds that of shuffled ratings.

    ``customers`` indexed by customer_id: ``account_manager``, ``segment`` (blank counts as one segment),
    ``energy``, ``culture`` (1-5, NaN unrated), ``gross_margin`` (EUR); ``team`` (m,) names; ``seed`` of the
    shuffles. The gain is the sum over customers of max(gross margin, 0) x (the best match among the managers
    in the segment - the match of its own manager), without limits on hours or moves. The ratings are shuffled
    within segments 1,000 times (200 times above 5,000 customers): True when the gain is above the 99.9th
    percentile of those.

    Source: docs/method.md, Account managers; a permutation test (Fisher 1935).

    >>> customers = pd.DataFrame({"account_manager": ["Noor", "Bram"] * 10, "segment": "Horeca",
    ...                           "energy": [5.0, 1.0] * 10, "culture": np.nan, "gross_margin": 100.0})
    >>> differences_are_sure(customers, ["Bram", "Noor"])
    True
    >>> differences_are_sure(customers.assign(energy=[5.0, 5.0, 1.0, 1.0] * 5), ["Bram", "Noor"])
    False
    """
    rating = mean_match(customers)
    manager = pd.Index(team).get_indexer(pd.Index(manager_of(customers)))
    segment, segments = pd.factorize(customers["segment"])
    width = len(segments) + 1
    cell = manager * width + np.where(segment < 0, len(segments), segment)
    held = manager >= 0
    margin = np.maximum(np.nan_to_num(customers["gross_margin"].to_numpy(float)), 0.0)
    size = len(team) * width
    weight = np.bincount(cell[held], margin[held], minlength=size).reshape(len(team), width)
    rows = np.flatnonzero(held & ~np.isnan(rating))
    if not len(rows) or len(team) < 2:
        return False
    rows = rows[np.argsort(cell[rows] % width, kind="stable")]
    own, group, place = rating[rows], cell[rows] % width, cell[rows]
    count = np.bincount(place, minlength=size)
    overall = float(own.mean())

    def gain(ratings: np.ndarray) -> float:
        total = np.bincount(place, ratings, minlength=size)
        match = ((total + SHRINKAGE * overall) / (count + SHRINKAGE)).reshape(len(team), width)
        return float((weight * (match.max(axis=0) - match)).sum())

    draw = np.random.default_rng(seed)
    draws = DRAWS if len(rows) <= MANY_CUSTOMERS else DRAWS_FOR_MANY
    shuffled = [gain(own[np.lexsort((draw.random(len(rows)), group))]) for _ in range(draws)]
    return gain(own) > float(np.quantile(shuffled, SURE)) * (1 + 1e-9)
