"""The whale curve by hand and against plain Python."""

from __future__ import annotations

from itertools import accumulate

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from klantwaarde_xl.core.value.whale_curve import whale_curve


def test_the_hours_of_loss_makers_stand_apart() -> None:
    # b and c lose; the hours of c are unknown and those of d are not known to be of a loss maker
    whale = whale_curve([90.0, -50.0, -10.0, np.nan], [5.0, 30.0, np.nan, 7.0])
    assert (whale.loss_sum, whale.loss_time) == (-60.0, 30.0)


def test_a_whale_by_hand() -> None:
    # 90 + 60 = 150 after two of five (one of whom is unknown, so four); less 50 is a total of 100
    whale = whale_curve([60.0, 90.0, 0.0, -50.0, np.nan])
    assert (whale.peak, whale.at, whale.peak_amount, whale.total) == (1.5, 0.5, 150.0, 100.0)
    assert (whale.loss_makers, whale.loss_sum, whale.customers, whale.unknown) == (1, -50.0, 4, 1)
    assert len(whale.curve) == 101
    assert whale.curve["cumulative"].iloc[[0, 25, 50, 75, 100]].tolist() == [0.0, 90.0, 150.0, 150.0, 100.0]
    assert whale.curve["cumulative_share"].iloc[100] == 1.0


@pytest.mark.parametrize("values", [[10.0, -10.0], [-5.0, -3.0], [10.0, -30.0]])
def test_without_a_positive_total_there_are_amounts_only(values: list[float]) -> None:
    whale = whale_curve(values)
    assert np.isnan([whale.peak, whale.at]).all()
    assert whale.curve["cumulative_share"].isna().all()
    assert whale.curve["cumulative"].iloc[100] == sum(values)
    assert whale.peak_amount == max(0.0, *values)


def test_no_customers_make_no_curve() -> None:
    whale = whale_curve([np.nan])
    assert (whale.customers, whale.unknown, whale.total, whale.loss_makers) == (0, 1, 0.0, 0)
    assert np.isnan(whale.peak)


def test_half_a_cent_below_zero_is_no_loss() -> None:
    assert whale_curve([5.0, -0.004]).loss_makers == 0


@settings(max_examples=50, deadline=None)
@given(st.lists(st.integers(-90_000, 100_000).map(lambda cents: cents / 100), min_size=1, max_size=40))
def test_it_is_what_plain_python_gives(values: list[float]) -> None:
    whale = whale_curve(values)
    heights = [0.0, *accumulate(sorted(values, reverse=True))]
    assert whale.total == pytest.approx(sum(values), abs=1e-9)
    assert whale.peak_amount == pytest.approx(max(heights), abs=1e-9)
    assert whale.loss_sum == pytest.approx(sum(value for value in values if value < 0), abs=1e-9)
    assert whale.loss_makers == sum(value < 0 for value in values)
    if round(sum(values) * 100) > 0:
        assert whale.peak == pytest.approx(max(heights) / sum(values))
        assert whale.at == sum(value > 0 for value in values) / len(values)
