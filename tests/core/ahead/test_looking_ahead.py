"""Value next year, what goes with a customer and whom to hold on to: by hand."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest
from losing_firm import losing_more

from klantwaarde_xl.core.ahead.leaving import Leaving
from klantwaarde_xl.core.ahead.looking_ahead import Ahead, held_on, looking_ahead
from klantwaarde_xl.core.ahead.own_margin import expected_margins
from klantwaarde_xl.core.base.period import Period
from klantwaarde_xl.core.measures.customer_measures import customer_measures

YEAR = Period(dt.date(2024, 1, 1), dt.date(2024, 12, 31))
ROWS = [
    ("a", "2024-02-01", 1_000.0, 600.0, 0),
    ("a", "2024-08-01", 1_000.0, 600.0, 0),
    ("a", "2024-09-01", 5_000.0, 1_000.0, 1),
    ("b", "2024-05-01", 500.0, 550.0, 0),
    ("c", "2024-05-01", -80.0, -40.0, 0),
]
LINES = pd.DataFrame(ROWS, columns=["customer_id", "date", "revenue", "cost", "one_off"])
LINES["date"] = pd.to_datetime(LINES["date"])
EFFORT = pd.DataFrame(
    {
        "date": pd.Timestamp("2024-06-01"),
        "customer_id": ["a", "b"],
        "activity": None,
        "hours": [2.0, 1.0],
        "expense": [30.0, np.nan],
    }
)


def test_one_year_of_history_is_the_last_year_again_without_one_offs() -> None:
    measures = customer_measures(LINES, YEAR, effort=EFFORT)
    found = looking_ahead(LINES, measures, YEAR)
    customers = found.customers
    assert (found.next_year.reason, found.leaving.reason) == ("short_history", "short_history")
    assert customers["revenue_next"].to_dict() == pytest.approx(
        {"a": 2_000.0, "b": 500.0, "c": np.nan}, nan_ok=True
    )
    # a: 2,000 at 40 %, less 2 hours of 60 and 30 of expense; both fractions are certain: nothing is drawn in.
    assert customers.loc["a", "value_next"] == pytest.approx(2_000 * 0.4 - 150, rel=1e-3)
    assert customers.loc["b", "value_next"] == pytest.approx(500 * -0.1 - 60, rel=1e-3)
    # What goes with a: its whole margin of the year less the expense; the hours stay.
    assert customers["if_gone"].round(9).to_dict() == {"a": 4_770.0, "b": -50.0, "c": -40.0}
    assert customers[["leave_chance", "at_stake", "value_low"]].isna().all(axis=None)
    assert not customers["hold_on"].any()
    assert np.isnan(found.totals["at_stake"])
    assert found.totals["revenue"] == 2_500.0


def test_an_unknown_contribution_has_no_value() -> None:
    measures = customer_measures(LINES.assign(cost=np.nan), YEAR)
    found = looking_ahead(LINES.assign(cost=np.nan), measures, YEAR)
    assert found.customers[["value_next", "if_gone"]].isna().all(axis=None)
    assert np.isnan(found.totals["contribution"])


def test_who_left_before_the_period_is_learned_from() -> None:
    # 200 customers that buy twice a year; 60 of them bought for the last time in 2022.
    rows = [
        (f"k{number:03}", f"{year}-{month:02}-15", 100.0, 60.0, 0)
        for number in range(200)
        for year in (2021, 2022, 2023, 2024)
        for month in (1 + number % 6, 7 + number % 6)
        if year <= 2022 or number >= 60
    ]
    lines = pd.DataFrame(rows, columns=LINES.columns).assign(date=lambda frame: pd.to_datetime(frame["date"]))
    measures = customer_measures(lines, YEAR)
    found = looking_ahead(lines, measures, YEAR)
    assert len(measures) == len(found.leaving.chance) == 140
    assert found.leaving.leavers >= 60


def test_the_order_of_the_customers_is_that_of_the_measures() -> None:
    measures = customer_measures(LINES, YEAR).iloc[[2, 0, 1]]
    assert list(looking_ahead(LINES, measures, YEAR).customers.index) == ["c", "a", "b"]


@pytest.fixture(scope="module")
def growing() -> tuple[Ahead, pd.DataFrame, pd.DataFrame]:
    """200 customers that buy more every month, a third below cost; what is ahead, measures and lines."""
    draw = np.random.default_rng(4)
    months = pd.date_range("2020-01-15", "2024-12-31", freq="MS")
    names = np.repeat([f"k{number:03}" for number in range(200)], len(months))
    trend = 1.03 ** np.arange(len(months)) * draw.uniform(0.9, 1.1, len(months))
    revenue = np.tile(trend * 100, 200) * draw.uniform(0.7, 1.3, len(names))
    part = np.where(np.arange(len(names)) // len(months) % 3 == 0, 1.2, 0.6)
    # Who has an even number buys less and less often, and half of those buy nothing in the last year.
    kept = (np.arange(len(names)) // len(months) % 2 == 1) | (draw.random(len(names)) < 0.1)
    lines = pd.DataFrame(
        {"customer_id": names, "date": np.tile(months, 200), "revenue": revenue, "cost": revenue * part}
    ).assign(one_off=0)[kept]
    effort = EFFORT.assign(customer_id=["k001", "k003"])
    measures = customer_measures(lines, YEAR, effort=effort)
    return looking_ahead(lines, measures, YEAR), measures, lines


def test_the_cost_to_serve_grows_with_the_turnover_of_the_firm(
    growing: tuple[Ahead, pd.DataFrame, pd.DataFrame],
) -> None:
    found, _, lines = growing
    last = lines[lines["date"] >= "2024"].groupby("customer_id")["revenue"].sum()
    growth = found.totals["revenue"] / last.sum()
    assert growth > 1.1
    margin = expected_margins(lines[lines["date"] >= "2024"], pd.Index(found.customers.index))
    served = found.customers["revenue_next"] * margin - found.customers["value_next"]
    # k001 had 2 hours of 60 and 30 of expense, k003 one hour.
    assert served[["k001", "k003", "k005"]].to_numpy() == pytest.approx([150 * growth, 60 * growth, 0.0])


def test_the_bounds_of_the_total_lie_on_their_own_side(
    growing: tuple[Ahead, pd.DataFrame, pd.DataFrame],
) -> None:
    found, _, lines = growing
    low, high = found.next_year.total or (0.0, 0.0)
    assert low < 0 < high
    margin = expected_margins(lines[lines["date"] >= "2024"], pd.Index(found.customers.index))
    earned = float((found.customers["revenue_next"] * margin).sum())
    assert found.totals["low"] == pytest.approx(found.totals["contribution"] + earned * low)
    assert found.totals["high"] == pytest.approx(found.totals["contribution"] + earned * high)


def test_a_customer_that_loses_money_has_nothing_at_stake(
    growing: tuple[Ahead, pd.DataFrame, pd.DataFrame],
) -> None:
    found, _, _ = growing
    customers = found.customers[found.customers["leave_chance"].notna()]
    assert found.leaving.steady
    loses = customers["if_gone"] < 0
    assert 0 < loses.sum() < len(customers)
    assert (customers.loc[loses, "at_stake"] == 0.0).all()
    expected = customers["leave_chance"] * customers["if_gone"]
    assert customers.loc[~loses, "at_stake"].to_numpy() == pytest.approx(expected[~loses].to_numpy())


def test_no_euros_at_stake_where_they_did_not_add_up_before() -> None:
    lines = losing_more().assign(cost=lambda frame: frame["revenue"] * 0.6, one_off=0)
    found = looking_ahead(lines, customer_measures(lines, YEAR), YEAR)
    assert (found.leaving.reason, found.leaving.steady) == ("", False)
    assert found.customers["leave_chance"].notna().all()
    assert found.customers["at_stake"].isna().all()
    assert not found.customers["hold_on"].any()
    assert np.isnan(found.totals["at_stake"])


def gone(chance: list[float], as_often: list[float]) -> Leaving:
    late = np.ones(len(chance))
    return Leaving(365, np.array(chance), np.array(as_often), late, "", True, 4, 90, 0.8, 1.1)


def held(chance: list[float], as_often: list[float], euros: list[float]) -> list[int]:
    stake = np.array(chance) * np.array(euros)
    return held_on(gone(chance, as_often), stake).nonzero()[0].tolist()


def test_whom_to_hold_on_to() -> None:
    rest, usual = [0.05] * 16, [0.05] * 16
    # The mean is .11: twice its odds is .20; the rare buyer may as well skip a year, the small one is small.
    chance = [0.40, 0.40, 0.40, 0.19]
    as_often = [0.10, 0.35, 0.10, 0.05]
    euros = [1_000.0, 1_000.0, 1.0, 9_000.0]
    assert held([*chance, *rest], [*as_often, *usual], [*euros, *[100.0] * 16]) == [0]


def test_where_many_leave_twice_the_odds_of_customers_as_rare_is_no_reason() -> None:
    # The mean is .207 and has odds of .261; those of .34 are .515, less than twice as many.
    assert held([0.34, *[0.2] * 19], [0.05] * 20, [1_000.0, *[100.0] * 19]) == []
    assert held([0.36, *[0.2] * 19], [0.05] * 20, [1_000.0, *[100.0] * 19]) == [0]


def test_at_most_a_tenth_the_highest_first() -> None:
    chance, euros = [0.5] * 5 + [0.02] * 25, [*range(100, 600, 100), *[1.0] * 25]
    assert held(chance, [0.05] * 30, list(map(float, euros))) == [2, 3, 4]


def test_nobody_without_euros_or_with_a_loss() -> None:
    chance = [0.9, *[0.01] * 19]
    assert held(chance, [0.01] * 20, [0.0] * 20) == []
    assert held_on(gone(chance, [0.01] * 20), np.full(20, np.nan)).sum() == 0
