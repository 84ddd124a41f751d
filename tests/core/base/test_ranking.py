"""Comparing in cents, ranks and percentile positions, against scipy."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from klantwaarde_xl.core.base.ranking import cents, comparable, fine, percentile_position, rank_descending

numbers = st.lists(st.integers(-5, 5).map(float), min_size=1, max_size=30)


def test_the_residue_of_a_sale_and_its_return_is_zero() -> None:
    # 0.1 + 0.2 - 0.3 is 5.6e-17 in a float, which is more than nothing but less than a cent
    assert cents([0.1 + 0.2 - 0.3]).tolist() == [0.0]
    assert not np.signbit(cents([-0.001])).any()


def test_the_last_bits_of_a_ratio_make_no_difference() -> None:
    assert 0.1 + 0.2 != 0.3
    assert fine([0.1 + 0.2]).tolist() == fine([0.3]).tolist() == [300_000_000.0]


@settings(max_examples=40, deadline=None)
@given(numbers)
def test_ranks_are_those_of_scipy(values: list[float]) -> None:
    assert rank_descending(values).tolist() == stats.rankdata(-np.array(values), method="min").tolist()


@settings(max_examples=40, deadline=None)
@given(numbers)
def test_percentile_positions_are_those_of_scipy_and_average_fifty(values: list[float]) -> None:
    # "mean" is the average of the weak (<=) and strict (<) percentage: below + half of the equal ones, itself
    # included
    expected = [stats.percentileofscore(values, value, kind="mean") for value in values]
    np.testing.assert_allclose(percentile_position(values), expected, rtol=1e-12)
    assert abs(percentile_position(values).mean() - 50) < 1e-9


def test_unknown_values_take_no_place() -> None:
    assert rank_descending([np.nan, 1.0, 2.0]).tolist()[1:] == [2.0, 1.0]
    assert percentile_position([np.nan, 1.0, 2.0]).tolist()[1:] == [25.0, 75.0]
    assert rank_descending([]).tolist() == []


def test_residue_of_floats_compares_equal_at_any_scale() -> None:
    amounts = np.array([0.1 + 0.2, 0.3, 1e-12, 250.0])
    assert comparable(amounts, 250.0)[0] == comparable(amounts, 250.0)[1]
    assert comparable(amounts, 250.0)[2] == 0
    assert comparable(amounts * 100, 25_000.0).tolist() == comparable(amounts, 250.0).tolist()
    assert comparable(np.array([0.0, 5.0]), 0.0).tolist() == [0, 0]
    assert not np.signbit(comparable(np.array([-1e-14]), 250.0)).any(), "nothing has no sign"
