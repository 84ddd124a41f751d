"""Reads the input tables of a workbook that is open in Excel, through xlwings: one range per table, no file.

A table is found as in a file on disk (see ``sources.workbook_file``): by its Excel table name, else by the
name of its sheet, else by its headers. What was typed below an Excel table belongs to it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import xlwings as xw

from klantwaarde_xl.model.action_notes import ACTIONS_TABLE, MONDAY_TABLE
from klantwaarde_xl.model.excel_cells import raw_column
from klantwaarde_xl.model.findings import Finding
from klantwaarde_xl.model.history import HISTORY_TABLE
from klantwaarde_xl.model.raw_cells import CellError, Kind
from klantwaarde_xl.model.raw_column import RawColumn
from klantwaarde_xl.model.raw_table import RawTable, SheetCount, SourceFile
from klantwaarde_xl.model.settings import Settings
from klantwaarde_xl.sources.cutting import CellNotes, Grid, cut_excel_table
from klantwaarde_xl.sources.found_tables import find_tables
from klantwaarde_xl.sources.number_formats import told_by
from klantwaarde_xl.sources.package import ExcelTable


@dataclass(frozen=True, slots=True, eq=False)
class BookContents:
    """The input of one open workbook; the fields are those of ``sources.workbook_file.WorkbookContents``."""

    tables: dict[str, RawTable]
    settings_cells: dict[str, object]
    settings_addresses: dict[str, str]
    source: SourceFile
    findings: tuple[Finding, ...]
    actions: RawTable | None
    others: tuple[RawTable, ...] = ()
    counts: tuple[SheetCount, ...] = ()
    has_results: bool = False
    history: RawTable | None = None
    answers: RawTable | None = None


def read_book(book: xw.Book) -> BookContents:
    """Return the input tables, the settings and what the user typed in results, of a workbook that is open.

    Nothing in the workbook changes. A formula counts as its value; an error in a cell as an error. Tables
    that are not there are absent from the result."""
    source = SourceFile(book.name)
    views = [_View(sheet, source, date_1904=_counts_from_1904(book)) for sheet in book.sheets]
    found = find_tables(views)
    cells, addresses = _settings(book)
    return BookContents(
        found.tables,
        cells,
        addresses,
        source,
        found.findings,
        _own(views, ACTIONS_TABLE),
        found.others,
        found.counts,
        found.has_results,
        _own(views, HISTORY_TABLE),
        _own(views, MONDAY_TABLE),
    )


def _own(views: Sequence[_View], name: str) -> RawTable | None:
    """Return an Excel table of a former result, with the rows typed below it."""
    tables = ((view, table) for view in views for table in view.tables)
    return next(
        (
            cut_excel_table(view.grid(with_notes=False), table, None).table
            for view, table in tables
            if table.name.lower() == name.lower()
        ),
        None,
    )


def is_visible(state: object) -> bool:
    """Return whether a sheet shows, of what xlwings gives for it.

    Over COM that is the number of Excel: -1 shows, 0 is hidden and 2 very hidden; elsewhere a boolean or,
    on a Mac, a name.

    >>> [is_visible(state) for state in (-1, 0, 2, True, False)]
    [True, False, False, True, False]
    """
    return state in {-1, True} if isinstance(state, int) else "hidden" not in str(state)


def _counts_from_1904(book: xw.Book) -> bool:
    """Return whether numbers that stand for dates count from 1904; a Mac does not tell.

    Cells with a look of dates come as dates from Excel itself, in either system.
    """
    return getattr(getattr(book, "api", None), "Date1904", False) is True


class _View:
    """One sheet of an open workbook as the finder of tables sees it."""

    def __init__(self, sheet: xw.Sheet, source: SourceFile, *, date_1904: bool) -> None:
        self.name, self.visible = sheet.name, is_visible(sheet.visible)
        self.tables = tuple(_excel_table(table) for table in sheet.tables)
        self._sheet, self._source, self._date_1904 = sheet, source, date_1904

    def grid(self, *, with_notes: bool = True) -> Grid:
        """Return the cells from A1 to the last one that is used, with what their number formats tell."""
        last = self._sheet.used_range.last_cell
        cells = self._sheet.range((1, 1), (last.row, last.column))
        rows = cells.options(ndim=2, err_to_str=True).value
        columns = tuple(raw_column(list(column)) for column in zip(*rows, strict=True))
        notes = _notes(self._sheet, columns) if with_notes else CellNotes()
        merged = tuple(_merged(self._sheet, last.row, last.column)) if cells.merge_cells is not False else ()
        return Grid(
            self.name,
            columns,
            source=self._source,
            date_1904=self._date_1904,
            notes=notes,
            merged=merged,
        )


def _merged(sheet: xw.Sheet, bottom: int, right: int) -> Iterator[tuple[int, int, int, int]]:
    """Yield the merged cells of a sheet up to this row and column: top, left, bottom and right of each."""
    for column in range(1, right + 1):
        yield from _merged_rows(sheet, column, 1, bottom)


def _merged_rows(sheet: xw.Sheet, column: int, top: int, bottom: int) -> Iterator[tuple[int, int, int, int]]:
    """Yield the merged cells that begin in these rows of a column.

    Excel tells of a range at once that it holds none; else each half is asked, so one costs few calls.
    """
    cells = sheet.range((top, column), (bottom, column))
    if cells.merge_cells is False:
        return
    if top < bottom:
        middle = (top + bottom) // 2
        yield from _merged_rows(sheet, column, top, middle)
        yield from _merged_rows(sheet, column, middle + 1, bottom)
        return
    area = cells.merge_area
    if (area.row, area.column) == (top, column):
        yield top, column, area.last_cell.row, area.last_cell.column


def _notes(sheet: xw.Sheet, columns: Sequence[RawColumn]) -> CellNotes:
    """Return what the number formats of the cells with numbers tell, as a file tells it by their styles."""
    styles: dict[str, int] = {}
    styled: list[tuple[int, int, int]] = []
    for place, column in enumerate(columns, 1):
        for rows, code in _formats(sheet, np.flatnonzero(column.kind == Kind.NUMBER) + 1, place):
            if told := told_by(code):
                style = styles.setdefault(told, len(styles))
                styled += [(row, place, style) for row in rows.tolist()]
    cells = np.array(styled, np.int64).reshape(-1, 3)
    return CellNotes(styled=cells, styles={style: told for told, style in styles.items()})


def _formats(sheet: xw.Sheet, rows: np.ndarray, place: int) -> Iterator[tuple[np.ndarray, str]]:
    """Yield rows of one column with the number format that they share.

    Excel tells the format of a range at once, unless it has several: then each half is asked. So a column of
    one format costs one call, however long it is.
    """
    if not len(rows):
        return
    code = sheet.range((int(rows[0]), place), (int(rows[-1]), place)).number_format
    if isinstance(code, str) or len(rows) == 1:
        yield rows, code if isinstance(code, str) else ""
        return
    middle = len(rows) // 2
    yield from _formats(sheet, rows[:middle], place)
    yield from _formats(sheet, rows[middle:], place)


def _excel_table(table: xw.main.Table) -> ExcelTable:
    area = table.range
    last_row, last_column = area.row + area.rows.count - 1, area.column + area.columns.count - 1
    return ExcelTable(
        table.name, area.row, area.column, last_row, last_column, 1, int(bool(table.show_totals)), ()
    )


def _settings(book: xw.Book) -> tuple[dict[str, object], dict[str, str]]:
    """Return value and address of every setting that has a named cell."""
    names = book.names
    values: dict[str, object] = {}
    addresses: dict[str, str] = {}
    for setting in Settings.declared():
        if setting.cell_name not in names:
            continue
        cell = names[setting.cell_name].refers_to_range
        column: RawColumn = raw_column([cell.options(err_to_str=True).value])
        value = column.value(0)
        values[setting.cell_name] = CellError(str(value)) if column.kind[0] == Kind.ERROR else value
        place = RawTable(cell.sheet.name, (), (), np.array([cell.row]))
        addresses[setting.cell_name] = place.address(0, cell.column - 1)
    return values, addresses
