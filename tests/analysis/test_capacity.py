"""The capacity of an analysis: which effort and how much of a year it is laid beside."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest

from klantwaarde_xl.analysis.capacity import used_capacity
from klantwaarde_xl.core.base.period import Period
from klantwaarde_xl.model.inputs import Inputs

YEAR = Period(dt.date(2024, 1, 1), dt.date(2024, 12, 31))
QUARTER = Period(dt.date(2024, 1, 1), dt.date(2024, 3, 31))
RATES = pd.DataFrame(
    {
        "activity": ["Bezoek", "Order", "Beheer", "Zonder capaciteit"],
        "hourly_cost": [50.0, 40.0, 30.0, 99.0],
        "driver": ["uur", "factuur", "klant", "regel"],
        "minutes_per_unit": [None, 30.0, 60.0, 10.0],
        "capacity_hours": [100.0, 20.0, 8.0, None],
    }
)
EFFORT = pd.DataFrame(
    {
        "date": pd.to_datetime(["2023-12-31", "2024-01-01", "2024-12-31", "2025-01-01", "2024-06-01"]),
        "customer_id": ["a", "a", "a", "a", "counts nowhere"],
        "activity": ["Bezoek", " bezoek", "BEZOEK", "Bezoek", "Bezoek"],
        "hours": [1000.0, 3.0, 4.0, 1000.0, 5.0],
    }
)
MEASURES = pd.DataFrame({"invoices": [6, 4], "lines": [9, 9], "credit_lines": [0, 1]}, index=["a", "b"])


def inputs(rates: pd.DataFrame | None = RATES, effort: pd.DataFrame | None = EFFORT) -> Inputs:
    return Inputs(transactions=pd.DataFrame(), rates=rates, effort=effort)


def test_hours_of_the_period_stand_beside_the_capacity_whoever_they_were_for() -> None:
    found = used_capacity(inputs(), YEAR, MEASURES)
    # 3 + 4 + 5 logged hours; 10 invoices of half an hour; 2 customers a whole year of one hour each.
    assert found["used_hours"].to_dict() == {"Bezoek": 12.0, "Order": 5.0, "Beheer": 2.0}
    assert found["unused_hours"].tolist() == [88.0, 15.0, 6.0]
    assert found[["capacity", "used", "unused"]].to_numpy().tolist() == [
        [5000.0, 600.0, 4400.0],
        [800.0, 200.0, 600.0],
        [240.0, 60.0, 180.0],
    ]


def test_a_quarter_has_a_quarter_of_the_capacity_and_of_the_customer_years() -> None:
    found = used_capacity(inputs(), QUARTER, MEASURES)
    assert found["capacity_hours"].tolist() == [25.0, 5.0, 2.0]
    # Of the logged hours only those of 1 January fall in it; the invoices are those of the measures.
    assert found["used_hours"].tolist() == [3.0, 5.0, 0.5]


def test_more_hours_than_there_are_leave_less_than_nothing() -> None:
    found = used_capacity(inputs(), YEAR, pd.concat([MEASURES] * 10))
    assert found.loc["Order", ["unused_hours", "unused"]].tolist() == [20.0 - 50.0, -1200.0]


def test_without_effort_only_drivers_use_capacity() -> None:
    found = used_capacity(inputs(effort=None), YEAR, MEASURES)
    assert found["used_hours"].tolist() == [0.0, 5.0, 2.0]


def test_without_customers_all_capacity_by_driver_is_left() -> None:
    found = used_capacity(inputs(effort=None), YEAR, MEASURES.iloc[:0])
    assert found["unused"].tolist() == found["capacity"].tolist() == [5000.0, 800.0, 240.0]


@pytest.mark.parametrize("rates", [None, RATES.drop(columns="capacity_hours"), RATES.iloc[3:]])
def test_nobody_typed_a_capacity(rates: pd.DataFrame | None) -> None:
    assert used_capacity(inputs(rates), YEAR, MEASURES).empty
