"""Draws tables and grids: the many cells.

The body of a table goes through a StreamedSheet, column by column.
"""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import replace
from typing import Any, Protocol

import numpy as np
import pandas as pd

from klantwaarde_xl.files.cell_text import clean
from klantwaarde_xl.model.excel_cells import EXCEL_ERRORS
from klantwaarde_xl.model.raw_cells import CellError
from klantwaarde_xl.report import formats
from klantwaarde_xl.report.formats import CellFormat
from klantwaarde_xl.report.specs import SPREAD, ColumnSpec, GridSpec, TableSpec
from klantwaarde_xl.writers.column_sizes import INDENT, LINE_POINTS, SURE, fitting_width, header_format
from klantwaarde_xl.writers.streamed_sheet import MixedCell
from klantwaarde_xl.writers.text_width import wrapped_lines

_EPOCH = np.datetime64("1899-12-30", "D")
"""Day zero of Excel's dates from 1 March 1900 on."""
_MIDNIGHT = dt.datetime(1899, 12, 30)  # noqa: DTZ001 - a spreadsheet date has no time zone
ROOM = 100_000
"""Rows below an empty result table for which conditional formats and lists are ready."""
_STYLE = "Table Style Light 1"
_ERRORS = {english: english for english in EXCEL_ERRORS} | {
    dutch: english for english, dutch in EXCEL_ERRORS.items()
}
"""Error values that a file can hold, which knows their English names only; Excel shows them in the user's
language."""
_FIRST_SERIAL = 61
"""Excel's day number of 1 March 1900; those before it are off by one."""


class Drawing(Protocol):
    """What a block needs from the workbook under construction: formats, and the writing of one value."""

    negative: Any

    def look(self, wanted: CellFormat) -> Any:
        """Return the workbook's format."""

    def value(
        self, sheet: Any, row: int, column: int, value: object, look: CellFormat, formula: str = ""
    ) -> None:
        """Write one value."""

    def formula(
        self, sheet: Any, row: int, column: int, formula: str, value: object, look: CellFormat
    ) -> None:
        """Write a formula with the value that it has now."""


def figures(series: pd.Series, look: CellFormat) -> np.ndarray:
    """Return a column of numbers or dates as float (n,), NaN for blank; dates become Excel's day numbers.

    >>> figures(pd.Series(pd.to_datetime(["1900-03-01", None])), formats.DATE).tolist()
    [61.0, nan]
    """
    if look.kind == "date":
        days = pd.to_datetime(series).to_numpy().astype("datetime64[D]")
        return np.where(np.isnat(days), np.nan, (days - _EPOCH).astype(float))
    return pd.to_numeric(series).to_numpy(dtype=float, na_value=math.nan)


def texts(series: pd.Series) -> pd.Series:
    """Return a column as str of object dtype, missing for blank or empty; half surrogate pairs, which no file
    holds, become '?'.

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


def mixed_cells(series: pd.Series, column: ColumnSpec, drawing: Drawing) -> list[MixedCell | None]:
    """Return an input column cell by cell as it was read: text, figure, date, time, yes/no or error, each
    with a fitting look."""
    own = column.format
    looks = {
        "text": own if own.kind == "text" else formats.TEXT,
        "number": own if own.kind == "number" else formats.NUMBER_FREE,
        "date": own if own.kind == "date" else formats.DATE,
        "time": formats.CLOCK,
    }
    ready = {name: drawing.look(look.as_input()) for name, look in looks.items()}
    return [_mixed_cell(value, ready) for value in series]


def _mixed_cell(value: object, looks: dict[str, Any]) -> MixedCell | None:
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


def row_heights(block: TableSpec, frame: pd.DataFrame) -> np.ndarray:
    """Return the height of every row in points, float (rows,):

    NaN for a row of one line, more where text wraps.
    """
    lines = np.ones(len(frame))
    for column in block.columns:
        if column.format.wrap:
            shown = texts(frame[column.field]).fillna("").tolist()
            lines = np.maximum(
                lines, wrapped_lines(shown, (column.width - column.format.indent * INDENT) * SURE)
            )
    return np.where(lines > 1, 2.0 + LINE_POINTS * lines, np.nan)


def draw_table(sheet: Any, drawing: Drawing, block: TableSpec, frame: pd.DataFrame) -> tuple[int, int]:
    """Draw an Excel table with its cells, totals and conditional formats; return its last row and column,
    from 0.

    A frame without rows gives one blank row, as Excel wants. Rows that a refresh in the open workbook adds
    get the look of their column; in a table that is still empty the conditional formats reach far enough for
    them."""
    top, left = _place(block.at)
    count = max(len(frame), 1)
    bottom, right = top + count + int(block.totals), left + len(block.columns) - 1
    columns = []
    wraps = any(column.format.wrap for column in block.columns)
    if len(frame):
        sheet.start_body(top + 1, left, count, len(block.columns), row_heights(block, frame))
    for index, column in enumerate(block.columns):
        look = _column_look(block, column)
        cell_format = drawing.look(look.at_top() if wraps else look)
        values = _draw_column(sheet, drawing, block, column, frame, cell_format)
        width = fitting_width(column, values)
        below = look if block.input else replace(look, name=f"{look.name}_below", fill="", bottom=False)
        sheet.set_column(left + index, left + index, width, drawing.look(below))
        last = top + (count if len(frame) else ROOM)
        _conditional(sheet, drawing, column, top + 1, left + index, last)
        if column.link:
            sheet.link_column(top + 1, last, left + index, column.link.place, column.link.tip)
        if column.group:
            over_figures = column.required and column.format.kind == "number"
            group = formats.GROUP_FIGURE if over_figures else formats.GROUP
            sheet.write_string(top - 1, left + index, column.group, drawing.look(group))
        columns.append(
            {"header": column.header, "header_format": drawing.look(header_format(column))}
            | _total(block, column, index, frame)
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
    sheet.add_long_table((top, left, bottom, right), options)
    if block.totals:
        _totals_row(sheet, drawing, block, frame, bottom, left)
    return bottom, right


def linked_cells(addresses: pd.Series, cell_format: Any) -> list[MixedCell | None]:
    """Return a column of addresses in the workbook as cells that lead there."""
    return [
        MixedCell("str", text, cell_format, link_formula(text)) if isinstance(text, str) else None
        for text in texts(addresses)
    ]


def link_formula(address: str) -> str:
    """Return the formula (without =) of a cell that shows an address in the same workbook and leads there.

    >>> print(link_formula("'Mijn blad'!D7"))
    HYPERLINK("#'Mijn blad'!D7","'Mijn blad'!D7")
    """
    text = address.replace('"', '""')
    return f'HYPERLINK("#{text}","{text}")'


def _draw_column(
    sheet: Any, drawing: Drawing, block: TableSpec, column: ColumnSpec, frame: pd.DataFrame, cell_format: Any
) -> pd.Series | np.ndarray:
    """Draw the cells of one column and return them as texts or figures, by which its width is chosen."""
    series = frame[column.field]
    if column.address and len(series):
        sheet.add_mixed(linked_cells(series, cell_format))
        return texts(series)
    if block.input and len(series) and series.dtype == object:
        cells = mixed_cells(series, column, drawing)
        sheet.add_mixed(cells)
        wanted = "s" if column.format.kind == "text" else "n"
        fitting = [cell.value if cell is not None and cell.type == wanted else math.nan for cell in cells]
        return pd.Series(fitting, dtype=object) if wanted == "s" else np.array(fitting, dtype=float)
    values = texts(series) if column.format.kind == "text" else figures(series, column.format)
    if len(series) and column.format.kind == "text":
        sheet.add_text(values, cell_format, keep_blank=bool(column.format.fill))
    elif len(series):
        sheet.add_figures(values, cell_format)
    return values


def total_formula(block: TableSpec, column: ColumnSpec, frame: pd.DataFrame) -> str:
    """Return the formula of a column's total; '' without one, and where not one figure is known: their sum is
    no zero.

    >>> revenue = ColumnSpec("revenue", "Omzet", formats.EURO_CENTS, total="sum")
    >>> block = TableSpec("tblProef", "proef", (revenue,))
    >>> [total_formula(block, revenue, pd.DataFrame({"revenue": figures})) for figures in ([1.0, np.nan], [np.nan], [])]
    ['=SUBTOTAL(109,tblProef[Omzet])', '', '=SUBTOTAL(109,tblProef[Omzet])']
    """
    known = not len(frame) or bool(frame[column.field].notna().any())
    return f"=SUBTOTAL(109,{block.name}[{escaped(column.header)}])" if column.total == "sum" and known else ""


def _total(block: TableSpec, column: ColumnSpec, index: int, frame: pd.DataFrame) -> dict[str, Any]:
    if not block.totals:
        return {}
    if index == 0:
        return {"total_string": "Totaal"}
    return {"total_function": "sum"} if total_formula(block, column, frame) else {}


def _totals_row(
    sheet: Any, drawing: Drawing, block: TableSpec, frame: pd.DataFrame, row: int, left: int
) -> None:
    for index, column in enumerate(block.columns):
        look = drawing.look(column.format.as_total())
        if index == 0:
            sheet.write_string(row, left, "Totaal", drawing.look(formats.TOTAL_TEXT))
        elif formula := total_formula(block, column, frame):
            value = float(np.nansum(figures(frame[column.field], column.format)))
            sheet.write_formula(row, left + index, formula, look, value)
        else:
            sheet.write_blank(row, left + index, None, look)


def _column_look(block: TableSpec, column: ColumnSpec) -> CellFormat:
    look = column.format.as_link() if column.link or column.address else column.format
    return look.as_input() if block.input else look


def escaped(header: str) -> str:
    """Return a header as a structured reference wants it.

    >>> escaped("Deel [%]")
    "Deel '[%']"
    """
    return "".join(f"'{mark}" if mark in "'#[]@" else mark for mark in header)


def draw_grid(sheet: Any, drawing: Drawing, block: GridSpec, frame: pd.DataFrame, title: str) -> None:
    """Draw a fixed block: title above, headers, at most ``rows`` rows; a row that is not there stays
    blank."""
    top, left = _place(block.at)
    if title:
        sheet.write_string(top - 1, left, title, drawing.look(formats.HEADING))
    shown = frame.head(block.rows)
    for index, column in enumerate(block.columns):
        cell_look = column.format.as_link() if column.link else column.format
        if column.link:
            sheet.link_column(top + 1, top + block.rows, left + index, column.link.place, column.link.tip)
        header = drawing.look(header_format(column, filtered=False))
        if column.header:
            sheet.write_string(top, left + index, column.header, header)
        else:
            sheet.write_blank(top, left + index, None, header)
        if column.formula:
            now = [*shown[column.field].tolist(), *[None] * (block.rows - len(shown))]
            for n, value in enumerate(now, 1):
                drawing.formula(sheet, top + n, left + index, block.formula_at(column, n), value, cell_look)
            _conditional(sheet, drawing, column, top + 1, left + index, top + block.rows)
            continue
        _grid_cells(sheet, drawing, block, column, shown[column.field], (top + 1, left + index))
        _conditional(sheet, drawing, column, top + 1, left + index, top + block.rows)
    spare = _spare_columns(sheet, drawing, block, top, left + len(block.columns))
    every = (*block.columns, *spare)
    scaled = [index for index, column in enumerate(every, left) if column.conditional == "colour_scale"]
    if scaled:
        rule = {
            "type": "2_color_scale",
            "min_color": formats.WHITE,
            "max_color": formats.BAR,
            "min_type": "num",
            "min_value": 0,
        }
        sheet.conditional_format(top + 1, scaled[0], top + block.rows, scaled[-1], rule)
    if block.empty and shown.empty:
        sheet.write_string(top + 1, left, block.empty, drawing.look(formats.SUBTITLE))


def _spare_columns(sheet: Any, drawing: Drawing, block: GridSpec, top: int, first: int) -> list[ColumnSpec]:
    """Give columns that a refresh in the open workbook may fill their look, and return them; beside others
    without a band."""
    if block.spread is None:
        return []
    taken = sum(column.field.startswith(SPREAD) for column in block.columns)
    header = header_format(block.spread, filtered=False)
    if taken:
        header = replace(header, name=f"{header.name}_spare", fill="", bottom=False)
    spare = [block.spread] * (block.most - taken)
    for index, column in enumerate(spare, first):
        sheet.write_blank(top, index, None, drawing.look(header))
        for row in range(top + 1, top + 1 + block.rows):
            sheet.write_blank(row, index, None, drawing.look(column.format))
    return spare


def _grid_cells(
    sheet: Any,
    drawing: Drawing,
    block: GridSpec,
    column: ColumnSpec,
    series: pd.Series,
    place: tuple[int, int],
) -> None:
    top, index = place
    usual = column.format.as_link() if column.link else column.format
    for row, value in enumerate(grid_values(series, column.format), top):
        total = block.total_row and row == top + block.rows - 1
        look = drawing.look(usual.as_total() if total else usual)
        if isinstance(value, str):
            text_look = (
                look
                if column.format.kind == "text"
                else drawing.look(formats.CENTRED.in_colour(formats.GREY))
            )
            sheet.write_string(row, index, value, text_look)
        elif math.isfinite(value):
            sheet.write_number(row, index, value, look)
        elif total:
            sheet.write_blank(row, index, None, look)


def grid_values(series: pd.Series, look: CellFormat) -> list[str | float]:
    """Return the cells of a grid's column: text as str, figures as float with NaN for blank; figures may have
    text between."""
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


def _conditional(sheet: Any, drawing: Drawing, column: ColumnSpec, first: int, index: int, last: int) -> None:
    if column.conditional == "data_bar":
        rule = {"type": "data_bar", "bar_solid": True, "bar_color": formats.BAR, "data_bar_2010": True}
        rule |= {"bar_negative_color": formats.ACCENT_2, "bar_negative_border_color": formats.ACCENT_2}
        whole = 1 if "%" in column.format.number_format else 100
        rule |= {"min_type": "num", "min_value": 0, "max_type": "num", "max_value": whole}
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
