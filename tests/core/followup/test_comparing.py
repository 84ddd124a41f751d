"""What became of a snapshot, against adding up line by line."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from klantwaarde_xl.core.followup.comparing import Since, chances_after, margins_around, moved_customers

START, END = dt.date(2024, 6, 30), dt.date(2025, 3, 31)


@pytest.fixture(scope="module")
def lines() -> pd.DataFrame:
    draw, n = np.random.default_rng(5), 900
    days = pd.Timestamp("2023-01-01") + pd.to_timedelta(draw.integers(0, 900, n), unit="D")
    revenue = np.round(draw.gamma(2.0, 100.0, n) * np.where(draw.random(n) < 0.1, -1, 1), 2)
    cost = np.where(draw.random(n) < 0.1, np.nan, np.round(0.7 * revenue, 2))
    return pd.DataFrame(
        {
            "date": days,
            "customer_id": pd.Categorical([f"K{c}" for c in draw.integers(0, 20, n)]),
            "item": pd.Categorical([f"G{g}" for g in draw.integers(0, 8, n)]),
            "revenue": revenue,
            "cost": cost,
        }
    )


def test_chances_are_what_was_bought_of_them(lines: pd.DataFrame) -> None:
    proposed = {f"K{n}": [f"G{n % 8}", f"G{(n + 3) % 8}"] for n in range(22)} | {
        "K3": ["G1", "Weg"],
        "K4": [],
    }
    then = pd.DataFrame(
        {"chances": ["|".join(items) for items in proposed.values()], "expected": 200.0}, index=list(proposed)
    )
    then.loc["K5", "expected"] = np.nan
    found = chances_after(lines, then, Since(START, END), "|")
    assert set(found.index) == set(proposed) - {"K3", "K4", "K5"}
    for customer, row in found.iterrows():
        margin, revenue = 0.0, dict.fromkeys(proposed[str(customer)], 0.0)
        for line in lines.itertuples():
            if line.customer_id != customer or line.item not in revenue:
                continue
            if START < line.date.date() <= END:
                revenue[line.item] += line.revenue
                margin += 0.0 if np.isnan(line.cost) else line.revenue - line.cost
        assert row["came"] == pytest.approx(margin, abs=1e-9)
        assert row["bought"] == sum(amount > 0 for amount in revenue.values())
        assert row["items"] == 2
        assert row["expected"] == pytest.approx(200.0 * ((END - START).days / 365) ** 2)


def test_chances_are_of_one_year(lines: pd.DataFrame) -> None:
    then = pd.DataFrame({"chances": ["G1"], "expected": [100.0]}, index=["K1"])
    long, year = Since(dt.date(2023, 3, 31), END), Since(dt.date(2023, 3, 31), dt.date(2024, 3, 30))
    pd.testing.assert_frame_equal(
        chances_after(lines, then, long, "|"), chances_after(lines, then, year, "|")
    )
    assert chances_after(lines, then, long, "|").loc["K1", "expected"] == 100.0


def test_margins_are_those_of_the_lines_around_the_first_proposal() -> None:
    draw, n, end = np.random.default_rng(9), 600, dt.date(2025, 6, 30)
    revenue = np.round(draw.gamma(2.0, 50.0, n), 2)
    lines = pd.DataFrame(
        {
            "date": pd.Timestamp("2023-01-01") + pd.to_timedelta(draw.integers(0, 950, n), unit="D"),
            "customer_id": pd.Categorical([f"K{c}" for c in draw.integers(0, 9, n)]),
            "revenue": revenue,
            "cost": np.where(draw.random(n) < 0.1, np.nan, revenue * 0.6),
        }
    )
    first = {f"K{c}": dt.date(2024, 1, 1) + dt.timedelta(days=70 * c) for c in range(10)}
    given = pd.Series(pd.to_datetime(list(first.values())), index=list(first))
    found = margins_around(lines, given, end, 90)
    assert set(found.index) == {one for one, day in first.items() if (end - day).days >= 90} != set(first)
    for customer, row in found.iterrows():
        day, before, after = first[str(customer)], 0.0, 0.0
        for line in lines.itertuples():
            when = line.date.date()
            if line.customer_id == customer and not np.isnan(line.cost):
                before += (line.revenue - line.cost) * (day - dt.timedelta(days=365) < when <= day)
                after += (line.revenue - line.cost) * (day < when <= end)
        assert row["before"] == pytest.approx(before, abs=1e-9)
        assert row["after"] == pytest.approx(after * 365 / (end - day).days, abs=1e-9)


def test_margins_around_one_day_are_per_year(lines: pd.DataFrame) -> None:
    found = margins_around(lines, pd.Series(pd.Timestamp(START), [f"K{n}" for n in range(25)]), END, 90)
    for customer, row in found.iterrows():
        before = after = 0.0
        for line in lines.itertuples():
            if line.customer_id == customer and not np.isnan(line.cost):
                before += (line.revenue - line.cost) * (dt.date(2023, 7, 1) < line.date.date() <= START)
                after += (line.revenue - line.cost) * (START < line.date.date() <= END)
        assert row["before"] == pytest.approx(before, abs=1e-9)
        assert row["after"] == pytest.approx(after * 365 / 274, abs=1e-9)


def test_every_day_around_the_first_proposal_counts_once() -> None:
    dates = ["2023-07-01", "2023-07-02", "2024-06-30", "2024-07-01"]  # 365 days before, 364, 0, and 1 after
    lines = pd.DataFrame({"date": pd.to_datetime(dates), "customer_id": "a", "cost": 0.0})
    lines["revenue"] = [1.0, 10.0, 100.0, 1_000.0]
    first = pd.Series(pd.to_datetime(["2024-06-30"]), index=["a"])
    found = margins_around(lines, first, dt.date(2024, 9, 28), 90)
    assert found.loc["a"].tolist() == pytest.approx([110.0, 1_000.0 * 365 / 90])
    assert margins_around(lines, first, dt.date(2024, 9, 27), 90).empty, "89 days are too few"


def test_scores_on_another_scale_are_not_compared() -> None:
    then = pd.DataFrame({"score": [50.0, 40.0, np.nan], "rank": 1.0, "scale": "x"}, index=list("abc"))
    now = pd.DataFrame(
        {"score": [60.0, 41.0, 9.0, 8.0], "rank": 2.0, "scale": ["x", "y", "x", "x"]}, index=list("abcd")
    )
    assert moved_customers(then, now)["change"].to_dict() == {"a": 10.0}
