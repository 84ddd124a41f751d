"""The period of an analysis: from and to, both inclusive, and the one of equal length before it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np

DAYS_PER_YEAR = 365.0
"""Days in a year, for financing and annualising."""


@dataclass(frozen=True, slots=True)
class Period:
    """A period of whole days, ``start`` and ``end`` both inclusive."""

    start: dt.date
    end: dt.date

    @property
    def days(self) -> int:
        """Number of days, both ends counted."""
        return (self.end - self.start).days + 1

    @property
    def years(self) -> float:
        """Length in years of 365 days; a year with 29 February counts as one year, not 366/365.

        >>> Period(dt.date(2024, 1, 1), dt.date(2024, 12, 31)).years
        1.0
        """
        months = self.whole_months
        return months / 12 if months else self.days / DAYS_PER_YEAR

    @property
    def whole_months(self) -> int:
        """Number of months when the period runs from a first to a last day of a month, else 0.

        >>> Period(dt.date(2024, 1, 1), dt.date(2024, 2, 29)).whole_months
        2
        """
        after = self.end + dt.timedelta(days=1)
        if self.start.day != 1 or after.day != 1:
            return 0
        return (after.year - self.start.year) * 12 + after.month - self.start.month

    def previous(self) -> Period:
        """Return the period of equal length that ends the day before this one starts.

        A period of whole months gives as many whole months, another one as many days.

        >>> Period(dt.date(2024, 1, 1), dt.date(2024, 12, 31)).previous()
        Period(start=datetime.date(2023, 1, 1), end=datetime.date(2023, 12, 31))
        """
        end = self.start - dt.timedelta(days=1)
        if not self.whole_months:
            return Period(end - dt.timedelta(days=self.days - 1), end)
        month = self.start.year * 12 + self.start.month - 1 - self.whole_months
        return Period(dt.date(month // 12, month % 12 + 1, 1), end)

    def contains(self, dates: np.ndarray) -> np.ndarray:
        """Return which dates (datetime64 of any unit, (n,)) lie in the period, bool (n,); NaT does not."""
        dates = np.asarray(dates, "datetime64")
        # Comparing with the day after the end avoids rounding every date to a day.
        return (dates >= np.datetime64(self.start)) & (dates < np.datetime64(self.end + dt.timedelta(days=1)))


def default_period(dates: np.ndarray, counts: np.ndarray | None = None) -> Period:
    """Return the last twelve full months of the data.

    ``dates`` datetime64 (n,), n >= 1, one per invoice line, no NaT; or ``counts`` int (n,) lines in the month
    of each date, every month once and in order. The last month is the latest one with at
    least a quarter of the median number of lines per month that has lines, so that a mistyped year 2051
    changes nothing. If the data begin less than twelve months before, the period begins at the first day of
    their first busy month.

    Source: docs/method.md, Settings and the period.

    >>> days = np.arange("2023-01-01", "2024-07-11", dtype="datetime64[D]")
    >>> default_period(days)
    Period(start=datetime.date(2023, 8, 1), end=datetime.date(2024, 7, 31))
    """
    months = np.asarray(dates).astype("datetime64[M]")
    if counts is None:
        months, counts = np.unique(months, return_counts=True)
    busy = months[counts >= np.median(counts) / 4]
    last = busy[-1]
    # numpy 2.5 no longer accepts a number without a unit here.
    first = max(last - np.timedelta64(11, "M"), busy[0])
    beyond = (last + np.timedelta64(1, "M")).astype("datetime64[D]")
    return Period(first.astype("datetime64[D]").item(), (beyond - np.timedelta64(1, "D")).item())
