"""The timeline of purchases: what is known on a day, by hand."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd

from klantwaarde_xl.core.ahead.timeline import Timeline
from klantwaarde_xl.core.base.period import Period

YEAR = Period(dt.date(2024, 1, 1), dt.date(2024, 12, 31))
ROWS = [
    ("a", "2024-01-01", 100.0, 0),
    ("a", "2024-03-01", 50.0, 0),
    ("a", "2024-03-01", 25.0, 0),
    ("a", "2024-12-01", -30.0, 0),
    ("b", "2024-12-31", 10.0, 0),
    ("b", "2024-06-30", 900.0, 1),
    ("c", "2025-01-01", 70.0, 0),
]
LINES = pd.DataFrame(ROWS, columns=["customer_id", "date", "revenue", "one_off"])
LINES["date"] = pd.to_datetime(LINES["date"])
IDS = pd.Index(["a", "b", "c", "d"])


def timeline(lines: pd.DataFrame = LINES, period: Period = YEAR) -> Timeline:
    return Timeline.of(lines, IDS, period)


def test_days_are_numbered_from_the_first_line() -> None:
    found = timeline()
    assert found.last == 365  # 2024 has 366 days
    assert found.visits_until(59).tolist() == [1, 0, 0, 0]  # the day before 1 March
    assert found.visits_until(60).tolist() == [2, 0, 0, 0]
    assert found.visits_until(365).tolist() == [2, 1, 0, 0]
    assert found.visits_until(9_999).tolist() == [2, 1, 0, 0]


def test_a_credit_counts_as_turnover_and_not_as_a_purchase_and_a_one_off_as_neither() -> None:
    found = timeline()
    assert found.revenue_between(-1, 365).tolist() == [145.0, 10.0, 0.0, 0.0]
    assert found.revenue_between(0, 365).tolist() == [45.0, 10.0, 0.0, 0.0]
    assert found.bought_between(60, 365).tolist() == [False, True, False, False]


def test_habits_are_those_of_the_buyers_of_the_horizon() -> None:
    found = timeline().habits(365, 366)
    assert found.rows.tolist() == [0, 1]
    assert found.recency.tolist() == [305.0, 0.0]
    assert found.gap.tolist() == [60.0, 0.0]  # one purchase day: the days since then
    assert found.often.tolist() == [2.0, 1.0]
    assert found.lately.tolist() == [0.0, 1.0]
    assert found.tenure.tolist() == [365.0, 0.0]
    assert found.late().tolist() == [306 / 61, 1.0]
    assert timeline().habits(300, 200).rows.tolist() == []


def test_a_short_history_is_scaled_up() -> None:
    found = timeline().habits(182, 366)
    assert found.often.round(9).tolist() == [4.0]  # two purchase days in half a horizon
    assert found.revenue.round(9).tolist() == [350.0]


def test_the_history_begins_with_the_period_when_the_lines_begin_later() -> None:
    late = LINES[LINES["date"] >= "2024-03-01"]
    assert timeline(late).last == 365
    assert timeline(LINES, Period(dt.date(2024, 3, 1), dt.date(2024, 12, 31))).last == 365


def test_origins_lie_a_quarter_of_the_horizon_apart_with_a_horizon_after_them() -> None:
    two = Timeline.of(LINES.assign(date=LINES["date"] - pd.DateOffset(years=1)), IDS, YEAR)
    assert two.last == 730
    assert two.origins(366, 1.0) == [364]  # 365 days before it: one day short is near enough
    assert two.origins(366, 0.75) == [364, 273]
    assert two.origins(366, 2.0) == []
    assert two.origins(91, 1.0) == [639 - 22 * step for step in range(8)]


def test_the_order_of_lines_and_unknown_customers_change_nothing() -> None:
    more = pd.concat([LINES, LINES.assign(customer_id="x")]).sample(frac=1, random_state=3)
    one, other = timeline(), timeline(more)
    assert np.array_equal(one.visits, other.visits)
    assert np.array_equal(one.revenue_between(-1, 365), other.revenue_between(-1, 365))
