"""The score: normalisations against numpy and scipy, points that add up, and what changes no rank."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from klantwaarde_xl.core.value.score import MEASURED_BY, customer_score, normalise
from klantwaarde_xl.errors import InvalidFigureError
from klantwaarde_xl.model.settings import DIMENSIONS, Settings

WEIGHTS = Settings().weights()
POINTS = [f"points_{name}" for name in MEASURED_BY]


def measures_of(**columns: list[float]) -> pd.DataFrame:
    size = len(next(iter(columns.values())))
    frame = pd.DataFrame(
        np.nan, index=[f"k{i}" for i in range(size)], columns=[*MEASURED_BY.values(), "contribution"]
    )
    return frame.assign(**columns)


some_measures = st.integers(1, 12).flatmap(
    lambda n: st.fixed_dictionaries(
        {
            "revenue": st.lists(st.integers(-10_000, 99_999).map(lambda x: x / 100), min_size=n, max_size=n),
            **{
                name: st.lists(
                    st.one_of(st.integers(0, 500).map(lambda x: x / 100), st.just(np.nan)),
                    min_size=n,
                    max_size=n,
                )
                for name in ("gross_margin", "time_intensity", "energy", "breadth", "contribution")
            },
        }
    )
)


def test_the_dimensions_are_those_of_the_settings_in_the_same_order() -> None:
    assert tuple(MEASURED_BY) == DIMENSIONS


def test_normalisations_against_numpy_and_scipy() -> None:
    x = np.array([3.0, 1.0, 4.0, 1.0, 5.0, 9.0, 2.0, 6.0])
    known = np.append(x, np.nan)
    percentile = [stats.percentileofscore(x, value, kind="mean") for value in x]
    low, high = np.quantile(x, [0.05, 0.95])
    clipped = np.minimum(np.maximum(x, low), high)
    expected = {
        "percentile": percentile,
        "min_max": (x - 1) / 8 * 100,
        "min_max_winsorised": (clipped - low) / (high - low) * 100,
        "z_score": 100 * stats.norm.cdf(stats.zscore(x)),
    }
    for method, wanted in expected.items():
        np.testing.assert_allclose(
            normalise(known, method), np.append(wanted, np.nan), rtol=1e-12, err_msg=method
        )


def test_winsorising_cuts_both_ends() -> None:
    # 0 to 100: 5 % lie below 5 and above 95; 20 is (20 - 5) / 90 on the way
    found = normalise(np.arange(101.0), "min_max_winsorised")
    assert found[[0, 5, 20, 95, 100]].tolist() == pytest.approx([0.0, 0.0, 100 / 6, 100.0, 100.0])


@pytest.mark.parametrize("method", ["percentile", "min_max", "min_max_winsorised", "z_score"])
def test_one_value_or_all_equal_is_fifty(method: str) -> None:
    assert normalise([7.0], method).tolist() == [50.0]
    assert normalise([7.0, 7.0, 7.0], method).tolist() == [50.0, 50.0, 50.0]
    assert normalise([], method).tolist() == []
    assert np.isnan(normalise([np.nan], method)).all()


def test_another_method_is_refused() -> None:
    with pytest.raises(ValueError, match="rank"):
        normalise([1.0], "rank")


def test_two_customers_by_hand() -> None:
    # turnover: a 75, b 25; margin: a 25, b 75; time, lower is better: a 25, b 75; energy only for a: 50. a =
    # (.2 x 75 + .25 x 25 + .1 x 25 + .1 x 50) / .65 = 28.75 / .65; b = (.2 x 25 + .25 x 75 + .1 x 75) / .55 =
    # 31.25 / .55
    scores = customer_score(
        measures_of(
            revenue=[9.0, 5.0], gross_margin=[1.0, 2.0], time_intensity=[0.8, 0.1], energy=[3.0, np.nan]
        ),
        WEIGHTS,
    )
    assert scores["score"].tolist() == pytest.approx([28.75 / 0.65, 31.25 / 0.55], abs=1e-9)
    assert scores["completeness"].tolist() == pytest.approx([0.65, 0.55])
    assert scores["rank"].tolist() == [2.0, 1.0]
    assert scores["rank_revenue"].tolist() == [1.0, 2.0]
    assert scores["rank_shift"].tolist() == [-1.0, 1.0]
    assert scores["rank_contribution"].isna().all()
    assert scores.loc["k0", "points_energy"] == pytest.approx(5.0 / 0.65)
    assert np.isnan(scores.loc["k1", "points_energy"])


def test_a_missing_rating_is_not_a_zero() -> None:
    columns = {"revenue": [5.0, 5.0, 5.0], "gross_margin": [1.0, 1.0, 1.0]}
    scores = customer_score(measures_of(**columns, energy=[1.0, 5.0, np.nan]), WEIGHTS)["score"]
    assert scores["k0"] < scores["k2"] < scores["k1"]


def test_a_customer_with_nothing_that_is_weighed_has_no_score() -> None:
    scores = customer_score(measures_of(revenue=[5.0, 6.0], energy=[np.nan, 4.0]), {"energy": 1.0})
    assert np.isnan(scores.loc["k0", ["score", "rank"]].to_numpy(float)).all()
    assert scores.loc["k1", ["score", "rank"]].tolist() == [50.0, 1.0]


def test_wrong_weights_are_refused() -> None:
    measures = measures_of(revenue=[1.0])
    with pytest.raises(InvalidFigureError, match="KW-301"):
        customer_score(measures, {"turnover": -1.0})
    with pytest.raises(InvalidFigureError, match="KW-302"):
        customer_score(measures, {"turnover": 0.0})
    with pytest.raises(KeyError, match="omzet"):
        customer_score(measures, {"omzet": 1.0})


@settings(max_examples=40, deadline=None)
@given(some_measures)
def test_points_add_up_to_the_score_exactly_in_any_order(columns: dict[str, list[float]]) -> None:
    scores = customer_score(measures_of(**columns), WEIGHTS)
    for score, points in zip(scores["score"], scores[POINTS].to_numpy().tolist(), strict=True):
        known = [part for part in points if not math.isnan(part)]
        assert sum(known) == sum(reversed(known)) == math.fsum(known) == score
        assert 0 <= score <= 100


@settings(max_examples=40, deadline=None)
@given(some_measures, st.randoms(use_true_random=False))
def test_the_order_of_customers_changes_no_score_or_rank(columns: dict[str, list[float]], random) -> None:
    measures = measures_of(**columns)
    order = list(range(len(measures)))
    random.shuffle(order)
    pd.testing.assert_frame_equal(
        customer_score(measures, WEIGHTS).iloc[order],
        customer_score(measures.iloc[order], WEIGHTS),
        check_exact=True,
    )


@settings(max_examples=40, deadline=None)
@given(some_measures, st.sampled_from(["percentile", "min_max", "min_max_winsorised", "z_score"]))
def test_amounts_in_cents_instead_of_euros_change_no_score_or_rank(
    columns: dict[str, list[float]], method: str
) -> None:
    measures = measures_of(**columns)
    euros = ["revenue", "gross_margin", "contribution"]
    before = customer_score(measures, WEIGHTS, method)
    after = customer_score(measures.assign(**{name: measures[name] * 100 for name in euros}), WEIGHTS, method)
    np.testing.assert_allclose(before["score"], after["score"], atol=1e-9)
    pd.testing.assert_frame_equal(before.filter(like="rank"), after.filter(like="rank"))
