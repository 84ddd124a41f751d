"""Days as Excel counts them, in a text file: 45300 is 9 January 2024."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from klantwaarde_xl.model.text_values import Parsed, Reading, parse_dates

_SERIAL = re.compile(r"([2-5]\d{4})(?:[.,]\d{1,15})?")
_FIRST, _LAST = 29_221, 54_789
"""The first day of 1980 and the last of 2049: what else has five figures is no date of an invoice."""
_BEFORE_1970 = 25_569


def parse_days(texts: Sequence[str]) -> Parsed:
    """Return the dates that m texts of one column stand for, as ``parse_dates``, or days that Excel counts.

    >>> days = parse_days(["45300", "31-12-2024", "12345"])
    >>> days.values.astype("datetime64[D]").astype(str).tolist(), days.reading.tolist()
    (['2024-01-09', '2024-12-31', 'NaT'], [0, 0, 1])
    """
    parsed = parse_dates(texts)
    for at in np.flatnonzero(parsed.reading == Reading.WRONG).tolist():
        if is_serial(texts[at]):
            parsed.values[at] = int(texts[at].strip()[:5]) - _BEFORE_1970
            parsed.reading[at] = Reading.OK
    return parsed


def is_serial(text: str) -> bool:
    """Return whether a text is a day as Excel counts it, from 1980 up to 2050.

    >>> [is_serial(text) for text in ("45300", " 45300,75", "20240109", "1234", "99999")]
    [True, True, False, False, False]
    """
    found = _SERIAL.fullmatch(text.strip())
    return found is not None and _FIRST <= int(found[1]) <= _LAST
