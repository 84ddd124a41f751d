"""Draws Excel tables: the body goes through a StreamedSheet, column by column."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pandas as pd
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from klantwaarde_xl.report import formats
from klantwaarde_xl.report.formats import CellFormat
from klantwaarde_xl.report.specs import ColumnSpec, TableSpec
from klantwaarde_xl.writers.cell_values import figures, mixed_cells, texts
from klantwaarde_xl.writers.column_sizes import INDENT, LINE_POINTS, SURE, fitting_width, header_format
from klantwaarde_xl.writers.drawing import Pen, place
from klantwaarde_xl.writers.streamed_sheet import MixedCell
from klantwaarde_xl.writers.text_width import wrapped_lines

ROOM = 100_000
"""Rows below an empty result table for which conditional formats and lists are ready."""
_STYLE = "Table Style Light 1"
_CLEAR = 6.0
"""Points of a tall row that its text leaves free, so that no text touches the line of the headers."""
Shown = pd.Series | npt.NDArray[np.float64]
"""What a column shows: texts, or figures with NaN for blank."""


def row_heights(block: TableSpec, frame: pd.DataFrame) -> npt.NDArray[np.float64]:
    """Return the height of every row in points, float (rows,): more where text wraps, NaN for one line."""
    lines = np.ones(len(frame))
    for column in block.columns:
        if column.format.wrap:
            room = (column.width - column.format.indent * INDENT) * SURE
            lines = np.maximum(lines, wrapped_lines(texts(frame[column.field]).fillna("").tolist(), room))
    return np.where(lines > 1, _CLEAR + LINE_POINTS * lines, np.nan)


def draw_table(sheet: Worksheet, pen: Pen, block: TableSpec, frame: pd.DataFrame) -> tuple[int, int]:
    """Draw an Excel table and return its last row and column, counted from 0.

    With its cells, totals and conditional formats.

    A frame without rows gives one blank row, as Excel wants. Rows that a refresh in the open workbook adds
    get the look of their column; in a table that is still empty the conditional formats reach far enough for
    them.
    """
    top, left = place(block.at)
    if block.folded:
        sheet.outline_settings(symbols_right=False)
    count = max(len(frame), 1)
    bottom, right = top + count + int(block.totals), left + len(block.columns) - 1
    if len(frame):
        sheet.start_body(top + 1, left, count, len(block.columns), row_heights(block, frame))
    options = {
        "name": block.name,
        "columns": [_draw_column(sheet, pen, block, column, frame) for column in block.columns],
        "style": _STYLE,
        "banded_rows": False,
        "total_row": block.totals,
        "title": block.name,
        "description": block.description,
    }
    sheet.add_long_table((top, left, bottom, right), options)
    if block.totals:
        _totals_row(sheet, pen, block, frame, bottom)
    if block.page_per and len(frame):
        value = frame[block.page_per].to_numpy(object)
        sheet.set_h_pagebreaks((np.flatnonzero(value[1:] != value[:-1]) + top + 2).tolist())
    return bottom, right


def _fold(block: TableSpec, at: int) -> dict[str, object]:
    """Return how a column is hidden, or folded behind the first of its group that shows: it has the button.

    Neighbouring folds would be one to Excel, so each group keeps its first column in sight."""
    if is_folded(block, at):
        return {"level": 1, "hidden": True}
    if block.columns[at].hidden:
        return {"hidden": True}
    return {"collapsed": True} if is_folded(block, at + 1) else {}


def is_folded(block: TableSpec, at: int) -> bool:
    """Return whether a column (position) stands behind the first of its group."""
    return block.folded and block.printed <= at < len(block.columns) and not block.columns[at].group


def linked_cells(pen: Pen, addresses: pd.Series, look: CellFormat) -> list[MixedCell | None]:
    """Return a column of addresses in the workbook as cells that lead there, but to a hidden sheet."""
    linked, plain = pen.look(look.as_link()), pen.look(look)
    return [_linked_cell(text, linked, plain, pen.unseen) for text in texts(addresses)]


def _linked_cell(text: object, linked: Format, plain: Format, unseen: Collection[str]) -> MixedCell | None:
    if not isinstance(text, str):
        return None
    if text.partition("!")[0].strip("'") in unseen:
        return MixedCell("s", text, plain)
    return MixedCell("str", text, linked, link_formula(text))


def link_formula(address: str) -> str:
    """Return the formula (without =) of a cell that shows an address in the same workbook and leads there.

    >>> print(link_formula("'Mijn blad'!D7"))
    HYPERLINK("#'Mijn blad'!D7","'Mijn blad'!D7")
    """
    text = address.replace('"', '""')
    return f'HYPERLINK("#{text}","{text}")'


def _draw_column(
    sheet: Worksheet, pen: Pen, block: TableSpec, column: ColumnSpec, frame: pd.DataFrame
) -> dict[str, object]:
    """Draw one column: cells, width, look and what stands above it; return its options for the table."""
    top, left = place(block.at)
    index = left + block.columns.index(column)
    last = top + (len(frame) or ROOM)
    look = column.format.as_link() if column.link or column.address else column.format
    look = look.as_input() if block.input else look
    shown = _draw_cells(sheet, pen, block, column, frame[column.field], look)
    below = look if block.input else replace(look, name=f"{look.name}_below", fill="", bottom=False)
    width = fitting_width(column, shown)
    sheet.set_column(index, index, width, pen.look(below), _fold(block, index - left))
    pen.conditional(sheet, column, (top + 1, index), last)
    if column.link:
        sheet.link_column(top + 1, last, index, column.link.place, column.link.tip)
    if column.group:
        over_figures = column.required and column.format.kind == "number"
        group = formats.GROUP_FIGURE if over_figures else formats.GROUP
        sheet.write_string(top - 1, index, column.group, pen.look(group))
    options = {"header": column.header, "header_format": pen.look(header_format(column))}
    if block.totals and index == left:
        options["total_string"] = "Totaal"
    elif block.totals and total_formula(block, column, frame):
        options["total_function"] = "sum"
    return options


def _draw_cells(
    sheet: Worksheet, pen: Pen, block: TableSpec, column: ColumnSpec, series: pd.Series, look: CellFormat
) -> Shown:
    """Draw the cells of one column and return what they show, by which its width is chosen."""
    cell_format = pen.look(look)
    is_text = column.format.kind == "text"
    if len(series) and column.address:
        sheet.add_mixed(linked_cells(pen, series, column.format))
        return texts(series)
    if len(series) and block.input and series.dtype == object:
        cells = mixed_cells(series, column.format, pen.look)
        sheet.add_mixed(cells)
        return _of_type(cells, is_text=is_text)
    shown = texts(series) if is_text else figures(series, column.format)
    if len(series) and is_text:
        sheet.add_text(shown, cell_format, keep_blank=bool(column.format.fill))
    elif len(series):
        sheet.add_figures(shown, cell_format)
    return shown


def _of_type(cells: Sequence[MixedCell | None], *, is_text: bool) -> Shown:
    """Return what the cells of the column's own type show, blank where another type stands."""
    wanted = "s" if is_text else "n"
    fitting = [cell.value if cell is not None and cell.type == wanted else math.nan for cell in cells]
    return pd.Series(fitting, dtype=object) if is_text else np.array(fitting, dtype=float)


def total_formula(block: TableSpec, column: ColumnSpec, frame: pd.DataFrame) -> str:
    """Return the formula of a column's total; '' without one.

    Also '' where no figure is known, for their sum is not zero.

    >>> revenue = ColumnSpec("revenue", "Omzet", formats.EURO_CENTS, total="sum")
    >>> block = TableSpec("tblProef", "proef", (revenue,))
    >>> total_formula(block, revenue, pd.DataFrame({"revenue": [1.0, np.nan]}))
    '=SUBTOTAL(109,tblProef[Omzet])'
    >>> total_formula(block, revenue, pd.DataFrame({"revenue": [np.nan]}))
    ''
    """
    known = not len(frame) or bool(frame[column.field].notna().any())
    return f"=SUBTOTAL(109,{block.name}[{escaped(column.header)}])" if column.total == "sum" and known else ""


def _totals_row(sheet: Worksheet, pen: Pen, block: TableSpec, frame: pd.DataFrame, row: int) -> None:
    _, left = place(block.at)
    for index, column in enumerate(block.columns, left):
        look = pen.look(column.format.as_total())
        if index == left:
            sheet.write_string(row, left, "Totaal", pen.look(formats.TOTAL_TEXT))
        elif formula := total_formula(block, column, frame):
            value = float(np.nansum(figures(frame[column.field], column.format)))
            sheet.write_formula(row, index, formula, look, value)
        else:
            sheet.write_blank(row, index, None, look)


def escaped(header: str) -> str:
    """Return a header as a structured reference wants it.

    >>> escaped("Deel [%]")
    "Deel '[%']"
    """
    return "".join(f"'{mark}" if mark in "'#[]@" else mark for mark in header)
