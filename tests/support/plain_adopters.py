"""A second computation, in plain Python, of what customers spend on an item in the year they begin."""

from __future__ import annotations

import datetime as dt
import statistics
from collections import Counter
from collections.abc import Callable

import numpy as np
import pandas as pd

from klantwaarde_xl.core.base.period import Period


def plain_amounts(lines: pd.DataFrame, year: Period) -> Callable[[str, str], float]:
    """Return what a customer spends on an item in the year in which it begins, from lists of adopters."""
    regular = lines[lines["one_off"] == 0]

    def bought(first: dt.date, last: dt.date) -> dict[tuple[str, str], float]:
        inside = regular[regular["date"].between(pd.Timestamp(first), pd.Timestamp(last))]
        return inside.groupby(["customer_id", "item"])["revenue"].sum().to_dict()

    def days(first: dt.date, last: dt.date) -> dict[str, int]:
        inside = regular[regular["date"].between(pd.Timestamp(first), pd.Timestamp(last))]
        bought = {(name, day) for name, day in zip(inside["customer_id"], inside["date"], strict=True)}
        return dict(Counter(name for name, _ in bought))

    sold = {item for _, item in bought(year.start, year.end)}
    seen = []
    for back in (0, 1):
        last = year.end - dt.timedelta(days=366 * back)
        now = bought(last - dt.timedelta(days=365), last)
        before = bought(last - dt.timedelta(days=731), last - dt.timedelta(days=366))
        size: dict[str, float] = {}
        for (name, _), euros in before.items():
            size[name] = size.get(name, 0.0) + euros
        often = days(last - dt.timedelta(days=731), last - dt.timedelta(days=366))
        seen += [
            (item, euros, size[name], often[name])
            for (name, item), euros in now.items()
            if name in size and item in sold and (name, item) not in before
        ]
    assert len(seen) >= 100
    logs = {item: [np.log(euros) for kind, euros, _, _ in seen if kind == item] for item in sold}
    overall = statistics.median(np.log(euros) for _, euros, _, _ in seen)
    level = {
        item: (len(own) * (statistics.median(own) if own else 0.0) + 5 * overall) / (len(own) + 5)
        for item, own in logs.items()
    }
    terms = np.array([[1.0, np.log(size), np.log(often), level[item]] for item, _, size, often in seen])
    wanted = np.log([euros for _, euros, _, _ in seen])
    slopes = np.linalg.solve(terms.T @ terms, terms.T @ wanted)
    left = np.exp(wanted - terms @ slopes)
    smearing = np.clip(left, *np.quantile(left, (0.01, 0.99))).mean()
    cap = np.quantile([euros / size for _, euros, size, _ in seen], 0.9)
    own: dict[str, float] = {}
    for (name, _), euros in bought(year.start, year.end).items():
        own[name] = own.get(name, 0.0) + euros

    visits = days(year.start, year.end)

    def amount(name: str, item: str) -> float:
        expected = np.exp(slopes @ [1.0, np.log(own[name]), np.log(visits[name]), level[item]]) * smearing
        return float(min(expected, cap * own[name]))

    return amount
