"""Days that an export moved into the day before, judged against Python's own time zones."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from klantwaarde_xl.model.day_times import Shift, shift_of, times_of

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


def as_utc(*days: dt.date) -> tuple[np.ndarray, np.ndarray]:
    """Return day and second of the UTC moments at which these Dutch days begin."""
    moments = [dt.datetime.combine(day, dt.time(), AMSTERDAM) - EPOCH for day in days]
    return np.array([float(one.days) for one in moments]), np.array([float(one.seconds) for one in moments])


def shift(days: np.ndarray, seconds: np.ndarray, *, utc: bool = False) -> Shift:
    return shift_of(days, seconds, np.full(len(days), utc))


WHOLE_YEARS = [dt.date(2019, 1, 1) + dt.timedelta(days) for days in range(6 * 365)]


def test_every_day_of_six_years_is_recognised() -> None:
    assert shift(*as_utc(*WHOLE_YEARS)) is Shift.UTC


@pytest.mark.parametrize("day", WHOLE_YEARS[::17])
def test_one_season_alone_is_doubtful_unless_it_is_marked(day: dt.date) -> None:
    assert shift(*as_utc(day)) is Shift.DOUBTFUL
    assert shift(*as_utc(day), utc=True) is Shift.UTC


def test_one_other_time_is_enough_to_mean_the_times() -> None:
    days, seconds = as_utc(dt.date(2024, 1, 1), dt.date(2024, 7, 1))
    assert shift(days, seconds + np.array([0, 60])) is Shift.NONE
    assert shift(days, np.array([seconds[0], np.nan])) is Shift.NONE
    assert shift(days[:0], seconds[:0]) is Shift.NONE


def test_some_seconds_before_midnight_is_the_next_day() -> None:
    days = np.array([19_000.0, 19_001.0])
    assert shift(days, np.array([86_399.0, 86_340.0])) is Shift.BEFORE_MIDNIGHT
    assert shift(days, np.array([86_399.0, 86_339.0])) is Shift.NONE


@pytest.mark.parametrize(
    ("text", "seconds", "utc"),
    [
        ("2023-12-31T23:00:00.000Z", 82_800, True),
        ("2023-12-31 23:00:00+00:00", 82_800, True),
        ("31-12-2023 9:30", 34_200, False),
        ("2023-12-31T23:00:00+01:00", np.nan, False),
        ("31-12-2023", np.nan, False),
        ("12:30 uur", np.nan, False),
        ("x" * 100 + " 23:00", np.nan, False),
    ],
)
def test_the_time_at_the_end_of_a_text(text: str, seconds: float, utc: bool) -> None:
    found, marked = times_of([text])
    np.testing.assert_equal(found, [seconds])
    assert marked.tolist() == [utc]
