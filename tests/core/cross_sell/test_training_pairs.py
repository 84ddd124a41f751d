"""Training pairs of past windows: discontinued items are left out, and every pair has its terms."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from scipy import sparse

from klantwaarde_xl.core.cross_sell import training_pairs as module
from klantwaarde_xl.core.cross_sell.baskets import purchases
from klantwaarde_xl.core.cross_sell.calibration import TERMS
from klantwaarde_xl.core.cross_sell.predictor import learn
from klantwaarde_xl.core.cross_sell.recommenders import Ease, LookAlike
from klantwaarde_xl.core.cross_sell.training_pairs import Outcome, training_pairs
from klantwaarde_xl.core.cross_sell.window_state import bought_after, window_state

END = dt.date(2024, 12, 31)


def seasonal_shop(stopped: bool) -> pd.DataFrame:
    """Return three years of a shop in which every item is bought at its own steady rate; half of them may
    stop in 2024."""
    rng = np.random.default_rng(2)
    days = pd.date_range("2022-01-01", END, freq="MS")
    month, customer, item = np.nonzero(rng.random((len(days), 150, 30)) < 0.03)
    frame = pd.DataFrame(
        {
            "date": days[month] + pd.to_timedelta(rng.integers(0, 28, len(month)), "D"),
            "customer_id": [f"c{n:03d}" for n in customer],
            "item": [f"i{n:02d}" for n in item],
            "revenue": 10.0,
        }
    ).assign(cost=6.0, one_off=0.0)
    gone = (frame["item"] < "i15") & (frame["date"] >= "2024-06-01")
    return frame[~gone] if stopped else frame


def test_pairs_of_a_discontinued_item_are_not_followed() -> None:
    coded = purchases(seasonal_shop(True))
    place = window_state(coded, END)
    count, width = place.baskets.matrix.shape
    assert int(place.alive.sum()) == width - 15
    nothing = bought_after(coded, place.baskets, END, 91)
    found = training_pairs(
        Ease.fit(place.weights, 10.0), place, Outcome(91, nothing, np.ones(count, bool)), seed=1
    )
    still = ((place.baskets.matrix.toarray() == 0) & place.alive).sum()
    assert found.pairs.weight.sum() == pytest.approx(still, rel=0.02)


def test_the_terms_of_a_pair_by_hand() -> None:
    # a came on two days in 365 and has bought x only; y was sold to b after that: a has not been there since.
    rows = [("a", "x", "2024-05-01"), ("a", "x", "2024-08-01"), ("b", "y", "2024-12-01")]
    frame = pd.DataFrame(rows, columns=["customer_id", "item", "date"])
    coded = purchases(
        frame.assign(date=pd.to_datetime(frame["date"]), revenue=1.0, cost=np.nan, one_off=np.nan)
    )
    place = window_state(coded, END)
    place = replace(place, alive=np.ones(2, bool))  # x, silent since August, as well
    after = sparse.csr_array(np.array([[0, 1], [1, 0]], np.float32))
    found = training_pairs(Ease.fit(place.weights, 10.0), place, Outcome(91, after, np.ones(2, bool)), seed=1)
    assert found.customer.tolist() == [0, 1]
    terms = found.pairs.terms.astype(float)
    assert terms.shape == (2, TERMS)
    # y: 1 of 1 customer that was there since took it, sold for 30 days; x: 1 of 2, sold for 244 days.
    assert terms[:, 5] == pytest.approx(np.log([1.5 / 2, 1.5 / 3]))
    assert terms[:, 6] == pytest.approx(np.log([31, 245]))
    # a was absent; b came once since x is sold.
    assert terms[:, 7:9].tolist() == [[0, 1], [pytest.approx(np.log(2)), 0]]
    # Visits to expect in 91 days at 2 and at 1 a year, knowing that there is one.
    rate = np.array([2, 1]) * 91 / 365
    assert terms[:, 11] == pytest.approx(np.log(rate / (1 - np.exp(-rate))))
    assert terms[:, 12].tolist() == [0, 0]  # filled in by the curve


def test_a_discontinued_item_has_no_chance_and_the_others_keep_theirs() -> None:
    found = learn(purchases(seasonal_shop(True)), END, seed=1)
    chance = found.probability(np.arange(20))
    assert (chance[:, :15] == 0).all()
    assert (chance[:, 15:] > 0.05).all()


def test_chances_within_a_year_come_true_in_a_shop_where_all_quarters_are_alike() -> None:
    # 0.03 a month: 1 - 0.97 ** 12 = 0.306 within a year.
    coded = purchases(seasonal_shop(False))
    cut = dt.date(2023, 12, 31)
    found = learn(coded, cut, seed=1)
    baskets = found.state.baskets
    new = baskets.matrix.toarray() == 0
    bought = bought_after(coded, baskets, cut, 365).toarray()[new] > 0
    chance = found.probability(np.arange(len(baskets.customers)))[new]
    assert chance.mean() == pytest.approx(bought.mean(), rel=0.15)
    assert chance.mean() == pytest.approx(0.306, rel=0.15)


def test_of_too_many_pairs_a_sample_of_customers_and_of_misses_stands_for_all(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    coded = purchases(seasonal_shop(False))
    place = window_state(coded, dt.date(2023, 12, 31))
    count, width = place.baskets.matrix.shape
    after = bought_after(coded, place.baskets, dt.date(2023, 12, 31), 91)
    outcome, recommender = Outcome(91, after, np.ones(count, bool)), Ease.fit(place.weights, 10.0)
    whole = training_pairs(recommender, place, outcome, seed=1)
    monkeypatch.setattr(module, "SAMPLED_MISSES", 1_000)
    fewer = training_pairs(recommender, place, outcome, seed=1)
    assert whole.pairs.weight.max() == 1.0
    assert fewer.pairs.bought.sum() == whole.pairs.bought.sum()
    assert (fewer.pairs.weight[fewer.pairs.bought] == 1).all()
    assert set(fewer.pairs.weight[~fewer.pairs.bought]) == {count * width / 1_000}
    assert fewer.pairs.weight.sum() == pytest.approx(whole.pairs.weight.sum(), rel=0.1)
    monkeypatch.setattr(module, "SAMPLED_CELLS", 20 * width)
    some = training_pairs(recommender, place, outcome, seed=1)
    assert len(np.unique(some.customer)) == 20
    assert len(some.back) == count
    monkeypatch.setattr(module, "SAMPLED_CELLS", 1)
    assert len(np.unique(training_pairs(recommender, place, outcome, seed=1).customer)) == 1


def test_look_alike_looks_at_fewer_customers_the_more_it_compares_them_with(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    coded = purchases(seasonal_shop(False))
    place = window_state(coded, dt.date(2023, 12, 31))
    count = place.baskets.matrix.shape[0]
    after = bought_after(coded, place.baskets, dt.date(2023, 12, 31), 91)
    outcome = Outcome(91, after, np.ones(count, bool))
    monkeypatch.setattr(module, "SAMPLED_COMPARISONS", 10 * count + 1)
    some = training_pairs(LookAlike.fit(place.weights), place, outcome, seed=1)
    assert len(np.unique(some.customer)) == 10
    others = training_pairs(Ease.fit(place.weights, 10.0), place, outcome, seed=1)
    assert len(np.unique(others.customer)) > 10


def test_what_was_bought_in_a_longer_time_is_told_of_the_same_pairs() -> None:
    coded = purchases(seasonal_shop(False))
    cut = dt.date(2023, 12, 31)
    place = window_state(coded, cut)
    count, width = place.baskets.matrix.shape
    first, year = (bought_after(coded, place.baskets, cut, days) for days in (91, 365))
    outcome = Outcome(91, first, np.ones(count, bool), later=year, terms=4)
    found = training_pairs(Ease.fit(place.weights, 10.0), place, outcome, seed=1)
    new = place.baskets.matrix.toarray() == 0
    assert len(found.pairs.bought) == new.sum() < count * width
    assert found.pairs.bought.sum() == (first.toarray()[new] > 0).sum()
    assert found.later.sum() == (year.toarray()[new] > 0).sum() < new.sum()
    assert not (found.pairs.bought & ~found.later).any()
