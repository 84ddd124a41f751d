"""Whether the chances come true: every horizon that can be seen, predicted from what lay before it, beside
what happened."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from benchmarks.measuring import markdown
from klantwaarde_xl.core.base.period import DAYS_PER_YEAR
from klantwaarde_xl.core.cross_sell.baskets import Purchases
from klantwaarde_xl.core.cross_sell.calibration import reliability
from klantwaarde_xl.core.cross_sell.hold_out import Choice
from klantwaarde_xl.core.cross_sell.predictor import Predictor, Windows, learn
from klantwaarde_xl.core.cross_sell.recommenders import blocks
from klantwaarde_xl.core.cross_sell.window_state import bought_after

FEWEST_EVENTS = 200
"""Bins with fewer purchases say nothing about calibration."""
DRAWS = 1_000
"""Samples of customers for an interval."""
YEAR = int(DAYS_PER_YEAR)


@dataclass(frozen=True, slots=True, eq=False)
class Later:
    """Pairs of several horizons, each predicted from what lay before it.

    ``chance`` float (k,), ``outcome`` bool (k,), ``customer`` int (k,) and ``horizon`` int (k,): place in
    ``starts``, the last days before each horizon, and in ``winners`` of their hold-outs."""

    chance: np.ndarray
    outcome: np.ndarray
    customer: np.ndarray
    horizon: np.ndarray
    starts: list[dt.date]
    winners: list[Choice]


def new_pairs(predictor: Predictor) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Yield rows of customers and, bool (rows, m), what these did not buy and can still buy."""
    matrix = predictor.state.baskets.matrix
    for rows in blocks(np.arange(matrix.shape[0]), matrix.shape[1]):
        yield rows, (matrix[rows].toarray() == 0) & predictor.state.alive


def later_chances(
    coded: Purchases, past_days: int, horizon_days: int, choices: list[Choice] | None = None
) -> Later:
    """Return the pairs of every horizon before which there is history enough for a chance, newest first.

    All of them, so that nobody chose the ones that suit: a rolling origin (Tashman 2000). ``choices``: what
    to use at each horizon in the place of the winner of the hold-out."""
    parts: list[tuple[np.ndarray, ...]] = []
    starts, used = [], []
    while True:
        cut = coded.date.max().item() - dt.timedelta(days=horizon_days * (len(starts) + 1))
        choice = choices[len(starts)] if choices and len(starts) < len(choices) else None
        predictor = learn(coded, cut, seed=1, windows=Windows(past_days, horizon_days), choice=choice)
        if predictor.reason:
            break
        baskets = predictor.state.baskets
        after = bought_after(coded, baskets, cut, horizon_days)
        for block, new in new_pairs(predictor):
            who = np.broadcast_to(baskets.customers[block, None], new.shape)[new]
            chance = predictor.probability(block, a_year=False)[new]
            parts.append((chance, after[block].toarray()[new] > 0, who, np.full(len(who), len(starts))))
        starts.append(cut)
        used.append(predictor.choice)
    chance, outcome, customer, horizon = (np.concatenate(part) for part in zip(*parts, strict=True))
    return Later(chance.astype(np.float64), outcome, customer, horizon, starts, used)


def by_customer(later: Later, table: pd.DataFrame) -> pd.DataFrame:
    """Return ``low`` and ``high`` of predicted / observed per bin: 90 % of the draws of as many customers,
    with replacement.

    A customer that takes up a new range buys ten items of it: purchases are not independent of each other,
    customers are."""
    bins = np.searchsorted(table["low"].to_numpy(), later.chance, side="right") - 1
    customer = np.unique(later.customer, return_inverse=True)[1]
    shape = (customer.max() + 1, len(table))
    place = customer * shape[1] + bins
    sums = [
        np.bincount(place, weights=part, minlength=shape[0] * shape[1]).reshape(shape)
        for part in (later.chance, later.outcome)
    ]
    drawn = (
        np.random.default_rng(1)
        .multinomial(shape[0], np.full(shape[0], 1 / shape[0]), size=DRAWS)
        .astype(float)
    )
    predicted, happened = (drawn @ part for part in sums)
    low, high = np.quantile(predicted / np.maximum(happened, 1), (0.05, 0.95), axis=0)
    return pd.DataFrame({"ratio_low": low, "ratio_high": high})


def calibration_report(later: Later) -> str:
    """Return the reliability table as markdown, with the totals per horizon, Brier scores and the worst
    deviation."""
    chance, outcome = later.chance, later.outcome
    table = reliability(chance, outcome, np.ones(len(chance)))
    brier, base = ((chance - outcome) ** 2).mean(), outcome.mean() * (1 - outcome.mean())
    totals = pd.DataFrame(
        {
            "after": [start.isoformat() for start in later.starts],
            "method": [f"{winner.method} {winner.parameter:g}" for winner in later.winners],
            "purchases": np.bincount(later.horizon, weights=outcome).astype(int),
            "predicted": np.bincount(later.horizon, weights=chance),
        }
    )
    totals["ratio"] = totals["predicted"] / totals["purchases"]
    full = (table["events"] >= FEWEST_EVENTS).sum()
    shown = pd.concat([table.astype({"pairs": int, "events": int}), by_customer(later, table)], axis=1)
    return (
        f"{markdown(shown, 4)}\n\n{markdown(totals, 2)}\n\n"
        f"purchases {outcome.sum()}, predicted {chance.sum():.0f} "
        f"(ratio {chance.sum() / outcome.sum():.2f}); largest deviation in {full} bins "
        f"with {FEWEST_EVENTS}+ purchases: "
        f"{worst_bin(later):.1%} (without the oldest horizon {worst_bin(without_oldest(later)):.1%}); "
        f"Brier {brier:.5f} against {base:.5f} for the mean chance; log loss {log_loss(later):.5f}\n"
    )


def worst_bin(later: Later) -> float:
    """Return the largest difference of predicted / observed from 1 in the bins with purchases enough."""
    table = reliability(later.chance, later.outcome, np.ones(len(later.chance)))
    return float((table["ratio"][table["events"] >= FEWEST_EVENTS] - 1).abs().max())


def without_oldest(later: Later) -> Later:
    """Return the pairs of all horizons but the oldest: how much a figure hangs on which of them are taken."""
    kept = later.horizon < len(later.starts) - 1
    pairs = (part[kept] for part in (later.chance, later.outcome, later.customer, later.horizon))
    return Later(*pairs, later.starts[:-1], later.winners[:-1])


def log_loss(later: Later) -> float:
    """Return the mean of minus the log of the chance of what happened."""
    return float(-np.log(np.clip(np.where(later.outcome, later.chance, 1 - later.chance), 1e-9, 1)).mean())


def within_a_year(coded: Purchases, past_days: int, horizon_days: int) -> pd.DataFrame:
    """Return the purchases within a year beside the predicted ones, for every start with a whole year after
    it, newest first.

    ``four_equal``: predicted if the quarters of a year were independent of each other.
    """
    rows: list[list[object]] = []
    while True:
        cut = coded.date.max().item() - dt.timedelta(days=YEAR + horizon_days * len(rows))
        predictor = learn(coded, cut, seed=1, windows=Windows(past_days, horizon_days))
        if predictor.reason:
            return pd.DataFrame(rows, columns=["after", "purchases", "predicted", "four_equal"])
        after = bought_after(coded, predictor.state.baskets, cut, YEAR)
        found = np.zeros(3)
        for block, new in new_pairs(predictor):
            equal = replace(predictor, spread=1.0).probability(block)[new].sum()
            found += [(after[block].toarray()[new] > 0).sum(), predictor.probability(block)[new].sum(), equal]
        rows.append([cut.isoformat(), *np.round(found).astype(int)])
