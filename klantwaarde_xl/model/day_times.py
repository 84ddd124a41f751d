"""Times of day in a column of dates that show that the day itself is off by one.

JavaScript and many web exports write a Dutch day as the UTC moment at which it began, which is 22:00 or 23:00
of the day before; some writers of workbooks store a day as some seconds before midnight. A single such time
may be meant; a whole column of them is not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum

import numpy as np

_TIME = re.compile(r"[T ](\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)?(Z|[+-]00:?00)?\Z")
_DAY = 86_400
_LAST_MINUTE = _DAY - 60
_SUMMER, _WINTER = 22 * 3600, 23 * 3600
"""Seconds of the UTC day at which the Dutch day begins."""
_LONGEST = 64


class Shift(Enum):
    """What the times of a column show."""

    NONE = "none"
    UTC = "utc"
    BEFORE_MIDNIGHT = "before midnight"
    DOUBTFUL = "doubtful"


def times_of(texts: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
    """Return the seconds of the day (m,) that texts of dates end in, NaN without, and which are marked UTC.

    >>> seconds, utc = times_of(["2023-12-31T23:00:00Z", "31-12-2023 09:30", "31-12-2023"])
    >>> seconds.tolist(), utc.tolist()
    ([82800.0, 34200.0, nan], [True, False, False])
    """
    seconds, utc = np.full(len(texts), np.nan), np.zeros(len(texts), bool)
    for place, text in enumerate(texts):
        found = _TIME.search(text.strip()) if ":" in text and len(text) <= _LONGEST else None
        if found:
            seconds[place] = int(found[1]) * 3600 + int(found[2]) * 60 + int(found[3] or 0)
            utc[place] = found[4] is not None
    return seconds, utc


def shift_of(days: np.ndarray, seconds: np.ndarray, utc: np.ndarray) -> Shift:
    """Return whether all these moments are the day before.

    ``days`` since 1970, ``seconds`` of the day and ``utc`` marks, (n,) each.

    Moments without a UTC mark count as UTC only when summer and winter days both begin at their own hour; of
    one season alone they may be meant.

    >>> winter, summer = 19722.0, 19904.0  # 31 December 2023, 30 June 2024
    >>> both = np.array([winter, summer])
    >>> shift_of(both, np.array([82800.0, 79200.0]), np.array([False, False]))
    <Shift.UTC: 'utc'>
    """
    if not len(days) or np.isnan(seconds).any():
        return Shift.NONE
    if (seconds >= _LAST_MINUTE).all():
        return Shift.BEFORE_MIDNIGHT
    summer = _is_summer(days + seconds / _DAY)
    if not (seconds == np.where(summer, _SUMMER, _WINTER)).all():
        return Shift.NONE
    if utc.all() or (summer.any() and not summer.all()):
        return Shift.UTC
    return Shift.DOUBTFUL


def _is_summer(moments: np.ndarray) -> np.ndarray:
    """Return which UTC moments (days since 1970) fall in European summer time."""
    years = np.floor(moments).astype("datetime64[D]").astype("datetime64[Y]")
    begin, end = (_last_sunday(years, month) + 1 / 24 for month in (3, 10))
    summer: np.ndarray = (moments >= begin) & (moments < end)
    return summer


def _last_sunday(years: np.ndarray, month: int) -> np.ndarray:
    """Return the last Sunday of a month of 31 days, in days since 1970, for each year."""
    last = ((years.astype("datetime64[M]") + month).astype("datetime64[D]") - 1).astype(np.int64)
    # 1 January 1970 was a Thursday.
    sunday: np.ndarray = last - (last + 4) % 7
    return sunday
