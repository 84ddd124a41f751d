"""Value functions: what an amount, a share or a rating is worth in points, on a scale that stays."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from klantwaarde_xl.core.base.ranking import cents

FULL = 100.0
"""Points of the largest amount of the scale, of no cost, of a rating of five and of all product groups."""
LOWEST_RATING, HIGHEST_RATING = 1.0, 5.0


@dataclass(frozen=True, slots=True)
class Scale:
    """What amounts are measured by: EUR of the ``middle`` and of the ``largest``, both above zero.

    The points of an amount depend on these two only, so that a customer which grows or leaves does not move
    the others."""

    middle: float
    largest: float


@dataclass(frozen=True, slots=True)
class Scales:
    """The scales of turnover and of gross margin; None where nothing is positive."""

    turnover: Scale | None
    margin: Scale | None


def scale_of(amounts: ArrayLike) -> Scale | None:
    """Return the scale that amounts give: the median of the positive ones, and the largest.

    ``amounts`` float (n,) in EUR, NaN left out, compared in cents. None when no amount is positive.

    >>> scale_of([0.0, 10.0, 30.0, 500.0, np.nan])
    Scale(middle=30.0, largest=500.0)
    """
    whole = cents(amounts)
    positive = whole[whole > 0]
    if not len(positive):
        return None
    return Scale(float(np.median(positive)) / 100, float(positive.max()) / 100)


def amount_points(amounts: ArrayLike, scale: Scale | None) -> np.ndarray:
    """Return the points of amounts, -100 to 100: equal ratios are about equal differences.

    sign(x) x 100 x ln(1 + abs(x) / middle) / ln(1 + largest / middle), cut off at both ends. ``amounts``
    float (n,) in EUR; NaN stays NaN. Without a scale an amount above zero has 100 points and
    one below it -100.

    Source: docs/method.md, Customer value score; Keeney & Raiffa (1976) for value functions.

    >>> amount_points([0.0, 100.0, 1500.0, -1500.0, 1e9], Scale(100.0, 1500.0)).tolist()
    [0.0, 25.0, 100.0, -100.0, 100.0]
    """
    amounts = np.asarray(amounts, float)
    size: np.ndarray = np.sign(amounts) * FULL
    if scale is not None:
        part = np.log1p(np.abs(amounts) / scale.middle) / np.log1p(scale.largest / scale.middle)
        size = size * np.minimum(part, 1.0)
    return size


def value_points(measures: dict[str, np.ndarray], scales: Scales) -> dict[str, np.ndarray]:
    """Return the points of each of the seven dimensions.

    ``measures`` float (n,) each, NaN unknown: ``turnover`` and ``margin`` in EUR, ``time`` and ``money`` the
    part of its margin that a customer takes (0 to 1), ``energy`` and ``culture`` 1 to 5, ``products`` the
    part of the product groups (0 to 1). Returns the same names, 0 to 100, the margin from -100: time and
    money 100 x (1 - part), ratings 25 x (rating - 1), products 100 x part. Turnover without any margin has
    no points.

    Source: docs/method.md, Customer value score.

    >>> one = {"turnover": 1500.0, "margin": -5.0, "time": 1.0, "money": 0.12, "energy": 4.0, "culture": 1.0}
    >>> one = {name: np.array([value]) for name, value in {**one, "products": 0.25}.items()}
    >>> points = value_points(one, Scales(Scale(100.0, 1500.0), Scale(1.0, 5.0)))
    >>> points = {name: float(value[0]) for name, value in points.items()}
    >>> points  # doctest: +NORMALIZE_WHITESPACE
    {'turnover': 0.0, 'margin': -100.0, 'time': 0.0, 'money': 88.0, 'energy': 75.0, 'culture': 0.0,
     'products': 25.0}
    """
    turnover = np.maximum(amount_points(measures["turnover"], scales.turnover), 0.0)
    step = FULL / (HIGHEST_RATING - LOWEST_RATING)
    return {
        "turnover": np.where(cents(measures["margin"]) <= 0, 0.0, turnover),
        "margin": amount_points(measures["margin"], scales.margin),
        **{name: FULL * (1.0 - measures[name]) for name in ("time", "money")},
        **{name: step * (measures[name] - LOWEST_RATING) for name in ("energy", "culture")},
        "products": FULL * measures["products"],
    }
