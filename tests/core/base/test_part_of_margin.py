from __future__ import annotations

import numpy as np

from klantwaarde_xl.core.base.part_of_margin import intensity


def test_intensity_stays_between_nothing_and_all() -> None:
    cost = np.array([0.004, 50.0, 200.0, 10.0, 10.0, -5.0, np.nan, 5.0])
    margin = np.array([-5.0, 200.0, 100.0, -1.0, 0.004, 10.0, 10.0, np.nan])
    np.testing.assert_array_equal(intensity(cost, margin), [1.0, 0.25, 1.0, 1.0, 1.0, 0.0, np.nan, np.nan])


def test_what_is_beyond_every_scale_is_nothing_or_all() -> None:
    cost, margin = np.array([np.inf, 5.0, 5.0, np.inf]), np.array([100.0, np.inf, -np.inf, np.inf])
    np.testing.assert_array_equal(intensity(cost, margin), [1.0, 0.0, 1.0, 1.0])
