"""What became of the pairs of past windows, and the curves that are drawn through it.

A curve has two parts: whether a customer comes back at all within the horizon (learned per customer), and, knowing that,
whether it buys an item (learned per pair). Both are fitted on the same past windows, newer ones counting more.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from scipy import sparse

from klantwaarde_xl.core.calibration import (
    CUSTOMER,
    Calibrator,
    Pairs,
    fit_calibrator,
    reliability,
    score_terms,
    visit_terms,
)
from klantwaarde_xl.core.logistic import Logistic, fit_logistic
from klantwaarde_xl.core.period import DAYS_PER_YEAR
from klantwaarde_xl.core.recommenders import BLOCK_CELLS, Recommender, blocks
from klantwaarde_xl.core.situation import Situation
from klantwaarde_xl.core.yearly import spread_over_time

SAMPLED_CELLS = 12_000_000
"""Customer-item pairs looked at per cut; with more, a sample of the customers."""
SAMPLED_MISSES = 100_000
"""Pairs without a purchase that are kept per cut, each with the weight of those it stands for."""
OLDER = 0.7
"""Each window counts so much of the next newer one."""
SEASON_EVENTS = 50.0
"""Purchases of the same season a year ago at which its own level counts for half."""
FEWEST_LATER = 100
"""Purchases over several horizons below which their spread in time cannot be told; then all terms are taken to be alike."""


@dataclass(frozen=True, slots=True, eq=False)
class Followed:
    """One past window and what happened after it.

    ``pairs`` with their terms, the last of which (the customer's return) is filled in by the curve; ``customer`` int (k,): row of
    each pair in ``rhythm`` float64 (n, 8) and ``back`` bool (n,), whether that customer came back within the horizon; ``later``
    bool (k,): bought within ``terms`` horizons (None where only one can be seen).
    """

    pairs: Pairs
    customer: np.ndarray
    rhythm: np.ndarray
    back: np.ndarray
    later: np.ndarray | None
    terms: int


@dataclass(frozen=True, slots=True, eq=False)
class Curve:
    """From the past of a customer and an item to a chance.

    ``returns``: from the rhythm of a customer to its return, None where everyone or no one returned; ``calibrator`` of the pairs.
    """

    returns: Logistic | None
    calibrator: Calibrator

    def returning(self, place: Situation, horizon_days: int) -> np.ndarray:
        """Return the log chance that each customer comes back within the horizon, float64 (n,)."""
        return _log_return(self.returns, place.visits.rhythm(horizon_days))

    def of(self, part: Followed) -> np.ndarray:
        """Return the chance of each pair within one horizon, float64 (k,)."""
        return self.calibrator.of_pairs(_with_return(part, self.returns))


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
    """Return the pairs of one window that were not bought in it, of items still offered: every purchase, a sample of the rest.

    ``after`` and ``later`` (n, m) binary CSR: bought within one and within ``terms`` horizons; ``back`` bool (n,).

    >>> import datetime as dt
    >>> from klantwaarde_xl.core.baskets import purchases
    >>> from klantwaarde_xl.core.recommenders import Ease
    >>> from klantwaarde_xl.core.situation import situation
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
    rows = np.arange(count)
    if count * width > SAMPLED_CELLS:
        rows = np.sort(rng.choice(rows, max(1, SAMPLED_CELLS // width), replace=False))
    share = min(1.0, SAMPLED_MISSES / max(len(rows) * width, 1))
    parts, customers, afterwards = [], [], []
    for block in blocks(rows, width, BLOCK_CELLS):
        score, bought = recommender.score(block), after[block].toarray() > 0
        kept = (matrix[block].toarray() == 0) & place.alive & (bought | (rng.random(bought.shape, np.float32) < share))
        customer, item = np.nonzero(kept)
        seen = place.visits.since(block, place.first_sold)[kept]
        own = np.column_stack([place.customer_terms[block][customer], np.zeros(len(customer), np.float32)])
        terms_of = np.hstack([score_terms(score[kept]), place.item_terms[item], visit_terms(seen), own])
        parts.append(Pairs(terms_of, bought[kept], np.where(bought[kept], 1.0, 1 / share)))
        customers.append(block[customer])
        afterwards.append(None if later is None else later[block].toarray()[kept] > 0)
    joined = None if later is None else np.concatenate(afterwards)
    return Followed(Pairs.joined(parts), np.concatenate(customers), place.visits.rhythm(horizon_days), back, joined, terms)


def _log_return(returns: Logistic | None, rhythm: np.ndarray) -> np.ndarray:
    return np.zeros(len(rhythm)) if returns is None else np.log(np.maximum(returns.probability(rhythm), 1e-6))


def _with_return(part: Followed, returns: Logistic | None) -> Pairs:
    terms = part.pairs.terms.copy()
    terms[:, CUSTOMER.stop - 1] = _log_return(returns, part.rhythm)[part.customer]
    return replace(part.pairs, terms=terms)


def fit_curve(parts: list[Followed]) -> Curve:
    """Return the curve through past windows, newest first; at least one purchase among them.

    >>> pairs = Pairs(np.zeros((10, CUSTOMER.stop), np.float32), np.arange(10) < 2, np.ones(10))
    >>> part = Followed(pairs, np.zeros(10, int), np.zeros((1, 8)), np.ones(1, bool), None, 1)
    >>> fit_curve([part, part]).of(part).round(2).tolist()[:3]
    [0.2, 0.2, 0.2]
    """
    share = OLDER ** np.arange(len(parts))
    back = np.concatenate([part.back for part in parts])
    returns = None
    if back.any() and not back.all():
        weight = np.repeat(share, [len(part.back) for part in parts])
        returns = fit_logistic(np.concatenate([part.rhythm for part in parts]), back, weight)
    pairs = [_with_return(part, returns) for part in parts]
    weighted = [replace(one, weight=one.weight * part) for one, part in zip(pairs, share, strict=True)]
    return Curve(returns, fit_calibrator(Pairs.joined(weighted)))


def seasonal(curve: Curve, parts: list[Followed], horizon_days: int) -> float:
    """Return how much the log odds of the horizon after the newest window differ, by the same season of earlier years.

    ``parts`` newest first; log of bought over predicted in that season, shrunk to 0 with ``SEASON_EVENTS``; 0 when the history
    holds no such season.

    >>> pairs = Pairs(np.zeros((10, CUSTOMER.stop), np.float32), np.arange(10) < 5, np.ones(10))
    >>> part = Followed(pairs, np.zeros(10, int), np.zeros((1, 8)), np.ones(1, bool), None, 1)
    >>> curve = Curve(None, Calibrator(0.0, np.zeros(CUSTOMER.stop)))
    >>> seasonal(curve, [part] * 4, 91), seasonal(curve, [part] * 3, 91)
    (0.0, 0.0)
    """
    a_year = round(DAYS_PER_YEAR / horizon_days)
    same = parts[a_year - 1 :: a_year]
    bought = sum(float(part.pairs.weight @ part.pairs.bought) for part in same)
    predicted = sum(float(part.pairs.weight @ curve.of(part)) for part in same)
    return float(np.log(bought / predicted)) * bought / (bought + SEASON_EVENTS) if bought else 0.0


def persistence(curve: Curve, parts: list[Followed]) -> float:
    """Return how far the chances of several horizons add up (see ``yearly.spread_over_time``), 1 with too little to tell.

    >>> pairs = Pairs(np.zeros((10, CUSTOMER.stop), np.float32), np.arange(10) < 2, np.ones(10))
    >>> part = Followed(pairs, np.zeros(10, int), np.zeros((1, 8)), np.ones(1, bool), None, 1)
    >>> persistence(fit_curve([part]), [part])
    1.0
    """
    seen = [
        (curve.of(part), part.pairs.weight, float(part.pairs.bought.sum()), float(part.pairs.weight @ part.later), part.terms)
        for part in parts
        if part.later is not None and part.pairs.bought.any()
    ]
    return spread_over_time(seen) if sum(later for *_, later, _ in seen) >= FEWEST_LATER else 1.0


def checked(parts: list[Followed], horizon_days: int) -> tuple[pd.DataFrame, float, float]:
    """Return reliability table, Brier score and that of the mean chance, every window predicted from the older ones only.

    >>> pairs = Pairs(np.zeros((10, CUSTOMER.stop), np.float32), np.arange(10) < 2, np.ones(10))
    >>> part = Followed(pairs, np.zeros(10, int), np.zeros((1, 8)), np.ones(1, bool), None, 1)
    >>> table, brier, base = checked([part, part], 91)
    >>> int(table["events"].sum()), round(brier, 3), round(base, 3)
    (2, 0.16, 0.16)
    """
    chances, later = [], []
    for step in range(len(parts) - 1):
        older = parts[step + 1 :]
        if any(part.pairs.bought.any() for part in older):
            curve = fit_curve(older)
            shifted = Curve(curve.returns, curve.calibrator.shifted(seasonal(curve, older, horizon_days)))
            chances.append(shifted.of(parts[step]))
            later.append(parts[step].pairs)
    if not later:
        return reliability(np.zeros(0), np.zeros(0, bool), np.zeros(0)), np.nan, np.nan
    chance, pairs = np.concatenate(chances), Pairs.joined(later)
    brier = float(np.average((chance - pairs.bought) ** 2, weights=pairs.weight))
    share = np.average(pairs.bought, weights=pairs.weight)
    return reliability(chance, pairs.bought, pairs.weight), brier, float(share * (1 - share))
