"""What is not known of a customer: what it is taken for, and what it is at worst and at best."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd

from klantwaarde_xl.core.base.id_codes import figures
from klantwaarde_xl.core.base.part_of_margin import LEAST_COVERAGE, intensity
from klantwaarde_xl.core.value.value_functions import HIGHEST_RATING, LOWEST_RATING

COSTS = {"time": ("logged_cost", "driver_cost"), "money": ("expense", "financing")}
"""The parts of which the cost of a dimension is the sum."""
RATINGS = ("energy", "culture")
Measures = dict[str, np.ndarray]
"""One array (n,) per dimension, as ``value_functions.value_points`` takes it."""


@dataclass(frozen=True, slots=True, eq=False)
class Completed:
    """The seven measures of every customer; NaN only in a dimension that is unknown for everyone.

    ``usual``: known values, and estimates where these are absent; ``lowest`` and ``highest``: the same with
    what is not known at its worst and at its best (an unknown margin is minus or plus infinity). ``known``
    bool (n,) per dimension."""

    usual: Measures
    lowest: Measures
    highest: Measures
    known: dict[str, np.ndarray]


def completed(measures: pd.DataFrame) -> Completed:
    """Return the measures of the score with what is not known filled in.

    ``measures`` frame (n,) of ``customer_measures``, or with some of its columns: one that is absent is
    unknown for everyone. Estimates: an unknown margin (or one known for less than 80 % of the revenue) is
    own revenue x the firm's margin rate; an unknown part of the cost of time or money is own revenue x that
    part of the firm; an unknown rating or revenue is the median of those known. At worst unknown cost takes
    the whole margin, revenue without a cost is lost once more, ratings are 1 and lines without a product
    group add no group; at best the reverse.

    Source: docs/method.md, Customer value score.

    >>> rows = {"revenue": [100.0, 50.0], "gross_margin": [30.0, np.nan], "energy": [2.0, np.nan]}
    >>> found = completed(pd.DataFrame(rows))
    >>> found.usual["margin"].tolist(), found.known["energy"].tolist(), found.lowest["energy"].tolist()
    ([30.0, 15.0], [True, False], [2.0, 1.0])
    """
    revenue = figures(measures, "revenue")
    known = {"turnover": ~np.isnan(revenue)}
    revenue = _or_median(revenue)
    margins, known["margin"] = _margins(measures, revenue)
    usual, low, high = sides = [{"turnover": revenue, "margin": margin} for margin in margins]
    for name, parts in COSTS.items():
        costs, known[name] = _costs([figures(measures, part) for part in parts], revenue)
        known[name] &= known["margin"]
        for side, cost in zip(sides, costs, strict=True):
            side[name] = intensity(cost, side["margin"])
    for name in RATINGS:
        rating = figures(measures, name)
        known[name] = ~np.isnan(rating)
        for side, filled in zip(sides, (_median(rating), LOWEST_RATING, HIGHEST_RATING), strict=True):
            side[name] = np.where(known[name], rating, filled)
    breadths, known["products"] = _breadths(measures)
    for side, breadth in zip(sides, breadths, strict=True):
        side["products"] = breadth
    # Breadth is a figure of its own also for who has lines without a group.
    told = known | {"products": known["products"] | ~np.isnan(figures(measures, "breadth"))}
    for side in sides:
        side |= {name: np.full(len(revenue), np.nan) for name, there in told.items() if not there.any()}
    return Completed(usual, low, high, known)


def _margins(measures: pd.DataFrame, revenue: np.ndarray) -> tuple[list[np.ndarray], np.ndarray]:
    """Return the margin as estimated, at worst and at best, and where it is known."""
    margin = figures(measures, "gross_margin")
    margin = np.where(figures(measures, "coverage") < LEAST_COVERAGE - 1e-12, np.nan, margin)
    known = ~np.isnan(margin)
    covered = figures(measures, "covered_revenue")
    covered = np.where(np.isnan(covered), revenue, covered)
    usual = np.where(known, margin, revenue * _rate(margin, covered))
    doubt = np.where(known, np.abs(revenue - covered), np.inf)
    return [usual, usual - doubt, usual + doubt], known


def _costs(parts: list[np.ndarray], revenue: np.ndarray) -> tuple[list[np.ndarray], np.ndarray]:
    """Return the sum of the parts as estimated, at worst and at best, and where it is known.

    A part that nobody has is no part."""
    usual, least = np.zeros(len(revenue)), np.zeros(len(revenue))
    known = np.ones(len(revenue), bool)
    there = [part for part in parts if not np.isnan(part).all()]
    for part in there:
        known &= ~np.isnan(part)
        usual = usual + np.where(np.isnan(part), np.maximum(revenue, 0.0) * _rate(part, revenue), part)
        least = least + np.nan_to_num(part)
    return [usual, np.where(known, usual, np.inf), least], known & bool(there)


def _breadths(measures: pd.DataFrame) -> tuple[list[np.ndarray], np.ndarray]:
    """Return the part of the product groups as it is, at worst and at best, and where it is known.

    The lines of a customer without a group are one group; at best each is another one."""
    breadth, groups, lines = (figures(measures, name) for name in ("breadth", "groups", "ungrouped_lines"))
    lines = np.nan_to_num(lines)
    known = ~np.isnan(breadth) & (lines == 0)
    least = np.where(lines > 0, breadth * np.maximum(groups - 1, 0.0) / np.maximum(groups, 1.0), breadth)
    most = np.where(
        lines > 0, np.minimum(breadth * (groups - 1 + lines) / np.maximum(groups, 1.0), 1.0), breadth
    )
    usual = np.nan_to_num(breadth)
    return [usual, np.nan_to_num(least), np.where(np.isnan(breadth), 1.0, most)], known


def costs_that_vary(measures: pd.DataFrame) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """Return what time and money cost: what stays when a customer buys more or less, and what goes along.

    ``measures`` as of :func:`completed`. Returns per dimension two float arrays (n,), EUR: logged hours and
    expenses stay; driver hours and financing, and every part that is not known (taken at the rate of the
    firm, as there), go along with purchases. Zero in a dimension that nobody has.

    >>> rows = {"revenue": [100.0, 50.0], "logged_cost": [10.0, np.nan], "driver_cost": [4.0, 1.0]}
    >>> [part.tolist() for part in costs_that_vary(pd.DataFrame(rows))["time"]]
    [[10.0, 0.0], [4.0, 6.0]]
    """
    revenue = _or_median(figures(measures, "revenue"))
    found = {}
    for name, parts in COSTS.items():
        stays, goes = np.zeros(len(revenue)), np.zeros(len(revenue))
        for part, varies in zip(parts, (False, True), strict=True):
            cost = figures(measures, part)
            unknown = np.isnan(cost)
            if not unknown.all():
                estimate = np.maximum(revenue, 0.0) * _rate(cost, revenue)
                moves = unknown | varies
                goes = goes + np.where(moves, np.where(unknown, estimate, cost), 0.0)
                stays = stays + np.where(moves, 0.0, cost)
        found[name] = (stays, goes)
    return found


def _rate(part: np.ndarray, whole: np.ndarray) -> float:
    """Return the firm's rate over the customers for whom the part is known; 0 without a positive whole."""
    rows = ~np.isnan(part)
    # fsum: the same in any order of the customers.
    total = math.fsum(whole[rows])
    return math.fsum(part[rows]) / total if total > 0 else 0.0


def _median(values: np.ndarray) -> float:
    known = values[~np.isnan(values)]
    return float(np.median(known)) if len(known) else np.nan


def _or_median(values: np.ndarray) -> np.ndarray:
    return np.where(np.isnan(values), _median(values), values)
