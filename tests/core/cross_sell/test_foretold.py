"""Pairs of several windows together: whose they are, and what each window said."""

from __future__ import annotations

import numpy as np

from klantwaarde_xl.core.cross_sell.calibration import TERMS, Pairs
from klantwaarde_xl.core.cross_sell.foretold import Foretold
from klantwaarde_xl.core.cross_sell.training_pairs import TrainingPairs


def part(customer: list[int], size: list[float]) -> TrainingPairs:
    """Return a window in which the first pair was bought for as many EUR as its item has number."""
    count, item = len(customer), np.arange(len(customer)) + 4
    bought = np.arange(count) < 1
    pairs = Pairs(np.zeros((count, TERMS), np.float32), bought, np.full(count, 2.0))
    rhythm, back = np.zeros((len(size), 8)), np.ones(len(size), bool)
    euros = (item, item * bought.astype(float), np.array(size), np.arange(len(size)) + 1)
    return TrainingPairs(pairs, np.array(customer), rhythm, back, None, 1, *euros)


def test_the_same_row_in_another_window_is_another_customer() -> None:
    found = Foretold.of(
        [(np.array([0.1, 0.2]), part([0, 1], [5.0, 6.0])), (np.array([0.3]), part([1], [7.0, 8.0]))]
    )
    assert found.customer.tolist() == [0, 1, 3]
    assert (found.size.tolist(), found.visits.tolist()) == ([5.0, 6.0, 8.0], [1, 2, 2])
    assert (found.item.tolist(), found.spend.tolist()) == ([4, 5, 4], [4.0, 0.0, 4.0])
    assert (found.chance.tolist(), found.bought.tolist()) == ([0.1, 0.2, 0.3], [True, False, True])
    assert found.weight.tolist() == [2.0] * 3


def test_without_windows_there_are_no_pairs() -> None:
    assert [len(getattr(Foretold.of([]), name)) for name in Foretold.__slots__] == [0] * 8
