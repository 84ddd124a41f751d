"""Rank intervals: between which ranks a customer lies under weights drawn around the chosen ones."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import pandas as pd

from klantwaarde_xl.core.base.ranking import FINE
from klantwaarde_xl.core.value.score import MEASURED_BY
from klantwaarde_xl.core.value.weights import normalise_weights

CONCENTRATION = 50.0
"""Alpha of the Dirichlet is this times the weights: a weight of 20 % varies by about 5.6 points."""
MANY_CUSTOMERS, DRAWS_FOR_MANY = 5_000, 200
INTERVAL = (0.05, 0.95)
_BLOCK = 2**16
"""Customers x draws processed at once: 0.5 MB in a float64, which fits in the processor's cache."""


def rank_interval(
    scores: pd.DataFrame, weights: Mapping[str, float], *, draws: int = 1_000, seed: int = 1
) -> pd.DataFrame:
    """Return the rank interval of each customer under drawn weights, and how often it is in the top 20 %.

    ``scores`` frame of :func:`~klantwaarde_xl.core.value.score.customer_score` (n customers), of which
    ``normalised_<dimension>`` and ``score`` are used; ``weights`` as given there; ``draws`` the number of
    weight vectors from a Dirichlet with alpha = 50 x weights (a weight of zero stays zero), at most 200 above
    5,000 customers; ``seed`` of the generator: the same seed gives the same result.

    Returns a frame with the same index, float64: ``rank_low`` and ``rank_high``, the 5th and 95th percentile
    of the rank (each a rank that was drawn; 1 is best), and ``top20_share``, the fraction of draws with a
    rank up to 20 % of the customers, rounded up. Ties share the lowest rank. NaN for a customer without
    score, and everywhere with 0 draws. A customer that lacks every dimension of a drawn positive weight
    cannot occur, since the customer has a score.

    Memory: 4 bytes for each customer x draw, and about 64 MB.

    Source: docs/method.md, Customer value score.

    >>> columns = {"score": [60.0, 40.0]} | {f"normalised_{name}": [60.0, 40.0] for name in MEASURED_BY}
    >>> rank_interval(pd.DataFrame(columns), {"turnover": 1, "margin": 2}, draws=50).to_numpy().tolist()
    [[1.0, 1.0, 1.0], [2.0, 2.0, 0.0]]
    """
    weight = np.array(
        list(normalise_weights({name: float(weights.get(name, 0.0)) for name in MEASURED_BY}).values())
    )
    columns = {name: np.full(len(scores), np.nan) for name in ("rank_low", "rank_high", "top20_share")}
    rows = np.flatnonzero(scores["score"].notna().to_numpy())
    size = len(rows)
    if size > MANY_CUSTOMERS:
        draws = min(draws, DRAWS_FOR_MANY)
    if draws > 0 and size:
        used = np.flatnonzero(weight > 0)
        names = [f"normalised_{name}" for name in MEASURED_BY]
        drawn = np.random.default_rng(seed).dirichlet(CONCENTRATION * weight[used], size=draws)
        ranks = _ranks(scores[names].to_numpy(float)[rows][:, used], drawn)
        low, high = middle_nine_tenths(ranks)
        columns["rank_low"][rows], columns["rank_high"][rows] = low, high
        columns["top20_share"][rows] = np.count_nonzero(ranks <= -(-size // 5), axis=0) / draws
    return pd.DataFrame(columns, index=scores.index)


def _ranks(normalised: np.ndarray, drawn: np.ndarray) -> np.ndarray:
    """Return the rank of each customer in each draw, int32 (draws, customers), scored in blocks of draws."""
    present = (~np.isnan(normalised)).astype(float)
    filled = np.nan_to_num(normalised)
    complete = bool(present.all())

    def scored(begin: int, end: int) -> np.ndarray:
        score: np.ndarray = drawn[begin:end] @ filled.T
        if not complete:
            score /= drawn[begin:end] @ present.T
        return score

    return ranks_of_draws(scored, len(drawn), len(normalised))


def ranks_of_draws(scored: Callable[[int, int], np.ndarray], draws: int, size: int) -> np.ndarray:
    """Return the rank of each customer in each draw, in blocks of draws.

    ``scored`` gives the scores of a range of draws, float (range, ``size``), above -130 and at most 100.
    Returns int32 (``draws``, ``size``); ties share the lowest rank.

    >>> ranks_of_draws(lambda begin, end: np.array([[1.0, 3.0, 3.0]]), 1, 3).tolist()
    [[3, 1, 1]]
    """
    ranks = np.empty((draws, size), np.int32)
    step = max(1, _BLOCK // size)
    counter = np.arange(1, size + 1, dtype=np.int32)
    bits = size.bit_length()
    index = np.arange(size)
    for begin in range(0, draws, step):
        # Rounded, so that equal customers stay equal in any order of adding. A score of 100 is then below
        # 2**37, which leaves 26 bits for the customer: sorting that one number is five times as fast as
        # argsort of floats.
        packed = np.rint(scored(begin, min(begin + step, draws)) * -FINE).astype(np.int64) << bits | index
        packed.sort(axis=1)
        order = packed & ((1 << bits) - 1)
        packed >>= bits
        place = np.ones(packed.shape, np.int32)
        place[:, 1:] = np.where(packed[:, 1:] != packed[:, :-1], counter[1:], 0)
        np.put_along_axis(ranks[begin : begin + step], order, np.maximum.accumulate(place, axis=1), axis=1)
    return ranks


def middle_nine_tenths(ranks: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the 5th and 95th percentile (inverted CDF) of each column, in blocks of customers.

    ``ranks`` int (draws, n). Returns two float64 arrays (n,).

    >>> low, high = middle_nine_tenths(np.arange(1, 41)[:, None])
    >>> low.tolist(), high.tolist()
    ([2.0], [38.0])
    """
    draws, size = ranks.shape
    places = [max(0, int(np.ceil(draws * part - 1e-9)) - 1) for part in INTERVAL]
    low, high = np.empty(size), np.empty(size)
    step = max(1, _BLOCK // draws)
    for begin in range(0, size, step):
        block = np.partition(np.ascontiguousarray(ranks[:, begin : begin + step].T), places, axis=1)
        low[begin : begin + step], high[begin : begin + step] = block[:, places[0]], block[:, places[1]]
    return low, high
