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
from klantwaarde_xl.core.value.value_functions import Scale, Scales
from klantwaarde_xl.errors import InvalidFigureError
from klantwaarde_xl.model.settings import DIMENSIONS, Settings

WEIGHTS = Settings().weights()
POINTS = [f"points_{name}" for name in MEASURED_BY]


def measures_of(**columns: list[float]) -> pd.DataFrame:
    size = len(next(iter(columns.values())))
    return pd.DataFrame(columns, index=[f"k{i}" for i in range(size)])


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
                for name in ("gross_margin", "logged_cost", "expense", "contribution")
            },
            "breadth": st.lists(st.integers(0, 8).map(lambda x: x / 8), min_size=n, max_size=n),
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
    # turnover: a 75, b 25; margin: a 25, b 75; time: a costs .8 of its margin and b .1, so a 25, b 75;
    # energy: nobody rated b, which then equals a: both 50. (.2, .25, .1 and .1 of .65)
    scores = customer_score(
        measures_of(
            revenue=[9.0, 5.0], gross_margin=[1.0, 2.0], logged_cost=[0.8, 0.2], energy=[3.0, np.nan]
        ),
        WEIGHTS,
        "percentile",
    )
    assert scores["score"].tolist() == pytest.approx([28.75 / 0.65, 36.25 / 0.65], abs=1e-9)
    assert scores["completeness"].tolist() == pytest.approx([1.0, 0.55 / 0.65])
    assert scores["missing"].tolist() == ["", "energy"]
    # b with energy at 0 and at 100; at worst it is below a, so a has the first place
    assert scores.loc["k1", ["score_low", "score_high"]].tolist() == pytest.approx(
        [31.25 / 0.65, 41.25 / 0.65]
    )
    assert scores["rank"].tolist() == [2.0, 1.0]
    assert scores["rank_revenue"].tolist() == [1.0, 2.0]
    assert scores["rank_shift"].tolist() == [-1.0, 1.0]
    assert scores["rank_contribution"].isna().all()
    assert scores.loc["k0", "points_energy"] == pytest.approx(5.0 / 0.65)
    assert scores["points_culture"].isna().all()


@pytest.mark.parametrize("method", ["percentile", "min_max", "z_score"])
@pytest.mark.parametrize(("dimension", "cost"), [("time", "logged_cost"), ("money", "expense")])
def test_who_costs_less_of_its_margin_has_more_points(dimension: str, cost: str, method: str) -> None:
    measures = measures_of(**{"revenue": [9.0, 9.0], "gross_margin": [4.0, 4.0], cost: [1.0, 3.0]})
    low, high = {"percentile": (25.0, 75.0), "min_max": (0.0, 100.0), "z_score": (15.87, 84.13)}[method]
    scores = customer_score(measures, {dimension: 1.0}, method)
    assert scores["score"].tolist() == pytest.approx([high, low], abs=0.01)


def test_points_by_value_functions_by_hand() -> None:
    # Scale 100 and 1500: ln(1 + 1500/100) = ln 16. a: turnover ln 4 / ln 16 = 50 points; margin 10 on the
    # scale 10 and 150: ln 2 / ln 16 = 25; time 2 of 10 of its margin: 80; money none: 100; energy 4: 75;
    # culture 1: 0; products half: 50. b: a loss of 30, ln 4 / ln 16 = -50, so nothing for its turnover, its
    # hours or its money.
    measures = measures_of(
        revenue=[300.0, 1500.0],
        gross_margin=[10.0, -30.0],
        logged_cost=[2.0, 0.0],
        expense=[0.0, 0.0],
        energy=[4.0, 5.0],
        culture=[1.0, 3.0],
        breadth=[0.5, 1.0],
    )
    scales = Scales(Scale(100.0, 1500.0), Scale(10.0, 150.0))
    scores = customer_score(measures, WEIGHTS, scales=scales)
    normalised = scores.filter(like="normalised_").to_numpy()
    assert normalised[0].tolist() == pytest.approx([50.0, 25.0, 80.0, 100.0, 75.0, 0.0, 50.0])
    assert normalised[1].tolist() == pytest.approx([0.0, -50.0, 0.0, 0.0, 100.0, 50.0, 100.0])
    # .2 x 50 + .25 x 25 + .1 x (80 + 100 + 75 + 0) + .15 x 50 = 49.25; -12.5 + 10 + 5 + 15 = 17.5
    assert scores["score"].tolist() == pytest.approx([49.25, 17.5])


def test_points_stay_where_they_are_when_another_customer_grows() -> None:
    measures = measures_of(revenue=[100.0, 200.0, 900.0], gross_margin=[30.0, 20.0, 400.0])
    scales = Scales(Scale(200.0, 900.0), Scale(30.0, 400.0))
    before = customer_score(measures, WEIGHTS, scales=scales)
    grown = measures.assign(revenue=[100.0, 200.0, 18_000.0], gross_margin=[30.0, 20.0, 9_000.0])
    after = customer_score(grown, WEIGHTS, scales=scales)
    assert after["score"].tolist()[:2] == before["score"].tolist()[:2]
    assert after["score"].max() == before["score"].max() == 100.0


def test_what_is_unknown_is_estimated_from_the_turnover_of_the_firm() -> None:
    # known margins are 60 of 200 turnover: .3; time cost 8 of 200: .04; c has 100 turnover and nothing else
    measures = measures_of(
        revenue=[150.0, 50.0, 100.0],
        gross_margin=[50.0, 10.0, np.nan],
        logged_cost=[5.0, 3.0, np.nan],
        energy=[1.0, 4.0, np.nan],
    )
    scores = customer_score(measures, WEIGHTS)
    known = customer_score(
        measures.assign(gross_margin=[50.0, 10.0, 30.0], logged_cost=[5.0, 3.0, 4.0], energy=[1.0, 4.0, 2.5]),
        WEIGHTS,
        scales=Scales(Scale(100.0, 150.0), Scale(30.0, 50.0)),
    )
    assert scores.loc["k2", "score"] == pytest.approx(known.loc["k2", "score"])
    assert scores.loc["k2", "missing"] == "margin time energy"
    # at worst: a loss as large as the scale has, so no turnover either, all margin taken, and a one
    assert scores.loc["k2", "score_low"] == pytest.approx(0.25 * -100 / 0.65)
    # at best: all points but those of the turnover, which is known
    turnover = known.loc["k2", "normalised_turnover"]
    assert scores.loc["k2", "score_high"] == pytest.approx((0.2 * turnover + 45.0) / 0.65)


COLUMNS = ("gross_margin", "logged_cost", "expense", "energy", "culture", "breadth")


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(0, 11), st.sampled_from(COLUMNS))
def test_a_blank_brings_nobody_to_the_first_place(seed: int, row: int, column: str) -> None:
    draw = np.random.default_rng(seed)
    revenue = np.round(np.exp(draw.normal(8, 1, 12)), 2)
    measures = measures_of(
        revenue=revenue,
        gross_margin=np.round(revenue * draw.normal(0.2, 0.2, 12), 2),
        logged_cost=np.round(revenue * draw.uniform(0, 0.1, 12), 2),
        expense=np.round(revenue * draw.uniform(0, 0.1, 12), 2),
        energy=draw.integers(1, 6, 12) * 1.0,
        culture=draw.integers(1, 6, 12) * 1.0,
        breadth=draw.integers(1, 9, 12) / 8,
    )
    scales = Scales(Scale(3_000.0, 20_000.0), Scale(600.0, 9_000.0))
    before = customer_score(measures, WEIGHTS, scales=scales)["rank"].to_numpy()
    blank = measures.copy()
    blank.iloc[row, blank.columns.get_loc(column)] = np.nan
    after = customer_score(blank, WEIGHTS, scales=scales)["rank"].to_numpy()
    assert before[row] == 1 or after[row] > 1


def test_a_missing_rating_is_not_a_zero() -> None:
    columns = {"revenue": [5.0, 5.0, 5.0], "gross_margin": [1.0, 1.0, 1.0]}
    scores = customer_score(measures_of(**columns, energy=[1.0, 5.0, np.nan]), WEIGHTS)["score"]
    assert scores["k0"] < scores["k2"] < scores["k1"]


def test_without_anything_that_is_weighed_there_is_no_score() -> None:
    scores = customer_score(measures_of(revenue=[5.0, 6.0], energy=[np.nan, np.nan]), {"energy": 1.0})
    assert np.isnan(scores[["score", "rank", "completeness"]].to_numpy(float)).all()


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
        assert -100 <= score <= 100


@pytest.mark.slow
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
@given(some_measures, st.sampled_from(["value", "percentile", "min_max", "min_max_winsorised", "z_score"]))
def test_amounts_in_cents_instead_of_euros_change_no_score_or_rank(
    columns: dict[str, list[float]], method: str
) -> None:
    # An estimated margin or cost has no whole cents, of which comparing customers makes equals.
    estimated = ("gross_margin", "logged_cost", "expense")
    columns = columns | {name: np.nan_to_num(columns[name]).tolist() for name in estimated}
    measures = measures_of(**columns)
    euros = ["revenue", "gross_margin", "logged_cost", "expense", "contribution"]
    before = customer_score(measures, WEIGHTS, method)
    after = customer_score(measures.assign(**{name: measures[name] * 100 for name in euros}), WEIGHTS, method)
    np.testing.assert_allclose(before["score"], after["score"], atol=1e-9)
    pd.testing.assert_frame_equal(before.filter(like="rank"), after.filter(like="rank"))
