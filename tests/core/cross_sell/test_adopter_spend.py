"""What adopters spend: who they are and what follows from few and from many, by hand."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from klantwaarde_xl.core.base.period import Period
from klantwaarde_xl.core.cross_sell.adopter_spend import Adopters, adopters, fit_adopter_spend
from klantwaarde_xl.core.cross_sell.baskets import purchases

ONE = np.ones(1)
YEAR = Period(dt.date(2024, 1, 1), dt.date(2024, 12, 31))


def test_who_adopts_bought_something_the_year_before_and_not_this() -> None:
    rows = [
        ("2022-05-01", "a", "x", 10.0),
        ("2023-05-01", "a", "y", 30.0),  # adopted y in 2023, of size 10
        ("2023-05-01", "b", "x", 20.0),
        ("2023-08-01", "b", "x", 30.0),
        ("2024-05-01", "a", "x", 7.0),  # bought x in 2022, not in 2023: adopts it again
        ("2024-05-01", "b", "x", 99.0),  # no adoption
        ("2024-05-01", "b", "y", 9.0),
        ("2024-06-01", "b", "y", 4.0),
        ("2024-05-01", "new", "y", 8.0),  # not a customer in 2023
        ("2024-07-01", "b", "z", -5.0),  # a credit is no purchase
    ]
    lines = pd.DataFrame(rows, columns=["date", "customer_id", "item", "revenue"])
    lines = lines.assign(date=pd.to_datetime(lines["date"]), cost=np.nan, one_off=np.nan)
    coded = purchases(lines)
    found = adopters(coded, coded.baskets(YEAR), YEAR.end, 366)
    columns = (found.item, found.spend, found.size, found.visits)
    seen = sorted(zip(*(column.tolist() for column in columns), strict=True))
    assert seen == [(0, 7.0, 30.0, 1), (1, 13.0, 50.0, 2), (1, 30.0, 10.0, 1)]


def test_a_few_adopters_give_their_mean_up_to_what_adopters_can_carry() -> None:
    spend = np.array([10.0] * 18 + [20.0, 1_000.0])
    found = fit_adopter_spend(Adopters(np.zeros(20, int), spend, np.full(20, 200.0), np.ones(20)), 3)
    # The 95 % quantile lies at .05 between 20 and 1,000: 69; the mean is (180 + 20 + 69) / 20.
    assert found.amount(np.array([1e6]), ONE).tolist() == [pytest.approx([13.45] * 3)]
    # The 90 % quantile of the share lies at .1 between 10 and 20 of 200.
    assert found.cap == pytest.approx(11 / 200)
    assert found.amount(np.array([100.0]), ONE)[0] == pytest.approx([5.5] * 3)


def test_many_adopters_give_the_law_that_they_follow() -> None:
    draw = np.random.default_rng(3)
    item, size = draw.integers(0, 4, 4_000), draw.lognormal(7, 1, 4_000)
    visits, often = draw.integers(1, 60, 4_000), np.array([1, 20, 4])
    true = 3.0 * size**0.5 * visits**-0.4 * np.array([1.0, 2.0, 4.0, 8.0])[item]
    found = fit_adopter_spend(Adopters(item, true * draw.lognormal(-0.125, 0.5, 4_000), size, visits), 4)
    asked = np.array([500.0, 1_000.0, 3_000.0])
    expected = 3.0 * (asked**0.5 * often**-0.4)[:, None] * np.array([1.0, 2.0, 4.0, 8.0])
    assert found.amount(asked, often) == pytest.approx(
        np.minimum(expected, found.cap * asked[:, None]), rel=0.08
    )


def test_without_adopters_or_size_there_is_nothing() -> None:
    none = fit_adopter_spend(Adopters(np.zeros(0, int), *np.zeros((3, 0))), 2)
    assert none.amount(np.array([100.0]), ONE).tolist() == [[0.0, 0.0]]
    some = fit_adopter_spend(Adopters(np.zeros(1, int), np.array([5.0]), np.array([10.0]), ONE), 1)
    assert some.amount(np.array([0.0, -3.0]), np.ones(2)).tolist() == [[0.0], [0.0]]


def test_euros_in_cents_give_cents() -> None:
    draw = np.random.default_rng(4)
    item, spend, size = draw.integers(0, 5, 300), draw.lognormal(4, 1, 300), draw.lognormal(7, 1, 300)
    visits = draw.integers(1, 9, 300)
    one = fit_adopter_spend(Adopters(item, spend, size, visits), 5).amount(np.array([700.0]), ONE)
    cents = Adopters(item, 100 * spend, 100 * size, visits)
    other = fit_adopter_spend(cents, 5).amount(np.array([70_000.0]), ONE)
    assert other == pytest.approx(100 * one, rel=1e-9)


def test_the_level_of_an_item_with_few_adopters_is_drawn_to_that_of_all() -> None:
    item, spend = np.r_[np.zeros(120, int), 1, 1], np.exp(np.r_[np.full(120, 2.0), 6.0, 10.0])
    level = fit_adopter_spend(Adopters(item, spend, np.linspace(10.0, 90.0, 122), np.ones(122)), 3).level
    # Two adopters with a median of 8 and five of all at 2 are at 26/7; nobody adopted the last item.
    assert (level / level[0]).tolist() == pytest.approx([1.0, 13 / 7, 1.0])
