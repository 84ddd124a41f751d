"""Sums to the cent, against decimal arithmetic."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal

import numpy as np

from klantwaarde_xl.model.sums import total_of


def test_a_sum_is_that_of_the_cents_in_any_order() -> None:
    amounts = np.random.default_rng(1).normal(0, 1000, 20_000).round(2)
    exact = sum(Decimal(str(amount)).quantize(Decimal("0.01"), ROUND_HALF_EVEN) for amount in amounts)
    assert total_of(amounts) == total_of(amounts[::-1]) == float(exact)


def test_what_is_unknown_is_left_out() -> None:
    assert total_of(np.array([1.1, np.nan, 2.2])) == 3.3
