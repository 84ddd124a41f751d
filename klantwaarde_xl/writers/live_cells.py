"""Values as cells of a workbook that is open in Excel.

Every text is written behind an apostrophe, so that a customer named ``=1+1``, ``-2`` or ``00123`` keeps that
name: Excel would make a formula, a number or a date of it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pandas as pd

from klantwaarde_xl.files.cell_text import clean
from klantwaarde_xl.model.excel_cells import EXCEL_ERRORS
from klantwaarde_xl.model.raw_cells import CellError
from klantwaarde_xl.model.text_units import units
from klantwaarde_xl.report.formats import CellFormat
from klantwaarde_xl.writers.cell_values import grid_values

_LONGEST_IN_ARRAY = 8_203
"""UTF-16 code units of a text that Excel takes among others in one call."""
_ERROR_FORMULAS = {"#N/A": "=NA()", "#DIV/0!": "=1/0"}
"""Formulas that give an error value; for the others it is the value itself."""


def area(sheet: Any, row: int, column: int, rows: int = 1, columns: int = 1) -> Any:
    """Return cells of an xlwings sheet by their place, counted from 1.

    ``offset`` and ``resize`` of xlwings ask Excel some twenty times whether all is on one sheet.
    """
    return sheet.range((row, column), (row + rows - 1, column + columns - 1))


def put(sheet: Any, row: int, column: int, rows: Sequence[Sequence[object]]) -> None:
    """Write cells of :func:`cells` from a place on, in one call.

    Excel takes no array with a very long text in it, and reads the name of an error value in its own
    language: those are written one by one, an error as a formula that gives it.
    """
    apart: list[tuple[int, int, object]] = []
    together = [list(line) for line in rows]
    for at, line in enumerate(together):
        for beside, value in enumerate(line):
            if isinstance(value, str) and (value[0] == "#" or units(value) > _LONGEST_IN_ARRAY):
                apart.append((row + at, column + beside, value))
                line[beside] = None
    area(sheet, row, column, len(together), len(together[0])).value = together
    if not apart:
        return
    with formulas_stay(sheet):
        for place_row, place_column, value in apart:
            cell, text = area(sheet, place_row, place_column), str(value)
            if text[0] == "#":
                cell.formula = _ERROR_FORMULAS.get(text, f"={text}")
            else:
                cell.value = text


@contextmanager
def formulas_stay(sheet: Any) -> Iterator[None]:
    """Keep Excel from filling a column of a table with the only formula in it.

    The setting is the user's own for every workbook, so it is off for no longer than the writing lasts. A
    program without it, such as Excel on a Mac, is left alone.
    """
    correct = getattr(sheet.book.app.api, "AutoCorrect", None)
    if correct is None:
        yield
        return
    before = correct.AutoFillFormulasInLists
    correct.AutoFillFormulasInLists = False
    try:
        yield
    finally:
        correct.AutoFillFormulasInLists = before


def cells(series: pd.Series, look: CellFormat) -> list[object]:
    """Return a column as cells to write.

    Text behind an apostrophe, float, datetime or error value; None for blank.

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
        # The name of an error value, which `put` writes; one of another name stays text.
        return value.text if value.text in EXCEL_ERRORS else f"'{clean(value.text)}"
    return f"'{clean(value)}" if isinstance(value, str) else value
