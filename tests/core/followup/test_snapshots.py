"""Thinning of snapshots, against dropping dates one by one."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from klantwaarde_xl.core.followup.snapshots import snapshot_before, with_snapshot


def rows_of(days: list[dt.date], customers: int) -> pd.DataFrame:
    pairs = [(day, f"K{n}", 1.0) for day in days for n in range(customers)]
    frame = pd.DataFrame(pairs, columns=["date", "customer_id", "score"])
    return frame.assign(date=pd.to_datetime(frame["date"]).astype("datetime64[s]"))


def plainly(days: list[dt.date], today: dt.date, customers: int, most: int) -> list[dt.date]:
    """Drop the oldest date that closes no year, else the oldest, until it fits; today stays."""
    kept = sorted({*days, today})
    closing = {max(day for day in kept if day.year == year) for year in {day.year for day in kept}}
    while len(kept) * customers > most and kept != [today]:
        others = [day for day in kept if day != today]
        kept.remove(next((day for day in others if day not in closing), others[0]))
    return kept


@pytest.mark.parametrize("seed", range(12))
def test_the_oldest_go_but_for_year_ends(seed: int) -> None:
    draw = np.random.default_rng(seed)
    first = dt.date(2019, 1, 1)
    days = sorted({first + dt.timedelta(days=int(d)) for d in draw.integers(0, 2400, 30)})
    today, most = days[-1] + dt.timedelta(days=int(draw.integers(1, 40))), int(draw.integers(5, 90))
    found = with_snapshot(rows_of(days, 3), rows_of([today], 3), most)
    assert sorted(set(found["date"].dt.date)) == plainly(days, today, 3, most)
    assert len(found) <= max(most, 3)
    assert found["date"].is_monotonic_increasing


def test_a_second_refresh_of_the_day_takes_its_place() -> None:
    day = dt.date(2025, 5, 1)
    again = rows_of([day], 2).assign(score=9.0)
    found = with_snapshot(rows_of([dt.date(2025, 4, 1), day], 5), again, 100)
    assert found.groupby("date")["score"].agg(["size", "mean"]).to_numpy().tolist() == [
        [5.0, 1.0],
        [2.0, 9.0],
    ]


def test_a_snapshot_that_is_too_long_keeps_its_first_rows() -> None:
    found = with_snapshot(rows_of([dt.date(2025, 4, 1)], 5), rows_of([dt.date(2025, 5, 1)], 7), 4)
    assert found["customer_id"].tolist() == ["K0", "K1", "K2", "K3"]
    assert set(found["date"].dt.date) == {dt.date(2025, 5, 1)}


def test_the_snapshot_nearest_to_a_year_ago() -> None:
    days = [dt.date(2022, 1, 1), dt.date(2024, 11, 1), dt.date(2025, 3, 1), dt.date(2025, 12, 1)]
    found = snapshot_before(rows_of(days, 1), dt.date(2025, 12, 31), 365)
    assert set(found["date"].dt.date) == {dt.date(2024, 11, 1)}, (
        "60 days off, and 1 March 2025 is 60 days too"
    )
    assert set(snapshot_before(rows_of(days, 1), dt.date(2025, 12, 31))["date"].dt.date) == {days[-1]}
