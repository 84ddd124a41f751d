"""Periods: the last twelve full months of the data, and the one before."""

from __future__ import annotations

import datetime as dt

import numpy as np

from klantwaarde_xl.core.base.period import Period, default_period


def month_of_lines(month: str, count: int) -> np.ndarray:
    return np.repeat(np.datetime64(f"{month}-15"), count)


def test_a_typing_error_of_2051_and_a_quiet_last_month_move_nothing() -> None:
    months = np.arange("2023-01", "2025-01", dtype="datetime64[M]")
    dates = np.concatenate(
        [month_of_lines(str(m), 40) for m in months]
        + [month_of_lines("2025-01", 9), month_of_lines("2051-03", 1)]
    )
    assert default_period(dates) == Period(dt.date(2024, 1, 1), dt.date(2024, 12, 31))


def test_a_last_month_with_a_quarter_of_the_usual_lines_counts() -> None:
    dates = np.concatenate(
        [month_of_lines(f"2024-{m:02}", 40) for m in range(1, 13)] + [month_of_lines("2025-01", 10)]
    )
    assert default_period(dates) == Period(dt.date(2024, 2, 1), dt.date(2025, 1, 31))


def test_short_data_begin_where_they_begin() -> None:
    assert default_period(month_of_lines("2024-05", 1)) == Period(dt.date(2024, 5, 1), dt.date(2024, 5, 31))


def test_the_previous_period_has_as_many_months_or_as_many_days() -> None:
    assert Period(dt.date(2024, 2, 1), dt.date(2024, 2, 29)).previous() == Period(
        dt.date(2024, 1, 1), dt.date(2024, 1, 31)
    )
    assert Period(dt.date(2024, 1, 10), dt.date(2024, 1, 19)).previous() == Period(
        dt.date(2023, 12, 31), dt.date(2024, 1, 9)
    )


def test_both_ends_belong_to_the_period() -> None:
    dates = np.array(
        ["2023-12-31", "2024-01-01", "2024-01-31T23:59", "2024-02-01", "NaT"], dtype="datetime64[m]"
    )
    assert Period(dt.date(2024, 1, 1), dt.date(2024, 1, 31)).contains(dates).tolist() == [
        False,
        True,
        True,
        False,
        False,
    ]
    assert Period(dt.date(2024, 1, 1), dt.date(2024, 1, 31)).years == 1 / 12
    assert Period(dt.date(2024, 1, 2), dt.date(2024, 1, 31)).years == 30 / 365
