"""The method once more, third part: levers, labels and portfolios (docs/method.md 8 and 9), in plain Python.

Cross-sell is not computed again here: its euros are taken as found.
"""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from statistics import mean
from typing import Any

from plain_gaps import groups_begun, margin_gaps, serving_gaps, up_sell_gaps
from plain_input import Company, Row, exact, in_cents, known, total

FEWEST = 5


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
    found: dict[str, Row], used: Company, period: tuple[dt.date, dt.date], terms: dict[str, Any]
) -> dict[str, dict[str, Any]]:
    """Return the euros a year of a better margin and of cheaper serving, and the turnover a year of up-sell
    by group; ``terms`` has the settings ``least``, ``realisable`` and ``hourly_cost``, and ``length`` in
    years."""
    start, end = period
    lines = [row for row in used.lines if start <= row["date"] <= end]
    patterned = [row for row in lines if not row["one_off"]]
    least, length = float(terms["least"]), terms["length"]
    segment = {row["customer_id"]: row.get("segment") for row in used.customers}
    better = margin_gaps(patterned, length)
    begun = groups_begun(used.lines, start, end)
    more = up_sell_gaps(patterned, peers(found, segment), length, terms["realisable"], least, begun)
    price = {row["activity"].strip().lower(): exact(row["hourly_cost"]) for row in reversed(used.rates or [])}
    first = 12 * start.year + start.month - 1
    months = [(n // 12, n % 12 + 1) for n in range(first, 12 * end.year + end.month)]
    cheaper = {}
    if used.effort is not None:
        known_effort = [
            name
            for name, row in found.items()
            if row["logged_hours"] is not None or row["expense"] is not None
        ]
        effort = [row for row in used.effort if start <= row["date"] <= end]
        price = {"": exact(terms["hourly_cost"])} | price
        cheaper = serving_gaps(lines, effort, known_effort, price, months)
    result = {}
    for name, row in found.items():
        serve = 0.0 if row["contribution"] is None else cheaper.get(name, 0.0) / float(length)
        margin = better.get(name, 0.0)
        result[name] = {
            "margin": margin if margin >= least else 0.0,
            "serve": serve if serve >= least else 0.0,
            "up_sell": {
                group: euros
                for (who, group), euros in more.items()
                if who == name and not (row.get("leave_chance") or 0) > 0.5
            },
        }
    return result


def label(row: Row, euros: dict[str, Any], middle: Any, much: dict[str, Any]) -> tuple[str, str]:
    """Return the first label whose rule holds and the lever to start with.

    ``euros``: the levers, and cross-sell; ``middle``: the median score; ``much``: the median of the positive
    euros of up-sell and of cross-sell."""
    levers = {name: euros[name] for name in ("serve", "margin", "up_sell")}
    best = max(levers, key=lambda name: levers[name]) if max(levers.values()) > 0 else ""
    contribution = row["contribution"]
    if contribution is not None and contribution + sum(levers.values()) <= 0:
        return "reconsider", best
    if best in {"serve", "margin"}:
        return ("serve_efficiently" if best == "serve" else "reprice"), best
    if contribution is not None and contribution <= 0:
        return "serve_efficiently", "serve"
    grows = any(euros[kind] > 0 and euros[kind] >= much[kind] for kind in ("up_sell", "cross_sell"))
    good = row["score"] is not None and round(row["score"] - middle, 9) >= 0
    if grows:
        return ("expand" if good else "develop"), best or "cross_sell"
    return ("cherish" if good else "basic"), best


def hours_of_each(
    found: dict[str, Row], manager: dict[str, str | None], names: set[str], effort: list[Row]
) -> dict[str, Fraction]:
    """Return the hours that count against each capacity: in his own name where the log has names."""
    folded = {name.strip().lower(): name for name in names if name}
    everything = named = Fraction(0)
    counted = dict.fromkeys(names, Fraction(0))
    someone = False
    for row in effort:
        hours = exact(row.get("hours") or 0)
        everything += hours
        if not row.get("employee"):
            owner = manager.get(row["customer_id"]) or ""
            counted[owner] += hours if row["customer_id"] in found else 0
            continue
        named += hours
        if who := folded.get(row["employee"].strip().lower()):
            counted[who] += hours
            someone = someone or hours > 0
    if someone and named >= everything * Fraction(9, 10):
        return counted
    return {
        who: total(row["hours"] for name, row in found.items() if (manager.get(name) or "") == who)
        or Fraction(0)
        for who in names
    }


def portfolio(
    found: dict[str, Row],
    manager: dict[str, str | None],
    capacity: dict[str, Any],
    length: Fraction,
    effort: list[Row],
) -> dict[str, Row]:
    """Return per account manager ('' is nobody) what the customers add up to; ``effort`` of the period."""
    result = {}
    euros = any(row.get("at_stake") is not None for row in found.values())
    names = {*capacity, *(manager.get(name) or "" for name in found), ""}
    counted = hours_of_each(found, manager, names, effort)
    for who in names:
        own = [found[name] for name in found if (manager.get(name) or "") == who]
        hours = total(row["hours"] for row in own) or Fraction(0)
        contribution = total(row["contribution"] for row in own) or Fraction(0)
        room = capacity.get(who)
        result[who] = {
            "customers": sum(1 for row in own if row["lines"]),
            "revenue": sum((row["revenue"] for row in own), Fraction(0)),
            "contribution": contribution,
            "hours": hours,
            "counted_hours": counted[who] / length,
            "used": counted[who] / length / exact(room) if room else None,
            "contribution_per_hour": contribution / hours if hours else None,
            "at_stake": total(row.get("at_stake") for row in own) or (0 if euros else None),
            **{
                name: mean(values) if (values := known(row[name] for row in own)) else None
                for name in ("energy", "culture")
            },
        }
    return result
