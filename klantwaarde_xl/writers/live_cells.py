"""Values as cells of a workbook that is open in Excel.

Every text is written behind an apostrophe, so that a customer named ``=1+1``, ``-2`` or ``00123`` keeps that
name: Excel would make a formula, a number or a date of it."""

from __future__ import annotations

import math

import pandas as pd

from klantwaarde_xl.files.cell_text import clean
from klantwaarde_xl.model.excel_cells import EXCEL_ERRORS
from klantwaarde_xl.model.raw_cells import CellError
from klantwaarde_xl.report.formats import CellFormat
from klantwaarde_xl.writers.cell_values import grid_values


def cells(series: pd.Series, look: CellFormat) -> list[object]:
    """Return a column as cells to write: text behind an apostrophe, float, datetime, error value; None for
    blank.

    A copy of input may hold what somebody typed: a date column text, any column an error value.

    >>> cells(pd.Series(["=1+1", None]), CellFormat("t"))
    ["'=1+1", None]
    >>> cells(pd.Series([1.0, math.nan]), CellFormat("n", "number"))
    [1.0, None]
    """
    if look.kind == "date" and pd.api.types.is_datetime64_any_dtype(series.dtype):
        return [None if pd.isna(day) else day.to_pydatetime() for day in pd.to_datetime(series)]
    if series.dtype == object and (
        look.kind == "date" or series.map(lambda value: isinstance(value, CellError)).any()
    ):
        return [
            live_cell(value.to_pydatetime() if isinstance(value, pd.Timestamp) else value) for value in series
        ]
    return [live_cell(value) for value in grid_values(series, look)]


def live_cell(value: object) -> object:
    """Return one value as a cell to write; see :func:`cells`."""
    if value is None or value is pd.NaT or value == "":
        return None
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, CellError):
        # Excel makes the error value of this text; one of another name stays text.
        return value.text if value.text in EXCEL_ERRORS else f"'{clean(value.text)}"
    return f"'{clean(value)}" if isinstance(value, str) else value
