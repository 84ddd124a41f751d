"""What stands in a cell of a workbook: text, figure, date, error value or blank, from a column of a frame."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pandas as pd
from xlsxwriter.format import Format

from klantwaarde_xl.files.cell_text import clean
from klantwaarde_xl.model.excel_cells import EXCEL_ERRORS
from klantwaarde_xl.model.raw_cells import CellError
from klantwaarde_xl.report import formats
from klantwaarde_xl.report.formats import CellFormat
from klantwaarde_xl.writers.streamed_sheet import MixedCell

_EPOCH = np.datetime64("1899-12-30", "D")
"""Day zero of Excel's dates from 1 March 1900 on."""
_MIDNIGHT = dt.datetime(1899, 12, 30)  # noqa: DTZ001 - a spreadsheet date has no time zone
_ERRORS = {english: english for english in EXCEL_ERRORS} | {
    dutch: english for english, dutch in EXCEL_ERRORS.items()
}
"""Error values that a file can hold, which knows their English names only; Excel shows them in the user's
language."""
_FIRST_SERIAL = 61
"""Excel's day number of 1 March 1900; those before it are off by one."""
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_LOOKS_ESCAPED = re.compile("_(x[0-9a-fA-F]{4}_)")


def figures(series: pd.Series, look: CellFormat) -> npt.NDArray[np.float64]:
    """Return a column of numbers or dates as float (n,), NaN for blank; dates become Excel's day numbers.

    >>> figures(pd.Series(pd.to_datetime(["1900-03-01", None])), formats.DATE).tolist()
    [61.0, nan]
    """
    if look.kind == "date":
        days = pd.to_datetime(series).to_numpy().astype("datetime64[D]")
        return np.where(np.isnat(days), np.nan, (days - _EPOCH).astype(float))
    return pd.to_numeric(series).to_numpy(dtype=float, na_value=math.nan)


def texts(series: pd.Series) -> pd.Series:
    """Return a column as str of object dtype, missing for blank or empty.

    Half surrogate pairs, which no file can hold, become '?'.

    >>> texts(pd.Series(["=1+1", None, "", 7])).tolist()
    ['=1+1', nan, nan, '7']
    """
    if isinstance(series.dtype, pd.CategoricalDtype):
        known = np.append(texts(pd.Series(series.cat.categories, dtype=object)).to_numpy(object), math.nan)
        return pd.Series(known[series.cat.codes.to_numpy()], index=series.index, dtype=object)
    plain = series.astype(object)
    shown = [
        math.nan if gone or text == "" else clean(str(text))
        for text, gone in zip(plain, plain.isna(), strict=True)
    ]
    return pd.Series(shown, index=series.index, dtype=object)


def grid_values(series: pd.Series, look: CellFormat) -> list[str | float]:
    """Return the cells of a grid's column: text as str, figures as float with NaN for blank.

    A column of figures may have text in some cells.
    """
    if look.kind == "text":
        return texts(series).tolist()
    words = (
        series.map(lambda value: isinstance(value, str)).to_numpy(bool)
        if series.dtype == object
        else np.zeros(len(series), bool)
    )
    values = figures(series.where(~words), look).astype(object)
    values[words] = series[words]
    return values.tolist()


def is_blank(value: object) -> bool:
    """Return whether a value leaves its cell blank: None, NaN, infinite, NaT or empty text."""
    if value is None or value == "":
        return True
    return isinstance(value, float) and not math.isfinite(value)


def formula_text(text: str) -> str:
    r"""Return text as the value of a formula wants it; the library does this for plain text cells only.

    >>> formula_text("a\x07b _x0041_")
    'a_x0007_b _x005F_x0041_'
    """
    plain = _LOOKS_ESCAPED.sub(r"_x005F_\1", text)
    return _CONTROL.sub(lambda found: f"_x{ord(found[0]):04X}_", plain)


def mixed_cells(
    series: pd.Series, own: CellFormat, ready: Callable[[CellFormat], Format]
) -> list[MixedCell | None]:
    """Return an input column cell by cell as it was read: text, figure, date, time, yes/no or error.

    Each has a fitting look, near the column's ``own``; ``ready`` gives the workbook's format of a look."""
    looks = {
        "text": own if own.kind == "text" else formats.TEXT,
        "number": own if own.kind == "number" else formats.NUMBER_FREE,
        "date": own if own.kind == "date" else formats.DATE,
        "time": formats.CLOCK,
    }
    given = {name: ready(look.as_input()) for name, look in looks.items()}
    return [_mixed_cell(value, given) for value in series]


def _mixed_cell(value: object, looks: dict[str, Format]) -> MixedCell | None:
    if value is None or value is pd.NaT or value == "":
        return None
    if isinstance(value, bool | np.bool_):
        return MixedCell("b", int(value), looks["text"])
    if isinstance(value, int | float):
        return MixedCell("n", float(value), looks["number"]) if math.isfinite(value) else None
    if isinstance(value, dt.timedelta):
        return MixedCell("n", value.total_seconds() / 86_400, looks["time"])
    if isinstance(value, dt.datetime):
        serial = (value - _MIDNIGHT).total_seconds() / 86_400
        if serial >= _FIRST_SERIAL:
            return MixedCell("n", serial, looks["date"])
        return MixedCell("s", f"{value.day:02d}-{value.month:02d}-{value.year:04d}", looks["text"])
    if isinstance(value, CellError) and value.text in _ERRORS:
        return MixedCell("e", _ERRORS[value.text], looks["text"])
    return MixedCell("s", clean(value.text if isinstance(value, CellError) else str(value)), looks["text"])
