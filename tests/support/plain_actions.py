"""The method once more, third part: levers, labels and portfolios (docs/method.md 8 and 9), in plain Python.

Cross-sell and up-sell are not computed again here: their euros are taken as found.
"""

from __future__ import annotations

from fractions import Fraction
from statistics import mean, median
from typing import Any

from plain_input import Row, exact, in_cents, known, total
from plain_measures import intensity
from plain_value import quantile

FEWEST = 5
LEVERS = ("cross_sell", "up_sell", "margin", "serve")


def quartiles(found: dict[str, Row]) -> dict[str, int]:
    """Return the quartile of turnover of each customer, 0 smallest; equal turnovers share the lowest of
    theirs."""
    cents = {name: in_cents(row["revenue"]) for name, row in found.items()}
    return {
        name: 4 * sum(other < own for other in cents.values()) // len(found) for name, own in cents.items()
    }


def peers(found: dict[str, Row], segment: dict[str, str | None]) -> dict[str, list[str]]:
    """Return with whom each customer is compared: same segment and quartile, else same quartile, else
    everyone."""
    fourth = quartiles(found)
    result = {}
    for name in found:
        others = [other for other in found if other != name]
        near = [other for other in others if fourth[other] == fourth[name]]
        own = segment.get(name)
        alike = [other for other in near if own is not None and segment.get(other) == own]
        result[name] = next((group for group in (alike, near) if len(group) >= FEWEST), others)
    return result


def levers(
    found: dict[str, Row], segment: dict[str, str | None], length: Fraction, least: Any
) -> dict[str, dict[str, Fraction]]:
    """Return the euros a year of a better margin and of cheaper serving; what is less than ``least`` is
    nothing."""
    share = {
        name: None if row["contribution"] is None else intensity(row["cost_to_serve"], row["gross_margin"])
        for name, row in found.items()
    }
    result = {}
    for name, others in peers(found, segment).items():
        row = found[name]
        margins = known(found[other]["margin_pct"] for other in others)
        better = Fraction(0)
        if row["margin_pct"] is not None and len(margins) >= FEWEST:
            better = (
                max(Fraction(0), quantile(margins, 0.25) - row["margin_pct"])
                * row["covered_revenue"]
                / length
            )
        better = better if better >= exact(least) else Fraction(0)
        shares = known(share[other] for other in others)
        cheaper = Fraction(0)
        if share[name] is not None and len(shares) >= FEWEST:
            cost = row["cost_to_serve"] / length
            cheaper = max(Fraction(0), cost - median(shares) * (row["gross_margin"] / length + better))
            cheaper = min(cheaper, cost)
        result[name] = {"margin": better, "serve": cheaper if cheaper >= exact(least) else Fraction(0)}
    return result


def label(row: Row, euros: dict[str, Any], middle: Any, much: Any) -> str:
    """Return the first label whose rule holds; ``middle`` is the median score, ``much`` that of the positive
    potentials."""
    potential = sum(euros.values())
    contribution = row["contribution"]
    if contribution is not None and contribution + potential <= 0:
        return "reconsider"
    if (contribution is not None and contribution <= 0) or (
        euros["serve"] > 0 and euros["serve"] == max(euros.values())
    ):
        return "serve_efficiently"
    if row["score"] is not None and round(row["score"] - middle, 9) >= 0:
        return "expand" if potential > 0 and potential >= much else "cherish"
    return "develop" if potential > 0 and potential >= much else "basic"


def portfolio(
    found: dict[str, Row], manager: dict[str, str | None], capacity: dict[str, Any], length: Fraction
) -> dict[str, Row]:
    """Return per account manager ('' is nobody) what the customers add up to."""
    result = {}
    names = {*capacity, *(manager.get(name) or "" for name in found)}
    for who in names:
        own = [found[name] for name in found if (manager.get(name) or "") == who]
        hours = total(row["hours"] for row in own) or Fraction(0)
        contribution = total(row["contribution"] for row in own) or Fraction(0)
        room = capacity.get(who)
        result[who] = {
            "customers": len(own),
            "revenue": sum((row["revenue"] for row in own), Fraction(0)),
            "contribution": contribution,
            "hours": hours,
            "used": hours / length / exact(room) if room else None,
            "contribution_per_hour": contribution / hours if hours else None,
            "margin_at_risk": total(row["margin_at_risk"] for row in own) or Fraction(0),
            **{
                name: mean(values) if (values := known(row[name] for row in own)) else None
                for name in ("energy", "culture")
            },
        }
    return result
