"""Cost to serve: the published figures of time-driven costing and of payment terms, and who counts as
unknown."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from klantwaarde_xl.core.measures.cost_to_serve import driver_effort, financing, logged_effort


def test_time_driven_costing_gives_the_figures_of_kaplan_and_anderson() -> None:
    # HBR November 2004: 560,000 of cost over 700,000 minutes is 0.80 a minute; orders take 8 minutes,
    # inquiries 44, credit checks 50: 6.40, 35.20 and 40.00. With 49,000, 1,400 and 2,500 of them 462,880 is
    # used, and 97,120 of the capacity is not.
    rate = 560_000 / 700_000 * 60
    rates = pd.DataFrame(
        {
            "activity": ["order", "vraag", "krediet"],
            "hourly_cost": rate,
            "driver": ["factuur", "regel", "creditregel"],
            "minutes_per_unit": [8.0, 44.0, 50.0],
        }
    )
    counts = {
        "invoices": np.array([1, 0, 0, 49_000]),
        "lines": np.array([0, 1, 0, 1_400]),
        "credit_lines": np.array([0, 0, 1, 2_500]),
    }
    hours, cost = driver_effort(rates, counts)
    assert cost[:3] == pytest.approx([6.40, 35.20, 40.00], abs=1e-9)
    assert 560_000 - cost[3] == pytest.approx(97_120, abs=1e-6)
    assert hours[3] == pytest.approx((49_000 * 8 + 1_400 * 44 + 2_500 * 50) / 60, abs=1e-9)


@pytest.mark.parametrize(
    "rates",
    [
        None,
        pd.DataFrame({"activity": ["bezoek"], "hourly_cost": [80.0]}),
        pd.DataFrame(
            {
                "activity": ["a", "b"],
                "hourly_cost": 80.0,
                "driver": ["uur", None],
                "minutes_per_unit": [5.0, 5.0],
            }
        ),
        pd.DataFrame(
            {"activity": ["a"], "hourly_cost": 80.0, "driver": ["factuur"], "minutes_per_unit": [np.nan]}
        ),
    ],
)
def test_without_a_driver_nothing_is_estimated(rates: pd.DataFrame | None) -> None:
    assert driver_effort(rates, {"invoices": np.array([3])}) is None


def test_waiting_for_payment_costs_interest() -> None:
    # 10,000 x 8 % x 30 / 365 = 65.7534; with 21 % VAT in the receivable 79.5616
    assert financing(np.array([10_000.0]), np.array([30.0]), 0.08)[0] == pytest.approx(65.7534, abs=5e-5)
    assert financing(np.array([10_000.0]), np.array([30.0]), 0.08, 0.21)[0] == pytest.approx(
        79.5616, abs=5e-5
    )
    assert np.isnan(financing(np.array([10_000.0]), np.array([np.nan]))[0])


def test_two_half_years_are_financed_for_as_much_as_their_year() -> None:
    half, year = financing(np.array([5_000.0, 10_000.0]), np.array([45.0, 45.0]))
    assert 2 * half == pytest.approx(year, rel=1e-12)


def work(**columns: object) -> pd.DataFrame:
    return pd.DataFrame({"activity": None, "hours": np.nan, "expense": np.nan} | columns)


def test_silence_is_zero_when_nine_tenths_of_the_revenue_is_spoken_for() -> None:
    most = logged_effort(np.array([0]), work(hours=[2.0]), None, np.array([90.0, 10.0]), 60.0)
    less = logged_effort(np.array([0]), work(hours=[2.0]), None, np.array([89.99, 10.01]), 60.0)
    assert most.hours.tolist() == [2.0, 0.0]
    assert most.cost.tolist() == [120.0, 0.0]
    assert less.hours[0] == 2.0
    assert np.isnan(less.hours[1])


def test_a_column_without_figures_says_nothing_of_anyone() -> None:
    logged = logged_effort(np.array([0]), work(expense=[15.0]), None, np.array([100.0, 10.0]), 60.0)
    assert np.isnan(logged.hours).all()
    assert np.isnan(logged.cost).all()
    assert logged.expense.tolist() == [15.0, 0.0]


def test_an_empty_table_of_effort_leaves_everything_unknown() -> None:
    logged = logged_effort(np.empty(0, np.intp), work(hours=np.empty(0)), None, np.array([0.0]), 60.0)
    assert np.isnan(logged.hours).all()


def test_hours_cost_the_rate_of_their_activity_else_the_default() -> None:
    rates = pd.DataFrame({"activity": [" Bezoek", "Advies"], "hourly_cost": [90.0, 120.0]})
    effort = work(activity=["bezoek ", "ADVIES", "onbekend", None], hours=1.0)
    assert logged_effort(np.arange(4), effort, rates, np.ones(4), 60.0).cost.tolist() == [
        90.0,
        120.0,
        60.0,
        60.0,
    ]
    categorical = effort.assign(activity=effort["activity"].astype("category"))
    assert logged_effort(np.arange(4), categorical, rates, np.ones(4), 60.0).cost.tolist() == [
        90.0,
        120.0,
        60.0,
        60.0,
    ]


def test_who_is_owed_money_finances_us_for_nothing() -> None:
    assert financing(np.array([-10_000.0, 0.0]), np.array([30.0, 30.0]), 0.08).tolist() == [0.0, 0.0]


def test_of_two_rates_for_one_activity_the_first_counts() -> None:
    rates = pd.DataFrame({"activity": ["Bezoek", "bezoek "], "hourly_cost": [90.0, 40.0]})
    assert logged_effort(
        np.array([0]), work(activity=["BEZOEK"], hours=[2.0]), rates, np.ones(1), 60.0
    ).cost.tolist() == [180.0]
