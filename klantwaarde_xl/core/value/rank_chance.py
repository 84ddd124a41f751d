"""Rank intervals by chance: between which ranks a customer lies when its invoices are drawn again."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import numpy as np
import pandas as pd

from klantwaarde_xl.core.measures.invoice_sums import InvoiceSums
from klantwaarde_xl.core.value.invoice_draws import Buyers, drawn_points
from klantwaarde_xl.core.value.rank_interval import (
    CONCENTRATION,
    DRAWS_FOR_MANY,
    MANY_CUSTOMERS,
    middle_nine_tenths,
    ranks_of_draws,
)
from klantwaarde_xl.core.value.score import MEASURED_BY
from klantwaarde_xl.core.value.value_functions import Scales
from klantwaarde_xl.core.value.weights import normalise_weights

LEAST_INVOICES = 4
"""With fewer, over one draw in fifty holds no invoice of the customer: the interval would tell just that."""
LAST = -120.0
"""Score of a customer without an invoice in a draw: below every other one."""
INTERVALS = ("chance_low", "chance_high", "both_low", "both_high")


def no_rank_by_chance(index: pd.Index) -> pd.DataFrame:
    """Return the frame of :func:`rank_by_chance` without any interval.

    >>> no_rank_by_chance(pd.Index(["a"])).isna().all(axis=None)
    np.True_
    """
    return pd.DataFrame(np.nan, index=index, columns=list(INTERVALS))


def rank_by_chance(
    bought: InvoiceSums,
    measures: pd.DataFrame,
    scores: pd.DataFrame,
    scoring: tuple[Mapping[str, float], Scales],
    *,
    draws: int = 1_000,
    seed: int = 1,
) -> pd.DataFrame:
    """Return between which ranks each customer lies when its invoices are drawn again.

    ``bought``: the invoices of the customers of ``measures`` (n, as of ``customer_measures``); ``scores`` as
    of ``customer_score`` by value functions; ``scoring``: its weights and scales; ``draws`` at most 200 above
    5,000 customers; ``seed`` of the generator. What follows the invoices: see
    :func:`~klantwaarde_xl.core.value.invoice_draws.drawn_points`. A draw without an invoice of a customer
    ranks it last.

    Returns a frame with the index of ``measures``, float64: ``chance_low`` and ``chance_high``, the 5th and
    95th percentile of the rank under the chosen weights, and ``both_low`` and ``both_high`` with the weights
    drawn as well (as in ``rank_interval``). The customer's own rank lies within both. NaN for a customer with
    fewer than 4 invoices or without a score, and everywhere with 0 draws.

    Source: docs/method.md, Customer value score; Efron (1979).

    >>> from klantwaarde_xl.core.value.score import customer_score, scales_of
    >>> none, owner = np.zeros(0, int), np.repeat([0, 1], 50)
    >>> amount = np.where(owner == 0, 30.0, 10.0)
    >>> bought = InvoiceSums(owner, amount, amount / 2, none, none, np.zeros(0))
    >>> measures = pd.DataFrame({"revenue": [1500.0, 500.0], "gross_margin": [750.0, 250.0]})
    >>> weights, scales = {"turnover": 1, "margin": 1}, scales_of(measures)
    >>> scores = customer_score(measures, weights, scales=scales)
    >>> rank_by_chance(bought, measures, scores, (weights, scales), draws=50)["chance_high"].tolist()
    [1.0, 2.0]
    """
    size = len(measures)
    enough = np.bincount(bought.owner, minlength=size) >= LEAST_INVOICES
    enough &= scores["score"].notna().to_numpy()
    draws = min(draws, DRAWS_FOR_MANY) if size > MANY_CUSTOMERS else draws
    found = no_rank_by_chance(measures.index)
    if not draws or not enough.any():
        return found
    generator = np.random.default_rng(seed)
    names, share = _weights(scoring[0], scores)
    drawn = generator.dirichlet(CONCENTRATION * share, size=draws).T
    alone, both = np.full((draws, size), LAST), np.full((draws, size), LAST)
    buyers = Buyers.of(bought, measures, scores, scoring[1])
    for rows, points, there in drawn_points(buyers, draws, generator):
        stacked = np.stack([points[name] for name in names])
        alone[:, rows] = np.where(there, np.tensordot(share, stacked, 1), LAST).T
        both[:, rows] = np.where(there, np.einsum("dk,dnk->nk", drawn, stacked), LAST).T
    own = scores["rank"].to_numpy(float)
    for name, scored in (("chance", alone), ("both", both)):
        low, high = middle_nine_tenths(ranks_of_draws(partial(_between, scored), draws, size))
        found[f"{name}_low"] = np.where(enough, np.minimum(low, own), np.nan)
        found[f"{name}_high"] = np.where(enough, np.maximum(high, own), np.nan)
    return found


def _weights(weights: Mapping[str, float], scores: pd.DataFrame) -> tuple[list[str], np.ndarray]:
    """Return the dimensions that count and their weights, together 1."""
    share = normalise_weights({name: float(weights.get(name, 0.0)) for name in MEASURED_BY})
    names = [name for name in MEASURED_BY if share[name] > 0 and scores[f"normalised_{name}"].notna().any()]
    chosen = np.array([share[name] for name in names])
    return names, chosen / chosen.sum()


def _between(scored: np.ndarray, begin: int, end: int) -> np.ndarray:
    return scored[begin:end]
