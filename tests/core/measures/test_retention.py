"""Holding on: the rhythm of a customer, who breaks it, and what that puts at risk."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from itertools import pairwise
from statistics import median

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from klantwaarde_xl.core.base.period import Period
from klantwaarde_xl.core.measures.customer_measures import customer_measures
from klantwaarde_xl.core.measures.retention import retention, typical_gap

YEAR = Period(dt.date(2024, 1, 1), dt.date(2024, 12, 31))


def lines_of(purchases: dict[str, list[tuple[str, float]]]) -> pd.DataFrame:
    rows = [(customer, date, revenue) for customer, own in purchases.items() for date, revenue in own]
    frame = pd.DataFrame(rows, columns=["customer_id", "date", "revenue"])
    return frame.assign(date=pd.to_datetime(frame["date"]), cost=frame["revenue"] * 0.5)


def found(lines: pd.DataFrame, period: Period = YEAR) -> pd.DataFrame:
    return retention(lines, customer_measures(lines, period), period)


def monthly(until: int, amount: float = 100.0) -> list[tuple[str, float]]:
    return [(f"2024-{month:02d}-01", amount) for month in range(1, until + 1)]


def test_late_declining_both_or_neither() -> None:
    risk = found(
        lines_of(
            {
                "late": monthly(6),
                "fine": [("2023-05-01", 100.0), *monthly(12)],
                "less": [("2023-05-01", 2000.0), *monthly(12)],
                "both": [("2023-05-01", 2000.0), *monthly(6)],
                "edge": [("2023-05-01", 1000.0), ("2024-12-01", 700.0)],
                "over": [("2023-05-01", 1000.0), ("2024-12-01", 699.99)],
            }
        )
    )
    assert risk["reason"].to_dict() == {
        "late": "late",
        "fine": "",
        "less": "declining",
        "both": "both",
        "edge": "",
        "over": "declining",
    }
    assert risk["at_risk"].tolist() == (risk["reason"] != "").tolist()


@pytest.mark.parametrize(("last", "late"), [("2024-12-11", False), ("2024-12-10", True)])
def test_late_is_more_than_twice_the_typical_gap(last: str, late: bool) -> None:
    # gaps of 10 days, and 20 days from 11 December to the end of the period
    days = pd.date_range(end=last, periods=5, freq="10D").strftime("%Y-%m-%d")
    assert found(lines_of({"a": [(day, 5.0) for day in days]})).loc["a", "at_risk"] == late


@pytest.mark.parametrize(
    ("late_after", "decline_limit", "reasons"),
    [
        (2.0, 0.3, ["late", "declining"]),
        (2.3, 0.3, ["", "declining"]),
        (2.2, 0.4, ["late", ""]),
        (1.0, 0.0, ["late", "both"]),
    ],
)
def test_what_counts_as_late_and_as_declining_can_be_set(
    late_after: float, decline_limit: float, reasons: list[str]
) -> None:
    # silent: gaps of 10 days and then 23 days, which is not more than 2.3 gaps; less: 60 % of the year
    # before, on 22 December
    silent = [
        (day, 5.0) for day in pd.date_range(end="2024-12-08", periods=5, freq="10D").strftime("%Y-%m-%d")
    ]
    less = [("2023-12-10", 1000.0), *((f"2024-12-{day}", 150.0) for day in ("07", "12", "17", "22"))]
    lines = lines_of({"silent": silent, "less": less})
    risk = retention(
        lines, customer_measures(lines, YEAR), YEAR, late_after=late_after, decline_limit=decline_limit
    )
    assert risk.loc[["silent", "less"], "reason"].tolist() == reasons


def test_fewer_than_four_days_make_no_rhythm() -> None:
    lines = lines_of(
        {"a": [("2024-01-01", 5.0), ("2024-01-02", 5.0), ("2024-01-03", 5.0), ("2024-01-03", 5.0)]}
    )
    assert np.isnan(typical_gap(lines, YEAR.end).loc["a", "typical_gap"])
    assert not found(lines).loc["a", "at_risk"]


def test_one_offs_and_credits_are_no_pattern() -> None:
    lines = lines_of(
        {"a": [("2023-03-01", 9000.0), ("2023-06-01", 100.0), ("2024-06-01", 100.0), ("2024-12-30", -5.0)]}
    )
    risk = found(lines.assign(one_off=[1.0, np.nan, 0.0, np.nan]))
    assert risk.loc["a", ["purchase_days", "reason"]].tolist() == [2, ""]
    assert found(lines).loc["a", "reason"] == "declining"


def test_who_bought_nothing_is_lost_and_not_at_risk() -> None:
    assert not found(lines_of({"a": [("2023-05-01", 500.0), ("2024-02-01", -500.0)]})).loc["a", "at_risk"]


days = st.dates(dt.date(2023, 6, 1), dt.date(2025, 2, 1)).map(str)


@settings(max_examples=40, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from("abc"),
        st.lists(st.tuples(days, st.sampled_from([-5.0, 0.0, 5.0])), min_size=1, max_size=14),
        min_size=1,
    )
)
def test_the_typical_gap_is_the_median_of_plain_python(purchases: dict[str, list[tuple[str, float]]]) -> None:
    visits: dict[str, set[dt.date]] = defaultdict(set)
    for customer, own in purchases.items():
        visits[customer] |= {
            dt.date.fromisoformat(day) for day, revenue in own if revenue > 0 and day <= "2024-12-31"
        }
    rhythm = typical_gap(lines_of(purchases), YEAR.end)
    assert rhythm["purchase_days"].to_dict() == {
        customer: len(own) for customer, own in sorted(visits.items()) if own
    }
    for customer, gap in rhythm["typical_gap"].items():
        own = sorted(visits[customer])
        if len(own) < 4:
            assert np.isnan(gap)
        else:
            assert gap == median((b - a).days for a, b in pairwise(own))
