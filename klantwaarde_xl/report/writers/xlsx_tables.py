"""Draws tables and grids: the many cells. Columns become plain Python lists first, which is what makes it quick."""

from __future__ import annotations

import math
import textwrap
from typing import Any, Protocol

import numpy as np
import pandas as pd

from klantwaarde_xl.report import formats
from klantwaarde_xl.report.formats import CellFormat
from klantwaarde_xl.report.specs import ColumnSpec, GridSpec, TableSpec

_EPOCH = np.datetime64("1899-12-30", "D")
"""Day zero of Excel's dates from 1 March 1900 on."""
_STYLE = "Table Style Light 1"


class Drawing(Protocol):
    """What a block needs from the workbook under construction: formats, and the writing of one value."""

    negative: Any

    def look(self, wanted: CellFormat) -> Any:
        """Return the workbook's format."""

    def value(self, sheet: Any, row: int, column: int, value: object, look: CellFormat, formula: str = "") -> None:
        """Write one value."""


def cells(series: pd.Series, look: CellFormat) -> list[Any]:
    """Return a column as a list of str, float or None (blank), as its format's kind asks; dates become Excel day numbers.

    >>> cells(pd.Series(["a", None, ""]), formats.TEXT), cells(pd.Series([1.5, float("nan")]), formats.EURO)
    (['a', None, None], [1.5, None])
    """
    if look.kind == "date":
        days = pd.to_datetime(series).to_numpy().astype("datetime64[D]")
        figures = np.where(np.isnat(days), np.nan, (days - _EPOCH).astype(float))
        return [None if math.isnan(x) else x for x in figures.tolist()]
    if look.kind == "number":
        figures = pd.to_numeric(series).to_numpy(dtype=float, na_value=math.nan)
        return [x if math.isfinite(x) else None for x in figures.tolist()]
    missing = series.isna().to_numpy().tolist()
    texts = series.astype(object).tolist()
    return [None if gone or text == "" else clean_text(text) for text, gone in zip(texts, missing, strict=True)]


def clean_text(text: object) -> str:
    """Return text without half surrogate pairs, which no file can hold."""
    shown = str(text)
    return shown if shown.isascii() else shown.encode("utf-8", "replace").decode("utf-8")


def write_column(sheet: Any, top: int, column: int, values: list[Any], look: CellFormat, cell_format: Any) -> None:
    """Write a column of values downwards from ``top``; blanks write nothing, so that they are truly empty."""
    write = sheet.write_string if look.kind == "text" else sheet.write_number
    for row, value in enumerate(values, top):
        if value is not None:
            write(row, column, value, cell_format)


def header_format(column: ColumnSpec) -> CellFormat:
    """Return the look of a column's header: above figures to the right, required ones in the accent colour."""
    if column.required:
        return formats.HEADER_REQUIRED
    return formats.HEADER_FIGURE if column.format.kind == "number" else formats.HEADER_TEXT


def header_height(columns: tuple[ColumnSpec, ...]) -> float:
    """Return the height in points that the longest header needs, with a line below it for the filter button."""
    lines = max(len(textwrap.wrap(column.header, max(int(column.width) - 1, 4))) for column in columns)
    return 4.0 + 13.5 * (lines + 1)


def draw_table(sheet: Any, drawing: Drawing, block: TableSpec, frame: pd.DataFrame) -> tuple[int, int]:
    """Draw an Excel table with its cells, totals and conditional formats; return its last row and column, from 0.

    A frame without rows gives one blank row, as Excel wants.
    """
    top, left = _place(block.at)
    count = max(len(frame), 1)
    bottom, right = top + count + int(block.totals), left + len(block.columns) - 1
    columns = []
    for index, column in enumerate(block.columns):
        look = column.format.as_input() if block.input else column.format
        cell_format = drawing.look(look)
        sheet.set_column(left + index, left + index, column.width, cell_format if block.input else None)
        write_column(sheet, top + 1, left + index, cells(frame[column.field], look), look, cell_format)
        _conditional(sheet, drawing, column, top + 1, left + index, top + count)
        if column.group:
            sheet.write_string(top - 1, left + index, column.group, drawing.look(formats.GROUP))
        columns.append(
            {"header": column.header, "header_format": drawing.look(header_format(column))} | _total(block, column, index)
        )
    options = {
        "name": block.name,
        "columns": columns,
        "style": _STYLE,
        "banded_rows": False,
        "total_row": block.totals,
        "title": block.name,
        "description": block.description,
    }
    sheet.add_table(top, left, bottom, right, options)
    if block.totals:
        _totals_row(sheet, drawing, block, frame, bottom, left)
    return bottom, right


def _total(block: TableSpec, column: ColumnSpec, index: int) -> dict[str, Any]:
    if not block.totals:
        return {}
    if index == 0:
        return {"total_string": "Totaal"}
    return {"total_function": "sum"} if column.total == "sum" else {}


def _totals_row(sheet: Any, drawing: Drawing, block: TableSpec, frame: pd.DataFrame, row: int, left: int) -> None:
    for index, column in enumerate(block.columns):
        look = drawing.look(column.format.as_total())
        if index == 0:
            sheet.write_string(row, left, "Totaal", drawing.look(formats.TOTAL_TEXT))
        elif column.total == "sum":
            value = float(np.nansum(pd.to_numeric(frame[column.field]).to_numpy(dtype=float, na_value=math.nan)))
            sheet.write_formula(row, left + index, f"=SUBTOTAL(109,{block.name}[{escaped(column.header)}])", look, value)
        else:
            sheet.write_blank(row, left + index, None, look)


def escaped(header: str) -> str:
    """Return a header as a structured reference wants it.

    >>> escaped("Deel [%]")
    "Deel '[%']"
    """
    return "".join(f"'{mark}" if mark in "'#[]@" else mark for mark in header)


def draw_grid(sheet: Any, drawing: Drawing, block: GridSpec, frame: pd.DataFrame, title: str) -> None:
    """Draw a fixed block: title above, headers, at most ``rows`` rows; a row that is not there stays blank."""
    top, left = _place(block.at)
    if title:
        sheet.write_string(top - 1, left, title, drawing.look(formats.HEADING))
    shown = frame.head(block.rows)
    for index, column in enumerate(block.columns):
        look = drawing.look(column.format)
        header = drawing.look(header_format(column))
        if column.header:
            sheet.write_string(top, left + index, column.header, header)
        else:
            sheet.write_blank(top, left + index, None, header)
        write_column(sheet, top + 1, left + index, cells(shown[column.field], column.format), column.format, look)
        _conditional(sheet, drawing, column, top + 1, left + index, top + block.rows)
    if block.empty and shown.empty:
        sheet.write_string(top + 1, left, block.empty, drawing.look(formats.SUBTITLE))


def _conditional(sheet: Any, drawing: Drawing, column: ColumnSpec, first: int, index: int, last: int) -> None:
    if column.conditional == "data_bar":
        rule = {"type": "data_bar", "bar_solid": True, "bar_color": formats.BAR, "data_bar_2010": True}
        rule |= {"min_type": "num", "min_value": 0, "max_type": "num", "max_value": 100}
    elif column.conditional == "icons":
        above = [{"criteria": mark, "type": "number", "value": 0} for mark in (">", ">=")]
        rule = {"type": "icon_set", "icon_style": "3_arrows_gray", "icons": above}
    elif column.conditional == "negative":
        rule = {"type": "cell", "criteria": "<", "value": 0, "format": drawing.negative}
    else:
        return
    sheet.conditional_format(first, index, last, index, rule)


def _place(at: str) -> tuple[int, int]:
    letters = at.rstrip("0123456789")
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return int(at[len(letters) :]) - 1, column - 1
