"""The predictor: how much history it asks, that it never looks ahead, and that its chances come true on data
made to measure."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from klantwaarde_xl.core.cross_sell import predictor
from klantwaarde_xl.core.cross_sell.baskets import Purchases, purchases
from klantwaarde_xl.core.cross_sell.chance_model import foretold
from klantwaarde_xl.core.cross_sell.predictor import learn
from klantwaarde_xl.core.cross_sell.training_pairs import TrainingPairs
from klantwaarde_xl.core.cross_sell.window_state import WindowState, bought_after, window_state

END = dt.date(2024, 12, 31)


def shop(months: int, customers: int = 120, items: int = 40, seed: int = 1) -> pd.DataFrame:
    """Return the lines of a steady shop up to ``END``: every customer has a taste and buys each item at a
    constant rate."""
    rng = np.random.default_rng(seed)
    taste = rng.normal(size=(customers, 3)) @ rng.normal(size=(3, items)) - 4.2
    rate = 1 / (1 + np.exp(-taste))
    first = pd.Timestamp(END) + pd.Timedelta(days=1) - pd.DateOffset(months=months)
    days = pd.date_range(first, END, freq="MS")
    month, customer, item = np.nonzero(rng.random((len(days), customers, items)) < rate)
    frame = pd.DataFrame(
        {
            "date": days[month],
            "customer_id": [f"c{n:03d}" for n in customer],
            "item": [f"i{n:02d}" for n in item],
            "revenue": 100.0,
            "cost": 60.0,
            "one_off": 0.0,
        }
    )
    return frame.sample(frac=1, random_state=seed)


@pytest.mark.parametrize(
    ("months", "reason"), [(12, "short_history"), (17, "short_history"), (18, ""), (36, "")]
)
def test_eighteen_months_are_enough_and_seventeen_are_not(months: int, reason: str) -> None:
    found = learn(purchases(shop(months)), END, seed=1)
    assert found.reason == reason
    assert (found.model is None) == bool(reason)
    assert found.choice.kind == ("hidden" if reason else "time")


def test_too_few_purchases_after_the_cuts(monkeypatch: pytest.MonkeyPatch) -> None:
    coded = purchases(shop(18, customers=40))
    found = learn(coded, END, seed=1)
    assert found.reason == "few_events"
    assert found.model is None
    assert 0 < found.events < 200
    monkeypatch.setattr(predictor, "FEWEST_EVENTS", found.events)
    assert learn(coded, END, seed=1).reason == ""


@pytest.mark.parametrize(
    ("customers", "items", "reason"),
    [(19, 10, "few_customers"), (40, 1, "few_items"), (20, 2, "few_events")],
)
def test_too_few_customers_or_items(customers: int, items: int, reason: str) -> None:
    frame = pd.DataFrame(
        [
            {
                "date": day,
                "customer_id": f"c{c}",
                "item": f"i{i}",
                "revenue": 1.0,
                "cost": np.nan,
                "one_off": 0.0,
            }
            for day in pd.date_range("2023-01-01", "2024-12-31", freq="QS")
            for c in range(customers)
            for i in range(items)
        ]
    )
    found = learn(purchases(frame), END, seed=1)
    assert found.reason == reason
    assert found.choice.kind == ("hidden" if reason == "few_events" else "none")


@pytest.mark.parametrize(
    ("closed", "reason"),
    [
        # What was predicted for the closed quarters was not bought.
        (("2023-10-01", "2024-11-30"), "not_as_predicted"),
        (("2023-01-01", "2024-04-30"), "not_as_predicted"),
        (("2022-08-01", "2024-11-30"), "few_events"),
    ],
)
def test_a_firm_that_was_closed_for_more_than_a_year_has_empty_windows_and_no_error(
    closed: tuple[str, str], reason: str, capfd: pytest.CaptureFixture[str]
) -> None:
    frame = shop(36, customers=300)
    first, last = map(pd.Timestamp, closed)
    coded = purchases(frame[~frame["date"].between(first, last)])
    found = learn(coded, END, seed=1)
    assert found.reason == reason
    if reason == "not_as_predicted":
        empty = [cut for cut in found.cuts if not len(window_state(coded, cut).baskets.customers)]
        assert len(empty) in {1, 2}
        assert found.model is None
    assert capfd.readouterr() == ("", "")


def test_what_happens_after_the_end_changes_nothing() -> None:
    frame = shop(26)
    end = dt.date(2024, 6, 30)
    before = frame[frame["date"] <= pd.Timestamp(end)]
    one, two = (learn(purchases(part), end, seed=1) for part in (frame, before))
    assert one.choice.method == two.choice.method
    rows = np.arange(10)
    assert one.probability(rows) == pytest.approx(two.probability(rows), abs=1e-6)


def test_the_chances_come_true_later_in_a_steady_shop() -> None:
    # 48 months of a shop with constant rates; learned to the end of month 45, followed over the next three.
    coded = purchases(shop(48, customers=300, seed=3))
    end = dt.date(2024, 9, 30)
    found = learn(coded, end, seed=1)
    baskets = found.state.baskets
    new = baskets.matrix.toarray() == 0
    chance = found.probability(np.arange(len(baskets.customers)), a_year=False)[new]
    bought = bought_after(coded, baskets, end, found.horizon_days).toarray()[new] > 0
    assert bought.sum() > 400
    assert chance.sum() == pytest.approx(bought.sum(), rel=0.2)
    order = np.argsort(chance)
    upper = order[len(order) * 9 // 10 :]
    assert chance[upper].sum() == pytest.approx(bought[upper].sum(), rel=0.2)
    assert found.brier < found.brier_base


def test_the_reliability_table_is_measured_and_counts_the_purchases() -> None:
    found = learn(purchases(shop(36)), END, seed=1)
    # Every cut but the oldest is predicted from older ones.
    assert len(found.cuts) == 8
    assert 0 < found.reliability["events"].sum() < found.events
    counted = found.reliability[found.reliability["events"] >= 200]
    assert len(counted) >= 2
    assert ((counted["ratio"] - 1).abs() < 0.2).all()


def test_a_window_is_checked_with_the_weeks_before_it_and_nothing_later(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # Windows of a year end on END and on the cuts; the short ones 30 days before END and before every cut but
    # the oldest.
    days: list[dt.date] = []

    def noted(coded: Purchases, end: dt.date, past_days: int) -> WindowState:
        days.append(end)
        return window_state(coded, end, past_days)

    seen: list[int] = []

    def checking(
        parts: list[TrainingPairs], newest: list[TrainingPairs], horizon_days: int
    ) -> list[tuple[np.ndarray, TrainingPairs]]:
        seen.extend(len(part.back) for part in newest)
        return foretold(parts, newest, horizon_days)

    monkeypatch.setattr(predictor, "window_state", noted)
    monkeypatch.setattr(predictor, "foretold", checking)
    coded = purchases(shop(24))
    cuts = learn(coded, END, seed=1).cuts
    short = [day - dt.timedelta(days=30) for day in (END, *cuts[:-1])]
    assert sorted(days) == sorted([END, *cuts, *short])
    assert seen == [len(window_state(coded, day).baskets.customers) for day in short[1:]]


def test_the_same_seed_gives_the_same_and_the_order_of_rows_does_not_matter() -> None:
    frame = shop(24)
    one, two = (learn(purchases(part), END, seed=1) for part in (frame, frame[::-1]))
    assert one.choice.figures.equals(two.choice.figures)
    assert one.probability(np.arange(5)) == pytest.approx(two.probability(np.arange(5)), abs=1e-7)


def test_a_year_is_as_many_quarters_as_the_spread_says() -> None:
    found = replace(learn(purchases(shop(24)), END, seed=1), season=0.0)
    rows = np.arange(20)
    quarter = found.probability(rows, a_year=False).astype(float)
    for spread in (0.0, 0.5, 1.0):
        quarters = (365 / 91) ** spread
        year = replace(found, spread=spread).probability(rows)
        assert year == pytest.approx(1 - (1 - quarter) ** quarters, abs=1e-5)
