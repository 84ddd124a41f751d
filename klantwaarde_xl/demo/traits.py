"""How the demo's customers differ: size, what they ask, when they buy; the other data follow from it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from klantwaarde_xl.demo import words

CUSTOMERS, LINES, DAYS = 400, 60_000, 731
"""Customers, invoice lines, and days of the demo: 2024 and 2025."""
FIRST_DAY = np.datetime64("2024-01-01", "s")
DAY = np.timedelta64(86_400, "s")


@dataclass(frozen=True, slots=True, eq=False)
class Traits:
    """What is drawn once per customer, all arrays of n customers.

    ``segment`` is a position in ``words.SEGMENTS``; ``start`` and ``end`` are the first and last day on which
    a customer buys, counted from FIRST_DAY; ``fading`` and ``growing``: buys less and less, or more and
    more."""

    ids: np.ndarray
    segment: np.ndarray
    size: np.ndarray
    demanding: np.ndarray
    start: np.ndarray
    end: np.ndarray
    fading: np.ndarray
    growing: np.ndarray


def draw_traits(rng: np.random.Generator) -> Traits:
    """Return the traits of all customers of the demo."""
    n = CUSTOMERS
    ids = (10_001 + np.arange(n)).astype(str).astype(object)
    segment = rng.choice(len(words.SEGMENTS), n, p=[share for share, _, _ in words.SEGMENTS.values()])
    size = np.exp(1.15 * rng.standard_normal(n))
    # Demanding customers are found among the large as well as the small: turnover does not show who they are.
    demanding = rng.random(n) < 0.16
    start, end = np.zeros(n), np.full(n, DAYS - 1.0)
    kind = rng.random(n)
    start[kind < 0.07] = rng.integers(430, 690, int((kind < 0.07).sum()))
    # One in eleven leaves in each of the years, as restaurants and shops do: enough to learn from.
    left = kind > 0.82
    end[left] = rng.integers(60, 700, int(left.sum()))
    fading, growing = (kind > 0.76) & ~left, (kind > 0.64) & (kind <= 0.76)
    return Traits(ids, segment, size, demanding, start, end, fading, growing)
