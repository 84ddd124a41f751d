"""Months as people write them: 01-2025, 2025-01, jan 2025, 202501, or any day of the month."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Sequence

import numpy as np

from klantwaarde_xl.model.text_values import LONGEST, MONTH_NUMBERS, Parsed, Reading, parse_dates

_YEAR_FIRST = re.compile(r"(\d{4})[-/. ]?(\d{1,2})")
_MONTH_FIRST = re.compile(r"(\d{1,2})[-/. ](\d{4})")
_NAMED = re.compile(r"([a-z]{3,9})\.?[-/. ]{0,2}(\d{4}|\d{2})")
_EPOCH = dt.date(1970, 1, 1)


def parse_months(texts: Sequence[str]) -> Parsed:
    """Return the months that m texts of one column stand for, as days since 1970; a day stays that day.

    >>> texts = ["2025-01", "01-2025", "jan 2025", "Mrt-25", "202501", "15-01-2025", "2025-13", "ooit"]
    >>> found = parse_months(texts)
    >>> [str(np.datetime64(int(day), "D"))[:7] for day in found.values[:6]], found.reading.tolist()[6:]
    (['2025-01', '2025-01', '2025-01', '2025-03', '2025-01', '2025-01'], [1, 1])
    """
    months = [_month(_without_accents(text)) if len(text) <= LONGEST else None for text in texts]
    rest = [at for at, month in enumerate(months) if month is None]
    values, reading = np.full(len(texts), np.nan), np.zeros(len(texts), np.int8)
    for at, month in enumerate(months):
        if month is not None:
            values[at] = (month - _EPOCH).days
    days = parse_dates([texts[at] for at in rest])
    values[rest], reading[rest] = days.values, days.reading
    reading[rest] = np.where(days.reading == Reading.OK, Reading.OK, days.reading)
    return Parsed(values, reading)


def _without_accents(text: str) -> str:
    plain = unicodedata.normalize("NFKD", " ".join(text.split()).lower())
    return plain if plain.isascii() else "".join(char for char in plain if not unicodedata.combining(char))


def _month(text: str) -> dt.date | None:
    """Return the first day of a month that is written without a day; None for any other text."""
    if found := _YEAR_FIRST.fullmatch(text):
        year, month = int(found[1]), int(found[2])
    elif found := _MONTH_FIRST.fullmatch(text):
        year, month = int(found[2]), int(found[1])
    elif (found := _NAMED.fullmatch(text)) and found[1] in MONTH_NUMBERS:
        year, month = int(found[2]) + (2000 if len(found[2]) == 2 else 0), MONTH_NUMBERS[found[1]]
    else:
        return None
    return dt.date(year, month, 1) if 1 <= month <= 12 and year >= 1900 else None
