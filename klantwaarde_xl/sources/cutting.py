"""Cuts the headed table out of a grid of cells: its header row, its last row and column, its totals rows.

The workbook reader and the text reader both end here, so the same cells give the same table whatever the file
was.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from klantwaarde_xl import errors
from klantwaarde_xl.model.declaration import TableModel
from klantwaarde_xl.model.findings import Finding
from klantwaarde_xl.model.headers import HeaderRow, find_header_row, match_headers
from klantwaarde_xl.model.notation import in_euros
from klantwaarde_xl.model.raw_cells import Kind
from klantwaarde_xl.model.raw_column import RawColumn
from klantwaarde_xl.model.raw_table import RawTable, SourceFile
from klantwaarde_xl.model.tables import InvoiceLine
from klantwaarde_xl.sources.package import ExcelTable
from klantwaarde_xl.sources.subtotals import gaps_of, unmarked_totals
from klantwaarde_xl.sources.totals import amounts_of, rows_left_out, total_rows

HEAD = 1_000
"""So many rows from the top are looked through for headers."""


@dataclass(frozen=True, slots=True, eq=False)
class CellNotes:
    """What a file tells of cells beside their values; rows and columns of the sheet, counted from 1.

    ``never_calculated`` int (m, 2): formulas whose value nobody knows. ``styled`` int (m, 3): row, column and
    style of the cells whose number format tells something, ``styles`` what it tells. ``hidden_columns``: the
    first and last of each hidden stretch.
    """

    never_calculated: np.ndarray = field(default_factory=lambda: np.empty((0, 2), np.int64))
    styled: np.ndarray = field(default_factory=lambda: np.empty((0, 3), np.int64))
    styles: Mapping[int, str] = field(default_factory=dict)
    hidden_columns: tuple[tuple[int, int], ...] = ()


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
    date_1904: bool = False
    notes: CellNotes = field(default_factory=CellNotes)
    source: SourceFile = field(default_factory=lambda: SourceFile(""))

    def __len__(self) -> int:
        return len(self.columns[0]) if self.columns else 0

    def part(self, rows: slice, columns: slice) -> Grid:
        """Return the cells in these rows and columns (positions in this grid) as a grid of its own."""
        return replace(
            self,
            columns=tuple(column.take(rows) for column in self.columns[columns]),
            first_row=self.first_row + (rows.start or 0),
            first_column=self.first_column + (columns.start or 0),
            row_numbers=None if self.row_numbers is None else self.row_numbers[rows],
        )

    def numbers(self) -> np.ndarray:
        """Return the sheet's row number of every row, int64 (n,)."""
        return (
            self.row_numbers
            if self.row_numbers is not None
            else np.arange(len(self), dtype=np.int64) + self.first_row
        )


@dataclass(frozen=True, slots=True)
class Area:
    """Where a table stands in its grid: the position of its header row, its rows of data and its columns."""

    header: int
    rows: slice
    columns: slice


@dataclass(frozen=True, slots=True, eq=False)
class Cut:
    """A table that was cut out, its model when known, the findings about it, and its place in the grid."""

    table: RawTable
    model: type[TableModel] | None
    findings: tuple[Finding, ...]
    area: Area


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


def cut_area(
    grid: Grid, area: Area, headers: Sequence[str], model: type[TableModel] | None, table: str = ""
) -> Cut:
    """Return the table in this area without blank rows and without totals rows that were typed in it."""
    cells = [column.take(area.rows) for column in grid.columns[area.columns]]
    numbers = grid.numbers()
    rows = numbers[area.rows]
    keep = np.zeros(len(rows), bool)
    for column in cells:
        keep |= ~column.blank()
    below, between = _notes(cells, headers, model)
    keep &= ~(below | between)
    totals = total_rows(cells, headers, model) & keep
    raw = RawTable(
        sheet=grid.sheet,
        headers=tuple(headers),
        columns=(),
        rows=rows,
        header_row=int(numbers[area.header])
        if 0 <= area.header < len(numbers)
        else grid.first_row + area.header,
        first_column=grid.first_column + area.columns.start,
        table=table,
        source=grid.source,
        date_1904=grid.date_1904,
    )
    findings = rows_left_out(raw, cells, totals, between & ~below)
    sums, remarks = _unmarked(raw, cells, model, totals | ~keep)
    findings += remarks
    totals |= sums
    keep &= ~totals
    if not keep.all():
        cells, rows = [column.take(keep) for column in cells], rows[keep]
    hidden = int(np.isin(rows, grid.hidden).sum()) if len(grid.hidden) else 0
    done = replace(raw, columns=tuple(cells), rows=rows, hidden_rows=hidden)
    return Cut(done, model, tuple(findings), area)


def _notes(
    cells: Sequence[RawColumn], headers: Sequence[str], model: type[TableModel] | None
) -> tuple[np.ndarray, np.ndarray]:
    """Return which of n rows are notes below the lines and between them: single texts that are no heading.

    Below a blank row at the end each is one; between lines only words where a date is expected. Only of
    tables of which every row fills two columns; a list of customers may be their numbers alone.
    """
    filled = np.sum([~column.blank() for column in cells], axis=0)
    texts = np.sum([column.kind == Kind.TEXT for column in cells], axis=0)
    below, between = np.zeros(len(filled), bool), np.zeros(len(filled), bool)
    if model is None or sum(column.required for column in model.columns()) < 2:
        return below, between
    start = int(np.flatnonzero((filled > 1) | (filled > texts)).max(initial=-1)) + 1
    if start and start < len(filled) and not filled[start]:
        below[start:] = True
    single = (filled == 1) & (texts == 1)
    place = match_headers(headers, model).fields.get("date") if single.any() else None
    if place is not None:
        told = [" " in text.strip() and not any(map(str.isdigit, text)) for text in cells[place].texts]
        between = single & cells[place].where(told)
    return below, between


def _unmarked(
    raw: RawTable, cells: Sequence[RawColumn], model: type[TableModel] | None, totals: np.ndarray
) -> tuple[np.ndarray, list[Finding]]:
    """Return which rows are sums without a word for it, and the findings about those that are or may be."""
    nothing = np.zeros(len(totals), bool)
    if model not in {InvoiceLine, None} or len(cells) < 3:
        return nothing, []
    fields = match_headers(raw.headers, InvoiceLine).fields
    gaps = nothing if totals.all() else gaps_of(cells, fields, totals)
    # Reading amounts that are text takes long; without a gap no row can be a sum.
    cents = amounts_of(cells, fields, model) if gaps[~totals].any() else None
    if cents is None:
        return nothing, []
    sums, doubtful = unmarked_totals(cells, fields, cents, gaps, totals)
    findings = []
    for rows, wording in ((sums, errors.SUM_ROWS), (doubtful, errors.DOUBTFUL_SUMS)):
        if rows.any():
            first, amount = raw.address(int(np.argmax(rows)), None), in_euros(float(cents[rows].sum()) / 100)
            findings.append(Finding.of(wording, first, amount, sheet=raw.sheet, count=int(rows.sum())))
    return sums, findings


def cut_excel_table(grid: Grid, marked: ExcelTable, model: type[TableModel] | None) -> Cut:
    """Return the rows of an Excel table without its totals row, with the rows typed below it.

    ``grid`` is the whole sheet. Below a totals row none are taken. Rows directly below belong to the table;
    behind a blank row only those that fill every required column as a line does. A finding counts them.
    """
    left, right = marked.first_column - grid.first_column, marked.last_column + 1 - grid.first_column
    top = marked.first_row - grid.first_row
    # Cells that the sheet does not reach are blank: a new table may stand on a sheet without any cell.
    blanks = tuple(RawColumn.blank_column(len(grid)) for _ in range(right - len(grid.columns)))
    grid = replace(grid, columns=(*grid.columns, *blanks))
    columns = slice(left, right)
    end = min(marked.last_row - grid.first_row + 1 - marked.totals_rows, len(grid))
    header = top + marked.header_rows - 1
    if marked.header_rows and top < len(grid):
        headers = header_texts(grid, header)[columns]
    else:
        headers = [" ".join(text.replace("_x000a_", " ").split()) for text in marked.headers][: right - left]
    stop = end if marked.totals_rows else _end_of_rows(grid, columns, end, headers, model)
    cut = cut_area(
        grid, Area(header, slice(header + 1, max(stop, header + 1)), columns), headers, model, marked.name
    )
    more = int((cut.table.rows >= grid.first_row + end).sum())
    if not more:
        return cut
    place = RawTable(grid.sheet, (), (), np.array([grid.first_row + end]), first_column=marked.first_column)
    finding = Finding.of(errors.ROWS_BELOW_TABLE, place.address(0, 0), table=marked.name, count=more)
    return replace(cut, findings=(finding, *cut.findings))


def _end_of_rows(
    grid: Grid, columns: slice, end: int, headers: Sequence[str], model: type[TableModel] | None
) -> int:
    """Return the position behind the last row that belongs to a table whose marked rows stop at ``end``."""
    below = [column.take(slice(end, None)) for column in grid.columns[columns]]
    if not below or not len(below[0]):
        return end
    blank = np.logical_and.reduce([column.blank() for column in below])
    direct = int(np.argmax(blank)) if blank.any() else len(blank)
    if model is None or blank[direct:].all():
        return end + direct
    fields = match_headers(headers, model).fields
    needed = [
        fields[column.field] for column in model.columns() if column.required and column.field in fields
    ]
    filled = np.sum([~column.blank() for column in below], axis=0)
    like_a_line = (filled >= 2) & np.logical_and.reduce([~below[at].blank() for at in needed])
    like_a_line[:direct] = True
    # What is no line ends the table: it may be a note, or another table.
    stops = np.flatnonzero(~like_a_line & ~blank)
    return end + (
        int(np.flatnonzero(like_a_line[: stops[0]] if len(stops) else like_a_line).max(initial=-1)) + 1
    )


def header_texts(grid: Grid, row: int, until: int | None = None) -> list[str]:
    """Return what the cells of a row (its position) show before column ``until``; '' for blank ones."""
    texts = []
    for column in grid.columns[:until]:
        value = column.value(row)
        if isinstance(value, str):
            texts.append(" ".join(value.split()))
        else:
            texts.append("" if value is None else f"{value:g}" if isinstance(value, float) else str(value))
    for top, left, bottom, _ in grid.merged:
        upper, place = top - grid.first_row, left - grid.first_column
        inside = 0 <= upper < row <= bottom - grid.first_row and 0 <= place < len(texts)
        if inside and not texts[place] and grid.columns[place].kind[upper] == Kind.TEXT:
            texts[place] = " ".join(str(grid.columns[place].value(upper)).split())
    return texts


def first_full_row(grid: Grid) -> int | None:
    """Return the first row of at least two filled cells, else of one; None for a blank grid."""
    if not len(grid):
        return None
    depth = min(len(grid), HEAD)
    filled = sum(((~column.blank()[:depth]).astype(int) for column in grid.columns), np.zeros(depth, int))
    for least in (2, 1):
        rows = np.flatnonzero(filled >= least)
        if len(rows):
            return int(rows[0])
    return None
