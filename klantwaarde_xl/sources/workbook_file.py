"""Reads the input tables of a workbook on disk (.xlsx, .xlsm), after the guard let it through.

A table is found by its Excel table name, else by the name of its sheet, else by its headers. calamine reads
the values; the guard's scan supplies what calamine does not tell: error values, hidden rows, how far the
sheet reaches."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import TypeVar

import numpy as np
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from klantwaarde_xl import errors
from klantwaarde_xl.files.regular_file import open_regular
from klantwaarde_xl.model.action_notes import ACTIONS_TABLE, MONDAY_TABLE
from klantwaarde_xl.model.findings import Finding
from klantwaarde_xl.model.history import HISTORY_TABLE
from klantwaarde_xl.model.raw_column import ColumnBuilder, RawColumn
from klantwaarde_xl.model.raw_table import RawTable, SheetCount, SourceFile
from klantwaarde_xl.sources.cutting import HEAD, CellNotes, Grid, cut_excel_table
from klantwaarde_xl.sources.found_tables import find_tables
from klantwaarde_xl.sources.guard import PackageReport, inspect_workbook
from klantwaarde_xl.sources.package import Sheet
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
    ``report`` is what the guard saw. ``actions``, ``answers`` and ``history``: the Excel tables tblActies and
    tblMaandag, in which the user may have typed, and tblGeschiedenis of a former result; None when there are
    none. ``others``: tables
    whose headers tell no kind. ``counts``: per sheet how many cells are filled, used, and unread though they
    look like data. ``has_results``: there are tables with results of ours. ``unless_used``: as of
    :class:`~klantwaarde_xl.sources.found_tables.FoundTables`.
    """

    tables: dict[str, RawTable]
    settings_cells: dict[str, object]
    settings_addresses: dict[str, str]
    source: SourceFile
    findings: tuple[Finding, ...]
    report: PackageReport
    actions: RawTable | None = None
    others: tuple[RawTable, ...] = ()
    counts: tuple[SheetCount, ...] = ()
    has_results: bool = False
    history: RawTable | None = None
    unless_used: Mapping[str, tuple[Finding, ...]] = field(default_factory=dict)
    answers: RawTable | None = None


def read_workbook(path: str | Path) -> WorkbookContents:
    """Return the input tables and settings of a workbook; the file is only read.

    Result sheets of our own are never taken for input: a sheet that holds Excel tables of other names is not
    recognised by its headers. Raises what the guard raises (see there), and DAMAGED_WORKBOOK when the sheets
    cannot be read."""
    return _read(Path(path), lambda reading: reading.contents())


@dataclass(frozen=True, slots=True, eq=False)
class FormerContents:
    """What a next result takes from an earlier one; the fields are as of :class:`WorkbookContents`."""

    actions: RawTable | None
    answers: RawTable | None
    history: RawTable | None
    settings_cells: dict[str, object]


def read_former(path: str | Path) -> FormerContents:
    """Return only what a next result takes from a workbook. Raises as :func:`read_workbook`."""
    return _read(Path(path), lambda reading: reading.former())


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
        with open_regular(path) as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as fault:
        raise errors.CANNOT_READ.error(path=path.name, reason=errors.reason_of(fault)) from None


class _Reading:
    """One run over one open workbook."""

    def __init__(self, book: CalamineWorkbook, report: PackageReport, source: SourceFile) -> None:
        self._book = book
        self._report = report
        self._source = source
        self._sheets = tuple(_View(sheet, self) for sheet in report.package.sheets)

    def contents(self) -> WorkbookContents:
        """Return everything: the tables, the settings and what former results hold of the user."""
        found = find_tables(self._sheets)
        cells, addresses = self._settings()
        return WorkbookContents(
            found.tables,
            cells,
            addresses,
            self._source,
            found.findings,
            self._report,
            self.own(ACTIONS_TABLE),
            found.others,
            found.counts,
            found.has_results,
            self.own(HISTORY_TABLE),
            found.unless_used,
            self.own(MONDAY_TABLE),
        )

    def former(self) -> FormerContents:
        """Return what a next result takes from this workbook."""
        return FormerContents(
            self.own(ACTIONS_TABLE), self.own(MONDAY_TABLE), self.own(HISTORY_TABLE), self._settings()[0]
        )

    def _settings(self) -> tuple[dict[str, object], dict[str, str]]:
        views = {view.name.lower(): view for view in self._sheets}
        return read_settings(
            self._report.package.names,
            lambda name: views[name.lower()].grid(HEAD) if name.lower() in views else None,
        )

    def own(self, name: str) -> RawTable | None:
        """Return an Excel table of a former result, with the rows typed below it."""
        for view in self._sheets:
            for table in view.tables:
                if table.name.lower() == name.lower():
                    return cut_excel_table(view.grid(), table, None).table
        return None

    def grid(self, sheet: Sheet, rows: int | None) -> Grid:
        """Return the cells of a sheet from A1 on, at most ``rows`` rows."""
        cells = self._book.get_sheet_by_name(sheet.name)
        scan = self._report.scans[sheet.part]
        offset = cells.start[1] if cells.start else 0
        last = cells.end[1] + 1 if cells.end else 1
        columns = _with_errors(_columns(cells, -offset, last - offset, rows), scan)
        merged = tuple((a + 1, b + 1, c + 1, d + 1) for (a, b), (c, d) in cells.merged_cell_ranges or ())
        hidden = np.array(scan.hidden_rows, np.int64)
        package = self._report.package
        notes = CellNotes(
            np.array(scan.never_calculated, np.int64).reshape(-1, 2),
            np.array(scan.styled, np.int64).reshape(-1, 3),
            package.styles,
            tuple(scan.hidden_columns),
        )
        return Grid(
            sheet.name,
            tuple(columns),
            merged=merged,
            hidden=hidden,
            date_1904=package.date_1904,
            notes=notes,
            source=self._source,
        )


class _View:
    """One sheet as the finder of tables sees it."""

    def __init__(self, sheet: Sheet, reading: _Reading) -> None:
        self.name, self.visible, self.tables = sheet.name, sheet.visible, sheet.tables
        self._sheet, self._reading = sheet, reading

    def grid(self, rows: int | None = None) -> Grid:
        """Return the cells from A1 on, at most ``rows`` rows."""
        return self._reading.grid(self._sheet, rows)


def _columns(cells: CalamineSheet, first: int, last: int, rows: int | None) -> list[RawColumn]:
    """Return the columns ``first`` up to ``last``, as positions in calamine's rows."""
    width = max(last - first, 0)
    builders = [ColumnBuilder() for _ in range(width)]
    for block in _blocks(islice(cells.iter_rows(), rows)):
        turned = list(zip(*block, strict=True))
        for place, builder in enumerate(builders, first):
            inside = 0 <= place < len(turned)
            builder.add(turned[place] if inside else (None,) * len(block))
    return [builder.column() for builder in builders]


def _blocks(stream: Iterable[Sequence[object]]) -> Iterator[list[Sequence[object]]]:
    rows = iter(stream)
    while block := list(islice(rows, BLOCK)):
        yield block


def _with_errors(columns: list[RawColumn], scan: SheetScan) -> list[RawColumn]:
    """Return the columns with the error values, which calamine gives as blanks."""
    if not scan.error_texts or not columns:
        return columns
    rows = np.array(scan.error_rows, np.int64) - 1
    places = np.array(scan.error_columns, np.int64) - 1
    texts = np.array(scan.error_texts, object)
    done = []
    for position, column in enumerate(columns):
        here = (places == position) & (rows >= 0) & (rows < len(column))
        done.append(column.with_errors(rows[here], texts[here]) if here.any() else column)
    return done
