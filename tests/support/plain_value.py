"""The method once more, second part: comparing customers, Pareto, whale curve, concentration and holding on.

From docs/method.md 3, 4 and 7. Plain Python, exact fractions and explicit loops, as in :mod:`plain_measures`,
whose customers these functions take."""

from __future__ import annotations

import calendar
import datetime as dt
import itertools
import math
from collections import Counter
from collections.abc import Callable
from fractions import Fraction
from statistics import NormalDist, mean, median, pstdev
from typing import Any

from plain_input import Row, exact, in_cents, known, previous_period

# 3: score


def normalise(values: list[Any], method: str) -> list[Any]:
    """Return 0-100 for what is known; one, or all equal: 50."""
    there = known(values)
    if len(set(there)) <= 1:
        return [None if value is None else Fraction(50) for value in values]
    rule: Callable[[Any], Any]
    if method == "percentiel":
        equal, place, below = Counter(there), {}, 0
        for value in sorted(equal):
            place[value], below = (
                Fraction(100 * (2 * below + equal[value]), 2 * len(there)),
                below + equal[value],
            )
        rule = place.__getitem__
    elif method == "z-score":
        bell = NormalDist(float(mean(there)), pstdev(map(float, there)))
        rule = lambda x: 100 * bell.cdf(float(x))  # noqa: E731
    else:
        low, high = (
            quantile(there, q) if method == "min-max p5-p95" else pick(there)
            for q, pick in ((0.05, min), (0.95, max))
        )
        if low == high:
            return [None if value is None else Fraction(50) for value in values]
        rule = lambda x: 100 * (min(max(x, low), high) - low) / (high - low)  # noqa: E731
    return [None if value is None else rule(value) for value in values]


def quantile(values: list[Any], q: float) -> Any:
    """Return the quantile with linear interpolation (type 7 of Hyndman and Fan)."""
    ordered = sorted(values)
    place = Fraction(str(q)) * (len(ordered) - 1)
    low = math.floor(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)


def ranks(values: dict[str, Any]) -> dict[str, int | None]:
    """Return rank 1 for the highest; ties share the lowest rank."""
    return {
        name: None if value is None else 1 + sum(other > value for other in known(values.values()))
        for name, value in values.items()
    }


# 4: Pareto, whale curve, concentration
# -----------------------------------------------------------------------------------


def pareto(
    values: dict[str, Fraction | None], bound_a: Any = 0.8, bound_b: Any = 0.95
) -> dict[str, tuple[str, Fraction | None]]:
    """Return class and cumulative share, the tie group included, of each amount."""
    cents = {name: in_cents(value) for name, value in values.items() if value is not None}
    positive = sum(amount for amount in cents.values() if amount > 0)
    found: dict[str, tuple[str, Fraction | None]] = dict.fromkeys(values, ("", None))
    for name, amount in cents.items():
        before = sum(other for other in cents.values() if other > amount and other > 0)
        upto = sum(other for other in cents.values() if other >= amount and other > 0)
        share = Fraction(before, positive) if positive else None
        if amount <= 0 or share is None:
            letter = "C"
        else:
            letter = "A" if share < exact(bound_a) else "B" if share < exact(bound_b) else "C"
        found[name] = (letter, Fraction(upto, positive) if positive else None)
    return found


def classes_by_rank(values: dict[str, Any]) -> dict[str, str]:
    """Return A for the first 20 %, B for the next 30 %, ties together."""
    n = len(known(values.values()))
    found = {}
    for name, rank in ranks(values).items():
        found[name] = (
            "" if rank is None else "A" if 5 * (rank - 1) < n else "B" if 2 * (rank - 1) < n else "C"
        )
    return found


def whale(values: list[Fraction | None]) -> Row:
    """Return the whale curve's peak, where it is, and the loss makers."""
    ordered = sorted(known(values), reverse=True)
    whole = sum(ordered, Fraction(0))
    running, top, at = Fraction(0), Fraction(0), 0
    for place, amount in enumerate(ordered, start=1):
        running += amount
        if running > top:
            top, at = running, place
    losses = [amount for amount in ordered if in_cents(amount) < 0]
    good = in_cents(whole) > 0
    return {
        "total": whole,
        "peak_amount": top,
        "peak": top / whole if good else None,
        "at": Fraction(at, len(ordered)) if good else None,
        "loss_makers": len(losses),
        "loss_sum": sum(losses, Fraction(0)),
        "unknown": len(values) - len(ordered),
    }


def concentration(values: list[Fraction]) -> Row:
    """Return the four figures of concentration, None where the total they divide by is not positive."""
    ordered = sorted(values, reverse=True)
    n, positive = len(ordered), sum(max(value, 0) for value in ordered)
    if positive <= 0:
        return dict.fromkeys(("share_for_80", "top20_share", "gini", "hhi"))
    running, count = Fraction(0), 0
    while running < Fraction(4, 5) * positive:
        running, count = running + ordered[count], count + 1
    net_total = sum(ordered)
    clipped = [max(value, Fraction(0)) for value in ordered]
    apart, below = Fraction(0), Fraction(0)
    # what each one has more than every smaller one, both ways
    for place, value in enumerate(reversed(clipped)):
        apart, below = apart + 2 * (place * value - below), below + value
    return {
        "share_for_80": Fraction(count, n),
        "top20_share": sum(ordered[: -(-n // 5)]) / net_total if net_total > 0 else None,
        "gini": apart / (2 * n * positive),
        "hhi": sum((10_000 * (value / positive) ** 2 for value in clipped), Fraction(0)),
    }


def top20(found: dict[str, Row]) -> Row:
    """Return of the largest 20 % by revenue, with who ties with the last of them, who is not really
    interesting."""
    rank = ranks({name: in_cents(row["revenue"]) for name, row in found.items()})
    top = [name for name, place in rank.items() if place <= -(-len(found) // 5)]
    earned = [row for row in found.values() if row["contribution"] is not None]
    sold = sum(row["revenue"] for row in earned)
    half = max(0, sum(row["contribution"] for row in earned) / sold / 2) if sold > 0 else 0
    losers = {
        name
        for name in top
        if found[name]["contribution"] is not None and in_cents(found[name]["contribution"]) <= 0
    }
    thin = {
        name
        for name in top
        if found[name]["contribution"] is not None
        and found[name]["revenue"] * half - found[name]["contribution"] > Fraction(1, 200)
    }
    return {"customers": len(top), "loss_makers": len(losers), "ids": losers | thin}


# 7: holding on
# -----------------------------------------------------------------------------------------------------------


def whole_before(lines: list[Row], previous: tuple[dt.date, dt.date]) -> bool:
    """Return whether lines begin within a month of the previous period, as much less if it is shorter."""
    start, end = previous
    days = (end - start).days + 1
    return (min(row["date"] for row in lines) - start).days <= max(1, round(31 * min(1, days / 365)))


def is_young(lines: list[Row], name: str, end: dt.date) -> bool:
    """Return whether the first line is less than six months before the end of the period."""
    first = min(
        (row["date"] for row in lines if row["customer_id"] == name and row["date"] <= end), default=None
    )
    return first is not None and first > months_before(end, 6)


def months_before(day: dt.date, months: int) -> dt.date:
    """Return the same day some months earlier; from the last day of a month the last day of that month."""
    index = 12 * day.year + day.month - 1 - months
    year, month = index // 12, index % 12 + 1
    length = calendar.monthrange(year, month)[1]
    last = day.day == calendar.monthrange(day.year, day.month)[1]
    return dt.date(year, month, length if last else min(day.day, length))


def holding_on(
    lines: list[Row],
    now: Row,
    name: str,
    period: tuple[dt.date, dt.date],
    limits: tuple[Any, Any] = (2, 0.3),
    *,
    compare: bool = True,
) -> Row:
    """Return the typical gap, whether the customer is at risk and why, and the margin a year that would
    go."""
    (start, end), (late_after, limit) = period, limits
    own = [row for row in lines if row["customer_id"] == name and not row["one_off"]]
    days = sorted({row["date"] for row in own if row["revenue"] > 0 and row["date"] <= end})
    gap = median((b - a).days for a, b in itertools.pairwise(days)) if len(days) >= 4 else None
    first, last = previous_period(start, end)
    before = sum((row["revenue"] for row in own if first <= row["date"] <= last), Fraction(0))
    revenue = sum((row["revenue"] for row in own if start <= row["date"] <= end), Fraction(0))
    buying = now["last_purchase"] is not None
    late = buying and gap is not None and now["recency_days"] > exact(late_after) * exact(gap)
    less = (
        compare
        and buying
        and in_cents(before) > 0
        and in_cents(revenue) < (1 - exact(limit)) * in_cents(before)
    )
    return {
        "purchase_days": len(days),
        "typical_gap": gap,
        "at_risk_reason": {(1, 1): "both", (1, 0): "late", (0, 1): "declining"}.get((late, less), ""),
    }


def lost(now: dict[str, Row], before: dict[str, Row]) -> set[str]:
    """Return who bought in the previous period and not in this one: had an invoice line, a credit too."""
    return {name for name, row in before.items() if row["lines"]} - {
        n for n, row in now.items() if row["lines"]
    }
