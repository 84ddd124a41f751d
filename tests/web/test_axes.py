"""The scale of an axis: all figures lie on it, its steps are round and few."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from klantwaarde_xl.report.chart_specs import AxisSpec
from klantwaarde_xl.web.axes import Scale, round_step, scale

FIGURES = st.floats(-1e9, 1e9).map(lambda value: round(value, 3))


@settings(max_examples=30)
@given(st.lists(FIGURES, min_size=1, max_size=8))
def test_every_figure_lies_on_the_axis_and_zero_too(figures: list[float]) -> None:
    made = scale(AxisSpec(""), figures, 0, 100, zero=True)
    assert made.low <= 0 <= made.high
    slack = 1e-6 * (made.high - made.low)
    assert made.low - slack <= min(figures)
    assert max(figures) <= made.high + slack
    assert 2 <= len(made.ticks) <= 8
    gaps = {round((b - a) / (made.ticks[1] - made.ticks[0]), 6) for a, b in pairwise(made.ticks)}
    assert gaps == {1.0}


@settings(max_examples=30)
@given(st.floats(1e-6, 1e12))
def test_a_round_step_is_the_next_of_1_2_or_5(width: float) -> None:
    step = round_step(width)
    lead = step / 10 ** math.floor(math.log10(step) + 1e-9)
    assert any(lead == pytest.approx(one) for one in (1, 2, 5, 10))
    assert width * (1 - 1e-6) <= step <= 2.5 * width * (1 + 1e-6)


def test_fixed_limits_stay_and_figures_outside_are_drawn_at_the_end() -> None:
    made = scale(AxisSpec("", minimum=0, maximum=1, step=0.25), [-3.0, 7.0], 0, 200, zero=True)
    assert made.ticks == (0, 0.25, 0.5, 0.75, 1)
    assert [made.at(value) for value in (-3, 0.5, 7)] == [0, 100, 200]


def test_an_axis_of_powers_has_a_tick_at_each() -> None:
    made = scale(AxisSpec("", powers=True), [3.0, 450.0], 0, 300, zero=False)
    assert made.ticks == (1, 10, 100, 1000)
    assert made.at(10) == pytest.approx(100)


@pytest.mark.parametrize("figures", [[], [math.nan], [0.0], [-5.0, -5.0]])
def test_without_any_spread_there_still_is_an_axis(figures: list[float]) -> None:
    made = scale(AxisSpec(""), figures, 0, 100, zero=True)
    assert made.high > made.low


def test_an_axis_may_run_down_the_drawing() -> None:
    """Places in a drawing count from the top, so an upright axis begins at the larger place."""
    assert Scale(0, 10, 200, 0, ()).at(2.5) == 150
