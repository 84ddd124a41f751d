"""Puts a Document in a workbook that is open in Excel, through xlwings: values only, in tables and blocks
that stand there.

Nothing is drawn and nothing moves. Every text is written behind an apostrophe, so that a customer named
``=1+1``, ``-2`` or ``00123`` keeps that name: Excel would make a formula, a number or a date of it. Settings,
input tables and choices of the user are left alone."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import groupby
from typing import Any

import pandas as pd
import xlwings as xw

from klantwaarde_xl import errors
from klantwaarde_xl.files.cell_text import clean
from klantwaarde_xl.files.table_rows import TableChange
from klantwaarde_xl.model.excel_cells import EXCEL_ERRORS
from klantwaarde_xl.model.raw_cells import CellError
from klantwaarde_xl.report.contents import REPORT
from klantwaarde_xl.report.document import Document
from klantwaarde_xl.report.formats import CellFormat
from klantwaarde_xl.report.specs import SPREAD, CellSpec, FigureSpec, GridSpec, SheetSpec, TableSpec, TextSpec
from klantwaarde_xl.report.words.formula_sentences import change_formula
from klantwaarde_xl.writers.live_filters import is_protected, unfiltered
from klantwaarde_xl.writers.xlsx_tables import grid_values, link_formula, total_formula

_SPREADING = {table.name for page in REPORT for table in page.spec.tables if table.spread}
"""Tables of which the number of columns follows the data."""


@contextmanager
def same_place(book: xw.Book) -> Iterator[None]:
    """Bring the user back to the sheet and selection of now, also when something fails."""
    sheet, selected = book.sheets.active, None
    with suppress(Exception):  # a chart or picture is selected: there is no range to come back to
        selection = book.app.selection
        selected = selection.address if selection is not None else None
    try:
        yield
    finally:
        sheet.select()
        if selected:
            sheet.range(selected).select()


@contextmanager
def undisturbed(book: xw.Book, message: str = "") -> Iterator[list[str]]:
    """Keep the screen still while the workbook changes; calculation, events, filters, sheet and selection
    come back after.

    They come back as they were also when something fails half-way. ``message`` is shown in the status bar
    meanwhile. Gives a list that holds afterwards the headers of the filters that Excel could not set again.
    """
    bar = message or book.app.status_bar
    with (
        book.app.properties(screen_updating=False, enable_events=False, calculation="manual", status_bar=bar),
        same_place(book),
        unfiltered(book) as lost,
    ):
        yield lost


def write_book(document: Document, book: xw.Book, only: Sequence[str] = ()) -> None:
    """Write every result of the document into the open workbook; ``only`` limits it to sheets of these names.

    Tables are filled and resized in place, fixed blocks filled, sentences and key figures replaced. Raises
    OutputError before anything is changed: KW-813 or KW-814 when a sheet or table is not there, KW-815 when
    something stands where a table has to grow, KW-817 when a sheet is protected."""
    sheets = [spec for spec in document.sheets if _has_results(spec) and (not only or spec.name in only)]
    present = {sheet.name: sheet for sheet in book.sheets}
    for spec in sheets:
        if spec.name not in present:
            raise errors.SHEET_MISSING.error(workbook=book.name, sheet=spec.name)
        refuse_protected(present[spec.name])
        for block in spec.tables:
            if not block.input:
                _check_room(present[spec.name], block, len(document.frames[block.frame]), book.name)
    for spec in sheets:
        _sheet(present[spec.name], spec, document)


def write_inputs(document: Document, book: xw.Book) -> None:
    """Put the input tables of the document in the place of those in the open workbook; errors as of
    :func:`write_book`."""
    present = {sheet.name: sheet for sheet in book.sheets}
    tables = [(spec, block) for spec in document.sheets for block in spec.tables if block.input]
    for spec, block in tables:
        if spec.name not in present:
            raise errors.SHEET_MISSING.error(workbook=book.name, sheet=spec.name)
        refuse_protected(present[spec.name])
        _check_room(present[spec.name], block, len(document.frames[block.frame]), book.name)
    for spec, block in tables:
        _table(present[spec.name], block, document.frames[block.frame])


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
            [_cell(value) for value in row] for row in rows
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
        if height > area.rows.count:
            table.resize(corner.resize(height, area.columns.count))
        for header, values in zip(change.headers, zip(*change.rows, strict=True), strict=True):
            column = corner.offset(used, headers.index(header)).resize(change.count, 1)
            column.value = [[_cell(value)] for value in values]


def refuse_protected(sheet: xw.Sheet) -> None:
    """Raise OutputError (KW-817) when nothing can be written on a sheet."""
    if is_protected(sheet):
        raise errors.SHEET_PROTECTED.error(sheet=sheet.name)


def cells(series: pd.Series, look: CellFormat) -> list[object]:
    """Return a column as cells to write: text behind an apostrophe, float, datetime, error value; None for
    blank.

    A copy of input may hold what somebody typed: a date column text, any column an error value.

    >>> cells(pd.Series(["=1+1", None]), CellFormat("t")), cells(pd.Series([1.0, math.nan]), CellFormat("n", "number"))
    (["'=1+1", None], [1.0, None])
    """
    if look.kind == "date" and pd.api.types.is_datetime64_any_dtype(series.dtype):
        return [None if pd.isna(day) else day.to_pydatetime() for day in pd.to_datetime(series)]
    if series.dtype == object and (
        look.kind == "date" or series.map(lambda value: isinstance(value, CellError)).any()
    ):
        return [
            _cell(value.to_pydatetime() if isinstance(value, pd.Timestamp) else value) for value in series
        ]
    return [_cell(value) for value in grid_values(series, look)]


def _cell(value: Any) -> object:
    if (
        value is None
        or value is pd.NaT
        or value == ""
        or (isinstance(value, float) and not math.isfinite(value))
    ):
        return None
    if isinstance(value, CellError):
        # Excel makes the error value of this text; one of another name stays text.
        return value.text if value.text in EXCEL_ERRORS else f"'{clean(value.text)}"
    return f"'{clean(value)}" if isinstance(value, str) else value


def _has_results(spec: SheetSpec) -> bool:
    return not any(table.input for table in spec.tables) and any(
        (isinstance(block, TableSpec | GridSpec | FigureSpec))
        or (isinstance(block, TextSpec) and block.value)
        for block in spec.blocks
    )


def _sheet(sheet: xw.Sheet, spec: SheetSpec, document: Document) -> None:
    values = document.values
    if not spec.message_formula:
        sheet.range(f"{spec.left}2").value = _cell(str(values.get(spec.message, "")))
    sheet.range(f"{spec.left}3").value = _cell(str(values.get(spec.subtitle, "")))
    for block in spec.blocks:
        if isinstance(block, TextSpec) and block.value:
            sheet.range(block.at).value = _cell(str(values[block.value]))
        elif isinstance(block, CellSpec) and not (block.name or block.formula):
            sheet.range(block.at).value = cells(pd.Series([values[block.value]], dtype=object), block.format)[
                0
            ]
        elif isinstance(block, FigureSpec):
            _figure(sheet, block, document)
        elif isinstance(block, GridSpec):
            _grid(sheet, block, document)
        elif isinstance(block, TableSpec):
            _table(sheet, block, document.frames[block.frame])


def _figure(sheet: xw.Sheet, block: FigureSpec, document: Document) -> None:
    now, before = (_number(document.values[key]) for key in (block.value, block.previous))
    if block.formula:
        sheet.range(block.value_at).formula = f"={block.formula}"
    else:
        sheet.range(block.value_at).value = now
    sheet.range(block.previous_at).value = before
    sheet.range(block.change_at).formula = f"={change_formula(block)}"


def _number(value: Any) -> float | None:
    return None if value is None or not math.isfinite(float(value)) else float(value)


def _grid(sheet: xw.Sheet, block: GridSpec, document: Document) -> None:
    corner = sheet.range(block.at)
    frame = document.frames[block.frame].head(block.rows)
    if block.title_value:
        corner.offset(-1, 0).value = _cell(str(document.values[block.title_value]))
    spreads = any(column.field.startswith(SPREAD) for column in block.columns)
    if spreads:
        _spread_headers(sheet, block, corner)
    run: list[list[object]] = []
    start = 0
    for index, column in enumerate([*block.columns, None]):
        if column is not None and not column.formula:
            shown = cells(frame[column.field], column.format)
            run.append([*shown, *[None] * (block.rows - len(shown))])
            continue
        if run:
            body = corner.offset(1, start).resize(block.rows, len(run))
            body.value = [list(row) for row in zip(*run, strict=True)]
        run, start = [], index + 1
    if block.empty and frame.empty:
        corner.offset(1, 0).value = _cell(block.empty)


def _spread_headers(sheet: xw.Sheet, block: GridSpec, corner: xw.Range) -> None:
    """Write the headers of a block whose columns follow the data, and clear what an earlier, wider one
    left."""
    last = sheet.used_range.last_cell.column
    width = len(block.columns)
    if last >= corner.column + width:
        corner.offset(0, width).resize(block.rows + 1, last - corner.column - width + 1).clear_contents()
    corner.resize(1, width).value = [[_cell(column.header) for column in block.columns]]
    for index, column in enumerate(block.columns):
        if column.field.startswith(SPREAD):
            corner.offset(1, index).resize(block.rows, 1).number_format = column.format.number_format


def _excel_table(sheet: xw.Sheet, block: TableSpec, workbook: str) -> Any:
    if block.name not in [table.name for table in sheet.tables]:
        raise errors.TABLE_MISSING.error(workbook=workbook, table=block.name, sheet=sheet.name)
    return sheet.tables[block.name]


def _check_room(sheet: xw.Sheet, block: TableSpec, count: int, workbook: str) -> None:
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


def _table(sheet: xw.Sheet, block: TableSpec, frame: pd.DataFrame) -> None:
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
            corner.offset(0, index).value = _cell(column.header)
