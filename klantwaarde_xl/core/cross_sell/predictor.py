"""The chance that a customer buys what it did not buy before.

The scores come from the winner of the hold-out, the chances from what was bought after past windows. Past
windows of equal length end at regular cuts in the history. At every cut the winner is fitted on the window
before it, and the pairs of customer and item without a purchase are followed through the horizon after it;
and once more, shorter, in the weeks just passed. Every reliability figure is measured on a horizon later than
all those that its model was fitted on."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import sparse

from klantwaarde_xl.core.base.period import DAYS_PER_YEAR, Period
from klantwaarde_xl.core.cross_sell.annual_chance import annualised
from klantwaarde_xl.core.cross_sell.baskets import Purchases
from klantwaarde_xl.core.cross_sell.calibration import as_predicted, odds_times
from klantwaarde_xl.core.cross_sell.chance_model import (
    SHORT,
    ChanceModel,
    checked,
    fit_chance_model,
    foretold,
    persistence,
    seasonal,
)
from klantwaarde_xl.core.cross_sell.foretold import Foretold
from klantwaarde_xl.core.cross_sell.hold_out import Choice, HoldOut, choose, fit, hide_one
from klantwaarde_xl.core.cross_sell.recommenders import Recommender
from klantwaarde_xl.core.cross_sell.training_pairs import Outcome, TrainingPairs, training_pairs
from klantwaarde_xl.core.cross_sell.window_state import (
    PAST_DAYS,
    WindowState,
    bought_after,
    came_back,
    window,
    window_state,
)

HORIZON_DAYS = 91
"""Length of the window in which purchases are awaited: a quarter, so that 18 months of history hold two."""
MOST_CUTS = 8
"""Most past windows to learn from: two years of quarters."""
FEWEST_CUTS = 2
"""Fewest past windows for a calibrated chance: one to learn from and a later one to check it on."""
MOST_OF_IT = 0.75
"""Share of the oldest window that must lie within the history."""
GRACE_DAYS = 14
"""Days by which the first line may be late: not every firm sells on 1 January."""
FEWEST_EVENTS = 200
"""Fewest purchases after the cuts for a calibrated chance."""
FEWEST_CUSTOMERS, FEWEST_ITEMS = 20, 2
"""Below these popularity among peers is used."""
MOST_HOLD_OUTS = 4
"""Past horizons on which the candidates are compared ..."""
HOLD_OUT_CELLS = 1_000_000
"""... while customers x items stay below this; above it the newest horizon alone has enough customers."""


@dataclass(frozen=True, slots=True)
class Windows:
    """Lengths in days: the ``past`` window that says what a customer buys, and the ``horizon`` after it."""

    past: int = PAST_DAYS
    horizon: int = HORIZON_DAYS


DEFAULT_WINDOWS = Windows()


@dataclass(frozen=True, slots=True, eq=False)
class Predictor:
    """What was learned up to and including a day.

    ``state`` of the last window; ``recommender`` fitted on it; ``choice`` of the hold-out; ``model``, or
    None with a ``reason``: "few_customers", "few_items", "short_history", "few_events" or
    "not_as_predicted" (see ``calibration``), else "";
    ``season`` how much the log odds of the coming horizon differ from those of the average one; ``spread``
    see ``annual_chance.annualised``; ``reliability`` table (see ``calibration.reliability``), measured at
    ``horizon_days``; ``brier`` score of the same pairs and ``brier_base`` that of the mean chance for
    everyone (NaN if not measured); ``events`` purchases after the cuts; ``window`` the last past window;
    ``later`` those pairs themselves; ``cuts`` the days on which the windows ended."""

    state: WindowState
    recommender: Recommender
    choice: Choice
    model: ChanceModel | None
    reason: str
    season: float
    spread: float
    reliability: pd.DataFrame
    brier: float
    brier_base: float
    events: int
    horizon_days: int
    window: Period
    later: Foretold
    cuts: tuple[dt.date, ...] = ()

    def probability(self, rows: np.ndarray, *, a_year: bool = True) -> np.ndarray:
        """Return the chance that the customers in ``rows`` buy each item, float32 (len(rows), m).

        Within a year, or within the coming ``horizon_days`` without ``a_year``; only the latter depends on
        the season. Only for a calibrated predictor and for pairs that were not bought in the window; 0 for
        items that are no longer offered.

        >>> from klantwaarde_xl.core.cross_sell.baskets import purchases
        >>> days = np.repeat(pd.date_range("2022-01-01", periods=36, freq="MS"), 60)
        >>> rng = np.random.default_rng(1)
        >>> names = {"customer_id": rng.choice(list("abcdefghijklmnopqrstuvwxyz"), len(days)),
        ...          "item": rng.choice([f"g{i:02d}" for i in range(60)], len(days))}
        >>> lines = pd.DataFrame({"date": days, **names, "revenue": 1.0, "cost": 0.5, "one_off": 0.0})
        >>> found = learn(purchases(lines), dt.date(2024, 12, 31), seed=1)
        >>> chance = found.probability(np.array([0]))
        >>> chance.shape, bool(chance.min() >= 0), bool(chance.max() < 1)
        ((1, 60), True, True)
        """
        assert self.model is not None, "no chance without calibration"
        state = self.state
        found = self.model.over(state, self.recommender.score(rows), rows, self.horizon_days)
        if a_year:
            found = annualised(found, self.horizon_days / DAYS_PER_YEAR, self.spread)
        else:
            found = odds_times(found, self.season)
        return np.where(state.alive[None, :], found, np.float32(0))


def learn(
    purchases: Purchases,
    end: dt.date,
    *,
    segment: pd.Series | None = None,
    seed: int,
    windows: Windows = DEFAULT_WINDOWS,
    choice: Choice | None = None,
) -> Predictor:
    """Return what the purchases up to and including ``end`` teach; later lines are not looked at.

    ``segment``: str or categorical indexed by customer_id, NaN where unknown, for the peers of the popularity
    candidate. The winner and its parameter come from what was bought in the last horizons, or, with too
    little history, from one hidden purchase per customer (``seed``). History shorter than a window and two
    horizons (18 months by default), or fewer than ``FEWEST_EVENTS`` purchases after the cuts: no model, and
    the reason. ``choice`` given: used instead of a hold-out, to compare candidates that are calibrated alike.

    Source: docs/method.md, Cross-sell.

    >>> from klantwaarde_xl.core.cross_sell.baskets import purchases
    >>> lines = pd.DataFrame({"date": pd.to_datetime(["2024-01-05"]), "customer_id": ["a"], "item": ["x"],
    ...     "revenue": 1.0, "cost": np.nan, "one_off": np.nan})
    >>> found = learn(purchases(lines), dt.date(2024, 12, 31), seed=1)
    >>> found.reason, found.choice.method
    ('few_customers', 'peer_popularity')
    """
    learner = _Learner(purchases, segment, windows, seed)
    now = learner.at(end)
    cuts = _cuts(purchases, end, windows)
    past, reason = learner.past(now, cuts)
    if choice is None:
        choice = learner.choice(now, past, reason)
    model, season, spread = None, 0.0, 1.0
    later = Foretold.of([])
    if not reason:
        a_year = round(DAYS_PER_YEAR / windows.horizon)
        parts = [learner.training_pairs(choice, one, min(step + 1, a_year)) for step, one in enumerate(past)]
        model = fit_chance_model(parts, learner.just_passed(choice, end))
        season = seasonal(model, parts, windows.horizon)
        spread = persistence(model, parts)
        newest = [learner.just_passed(choice, cut) for cut in cuts[:-1]]
        later = Foretold.of(foretold(parts, newest, windows.horizon))
    measured = checked(later)
    if not as_predicted(measured[0]):
        model, reason = None, "not_as_predicted"
    return Predictor(
        now,
        learner.fitted(choice, now),
        choice,
        model,
        reason,
        season,
        spread,
        *measured,
        sum(one.events for one in past),
        windows.horizon,
        window(end, windows.past),
        later,
        tuple(cuts),
    )


def _cuts(purchases: Purchases, end: dt.date, windows: Windows) -> list[dt.date]:
    """Return the last days of the past windows, newest first, as far as the history reaches."""
    inside = purchases.date[purchases.date <= np.datetime64(end)]
    if not len(inside):
        return []
    history = (end - inside.min().item()).days + 1 + GRACE_DAYS
    count = max(0, (history - windows.past) // windows.horizon)
    # With enough history for a chance, one more window counts when most of it is there: seasons are scarce.
    if count >= FEWEST_CUTS and history - windows.horizon * (count + 1) >= MOST_OF_IT * windows.past:
        count += 1
    return [end - dt.timedelta(days=windows.horizon * (step + 1)) for step in range(min(MOST_CUTS, count))]


@dataclass(frozen=True, slots=True, eq=False)
class _PastWindow:
    """A window that ended on ``cut``, and what was bought in the ``days`` ``after`` it, CSR (n, m)."""

    cut: dt.date
    days: int
    state: WindowState
    after: sparse.csr_array

    @property
    def events(self) -> int:
        return int(self.state.alive[self.after.indices].sum())


@dataclass(frozen=True, slots=True, eq=False)
class _Learner:
    """What all windows of one prediction share."""

    purchases: Purchases
    segment: pd.Series | None
    windows: Windows
    seed: int

    def at(self, end: dt.date) -> WindowState:
        return window_state(self.purchases, end, self.windows.past)

    def window(self, cut: dt.date, days: int) -> _PastWindow:
        state = self.at(cut)
        return _PastWindow(cut, days, state, bought_after(self.purchases, state.baskets, cut, days))

    def past(self, now: WindowState, cuts: list[dt.date]) -> tuple[list[_PastWindow], str]:
        """Return the past windows, newest first, and why they are too little to learn from (or '')."""
        if len(now.baskets.customers) < FEWEST_CUSTOMERS:
            return [], "few_customers"
        if len(now.baskets.items) < FEWEST_ITEMS:
            return [], "few_items"
        past = [self.window(cut, self.windows.horizon) for cut in cuts]
        if sum(len(one.state.baskets.customers) > 0 for one in past) < FEWEST_CUTS:
            return [], "short_history"
        return past, "few_events" if sum(one.events for one in past) < FEWEST_EVENTS else ""

    def choice(self, now: WindowState, past: list[_PastWindow], reason: str) -> Choice:
        """Return the winner: on past horizons, else on hidden purchases, else popularity."""
        if reason in {"few_customers", "few_items"}:
            empty = sparse.csr_array(np.zeros((0, 0), np.float32))
            return choose(HoldOut(empty, empty, np.zeros(0), None, "none"), self.seed)
        if reason:
            known, hidden = hide_one(now.baskets.matrix, self.seed)
            size, segment = self.sizes_and_segments(now)
            return choose(HoldOut(known, hidden, size, segment, "hidden"), self.seed)
        cells = len(past[0].state.baskets.customers) * len(past[0].state.baskets.items)
        count = MOST_HOLD_OUTS if cells <= HOLD_OUT_CELLS else 1
        return choose([self.hold_out(one.state, one.after) for one in past[:count]], self.seed)

    def hold_out(self, state: WindowState, wanted: sparse.csr_array) -> HoldOut:
        size, segment = self.sizes_and_segments(state)
        return HoldOut(state.baskets.matrix, wanted, size, segment, "time", state.weights, state.alive)

    def sizes_and_segments(self, state: WindowState) -> tuple[np.ndarray, np.ndarray | None]:
        size = state.baskets.spend.sum(axis=1)
        if self.segment is None:
            return size, None
        names = self.segment.reindex(self.purchases.customer_labels[state.baskets.customers]).astype("str")
        return size, names.where(names.notna()).to_numpy(object)

    def fitted(self, choice: Choice, state: WindowState) -> Recommender:
        hold_out = self.hold_out(state, state.baskets.matrix)
        return fit(choice.method, choice.parameter, hold_out, self.seed)

    def training_pairs(self, choice: Choice, one: _PastWindow, terms: int = 1) -> TrainingPairs:
        """Return the pairs of a past window through its horizon, and through ``terms`` of them if several."""
        baskets, cut, days = one.state.baskets, one.cut, one.days
        later = bought_after(self.purchases, baskets, cut, days * terms) if terms > 1 else None
        outcome = Outcome(days, one.after, came_back(self.purchases, baskets, cut, days), later, terms)
        return training_pairs(self.fitted(choice, one.state), one.state, outcome, self.seed)

    def just_passed(self, choice: Choice, day: dt.date) -> TrainingPairs:
        """Return the window that ended a short horizon before ``day``, with what was bought since."""
        days = self.windows.horizon // SHORT
        return self.training_pairs(choice, self.window(day - dt.timedelta(days=days), days))
