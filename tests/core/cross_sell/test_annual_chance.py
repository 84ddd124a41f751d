"""A chance within a quarter becomes one within a year, by hand: alike quarters, and customers who buy at once
or never."""

from __future__ import annotations

import numpy as np
import pytest

from klantwaarde_xl.core.cross_sell.annual_chance import annualised, spread_over_time


def test_a_year_is_four_quarters() -> None:
    # 1 - 0.9 ** 4 = 0.3439; a year stays a year; nothing stays nothing; certainty stays (almost) certain.
    assert annualised(np.array([0.1]), 0.25)[0] == pytest.approx(0.3439)
    assert annualised(np.array([0.1]), 1.0)[0] == pytest.approx(0.1)
    assert annualised(np.array([0.0, 1.0]), 0.25).tolist() == pytest.approx([0, 1])


def test_who_did_not_buy_at_once_buys_less_later_and_a_year_counts_as_fewer_quarters() -> None:
    # Half of the pairs buy with chance 0.4 a quarter, half never; seen as one group the chance is 0.2 a
    # quarter. In four quarters (1 - 0.6 ** 4) / 2 = 0.4352 bought, against 1 - 0.8 ** 4 = 0.5904 if all were
    # alike: the power is ln(0.5648) / ln(0.8) = 2.5602 quarters, the spread ln(2.5602) / ln(4) = 0.678.
    chance, one = np.full(1_000, 0.2), np.ones(1_000)
    spread = spread_over_time([(chance, one, 200.0, 435.2, 4)])
    assert spread == pytest.approx(np.log(2.5602) / np.log(4), abs=1e-4)
    assert annualised(np.array([0.2]), 0.25, spread)[0] == pytest.approx(0.4352, abs=1e-4)


def test_a_window_of_which_the_level_was_wrong_does_not_change_the_spread() -> None:
    # Twice as many purchases as predicted in the first quarter, and just as steady afterwards: 1 - 0.6 ** 2 =
    # 0.64 in two.
    chance, one = np.full(1_000, 0.2), np.ones(1_000)
    assert spread_over_time([(chance, one, 400.0, 640.0, 2)]) == pytest.approx(1.0)
    assert spread_over_time([]) == 1.0
