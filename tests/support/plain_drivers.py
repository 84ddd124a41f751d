"""The method once more: what drivers cost (docs/method.md 6, serving), by trying every set of drivers."""

from __future__ import annotations

import itertools
import math
from statistics import mean


def explained(drivers: dict[str, list[float]], logged: dict[str, float]) -> dict[str, float]:
    """Return what the drivers explain of what is logged, each at a price of zero or more."""
    whole = [sum(own[place] for own in drivers.values()) for place in range(4)]
    shares = {
        name: [value / all_ if all_ else 0.0 for value, all_ in zip(own, whole, strict=True)]
        for name, own in drivers.items()
    }
    weight = {name: 1 / mean(own) for name, own in shares.items()}
    best: tuple[float, list[float]] = (math.inf, [0.0] * 4)
    for size in range(5):
        for chosen in itertools.combinations(range(4), size):
            price = solved(chosen, shares, weight, logged)
            if price is None or min(price) < 0:
                continue
            left = sum(
                weight[name] * (logged[name] - sum(p * s for p, s in zip(price, own, strict=True))) ** 2
                for name, own in shares.items()
            )
            best = min(best, (left, price))
    return {name: sum(p * s for p, s in zip(best[1], own, strict=True)) for name, own in shares.items()}


def solved(
    chosen: tuple[int, ...],
    shares: dict[str, list[float]],
    weight: dict[str, float],
    logged: dict[str, float],
) -> list[float] | None:
    """Return the least-squares prices of the chosen drivers (the others cost nothing), None when singular."""
    rows = [
        [
            *(sum(weight[name] * own[i] * own[j] for name, own in shares.items()) for j in chosen),
            sum(weight[name] * own[i] * logged[name] for name, own in shares.items()),
        ]
        for i in chosen
    ]
    size = len(chosen)
    scale = max((abs(row[place]) for place, row in enumerate(rows)), default=0.0)
    for place in range(size):
        pivot = max(range(place, size), key=lambda row: abs(rows[row][place]))
        if abs(rows[pivot][place]) <= 1e-11 * scale:
            return None
        rows[place], rows[pivot] = rows[pivot], rows[place]
        for other in range(size):
            if other != place:
                factor = rows[other][place] / rows[place][place]
                rows[other] = [a - factor * b for a, b in zip(rows[other], rows[place], strict=True)]
    price = [0.0] * 4
    for place, driver in enumerate(chosen):
        price[driver] = rows[place][size] / rows[place][place]
    return price
