"""What Excel's COM does with a value and LibreOffice does not: empty cells, dates, errors, and text that it
reads otherwise."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pandas as pd

EPOCH = dt.datetime(1899, 12, 30)
ERRORS = {
    532: "#DIV/0!",
    32767: "#N/A",
    525: "#NAME?",
    521: "#NULL!",
    503: "#NUM!",
    524: "#REF!",
    519: "#VALUE!",
}
_NUMBER = re.compile(
    r"\s*[-+]?(\d[\d.,\s]*%?|\d{1,4}[-/]\d{1,2}[-/]\d{1,4}|\d[eE]\d+)\s*|TRUE|FALSE|WAAR|ONWAAR",
    re.IGNORECASE,
)


class NotStoredAsTyped(AssertionError):  # noqa: N818 - says what Excel would do
    """Excel would make something else of this text than the text itself."""


class CellError:
    """An error in a cell."""

    def __init__(self, text: str) -> None:
        self.text = text

    def __hash__(self) -> int:
        return hash(self.text)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, CellError) and other.text == self.text


def clean_value(
    value: Any, datetime_builder: Any, empty_as: Any, number_builder: Any, err_to_str: bool
) -> Any:
    """Return a value of a cell as xlwings hands it on."""
    if value in {None, ""}:
        return empty_as
    if isinstance(value, CellError):
        return value.text if err_to_str else None
    if isinstance(value, dt.datetime):
        names = ("year", "month", "day", "hour", "minute", "second", "microsecond")
        return datetime_builder(**{name: getattr(value, name) for name in names}, tzinfo=None)
    if isinstance(value, float) and number_builder is not None:
        return number_builder(value)
    return value


def prepared(value: Any) -> Any:
    """Return a value of Python as a cell takes it: a date is a day number."""
    if pd.isna(value):
        return ""
    if isinstance(value, dt.datetime):
        return (value.replace(tzinfo=None) - EPOCH) / dt.timedelta(days=1)
    if isinstance(value, dt.date):
        return float((value - EPOCH.date()).days)
    return prepared(value.item()) if hasattr(value, "item") else value


def stored(value: Any, is_text_cell: bool, where: str) -> Any:
    """Return what a cell holds after a value was written over COM; refuse text of which Excel would make
    something else."""
    if isinstance(value, bool):
        return float(value)
    if not isinstance(value, str):
        return value
    if value.startswith("'"):
        return value[1:]
    if not is_text_cell and value[:1] in {"=", "+", "-", "@"}:
        raise NotStoredAsTyped(f"{where}: Excel makes a formula of {value!r}")
    if not is_text_cell and _NUMBER.fullmatch(value):
        raise NotStoredAsTyped(f"{where}: Excel makes a number or date of {value!r}")
    return value
