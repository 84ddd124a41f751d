"""The fair test against scipy's Welch, a plain sum per customer, and a thousand firms with a known effect."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from klantwaarde_xl.core.followup.fair_test import (
    FEWEST,
    Effect,
    effect_of,
    left_alone,
    smallest_effect,
)


def test_the_draw_is_fixed_and_nested_and_of_the_share() -> None:
    ids = [f"{n:05d}" for n in range(4000)]
    fifth, half = (left_alone(ids, share, 7) for share in (0.2, 0.5))
    assert abs(fifth.mean() - 0.2) < 0.02
    assert abs(half.mean() - 0.5) < 0.024
    assert not (fifth & ~half).any(), "nobody who was left alone is approached when the share grows"
    assert (left_alone(ids[::-1], 0.5, 7)[::-1] == half).all()
    assert abs((left_alone(ids, 0.5, 8) == half).mean() - 0.5) < 0.03, "another seed is another draw"


def test_effect_and_interval_are_welch() -> None:
    draw = np.random.default_rng(3)
    before, alone = draw.lognormal(8, 1, 300), draw.random(300) < 0.3
    after = before * draw.lognormal(0, 0.4, 300)
    found = effect_of(before, after, alone)
    change = (after - before) / before.mean()
    test = stats.ttest_ind(change[~alone], change[alone], equal_var=False)
    assert found.effect == pytest.approx(change[~alone].mean() - change[alone].mean())
    assert (found.low, found.high) == pytest.approx(tuple(test.confidence_interval(0.90)))
    assert found.euros == pytest.approx(found.effect * before.mean())


@pytest.mark.parametrize("alone", [FEWEST - 1, 0])
def test_too_few_give_no_effect(alone: int) -> None:
    found = effect_of(np.full(100, 9.0), np.full(100, 9.0), np.arange(100) < alone)
    assert not found.enough
    assert np.isnan([found.effect, found.low, found.high]).all()
    assert (found.approached, found.alone) == (100 - alone, alone)


def firm(seed: int, effect: float, customers: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return a firm with skewed margins (a tenth has two thirds), of which approaching brings ``effect``."""
    draw = np.random.default_rng(seed)
    before = draw.lognormal(8.0, 1.2, customers)
    after = before * draw.lognormal(-0.18, 0.6, customers)
    alone = left_alone((f"{seed}-{n}" for n in range(customers)), 0.5, seed)
    return before, np.where(alone, after, after * (1 + effect)), alone


def shares(firms: int, customers: int, effect: float) -> tuple[float, float]:
    """Return in which part of the firms the interval holds the true effect, and in which it excludes zero."""
    found: list[Effect] = [effect_of(*firm(seed, effect, customers)) for seed in range(firms)]
    covers = np.mean([one.low <= effect <= one.high for one in found])
    return float(covers), float(np.mean([not one.low <= 0 <= one.high for one in found]))


@pytest.mark.parametrize("effect", [0.0, 0.10])
def test_intervals_hold_the_truth_in_a_small_simulation(effect: float) -> None:
    covers, excludes = shares(100, 200, effect)
    assert 0.82 <= covers <= 0.97
    assert effect or excludes <= 0.18


@pytest.mark.slow
@pytest.mark.parametrize("customers", [200, 600, 2800])
def test_intervals_hold_the_truth_in_a_thousand_firms(customers: int) -> None:
    assert 0.88 <= shares(1000, customers, 0.10)[0] <= 0.95
    covers, excludes = shares(1000, customers, 0.0)
    assert 0.88 <= covers <= 0.95
    assert excludes <= 0.12


@pytest.mark.slow
def test_an_effect_of_the_smallest_size_is_mostly_seen() -> None:
    """What is told beforehand comes from one year of margins, which tells too little of skewed ones."""
    seen = 0
    for seed in range(400):
        told = smallest_effect(*firm(seed + 5000, 0.0, 2800)[:2], 0.5)
        found = effect_of(*firm(seed, told, 2800))
        seen += found.low > 0
    assert 0.60 <= seen / 400 <= 0.85
