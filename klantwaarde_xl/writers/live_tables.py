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
from klantwaarde_xl.writers.live_cells import area, cells, formulas_stay, live_cell, put
from klantwaarde_xl.writers.live_filters import is_protected
from klantwaarde_xl.writers.xlsx_tables import is_folded, link_formula, total_formula

_SPREADING = {table.name for page in REPORT for table in page.spec.tables if table.spread}
"""Tables of which the number of columns follows the data."""
_HEADERS = {
    table.name: {column.header for column in table.columns} for page in REPORT for table in page.spec.tables
}
"""Headers of every column that a table of ours may have, those that some data leave out too."""


def refuse_protected(sheet: xw.Sheet) -> None:
    """Raise OutputError (KW-817) when nothing can be written on a sheet."""
    if is_protected(sheet):
        raise errors.SHEET_PROTECTED.error(sheet=sheet.name)


def _excel_table(sheet: xw.Sheet, block: TableSpec, workbook: str) -> xw.main.Table:
    if block.name not in [table.name for table in sheet.tables]:
        raise errors.TABLE_MISSING.error(workbook=workbook, table=block.name, sheet=sheet.name)
    return sheet.tables[block.name]


def check_room(sheet: xw.Sheet, block: TableSpec, count: int, workbook: str) -> None:
    """Refuse when the user's own cells are where the table goes, or the user added a column to it.

    The rows of the table change their order, and such a column would not move along.
    """
    table = _excel_table(sheet, block, workbook)
    place, totals = table.range, bool(table.show_totals)
    top, left, (old_rows, old_columns) = place.row, place.column, place.shape
    headers = area(sheet, top, left, 1, old_columns).options(ndim=1).value
    ours = {column.header for column in block.columns} | _HEADERS.get(block.name, set())
    own = [header for header in headers if header not in ours]
    if own and block.name not in _SPREADING:
        raise errors.NO_ROOM.error(
            table=block.name, sheet=sheet.name, reason=f"de kolom {own[0]} is van uzelf"
        )
    rows, columns = max(count, 1) + 1 + int(totals), len(block.columns)
    if rows > old_rows:
        _refuse_filled(area(sheet, top + old_rows, left, rows - old_rows, columns), block.name)
    if columns > old_columns:
        _refuse_filled(area(sheet, top, left + old_columns, rows, columns - old_columns), block.name)


def _refuse_filled(place: xw.Range, table: str) -> None:
    for n, row in enumerate(place.options(ndim=2, err_to_str=True).value):
        if any(value is not None for value in row):
            raise errors.NO_ROOM.error(
                table=table, sheet=place.sheet.name, reason=f"er staat iets in rij {place.row + n}"
            )


def fill_table(sheet: xw.Sheet, block: TableSpec, frame: pd.DataFrame) -> tuple[int, int]:
    """Put a frame in the place of what a table holds; the table takes its number of rows and columns.

    Returns the last row of the table as it was and as it is, with its totals, counted from 1."""
    table = sheet.tables[block.name]
    totals = bool(table.show_totals)
    if totals:
        table.show_totals = False
    place = table.range
    top, left, (old_rows, old_columns) = place.row, place.column, place.shape
    count, width = max(len(frame), 1), len(block.columns)
    _show_filled(area(sheet, top + 1, left, max(old_rows - 1, 1), old_columns), block)
    if old_rows > 1:
        area(sheet, top + 1, left, old_rows - 1, old_columns).clear_contents()
    if (old_rows, old_columns) != (count + 1, width):
        table.resize(area(sheet, top, left, count + 1, width))
    if old_columns > width:
        # Only when they are no headers any more: Excel gives a header that is cleared a name of its own.
        area(sheet, top, left + width, 1, old_columns - width).clear_contents()
    _headers(sheet, (top, left), block)
    _formats_of_new_columns(sheet, (top + 1, left, count), block, old_columns)
    if len(frame):
        columns = [cells(frame[column.field], column.format) for column in block.columns]
        put(sheet, top + 1, left, [list(row) for row in zip(*columns, strict=True)])
        _link_cells(sheet, (top, left), block, frame)
    if totals:
        table.show_totals = True
        _formats_of_new_columns(sheet, (top + count + 1, left, 1), block, old_columns, totals=True)
        for index, column in enumerate(block.columns):
            if column.total == "sum":
                area(sheet, top + count + 1, left + index).formula = total_formula(block, column, frame)
    return top + old_rows - 1 + int(totals), top + count + int(totals)


def _show_filled(body: xw.Range, block: TableSpec) -> None:
    """Show the columns that were out of sight as they had no value, and have one now.

    What the user hid has values, and what is folded away is the user's to open. ``body``: the old rows.
    """
    sheet, top, left, (rows, columns) = body.sheet, body.row, body.column, body.shape
    # Each width is a call of its own, but which ones are asked may not hang on what stands in the table.
    for index, column in enumerate(block.columns[:columns]):
        if column.hidden or is_folded(block, index):
            continue
        cells_below = area(sheet, top, left + index, rows)
        if cells_below.column_width == 0 and not _has_value(cells_below):
            cells_below.column_width = column.width


def _has_value(place: xw.Range) -> bool:
    return any(value not in {None, ""} for value in place.options(ndim=1, err_to_str=True).value)


def _formats_of_new_columns(
    sheet: xw.Sheet, body: tuple[int, int, int], block: TableSpec, old_columns: int, *, totals: bool = False
) -> None:
    """Give columns that a table gains the look of the nearest one of the same kind.

    Excel takes a format code over COM as its user would type it, in Dutch with the comma for decimals, so
    none is sent. ``body``: first row, first column and number of rows, or the row of ``totals``, of which
    only columns with a total count.
    """
    top, left, count = body
    for index in range(old_columns, len(block.columns)):
        wanted = block.columns[index].format
        alike = [at for at, column in enumerate(block.columns[:old_columns]) if column.format == wanted]
        if totals:
            alike = [at for at in alike if block.columns[at].total == block.columns[index].total == "sum"]
        if alike:
            source = area(sheet, top, left + alike[-1], count)
            source.copy(area(sheet, top, left + index, count))


def _link_cells(sheet: xw.Sheet, corner: tuple[int, int], block: TableSpec, frame: pd.DataFrame) -> None:
    """Add the links of cells with an address, each run of cells in one go.

    Links of whole columns are in the workbook already.
    """
    top, left = corner
    for index, column in enumerate(block.columns):
        if not column.address:
            continue
        for filled, run in groupby(enumerate(frame[column.field], 1), key=lambda numbered: bool(numbered[1])):
            if filled:
                rows, addresses = zip(*run, strict=True)
                links = [[f"={link_formula(address)}"] for address in addresses]
                with formulas_stay(sheet):
                    area(sheet, top + rows[0], left + index, len(rows)).formula = links


def _headers(sheet: xw.Sheet, corner: tuple[int, int], block: TableSpec) -> None:
    """Write the headers that differ; a table's own stay untouched, with their notes.

    Excel adds a number to a header that stands twice for a moment, as when months move one column up: then
    they make room first.
    """
    top, left = corner
    now = area(sheet, top, left, 1, len(block.columns)).options(ndim=1).value
    other = {
        index: column.header for index, column in enumerate(block.columns) if now[index] != column.header
    }
    taken = {str(header).casefold() for header in now}
    passes = [other]
    if any(header.casefold() in taken for header in other.values()):
        passes = [{index: f"… {index}" for index in other}, other]
    for headers in passes:
        for index, header in headers.items():
            area(sheet, top, left + index).value = live_cell(header)


def write_rows(sheet: xw.Sheet, top: int, blocks: Sequence[tuple[int, Sequence[Sequence[object]]]]) -> None:
    """Write blocks of cells beside each other from row ``top`` on; all that was there and below goes.

    A block is its first column and its rows; rows and columns count from 1.
    """
    left = min(column for column, _ in blocks)
    last = sheet.used_range.last_cell
    if last.row >= top and last.column >= left:
        sheet.range((top, left), (last.row, last.column)).clear_contents()
    for column, rows in blocks:
        put(sheet, top, column, [[live_cell(value) for value in row] for row in rows])


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
            place = table.range
            below = area(sheet, place.row + len(rows), place.column, end - len(rows), len(rows[0]))
            _refuse_filled(below, change.table)
        places.append((change, sheet, table, rows[0], used, max(end, len(rows))))
    for change, sheet, table, headers, used, height in places:
        place = table.range
        top, left, (old_height, width) = place.row, place.column, place.shape
        for fill in change.fills:
            column = left + headers.index(fill.header)
            if area(sheet, fill.row, column).value in {None, ""}:
                put(sheet, fill.row, column, [[live_cell(fill.value)]])
        if not change.count:
            continue
        if height > old_height:
            table.resize(area(sheet, top, left, height, width))
        for header, values in zip(change.headers, zip(*change.rows, strict=True), strict=True):
            put(sheet, top + used, left + headers.index(header), [[live_cell(value)] for value in values])
