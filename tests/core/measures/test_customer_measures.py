"""Measures per customer: by hand, against plain Python, and what must hold whatever the lines are."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from klantwaarde_xl.core.base.period import Period
from klantwaarde_xl.core.measures.cost_to_serve import Rates
from klantwaarde_xl.core.measures.customer_measures import COLUMNS, customer_measures, line_cost

YEAR = Period(dt.date(2024, 1, 1), dt.date(2024, 12, 31))


def lines_of(rows: list[tuple[str, str, str | None, str | None, float, float]]) -> pd.DataFrame:
    frame = pd.DataFrame(
        rows, columns=["customer_id", "date", "product_group", "invoice_id", "revenue", "cost"]
    )
    return frame.assign(date=pd.to_datetime(frame["date"]), cost=frame["cost"].astype(float))


SMALL = lines_of(
    [
        ("a", "2024-01-01", "verf", "1", 100.0, 60.0),
        ("a", "2024-12-31", "lak", "1", 50.0, 20.0),
        ("a", "2024-03-01", "lak", "2", -50.0, -20.0),
        ("b", "2024-06-30", "kit", "3", 200.0, 220.0),
        ("a", "2023-12-31", "kit", "0", 999.0, 1.0),
        ("b", "2025-01-01", "kit", "9", 999.0, 1.0),
    ]
)


def test_a_small_company_worked_out_by_hand() -> None:
    effort = pd.DataFrame(
        {
            "date": pd.to_datetime(["2024-02-01", "2024-02-02", "2023-02-01"]),
            "customer_id": ["a", "c", "a"],
            "activity": ["bezoek", None, "bezoek"],
            "hours": [0.5, 1.0, 99.0],
            "expense": [4.0, np.nan, 99.0],
        }
    )
    rates = pd.DataFrame(
        {
            "activity": ["bezoek", "factureren", "beheer"],
            "hourly_cost": [80.0, 30.0, 60.0],
            "driver": [None, "factuur", "klant"],
            "minutes_per_unit": [np.nan, 10.0, 6.0],
        }
    )
    customers = pd.DataFrame({"customer_id": ["b", "a"], "payment_days": [73.0, 36.5]})
    found = customer_measures(
        SMALL, YEAR, effort=effort, customers=customers, rates=Rates(rates, capital=0.05)
    )
    assert tuple(found.columns) == COLUMNS
    assert found.index.tolist() == ["a", "b", "c"]
    a, b, c = (found.loc[name] for name in "abc")
    # a: 100 + 50 - 50 revenue, 60 + 20 - 20 cost; lak is returned, so one of the two groups that anyone
    # bought (verf, kit)
    assert (a["revenue"], a["gross_margin"], a["margin_pct"], a["groups"], a["breadth"]) == (
        100.0,
        40.0,
        0.4,
        1.0,
        0.5,
    )
    assert (a["invoices"], a["lines"], a["credit_lines"]) == (2, 3, 1)
    # logged .5 h x 80; 2 invoices x 10 min x 30 = 10.00; 1 customer x 6 min x 60 = 6.00; hours .5 + 20/60 +
    # 6/60
    assert a["time_cost"] == pytest.approx(40.0 + 10.0 + 6.0)
    assert a["hours"] == pytest.approx(0.5 + 26 / 60)
    # 100 x 36.5 / 365 x 5 % = 0.50, and 4.00 of expense
    assert a["money_cost"] == pytest.approx(4.5)
    assert a["contribution"] == pytest.approx(40.0 - 60.5)
    assert (a["time_intensity"], a["money_intensity"]) == (1.0, pytest.approx(4.5 / 40.0))
    assert a["contribution_per_hour"] == pytest.approx(-20.5 / (0.5 + 26 / 60))
    assert (a["first_purchase"], a["last_purchase"]) == (
        pd.Timestamp("2024-01-01"),
        pd.Timestamp("2024-12-31"),
    )
    assert a["recency_days"] == 0.0
    # b: a has effort rows and only 100 of the 300 revenue, so b's logged hours are unknown; its drivers are
    # not
    assert np.isnan(b["logged_hours"])
    assert b["time_cost"] == pytest.approx(5.0 + 6.0)
    assert (b["gross_margin"], b["time_intensity"]) == (-20.0, 1.0)
    assert b["contribution"] == pytest.approx(-20.0 - 11.0 - 200 * 0.2 * 0.05)
    # c: an effort row and nothing bought
    assert (c["revenue"], c["gross_margin"], c["lines"], c["breadth"]) == (0.0, 0.0, 0, 0.0)
    assert c["contribution"] == pytest.approx(-60.0 - 6.0)
    assert np.isnan(c["recency_days"])
    assert np.isnan(c["coverage"])


def test_without_effort_time_is_unknown_and_contribution_is_the_margin_less_what_is_known() -> None:
    found = customer_measures(SMALL, YEAR)
    assert (
        found[["hours", "time_cost", "money_cost", "cost_to_serve", "time_intensity", "energy"]]
        .isna()
        .all(axis=None)
    )
    assert found["contribution"].tolist() == [40.0, -20.0]
    known = customer_measures(
        SMALL, YEAR, customers=pd.DataFrame({"customer_id": ["a"], "payment_days": [365.0]})
    )
    assert known["contribution"].tolist() == [pytest.approx(40.0 - 6.0), -20.0]
    assert np.isnan(known.loc["b", "money_intensity"])


@pytest.mark.parametrize(
    ("uncovered", "blank"), [(25.0, False), (25.01, True), (-25.0, False), (-25.01, True)]
)
def test_under_80_percent_coverage_there_is_no_contribution(uncovered: float, blank: bool) -> None:
    # 100 of 125 is exactly 80 %; a credit line without a cost counts by its size
    found = customer_measures(
        lines_of(
            [("a", "2024-01-01", None, None, 100.0, 70.0), ("a", "2024-01-02", None, None, uncovered, np.nan)]
        ),
        YEAR,
    )
    assert found.loc["a", "gross_margin"] == 30.0
    assert found.loc["a", "covered_revenue"] == 100.0
    assert np.isnan(found.loc["a", ["contribution", "contribution_per_hour"]].to_numpy(float)[0]) == blank
    assert found.loc["a", "coverage"] == pytest.approx(100 / (100 + abs(uncovered)))


def test_without_any_cost_the_margin_is_unknown_and_not_zero() -> None:
    found = customer_measures(SMALL.assign(cost=np.nan), YEAR)
    assert found[["gross_margin", "margin_pct", "contribution"]].isna().all(axis=None)
    assert found["coverage"].tolist() == [0.0, 0.0]


def test_lines_without_a_number_count_as_one_invoice_a_day() -> None:
    rows = [
        ("a", "2024-01-01", None, None),
        ("a", "2024-01-01", None, None),
        ("a", "2024-01-02", None, None),
        ("a", "2024-01-02", None, "7"),
    ]
    found = customer_measures(lines_of([(*row, 10.0, 1.0) for row in rows]), YEAR)
    assert found.loc["a", "invoices"] == 3
    assert np.isnan(found.loc["a", "breadth"])


def test_a_credit_line_is_no_purchase() -> None:
    found = customer_measures(
        lines_of([("a", "2024-01-05", "g", "1", 10.0, 1.0), ("a", "2024-11-05", "g", "2", -4.0, 0.0)]), YEAR
    )
    assert found.loc["a", "last_purchase"] == pd.Timestamp("2024-01-05")
    assert found.loc["a", "recency_days"] == (YEAR.end - dt.date(2024, 1, 5)).days


def test_a_period_without_lines_has_no_customers() -> None:
    found = customer_measures(SMALL, Period(dt.date(2020, 1, 1), dt.date(2020, 12, 31)))
    assert found.empty
    assert tuple(found.columns) == COLUMNS


def test_the_driver_per_customer_is_a_year() -> None:
    rates = pd.DataFrame(
        {"activity": ["x"], "hourly_cost": [60.0], "driver": ["klant"], "minutes_per_unit": [60.0]}
    )
    half = customer_measures(SMALL, Period(dt.date(2024, 1, 1), dt.date(2024, 6, 30)), rates=Rates(rates))
    assert half["time_cost"].tolist() == [30.0, 30.0]


def test_cost_of_a_line_is_its_own_before_any_other() -> None:
    lines = pd.DataFrame(
        {
            "revenue": [10.0, 10.0],
            "cost": [4.0, np.nan],
            "margin": [9.0, np.nan],
            "product_id": ["p", None],
            "quantity": 2.0,
        }
    )
    products = pd.DataFrame({"product_id": pd.Categorical(["p"]), "unit_cost": [3.0]})
    assert line_cost(lines, products).tolist()[0] == 4.0
    assert np.isnan(line_cost(lines, products)[1])
    assert line_cost(lines.drop(columns=["cost", "margin"]), products).tolist()[0] == 6.0
    assert line_cost(lines[["product_id", "quantity"]], products).tolist()[0] == 6.0
    assert line_cost(lines[["revenue"]]).isna().all()


amounts = st.integers(-50_000, 100_000).map(lambda cents: cents / 100)
some_lines = st.lists(
    st.tuples(
        st.sampled_from(["a", "b", "c", "d"]),
        st.dates(dt.date(2023, 12, 30), dt.date(2025, 1, 2)).map(str),
        st.sampled_from(["x", "y", "z", None]),
        st.sampled_from(["1", "2", "3", None]),
        amounts,
        st.one_of(amounts, st.just(np.nan)),
    ),
    min_size=1,
    max_size=25,
)


@settings(max_examples=40, deadline=None)
@given(some_lines)
def test_measures_agree_with_plain_python(
    rows: list[tuple[str, str, str | None, str | None, float, float]],
) -> None:
    mine: dict[str, list] = defaultdict(list)
    for row in rows:
        if "2024-01-01" <= row[1] <= "2024-12-31":
            mine[row[0]].append(row)
    found = customer_measures(lines_of(rows), YEAR)
    assert found.index.tolist() == sorted(mine)
    for customer, own in mine.items():
        covered = [row for row in own if not np.isnan(row[5])]
        result = found.loc[customer]
        assert result["revenue"] == pytest.approx(sum(row[4] for row in own), abs=1e-6)
        margin = sum(row[4] - row[5] for row in covered) if covered else np.nan
        assert result["gross_margin"] == pytest.approx(margin, abs=1e-6, nan_ok=True)
        size = sum(abs(row[4]) for row in own)
        coverage = sum(abs(row[4]) for row in covered) / size if size else len(covered) / len(own)
        assert result["coverage"] == pytest.approx(coverage)
        assert result["invoices"] == len({row[3] for row in own if row[3]}) + len(
            {row[1] for row in own if not row[3]}
        )
        assert result["credit_lines"] == sum(row[4] < 0 for row in own)
        bought = [row[1] for row in own if row[4] > 0]
        assert str(result["last_purchase"])[:10] == (max(bought) if bought else "NaT")


@settings(max_examples=25, deadline=None)
@given(some_lines, st.randoms(use_true_random=False), st.sampled_from(["str", "category"]))
def test_the_order_of_the_lines_and_the_kind_of_text_change_nothing(rows: list, random, dtype: str) -> None:
    shuffled = list(rows)
    random.shuffle(shuffled)
    kinds = dict.fromkeys(["customer_id", "product_group", "invoice_id"], dtype)
    before, after = (
        customer_measures(lines_of(rows), YEAR),
        customer_measures(lines_of(shuffled).astype(kinds), YEAR),
    )
    pd.testing.assert_frame_equal(before, after, atol=1e-9)


@settings(max_examples=25, deadline=None)
@given(some_lines)
def test_nothing_is_lost_and_contributions_add_up(rows: list) -> None:
    lines = lines_of(rows).fillna({"cost": 0.0})
    found = customer_measures(
        lines, YEAR, customers=pd.DataFrame({"customer_id": ["a", "b"], "payment_days": 30.0})
    )
    inside = lines[lines["date"].dt.year == 2024]
    assert found["revenue"].sum() == pytest.approx(inside["revenue"].sum(), abs=1e-6)
    assert found["lines"].sum() == len(inside)
    whole = (inside["revenue"] - inside["cost"]).sum() - found["cost_to_serve"].sum()
    assert found["contribution"].sum() == pytest.approx(whole, abs=1e-6)


def test_the_cost_of_a_line_follows_from_its_margin() -> None:
    lines = pd.DataFrame(
        {"revenue": [100.0, -50.0, 80.0], "cost": [np.nan, np.nan, 10.0], "margin": [30.0, -20.0, 30.0]}
    )
    assert line_cost(lines).tolist() == [70.0, -30.0, 10.0]
