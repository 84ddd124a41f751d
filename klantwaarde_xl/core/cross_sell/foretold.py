"""What past windows foretold of a later horizon, beside what was bought and spent in it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from klantwaarde_xl.core.cross_sell.training_pairs import TrainingPairs


@dataclass(frozen=True, slots=True, eq=False)
class Foretold:
    """Pairs of customer and item not bought in a past window, of several windows together, (k,) each.

    ``chance`` float64, from the windows before; ``bought`` bool, within the horizon; ``weight`` float64: how
    many pairs this one stands for; ``customer`` int: the same number for the pairs of one customer in one
    window; ``item`` int: position in the labels of the ``Purchases``; ``size`` float64: EUR of all purchases
    of the customer in that window, ``visits`` int: on how many days; ``spend`` float64: EUR on the item in
    the horizon, 0 if not bought."""

    chance: np.ndarray
    bought: np.ndarray
    weight: np.ndarray
    customer: np.ndarray
    item: np.ndarray
    size: np.ndarray
    visits: np.ndarray
    spend: np.ndarray

    @classmethod
    def of(cls, windows: list[tuple[np.ndarray, TrainingPairs]]) -> Foretold:
        """Return the pairs of windows with the chance of each.

        >>> len(Foretold.of([]).chance)
        0
        """
        parts = [part for _, part in windows]
        first = np.cumsum([0, *(len(part.size) for part in parts)])[:-1].tolist()
        return cls(
            _joined([chance for chance, _ in windows], float),
            _joined([part.pairs.bought for part in parts], bool),
            _joined([part.pairs.weight for part in parts], float),
            _joined([part.customer + start for start, part in zip(first, parts, strict=True)], int),
            _joined([part.item for part in parts], int),
            _joined([part.size[part.customer] for part in parts], float),
            _joined([part.visits[part.customer] for part in parts], int),
            _joined([part.spend for part in parts], float),
        )


def _joined(parts: list[np.ndarray], kind: type) -> np.ndarray:
    return np.concatenate(parts) if parts else np.zeros(0, kind)
