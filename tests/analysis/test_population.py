"""Customers, new and lost ones of two small years, counted by hand."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from klantwaarde_xl.analysis.population import compared_with, counted, of_buyers, with_arrival
from klantwaarde_xl.core.base.period import Period
from klantwaarde_xl.core.measures.change import change_from, lost_customers
from klantwaarde_xl.core.measures.customer_measures import customer_measures

YEAR = Period(dt.date(2024, 1, 1), dt.date(2024, 12, 31))
BOUGHT = [
    ("stays", "2023-01-05", 100.0),
    ("stays", "2024-05-01", 130.0),
    ("first", "2024-06-30", 40.0),
    ("young", "2024-07-01", 20.0),
    ("back", "2022-03-01", 70.0),
    ("back", "2024-02-01", 60.0),
    ("gone", "2023-11-01", 80.0),
    ("gone but visited", "2023-10-01", 50.0),
    ("returns", "2023-04-01", 30.0),
    ("returns", "2024-04-01", -30.0),
]
LINES = pd.DataFrame(BOUGHT, columns=["customer_id", "date", "revenue"]).assign(
    date=lambda frame: pd.to_datetime(frame["date"]), cost=0.0
)
EFFORT = pd.DataFrame(
    {
        "date": pd.to_datetime(["2024-03-01", "2024-03-01"]),
        "customer_id": ["gone but visited", "only visited"],
        "hours": [1.0, 2.0],
    }
)


def years(lines: pd.DataFrame = LINES) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Return the customers of 2024 with how they came, those of 2023, and the lost ones."""
    now, before = (customer_measures(lines, one, effort=EFFORT) for one in (YEAR, YEAR.previous()))
    before = compared_with(lines, YEAR, before)
    customers = with_arrival(now.join(change_from(now, before)), lines, before, YEAR)
    return customers, before, lost_customers(now, before)


def who(flags: pd.Series) -> set[str]:
    return set(flags.index[flags.to_numpy(bool)])


def test_new_first_and_young_are_three_things() -> None:
    customers, _, lost = years()
    assert who(customers["is_new"]) == {"first", "young", "back"}
    assert who(customers["is_first"]) == {"first", "young"}
    assert who(customers["is_young"]) == {"young"}
    assert lost.index.tolist() == ["gone", "gone but visited"]


def test_who_is_lost_and_took_effort_is_compared_among_the_lost_only() -> None:
    customers, before, lost = years()
    compared = ["previous_revenue", "previous_contribution", "revenue_change", "contribution_change"]
    assert customers.loc["gone but visited", compared].isna().all()
    assert customers.loc["only visited", compared].tolist()[:1] == [0.0]
    assert customers["previous_revenue"].sum() + lost["previous_revenue"].sum() == before["revenue"].sum()


def test_counts_add_up_from_last_year_to_this() -> None:
    found = counted(*(years()[place] for place in (0, 2, 1)))
    assert found == {
        "customers": 5.0,
        "previous_customers": 4.0,
        "new": 3.0,
        "first": 2.0,
        "lost": 2.0,
        "effort_only": 2.0,
        "new_revenue": 120.0,
        "lost_revenue": 130.0,
        # 130 - 100 of who stayed, and -30 - 30 of who sent it all back.
        "stayed_revenue_change": -30.0,
    }


@pytest.mark.parametrize(("first", "compared"), [("2023-02-01", True), ("2023-02-02", False)])
def test_data_that_begin_over_a_month_late_give_no_previous_year(first: str, compared: bool) -> None:
    lines = LINES[LINES["customer_id"].isin(["stays", "first"])].copy()
    lines.loc[lines["date"] < "2024", "date"] = pd.Timestamp(first)
    customers, before, lost = years(lines)
    assert len(before) == (1 if compared else 0)
    assert lost.empty
    assert who(customers["is_new"]) == ({"first"} if compared else set())
    change = counted(customers, lost, before)["stayed_revenue_change"]
    assert change == 30.0 if compared else np.isnan(change)


def test_who_only_took_effort_has_no_figures_and_blank_text() -> None:
    measures = pd.DataFrame({"lines": [2, 0, 1], "revenue": [5.0, 9.0, 7.0]}, index=["a", "visited", "b"])
    seen: list[str] = []

    def ranked(buyers: pd.DataFrame) -> pd.DataFrame:
        seen.extend(buyers.index)
        return pd.DataFrame({"rank": buyers["revenue"].rank(), "class": "A"}, index=buyers.index)

    found = of_buyers(measures, ranked)
    assert seen == ["a", "b"]
    assert found.index.tolist() == ["a", "visited", "b"]
    assert found["class"].tolist() == ["A", "", "A"]
    assert found["rank"].fillna(-1.0).tolist() == [1.0, -1.0, 2.0]


def test_effort_without_a_line_in_the_previous_period_is_nothing_to_compare_with() -> None:
    """The first line is of 2022 and 2023 has hours only: nobody of 2024 had a turnover of zero then."""
    lines = LINES[LINES["date"].dt.year == 2024]
    lines = pd.concat([lines, lines.head(1).assign(date=pd.Timestamp("2022-01-05"))])
    hours = EFFORT.assign(date=pd.Timestamp("2023-03-01"))
    before = customer_measures(lines, YEAR.previous(), effort=hours)
    assert len(before) == 2
    assert compared_with(lines, YEAR, before).empty
