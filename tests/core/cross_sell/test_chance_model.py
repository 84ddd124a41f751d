"""The model: two parts that multiply, the season, the spread over a year, and what the weeks just passed say
of a new range."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from klantwaarde_xl.core.cross_sell.baskets import purchases
from klantwaarde_xl.core.cross_sell.calibration import ABSENT, SLOPES, TERMS, Calibrator, Pairs
from klantwaarde_xl.core.cross_sell.chance_model import (
    SEASON_EVENTS,
    ChanceModel,
    checked,
    fit_chance_model,
    foretold,
    persistence,
    seasonal,
)
from klantwaarde_xl.core.cross_sell.foretold import Foretold
from klantwaarde_xl.core.cross_sell.predictor import learn
from klantwaarde_xl.core.cross_sell.recommenders import Ease
from klantwaarde_xl.core.cross_sell.training_pairs import Outcome, TrainingPairs, training_pairs
from klantwaarde_xl.core.cross_sell.window_state import bought_after, came_back, window_state

END = dt.date(2024, 12, 31)


def part(bought: int, pairs: int = 1_000, later: int | None = None, terms: int = 1) -> TrainingPairs:
    """Return a window of equal pairs of which the first so many were bought."""
    happened = np.arange(pairs) < bought
    after = None if later is None else np.arange(pairs) < later
    nothing = np.zeros((pairs, TERMS), np.float32)
    return TrainingPairs(
        Pairs(nothing, happened, np.ones(pairs)),
        np.zeros(pairs, int),
        np.zeros((1, 8)),
        np.ones(1, bool),
        after,
        terms,
    )


def test_the_level_of_the_same_season_a_year_ago_by_hand() -> None:
    # The curve says 10 % everywhere (100 purchases); a year ago in this season 200 were made: ln 2 x 200 /
    # (200 + 50), and half of it since one year says so; with 200 again the year before: ln 2 x 400 / (400 +
    # 50), and two thirds of it.
    model = ChanceModel(None, Calibrator(float(np.log(0.1 / 0.9)), np.zeros(SLOPES)))
    parts = [part(100), part(80), part(90), part(200)]
    assert SEASON_EVENTS == 50
    assert seasonal(model, parts, 91) == pytest.approx(np.log(2) * 200 / 250 / 2)
    assert seasonal(model, parts * 2, 91) == pytest.approx(np.log(2) * 400 / 450 * 2 / 3)
    assert seasonal(model, parts[:3], 91) == 0.0


def test_newer_windows_count_more() -> None:
    model = fit_chance_model([part(200), part(100)])
    chance = float(model.of(part(0))[0])
    assert chance == pytest.approx((0.2 + 0.7 * 0.1) / 1.7, abs=1e-4)  # weights 1 and 0.7


def test_the_spread_over_a_year_needs_purchases_enough() -> None:
    model = ChanceModel(None, Calibrator(float(np.log(0.2 / 0.8)), np.zeros(SLOPES)))
    # 200 in one quarter and 320 in two: 1 - 0.8 ** p = 0.32 -> p = 1.7283 quarters, 2 ** 0.7893
    assert persistence(model, [part(200), part(200, later=320, terms=2)]) == pytest.approx(
        np.log2(1.7283), abs=1e-3
    )
    assert persistence(model, [part(60), part(60, later=90, terms=2)]) == 1.0


def customers(bought: int, back: int, of: int = 400, terms: np.ndarray | None = None) -> TrainingPairs:
    """Return a window of so many customers with one pair each; the first ``back`` came back, ``bought`` of
    them bought."""
    some = np.zeros((of, TERMS), np.float32) if terms is None else terms
    who = np.arange(of)
    pairs, euros = Pairs(some, who < bought, np.ones(of)), (who, np.zeros(of), np.ones(of), np.ones(of))
    return TrainingPairs(pairs, who, np.zeros((of, 8)), who < back, None, 1, *euros)


def test_the_chance_is_that_of_return_times_that_of_a_purchase_on_return() -> None:
    # 200 of 400 came back and 50 of those bought: 1/2 x 1/4.
    model = fit_chance_model([customers(50, 200)])
    assert model.returns is not None
    assert model.returns.probability(np.zeros((1, 8)))[0] == pytest.approx(0.5, abs=1e-4)
    assert model.calibrator.of_pairs(customers(50, 200).pairs)[0] == pytest.approx(0.25, abs=1e-3)
    assert model.of(customers(0, 0))[0] == pytest.approx(0.125, abs=1e-3)


def test_the_weeks_just_passed_tell_who_buys_not_how_many_come_back() -> None:
    # Half came back in the past quarter and a quarter of those bought what they had never seen. In the last
    # month only one in ten came, but three quarters of those bought. The mean chance on return is what it
    # was; who has not been there stands out.
    new = np.zeros((400, TERMS), np.float32)
    new[:, ABSENT] = 1
    old = [customers(50, 200), customers(50, 200)]
    without, found = fit_chance_model(old), fit_chance_model(old, customers(30, 40, terms=new))
    pairs = customers(0, 0).pairs
    fresh = replace(customers(0, 0), pairs=replace(pairs, terms=new))
    assert found.returns is not None
    assert without.returns is not None
    assert found.returns.intercept == without.returns.intercept
    assert 1.7 * 0.125 < found.of(fresh).mean() < 0.5 * 0.75
    assert found.of(customers(0, 0))[0] == pytest.approx(0.125, abs=2e-3)
    assert without.of(fresh).mean() == pytest.approx(without.of(customers(0, 0)).mean())


def test_the_weeks_just_passed_count_for_a_third() -> None:
    # Old: 300 new pairs of which 30 bought and 300 known ones of which 30 bought, everyone came back. Newest:
    # 300 new ones of which 120 bought. New pairs together: (30 + 120 / 3) of (300 + 100) bought, beside 30 of
    # 300.
    new, mixed = np.zeros((300, TERMS), np.float32), np.zeros((600, TERMS), np.float32)
    new[:, ABSENT] = mixed[:300, ABSENT] = 1
    old = customers(0, 600, of=600, terms=mixed)
    old = replace(old, pairs=replace(old.pairs, bought=np.arange(600) % 300 < 30))
    model = fit_chance_model([old], customers(120, 300, of=300, terms=new))
    odds = [chance / (1 - chance) for chance in model.of(old)[[0, 300]]]
    # the penalty of the regression shrinks a little
    assert odds[0] / odds[1] == pytest.approx((70 / 330) / (30 / 270), rel=0.03)


def test_what_is_predicted_adds_up_to_what_happened_though_return_and_purchase_go_together() -> None:
    # The rhythm says the same of everyone, but in the newer window nearly all came back, and bought more (the
    # first item term knows): 0.61 of 400 at 0.41 and 0.7 times 0.61 of 400 at 0.05 make 110 where 161 was
    # bought.
    more = np.zeros((400, TERMS), np.float32)
    more[:, 2] = 1
    parts = [customers(160, 390, terms=more), customers(2, 40)]
    model = fit_chance_model(parts)
    predicted = model.of(parts[0]).sum() + 0.7 * model.of(parts[1]).sum()
    assert predicted == pytest.approx(160 + 0.7 * 2, rel=1e-3)


def test_a_window_in_which_all_who_returned_bought_gives_a_chance_short_of_certain() -> None:
    model = fit_chance_model([customers(30, 30, of=60)])
    assert 0.45 < model.of(customers(0, 0, of=60))[0] < 0.5
    assert np.isfinite(model.calibrator.intercept)


def test_every_window_is_checked_with_the_weeks_that_had_just_passed_before_it() -> None:
    # Three windows: two are checked (400 pairs each); the oldest only teaches.
    parts = [customers(50, 200)] * 3
    table, brier, base = checked(Foretold.of(foretold(parts, [customers(5, 20)] * 2, 91)))
    assert (table["pairs"].sum(), table["events"].sum()) == (800, 100)
    assert (brier, base) == (pytest.approx(0.125 * 0.875, abs=1e-3), pytest.approx(0.125 * 0.875))


def test_pairs_that_were_followed_and_the_matrix_of_a_situation_get_the_same_chance() -> None:
    coded = purchases(renewed_shop(45))
    place = window_state(coded, END)
    rows = np.arange(len(place.baskets.customers))
    recommender = Ease.fit(place.weights, 50.0)
    after = bought_after(coded, place.baskets, END, 91)
    outcome = Outcome(91, after, came_back(coded, place.baskets, END, 91))
    part = training_pairs(recommender, place, outcome, seed=1)
    model = fit_chance_model([part])
    assert model.returns is not None
    assert (part.pairs.terms[:, ABSENT] == 1).any()
    assert (model.calibrator.slopes[TERMS:] != 0).all()
    whole = model.over(place, recommender.score(rows), rows, 91)
    open_to = (place.baskets.matrix.toarray() == 0) & place.alive
    assert part.pairs.weight.max() == 1.0  # few enough pairs to have them all, in the order of the matrix
    assert model.of(part) == pytest.approx(whole[open_to], rel=2e-3)


def renewed_shop(*days_ago: int) -> pd.DataFrame:
    """Return 30 months of 40 items, and 20 new ones at each launch: who comes first after it takes each with
    a chance of 1/5."""
    rng = np.random.default_rng(4)
    days = pd.date_range(END - dt.timedelta(days=910), END + dt.timedelta(days=91))
    visit, customer = np.nonzero(rng.random((len(days), 300)) < 1 / 70)
    at, item = np.nonzero(rng.random((len(visit), 40)) < 0.06)
    rows = [(visit[at], customer[at], item)]
    for launch, ago in enumerate(days_ago):
        later = np.flatnonzero(days[visit] >= pd.Timestamp(END - dt.timedelta(days=ago)))
        first = later[np.unique(customer[later], return_index=True)[1]]
        at, item = np.nonzero(rng.random((len(first), 20)) < 0.2)
        rows.append((visit[first[at]], customer[first[at]], item + 40 + 20 * launch))
    when, who, what = (np.concatenate(one) for one in zip(*rows, strict=True))
    names = {"customer_id": [f"c{n:03d}" for n in who], "item": [f"i{n:02d}" for n in what]}
    return pd.DataFrame({"date": days[when], **names, "revenue": 10.0, "cost": 6.0, "one_off": 0.0})


@pytest.mark.parametrize(
    ("days_ago", "least", "most"),
    [
        ((45, 500), 0.85, 1.15),
        pytest.param((35,), 0.5, 2.0, marks=pytest.mark.slow),
        pytest.param((45,), 0.5, 2.0, marks=pytest.mark.slow),
    ],
)
def test_who_has_not_yet_seen_a_new_range_gets_a_chance(
    days_ago: tuple[int, ...], least: float, most: float
) -> None:
    # With a launch in the past the chances come true. Without one only the last weeks tell: right within a
    # factor of two, where a curve through whole quarters said 0.002 of what happened.
    coded = purchases(renewed_shop(*days_ago))
    found = learn(coded, END, seed=1)
    place, baskets = found.state, found.state.baskets
    rows = np.arange(len(baskets.customers))
    unseen = place.visits.since(rows, place.first_sold) == 0
    pairs = (baskets.matrix.toarray() == 0) & unseen & (baskets.items >= 40) & (baskets.items < 60)
    bought = bought_after(coded, baskets, END, 91).toarray()[pairs] > 0
    assert bought.sum() > 400
    assert least < found.probability(rows, a_year=False)[pairs].sum() / bought.sum() < most
