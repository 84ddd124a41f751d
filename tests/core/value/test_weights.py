"""Weights: normalised, and from a pairwise comparison with the published figures of Saaty."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from klantwaarde_xl.core.value.weights import RANDOM_INDEX, ahp_weights, normalise_weights
from klantwaarde_xl.errors import InvalidFigureError


@pytest.mark.parametrize(
    ("weight", "code"), [(-0.1, "KW-301"), (np.nan, "KW-301"), (np.inf, "KW-301"), (0.0, "KW-302")]
)
def test_weights_that_mean_nothing_are_refused(weight: float, code: str) -> None:
    with pytest.raises(InvalidFigureError) as caught:
        normalise_weights({"turnover": weight})
    assert caught.value.code == code


def test_no_weights_at_all_are_refused() -> None:
    with pytest.raises(InvalidFigureError, match="KW-302"):
        normalise_weights({})


def test_saatys_random_index() -> None:
    # Saaty (1980), table of mean random consistency, orders 3 to 10; it has no meaning below 3
    assert RANDOM_INDEX[2:] == (0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49)


def test_a_three_by_three_by_its_characteristic_polynomial() -> None:
    # 1 3 5 / 1/3 1 3 / 1/5 1/3 1: det(A - xI) = -x^3 + 3x^2 + (a12 a23 / a13 + a13 / (a12 a23) - 2), with 9/5
    # + 5/9 - 2 = 16/45, so x^3 - 3 x^2 = 16/45 and x = 3.03851; CI .01926, CR .01926 / .58 = .0332. Weights:
    # geometric means of the rows (exact for n = 3) 15^(1/3), 1, 15^(-1/3) -> .63699, .25828, .10473.
    result = ahp_weights([[1, 3, 5], [1 / 3, 1, 3], [1 / 5, 1 / 3, 1]])
    root = max(np.roots([1, -3, 0, -16 / 45]).real)
    means = np.array([15 ** (1 / 3), 1, 15 ** (-1 / 3)])
    assert result.eigenvalue == pytest.approx(root, abs=1e-9)
    assert result.consistency_ratio == pytest.approx((root - 3) / 2 / 0.58, abs=1e-9)
    assert result.consistency_ratio == pytest.approx(0.0332, abs=5e-5)
    assert result.weights == pytest.approx(means / means.sum(), abs=1e-9)
    assert result.consistent


def test_a_circle_of_preferences_is_not_consistent() -> None:
    # a 5 x b, b 5 x c, c 5 x a: x^3 - 3 x^2 = 125 + 1/125 - 2; every weight a third
    result = ahp_weights([[1, 5, 1 / 5], [1 / 5, 1, 5], [5, 1 / 5, 1]])
    assert not result.consistent
    assert result.weights == pytest.approx([1 / 3] * 3, abs=1e-9)
    assert result.eigenvalue == pytest.approx(max(np.roots([1, -3, 0, -(125 + 1 / 125 - 2)]).real), abs=1e-8)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.floats(0.2, 5.0), min_size=1, max_size=10))
def test_a_consistent_comparison_gives_its_own_weights_back(weights: list[float]) -> None:
    given_weights = np.array(weights) / sum(weights)
    result = ahp_weights(given_weights[:, None] / given_weights)
    assert result.weights == pytest.approx(given_weights, rel=1e-6)
    assert result.consistency_ratio == pytest.approx(0.0, abs=1e-9)


@pytest.mark.parametrize("n", [1, 2])
def test_two_criteria_cannot_contradict_each_other(n: int) -> None:
    assert ahp_weights(np.array([[1, 4], [1 / 4, 1]])[:n, :n]).consistency_ratio == 0.0


@pytest.mark.parametrize(
    ("table", "code"),
    [
        ([[1, 2, 3], [1 / 2, 1, 4]], "KW-304"),
        (np.ones((11, 11)), "KW-304"),
        ([[1, -2], [-1 / 2, 1]], "KW-305"),
        ([[1, np.nan], [1, 1]], "KW-305"),
        ([[1, 2], [2, 1]], "KW-306"),
        ([[2, 1], [1, 2]], "KW-306"),
    ],
)
def test_what_is_no_comparison_is_refused(table: object, code: str) -> None:
    with pytest.raises(InvalidFigureError) as caught:
        ahp_weights(table)
    assert caught.value.code == code


def test_a_third_may_be_typed_with_two_decimals() -> None:
    assert ahp_weights([[1, 3], [0.33, 1]]).weights == pytest.approx([0.75, 0.25], abs=2e-3)


def test_the_cell_that_is_wrong_is_named_as_a_person_counts() -> None:
    with pytest.raises(InvalidFigureError, match=r"rij 2\b.*kolom 3\b"):
        ahp_weights([[1, 1, 1], [1, 1, -1], [1, 1, 1]])
