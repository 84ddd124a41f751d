"""Cuts the headed table out of a grid of cells: its header row, its last row and column, its totals rows.

The workbook reader and the text reader both end here, so the same cells give the same table whatever the file
was.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from klantwaarde_xl import errors
from klantwaarde_xl.model.declaration import TableModel
from klantwaarde_xl.model.findings import Finding
from klantwaarde_xl.model.headers import HeaderRow, find_header_row, match_headers
from klantwaarde_xl.model.raw_cells import Kind
from klantwaarde_xl.model.raw_table import RawColumn, RawTable, SourceFile

_TOTAL = re.compile(
    r"\s*(?:(?:sub|eind|grand|algemeen)[\s-]*)?tota(?:al|len|l|ls)(?:\s+(?:generaal|(?:19|20)\d\d))?\s*:?\s*\Z",
    re.IGNORECASE,
)
_TOTAL_COLUMNS = 3
HEAD = 1_000
"""So many rows from the top are looked through for headers."""
SETTINGS_SHEET = "Instellingen"
GIVEN_BY_EXCEL = re.compile(r"(?:tabel|table|tableau|tabelle)_?\d*\Z", re.IGNORECASE)
"""Names that Excel itself gives to a table; they say nothing about what the table holds."""


@dataclass(frozen=True, slots=True, eq=False)
class Grid:
    """The cells of a sheet or text file from some corner on: k columns of n cells.

    ``first_row`` and ``first_column`` are counted from 1. ``row_numbers`` int64 (n,) are given when rows are
    not consecutive (a quoted line break). ``merged`` are merged areas (first row, first column, last row,
    last column), counted from 1. ``hidden`` int64 are the sheet rows that are hidden.
    """

    sheet: str
    columns: tuple[RawColumn, ...]
    first_row: int = 1
    first_column: int = 1
    row_numbers: np.ndarray | None = None
    merged: tuple[tuple[int, int, int, int], ...] = ()
    hidden: np.ndarray = field(default_factory=lambda: np.empty(0, np.int64))
    source: SourceFile = field(default_factory=lambda: SourceFile(""))

    def __len__(self) -> int:
        return len(self.columns[0]) if self.columns else 0

    def numbers(self) -> np.ndarray:
        """Return the sheet's row number of every row, int64 (n,)."""
        return (
            self.row_numbers
            if self.row_numbers is not None
            else np.arange(len(self), dtype=np.int64) + self.first_row
        )


@dataclass(frozen=True, slots=True)
class MarkedTable:
    """An Excel table as its grid sees it, which begins at the table's first cell and has its columns.

    ``header_rows`` is 1 or 0, ``end`` the position after the last row of data, ``totals`` whether a totals
    row follows.
    """

    name: str
    headers: tuple[str, ...]
    header_rows: int
    end: int
    totals: bool


@dataclass(frozen=True, slots=True)
class _Area:
    """Where a table stands in its grid: the position of its header row, its rows of data and its columns."""

    header: int
    rows: slice
    columns: slice


@dataclass(frozen=True, slots=True, eq=False)
class Cut:
    """A table that was cut out, its model when known, and the findings about it."""

    table: RawTable
    model: type[TableModel] | None
    findings: tuple[Finding, ...]


def head_rows(grid: Grid) -> list[list[str]]:
    """Return the text of the top cells, row by row; a text merged over several rows is in each of them."""
    depth = min(len(grid), HEAD)
    rows = [[""] * len(grid.columns) for _ in range(depth)]
    for position, column in enumerate(grid.columns):
        for at in np.flatnonzero(column.kind[:depth] == Kind.TEXT).tolist():
            rows[at][position] = column.texts[column.code[at]].strip()
    for top, left, bottom, _ in grid.merged:
        row, position = top - grid.first_row, left - grid.first_column
        if bottom > top and 0 <= row < depth and 0 <= position < len(grid.columns):
            for lower in range(row + 1, min(bottom - grid.first_row + 1, depth)):
                rows[lower][position] = rows[lower][position] or rows[row][position]
    return rows


def locate(grid: Grid, models: Sequence[type[TableModel]]) -> HeaderRow | None:
    """Return where headers of one of these models stand in the grid (row is a position in it), or None."""
    return find_header_row(head_rows(grid), models)


def cut_sheet(grid: Grid, models: Sequence[type[TableModel]]) -> Cut | None:
    """Return the table of a grid without a marked area: from its header row to the first all-blank column.

    None when the grid holds nothing. Without any known header the first row of at least two cells is taken
    for the headers (one cell when the grid has one column), so that the check can say which columns are
    missing.
    """
    found = locate(grid, models)
    header = found.row if found else _first_full_row(grid)
    if header is None:
        return None
    model = found.model if found else (models[0] if len(models) == 1 else None)
    texts = _header_texts(grid, header)
    below = [column.take(slice(header + 1, None)) for column in grid.columns]
    filled = np.array(
        [bool(text) or not column.blank().all() for text, column in zip(texts, below, strict=True)]
    )
    anchor = _anchor(texts, model)
    blanks = np.flatnonzero(~filled)
    left = int(blanks[blanks < anchor].max(initial=-1)) + 1
    right = int(blanks[blanks > anchor].min(initial=len(filled)))
    area = _Area(header, slice(header + 1, len(grid)), slice(left, right))
    return _finish(grid, area, texts[left:right], model, "")


def cut_excel_table(grid: Grid, marked: MarkedTable, model: type[TableModel] | None) -> Cut:
    """Return the rows of an Excel table without its totals row, with the rows typed directly below it.

    A finding counts the rows below; below a totals row none are taken.
    """
    end, more = marked.end, 0
    if not marked.totals:
        below = np.logical_and.reduce([column.blank()[end:] for column in grid.columns])
        more = int(np.argmax(below)) if below.any() else len(below)
    width = len(grid.columns)
    texts = [" ".join(text.replace("_x000a_", " ").split()) for text in (*marked.headers, *[""] * width)]
    rows = slice(marked.header_rows, max(end + more, marked.header_rows))
    area = _Area(marked.header_rows - 1, rows, slice(0, width))
    cut = _finish(grid, area, texts[:width], model, marked.name)
    if not more:
        return cut
    place = RawTable(grid.sheet, (), (), np.array([grid.first_row + end]), first_column=grid.first_column)
    said = Finding.of(errors.ROWS_BELOW_TABLE, place.address(0, 0), table=marked.name, count=more)
    return Cut(cut.table, cut.model, (said, *cut.findings))


def _finish(
    grid: Grid, area: _Area, headers: Sequence[str], model: type[TableModel] | None, table: str
) -> Cut:
    """Return the table in this area without blank rows and without totals rows that were typed in it."""
    cells = [column.take(area.rows) for column in grid.columns[area.columns]]
    numbers = grid.numbers()
    rows = numbers[area.rows]
    keep = np.zeros(len(rows), bool)
    for column in cells:
        keep |= ~column.blank()
    totals = _totals(cells) & keep
    raw = RawTable(
        sheet=grid.sheet,
        headers=tuple(headers),
        columns=(),
        rows=rows,
        header_row=int(numbers[area.header]) if area.header >= 0 else grid.first_row + area.header,
        first_column=grid.first_column + area.columns.start,
        table=table,
        source=grid.source,
    )
    findings = [
        Finding.of(errors.TOTAL_ROW, raw.address(row, None), _row_text(cells, row))
        for row in np.flatnonzero(totals).tolist()
    ]
    keep &= ~totals
    if not keep.all():
        cells, rows = [column.take(keep) for column in cells], rows[keep]
    hidden = int(np.isin(rows, grid.hidden).sum()) if len(grid.hidden) else 0
    return Cut(replace(raw, columns=tuple(cells), rows=rows, hidden_rows=hidden), model, tuple(findings))


def _header_texts(grid: Grid, header: int) -> list[str]:
    """Return what a header row holds, with numbers, dates and errors as text."""
    texts = head_rows(grid)[header]
    for position, column in enumerate(grid.columns):
        if not texts[position] and column.kind[header] not in {Kind.BLANK, Kind.TEXT}:
            value = column.value(header)
            texts[position] = f"{value:g}" if isinstance(value, float) else str(value)
    return texts


def _anchor(texts: Sequence[str], model: type[TableModel] | None) -> int:
    """Return a column that surely belongs to the table: the first known header, else the first header."""
    if model is not None and (known := match_headers(texts, model).fields):
        return min(known.values())
    return next((position for position, text in enumerate(texts) if text), 0)


def _first_full_row(grid: Grid) -> int | None:
    if not len(grid):
        return None
    depth = min(len(grid), HEAD)
    filled = sum(((~column.blank()[:depth]).astype(int) for column in grid.columns), np.zeros(depth, int))
    for least in (2, 1):
        rows = np.flatnonzero(filled >= least)
        if len(rows):
            return int(rows[0])
    return None


def _totals(cells: Sequence[RawColumn]) -> np.ndarray:
    """Return which rows are totals: the first filled cell, in the first three columns, is the word total."""
    n = len(cells[0]) if cells else 0
    found, before = np.zeros(n, bool), np.zeros(n, bool)
    for column in cells[:_TOTAL_COLUMNS]:
        words = np.array([_TOTAL.match(text) is not None for text in column.texts] + [False])
        if words.any():
            found |= ~before & (column.kind == Kind.TEXT) & words[column.code]
        before |= ~column.blank()
    return found


def _row_text(cells: Sequence[RawColumn], row: int) -> str:
    return next(str(column.value(row)) for column in cells if column.kind[row] != Kind.BLANK)
