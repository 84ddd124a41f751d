"""The pairs of customer and item of a past window, with what was bought in the horizon after it."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from scipy import sparse

from klantwaarde_xl.core.cross_sell.calibration import TERMS, Pairs, score_terms, visit_terms
from klantwaarde_xl.core.cross_sell.recommenders import BLOCK_CELLS, LookAlike, Recommender, blocks
from klantwaarde_xl.core.cross_sell.window_state import WindowState

SAMPLED_CELLS = 12_000_000
"""Most customer-item pairs looked at per window; of more, a sample of the customers."""
SAMPLED_CUSTOMERS = 5_000
"""Most customers looked at per window: the curve has 18 slopes."""
SAMPLED_COMPARISONS = 30_000_000
"""Most comparisons of two customers per window by look-alike, which take most of the time. The more others a
customer is compared with, the better its score tells; fewer customers teach the curve as well."""
SAMPLED_MISSES = 100_000
"""Pairs without a purchase kept per window, each with the weight of those it stands for."""


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """What happened in the horizon after a window of n customers and m items.

    ``after`` and ``later`` CSR (n, m) of EUR > 0: bought within one and within ``terms`` horizons (``later``
    None where only one can be seen); ``back`` bool (n,): the customer came back within the horizon."""

    days: int
    after: sparse.csr_array
    back: np.ndarray
    later: sparse.csr_array | None = None
    terms: int = 1


def _nothing() -> np.ndarray:
    return np.zeros(0)


@dataclass(frozen=True, slots=True, eq=False)
class TrainingPairs:
    """One past window and what happened after it.

    ``pairs`` with their terms, of which the last (the customer's return) is filled in by the model;
    ``customer`` int (k,): row of each pair in ``rhythm`` float64 (n, 8) and ``back`` bool (n,), whether that
    customer came back within the horizon; ``later`` bool (k,): bought within ``terms`` horizons (None where
    only one can be seen); ``item`` int (k,): position in the labels of the ``Purchases``; ``spend`` float64
    (k,): EUR on it within the horizon, 0 if not bought; ``size`` float64 and ``visits`` int (n,):
    EUR of all purchases in the window and on how many days."""

    pairs: Pairs
    customer: np.ndarray
    rhythm: np.ndarray
    back: np.ndarray
    later: np.ndarray | None
    terms: int
    item: np.ndarray = field(default_factory=_nothing)
    spend: np.ndarray = field(default_factory=_nothing)
    size: np.ndarray = field(default_factory=_nothing)
    visits: np.ndarray = field(default_factory=_nothing)


def training_pairs(
    recommender: Recommender, state: WindowState, outcome: Outcome, seed: int
) -> TrainingPairs:
    """Return the pairs of one window without a purchase in it, with what was bought later.

    Of items that are still offered: every pair bought in the horizon, a sample (``seed``) of the others.

    >>> import datetime as dt
    >>> import pandas as pd
    >>> from klantwaarde_xl.core.cross_sell.baskets import purchases
    >>> from klantwaarde_xl.core.cross_sell.recommenders import Ease
    >>> from klantwaarde_xl.core.cross_sell.window_state import window_state
    >>> lines = pd.DataFrame({"date": pd.to_datetime(["2024-06-05"] * 3), "customer_id": ["a", "b", "b"],
    ...     "item": ["x", "x", "y"], "revenue": 1.0, "cost": np.nan, "one_off": np.nan})
    >>> state = window_state(purchases(lines), dt.date(2024, 6, 30))
    >>> outcome = Outcome(91, sparse.csr_array(np.array([[0, 1], [0, 0]], np.float32)), np.ones(2, bool))
    >>> found = training_pairs(Ease.fit(state.weights, 1.0), state, outcome, seed=1)
    >>> found.pairs.bought.tolist(), found.customer.tolist()
    ([True], [0])
    """
    count, width = state.baskets.matrix.shape
    rng = np.random.default_rng(seed)
    expected, rows = state.visits.expected(outcome.days), np.arange(count)
    compared = len(recommender.references) if isinstance(recommender, LookAlike) else 1
    most = min(
        SAMPLED_CUSTOMERS, max(1, SAMPLED_CELLS // max(width, 1)), SAMPLED_COMPARISONS // max(compared, 1)
    )
    if count > most:
        rows = np.sort(rng.choice(rows, most, replace=False))
    share = min(1.0, SAMPLED_MISSES / max(len(rows) * width, 1))
    nothing = np.zeros(0, bool)
    # Begun with an empty part: a firm may not have sold for more than a year, and then a window is empty.
    parts = [Pairs(np.zeros((0, TERMS), np.float32), nothing, np.zeros(0))]
    customers, afterwards = [np.zeros(0, int)], [nothing]
    items, spent = [np.zeros(0, int)], [np.zeros(0)]
    for block in blocks(rows, width, BLOCK_CELLS):
        score, after = recommender.score(block), outcome.after[block].toarray()
        bought = after > 0
        kept = (state.baskets.matrix[block].toarray() == 0) & state.alive
        kept &= bought | (rng.random(bought.shape, np.float32) < share)
        customer, item = np.nonzero(kept)
        terms = [
            score_terms(score[kept]),
            state.item_terms[item],
            visit_terms(state.visits.since(block, state.first_sold)[kept]),
            state.customer_terms[block][customer],
            expected[block][customer, None],
            np.zeros((len(customer), 1)),
        ]
        weight = np.where(bought[kept], 1.0, 1 / share)
        parts.append(Pairs(np.hstack(terms).astype(np.float32), bought[kept], weight))
        customers.append(block[customer])
        items.append(item)
        spent.append(after[kept])
        if outcome.later is not None:
            afterwards.append(outcome.later[block].toarray()[kept] > 0)
    return TrainingPairs(
        Pairs.joined(parts),
        np.concatenate(customers),
        state.visits.rhythm(outcome.days),
        outcome.back,
        None if outcome.later is None else np.concatenate(afterwards),
        outcome.terms,
        state.baskets.items[np.concatenate(items)],
        np.concatenate(spent),
        np.asarray(state.baskets.spend.sum(axis=1)).ravel(),
        state.visits.count,
    )
