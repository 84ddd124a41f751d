"""A rate that was probably turned round is doubted, with the turnover by both readings."""

from __future__ import annotations

import numpy as np
import pytest

from klantwaarde_xl.model.rate_doubts import ORDINARY, rate_doubts


def doubts(currency: list[str], rate: list[float], amounts: list[float]) -> list[tuple[str, str, int | None]]:
    found = rate_doubts(np.array(currency, object), np.array(rate), np.array(amounts))
    return [(one.value, one.message.rpartition("anders ")[2], one.count) for one in found]


def test_both_readings_are_named() -> None:
    # 1,000 / 1.087 = 919.96 and 500 / 1.25 = 400.
    assert doubts(["USD", "USD"], [1.087, 1.25], [1000.0, 500.0]) == [("€ 1.712,00", "€ 1.319,96.", 2)]


def test_one_month_turned_round_among_others_is_doubted_in_a_currency_without_a_known_range() -> None:
    rate = [0.031, 0.030, 32.5, 0.029]
    assert doubts(["THB"] * 4, rate, [100.0] * 4) == [("€ 3.250,00", "€ 3,08.", 1)]
    assert doubts(["THB"], [32.5], [100.0]) == []


@pytest.mark.parametrize("currency", ORDINARY)
def test_ordinary_rates_raise_nothing_and_their_inverse_does(currency: str) -> None:
    low, high = ORDINARY[currency]
    assert doubts([currency] * 3, [low, (low + high) / 2, high], [1.0, 1.0, 1.0]) == []
    for rate in (1 / (low * 1.01), 1 / (high * 0.99)):
        if not low <= rate <= high:
            assert len(doubts([currency], [rate], [100.0])) == 1
