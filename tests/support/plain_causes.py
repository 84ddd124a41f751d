"""The method once more: why serving a customer costs more than serving comparable ones, in plain Python.

Loops over rows; nothing of the product is used. What the lever saves is taken as found."""

from __future__ import annotations

import math
from collections import defaultdict
from typing import Any

from plain_actions import peers as peers_of
from plain_input import Row

_DRIVER = {"factuur": "orders", "creditregel": "credits"}
_COUNT = {"orders": "invoices", "credits": "credit_lines"}


def causes(
    found: dict[str, Row],
    segment: dict[str, str | None],
    effort: list[Row],
    rates: list[Row],
    saved: dict[str, float],
) -> dict[str, tuple[str, str, float]]:
    """Return cause, activity and EUR above usual per customer; ``found`` the measures, over one year.

    ``saved`` what the lever on serving saves, 0 for none."""
    price = {row["activity"].strip().lower(): row["hourly_cost"] for row in reversed(rates)}
    parts: dict[str, dict[Any, float]] = {name: defaultdict(float) for name in found}
    squares: dict[str, dict[Any, float]] = {name: defaultdict(float) for name in found}
    activities = set()
    for row in effort:
        key = "activity", (row["activity"] or "").strip().lower()
        activities.add(key)
        cost = (row["hours"] or 0.0) * price.get(key[1], 60.0) + (row["expense"] or 0.0)
        parts[row["customer_id"]][key] += cost
        squares[row["customer_id"]][key] += cost**2
    for name, own in found.items():
        for row in rates:
            if row["driver"] in _DRIVER:
                kind = _DRIVER[row["driver"]]
                hours = own[_COUNT[kind]] * row["minutes_per_unit"] / 60
                parts[name][kind, ""] += hours * row["hourly_cost"]
        parts[name]["payment", ""] = own["financing"]
        for kind, count in _COUNT.items():
            squares[name][kind, ""] = parts[name][kind, ""] ** 2 / own[count] if own[count] else 0.0
    alike = peers_of(found, segment)
    kinds = [("orders", ""), ("credits", ""), ("payment", ""), *sorted(activities)]
    answer = {}
    for name, own in found.items():
        turnover = sum(float(found[other]["revenue"]) for other in alike[name])
        above = {
            part: parts[name][part]
            - sum(parts[other][part] for other in alike[name]) / turnover * float(own["revenue"])
            for part in kinds
        }
        amount = saved[name] or sum(above.values())
        can = [part for part in kinds if _can(part[0], own, [found[other] for other in alike[name]])]
        if saved[name]:
            # The lever is about logged effort, and reckons with the number of invoices already.
            can = [part for part in can if part[0] == "activity"]
        best = max(can, key=lambda part, above=above: above[part], default=("", ""))
        excess, cost = above.get(best, 0.0), parts[name].get(best, 0.0)
        fair = amount > 0 and excess > 0 and excess >= amount / 2
        sure = excess > 2 * math.sqrt(squares[name].get(best, 0.0)) and cost >= 1.25 * (cost - excess)
        answer[name] = (*best, excess) if fair and sure else ("", "", math.nan)
    return answer


def _can(kind: str, own: Row, others: list[Row]) -> bool:
    """Return whether the figure that would be named is worse than that of the others."""
    turnover = sum(float(other["revenue"]) for other in others)
    if kind == "orders":
        return bool(own["revenue"] / own["invoices"] < turnover / sum(other["invoices"] for other in others))
    if kind == "payment":
        return bool(
            own["payment_days"] * turnover
            > sum(float(other["revenue"]) * other["payment_days"] for other in others)
        )
    return True
