"""Rank certainty: against a plain loop over the same draws, reproducible, bounded in memory."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from klantwaarde_xl.core.value import rank_interval as module
from klantwaarde_xl.core.value.rank_interval import rank_interval
from klantwaarde_xl.core.value.score import MEASURED_BY

NAMES = [f"normalised_{name}" for name in MEASURED_BY]
WEIGHTS = dict(zip(MEASURED_BY, (0.2, 0.25, 0.1, 0.1, 0.1, 0.1, 0.15), strict=True))


def scores_of(size: int, missing: float = 0.2) -> pd.DataFrame:
    random = np.random.default_rng(7)
    values = random.integers(0, 5, (size, 7)) * 25.0
    values[random.random(values.shape) < missing] = np.nan
    values[:, 0] = np.nan_to_num(values[:, 0], nan=50.0)
    frame = pd.DataFrame(values, columns=NAMES, index=[f"k{i}" for i in range(size)])
    return frame.assign(score=frame.mean(axis=1))


def test_it_is_what_a_plain_loop_over_the_draws_gives(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_BLOCK", 64)  # many small blocks, of draws and of customers
    scores, draws = scores_of(12), 40
    drawn = np.random.default_rng(3).dirichlet(50 * np.array(list(WEIGHTS.values())), size=draws)
    ranks: list[list[int]] = [[] for _ in range(12)]
    for weights in drawn.tolist():
        totals = []
        for row in scores[NAMES].to_numpy().tolist():
            have = [(w, x) for w, x in zip(weights, row, strict=True) if not math.isnan(x)]
            totals.append(round(sum(w * x for w, x in have) / sum(w for w, _ in have), 9))
        for customer, total in enumerate(totals):
            ranks[customer].append(1 + sum(other > total for other in totals))
    found = rank_interval(scores, WEIGHTS, draws=draws, seed=3)
    # inverted CDF: the 2nd and the 38th of 40
    assert found["rank_low"].tolist() == [sorted(own)[1] for own in ranks]
    assert found["rank_high"].tolist() == [sorted(own)[37] for own in ranks]
    assert found["top20_share"].tolist() == [sum(rank <= 3 for rank in own) / draws for own in ranks]


def test_the_same_seed_gives_the_same_and_the_order_of_customers_does_not_matter() -> None:
    scores = scores_of(50)
    first = rank_interval(scores, WEIGHTS, draws=100, seed=5)
    pd.testing.assert_frame_equal(first, rank_interval(scores, WEIGHTS, draws=100, seed=5))
    pd.testing.assert_frame_equal(first, rank_interval(scores[::-1], WEIGHTS, draws=100, seed=5)[::-1])
    assert not first.equals(rank_interval(scores, WEIGHTS, draws=100, seed=6))


def test_equal_customers_share_a_rank_in_every_draw() -> None:
    twice = pd.concat([scores_of(9), scores_of(9)], ignore_index=True)
    found = rank_interval(twice, WEIGHTS, draws=60)
    np.testing.assert_array_equal(found.iloc[:9].to_numpy(), found.iloc[9:].to_numpy())


def test_the_same_score_over_other_dimensions_is_the_same_rank() -> None:
    scores = scores_of(40)
    # 70 on whatever is known: 70 under any weights
    scores[NAMES] = scores[NAMES].where(scores[NAMES].isna(), 70.0)
    found = rank_interval(scores, WEIGHTS, draws=50)
    assert (found.to_numpy() == 1.0).all()


def test_without_draws_or_score_nothing_is_claimed() -> None:
    scores = scores_of(5)
    assert rank_interval(scores, WEIGHTS, draws=0).isna().all(axis=None)
    scores.loc["k2", [*NAMES, "score"]] = np.nan
    found = rank_interval(scores, WEIGHTS, draws=20)
    assert found.loc["k2"].isna().all()
    assert found.drop("k2").notna().all(axis=None)
    assert rank_interval(scores.iloc[:0], WEIGHTS).empty


def test_a_weight_of_zero_stays_zero() -> None:
    scores = scores_of(20, missing=0.0)
    found = rank_interval(scores, {"turnover": 1.0}, draws=30)
    expected = scores["normalised_turnover"].rank(ascending=False, method="min")
    assert found["rank_low"].tolist() == found["rank_high"].tolist() == expected.tolist()


def test_above_five_thousand_customers_there_are_two_hundred_draws() -> None:
    found = rank_interval(scores_of(5_001), WEIGHTS, draws=1_000)
    share = found["top20_share"] * 200
    assert np.abs(share - share.round()).max() < 1e-9
    pd.testing.assert_frame_equal(found, rank_interval(scores_of(5_001), WEIGHTS, draws=200))
