"""What became of the pairs of customer and item of a past window, within the horizon after it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from klantwaarde_xl.core.cross_sell.calibration import TERMS, Pairs, score_terms, visit_terms
from klantwaarde_xl.core.cross_sell.recommenders import BLOCK_CELLS, Recommender, blocks
from klantwaarde_xl.core.cross_sell.window_state import Situation

SAMPLED_CELLS = 12_000_000
"""Customer-item pairs looked at per cut; with more, a sample of the customers."""
SAMPLED_MISSES = 100_000
"""Pairs without a purchase that are kept per cut, each with the weight of those it stands for."""


@dataclass(frozen=True, slots=True, eq=False)
class Followed:
    """One past window and what happened after it.

    ``pairs`` with their terms, of which the last (the customer's return) is filled in by the curve;
    ``customer`` int (k,): row of each pair in ``rhythm`` float64 (n, 8) and ``back`` bool (n,), whether that
    customer came back within the horizon; ``later`` bool (k,): bought within ``terms`` horizons (None where
    only one can be seen)."""

    pairs: Pairs
    customer: np.ndarray
    rhythm: np.ndarray
    back: np.ndarray
    later: np.ndarray | None
    terms: int


def followed(
    recommender: Recommender,
    place: Situation,
    after: sparse.csr_array,
    back: np.ndarray,
    later: sparse.csr_array | None,
    terms: int,
    horizon_days: int,
    seed: int,
) -> Followed:
    """Return the pairs of one window that were not bought in it, of items still offered: every purchase, a
    sample of the rest.

    ``after`` and ``later`` (n, m) binary CSR: bought within one and within ``terms`` horizons; ``back`` bool
    (n,).

    >>> import datetime as dt
    >>> import pandas as pd
    >>> from klantwaarde_xl.core.cross_sell.baskets import purchases
    >>> from klantwaarde_xl.core.cross_sell.recommenders import Ease
    >>> from klantwaarde_xl.core.cross_sell.window_state import situation
    >>> lines = pd.DataFrame({"date": pd.to_datetime(["2024-06-05"] * 3), "customer_id": ["a", "b", "b"], "item": ["x", "x", "y"],
    ...     "revenue": 1.0, "cost": np.nan, "one_off": np.nan})
    >>> place = situation(purchases(lines), dt.date(2024, 6, 30))
    >>> after = sparse.csr_array(np.array([[0, 1], [0, 0]], np.float32))
    >>> found = followed(Ease.fit(place.weights, 1.0), place, after, np.ones(2, bool), None, 1, 91, seed=1)
    >>> found.pairs.bought.tolist(), found.customer.tolist()
    ([True], [0])
    """
    matrix = place.baskets.matrix
    count, width = matrix.shape
    rng = np.random.default_rng(seed)
    expected, rows = place.visits.expected(horizon_days), np.arange(count)
    if count * width > SAMPLED_CELLS:
        rows = np.sort(rng.choice(rows, max(1, SAMPLED_CELLS // width), replace=False))
    share = min(1.0, SAMPLED_MISSES / max(len(rows) * width, 1))
    nothing = np.zeros(0, bool)
    # Begun with an empty part: a firm may not have sold for more than a year, and then a window is empty.
    parts, customers, afterwards = (
        [Pairs(np.zeros((0, TERMS), np.float32), nothing, np.zeros(0))],
        [np.zeros(0, int)],
        [nothing],
    )
    for block in blocks(rows, width, BLOCK_CELLS):
        score, bought = recommender.score(block), after[block].toarray() > 0
        kept = (
            (matrix[block].toarray() == 0)
            & place.alive
            & (bought | (rng.random(bought.shape, np.float32) < share))
        )
        customer, item = np.nonzero(kept)
        seen = place.visits.since(block, place.first_sold)[kept]
        own = [
            place.customer_terms[block][customer],
            expected[block][customer, None],
            np.zeros((len(customer), 1)),
        ]
        terms_of = np.hstack([score_terms(score[kept]), place.item_terms[item], visit_terms(seen), *own])
        parts.append(Pairs(terms_of.astype(np.float32), bought[kept], np.where(bought[kept], 1.0, 1 / share)))
        customers.append(block[customer])
        afterwards.append(nothing if later is None else later[block].toarray()[kept] > 0)
    joined = None if later is None else np.concatenate(afterwards)
    return Followed(
        Pairs.joined(parts), np.concatenate(customers), place.visits.rhythm(horizon_days), back, joined, terms
    )
