"""Draws grids: blocks of a fixed size, such as short lists and the figures behind charts."""

from __future__ import annotations

import math
from dataclasses import replace

import pandas as pd
from xlsxwriter.worksheet import Worksheet

from klantwaarde_xl.report import formats
from klantwaarde_xl.report.specs import SPREAD, ColumnSpec, GridSpec
from klantwaarde_xl.writers.cell_values import grid_values
from klantwaarde_xl.writers.column_sizes import header_format
from klantwaarde_xl.writers.drawing import Pen, Place, place

_SCALE = {
    "type": "2_color_scale",
    "min_color": formats.WHITE,
    "max_color": formats.BAR,
    "min_type": "num",
    "min_value": 0,
}


def draw_grid(
    sheet: Worksheet, pen: Pen, block: GridSpec, frame: pd.DataFrame, title: str, *, looks: bool = True
) -> None:
    """Draw a fixed block: title above, headers, at most ``rows`` rows, blank where the frame has fewer.

    With ``looks`` blank cells have theirs, for a refresh in the open workbook brings values only; figures
    behind charts need none, and a chart takes a blank cell with a look for a zero.
    """
    top, left = place(block.at)
    bottom = top + block.rows
    if title:
        sheet.write_string(top - 1, left, title, pen.look(formats.HEADING))
    shown = frame.head(block.rows)
    for index, column in enumerate(block.columns, left):
        if column.link:
            sheet.link_column(top + 1, bottom, index, column.link.place, column.link.tip)
        header = pen.look(header_format(column, filtered=False))
        if column.header:
            sheet.write_string(top, index, column.header, header)
        else:
            sheet.write_blank(top, index, None, header)
        if column.formula:
            _formulas(sheet, pen, block, column, shown[column.field].tolist())
        else:
            _cells(sheet, pen, block, column, shown[column.field])
            if looks:
                _blanks(sheet, pen, block, column, shown[column.field])
        pen.conditional(sheet, column, (top + 1, index), bottom)
    spare = _spare_columns(sheet, pen, block, (top, left + len(block.columns)))
    every = enumerate((*block.columns, *spare), left)
    scaled = [index for index, column in every if column.conditional == "colour_scale"]
    if scaled:
        sheet.conditional_format(top + 1, scaled[0], bottom, scaled[-1], _SCALE)
    if block.empty and shown.empty:
        sheet.write_string(top + 1, left, block.empty, pen.look(formats.SUBTITLE))


def _first_cell(block: GridSpec, column: ColumnSpec) -> Place:
    top, left = place(block.at)
    return top + 1, left + block.columns.index(column)


def _look(column: ColumnSpec) -> formats.CellFormat:
    return column.format.as_link() if column.link else column.format


def _formulas(sheet: Worksheet, pen: Pen, block: GridSpec, column: ColumnSpec, values: list[object]) -> None:
    row, index = _first_cell(block, column)
    look = _look(column)
    for n, value in enumerate([*values, *[None] * (block.rows - len(values))]):
        shown = look.as_total() if block.total_row and n == block.rows - 1 else look
        pen.formula(sheet, (row + n, index), block.formula_at(column, n + 1), value, shown)


def _cells(sheet: Worksheet, pen: Pen, block: GridSpec, column: ColumnSpec, series: pd.Series) -> None:
    first, index = _first_cell(block, column)
    last = first + block.rows - 1
    look, words = _look(column), formats.CENTRED.in_colour(formats.GREY)
    for row, value in enumerate(grid_values(series, column.format), first):
        total = block.total_row and row == last
        shown = pen.look(look.as_total() if total else look)
        if isinstance(value, str):
            sheet.write_string(row, index, value, shown if look.kind == "text" else pen.look(words))
        elif math.isfinite(value):
            sheet.write_number(row, index, value, shown)
        elif total:
            sheet.write_blank(row, index, None, shown)


def _blanks(sheet: Worksheet, pen: Pen, block: GridSpec, column: ColumnSpec, series: pd.Series) -> None:
    first, index = _first_cell(block, column)
    last = first + block.rows - 1
    values = [*grid_values(series, column.format), *[math.nan] * (block.rows - len(series))]
    for row, value in enumerate(values, first):
        if not isinstance(value, str) and not math.isfinite(value):
            total = block.total_row and row == last
            look = _look(column).as_total() if total else _look(column)
            sheet.write_blank(row, index, None, pen.look(look))


def _spare_columns(sheet: Worksheet, pen: Pen, block: GridSpec, at: Place) -> list[ColumnSpec]:
    """Format the columns that a refresh in the open workbook may fill, and return them.

    Beside columns that are in use, their headers have no band.
    """
    if block.spread is None:
        return []
    top, first = at
    taken = sum(column.field.startswith(SPREAD) for column in block.columns)
    header = header_format(block.spread, filtered=False)
    if taken:
        header = replace(header, name=f"{header.name}_spare", fill="", bottom=False)
    spare = [block.spread] * (block.most - taken)
    for index, column in enumerate(spare, first):
        sheet.write_blank(top, index, None, pen.look(header))
        for row in range(top + 1, top + 1 + block.rows):
            sheet.write_blank(row, index, None, pen.look(column.format))
    return spare
