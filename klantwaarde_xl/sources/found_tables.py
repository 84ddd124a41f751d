"""The input tables of a workbook, on disk or open in Excel: by Excel table, by sheet name, and by headers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Protocol

import numpy as np

from klantwaarde_xl import errors
from klantwaarde_xl.model.declaration import TableModel
from klantwaarde_xl.model.findings import Finding
from klantwaarde_xl.model.grouped_rows import below_headings
from klantwaarde_xl.model.headers import match_headers
from klantwaarde_xl.model.own_sheets import holds_no_input, is_result_table
from klantwaarde_xl.model.raw_cells import Kind
from klantwaarde_xl.model.raw_table import RawTable, SheetCount
from klantwaarde_xl.model.split_dates import with_dates
from klantwaarde_xl.model.tables import BY_HEADERS, BY_TABLE, TABLES, Effort, InvoiceLine
from klantwaarde_xl.sources.cell_notes import apply_notes
from klantwaarde_xl.sources.cutting import Cut, Grid, cut_excel_table, header_texts
from klantwaarde_xl.sources.id_zeros import meet_zeros, zeros_shown
from klantwaarde_xl.sources.joining import join_cuts
from klantwaarde_xl.sources.merged_cells import fill_merged
from klantwaarde_xl.sources.month_sheets import dated_by_name
from klantwaarde_xl.sources.package import ExcelTable
from klantwaarde_xl.sources.sheet_tables import cut_tables, model_of
from klantwaarde_xl.sources.titles import with_titles
from klantwaarde_xl.sources.unread import account

_COPIED = re.compile(r"[_ ]?\d{1,9}\Z")
"""What Excel puts behind the name of a table that is copied: tblTransacties3."""
_BY_NAME = {name.lower(): model for name, model in BY_TABLE.items()}


class SheetView(Protocol):
    """A sheet as the finder sees it; ``grid`` gives all its cells from A1 on."""

    @property
    def name(self) -> str:
        """The name on the tab."""

    @property
    def visible(self) -> bool:
        """Whether the tab is shown."""

    @property
    def tables(self) -> Sequence[ExcelTable]:
        """Its Excel tables."""

    def grid(self) -> Grid:
        """Return its cells."""


@dataclass(frozen=True, slots=True, eq=False)
class FoundTables:
    """The input tables by Excel table name of their model, and what else was found.

    ``others`` are tables whose headers tell no kind: an import may ask the user. ``counts``: per sheet how
    many cells are filled, how many the tables hold and how many others look like data. ``has_results``:
    there are sheets of results of ours. ``unless_used``: by sheet, the findings that hold only as long as
    nobody uses its tables in ``others``.
    """

    tables: dict[str, RawTable]
    others: tuple[RawTable, ...]
    findings: tuple[Finding, ...]
    counts: tuple[SheetCount, ...]
    has_results: bool = False
    unless_used: Mapping[str, tuple[Finding, ...]] = field(default_factory=dict)


def find_tables(sheets: Iterable[SheetView]) -> FoundTables:
    """Return every input table of these sheets; tables of one kind are joined.

    Sheets of results and the sheet of settings are passed over. A sheet named as a table (``Klanten``) is
    that table even when its headers do not tell, unless another table of the kind was found.
    """
    found, has_results = _Search(), False
    for sheet in sheets:
        if holds_no_input(sheet.name, (table.name for table in sheet.tables)):
            has_results = has_results or any(is_result_table(table.name) for table in sheet.tables)
        else:
            found.look_at(sheet)
    found.settle_named()
    if not has_results:
        found.remarks += found.hidden_by_us
    return replace(found.result(), has_results=has_results)


class _Search:
    """What was found on the sheets so far."""

    def __init__(self) -> None:
        self.cuts: dict[str, list[Cut]] = {}
        self.named: list[tuple[type[TableModel], Grid, list[Cut]]] = []
        self.remarks: list[Finding] = []
        self.hidden_by_us: list[Finding] = []
        self.others: list[Cut] = []
        self.zeros: dict[float, str] = {}
        self.counts: dict[str, tuple[SheetCount, list[Finding]]] = {}
        self.unless_used: dict[str, tuple[Finding, ...]] = {}

    def look_at(self, sheet: SheetView) -> None:
        """Add the tables of one sheet, the findings about it and its count of cells."""
        grid = sheet.grid()
        by_name = _model_by_sheet(sheet.name)
        certain, rest, dated = _dated(*self._with_notes(grid, *_of_sheet(sheet, grid, by_name)))
        self.remarks += dated
        if by_name is not None and not any(cut.model is by_name for cut in certain) and rest:
            (doubtful,) = self._with_notes(grid, cut_tables(grid, [by_name]))
            self.named.append((by_name, grid, doubtful))
        for cut in certain:
            self.cuts.setdefault(_table(cut), []).append(cut)
        self.others += [cut for cut in rest if len(cut.table)]
        count, findings = account(grid, certain)
        if findings and rest:
            left = account(grid, [*certain, *rest])[1]
            self.unless_used[sheet.name] = tuple(found for found in findings if found not in left)
        # Rows whose sheet lacks a year are named with their cause already.
        is_named = any(found.code == errors.MONTH_WITHOUT_YEAR.code for found in dated)
        self.counts[sheet.name] = count, [] if is_named else findings
        if not sheet.visible and certain:
            rows = sum(len(cut.table) for cut in certain)
            finding = Finding.of(errors.HIDDEN_SHEET, sheet=sheet.name, count=rows)
            own = by_name is not None and not by_name.required and _has_table(sheet, by_name)
            (self.hidden_by_us if own else self.remarks).append(finding)

    def _with_notes(self, grid: Grid, *groups: Sequence[Cut]) -> list[list[Cut]]:
        """Return tables with what the file tells of their cells; remember ids that show leading zeros."""
        done = [[apply_notes(grid, fill_merged(grid, cut)) for cut in cuts] for cuts in groups]
        for cuts, noted in zip(groups, done, strict=True):
            for before, after in zip(cuts, noted, strict=True):
                if after is not before:
                    self.zeros |= zeros_shown(before.table, after.table, after.model)
        return done

    def settle_named(self) -> None:
        """Take a sheet for the table that it is named as, where no other sheet has that table."""
        for model, grid, doubtful in self.named:
            if model.table not in self.cuts and doubtful:
                taken = [cut for cut in doubtful if cut.model is model] or doubtful
                self.cuts[model.table] = taken
                self.counts[grid.sheet] = account(grid, taken)
                self.others = [cut for cut in self.others if cut.table.sheet != grid.sheet]

    def result(self) -> FoundTables:
        """Return the tables, those of one kind joined, in the order of the model."""
        order = [model.table for model in TABLES if model.table in self.cuts]
        joined = {name: join_cuts(self.cuts[name]) for name in order}
        findings = [finding for cut in joined.values() for finding in cut.findings]
        return FoundTables(
            {name: meet_zeros(cut.table, BY_TABLE[name], self.zeros) for name, cut in joined.items()},
            tuple(cut.table for cut in self.others),
            (*findings, *self.remarks, *chain.from_iterable(found for _, found in self.counts.values())),
            tuple(count for count, _ in self.counts.values()),
            unless_used=self.unless_used,
        )


def _has_table(sheet: SheetView, model: type[TableModel]) -> bool:
    return model.table.lower() in {table.name.lower() for table in sheet.tables}


def _table(cut: Cut) -> str:
    return cut.model.table if cut.model is not None else ""


def _model_by_sheet(name: str) -> type[TableModel] | None:
    plain = name.strip().lower()
    return next((model for model in TABLES if model.sheet.lower() == plain), None)


def _model_by_table(name: str) -> type[TableModel] | None:
    """Return the model of an Excel table by its name, also when Excel put a number behind it."""
    plain = name.lower()
    return _BY_NAME.get(plain) or _BY_NAME.get(_COPIED.sub("", plain))


def _told(headers: Sequence[str], by_name: type[TableModel] | None) -> type[TableModel] | None:
    """Return the model that these headers tell, on a sheet with the name of this one."""
    told = model_of(headers, BY_HEADERS)
    if by_name is None or not by_name.by_name_only or told is InvoiceLine:
        return told
    return told if match_headers(headers, by_name).missing else by_name


def _of_sheet(sheet: SheetView, grid: Grid, by_name: type[TableModel] | None) -> tuple[list[Cut], list[Cut]]:
    """Return the tables of a sheet whose kind is certain, and those whose headers tell no kind."""
    certain: list[Cut] = []
    rest: list[Cut] = []
    for table in sheet.tables:
        told = _told(_headers(grid, table), by_name)
        # Turnover may not be lost, so lines with turnover are invoice lines whatever the table is called.
        model = told if told is InvoiceLine else _model_by_table(table.name) or told
        cut = with_titles(grid, cut_excel_table(grid, table, model))
        (certain if model is not None else rest).append(cut)
    outside = _without(grid, [*certain, *rest])
    models = (*BY_HEADERS, by_name) if by_name is not None and by_name.by_name_only else BY_HEADERS
    for cut in cut_tables(outside, models) if outside is not None else []:
        model = _told(cut.table.headers, by_name)
        if model is not None:
            certain.append(replace(cut, model=model))
        elif not sheet.tables:
            rest.append(replace(cut, model=None))
    return certain, rest


def _dated(certain: list[Cut], rest: list[Cut]) -> tuple[list[Cut], list[Cut], list[Finding]]:
    """Return the tables of a sheet with the date that its name tells, and what to say of it."""
    done = [_with_dates(cut) for cut in (*certain, *rest)]
    known = [cut for cut, _ in done if cut.model is not None]
    return (
        known,
        [cut for cut, _ in done if cut.model is None],
        [found for _, found in done if found is not None],
    )


def _with_dates(cut: Cut) -> tuple[Cut, Finding | None]:
    """Return a table with the dates that its columns tell in pieces, else those that its sheet tells."""
    if cut.model in {None, InvoiceLine}:
        table, grouped = below_headings(cut.table)
        cut = replace(cut, table=table, findings=(*cut.findings, *grouped)) if grouped else cut
    table, remarks = with_dates(cut.table) if cut.model in {None, InvoiceLine, Effort} else (cut.table, ())
    if not remarks:
        return dated_by_name(cut)
    return replace(cut, table=table, model=cut.model or model_of(table.headers, BY_HEADERS)), remarks[0]


def _headers(grid: Grid, table: ExcelTable) -> Sequence[str]:
    row, left = table.first_row - grid.first_row, table.first_column - grid.first_column
    if not table.header_rows or row >= len(grid):
        return table.headers
    return header_texts(grid, row)[left : left + table.last_column - table.first_column + 1]


def _without(grid: Grid, cuts: Sequence[Cut]) -> Grid | None:
    """Return the grid with the cells of these tables blank; None when too little is left for a table."""
    if not cuts:
        return grid if len(grid) else None
    filled = np.column_stack([~column.blank() for column in grid.columns])
    for cut in cuts:
        filled[max(cut.area.header, 0) : cut.area.rows.stop, cut.area.columns] = False
    if int((filled.sum(axis=1) >= 2).sum()) < 2:
        return None
    columns = tuple(
        replace(
            column,
            kind=np.where(here, column.kind, np.int8(Kind.BLANK)),
            code=np.where(here, column.code, np.int32(-1)),
        )
        for column, here in zip(grid.columns, filled.T, strict=True)
    )
    return replace(grid, columns=columns)
