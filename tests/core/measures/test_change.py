"""Change since the previous period, lost and new customers."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from klantwaarde_xl.core.base.period import Period
from klantwaarde_xl.core.measures.change import change_from, is_new, lost_customers
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


def test_who_only_sent_something_back_is_lost() -> None:
    lost = lost_customers(NOW, BEFORE)
    assert lost.index.tolist() == ["big", "lost", "returns"]
    assert lost["previous_revenue"].tolist() == [500.0, 80.0, 40.0]
    assert np.isnan(lost.loc["big", "previous_contribution"])
    assert lost.loc["lost", "last_purchase"] == pd.Timestamp("2023-12-31")


def test_new_looks_at_the_first_line_ever() -> None:
    assert is_new(LINES, YEAR)[lambda new: new].index.tolist() == ["new"]


@pytest.mark.parametrize(
    ("end", "first", "new"),
    [
        (dt.date(2024, 12, 31), "2024-07-01", True),
        (dt.date(2024, 12, 31), "2024-06-30", False),
        (dt.date(2024, 8, 31), "2024-03-01", True),
        (dt.date(2024, 8, 31), "2024-02-29", False),
        (dt.date(2024, 8, 15), "2024-02-16", True),
        (dt.date(2024, 8, 15), "2024-02-15", False),
    ],
)
def test_six_months_are_calendar_months(end: dt.date, first: str, new: bool) -> None:
    lines = pd.DataFrame(
        {"customer_id": ["old", "x", "later"], "date": pd.to_datetime(["2020-01-01", first, "2026-01-01"])}
    )
    found = is_new(lines, Period(dt.date(2024, 1, 1), end))
    assert found["x"] == new
    assert "later" not in found.index


def test_nobody_is_new_when_all_data_are() -> None:
    lines = LINES[LINES["date"] >= "2024-07-01"]
    assert not is_new(lines, YEAR).any()
    assert is_new(lines.iloc[:0], YEAR).empty
