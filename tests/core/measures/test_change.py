"""Change since the previous period, lost and new customers."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from klantwaarde_xl.core.base.period import Period
from klantwaarde_xl.core.measures.change import (
    change_from,
    first_lines,
    is_new,
    is_young,
    lost_customers,
    reaches_back,
)
from klantwaarde_xl.core.measures.customer_measures import customer_measures

YEAR = Period(dt.date(2024, 1, 1), dt.date(2024, 12, 31))
LINES = pd.DataFrame(
    {
        "customer_id": ["stays", "stays", "lost", "new", "returns", "returns", "big"],
        "date": pd.to_datetime(
            ["2023-05-01", "2024-05-01", "2023-12-31", "2024-07-01", "2023-03-01", "2024-01-15", "2023-06-01"]
        ),
        "revenue": [100.0, 150.0, 80.0, 30.0, 40.0, -40.0, 500.0],
        "cost": [60.0, 90.0, 50.0, 10.0, 20.0, -20.0, np.nan],
    }
)
NOW, BEFORE = customer_measures(LINES, YEAR), customer_measures(LINES, YEAR.previous())


def test_the_previous_period_stands_beside_this_one() -> None:
    change = change_from(NOW, BEFORE)
    assert change.index.equals(NOW.index)
    assert change.loc["stays"].tolist() == [100.0, 40.0, 40.0, 50.0, 20.0]
    assert change.loc["new"].tolist() == [0.0, 0.0, 0.0, 30.0, 20.0]


def test_data_that_do_not_reach_back_give_no_change() -> None:
    assert change_from(NOW, BEFORE.iloc[:0]).isna().all(axis=None)


def test_who_only_took_effort_is_lost_and_who_sent_something_back_is_not() -> None:
    lost = lost_customers(NOW, BEFORE)
    assert lost.index.tolist() == ["big", "lost"]
    assert lost["previous_revenue"].tolist() == [500.0, 80.0]
    assert np.isnan(lost.loc["big", "previous_contribution"])
    assert lost.loc["lost", "last_purchase"] == pd.Timestamp("2023-12-31")


def test_before_and_new_less_lost_are_the_customers_of_now() -> None:
    draw = np.random.default_rng(5)
    for _ in range(20):
        now, before = (
            pd.DataFrame(
                {"lines": draw.integers(0, 3, 30), "last_purchase": pd.NaT}, index=draw.permutation(40)[:30]
            ).assign(revenue=1.0, gross_margin=1.0, contribution=1.0)
            for _ in range(2)
        )
        new, lost = is_new(now, before), lost_customers(now, before)
        assert (before["lines"] > 0).sum() + new.sum() - len(lost) == (now["lines"] > 0).sum()
        assert not now["lines"][new].eq(0).any()


def test_without_a_previous_period_nobody_is_new() -> None:
    assert not is_new(NOW, BEFORE.iloc[:0]).any()


@pytest.mark.parametrize(
    ("first", "start", "end", "whole"),
    [
        ("2023-01-01", "2023-01-01", "2023-12-31", True),
        ("2022-05-01", "2023-01-01", "2023-12-31", True),
        ("2023-02-01", "2023-01-01", "2023-12-31", True),
        ("2023-02-02", "2023-01-01", "2023-12-31", False),
        ("2023-01-04", "2023-01-01", "2023-01-31", True),
        ("2023-01-05", "2023-01-01", "2023-01-31", False),
    ],
)
def test_a_month_may_be_missing_of_a_year_and_less_of_less(
    first: str, start: str, end: str, whole: bool
) -> None:
    first_day, *days = map(dt.date.fromisoformat, (first, start, end))
    assert reaches_back(first_day, Period(*days)) == whole


def test_young_looks_at_the_first_line_ever() -> None:
    assert is_young(first_lines(LINES, YEAR), YEAR)[lambda young: young].index.tolist() == ["new"]


@pytest.mark.parametrize(
    ("end", "first", "young"),
    [
        (dt.date(2024, 12, 31), "2024-07-01", True),
        (dt.date(2024, 12, 31), "2024-06-30", False),
        (dt.date(2024, 8, 31), "2024-03-01", True),
        (dt.date(2024, 8, 31), "2024-02-29", False),
        (dt.date(2024, 8, 15), "2024-02-16", True),
        (dt.date(2024, 8, 15), "2024-02-15", False),
    ],
)
def test_six_months_are_calendar_months(end: dt.date, first: str, young: bool) -> None:
    lines = pd.DataFrame(
        {"customer_id": ["old", "x", "later"], "date": pd.to_datetime(["2020-01-01", first, "2026-01-01"])}
    )
    period = Period(dt.date(2024, 1, 1), end)
    found = is_young(first_lines(lines, period), period)
    assert found["x"] == young
    assert "later" not in found.index


def test_nobody_is_young_when_all_data_are() -> None:
    lines = LINES[LINES["date"] >= "2024-07-01"]
    assert not is_young(first_lines(lines, YEAR), YEAR).any()
    assert is_young(first_lines(lines.iloc[:0], YEAR), YEAR).empty
