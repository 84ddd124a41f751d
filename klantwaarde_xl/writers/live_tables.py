"""Excel tables in a workbook that is open in Excel: filled and resized in place."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

import pandas as pd
import xlwings as xw

from klantwaarde_xl import errors
from klantwaarde_xl.files.table_rows import TableChange
from klantwaarde_xl.report.contents import REPORT
from klantwaarde_xl.report.specs import TableSpec
from klantwaarde_xl.writers.live_cells import cells, live_cell
from klantwaarde_xl.writers.live_filters import is_protected
from klantwaarde_xl.writers.xlsx_tables import link_formula, total_formula

_SPREADING = {table.name for page in REPORT for table in page.spec.tables if table.spread}
"""Tables of which the number of columns follows the data."""


def refuse_protected(sheet: xw.Sheet) -> None:
    """Raise OutputError (KW-817) when nothing can be written on a sheet."""
    if is_protected(sheet):
        raise errors.SHEET_PROTECTED.error(sheet=sheet.name)


def _excel_table(sheet: xw.Sheet, block: TableSpec, workbook: str) -> xw.main.Table:
    if block.name not in [table.name for table in sheet.tables]:
        raise errors.TABLE_MISSING.error(workbook=workbook, table=block.name, sheet=sheet.name)
    return sheet.tables[block.name]


def check_room(sheet: xw.Sheet, block: TableSpec, count: int, workbook: str) -> None:
    """Refuse when the user's own cells stand where the table goes, or the user's own column in it: rows
    change their order."""
    table = _excel_table(sheet, block, workbook)
    area, totals = table.range, bool(table.show_totals)
    headers = area.rows[0].options(ndim=1).value
    ours = {column.header for column in block.columns}
    own = [header for header in headers if header not in ours]
    if own and block.name not in _SPREADING:
        raise errors.NO_ROOM.error(
            table=block.name, sheet=sheet.name, reason=f"de kolom {own[0]} is van uzelf"
        )
    rows, columns = max(count, 1) + 1 + int(totals), len(block.columns)
    old_rows, old_columns = area.shape
    end = (area.row + rows - 1, area.column + columns - 1)
    if rows > old_rows:
        _refuse_filled(sheet.range((area.row + old_rows, area.column), end), block.name)
    if columns > old_columns:
        _refuse_filled(sheet.range((area.row, area.column + old_columns), end), block.name)


def _refuse_filled(place: xw.Range, table: str) -> None:
    for n, row in enumerate(place.options(ndim=2, err_to_str=True).value):
        if any(value is not None for value in row):
            raise errors.NO_ROOM.error(
                table=table, sheet=place.sheet.name, reason=f"er staat iets in rij {place.row + n}"
            )


def fill_table(sheet: xw.Sheet, block: TableSpec, frame: pd.DataFrame) -> None:
    """Put a frame in the place of what a table holds; the table takes its number of rows and columns."""
    table = sheet.tables[block.name]
    totals = bool(table.show_totals)
    if totals:
        table.show_totals = False
    area = table.range
    old_rows, old_columns = area.shape
    count, width = max(len(frame), 1), len(block.columns)
    corner = sheet.range((area.row, area.column))
    if old_rows > 1:
        corner.offset(1, 0).resize(old_rows - 1, old_columns).clear_contents()
    if old_columns > width:
        corner.offset(0, width).resize(1, old_columns - width).clear_contents()
    if (old_rows, old_columns) != (count + 1, width):
        table.resize(corner.resize(count + 1, width))
    _headers(corner, block, width)
    if len(frame):
        columns = [cells(frame[column.field], column.format) for column in block.columns]
        corner.offset(1, 0).resize(count, width).value = [list(row) for row in zip(*columns, strict=True)]
        _link_cells(corner, block, frame)
    for index in range(old_columns, width):
        corner.offset(1, index).resize(count, 1).number_format = block.columns[index].format.number_format
    if totals:
        table.show_totals = True
        for index, column in enumerate(block.columns):
            if column.total == "sum":
                corner.offset(count + 1, index).formula = total_formula(block, column, frame)


def _link_cells(corner: xw.Range, block: TableSpec, frame: pd.DataFrame) -> None:
    """Let addresses lead where they say, each run of them in one go; the links of whole columns stand in the
    workbook."""
    for index, column in enumerate(block.columns):
        if not column.address:
            continue
        for filled, run in groupby(enumerate(frame[column.field], 1), key=lambda numbered: bool(numbered[1])):
            if filled:
                rows, addresses = zip(*run, strict=True)
                links = [[f"={link_formula(address)}"] for address in addresses]
                corner.offset(rows[0], index).resize(len(rows), 1).formula = links


def _headers(corner: xw.Range, block: TableSpec, width: int) -> None:
    """Write the headers that differ; a table's own stay untouched, with their notes."""
    now = corner.resize(1, width).options(ndim=1).value
    for index, (header, column) in enumerate(zip(now, block.columns, strict=True)):
        if header != column.header:
            corner.offset(0, index).value = live_cell(column.header)


def write_rows(sheet: xw.Sheet, top: int, blocks: Sequence[tuple[int, Sequence[Sequence[object]]]]) -> None:
    """Put blocks of cells beside each other on a sheet, from row ``top`` on, in the place of all that stood
    there and below.

    A block is its first column and its rows; rows and columns count from 1.
    """
    left = min(column for column, _ in blocks)
    last = sheet.used_range.last_cell
    if last.row >= top and last.column >= left:
        sheet.range((top, left), (last.row, last.column)).clear_contents()
    for column, rows in blocks:
        sheet.range((top, column)).resize(len(rows), len(rows[0])).value = [
            [live_cell(value) for value in row] for row in rows
        ]


def append_rows(book: xw.Book, changes: Sequence[TableChange]) -> None:
    """Put new rows below what stands in Excel tables of the open workbook; errors as of :func:`write_book`.

    Blank rows at the end of a table are filled first; columns that a change does not name stay as they are.
    """
    tables = {table.name: (sheet, table) for sheet in book.sheets for table in sheet.tables}
    places = []
    for change in changes:
        if change.table not in tables:
            raise errors.TABLE_MISSING.error(workbook=book.name, table=change.table, sheet="")
        sheet, table = tables[change.table]
        refuse_protected(sheet)
        rows = table.range.options(ndim=2, err_to_str=True).value
        used = (
            max((n for n, row in enumerate(rows) if any(value not in {None, ""} for value in row)), default=0)
            + 1
        )
        end = used + change.count
        if end > len(rows):
            area = table.range
            last = (area.row + end - 1, area.column + area.columns.count - 1)
            _refuse_filled(sheet.range((area.row + len(rows), area.column), last), change.table)
        places.append((change, sheet, table, rows[0], used, max(end, len(rows))))
    for change, sheet, table, headers, used, height in places:
        area = table.range
        corner = sheet.range((area.row, area.column))
        for fill in change.fills:
            blank = sheet.range((fill.row, area.column + headers.index(fill.header)))
            if blank.value in {None, ""}:
                blank.value = live_cell(fill.value)
        if not change.count:
            continue
        if height > area.rows.count:
            table.resize(corner.resize(height, area.columns.count))
        for header, values in zip(change.headers, zip(*change.rows, strict=True), strict=True):
            column = corner.offset(used, headers.index(header)).resize(change.count, 1)
            column.value = [[live_cell(value)] for value in values]
