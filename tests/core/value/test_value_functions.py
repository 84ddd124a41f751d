from __future__ import annotations

import numpy as np
import pytest

from klantwaarde_xl.core.value.value_functions import Scale, amount_points, scale_of


def test_doubling_a_large_amount_adds_the_same_points_each_time() -> None:
    points = amount_points([64_000.0, 128_000.0, 256_000.0, 512_000.0], Scale(10.0, 512_000.0))
    # 100 x ln 2 / ln 51,201 = 6.39 points
    assert np.diff(points).tolist() == pytest.approx([6.39, 6.39, 6.39], abs=0.005)


def test_a_loss_as_large_as_the_largest_margin_is_minus_a_hundred_and_a_larger_one_too() -> None:
    assert amount_points([-900.0, -9e9], Scale(10.0, 900.0)).tolist() == [-100.0, -100.0]


def test_without_a_positive_amount_there_is_no_scale() -> None:
    assert scale_of([0.0, -5.0, 0.004, np.nan]) is None
    assert amount_points([5.0, 0.0, -5.0], None).tolist() == [100.0, 0.0, -100.0]
