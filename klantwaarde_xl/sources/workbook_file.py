"""Reads the input tables of a workbook on disk (.xlsx, .xlsm), after the guard let it through.

A table is found by its Excel table name, else by the name of its sheet, else by its headers. calamine reads
the values; the guard's scan supplies what calamine does not tell: error values, hidden rows, how far the
sheet reaches."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TypeVar

import numpy as np
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from klantwaarde_xl import errors
from klantwaarde_xl.model.action_notes import ACTIONS_TABLE
from klantwaarde_xl.model.declaration import TableModel
from klantwaarde_xl.model.findings import Finding
from klantwaarde_xl.model.raw_table import ColumnBuilder, RawColumn, RawTable, SourceFile
from klantwaarde_xl.model.tables import BY_TABLE, TABLES
from klantwaarde_xl.sources.cutting import (
    GIVEN_BY_EXCEL,
    HEAD,
    SETTINGS_SHEET,
    Cut,
    Grid,
    MarkedTable,
    cut_excel_table,
    cut_sheet,
    locate,
)
from klantwaarde_xl.sources.guard import PackageReport, inspect_workbook
from klantwaarde_xl.sources.package import ExcelTable, Sheet
from klantwaarde_xl.sources.settings_sheet import read_settings
from klantwaarde_xl.sources.sheet_tags import SheetScan

BLOCK = 512
"""Rows that are Python objects at one time; more would leave the processor's cache."""
_Result = TypeVar("_Result")


@dataclass(frozen=True, slots=True, eq=False)
class WorkbookContents:
    """The input of one workbook.

    ``tables`` by Excel table name of the model (``tblKlanten``); absent tables are absent.

    ``settings_cells`` value by cell name (``Inst_GrensA``) of every setting found, as it stood in the cell:
    None, float, str, bool, datetime, timedelta or :class:`CellError`; ``settings_addresses`` its address.
    ``report`` is what the guard saw. ``actions``: the Excel table tblActies of a former result, in which the
    user may have typed; None when there is none."""

    tables: dict[str, RawTable]
    settings_cells: dict[str, object]
    settings_addresses: dict[str, str]
    source: SourceFile
    findings: tuple[Finding, ...]
    report: PackageReport
    actions: RawTable | None = None


def read_workbook(path: str | Path) -> WorkbookContents:
    """Return the input tables and settings of a workbook; the file is only read.

    Result sheets of our own are never taken for input: a sheet that holds Excel tables of other names is not
    recognised by its headers. Raises what the guard raises (see there), and DAMAGED_WORKBOOK when the sheets
    cannot be read."""
    return _read(Path(path), lambda reading: reading.contents())


def read_actions(path: str | Path) -> RawTable | None:
    """Return only the Excel table tblActies of a workbook, None when it has none.

    Raises as :func:`read_workbook`.
    """
    return _read(Path(path), lambda reading: reading.actions())


def _read(path: Path, wanted: Callable[[_Reading], _Result]) -> _Result:
    report = inspect_workbook(path)
    source = SourceFile(path.name, _sha256(path))
    try:
        with CalamineWorkbook.from_path(path) as book:
            return wanted(_Reading(book, report, source))
    except CalamineError as fault:
        raise errors.DAMAGED_WORKBOOK.error(path=path.name, reason="een blad is niet te lezen") from fault
    except OSError as fault:
        raise errors.CANNOT_READ.error(path=path.name, reason=errors.reason_of(fault)) from None
    except BaseException as fault:
        # A panic in the Rust reader arrives as an exception that no class of Python's covers; it can only be
        # told by its module.
        if type(fault).__module__ != "pyo3_runtime":
            raise
        raise errors.DAMAGED_WORKBOOK.error(path=path.name, reason="een blad is niet te lezen") from None


def _sha256(path: Path) -> str:
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as fault:
        raise errors.CANNOT_READ.error(path=path.name, reason=errors.reason_of(fault)) from None


class _Reading:
    """One run over one open workbook."""

    def __init__(self, book: CalamineWorkbook, report: PackageReport, source: SourceFile) -> None:
        self._book = book
        self._report = report
        self._source = source
        self._sheets = report.package.sheets
        self._cuts: dict[str, Cut] = {}
        self._findings: list[Finding] = []
        self._loaded: tuple[str, CalamineSheet] | None = None

    def contents(self) -> WorkbookContents:
        """Return everything; Excel tables first, then sheets by name, then sheets by header."""
        used = self._by_excel_table()
        used |= self._by_sheet_name(used)
        self._by_headers(used)
        order = [model.table for model in TABLES if model.table in self._cuts]
        findings = [finding for name in order for finding in self._cuts[name].findings]
        sheets = {sheet.name.lower(): sheet for sheet in self._sheets}
        cells, addresses = read_settings(
            self._report.package.names,
            lambda name: self._grid(sheets[name.lower()], rows=HEAD) if name.lower() in sheets else None,
        )
        tables = {name: self._cuts[name].table for name in order}
        return WorkbookContents(
            tables, cells, addresses, self._source, (*findings, *self._findings), self._report, self.actions()
        )

    def actions(self) -> RawTable | None:
        """Return the table of actions of a former result, with the rows typed directly below it."""
        for sheet in self._sheets:
            for table in sheet.tables:
                if table.name.lower() == ACTIONS_TABLE.lower():
                    return self._cut_excel_table(sheet, table, None).table
        return None

    def _by_excel_table(self) -> set[str]:
        known = {name.lower(): model for name, model in BY_TABLE.items()}
        used = set()
        for sheet in self._sheets:
            for table in sheet.tables:
                if (model := known.get(table.name.lower())) and model.table not in self._cuts:
                    self._cuts[model.table] = self._cut_excel_table(sheet, table, model)
                    used.add(sheet.name)
        return used

    def _by_sheet_name(self, used: set[str]) -> set[str]:
        added = set()
        for sheet in self._sheets:
            model = next((m for m in TABLES if m.sheet.lower() == sheet.name.strip().lower()), None)
            if model is None or model.table in self._cuts or sheet.name in used:
                continue
            added.add(sheet.name)
            cut = self._cut_only_table(sheet, model) or cut_sheet(self._grid(sheet), [model])
            if cut is not None:
                self._cuts[model.table] = cut
        return added

    def _by_headers(self, used: set[str]) -> None:
        wanted = [model for model in TABLES if model.table not in self._cuts]
        found = []
        for order, sheet in enumerate(self._sheets):
            named = [table for table in sheet.tables if not GIVEN_BY_EXCEL.match(table.name)]
            if (
                not wanted
                or named
                or sheet.name in used
                or sheet.name.strip().lower() == SETTINGS_SHEET.lower()
            ):
                continue
            row = locate(self._grid(sheet, rows=HEAD), wanted)
            if row is not None and row.is_certain:
                cut = self._cut_only_table(sheet, row.model) or cut_sheet(self._grid(sheet), [row.model])
                found.append((-row.matched, order, sheet, row.model, cut))
        for _, _, sheet, model, cut in sorted(found, key=lambda entry: entry[:2]):
            if model.table in self._cuts:
                first = self._cuts[model.table].table.sheet
                self._findings.append(
                    Finding.of(errors.ALSO_A_TABLE, sheet=sheet.name, table=model.sheet, used=first)
                )
            elif cut is not None:
                self._cuts[model.table] = cut

    def _cut_only_table(self, sheet: Sheet, model: type[TableModel]) -> Cut | None:
        """Return the sheet's one Excel table, whatever its name, when it has headers of this model."""
        if len(sheet.tables) != 1 or locate(_header_grid(sheet), [model]) is None:
            return None
        return self._cut_excel_table(sheet, sheet.tables[0], model)

    def _cut_excel_table(self, sheet: Sheet, table: ExcelTable, model: type[TableModel] | None) -> Cut:
        """Return the rows of an Excel table without its totals row, with the rows typed directly below it."""
        grid = self._grid(
            sheet, first_row=table.first_row, first_column=table.first_column, last_column=table.last_column
        )
        end = min(table.last_row - table.first_row + 1 - table.totals_rows, len(grid))
        marked = MarkedTable(table.name, table.headers, table.header_rows, end, bool(table.totals_rows))
        return cut_excel_table(grid, marked, model)

    def _load(self, sheet: Sheet) -> CalamineSheet:
        """Return the sheet's cells; the last sheet is kept, because it is often asked for twice in a row."""
        if self._loaded is None or self._loaded[0] != sheet.name:
            self._loaded = None
            self._loaded = (sheet.name, self._book.get_sheet_by_name(sheet.name))
        return self._loaded[1]

    def _grid(
        self,
        sheet: Sheet,
        *,
        first_row: int = 1,
        first_column: int = 1,
        last_column: int | None = None,
        rows: int | None = None,
    ) -> Grid:
        """Return the cells of a sheet from this corner on, at most ``rows`` rows."""
        cells = self._load(sheet)
        scan = self._report.scans[sheet.part]
        offset = cells.start[1] if cells.start else 0
        last = cells.end[1] + 1 if cells.end else first_column
        last = min(last_column or last, max(last, first_column))
        columns = _columns(cells, first_row - 1, first_column - 1 - offset, last - offset, rows)
        columns = _with_errors(columns, scan, first_row, first_column)
        merged = tuple((a + 1, b + 1, c + 1, d + 1) for (a, b), (c, d) in cells.merged_cell_ranges or ())
        hidden = np.array(scan.hidden_rows, np.int64)
        return Grid(sheet.name, tuple(columns), first_row, first_column, None, merged, hidden, self._source)


def _header_grid(sheet: Sheet) -> Grid:
    """Return the headers of the sheet's first Excel table as a grid of one row."""
    return Grid(sheet.name, tuple(RawColumn.from_values([header]) for header in sheet.tables[0].headers))


def _columns(cells: CalamineSheet, skip: int, first: int, last: int, rows: int | None) -> list[RawColumn]:
    """Return the columns ``first`` up to ``last``, as positions in calamine's rows."""
    width = max(last - first, 0)
    stream = islice(cells.iter_rows(), skip, None if rows is None else skip + rows)
    builders = [ColumnBuilder() for _ in range(width)]
    for block in _blocks(stream):
        turned = list(zip(*block, strict=True))
        for place, builder in enumerate(builders, first):
            inside = 0 <= place < len(turned)
            builder.add(turned[place] if inside else (None,) * len(block))
    return [builder.column() for builder in builders]


def _blocks(stream: Iterable[Sequence[object]]) -> Iterator[list[Sequence[object]]]:
    rows = iter(stream)
    while block := list(islice(rows, BLOCK)):
        yield block


def _with_errors(
    columns: list[RawColumn], scan: SheetScan, first_row: int, first_column: int
) -> list[RawColumn]:
    """Return the columns with the error values, which calamine gives as blanks."""
    if not scan.error_texts or not columns:
        return columns
    rows = np.array(scan.error_rows, np.int64) - first_row
    places = np.array(scan.error_columns, np.int64) - first_column
    texts = np.array(scan.error_texts, object)
    done = []
    for position, column in enumerate(columns):
        here = (places == position) & (rows >= 0) & (rows < len(column))
        done.append(column.with_errors(rows[here], texts[here]) if here.any() else column)
    return done
