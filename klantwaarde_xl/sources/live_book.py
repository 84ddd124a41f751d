"""Reads the input tables of a workbook that is open in Excel, through xlwings: one range per table, no file.

A table is found as in a file on disk (see ``sources.workbook_file``): by its Excel table name, else by the
name of its sheet, else by its headers. What was typed below an Excel table belongs to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import xlwings as xw

from klantwaarde_xl.model.action_notes import ACTIONS_TABLE
from klantwaarde_xl.model.declaration import TableModel
from klantwaarde_xl.model.excel_cells import raw_column
from klantwaarde_xl.model.findings import Finding
from klantwaarde_xl.model.raw_cells import CellError, Kind
from klantwaarde_xl.model.raw_table import RawColumn, RawTable, SourceFile
from klantwaarde_xl.model.settings import Settings
from klantwaarde_xl.model.tables import BY_TABLE, TABLES
from klantwaarde_xl.sources.cutting import (
    GIVEN_BY_EXCEL,
    SETTINGS_SHEET,
    Cut,
    Grid,
    MarkedTable,
    cut_excel_table,
    cut_sheet,
    locate,
)


@dataclass(frozen=True, slots=True, eq=False)
class BookContents:
    """The input of one open workbook; the fields are those of ``sources.workbook_file.WorkbookContents``."""

    tables: dict[str, RawTable]
    settings_cells: dict[str, object]
    settings_addresses: dict[str, str]
    source: SourceFile
    findings: tuple[Finding, ...]
    actions: RawTable | None


def read_book(book: xw.Book) -> BookContents:
    """Return the input tables, the settings and what the user typed on Acties, of a workbook that is open.

    Nothing in the workbook changes. A formula counts as its value; an error in a cell as an error. Tables
    that are not there are absent from the result."""
    source = SourceFile(book.name)
    sheets = list(book.sheets)
    excel_tables = {sheet.name: list(sheet.tables) for sheet in sheets}
    cuts: dict[str, Cut] = {}
    known = {name.lower(): model for name, model in BY_TABLE.items()}
    actions = None
    used = set()
    for sheet in sheets:
        for table in excel_tables[sheet.name]:
            name = table.name.lower()
            if name == ACTIONS_TABLE.lower():
                actions = _cut_table(sheet, table, None, source).table
            elif (model := known.get(name)) and model.table not in cuts:
                cuts[model.table] = _cut_table(sheet, table, model, source)
                used.add(sheet.name)
    for sheet in sheets:
        own = excel_tables[sheet.name]
        if sheet.name in used or any(not GIVEN_BY_EXCEL.match(table.name) for table in own):
            continue
        if (cut := _cut_plain(sheet, own, cuts, source)) is not None and cut.model is not None:
            cuts[cut.model.table] = cut
    order = [model.table for model in TABLES if model.table in cuts]
    findings = tuple(finding for name in order for finding in cuts[name].findings)
    cells, addresses = _settings(book)
    return BookContents(
        {name: cuts[name].table for name in order}, cells, addresses, source, findings, actions
    )


def _cut_plain(sheet: xw.Sheet, tables: list[Any], cuts: Mapping[str, Cut], source: SourceFile) -> Cut | None:
    """Return the table of a sheet without a table of ours: by its name, else by certain headers."""
    wanted = [model for model in TABLES if model.table not in cuts]
    if not wanted or sheet.name.strip().lower() == SETTINGS_SHEET.lower():
        return None
    grid = _grid(sheet, sheet.range((1, 1), sheet.used_range.last_cell), source)
    by_name = next((model for model in wanted if model.sheet.lower() == sheet.name.strip().lower()), None)
    found = locate(grid, [by_name] if by_name else wanted)
    model = by_name or (found.model if found is not None and found.is_certain else None)
    if model is None:
        return None
    return (
        _cut_table(sheet, tables[0], model, source)
        if len(tables) == 1 and found
        else cut_sheet(grid, [model])
    )


def _cut_table(
    sheet: xw.Sheet, table: xw.main.Table, model: type[TableModel] | None, source: SourceFile
) -> Cut:
    area = table.range
    totals = bool(table.show_totals)
    last_row = area.row + area.rows.count - 1
    if not totals:
        last_row = max(last_row, sheet.used_range.last_cell.row)
    end = area.rows.count - int(totals)
    cells = sheet.range((area.row, area.column), (last_row, area.column + area.columns.count - 1))
    grid = _grid(sheet, cells, source)
    headers = tuple(str(column.value(0) or "") for column in grid.columns)
    return cut_excel_table(grid, MarkedTable(table.name, headers, 1, end, totals), model)


def _grid(sheet: xw.Sheet, cells: xw.Range, source: SourceFile) -> Grid:
    rows = cells.options(ndim=2, err_to_str=True).value
    columns = tuple(raw_column(list(column)) for column in zip(*rows, strict=True))
    return Grid(sheet.name, columns, cells.row, cells.column, source=source)


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
