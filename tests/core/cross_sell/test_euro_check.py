"""Whether euros are shown: in fifths of later horizons they lie in their band, or not."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from klantwaarde_xl.core.base.period import Period
from klantwaarde_xl.core.cross_sell.adopter_spend import Adopters, AdopterSpend
from klantwaarde_xl.core.cross_sell.euro_check import FIFTHS, band, euros_hold, fifths_inside, listed
from klantwaarde_xl.core.cross_sell.foretold import Foretold
from klantwaarde_xl.core.cross_sell.gaps import CrossSell, GapLimits, cross_sell_gaps

YEAR = Period(dt.date(2024, 1, 1), dt.date(2024, 12, 31))
AMOUNT = AdopterSpend(0.0, 1.0, 0.0, np.zeros(1), 1.0, 900)
"""An adopter spends as much as all that it bought in the past year."""
EQUAL = Adopters(np.zeros(900, int), *np.ones((3, 900)))
"""Adopters without any spread."""
ITEM = np.zeros(1, int)


def horizon(customers: int = 4_000) -> Foretold:
    """Return a horizon in which customers of every size bought with their chance, for what was expected."""
    draw = np.random.default_rng(5)
    size = np.exp(draw.normal(4, 0.7, customers))
    bought = draw.random(customers) < 0.2
    nothing = np.zeros(customers, int)
    one, chance = np.ones(customers), np.full(customers, 0.2)
    return Foretold(chance, bought, one, np.arange(customers), nothing, size, one, size * bought)


def test_euros_of_whom_they_were_expected_are_shown_at_whatever_level() -> None:
    found = horizon()
    assert fifths_inside(found, ITEM, EQUAL, AMOUNT)[1] == 2 * FIFTHS
    assert euros_hold(found, ITEM, EQUAL, AMOUNT)
    assert euros_hold(replace(found, spend=found.spend * 3), ITEM, EQUAL, AMOUNT)


@pytest.mark.parametrize(("least", "factor"), [(0.0, 2.5), (0.8, 3.0)])
def test_euros_that_some_sizes_spent_more_than_expected_of_are_not_shown(least: float, factor: float) -> None:
    found = horizon()
    some = (found.size >= np.quantile(found.size, least)) & (
        found.size <= np.quantile(found.size, least + 0.2)
    )
    assert not euros_hold(
        replace(found, spend=found.spend * np.where(some, factor, 1.0)), ITEM, EQUAL, AMOUNT
    )


def test_with_few_purchases_or_of_items_that_are_gone_it_cannot_be_told() -> None:
    found, few = horizon(), horizon(100)
    assert few.bought.sum() < 30
    for one, items in ((few, ITEM), (found, np.ones(1, int)), (found, np.zeros(0, int))):
        assert fifths_inside(one, items, EQUAL, AMOUNT) == (0, 0)
        assert euros_hold(one, items, EQUAL, AMOUNT)


def test_a_list_has_five_of_a_customer_the_largest_first_and_heavy_pairs_take_more_places() -> None:
    expected = np.array([1.0, 7.0, 3.0, 4.0, 5.0, 6.0, 2.0, 9.0])
    customer = np.array([3, 3, 3, 3, 3, 3, 3, 8])
    assert sorted(listed(customer, expected, np.ones(8)).tolist()) == [1, 2, 3, 4, 5, 7]
    assert listed(customer, expected, np.full(8, 2.5)).tolist() == [1, 5, 7]


@pytest.mark.parametrize("heavy", [0.3, 1.2])
def test_nine_of_ten_sums_lie_in_the_band(heavy: float) -> None:
    # By drawing: a purchase with its chance, of its amount times a factor with mean 1.
    draw = np.random.default_rng(6)
    chance, amount = draw.uniform(0.05, 0.4, 400), draw.lognormal(3, 0.7, 400)
    factor = draw.lognormal(0, heavy, 2_000)
    factor /= factor.mean()
    totals = [((draw.random(400) < chance) * amount * draw.choice(factor, 400)).sum() for _ in range(8_000)]
    first, square, cube = (chance @ (amount**power * (factor**power).mean()) for power in (1, 2, 3))
    mean = chance * amount
    second = chance * amount**2 * (factor**2).mean()
    cumulants = [first, square - mean @ mean, cube - 3 * mean @ second + 2 * (mean**3).sum()]
    low, high = band(np.array(cumulants)[:, None])
    assert np.mean((low <= totals) & (totals <= high)) == pytest.approx(0.9, abs=0.02)


def firm(law: np.ndarray) -> CrossSell:
    """Return the gaps of a shop of 26 months, where who begins with an item spends by the law of its size.

    ``law`` (3,): EUR of a small, a middling and a large customer; what everybody buys every month says how
    large it is."""
    draw = np.random.default_rng(7)
    customers, items, months = 300, 40, 26
    kind = np.arange(customers) % 3
    rate = 1 / (1 + np.exp(4.0 - draw.normal(size=(customers, 3)) @ draw.normal(size=(3, items))))
    month, who, what = np.nonzero(draw.random((months, customers, items)) < rate)
    spent = law[kind[who]] * np.exp(draw.normal(0, 0.5, len(who)))
    usual = np.array([300.0, 1_000.0, 3_000.0])[kind]
    days = pd.date_range("2022-11-01", periods=months, freq="MS")
    lines = pd.DataFrame(
        {
            "date": np.r_[days[month], np.repeat(days, customers)],
            "customer_id": [f"{n:03}" for n in np.r_[who, np.tile(np.arange(customers), months)]],
            "item": [f"i{n:02}" for n in what] + ["staple"] * (customers * months),
            "revenue": np.r_[spent, np.tile(usual, months)],
        }
    ).assign(cost=np.nan, one_off=0.0)
    inside = lines[lines["date"] >= "2024-01-01"].groupby("customer_id")["revenue"].sum()
    return cross_sell_gaps(lines, YEAR, customers=pd.DataFrame({"revenue": inside}), limits=GapLimits(1.0))


def test_a_firm_has_euros_where_they_came_from_whom_they_were_expected() -> None:
    found = firm(np.array([30.0, 100.0, 300.0]))
    assert (found.calibrated, found.without_euros, found.priced) == (True, "", True)
    assert found.gaps["expected_revenue"].notna().all()


def test_a_firm_has_chances_and_no_euros_where_they_came_from_others() -> None:
    # No line through the logarithm of size gives least to the middle.
    found = firm(np.array([300.0, 30.0, 300.0]))
    assert (found.calibrated, found.without_euros, found.priced) == (True, "other_customers", False)
    assert found.gaps[["expected_revenue", "expected_margin"]].isna().all(axis=None)
    assert (found.gaps.groupby("customer_id")["probability"].diff().dropna() <= 0).all()
