"""One cell: what it can hold, and how a Python value becomes one."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal
from enum import IntEnum
from typing import Any

import numpy as np
import pandas as pd

EPOCH = dt.datetime(1970, 1, 1)  # noqa: DTZ001 - a spreadsheet date has no time zone
DAY = 86_400.0


class Kind(IntEnum):
    """What a cell holds."""

    BLANK = 0
    NUMBER = 1
    TEXT = 2
    DATE = 3
    BOOL = 4
    ERROR = 5
    DURATION = 6


def valid_text(text: str) -> str:
    """Return text that can be written: each half of a surrogate pair becomes a question mark.

    Excel hands them over as they were typed or cut off, and a file name that is no UTF-8 has them too.

    >>> valid_text("Jansen"), valid_text("Jans\\udcebn"), valid_text("😀")
    ('Jansen', 'Jans?n', '😀')
    """
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200e\u200f\u2060\ufeff\u00ad"))
_INVISIBLE |= dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])
_JOINER, _SYMBOLS = "\u200d", "\u2190"
_AS_FORMULA = re.compile(r'="([^"]*)"\s*\Z')


def plain_text(text: str) -> str:
    """Return a cell's text as a reader sees it: no invisible characters, no ``="..."`` around it.

    Exports write ``="00123"`` so that Excel keeps the zeros. Invisible characters come along from web pages
    and make two customers of one; the joiner within an emoji stays.

    >>> plain_text('="00123"'), plain_text("K10\\u200b"), plain_text("=1+1")
    ('00123', 'K10', '=1+1')
    """
    text = valid_text(text).translate(_INVISIBLE)
    if _JOINER in text and max(text.replace(_JOINER, ""), default="") < _SYMBOLS:
        text = text.replace(_JOINER, "")
    found = _AS_FORMULA.match(text)
    return found[1] if found else text


@dataclass(frozen=True, slots=True)
class CellError:
    """An error value in a cell, such as ``#N/A``; readers hand these to :meth:`RawColumn.from_values`."""

    text: str


class Numbered(dict[Any, int]):
    """Gives every new key the next number, by a lookup in C instead of a Python step per cell."""

    def __missing__(self, key: Any) -> int:
        number = self[key] = len(self)
        return number

    def of(self, keys: Collection[Any]) -> np.ndarray:
        """Return the number of each key, int32 (n,)."""
        return np.fromiter(map(self.__getitem__, keys), np.int32, len(keys))


def plain_moments(values: Sequence[object] | np.ndarray) -> pd.DatetimeIndex | None:
    """Return moments without a time zone as an index; None if one has a zone or is beyond pandas."""
    with suppress(ValueError, TypeError):
        moments = pd.DatetimeIndex(np.asarray(values, object))
        return moments if moments.tz is None else None
    return None


def days_since_epoch(moments: pd.DatetimeIndex) -> np.ndarray:
    """Return days since 1970-01-01, the fraction is the time of day; NaN where there is none."""
    return np.where(moments.isna(), np.nan, moments.as_unit("us").asi8 / (DAY * 1e6))


def classify(value: object) -> tuple[Kind, float, str | None]:
    """Return kind, number and text of one value that is neither plain text nor a plain number."""
    if isinstance(value, CellError):
        return Kind.ERROR, math.nan, value.text
    if isinstance(value, str):
        return (Kind.TEXT, math.nan, str(value)) if value.strip() else (Kind.BLANK, math.nan, None)
    if isinstance(value, bool | np.bool_):
        return Kind.BOOL, float(value), None
    if value is None or value is pd.NaT or value is pd.NA:
        return Kind.BLANK, math.nan, None
    if isinstance(value, dt.datetime):
        return Kind.DATE, (value.replace(tzinfo=None) - EPOCH).total_seconds() / DAY, None
    if isinstance(value, dt.date):
        return Kind.DATE, float((value - EPOCH.date()).days), None
    if isinstance(value, dt.time):
        return Kind.DURATION, (value.hour * 3600 + value.minute * 60 + value.second) / DAY, None
    if isinstance(value, dt.timedelta):
        return Kind.DURATION, value.total_seconds() / DAY, None
    # Excel hands over cells with a currency format as Decimal
    if isinstance(value, np.number | int | float | Decimal):
        return Kind.NUMBER, float(value), None
    return Kind.TEXT, math.nan, str(value)
