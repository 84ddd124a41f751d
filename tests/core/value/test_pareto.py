"""Pareto classes: by hand at every boundary, against plain Python, and what changes no class."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from klantwaarde_xl.core.value.pareto import classes_by_rank, cumulative_share, pareto_classes, pareto_curve
from klantwaarde_xl.errors import InvalidFigureError

amounts = st.lists(st.integers(-3_000, 20_000).map(lambda cents: cents / 100), min_size=1, max_size=30)


def plain_classes(values: list[float]) -> list[str]:
    """Return the classes with exact fractions, one customer at a time."""
    cents = [round(value * 100) for value in values]
    total = sum(cent for cent in cents if cent > 0)
    found = []
    for cent in cents:
        before = sum(other for other in cents if other > cent)
        if cent <= 0:
            found.append("C")
        else:
            share = Fraction(before, total)
            found.append("A" if share < Fraction(80, 100) else "B" if share < Fraction(95, 100) else "C")
    return found


def test_the_amount_that_crosses_a_bound_belongs_to_the_better_class() -> None:
    # before 60 of 100: 0, before 25: .60, before 10: .85, before 5: .95 exactly, which is not below B
    assert pareto_classes([60.0, 25.0, 10.0, 5.0]).tolist() == ["A", "A", "B", "C"]


def test_exactly_at_the_bound_is_the_next_class() -> None:
    # 80 of 100 before the second: not below .80. In floats .1 + .7 is .7999999999999999
    assert pareto_classes([80.0, 15.0, 5.0]).tolist() == ["A", "B", "C"]
    assert pareto_classes([0.7, 0.1, 0.1, 0.1], 0.7, 0.8).tolist() == ["A", "B", "B", "B"]


def test_a_cent_before_the_bound_is_still_the_better_class() -> None:
    # 79 of 100 cents before the second: below .80
    assert pareto_classes([0.79, 0.21]).tolist() == ["A", "A"]
    assert pareto_classes([0.79, 0.15, 0.06]).tolist() == ["A", "A", "B"]


def test_a_bound_is_the_decimal_number_that_was_typed() -> None:
    # 7 of 100 cents before the second: not below .07, though .07 x 100 is 7.000000000000001 in a float
    assert pareto_classes([0.07, *[0.01] * 93], 0.07, 0.5).tolist() == ["A"] + ["B"] * 93


def test_equal_amounts_share_a_class_also_across_a_bound() -> None:
    assert pareto_classes([20.0] * 5).tolist() == ["A"] * 5


def test_nothing_positive_is_all_c_and_unknown_is_no_class() -> None:
    assert pareto_classes([0.0, -5.0, 0.004]).tolist() == ["C", "C", "C"]
    assert pareto_classes([np.nan, np.nan]).tolist() == ["", ""]
    assert pareto_classes([]).tolist() == []
    assert pareto_classes([9.0, np.nan]).tolist() == ["A", ""]


@pytest.mark.parametrize("bounds", [(0.9, 0.8), (-0.1, 0.5), (0.5, 1.1), (np.nan, 0.9)])
def test_bounds_out_of_order_are_refused(bounds: tuple[float, float]) -> None:
    with pytest.raises(InvalidFigureError, match="KW-303"):
        pareto_classes([1.0], *bounds)


@settings(max_examples=80, deadline=None)
@given(amounts)
def test_classes_are_those_of_exact_fractions(values: list[float]) -> None:
    assert pareto_classes(values).tolist() == plain_classes(values)


@settings(max_examples=40, deadline=None)
@given(amounts, st.randoms(use_true_random=False))
def test_neither_order_nor_unit_nor_a_zero_customer_changes_a_class(values: list[float], random) -> None:
    classes = pareto_classes(values)
    order = list(range(len(values)))
    random.shuffle(order)
    assert pareto_classes(np.array(values)[order]).tolist() == classes[order].tolist()
    assert pareto_classes(np.array(values) * 100).tolist() == classes.tolist()
    assert pareto_classes([*values, 0.0]).tolist() == [*classes, "C"]


@settings(max_examples=40, deadline=None)
@given(amounts)
def test_cumulative_share_counts_everyone_at_least_as_large(values: list[float]) -> None:
    cents = [round(value * 100) for value in values]
    total = sum(cent for cent in cents if cent > 0)
    expected = [
        sum(other for other in cents if other >= cent and other > 0) / total if total else np.nan
        for cent in cents
    ]
    np.testing.assert_allclose(cumulative_share(values), expected, rtol=1e-12)


def test_the_curve_rises_from_nothing_to_all() -> None:
    # four customers, 101 points: at 25 % of them 60 of 100, at 12.5 % half of that (between points 12 and 13)
    curve = pareto_curve([30.0, 60.0, 10.0, -50.0, np.nan])
    assert len(curve) == 101
    assert curve["value_share"].iloc[[0, 25, 50, 75, 100]].tolist() == pytest.approx(
        [0.0, 0.6, 0.9, 1.0, 1.0]
    )
    assert curve["value_share"].iloc[[12, 13]].mean() == pytest.approx(0.3)
    assert pareto_curve([-1.0])["value_share"].isna().all()


@pytest.mark.parametrize(("size", "a", "b"), [(10, 2, 3), (11, 3, 3), (1, 1, 0), (5, 1, 2), (100, 20, 30)])
def test_on_a_score_the_classes_go_by_rank(size: int, a: int, b: int) -> None:
    # A while fewer than 20 % are above: for 11 that is 0, 1/11 and 2/11, so three
    classes = classes_by_rank(np.arange(size)[::-1]).tolist()
    assert classes == ["A"] * a + ["B"] * b + ["C"] * (size - a - b)


def test_equal_scores_share_a_class_and_unknown_has_none() -> None:
    assert classes_by_rank([50.0, 50.0, 50.0, np.nan]).tolist() == ["A", "A", "A", ""]
    assert classes_by_rank([0.1 + 0.2, 0.3, 0.1, 0.1, 0.1]).tolist() == ["A", "A", "B", "B", "B"]


def test_one_cent_is_a_positive_total() -> None:
    assert cumulative_share([0.01, -1.0]).tolist() == [1.0, 1.0]
    assert cumulative_share([0.02, 0.01]).tolist() == [pytest.approx(2 / 3), 1.0]
    assert pareto_classes([0.01, 0.0]).tolist() == ["A", "C"]
