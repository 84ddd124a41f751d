"""The method once more, seventh part: value next year (docs/method.md), in plain Python with floats.

The weights are found by trying every set of terms that are not zero."""

from __future__ import annotations

import datetime as dt
import itertools
import math
from collections import defaultdict
from collections.abc import Sequence
from statistics import median
from typing import Any

from plain_ahead import GRACE, History, leaving, solved
from plain_gaps import LEAST_VARIANCE, invoice, pooled
from plain_input import Row, years

MODELS = {"last_again": (0,), "with_half": (0, 1), "with_previous": (0, 1, 2)}


def value_terms(history: History, name: str, day: int, horizon: int) -> list[float]:
    half = horizon // 2
    return [
        history.revenue(name, day - horizon, day),
        history.revenue(name, day - half, day) * horizon / half,
        history.revenue(name, day - 2 * horizon, day - horizon),
    ]


def weights(rows: list[list[float]], after: list[float]) -> list[float]:
    """Return the weights >= 0 of least squares, rows divided by the root of their size."""
    floor = 0.05 * median(row[0] for row in rows)
    scale = [1 / max(row[0], floor if floor > 0 else 1.0) for row in rows]
    width, best, lowest = len(rows[0]), [0.0] * len(rows[0]), math.inf
    for size in range(width + 1):
        for places in itertools.combinations(range(width), size):
            gram = [
                [math.fsum(s * row[i] * row[j] for s, row in zip(scale, rows, strict=True)) for j in places]
                for i in places
            ]
            target = [
                math.fsum(s * row[i] * y for s, row, y in zip(scale, rows, after, strict=True))
                for i in places
            ]
            found = [0.0] * width
            if places and any(gram[i][i] <= 0 for i in range(size)):
                continue
            for place, value in zip(places, solved(gram, target) if places else [], strict=True):
                found[place] = value
            loss = math.fsum(
                s * (y - sum(a * b for a, b in zip(found, row, strict=True))) ** 2
                for s, row, y in zip(scale, rows, after, strict=True)
            )
            if min(found) >= -1e-12 and loss < lowest * (1 - 1e-9):
                best, lowest = found, loss
    return best


def quantile(values: list[float], part: float) -> float:
    ordered = sorted(values)
    place = part * (len(ordered) - 1)
    low = math.floor(place)
    return ordered[low] + (ordered[min(low + 1, len(ordered) - 1)] - ordered[low]) * (place - low)


def next_year(history: History, horizon: int) -> tuple[str, str, dict[str, Row]]:
    """Return the reason without an interval (or ''), the model, and per buyer ``last``, ``revenue``, ``low``
    and ``high``."""
    buyers, whole = history.buyers(history.last, horizon), min(horizon, history.last + 1) / horizon
    now = {name: value_terms(history, name, history.last, horizon) for name in buyers}
    found = {name: {"last": max(now[name][0] / whole, 0.0)} for name in buyers}
    for row in found.values():
        row["revenue"] = row["last"]
    if history.last + 1 + GRACE < 2 * horizon:
        return "short_history", "last_again", found
    if len(buyers) < 100:
        return "few_customers", "last_again", found
    model, fit, lowest = "last_again", [1.0], 1.0
    for name, places in list(MODELS.items())[1:]:
        past = at_origins(history, horizon, 2.0 if 2 in places else 1.0)
        if past:
            rows, after = [[row[0][place] for place in places] for row in past], [row[1] for row in past]
            tried = weights(rows, after)
            error = sum(abs(y - dot(tried, row)) for row, y in zip(rows, after, strict=True))
            error /= sum(abs(row[1] - row[0][0]) for row in past)
            if error <= 0.9 and error < lowest:
                model, fit, lowest = name, tried, error
    past = at_origins(history, horizon, 2.0 if model == "with_previous" else 1.0)
    places = MODELS[model]
    expected = {name: max(dot(fit, [row[place] for place in places]), 0.0) for name, row in now.items()}
    seen = [
        (value, row[1] / value - 1, row[2])
        for row in past
        if (value := max(dot(fit, [row[0][place] for place in places]), 0.0)) > 0
    ]
    edges = [quantile([value for value, _, _ in seen], part) for part in (0.25, 0.5, 0.75)]
    cells: dict[tuple[int, bool], list[float]] = defaultdict(list)
    for value, deviation, late in seen:
        cells[sum(value >= edge for edge in edges), late].append(deviation)
    for name, value in expected.items():
        found[name]["revenue"] = value
        quarter, late = sum(value >= edge for edge in edges), history.late(name, history.last) > 2
        own = cells[quarter, late]
        own = own if len(own) >= 30 else cells[quarter, True] + cells[quarter, False]
        if value > 0:
            found[name] |= {"low": value * (1 + quantile(own, 0.1)), "high": value * (1 + quantile(own, 0.9))}
    return "", model, found


def three_years(history: History, horizon: int) -> float | None:
    """Return the turnover of three horizons as a multiple of the first, None where that has not shown."""
    days = range(history.last - 3 * horizon, -1, -(horizon // 4))
    days = [day for day in days if day + 1 + GRACE >= horizon][:8]
    if len(days) < 2 or len(history.buyers(history.last, horizon)) < 100:
        return None
    sums = []
    for day in days:
        names = history.buyers(day, horizon)
        one, all_three = (
            math.fsum(history.revenue(name, day, day + count * horizon) for name in names) for count in (1, 3)
        )
        sums.append((one, all_three))
    first, whole = (math.fsum(pair[place] for pair in sums) for place in (0, 1))
    for one, all_three in sums:
        if min(one, all_three, first - one, whole - all_three) <= 0:
            return None
        other = (whole - all_three) / (first - one)
        if max(other / (all_three / one), (all_three / one) / other) > 1.15:
            return None
    return whole / first


def dot(one: Sequence[float], other: Sequence[float]) -> float:
    return sum(a * b for a, b in zip(one, other, strict=True))


def at_origins(history: History, horizon: int, before: float) -> list[tuple[list[float], float, bool]]:
    """Return the terms, the turnover after it and the lateness of every buyer at every origin."""
    return [
        (
            value_terms(history, name, day, horizon),
            history.revenue(name, day, day + horizon),
            history.late(name, day) > 2,
        )
        for day in history.origins(horizon, before)
        for name in history.buyers(day, horizon)
    ]


def expected_margins(lines: list[Row]) -> dict[str, float]:
    """Return the margin fraction of each customer, drawn to that of all; ``lines`` of the period without
    one-offs."""
    units: dict[str, dict[Any, list[float]]] = defaultdict(lambda: defaultdict(lambda: [0.0, 0.0]))
    for row in lines:
        if row["cost"] is not None:
            sums = units[row["customer_id"]][invoice(row)]
            sums[0] += float(row["revenue"] - row["cost"])
            sums[1] += float(row["revenue"])
    own, spread, squares = {}, {}, {}
    for name, found in units.items():
        part, whole = (sum(sums[place] for sums in found.values()) for place in (0, 1))
        squared, count = sum(sums[1] ** 2 for sums in found.values()), len(found)
        if whole > 0 and squared > 0:
            own[name], squares[name] = part / whole, squared / whole**2
            rest = sum((sums[0] - own[name] * sums[1]) ** 2 for sums in found.values())
            rest = rest if rest > sum(sums[0] ** 2 for sums in found.values()) / 1e9 else 0.0
            spread[name] = (count * rest / (count - 1) / squared if count > 1 else 0.0, count - 1)
    errors = {name: max(value * squares[name], LEAST_VARIANCE) for name, value in pooled(spread).items()}
    if not errors:
        return {name: own[name] for name in own}
    weight = {name: 1 / error for name, error in errors.items()}
    total = sum(weight.values())
    centre = sum(weight[name] * own[name] for name in weight) / total
    scale = total - sum(value**2 for value in weight.values()) / total
    heterogeneity = sum(weight[name] * (own[name] - centre) ** 2 for name in weight)
    tau2 = max(0.0, (heterogeneity - (len(weight) - 1)) / scale) if len(weight) > 1 else 0.0
    weight = {name: 1 / (error + tau2) for name, error in errors.items()}
    mean = sum(weight[name] * own[name] for name in weight) / sum(weight.values())
    return {
        name: mean + tau2 / (tau2 + errors[name]) * (own[name] - mean) if name in errors else mean
        for name in units
    }


def looking_ahead(lines: list[Row], now: dict[str, Row], period: tuple[dt.date, dt.date]) -> dict[str, Row]:
    """Return what lies ahead of every customer of the period; ``now``: its measures."""
    start, end = period
    length, days = float(years(start, end)), (end - start).days + 1
    history = History(lines, sorted({*now, *(row["customer_id"] for row in lines)}), period)
    _, _, value = next_year(history, days if length == 1 else 365)
    multiple = three_years(history, days if length == 1 else 365)
    _, gone, proof = leaving(history, days)
    margin = expected_margins(
        [
            row
            for row in lines
            if start <= row["date"] <= end and not row["one_off"] and row["customer_id"] in now
        ]
    )
    known = [name for name in value if name in now and now[name]["contribution"] is not None]
    before = sum(value[name]["last"] for name in known)
    growth = sum(value[name]["revenue"] for name in known) / before if before > 0 else 1.0
    found: dict[str, Row] = {}
    for name, row in now.items():
        of_year = value.get(name, {})
        ahead = found[name] = {
            "revenue_last": of_year.get("last"),
            "revenue_next": of_year.get("revenue"),
            **gone.get(name, {}),
        }
        served = float(row["cost_to_serve"] or 0) / length * growth
        if name in known and name in margin:
            ahead["value_next"] = value[name]["revenue"] * margin[name] - served
            if multiple is not None:
                ahead["value_three"] = ahead["value_next"] * multiple
            if "low" in value[name]:
                bounds = [value[name][key] * margin[name] - served for key in ("low", "high")]
                ahead["value_low"], ahead["value_high"] = sorted(bounds)
        if row["contribution"] is not None:
            lost = row["gross_margin"] - (row["expense"] or 0) - (row["financing"] or 0)
            ahead["if_gone"] = float(lost) / length
            if proof.steady and ahead.get("leave_chance") is not None:
                ahead["at_stake"] = ahead["leave_chance"] * max(ahead["if_gone"], 0.0)
    held = held_on(found)
    for name, ahead in found.items():
        ahead["hold_on"] = name in held
    return found


def held_on(found: dict[str, Row]) -> set[str]:
    """Return who is to be held on to."""
    known = {name: row for name, row in found.items() if row.get("at_stake") is not None}
    if not known:
        return set()
    mean = sum(row["leave_chance"] for row in known.values()) / len(known)
    middle = median(row["at_stake"] for row in known.values())
    wanted = [
        name
        for name, row in known.items()
        if row["leave_chance"] >= 0.2
        and row["at_stake"] >= max(middle, 1e-9)
        and all(odds(row["leave_chance"]) >= 2 * odds(other) for other in (row["as_often"], mean))
    ]
    wanted.sort(key=lambda name: (-known[name]["at_stake"], name))
    return set(wanted[: len(known) // 10])


def odds(chance: float) -> float:
    chance = min(chance, 0.9999)
    return chance / (1 - chance)
