"""The method once more, sixth part: the chance of leaving (docs/method.md, Holding on), in plain Python with
floats.

The curve of the chance of leaving is found by Newton's method on lists."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from statistics import median
from typing import NamedTuple

from plain_input import Row

GRACE, MOST_ORIGINS, FEWEST_LEAVERS, LEAST_AUC, WIDEST, FOLDS = 14, 8, 50, 0.65, 1.3, 4


class History:
    """Purchase days and amounts per customer, in days since the first line or the first day of the period."""

    def __init__(self, lines: list[Row], names: list[str], period: tuple[dt.date, dt.date]) -> None:
        start, end = period
        past = [row for row in lines if row["date"] <= end]
        self.first = min([start, *(row["date"] for row in past)])
        self.last = (end - self.first).days
        self.names = names
        self.amounts: dict[str, list[tuple[int, float]]] = {name: [] for name in names}
        for row in past:
            if not row["one_off"] and row["customer_id"] in self.amounts:
                day = (row["date"] - self.first).days
                self.amounts[row["customer_id"]].append((day, float(row["revenue"])))
        self.days = {
            name: sorted({day for day, amount in own if amount > 0}) for name, own in self.amounts.items()
        }

    def revenue(self, name: str, after: int, until: int) -> float:
        return math.fsum(amount for day, amount in self.amounts[name] if after < day <= until)

    def visits(self, name: str, after: int, until: int) -> list[int]:
        return [day for day in self.days[name] if after < day <= until]

    def origins(self, horizon: int, before: float) -> list[int]:
        days = range(self.last - horizon, -1, -(horizon // 4))
        return [day for day in days if day + 1 + GRACE >= before * horizon][:MOST_ORIGINS]

    def buyers(self, day: int, horizon: int) -> list[str]:
        return [name for name in self.names if self.visits(name, day - horizon, day)]

    def late(self, name: str, day: int) -> float:
        own = self.visits(name, -1, day)
        gap = (own[-1] - own[0]) / (len(own) - 1) if len(own) > 1 else day - own[0]
        return (day - own[-1] + 1) / (gap + 1)


def leaving_terms(history: History, day: int, horizon: int) -> dict[str, list[float]]:
    """Return the six terms of every buyer at a day."""
    names, part = history.buyers(day, horizon), min(horizon, day + 1) / horizon
    size = {name: history.revenue(name, day - horizon, day) / part for name in names}
    middle = median(size.values()) if size else 0
    found = {}
    for name in names:
        own = history.visits(name, -1, day)
        found[name] = [
            math.log(1 + day - own[-1]),
            math.log(history.late(name, day)),
            math.log(1 + len(history.visits(name, day - horizon, day)) / part),
            math.log(1 + len(history.visits(name, day - horizon // 2, day))),
            math.log(1 + day - own[0]),
            math.log(max(size[name] / middle if middle > 0 else 1, 0.01)),
        ]
    return found


def logistic_fit(
    rows: Sequence[Sequence[float]], left: Sequence[bool], revenue: Sequence[float]
) -> list[float]:
    """Return intercept and slopes of least loss with a ridge of 1 on standardised slopes; a quarter of the
    weight of each row goes by its turnover."""
    sold = [max(amount, 0.0) for amount in revenue]
    middle = math.fsum(sold) / len(sold)
    weight = [0.75 + 0.25 * (amount / middle if middle > 0 else 1) for amount in sold]
    count, width = math.fsum(weight), len(rows[0])
    means = [
        math.fsum(w * row[place] for w, row in zip(weight, rows, strict=True)) / count
        for place in range(width)
    ]
    spreads = [
        math.sqrt(
            math.fsum(w * (row[place] - means[place]) ** 2 for w, row in zip(weight, rows, strict=True))
            / count
        )
        for place in range(width)
    ]
    spreads = [spread if spread >= 1e-9 else 1.0 for spread in spreads]
    design = [
        [1.0, *((value - mean) / spread for value, mean, spread in zip(row, means, spreads, strict=True))]
        for row in rows
    ]
    share = math.fsum(w for w, gone in zip(weight, left, strict=True) if gone) / count
    at = [math.log(share / (1 - share)), *[0.0] * width]
    for _ in range(60):
        slope = [0.0, *at[1:]]
        curve = [[float(i == j and i > 0) for j in range(width + 1)] for i in range(width + 1)]
        for w, row, gone in zip(weight, design, left, strict=True):
            chance = 1 / (1 + math.exp(-sum(a * b for a, b in zip(row, at, strict=True))))
            for i, value in enumerate(row):
                slope[i] += w * value * (chance - gone)
                for j, other in enumerate(row):
                    curve[i][j] += w * value * other * chance * (1 - chance)
        step = solved(curve, slope)
        at = [a - b for a, b in zip(at, step, strict=True)]
        if max(map(abs, step)) < 1e-10:
            break
    slopes = [a / spread for a, spread in zip(at[1:], spreads, strict=True)]
    return [at[0] - sum(a * b for a, b in zip(slopes, means, strict=True)), *slopes]


def solved(curve: list[list[float]], target: list[float]) -> list[float]:
    """Return x with curve x = target, by elimination."""
    rows = [[*row, value] for row, value in zip(curve, target, strict=True)]
    for place in range(len(rows)):
        pivot = max(range(place, len(rows)), key=lambda row: abs(rows[row][place]))
        rows[place], rows[pivot] = rows[pivot], rows[place]
        for other in range(len(rows)):
            if other != place:
                factor = rows[other][place] / rows[place][place]
                rows[other] = [a - factor * b for a, b in zip(rows[other], rows[place], strict=True)]
    return [row[-1] / row[place] for place, row in enumerate(rows)]


def chance_of(fit: list[float], row: Sequence[float]) -> float:
    return 1 / (1 + math.exp(-(fit[0] + sum(a * b for a, b in zip(fit[1:], row, strict=True)))))


class Proof(NamedTuple):
    """How well the chance does on the origins: area under the curve, and factor between expected and went."""

    auc: float = math.nan
    factor: float = math.nan

    @property
    def steady(self) -> bool:
        """Whether there are euros."""
        return self.factor <= WIDEST


def leaving(history: History, horizon: int) -> tuple[str, dict[str, Row], Proof]:
    """Return the reason without a chance (or ''), per buyer its chances and lateness, and the proof."""
    now = leaving_terms(history, history.last, horizon)
    found = {name: {"late_by": history.late(name, history.last)} for name in now}
    days = history.origins(horizon, 0.75)
    if len(days) < 2:
        return "short_history", found, Proof()
    past = [
        (
            number,
            name,
            row,
            not history.visits(name, day, day + horizon),
            history.revenue(name, day - horizon, day) / (min(horizon, day + 1) / horizon),
        )
        for number, day in enumerate(days)
        for name, row in leaving_terms(history, day, horizon).items()
    ]
    leavers = sum(gone for _, _, _, gone, _ in past)
    if min(leavers, len(past) - leavers) < FEWEST_LEAVERS:
        return "few_leavers", found, Proof()
    checked = [0.0] * len(past)
    for fold in range(FOLDS):
        inside = [history.names.index(name) % FOLDS == fold for _, name, *_ in past]
        others = [row for row, own in zip(past, inside, strict=True) if not own]
        fit = logistic_fit(*([row[place] for row in others] for place in (2, 3, 4)))
        for place, own in enumerate(inside):
            if own:
                checked[place] = chance_of(fit, past[place][2])
    auc = area(checked, [row[3] for row in past])
    if auc < LEAST_AUC:
        return "no_better", found, Proof(auc)
    factors = []
    for number in range(len(days)):
        own = [(chance, row) for chance, row in zip(checked, past, strict=True) if row[0] == number]
        expected = sum(max(chance * row[4], 0) for chance, row in own)
        went = sum(max(row[4], 0) for _, row in own if row[3])
        factors.append(abs(math.log(expected / went)) if expected > 0 and went > 0 else math.inf)
    left = [row[3] for row in past]
    sold = [row[4] for row in past]
    whole = logistic_fit([row[2] for row in past], left, sold)
    often = logistic_fit([row[2][2:3] for row in past], left, sold)
    for name, row in now.items():
        found[name] |= {"leave_chance": chance_of(whole, row), "as_often": chance_of(often, row[2:3])}
    return "", found, Proof(auc, math.exp(median(factors)))


def area(chances: list[float], happened: list[bool]) -> float:
    """Return the share of pairs, one it happened to and one not, in which the first has the higher chance."""
    yes = [chance for chance, did in zip(chances, happened, strict=True) if did]
    no = [chance for chance, did in zip(chances, happened, strict=True) if not did]
    return sum((a > b) + (a == b) / 2 for a in yes for b in no) / (len(yes) * len(no))
