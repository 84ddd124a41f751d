"""The method once more, fourth part: gaps that last (docs/method.md 6), in plain Python.

The normal distribution is that of ``statistics``."""

from __future__ import annotations

import datetime as dt
import math
from collections import defaultdict
from collections.abc import Hashable, Mapping
from fractions import Fraction
from statistics import NormalDist, variance
from typing import Any

from plain_drivers import explained
from plain_input import Row, exact, in_cents

FEWEST_INVOICES, PRIOR, SURE, LEAST_VARIANCE, FEWEST = 8, 8, 0.8, 1e-8, 5
NORMAL = NormalDist()


def lasting(effects: Mapping[Hashable, tuple[float, float]]) -> dict[Hashable, tuple[float, float]]:
    """Return per customer the gap (0 when not sure) and the target; ``effects``: effect and its variance, a
    lower effect is worse."""
    if not effects:
        return {}
    found = {name: (effect, max(error, LEAST_VARIANCE)) for name, (effect, error) in effects.items()}
    weight = {name: 1 / error for name, (_, error) in found.items()}
    whole = sum(weight.values())
    centre = sum(weight[name] * effect for name, (effect, _) in found.items()) / whole
    spread = sum(weight[name] * (effect - centre) ** 2 for name, (effect, _) in found.items())
    scale = whole - sum(value**2 for value in weight.values()) / whole
    tau2 = max(0.0, (spread - (len(found) - 1)) / scale) if len(found) > 1 else 0.0
    weight = {name: 1 / (error + tau2) for name, (_, error) in found.items()}
    middle = sum(weight[name] * effect for name, (effect, _) in found.items()) / sum(weight.values())
    target = middle + NORMAL.inv_cdf(0.25) * math.sqrt(tau2)
    result = {}
    for name, (effect, error) in found.items():
        kept = tau2 / (tau2 + error)
        true = middle + kept * (effect - middle)
        sure = tau2 > 0 and NORMAL.cdf((target - true) / math.sqrt(kept * error)) >= SURE
        result[name] = (target - true if sure else 0.0, target)
    return result


def pooled(own: Mapping[Hashable, tuple[float, int]]) -> dict[Hashable, float]:
    """Return variances mixed with that of all, which counts for 8 degrees of freedom; ``own``: variance and
    degrees."""
    degrees = sum(count for _, count in own.values())
    if not degrees:
        return {}
    whole = sum(value * count for value, count in own.values()) / degrees
    return {name: (value * count + whole * PRIOR) / (count + PRIOR) for name, (value, count) in own.items()}


def invoice(row: Row) -> Hashable:
    return row["invoice_id"] or row["date"]


def quarter(day: dt.date) -> tuple[int, int]:
    return day.year, (day.month - 1) // 3


def references(lines: list[Row]) -> list[Any]:
    """Return per line the margin fraction of the other customers on its product, in its quarter or else in
    the period; None below five others or without revenue."""
    cells: dict[Hashable, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(lambda: [0, 0]))
    costed = [row for row in lines if row["cost"] is not None]
    margins = winsorised([(row, row["revenue"] - row["cost"]) for row in costed])
    for row, earned in zip(costed, margins, strict=True):
        for key in (row["product_id"], (row["product_id"], quarter(row["date"]))):
            cells[key][row["customer_id"]][0] += row["revenue"]
            cells[key][row["customer_id"]][1] += earned
    whole = {
        key: [sum(sums[place] for sums in owners.values()) for place in (0, 1)]
        for key, owners in cells.items()
    }
    found = []
    for row in lines:
        answer = None
        for key in ((row["product_id"], quarter(row["date"])), row["product_id"]):
            if row["cost"] is None:
                continue
            own = cells[key][row["customer_id"]]
            revenue, margin = (whole[key][place] - own[place] for place in (0, 1))
            if len(cells[key]) - 1 >= FEWEST and in_cents(revenue) > 0:
                answer = margin / revenue
                break
        found.append(answer)
    return found


def quantile(values: list[Any], q: Fraction) -> Any:
    ordered = sorted(values)
    place = q * (len(ordered) - 1)
    low = math.floor(place)
    return ordered[low] + (ordered[min(low + 1, len(ordered) - 1)] - ordered[low]) * (place - low)


def winsorised(amounts: list[tuple[Row, Any]]) -> list[Any]:
    """Return amounts drawn in to the 1 and 99 % quantiles of their part of revenue, or of cost without it."""
    scales = [abs(row["revenue"]) or abs(row["cost"]) for row, _ in amounts]
    shares = [amount / scale for (_, amount), scale in zip(amounts, scales, strict=True) if scale]
    low, high = (quantile(shares, q) if shares else 0 for q in (Fraction(1, 100), Fraction(99, 100)))
    return [
        min(max(amount, low * scale), high * scale) if scale else 0
        for (_, amount), scale in zip(amounts, scales, strict=True)
    ]


def margin_gaps(lines: list[Row], length: Any) -> dict[str, float]:
    """Return the EUR a year that each customer's margin is surely below that of others; ``lines`` without
    one-offs."""
    compared = [
        (row, row["revenue"] - row["cost"] - row["revenue"] * share)
        for row, share in zip(lines, references(lines), strict=True)
        if share is not None
    ]
    units: dict[str, dict[Hashable, list[float]]] = defaultdict(lambda: defaultdict(lambda: [0.0, 0.0]))
    for (row, _), gap in zip(compared, winsorised(compared), strict=True):
        unit = units[row["customer_id"]][invoice(row)]
        unit[0] += float(gap)
        unit[1] += float(row["revenue"])
    revenue = {name: sum(unit[1] for unit in own.values()) for name, own in units.items()}
    ratio = {
        name: sum(unit[0] for unit in own.values()) / revenue[name]
        for name, own in units.items()
        if revenue[name] > 0
    }
    errors = ratio_variances(
        {name: [(part, whole) for part, whole in units[name].values()] for name in ratio}, ratio
    )
    counted = {name: (ratio[name], errors[name]) for name in errors if len(units[name]) >= FEWEST_INVOICES}
    return {name: gap * revenue[name] / float(length) for name, (gap, _) in lasting(counted).items()}


def ratio_variances(
    units: Mapping[Any, list[tuple[float, float]]], ratio: Mapping[Any, float], *, least: bool = False
) -> dict[Any, float]:
    """Return the variance of part / whole over units; ``least``: never below that of all."""
    per_unit, squares = {}, {}
    for name, own in units.items():
        n, squares[name] = len(own), sum(whole**2 for _, whole in own)
        spread = sum((part - ratio[name] * whole) ** 2 for part, whole in own)
        per_unit[name] = (n * spread / ((n - 1) * squares[name]) if n > 1 else 0.0, n - 1)
    mixed = pooled(per_unit)
    degrees = sum(count for _, count in per_unit.values())
    if least and degrees:
        whole = sum(value * count for value, count in per_unit.values()) / degrees
        mixed = {name: max(value, whole) for name, value in mixed.items()}
    return {
        name: value * squares[name] / sum(whole for _, whole in units[name]) ** 2
        for name, value in mixed.items()
    }


def up_sell_gaps(
    lines: list[Row],
    peers: dict[str, list[str]],
    length: Any,
    realisable: Any,
    least: Any,
    begun: set[tuple[str, str]],
) -> dict[tuple[str, str], float]:
    """Return the EUR of turnover a year per customer and group; ``lines`` without one-offs, ``begun`` the
    groups that are not compared."""
    total: dict[str, float] = defaultdict(float)
    spend: dict[tuple[str, str], float] = defaultdict(float)
    quarters: dict[str, dict[Hashable, dict[str | None, float]]] = defaultdict(
        lambda: defaultdict(lambda: defaultdict(float))
    )
    invoices: dict[str, set[Hashable]] = defaultdict(set)
    sums: dict[str | None, list[Any]] = defaultdict(lambda: [0, 0])
    for row in lines:
        name, group, euros = row["customer_id"], row["product_group"], float(row["revenue"]) / float(length)
        total[name] += euros
        invoices[name].add(invoice(row))
        quarters[name][quarter(row["date"])][group] += euros
        if group is not None:
            spend[name, group] += euros
        if row["cost"] is not None:
            sums[group][0] += row["revenue"]
            sums[group][1] += row["cost"]
    bought = {cell for cell, euros in spend.items() if euros > 0.005 and total[cell[0]] > 0.005}
    found = {}
    for group in {group for _, group in bought}:
        effects, units, ratio = {}, {}, {}
        for name in {name for name, other in bought if other == group}:
            units[name] = [(own[group], sum(own.values())) for own in quarters[name].values()]
            ratio[name] = spend[name, group] / total[name]
            theirs = [other for other in peers[name] if (other, group) in bought]
            enough = len(theirs) >= FEWEST and len(invoices[name]) >= FEWEST_INVOICES
            if enough and (name, group) not in begun:
                usual = sum(spend[other, group] for other in theirs) / sum(total[other] for other in theirs)
                effects[name] = ratio[name] - min(usual, 1.0)
        errors = ratio_variances(units, ratio, least=True)
        known = {name: (effect, errors[name]) for name, effect in effects.items() if name in errors}
        revenue, cost = sums[group]
        loss = revenue > 0 and revenue < cost
        for name, (gap, _) in lasting(known).items():
            euros = gap * total[name] * float(realisable)
            if euros > 0 and euros >= float(least) and not loss:
                found[name, group] = euros
    return found


def groups_begun(lines: list[Row], start: dt.date, end: dt.date) -> set[tuple[str, str]]:
    """Return the groups that customers first bought from ``start`` on, a quarter after their first purchase;
    ``lines`` of all periods."""
    first: dict[tuple[str, str], dt.date] = {}
    for row in sorted(lines, key=lambda row: row["date"]):
        if (
            row["revenue"] > 0
            and not row["one_off"]
            and row["date"] <= end
            and row["product_group"] is not None
        ):
            first.setdefault((row["customer_id"], row["product_group"]), row["date"])
    opened = {
        name: min(day for (who, _), day in first.items() if who == name) for name in {who for who, _ in first}
    }
    return {cell for cell, day in first.items() if day >= start and (day - opened[cell[0]]).days >= 91}


def serving_gaps(
    lines: list[Row],
    effort: list[Row],
    names: list[str],
    price: dict[str, Any],
    months: list[tuple[int, int]],
) -> dict[str, float]:
    """Return the EUR of the period that each customer surely takes more than is usual.

    ``lines`` and ``effort`` of the period; ``names``: whose effort is known; ``price`` per hour by activity,
    that of '' for the others."""
    spent = {name: dict.fromkeys(months, 0.0) for name in names}
    for row in effort:
        if row["customer_id"] in spent:
            hourly = price.get((row.get("activity") or "").strip().lower(), price[""])
            cost = exact(row.get("hours") or 0) * hourly + exact(row.get("expense") or 0)
            spent[row["customer_id"]][row["date"].year, row["date"].month] += float(cost)
    margins: dict[str, dict[Hashable, float]] = {name: defaultdict(float) for name in names}
    counts = dict.fromkeys(names, 0)
    for row, share in zip(lines, references(lines), strict=True):
        if row["customer_id"] in margins:
            own = own_margin(row) if share is None else row["revenue"] * share
            margins[row["customer_id"]][invoice(row)] += float(own)
            counts[row["customer_id"]] += 1
    earned = {name: max(sum(own.values()), 0.0) for name, own in margins.items()}
    drivers = {name: [1.0, len(margins[name]), counts[name], earned[name]] for name in names}
    logged = {name: sum(own.values()) for name, own in spent.items()}
    usual = explained(drivers, logged)
    per_euro = {
        name: (
            len(months) * variance(own.values()) / logged[name] if len(months) > 1 else 0.0,
            len(months) - 1,
        )
        for name, own in spent.items()
        if logged[name] > 0.005
    }
    degrees = sum(count for _, count in per_euro.values())
    whole = sum(value * count for value, count in per_euro.values()) / degrees if degrees else None
    mixed = pooled(per_euro)
    effects = {}
    for name in names:
        if usual[name] > 0.005 and len(margins[name]) >= FEWEST_INVOICES and whole is not None:
            uneven = (
                sum(value**2 for value in margins[name].values()) / earned[name] ** 2 if earned[name] else 1.0
            )
            effects[name] = (-logged[name] / usual[name], mixed.get(name, whole) / usual[name] + uneven)
    return {name: min(gap * usual[name], logged[name]) for name, (gap, _) in lasting(effects).items()}


def own_margin(row: Row) -> Any:
    return 0 if row["cost"] is None else row["revenue"] - row["cost"]
