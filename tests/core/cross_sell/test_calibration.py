"""Calibration: a curve that was put in comes out, it rises with the score, and the reliability table adds
up."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from klantwaarde_xl.core.cross_sell.calibration import (
    EDGES,
    SLOPES,
    TERMS,
    Calibrator,
    Pairs,
    as_predicted,
    fit_calibrator,
    reliability,
    score_terms,
    visit_terms,
)


def drawn(count: int, seed: int, slope: float = 1.0) -> tuple[Pairs, np.ndarray]:
    """Return pairs of which the true chance is known: logistic in log score, one item term and one customer
    term."""
    rng = np.random.default_rng(seed)
    score = rng.random(count) + 0.01
    others = rng.normal(size=(count, TERMS - 2))
    terms = np.hstack([score_terms(score), others]).astype(np.float32)
    truth = 1 / (1 + np.exp(-(-2.0 + slope * np.log(score) + 0.8 * others[:, 0] - 0.5 * others[:, 5])))
    return Pairs(terms, rng.random(count) < truth, np.ones(count)), truth


def test_the_true_chances_come_back() -> None:
    pairs, truth = drawn(40_000, seed=1)
    found = fit_calibrator(pairs)
    assert np.abs(found.of_pairs(pairs) - truth).mean() < 0.005
    assert found.slopes[2] == pytest.approx(0.8, abs=0.06)
    assert found.slopes[7] == pytest.approx(-0.5, abs=0.06)


def test_predicted_purchases_add_up_to_those_that_happened() -> None:
    # The intercept is not penalised, so its score equation makes the sums equal (up to the tolerance of the
    # optimiser).
    pairs, _ = drawn(5_000, seed=2)
    assert fit_calibrator(pairs).of_pairs(pairs).sum() == pytest.approx(pairs.bought.sum(), rel=1e-3)


def test_a_sample_of_the_misses_with_their_weight_gives_the_same_curve() -> None:
    pairs, truth = drawn(60_000, seed=3)
    kept = pairs.bought | (np.random.default_rng(1).random(60_000) < 0.25)
    sample = Pairs(pairs.terms[kept], pairs.bought[kept], np.where(pairs.bought[kept], 1.0, 4.0))
    assert np.abs(fit_calibrator(sample).of_pairs(pairs) - truth).mean() < 0.01


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 1_000), st.floats(-2, 2))
def test_the_chance_never_falls_when_the_score_rises(seed: int, slope: float) -> None:
    # Also when the purchases say the opposite (a negative slope): the recommender is then ignored, not turned
    # round.
    pairs, _ = drawn(500, seed, slope)
    if not pairs.bought.any():
        return
    found = fit_calibrator(pairs)
    chance = found.probability(
        np.linspace(-1, 3, 50)[None, :], np.zeros((50, 5)), np.ones((1, 50)), np.zeros((1, 4))
    )
    assert (np.diff(chance[0]) >= -1e-7).all()
    assert chance.min() >= 0
    assert chance.max() <= 1


def test_matrix_and_pairs_give_the_same_chance() -> None:
    pairs, _ = drawn(600, seed=5)
    found = fit_calibrator(pairs)
    rng = np.random.default_rng(1)
    score, items, customers = rng.random((4, 5)), rng.normal(size=(5, 5)), rng.normal(size=(4, 4))
    visits = rng.integers(0, 4, (4, 5))
    assert (visits == 0).any()
    terms = np.array(
        [
            [*score_terms(score[c, i]), *items[i], *visit_terms(visits[c, i]), *customers[c]]
            for c in range(4)
            for i in range(5)
        ]
    )
    flat = found.of_pairs(Pairs(terms, np.zeros(20, bool), np.ones(20)))
    assert found.probability(score, items, visits, customers).ravel() == pytest.approx(flat, abs=1e-6)


def test_the_curve_is_the_logistic_function_by_hand() -> None:
    # intercept -1, slopes: log score 1, score 0.5, first item term 2, log(1 + visits) -1, no visits 3, first
    # customer term -1, and for who was not there: days sold 0.1 and log chance of return 2 on top of 1. score
    # 2, item 0.3, sold 5, customer 0.4, return -0.5; with 1 visit: -1 + ln 2 + 1 + 0.6 - ln 2 - 0.4 - 0.5 =
    # -0.3, without: -1 + ln 2 + 1 + 0.6 + 3 - 0.4 - 0.5 + 0.5 - 1 = 2.2 + ln 2
    slopes = np.zeros(SLOPES)
    slopes[[0, 1, 2, 7, 8, 9, 12, 14, 17]] = [1.0, 0.5, 2.0, -1.0, 3.0, -1.0, 1.0, 0.1, 2.0]
    items, customer = np.array([[0.3, 0, 0, 0, 5.0]] * 2), np.array([[0.4, 0, 0, -0.5]])
    chance = Calibrator(-1.0, slopes).probability(
        np.array([[2.0, 2.0]]), items, np.array([[1.0, 0.0]]), customer
    )
    assert chance[0].tolist() == pytest.approx(
        [1 / (1 + np.exp(0.3)), 1 / (1 + np.exp(-(np.log(2) + 2.2)))], abs=1e-6
    )


def test_reliability_by_hand() -> None:
    # Bin 0.1-0.2: chances .1 .15 (weights 1 and 3), one purchase of weight 1: predicted .55/4, observed 1/4,
    # ratio .55. Bin 0.5-1: one chance of 1.0, bought: ratio 1. A bound belongs to the bin above it, 1.0 to
    # the last bin.
    table = reliability(np.array([0.1, 0.15, 1.0]), np.array([True, False, True]), np.array([1.0, 3.0, 1.0]))
    assert table["low"].tolist() == [0.1, 0.5]
    assert table["pairs"].tolist() == [4, 1]
    assert table["predicted"].tolist() == pytest.approx([0.1375, 1.0])
    assert table["observed"].tolist() == pytest.approx([0.25, 1.0])
    assert table["ratio"].tolist() == pytest.approx([0.55, 1.0])


def test_reliability_loses_no_pair_and_no_purchase() -> None:
    pairs, truth = drawn(3_000, seed=7)
    table = reliability(truth, pairs.bought, pairs.weight)
    assert table["pairs"].sum() == 3_000
    assert table["events"].sum() == pairs.bought.sum()
    assert set(table["low"]) <= set(EDGES)


def test_a_bound_opens_the_bin_above_it() -> None:
    bounds = np.array([0, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 30, 50]) / 100
    table = reliability(bounds, np.ones(11, bool), np.ones(11))
    assert table["low"].tolist() == pytest.approx(bounds)
    assert table["high"].tolist() == pytest.approx([*bounds[1:], 1.0])


def test_bins_without_pairs_are_left_out_also_the_last() -> None:
    table = reliability(np.full(4, 0.07), np.array([True, False, False, False]), np.ones(4))
    assert table[["low", "high", "pairs"]].values.tolist() == [[0.05, 0.1, 4.0]]


@pytest.mark.parametrize(
    ("events", "predicted", "told"), [(100, 151, False), (100, 149, True), (100, 66, False), (99, 400, True)]
)
def test_chances_that_did_not_come_true_later_are_not_given(
    events: float, predicted: float, told: bool
) -> None:
    table = pd.DataFrame(
        {
            "pairs": [400.0, 600.0],
            "events": [events / 2] * 2,
            "predicted": [predicted / 800, predicted / 1_200],
        }
    )
    assert as_predicted(table) == told
