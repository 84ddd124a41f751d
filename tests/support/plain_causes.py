"""The method once more: why serving a customer costs more than serving comparable ones, in plain Python.

Loops over rows; nothing of the product is used. What goes with orders is taken as found."""

from __future__ import annotations

import math
from collections import defaultdict
from typing import Any

from plain_actions import peers as peers_of
from plain_input import Row

_DRIVER = {"factuur": "orders", "regel": "orders", "creditregel": "credits"}
_COUNT = {"factuur": "invoices", "regel": "lines", "creditregel": "credit_lines"}


def causes(
    found: dict[str, Row],
    segment: dict[str, str | None],
    effort: list[Row],
    rates: list[Row],
    by_orders: dict[str, float],
) -> dict[str, tuple[str, str]]:
    """Return cause and activity per customer; ``found`` the measures by customer, over one year."""
    price = {row["activity"].strip().lower(): row["hourly_cost"] for row in reversed(rates)}
    parts: dict[str, dict[Any, float]] = {name: defaultdict(float) for name in found}
    squares: dict[str, dict[Any, float]] = {name: defaultdict(float) for name in found}
    logged: dict[str, dict[Any, float]] = {name: defaultdict(float) for name in found}
    activities = set()
    for row in effort:
        key = (row["activity"] or "").strip().lower()
        activities.add(key)
        cost = (row["hours"] or 0.0) * price.get(key, 60.0) + (row["expense"] or 0.0)
        logged[row["customer_id"]][key] += cost
        squares[row["customer_id"]][key] += cost**2
    for name, own in found.items():
        whole = sum(logged[name].values())
        through = min(by_orders[name], whole)
        for key in activities:
            parts[name]["activity", key] = logged[name][key] * (1 - through / whole) if whole else 0.0
        parts[name]["orders", ""] = through
        for row in rates:
            if row["driver"] in _DRIVER:
                hours = own[_COUNT[row["driver"]]] * row["minutes_per_unit"] / 60
                parts[name][_DRIVER[row["driver"]], ""] += hours * row["hourly_cost"]
        parts[name]["payment", ""] = own["financing"]
    alike = peers_of(found, segment)
    return {name: _cause(name, alike[name], found, parts, (logged, squares)) for name in found}


def _cause(
    name: str,
    alike: list[str],
    found: dict[str, Row],
    parts: dict[str, dict[Any, float]],
    rows: tuple[dict[str, dict[Any, float]], dict[str, dict[Any, float]]],
) -> tuple[str, str]:
    own, (logged, squares) = found[name], rows
    turnover = sum(float(found[other]["revenue"]) for other in alike)
    usual = {
        part: sum(parts[other][part] for other in alike) / turnover * float(own["revenue"])
        for part in parts[name]
    }
    if sum(parts[name].values()) <= sum(usual.values()):
        return "", ""
    best: tuple[float, tuple[str, str]] = (0.0, ("", ""))
    for (kind, key), cost in parts[name].items():
        if kind == "activity":
            left = cost / logged[name][key] if logged[name][key] else 0.0
            spread = math.sqrt(squares[name][key]) * left
        else:
            count = {"orders": own["invoices"], "credits": own["credit_lines"], "payment": 0}[kind]
            spread = cost / math.sqrt(count) if count else 0.0
        if kind == "orders":
            size = float(own["revenue"]) / own["invoices"]
            if size >= turnover / sum(found[other]["invoices"] for other in alike):
                continue
        if kind == "payment":
            weighed = sum(float(found[other]["revenue"]) * found[other]["payment_days"] for other in alike)
            if own["payment_days"] <= weighed / turnover:
                continue
        excess = cost - usual[kind, key]
        if cost > 0 and cost >= 1.25 * usual[kind, key] and excess > 2 * spread and excess > best[0]:
            best = (excess, (kind, key))
    return best[1]
