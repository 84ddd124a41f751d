"""The bridge of docs/method.md, Why it changed, once more: exact fractions and explicit loops.

It shares no code with the package. Amounts are whole cents."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from fractions import Fraction
from typing import Any

from plain_input import Row, exact, in_cents

Span = tuple[dt.date, dt.date]
ZERO = Fraction(0)
PARTS = (
    *("lost", "new", "volume", "price", "cost", "mix"),
    *("time", "money", "unknown_cost", "effort_only"),
)


def bridge(
    lines: list[Row], spans: tuple[Span, Span], before: dict[str, Row], now: dict[str, Row]
) -> dict[str, dict[str, int]]:
    """Return the amounts of each customer in cents; ``before`` and ``now`` are the plain measures."""
    usual = firm_margin(lines, spans[0])
    own: dict[str, list[Row]] = defaultdict(list)
    for row in lines:
        own[row["customer_id"]].append(row)
    return {
        name: customer_bridge(own[name], spans, before.get(name), now.get(name), usual)
        for name in {*before, *now}
    }


def customer_bridge(
    lines: list[Row], spans: tuple[Span, Span], before: Row | None, now: Row | None, usual: Fraction
) -> dict[str, int]:
    old, new = (inside(lines, span) for span in spans)
    first, last = net_of(old, before), net_of(new, now)
    parts: dict[str, Any] = dict.fromkeys(PARTS, 0)
    start, end = (0 if amount is None else in_cents(amount) for amount in (first, last))
    if not old:
        parts["effort_only"] -= start
    elif not new:
        parts["lost"] = -start
    if not new:
        parts["effort_only"] += end
    elif not old:
        parts["new"] = end
    if old and new:
        if first is None or last is None:
            parts["unknown_cost"] = end - start
        else:
            parts |= explained(old, new, before or {}, now or {}, usual)
            parts["mix"] = end - start - sum(parts.values())
    return {"previous_contribution": start, "contribution": end, **parts}


def explained(old: list[Row], new: list[Row], before: Row, now: Row, usual: Fraction) -> dict[str, int]:
    price = cost = ZERO
    sold_before, sold_now = by_product(old), by_product(new)
    for product in sold_before.keys() & sold_now.keys():
        (q0, r0, k0), (q1, r1, k1) = sold_before[product], sold_now[product]
        if min(q0, r0, q1, r1) <= 0:
            continue
        if not Fraction(1, 3) <= (r1 / q1) / (r0 / q0) <= 3:
            continue
        price += (r1 / q1 - r0 / q0) * q1
        cost -= (k1 / q1 - k0 / q0) * q1
    turnover, known = revenue(old), revenue(covered(old))
    margin = sum((row["revenue"] - row["cost"] for row in covered(old)), ZERO)
    part = margin / known if turnover > 0 and known > 0 else usual
    unknown = (revenue(new) - revenue(covered(new))) - (turnover - known)
    return {
        "price": in_cents(price),
        "cost": in_cents(cost),
        "volume": in_cents((revenue(new) - price - turnover) * part),
        "unknown_cost": in_cents(-unknown * part),
        "time": in_cents((before["time_cost"] or 0) - (now["time_cost"] or 0)),
        "money": in_cents((before["money_cost"] or 0) - (now["money_cost"] or 0)),
    }


def by_product(lines: list[Row]) -> dict[str, tuple[Fraction, Fraction, Fraction]]:
    """Return quantity, revenue and cost per product, of lines that tell a price and a unit cost."""
    sums: dict[str, list[Fraction]] = defaultdict(lambda: [ZERO, ZERO, ZERO])
    for row in covered(lines):
        if row["product_id"] is None or not row["quantity"]:
            continue
        quantity = exact(row["quantity"])
        if quantity * row["revenue"] < 0:  # a credit whose quantity is written as if it were sold
            continue
        for place, amount in enumerate((quantity, row["revenue"], row["cost"])):
            sums[row["product_id"]][place] += amount
    return {product: (amounts[0], amounts[1], amounts[2]) for product, amounts in sums.items()}


def firm_margin(lines: list[Row], span: Span) -> Fraction:
    known = covered(inside(lines, span))
    turnover = revenue(known)
    margin = sum((row["revenue"] - row["cost"] for row in known), ZERO)
    return margin / turnover if turnover > 0 else ZERO


def net_of(lines: list[Row], measured: Row | None) -> Fraction | None:
    """Return margin of known lines less known cost to serve; None where the contribution is blank."""
    if measured is None or measured["contribution"] is None:
        return None
    margin = sum((row["revenue"] - row["cost"] for row in covered(lines)), ZERO)
    return margin - (measured["time_cost"] or 0) - (measured["money_cost"] or 0)


def inside(lines: list[Row], span: Span) -> list[Row]:
    return [row for row in lines if span[0] <= row["date"] <= span[1]]


def covered(lines: list[Row]) -> list[Row]:
    return [row for row in lines if row["cost"] is not None]


def revenue(lines: list[Row]) -> Fraction:
    return sum((row["revenue"] for row in lines), ZERO)
