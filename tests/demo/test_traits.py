"""The traits of the demo's customers: who buys when, and who asks much."""

from __future__ import annotations

import numpy as np

from klantwaarde_xl.demo import words
from klantwaarde_xl.demo.traits import CUSTOMERS, DAYS, draw_traits

TRAITS = draw_traits(np.random.Generator(np.random.PCG64(1)))


def test_every_customer_has_every_trait() -> None:
    assert all(len(getattr(TRAITS, name)) == CUSTOMERS for name in TRAITS.__slots__)
    assert len(set(TRAITS.ids)) == CUSTOMERS
    assert set(TRAITS.segment) == set(range(len(words.SEGMENTS)))


def test_everybody_buys_within_the_two_years() -> None:
    assert (TRAITS.start >= 0).all()
    assert (TRAITS.end <= DAYS - 1).all()
    assert (TRAITS.start < TRAITS.end).all()


def test_who_asks_much_is_found_among_the_large_and_the_small() -> None:
    large = TRAITS.size > np.median(TRAITS.size)
    shares = [TRAITS.demanding[large].mean(), TRAITS.demanding[~large].mean()]
    assert 0.08 < min(shares) <= max(shares) < 0.25
