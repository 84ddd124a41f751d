"""The method once more: the score by value functions, what is unknown, ranks (docs/method.md 3).

Plain Python, exact fractions and explicit loops, as in :mod:`plain_measures`, whose customers these functions
take. Unknown cost is infinite at worst, an unknown margin minus infinite."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from statistics import median
from typing import Any

from plain_input import Row, exact, in_cents, known
from plain_measures import intensity
from plain_value import normalise, ranks

DIMENSIONS = ("turnover", "margin", "time", "money", "energy", "culture", "products")
SIDES = ("usual", "low", "high")
INFINITE = Fraction(10**15)
"""An amount beyond every scale."""


def scales(found: dict[str, Row]) -> dict[str, tuple[float, float] | None]:
    """Return the median and the largest of the positive turnovers and gross margins, None without any."""
    result: dict[str, tuple[float, float] | None] = {}
    for name, measure in (("turnover", "revenue"), ("margin", "gross_margin")):
        cents = [in_cents(row[measure]) for row in found.values() if row[measure] is not None]
        positive = [amount for amount in cents if amount > 0]
        result[name] = (median(positive) / 100, max(positive) / 100) if positive else None
    return result


def rate(found: dict[str, Row], part: Callable[[Row], Any], whole: str) -> Fraction:
    """Return the sum of a part over the sum of the whole, of whom the part is known; 0 without a whole."""
    rows = [row for row in found.values() if part(row) is not None]
    total = sum((row[whole] for row in rows), Fraction(0))
    return sum((part(row) for row in rows), Fraction(0)) / total if total > 0 else Fraction(0)


def margin_of(row: Row) -> Fraction | None:
    """Return the gross margin, None where less than 80 % of the turnover has a cost."""
    enough = row["coverage"] is None or row["coverage"] >= Fraction(4, 5)
    margin: Fraction | None = row["gross_margin"] if enough else None
    return margin


def filled(found: dict[str, Row]) -> dict[str, dict[str, Any]]:
    """Return per customer the measures as usual, at worst and at best, and which dimensions are missing."""
    margins = rate(found, margin_of, "covered_revenue")
    parts = {"time": ("logged_cost", "driver_cost"), "money": ("expense", "financing")}
    rates = {
        name: rate(found, lambda row, name=name: row[name], "revenue")
        for pair in parts.values()
        for name in pair
        if known(row[name] for row in found.values())
    }
    middle = {name: known(row[name] for row in found.values()) for name in ("energy", "culture")}
    result = {}
    for name, row in found.items():
        own, doubt = margin_of(row), abs(row["revenue"] - row["covered_revenue"])
        margin = dict.fromkeys(SIDES, row["revenue"] * margins if own is None else own)
        margin["low"] -= INFINITE if own is None else doubt
        margin["high"] += INFINITE if own is None else doubt
        missing = set() if own is not None else {"margin"}
        sides: dict[str, dict[str, Any]] = {
            side: {"turnover": row["revenue"], "margin": margin[side]} for side in SIDES
        }
        for dimension, pair in parts.items():
            there = [part for part in pair if part in rates]
            sure = sum((row[part] for part in there if row[part] is not None), Fraction(0))
            absent = [part for part in there if row[part] is None]
            guess = sum((max(row["revenue"], Fraction(0)) * rates[part] for part in absent), Fraction(0))
            cost = {"usual": sure + guess, "low": INFINITE * INFINITE if absent else sure, "high": sure}
            for side in SIDES:
                sides[side][dimension] = intensity(cost[side], margin[side])
            if absent or own is None or not there:
                missing.add(dimension)
        for dimension, values in middle.items():
            given = row[dimension]
            ends = (median(values) if values else None, 1, 5)
            for side, end in zip(SIDES, ends, strict=True):
                sides[side][dimension] = end if given is None else given
            if given is None:
                missing.add(dimension)
        sides["usual"]["products"], sides["low"]["products"], sides["high"]["products"] = breadths(row)
        if row["breadth"] is None or row["ungrouped_lines"]:
            missing.add("products")
        result[name] = {**sides, "missing": missing}
    return result


def breadths(row: Row) -> tuple[Any, Any, Any]:
    """Return the part of the groups as it is, without lines of no group, and with each of these another."""
    if row["breadth"] is None:
        return None, Fraction(0), Fraction(1)
    blank = row["ungrouped_lines"]
    if not blank:
        return row["breadth"], row["breadth"], row["breadth"]
    if not row["groups"]:
        return Fraction(0), Fraction(0), Fraction(0)
    low = Fraction(row["groups"] - 1, row["sold"])
    return row["breadth"], low, min(Fraction(1), Fraction(row["groups"] - 1 + blank, row["sold"]))


def value_points(side: dict[str, Any], chosen: dict[str, Any]) -> dict[str, Any]:
    """Return the points of the seven measures of one customer on the chosen scales."""
    points = {
        "turnover": 0.0
        if in_cents(side["margin"]) <= 0
        else max(0.0, amount(side["turnover"], chosen["turnover"])),
        "margin": amount(side["margin"], chosen["margin"]),
    }
    for name in ("time", "money"):
        points[name] = None if side[name] is None else 100 * (1 - side[name])
    for name in ("energy", "culture"):
        points[name] = None if side[name] is None else 25 * (side[name] - 1)
    points["products"] = None if side["products"] is None else 100 * side["products"]
    return points


def amount(value: Fraction, scale: tuple[float, float] | None) -> float:
    """Return the points of an amount, -100 to 100."""
    sign = (value > 0) - (value < 0)
    if scale is None:
        return 100.0 * sign
    middle, largest = scale
    size = math.log(1 + float(abs(value)) / middle) / math.log(1 + largest / middle)
    return 100.0 * sign * min(size, 1.0)


def scores(
    found: dict[str, Row], weights: dict[str, float], method: str = "waarde", chosen: Any = None
) -> dict[str, Row]:
    """Return per customer score, lowest and highest, completeness, what is missing, points and rank."""
    names, sides = list(found), filled(found)
    nobody = {d for d in DIMENSIONS if all(d in sides[name]["missing"] for name in names)}
    if any(row["breadth"] is not None for row in found.values()):
        nobody.discard("products")
    if method == "waarde":
        chosen = chosen or scales(found)
        points = {side: {name: value_points(sides[name][side], chosen) for name in names} for side in SIDES}
    else:
        points = compared(names, sides, method, nobody)
    if "margin" in nobody and method == "waarde":
        for side in SIDES:
            for name in names:
                points[side][name]["turnover"] = max(
                    0.0, amount(sides[name][side]["turnover"], chosen["turnover"])
                )
    share = {d: exact(weights[d]) for d in DIMENSIONS if d not in nobody and weights[d]}
    whole = sum(share.values())
    result = {}
    for name in names:
        totals = {
            side: math.fsum(float(share[d]) * float(points[side][name][d]) for d in share) / float(whole)
            if whole
            else None
            for side in SIDES
        }
        present = sum(part for d, part in share.items() if d not in sides[name]["missing"])
        result[name] = {
            "score": totals["usual"],
            "score_low": totals["low"],
            "score_high": totals["high"],
            "completeness": present / whole if whole else None,
            "missing": " ".join(d for d in share if d in sides[name]["missing"]),
            "points": {
                d: float(exact(weights[d]) / whole) * float(points["usual"][name][d]) if whole else 0.0
                for d in DIMENSIONS
                if d not in nobody
            },
        }
    return with_ranks(result)


def compared(
    names: list[str], sides: dict[str, dict[str, Any]], method: str, nobody: set[str]
) -> dict[str, dict[str, dict[str, Any]]]:
    """Return the points that comparing customers gives; at worst 0 and at best 100 where unknown."""
    points: dict[str, dict[str, dict[str, Any]]] = {side: {name: {} for name in names} for side in SIDES}
    for d in DIMENSIONS:
        sign, digits = (-1 if d in {"time", "money"} else 1), (2 if d in {"turnover", "margin"} else 9)
        column = [None if d in nobody else round(sign * sides[name]["usual"][d], digits) for name in names]
        for name, value in zip(names, normalise(column, method), strict=True):
            unknown = d in sides[name]["missing"] and d not in nobody
            points["usual"][name][d] = value
            points["low"][name][d] = 0 if unknown else value
            points["high"][name][d] = 100 if unknown else value
    return points


def with_ranks(result: dict[str, Row]) -> dict[str, Row]:
    """Add the rank by score; the first place is for the best of those with the highest lowest score."""
    if any(row["score"] is None for row in result.values()):
        return {name: row | {"rank": None} for name, row in result.items()}
    score, low = (
        {name: round(row[key], 9) for name, row in result.items()} for key in ("score", "score_low")
    )
    sure = {name for name in result if low[name] == max(low.values())}
    first = {name for name in sure if score[name] == max(score[other] for other in sure)}
    after = ranks({name: value for name, value in score.items() if name not in first})
    return {
        name: row | {"rank": 1 if name in first else after[name] + len(first)} for name, row in result.items()
    }
