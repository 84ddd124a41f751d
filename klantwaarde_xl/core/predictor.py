"""The chance that a customer buys what it did not buy before: winner of the hold-out, calibrated on what came after.

Past windows of equal length end at regular cuts in the history. At every cut the winner is fitted on the window before it,
and the pairs of customer and item without a purchase are followed through the horizon after it. Every reliability figure is
measured on a horizon later than all those that its curve was fitted on.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from scipy import sparse

from klantwaarde_xl.core.baskets import Baskets, Purchases
from klantwaarde_xl.core.calibration import Calibrator, Pairs, annualised, fit_calibrator, reliability, score_terms
from klantwaarde_xl.core.hold_out import Choice, HoldOut, choose, fit, hide_one
from klantwaarde_xl.core.period import DAYS_PER_YEAR, Period
from klantwaarde_xl.core.recommenders import BLOCK_CELLS, Recommender, blocks

PAST_DAYS = 365
"""Length of the window that says what a customer buys."""
HORIZON_DAYS = 91
"""Length of the window in which purchases are awaited: a quarter, so that history of 18 months gives two of them."""
MOST_CUTS = 8
"""Past cuts that are followed at most: two years of quarters."""
GRACE_DAYS = 14
"""Days by which the first line may come later than the first day of the history: not every firm sells on 1 January."""
FEWEST_EVENTS = 200
"""Fewest purchases after the cuts for a calibrated chance."""
FEWEST_CUSTOMERS, FEWEST_ITEMS = 20, 2
"""Below these popularity among peers is all that can be said."""
RECENT_DAYS = (PAST_DAYS, 91, 30)
"""An item's and a customer's activity is counted over the window and over these last days of it."""
SAMPLED_CELLS = 12_000_000
"""Customer-item pairs looked at per cut; with more, a sample of the customers."""
SAMPLED_MISSES = 100_000
"""Pairs without a purchase that are kept per cut, each with the weight of those it stands for."""


@dataclass(frozen=True, slots=True, eq=False)
class Situation:
    """One window as the predictor sees it.

    ``baskets`` of the window; ``item_terms`` float32 (m, 3): log share of the customers that buy the item, over the window and
    its last days; ``customer_terms`` float32 (n, 3): log number of items of the customer over the same.
    """

    baskets: Baskets
    item_terms: np.ndarray
    customer_terms: np.ndarray


@dataclass(frozen=True, slots=True, eq=False)
class Predictor:
    """What was learned up to and including a day.

    ``situation`` of the last window; ``recommender`` fitted on it; ``choice`` of the hold-out; ``calibrator`` or None, then
    ``reason`` says why: "few_customers", "few_items", "short_history" or "few_events" (else ""); ``reliability`` table (see
    ``calibration.reliability``), measured at ``horizon_days``; ``brier`` score of the same pairs and ``brier_base`` that of
    the mean chance for everyone (NaN if not measured); ``events`` purchases after the cuts; ``window`` the
    last past window; ``cuts`` the days on which the windows ended.
    """

    situation: Situation
    recommender: Recommender
    choice: Choice
    calibrator: Calibrator | None
    reason: str
    reliability: pd.DataFrame
    brier: float
    brier_base: float
    events: int
    horizon_days: int
    window: Period
    cuts: tuple[dt.date, ...] = field(default=())

    def probability(self, rows: np.ndarray, *, a_year: bool = True) -> np.ndarray:
        """Return the chance that the customers in ``rows`` of the baskets buy each item, float32 (len(rows), m).

        Within a year, or within ``horizon_days`` without ``a_year``. Only for a calibrated predictor, and only for pairs that
        were not bought in the window.

        >>> from klantwaarde_xl.core.baskets import purchases
        >>> days = np.repeat(pd.date_range("2022-01-01", periods=36, freq="MS"), 60)
        >>> rng = np.random.default_rng(1)
        >>> lines = pd.DataFrame({"date": days, "customer_id": rng.choice(list("abcdefghijklmnopqrstuvwxyz"), len(days)),
        ...     "item": rng.choice([f"g{i:02d}" for i in range(60)], len(days)), "revenue": 1.0, "cost": 0.5, "one_off": 0.0})
        >>> found = learn(purchases(lines), dt.date(2024, 12, 31), seed=1)
        >>> chance = found.probability(np.array([0]))
        >>> chance.shape, bool(chance.min() > 0), bool(chance.max() < 1)
        ((1, 60), True, True)
        """
        place = self.situation
        assert self.calibrator is not None, "no chance without calibration"
        found = self.calibrator.probability(self.recommender.score(rows), place.item_terms, place.customer_terms[rows])
        return annualised(found, self.horizon_days / DAYS_PER_YEAR) if a_year else found


def situation(purchases: Purchases, end: dt.date, past_days: int = PAST_DAYS) -> Situation:
    """Return the window of ``past_days`` that ends on ``end`` (inclusive), with how much everyone bought lately.

    >>> from klantwaarde_xl.core.baskets import purchases
    >>> lines = pd.DataFrame({"date": pd.to_datetime(["2024-01-05", "2024-06-05"]), "customer_id": ["a", "b"],
    ...     "item": ["x", "x"], "revenue": 1.0, "cost": np.nan, "one_off": np.nan})
    >>> situation(purchases(lines), dt.date(2024, 6, 30)).item_terms.astype(float).round(2).tolist()
    [[0.22, -0.29, -0.29]]
    """
    baskets = purchases.baskets(_window(end, past_days))
    count = max(len(baskets.customers), 1)
    recent = [
        purchases.baskets(_window(end, min(days, past_days)), customers=baskets.customers, items=baskets.items).matrix
        for days in RECENT_DAYS
    ]
    buyers = np.stack([np.bincount(part.indices, minlength=len(baskets.items)) for part in recent], axis=1)
    bought = np.stack([np.diff(part.indptr) for part in recent], axis=1)
    return Situation(baskets, np.log((buyers + 0.5) / count).astype(np.float32), np.log1p(bought).astype(np.float32))


def bought_after(purchases: Purchases, baskets: Baskets, end: dt.date, days: int) -> sparse.csr_array:
    """Return what the customers of ``baskets`` bought in the ``days`` after ``end`` and not in it, binary CSR (n, m).

    Items that nobody bought in the baskets are not there: nothing was known of them.

    >>> from klantwaarde_xl.core.baskets import purchases
    >>> lines = pd.DataFrame({"date": pd.to_datetime(["2024-01-05", "2024-01-06", "2024-02-01"]), "customer_id": ["a", "b", "b"],
    ...     "item": ["x", "y", "x"], "revenue": 1.0, "cost": np.nan, "one_off": np.nan})
    >>> coded = purchases(lines)
    >>> past = coded.baskets(Period(dt.date(2024, 1, 1), dt.date(2024, 1, 31)))
    >>> bought_after(coded, past, dt.date(2024, 1, 31), 29).toarray().tolist()
    [[0.0, 0.0], [1.0, 0.0]]
    """
    window = Period(end + dt.timedelta(days=1), end + dt.timedelta(days=days))
    later = purchases.baskets(window, customers=baskets.customers, items=baskets.items).matrix
    found = sparse.csr_array(later - later.multiply(baskets.matrix))
    found.eliminate_zeros()
    return found


def learn(
    purchases: Purchases,
    end: dt.date,
    *,
    segment: pd.Series | None = None,
    seed: int,
    past_days: int = PAST_DAYS,
    horizon_days: int = HORIZON_DAYS,
    choice: Choice | None = None,
) -> Predictor:
    """Return what the purchases up to and including ``end`` teach; later lines are not looked at.

    ``segment``: str or categorical indexed by customer_id, NaN where unknown, for the peers of the popularity candidate. The
    winner and its parameter come from what was bought in the last horizon, or, with too little history, from one hidden
    purchase per customer (``seed``). History under ``past_days`` + two horizons (18 months by default), or fewer than
    ``FEWEST_EVENTS`` purchases after the cuts: no calibrator, and the reason. ``choice`` given: used instead of a hold-out, to
    compare candidates that are calibrated alike.

    Source: method.md 5.

    >>> from klantwaarde_xl.core.baskets import purchases
    >>> lines = pd.DataFrame({"date": pd.to_datetime(["2024-01-05"]), "customer_id": ["a"], "item": ["x"], "revenue": 1.0,
    ...     "cost": np.nan, "one_off": np.nan})
    >>> found = learn(purchases(lines), dt.date(2024, 12, 31), seed=1)
    >>> found.reason, found.choice.method
    ('few_customers', 'peer_popularity')
    """
    now, window = situation(purchases, end, past_days), _window(end, past_days)
    cuts = _cuts(purchases, end, past_days, horizon_days)
    reason = ""
    if len(now.baskets.customers) < FEWEST_CUSTOMERS:
        reason = "few_customers"
    elif len(now.baskets.items) < FEWEST_ITEMS:
        reason = "few_items"
    elif len(cuts) < 2:
        reason = "short_history"
    places = [] if reason else [situation(purchases, cut, past_days) for cut in cuts]
    wanted = [bought_after(purchases, place.baskets, cut, horizon_days) for place, cut in zip(places, cuts, strict=False)]
    events = sum(part.nnz for part in wanted)
    if not reason and events < FEWEST_EVENTS:
        reason = "few_events"

    if choice is None:
        choice = _chosen(purchases, now, places, wanted, segment, reason, seed)

    def fitted(place: Situation) -> Recommender:
        matrix = place.baskets.matrix
        return fit(choice.method, choice.parameter, _hold_out(purchases, place.baskets, matrix, matrix, segment, "time"), seed)

    measured = (reliability(np.zeros(0), np.zeros(0, bool), np.zeros(0)), np.nan, np.nan)
    calibrator = None
    if not reason:
        samples = [_followed(fitted(place), place, after, seed) for place, after in zip(places, wanted, strict=True)]
        calibrator = fit_calibrator(Pairs.joined(samples))
        measured = _checked(samples)
    return Predictor(now, fitted(now), choice, calibrator, reason, *measured, events, horizon_days, window, tuple(cuts))


def _window(end: dt.date, days: int) -> Period:
    return Period(end - dt.timedelta(days=days - 1), end)


def _cuts(purchases: Purchases, end: dt.date, past_days: int, horizon_days: int) -> list[dt.date]:
    """Return the last days of the past windows, newest first, as far as the history reaches."""
    inside = purchases.date[purchases.date <= np.datetime64(end)]
    if not len(inside):
        return []
    history = (end - inside.min().item()).days + 1 + GRACE_DAYS
    count = min(MOST_CUTS, max(0, (history - past_days) // horizon_days))
    return [end - dt.timedelta(days=horizon_days * (step + 1)) for step in range(count)]


def _chosen(
    purchases: Purchases,
    now: Situation,
    places: list[Situation],
    wanted: list[sparse.csr_array],
    segment: pd.Series | None,
    reason: str,
    seed: int,
) -> Choice:
    """Return the winner on the last horizon, or on hidden purchases with too little history, or popularity with too little."""
    if reason in {"few_customers", "few_items"}:
        empty = sparse.csr_array((0, 0), dtype=np.float32)
        return choose(HoldOut(empty, empty, np.zeros(0), None, "none"), seed)
    if reason:
        known, hidden = hide_one(now.baskets.matrix, seed)
        return choose(_hold_out(purchases, now.baskets, known, hidden, segment, "hidden"), seed)
    newest = places[0].baskets
    return choose(_hold_out(purchases, newest, newest.matrix, wanted[0], segment, "time"), seed)


def _hold_out(
    purchases: Purchases,
    baskets: Baskets,
    known: sparse.csr_array,
    wanted: sparse.csr_array,
    segment: pd.Series | None,
    kind: str,
) -> HoldOut:
    labels = purchases.customer_labels[baskets.customers]
    names = None if segment is None else segment.reindex(labels).astype("str").where(lambda s: s.notna()).to_numpy(object)
    return HoldOut(known, wanted, baskets.spend.sum(axis=1), names, kind)


def _followed(recommender: Recommender, place: Situation, after: sparse.csr_array, seed: int) -> Pairs:
    """Return the pairs of one cut: every purchase and a weighted sample of the pairs without one."""
    matrix = place.baskets.matrix
    count, width = matrix.shape
    rng = np.random.default_rng(seed)
    rows = np.arange(count)
    if count * width > SAMPLED_CELLS:
        rows = np.sort(rng.choice(rows, max(1, SAMPLED_CELLS // width), replace=False))
    share = min(1.0, SAMPLED_MISSES / max(len(rows) * width, 1))
    parts = []
    for block in blocks(rows, width, BLOCK_CELLS):
        score, bought = recommender.score(block), after[block].toarray() > 0
        kept = (matrix[block].toarray() == 0) & (bought | (rng.random(bought.shape, np.float32) < share))
        customer, item = np.nonzero(kept)
        terms = np.hstack([score_terms(score[kept]), place.item_terms[item], place.customer_terms[block][customer]])
        parts.append(Pairs(terms, bought[kept], np.where(bought[kept], 1.0, 1 / share)))
    return Pairs.joined(parts)


def _checked(samples: list[Pairs]) -> tuple[pd.DataFrame, float, float]:
    """Return reliability table, Brier score and that of the mean chance, every cut predicted from the older ones only."""
    chances, later = [], []
    for step in range(len(samples) - 1):
        older = Pairs.joined(samples[step + 1 :])
        if older.bought.any():
            chances.append(fit_calibrator(older).of_pairs(samples[step]))
            later.append(samples[step])
    if not later:
        return reliability(np.zeros(0), np.zeros(0, bool), np.zeros(0)), np.nan, np.nan
    chance, pairs = np.concatenate(chances), Pairs.joined(later)
    brier = float(np.average((chance - pairs.bought) ** 2, weights=pairs.weight))
    share = np.average(pairs.bought, weights=pairs.weight)
    return reliability(chance, pairs.bought, pairs.weight), brier, float(share * (1 - share))
