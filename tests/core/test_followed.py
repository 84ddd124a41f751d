"""What became of past windows: the season, the spread over a year, and that discontinued items are not followed."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from klantwaarde_xl.core.baskets import purchases
from klantwaarde_xl.core.calibration import TERMS, Calibrator, Pairs
from klantwaarde_xl.core.followed import SEASON_EVENTS, Curve, Followed, fit_curve, followed, persistence, seasonal
from klantwaarde_xl.core.predictor import learn
from klantwaarde_xl.core.recommenders import Ease
from klantwaarde_xl.core.situation import bought_after, situation

END = dt.date(2024, 12, 31)


def part(bought: int, pairs: int = 1_000, later: int | None = None, terms: int = 1) -> Followed:
    """Return a window of equal pairs of which the first so many were bought."""
    happened = np.arange(pairs) < bought
    after = None if later is None else np.arange(pairs) < later
    nothing = np.zeros((pairs, TERMS), np.float32)
    return Followed(
        Pairs(nothing, happened, np.ones(pairs)), np.zeros(pairs, int), np.zeros((1, 8)), np.ones(1, bool), after, terms
    )


def test_the_level_of_the_same_season_a_year_ago_by_hand() -> None:
    # The curve says 10 % everywhere (100 purchases); a year ago in this season 200 were made: ln 2 x 200 / (200 + 50).
    curve = Curve(None, Calibrator(float(np.log(0.1 / 0.9)), np.zeros(TERMS)))
    parts = [part(100), part(80), part(90), part(200)]
    assert SEASON_EVENTS == 50
    assert seasonal(curve, parts, 91) == pytest.approx(np.log(2) * 200 / 250)
    assert seasonal(curve, parts[:3], 91) == 0.0


def test_newer_windows_count_more() -> None:
    curve = fit_curve([part(200), part(100)])
    chance = float(curve.of(part(0))[0])
    assert chance == pytest.approx((0.2 + 0.7 * 0.1) / 1.7, abs=1e-4)  # weights 1 and 0.7


def test_the_spread_over_a_year_needs_purchases_enough() -> None:
    curve = Curve(None, Calibrator(float(np.log(0.2 / 0.8)), np.zeros(TERMS)))
    # 200 in one quarter and 320 in two: 1 - 0.8 ** p = 0.32 -> p = 1.7283 quarters, 2 ** 0.7893
    assert persistence(curve, [part(200), part(200, later=320, terms=2)]) == pytest.approx(np.log2(1.7283), abs=1e-3)
    assert persistence(curve, [part(60), part(60, later=90, terms=2)]) == 1.0


def seasonal_shop(stopped: bool) -> pd.DataFrame:
    """Return three years of a shop in which every item is bought at its own steady rate; half of them may stop in 2024."""
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
    place = situation(coded, END)
    count, width = place.baskets.matrix.shape
    assert int(place.alive.sum()) == width - 15
    nothing = bought_after(coded, place.baskets, END, 91)
    found = followed(Ease.fit(place.weights, 10.0), place, nothing, np.ones(count, bool), None, 1, 91, seed=1)
    still = ((place.baskets.matrix.toarray() == 0) & place.alive).sum()
    assert found.pairs.weight.sum() == pytest.approx(still, rel=0.02)


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
    baskets = found.situation.baskets
    new = baskets.matrix.toarray() == 0
    bought = bought_after(coded, baskets, cut, 365).toarray()[new] > 0
    chance = found.probability(np.arange(len(baskets.customers)))[new]
    assert chance.mean() == pytest.approx(bought.mean(), rel=0.15)
    assert chance.mean() == pytest.approx(0.306, rel=0.15)
