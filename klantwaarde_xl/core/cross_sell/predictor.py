"""The chance that a customer buys what it did not buy before: winner of the hold-out, calibrated on what came
after.

Past windows of equal length end at regular cuts in the history. At every cut the winner is fitted on the
window before it, and the pairs of customer and item without a purchase are followed through the horizon after
it; and once more, shorter, in the weeks just passed. Every reliability figure is measured on a horizon later
than all those that its curve was fitted on."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from scipy import sparse

from klantwaarde_xl.core.base.period import DAYS_PER_YEAR, Period
from klantwaarde_xl.core.cross_sell.annual_chance import annualised
from klantwaarde_xl.core.cross_sell.baskets import Purchases
from klantwaarde_xl.core.cross_sell.calibration import odds_times, reliability
from klantwaarde_xl.core.cross_sell.chance_model import (
    SHORT,
    Curve,
    checked,
    fit_curve,
    persistence,
    seasonal,
)
from klantwaarde_xl.core.cross_sell.hold_out import Choice, HoldOut, choose, fit, hide_one
from klantwaarde_xl.core.cross_sell.recommenders import Recommender
from klantwaarde_xl.core.cross_sell.training_pairs import Followed, followed
from klantwaarde_xl.core.cross_sell.window_state import (
    PAST_DAYS,
    Situation,
    bought_after,
    came_back,
    situation,
    window,
)

HORIZON_DAYS = 91
"""Length of the window in which purchases are awaited: a quarter, so that history of 18 months gives two of
them."""
MOST_CUTS = 8
"""Past cuts that are followed at most: two years of quarters."""
FEWEST_CUTS = 2
"""Past windows with a horizon after them for a calibrated chance: one to learn from, a later one to check it
on."""
MOST_OF_IT = 0.75
"""Share of the oldest window that must lie within the history."""
GRACE_DAYS = 14
"""Days by which the first line may come later than the first day of the history: not every firm sells on 1
January."""
FEWEST_EVENTS = 200
"""Fewest purchases after the cuts for a calibrated chance."""
FEWEST_CUSTOMERS, FEWEST_ITEMS = 20, 2
"""Below these popularity among peers is all that can be said."""
MOST_HOLD_OUTS = 4
"""Past horizons on which the candidates are compared, as far as ..."""
HOLD_OUT_CELLS = 1_000_000
"""... customers x items stay below this; above it (products of a large firm) the newest horizon alone has
customers enough."""


@dataclass(frozen=True, slots=True, eq=False)
class Predictor:
    """What was learned up to and including a day.

    ``situation`` of the last window; ``recommender`` fitted on it; ``choice`` of the hold-out; ``curve`` or
    None, then ``reason`` says why: "few_customers", "few_items", "short_history" or "few_events" (else "");
    ``season`` how much the odds of the coming horizon differ from those of the average one (logarithm);
    ``spread`` see ``yearly.annualised``; ``reliability`` table (see ``calibration.reliability``), measured at
    ``horizon_days``; ``brier`` score of the same pairs and ``brier_base`` that of the mean chance for
    everyone (NaN if not measured); ``events`` purchases after the cuts; ``window`` the last past window;
    ``cuts`` the days on which the windows ended."""

    situation: Situation
    recommender: Recommender
    choice: Choice
    curve: Curve | None
    reason: str
    season: float
    spread: float
    reliability: pd.DataFrame
    brier: float
    brier_base: float
    events: int
    horizon_days: int
    window: Period
    cuts: tuple[dt.date, ...] = field(default=())

    def probability(self, rows: np.ndarray, *, a_year: bool = True) -> np.ndarray:
        """Return the chance that the customers in ``rows`` of the baskets buy each item, float32 (len(rows),
        m).

        Within a year, or within the coming ``horizon_days`` without ``a_year``; only the latter depends on
        the season. Only for a calibrated predictor, only for pairs that were not bought in the window, and
        only for items that are still offered (0 for the others).

        >>> from klantwaarde_xl.core.cross_sell.baskets import purchases
        >>> days = np.repeat(pd.date_range("2022-01-01", periods=36, freq="MS"), 60)
        >>> rng = np.random.default_rng(1)
        >>> lines = pd.DataFrame({"date": days, "customer_id": rng.choice(list("abcdefghijklmnopqrstuvwxyz"), len(days)),
        ...     "item": rng.choice([f"g{i:02d}" for i in range(60)], len(days)), "revenue": 1.0, "cost": 0.5, "one_off": 0.0})
        >>> found = learn(purchases(lines), dt.date(2024, 12, 31), seed=1)
        >>> chance = found.probability(np.array([0]))
        >>> chance.shape, bool(chance.min() >= 0), bool(chance.max() < 1)
        ((1, 60), True, True)
        """
        assert self.curve is not None, "no chance without calibration"
        place = self.situation
        found = self.curve.over(place, self.recommender.score(rows), rows, self.horizon_days)
        found = (
            annualised(found, self.horizon_days / DAYS_PER_YEAR, self.spread)
            if a_year
            else odds_times(found, self.season)
        )
        return np.where(place.alive[None, :], found, np.float32(0))


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

    ``segment``: str or categorical indexed by customer_id, NaN where unknown, for the peers of the popularity
    candidate. The winner and its parameter come from what was bought in the last horizons, or, with too
    little history, from one hidden purchase per customer (``seed``). History under ``past_days`` + two
    horizons (18 months by default), or fewer than ``FEWEST_EVENTS`` purchases after the cuts: no calibrator,
    and the reason. ``choice`` given: used instead of a hold-out, to compare candidates that are calibrated
    alike.

    Source: docs/method.md 5.

    >>> from klantwaarde_xl.core.cross_sell.baskets import purchases
    >>> lines = pd.DataFrame({"date": pd.to_datetime(["2024-01-05"]), "customer_id": ["a"], "item": ["x"], "revenue": 1.0,
    ...     "cost": np.nan, "one_off": np.nan})
    >>> found = learn(purchases(lines), dt.date(2024, 12, 31), seed=1)
    >>> found.reason, found.choice.method
    ('few_customers', 'peer_popularity')
    """
    now = situation(purchases, end, past_days)
    cuts = _cuts(purchases, end, past_days, horizon_days)
    reason = ""
    if len(now.baskets.customers) < FEWEST_CUSTOMERS:
        reason = "few_customers"
    elif len(now.baskets.items) < FEWEST_ITEMS:
        reason = "few_items"
    places = [] if reason else [situation(purchases, cut, past_days) for cut in cuts]
    if not reason and sum(len(place.baskets.customers) > 0 for place in places) < FEWEST_CUTS:
        reason, places = "short_history", []
    wanted = [
        bought_after(purchases, place.baskets, cut, horizon_days)
        for place, cut in zip(places, cuts, strict=False)
    ]
    events = sum(int(place.alive[part.indices].sum()) for place, part in zip(places, wanted, strict=True))
    if not reason and events < FEWEST_EVENTS:
        reason = "few_events"

    if choice is None:
        choice = _chosen(purchases, now, places, wanted, segment, reason, seed)

    def fitted(place: Situation) -> Recommender:
        return fit(
            choice.method,
            choice.parameter,
            _hold_out(purchases, place, place.baskets.matrix, segment, "time"),
            seed,
        )

    def became(
        place: Situation, cut: dt.date, after: sparse.csr_array, days: int, terms: int = 1
    ) -> Followed:
        later = bought_after(purchases, place.baskets, cut, days * terms) if terms > 1 else None
        back = came_back(purchases, place.baskets, cut, days)
        return followed(fitted(place), place, after, back, later, terms, days, seed)

    def passed(day: dt.date) -> Followed:
        """Return what became, up to and including ``day``, of the window a short horizon before it."""
        days = horizon_days // SHORT
        cut = day - dt.timedelta(days=days)
        place = situation(purchases, cut, past_days)
        return became(place, cut, bought_after(purchases, place.baskets, cut, days), days)

    curve, season, spread = None, 0.0, 1.0
    measured = (reliability(np.zeros(0), np.zeros(0, bool), np.zeros(0)), np.nan, np.nan)
    if not reason:
        a_year = round(DAYS_PER_YEAR / horizon_days)
        parts = [
            became(place, cut, after, horizon_days, min(step + 1, a_year))
            for step, (place, cut, after) in enumerate(zip(places, cuts, wanted, strict=True))
        ]
        curve = fit_curve(parts, passed(end))
        season = seasonal(curve, parts, horizon_days)
        spread = persistence(curve, parts)
        measured = checked(parts, [passed(cut) for cut in cuts[:-1]], horizon_days)
    last = window(end, past_days)
    return Predictor(
        now,
        fitted(now),
        choice,
        curve,
        reason,
        season,
        spread,
        *measured,
        events,
        horizon_days,
        last,
        tuple(cuts),
    )


def _cuts(purchases: Purchases, end: dt.date, past_days: int, horizon_days: int) -> list[dt.date]:
    """Return the last days of the past windows, newest first, as far as the history reaches."""
    inside = purchases.date[purchases.date <= np.datetime64(end)]
    if not len(inside):
        return []
    history = (end - inside.min().item()).days + 1 + GRACE_DAYS
    count = max(0, (history - past_days) // horizon_days)
    # With history enough for a chance, one more window counts when most of it is there: the seasons are
    # scarce.
    if count >= FEWEST_CUTS and history - horizon_days * (count + 1) >= MOST_OF_IT * past_days:
        count += 1
    return [end - dt.timedelta(days=horizon_days * (step + 1)) for step in range(min(MOST_CUTS, count))]


def _chosen(
    purchases: Purchases,
    now: Situation,
    places: list[Situation],
    wanted: list[sparse.csr_array],
    segment: pd.Series | None,
    reason: str,
    seed: int,
) -> Choice:
    """Return the winner on the last horizons, or on hidden purchases with too little history, or popularity
    with too little."""
    if reason in {"few_customers", "few_items"}:
        empty = sparse.csr_array((0, 0), dtype=np.float32)
        return choose(HoldOut(empty, empty, np.zeros(0), None, "none"), seed)
    if reason:
        known, hidden = hide_one(now.baskets.matrix, seed)
        return choose(_hold_out(purchases, now, hidden, segment, "hidden", known), seed)
    newest = places[0].baskets.matrix
    count = MOST_HOLD_OUTS if newest.shape[0] * newest.shape[1] <= HOLD_OUT_CELLS else 1
    listed = list(zip(places, wanted, strict=True))[:count]
    return choose([_hold_out(purchases, place, after, segment, "time") for place, after in listed], seed)


def _hold_out(
    purchases: Purchases,
    place: Situation,
    wanted: sparse.csr_array,
    segment: pd.Series | None,
    kind: str,
    known: sparse.csr_array | None = None,
) -> HoldOut:
    """Return the hold-out of one window; with ``known`` given, that instead of all that was bought, and no
    weights."""
    baskets = place.baskets
    labels = purchases.customer_labels[baskets.customers]
    names = (
        None
        if segment is None
        else segment.reindex(labels).astype("str").where(lambda s: s.notna()).to_numpy(object)
    )
    size = baskets.spend.sum(axis=1)
    if known is not None:
        return HoldOut(known, wanted, size, names, kind)
    return HoldOut(baskets.matrix, wanted, size, names, kind, place.weights, place.alive)
