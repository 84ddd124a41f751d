"""Visits: counted beside plain Python, and what the rhythm of a customer says."""

from __future__ import annotations

import numpy as np
import pytest

from klantwaarde_xl.core.cross_sell.visit_rhythm import visits


def test_visits_since_an_item_is_sold_agree_with_a_plain_count() -> None:
    rng = np.random.default_rng(1)
    customer, age = rng.integers(0, 12, 300), rng.integers(0, 200, 300)
    first = rng.integers(0, 500, 25)
    found = visits(customer, age, count=13, days=200).since(np.array([0, 7, 12, 3]), first)
    for place, who in enumerate([0, 7, 12, 3]):
        days = {int(day) for day in age[customer == who]}
        assert found[place].tolist() == [sum(day <= since for day in days) for since in first]


def test_lines_of_one_day_are_one_visit_and_the_order_of_the_lines_does_not_matter() -> None:
    one = visits(np.array([1, 0, 1, 1]), np.array([5, 9, 5, 2]), count=2, days=30)
    assert one.age.tolist() == [9, 2, 5]
    assert one.ends.tolist() == [0, 1, 3]


def test_who_is_silent_longer_than_usual_stands_out_in_the_rhythm() -> None:
    # Both came twelve times in 360 days: one came last 10 days ago, the other 200 days ago.
    age = np.concatenate([np.arange(12) * 30 + 10, 200 + np.arange(12) * 13])
    found = visits(np.repeat([0, 1], 12), age, count=3, days=360).rhythm(91)
    assert np.isfinite(found).all()
    assert found[0, 1] == found[1, 1] == np.log(13)
    assert found[0, 2] == np.log(11 / 30 + 0.1)
    assert found[1, 2] == np.log(201 / 30 + 0.1)
    assert found[:, 4:7].tolist() == [[1, 1, 1], [0, 0, 0], [0, 0, 0]]
    # Without a visit at all: silent for the whole window.
    assert found[2, :2].tolist() == [np.log(361), 0]


def test_customers_there_since_an_item_is_sold_agree_with_a_plain_count() -> None:
    rng = np.random.default_rng(2)
    customer, age = rng.integers(0, 12, 40), rng.integers(0, 200, 40)
    first = rng.integers(0, 500, 25)
    found = visits(customer, age, count=13, days=200).exposed(first)
    newest = [min(age[customer == who]) for who in set(customer.tolist())]
    assert found.tolist() == [sum(day <= since for day in newest) for since in first]


def test_who_comes_often_is_expected_often_and_who_hardly_comes_once() -> None:
    # 36 visits in 360 days: 9 in 90 days, and at that rate nearly surely at least one. One in 360: a quarter
    # of a visit, and knowing that there is one, 0.25 / (1 - e ** -0.25) = 1.130.
    found = visits(np.repeat([0, 1], [36, 1]), np.arange(37), count=3, days=360).expected(90)
    assert np.exp(found).tolist() == pytest.approx([9.0011, 1.1302, 1.0], abs=1e-4)
