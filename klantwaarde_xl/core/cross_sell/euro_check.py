"""Whether the euros of cross-sell lie with the customers that spent them, on later horizons.

The chances of every later horizon come from the windows before it, the amounts are those that are to be
shown. A quarter holds less than a year, so only the spread over customers is judged: expected is brought to
the level of what was spent. Then fifths of the list, by EUR and by size of the customer, are held against
their own bands. One in ten lies outside by chance; of ten, four or more hardly ever do."""

from __future__ import annotations

import numpy as np
from scipy import special

from klantwaarde_xl.core.cross_sell.adopter_spend import Adopters, AdopterSpend
from klantwaarde_xl.core.cross_sell.foretold import Foretold

LISTED = 5.0
"""Pairs per customer that are judged: as many as the list shows by default."""
FIFTHS = 5
FEWEST_HITS = 30
"""Purchases from which a fifth is judged."""
BAND = (0.05, 0.95)
"""Quantiles between which what was spent is to lie."""
RARELY = 0.05
"""Euros are withdrawn where, of right ones, so many fifths would lie outside less often than this."""


def euros_hold(later: Foretold, items: np.ndarray, seen: Adopters, spend: AdopterSpend) -> bool:
    """Return whether expected euros were spent by the customers of whom they were expected.

    ``later``: see :class:`Foretold`; ``items`` int (m,): position of each item of ``spend`` in the labels of
    the ``Purchases``, ascending; ``seen``: the adopters whose spread is that of an amount. Without a fifth
    with ``FEWEST_HITS`` purchases it cannot be told, and True.

    Source: docs/method.md, Cross-sell.

    >>> later, seen = Foretold.of([]), Adopters(np.zeros(1, int), *np.ones((3, 1)))
    >>> euros_hold(later, np.zeros(0, int), seen, AdopterSpend(0.0, 0.0, 0.0, np.zeros(0), 1.0, 1))
    True
    """
    inside, judged = fifths_inside(later, items, seen, spend)
    outside, by_chance = judged - inside, BAND[0] + 1 - BAND[1]
    return outside == 0 or float(special.bdtrc(outside - 1, judged, by_chance)) > RARELY


def fifths_inside(later: Foretold, items: np.ndarray, seen: Adopters, spend: AdopterSpend) -> tuple[int, int]:
    """Return how many fifths lie in their band, and how many are judged; see :func:`euros_hold`.

    >>> one, size = np.ones(1_000), np.linspace(1.0, 2.0, 1_000)
    >>> bought, item = np.arange(1_000) % 4 == 0, np.zeros(1_000, int)
    >>> later = Foretold(one / 4, bought, one, np.arange(1_000), item, size, one, size * bought)
    >>> seen, spend = Adopters(item, one, one, one), AdopterSpend(0.0, 1.0, 0.0, np.zeros(1), 1.0, 900)
    >>> fifths_inside(later, np.zeros(1, int), seen, spend)
    (10, 10)
    """
    place = np.minimum(np.searchsorted(items, later.item), max(len(items) - 1, 0))
    sold = np.flatnonzero((items[place] == later.item) if len(items) else np.zeros(len(later.item), bool))
    amount = spend.of_pairs(later.size[sold], later.visits[sold], place[sold])
    expected = later.chance[sold] * amount
    kept = listed(later.customer[sold], expected, later.weight[sold])
    rows, expected = sold[kept], expected[kept]
    chance, weight, came = later.chance[rows], later.weight[rows], later.spend[rows]
    if not (weight @ expected > 0 and came.sum() > 0):
        return 0, 0
    expected *= (weight @ came) / (weight @ expected)
    spread = seen.spend / seen.spend.mean()
    cumulants = _cumulants(chance, expected, float((spread**2).mean()), float((spread**3).mean())) * weight
    inside = judged = 0
    for by in (expected, later.size[rows]):
        fifth = np.empty(len(rows), int)
        fifth[np.argsort(by, kind="stable")] = np.arange(len(rows)) * FIFTHS // len(rows)
        hits = np.bincount(fifth, later.bought[rows], FIFTHS)
        spent = np.bincount(fifth, weight * came, FIFTHS)
        sums = np.stack([np.bincount(fifth, part, FIFTHS) for part in cumulants])
        low, high = band(sums)
        enough = hits >= FEWEST_HITS
        judged += int(enough.sum())
        inside += int((enough & (low <= spent) & (spent <= high)).sum())
    return inside, judged


def listed(customer: np.ndarray, expected: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """Return the positions of the ``LISTED`` pairs of each customer with the most euros.

    ``customer`` int, ``expected`` EUR and ``weight`` float (k,): a pair that stands for several takes as many
    places.

    >>> listed(np.array([0, 0, 1]), np.array([1.0, 2.0, 3.0]), np.array([1.0, 6.0, 1.0])).tolist()
    [1, 2]
    """
    order = np.lexsort((-expected, customer))
    owner, before = customer[order], np.cumsum(weight[order]) - weight[order]
    first = np.flatnonzero(np.diff(owner, prepend=-1))
    before -= np.repeat(before[first], np.diff(first, append=len(order)))
    kept: np.ndarray = order[before < LISTED - 1e-9]
    return kept


def _cumulants(chance: np.ndarray, expected: np.ndarray, second: float, third: float) -> np.ndarray:
    """Return mean, variance and third cumulant of what a pair spends, (3, k).

    A purchase with ``chance``, of the amount ``expected`` / chance x a factor with mean 1 and these second
    and third moments."""
    amount = expected / np.maximum(chance, 1e-12)
    square, cube = expected * amount * second, expected * amount**2 * third
    return np.stack([expected, square - expected**2, cube - 3 * expected * square + 2 * expected**3])


def band(cumulants: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the bounds between which sums lie in nine of ten cases, EUR.

    ``cumulants`` (3, n): mean, variance and third cumulant of each, the third positive. A gamma distribution
    with these three, moved along.

    Source: docs/method.md, Cross-sell (euros at the right customers); held against draws by the tests.

    >>> [part.round(1).tolist() for part in band(np.array([[100.0], [100.0], [1e-3]]))]  # about a normal one
    [[83.6], [116.4]]
    """
    mean, variance, third = cumulants
    shape = 4 * variance**3 / np.maximum(third, 1e-6 * variance**1.5) ** 2
    low, high = (
        mean + np.sqrt(variance / shape) * (special.gammaincinv(shape, part) - shape) for part in BAND
    )
    return low, high
