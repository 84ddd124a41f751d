"""What of a sheet no table holds: counted, and named when it looks like data."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from klantwaarde_xl import errors
from klantwaarde_xl.model.declaration import normalise_header
from klantwaarde_xl.model.findings import Finding
from klantwaarde_xl.model.notation import in_euros
from klantwaarde_xl.model.raw_cells import Kind
from klantwaarde_xl.model.raw_table import RawTable, SheetCount
from klantwaarde_xl.model.tables import InvoiceLine
from klantwaarde_xl.model.text_values import Reading, parse_numbers
from klantwaarde_xl.sources.cutting import Cut, Grid, header_texts

_FIGURE = re.compile(r"[-+(]?\s?(?:€|eur)?\s?[-+]?\d[\d., ]{0,30}\s?-?\)?\s?(?:€|eur|cr|dr)?", re.IGNORECASE)
_DAY = re.compile(r"(?:\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}|\d{4}-\d{1,2}-\d{1,2})(?:[T ].{0,20})?")
_AMOUNT = ("omzet", "bedrag", "amount", "sales", "totaal", "total", "netto", "revenue", "prijs")
_LEAST_ROWS = 2
"""A single row of figures is a heading or a sum, not a table."""


@dataclass(frozen=True, slots=True)
class _Look:
    """What the cells outside the tables look like: bool (n, k) each."""

    filled: np.ndarray
    figure: np.ndarray
    day: np.ndarray


def account(grid: Grid, cuts: Iterable[Cut]) -> tuple[SheetCount, list[Finding]]:
    """Return how many cells of a sheet the tables hold, and a finding for rows outside that look like data.

    Rows with a date and a figure look like invoice lines: that is an error, with their amount. Other rows
    with figures, at least two below each other, are a warning. Text around a table is neither.
    """
    if not grid.columns or not len(grid):
        return SheetCount(grid.sheet, 0, 0, 0), []
    filled = np.column_stack([~column.blank() for column in grid.columns])
    outside = filled.copy()
    for cut in cuts:
        outside[max(cut.area.header, 0) : cut.area.rows.stop, cut.area.columns] = False
    total, left = int(filled.sum()), int(outside.sum())
    if not left:
        return SheetCount(grid.sheet, total, total, 0), []
    rows = np.flatnonzero(outside.any(axis=1))
    look = _look(grid, outside, rows)
    findings: list[Finding] = []
    unread = 0
    for first, last, block in _blocks(look, rows):
        unread += int(look.filled[block].sum())
        findings.append(_finding(grid, look, rows, (first, last), block))
    return SheetCount(grid.sheet, total, total - left, unread), findings


def _look(grid: Grid, outside: np.ndarray, rows: np.ndarray) -> _Look:
    """Return what the cells outside look like, for these rows only."""
    shape = (len(rows), len(grid.columns))
    figure, day = np.zeros(shape, bool), np.zeros(shape, bool)
    for place, column in enumerate(grid.columns):
        kind, code = column.kind[rows], column.code[rows]
        figure[:, place] = kind == Kind.NUMBER
        day[:, place] = kind == Kind.DATE
        for at in np.flatnonzero((kind == Kind.TEXT) & outside[rows, place]).tolist():
            text = column.texts[code[at]].strip()
            if len(text) <= 40 and text[-1:].isalnum() | (text[-1:] in "-)€"):
                day[at, place] = _DAY.fullmatch(text) is not None
                figure[at, place] = not day[at, place] and _FIGURE.fullmatch(text) is not None
    kept = outside[rows]
    return _Look(kept, figure & kept, day & kept)


def _blocks(look: _Look, rows: np.ndarray) -> list[tuple[int, int, np.ndarray]]:
    """Return the rows that look like data: first and last position in the sheet, and places in ``rows``."""
    data = (look.filled.sum(axis=1) >= 2) & look.figure.any(axis=1)
    lines = data & look.day.any(axis=1)
    found = []
    for wanted in (lines, data & ~lines):
        places = np.flatnonzero(wanted)
        if len(places) >= _LEAST_ROWS or (len(places) and wanted is lines and _is_line(look, places[0])):
            found.append((int(rows[places[0]]), int(rows[places[-1]]), places))
    return found


def _is_line(look: _Look, place: int) -> bool:
    """Whether one row alone looks like an invoice line: a date, a figure and at least one cell more."""
    return int(look.filled[place].sum()) >= 3


def _finding(grid: Grid, look: _Look, rows: np.ndarray, area: tuple[int, int], block: np.ndarray) -> Finding:
    first, last = area
    column = _amount_column(grid, look, rows, block)
    amount = _sum(grid, rows[block], column)
    lines = bool(look.day[block].any(axis=1).all())
    place = RawTable(grid.sheet, (), (), grid.numbers()[[first, last]])
    left = int(np.flatnonzero(look.filled[block].any(axis=0))[0])
    start = place.address(0, grid.first_column + left - 1)
    wording = errors.UNREAD_LINES if lines else errors.UNREAD_CELLS
    name = f"blad {grid.sheet}"
    return Finding.of(wording, start, sheet=name, amount=in_euros(amount), count=len(block))


def _amount_column(grid: Grid, look: _Look, rows: np.ndarray, block: np.ndarray) -> int:
    """Return the column whose figures are most likely amounts: by its header, else by the largest sum."""
    figures = np.flatnonzero(look.figure[block].any(axis=0)).tolist()
    above = int(rows[block[0]])
    known = {normalise_header(name) for name, field in InvoiceLine.by_header().items() if field == "revenue"}
    for row in range(above - 1, max(above - 4, -1), -1):
        texts = [normalise_header(text) for text in header_texts(grid, row)]
        for place in figures:
            if texts[place] in known or any(word in texts[place] for word in _AMOUNT):
                return place
    return max(figures, key=lambda place: abs(_sum(grid, rows[block], place)))


def _sum(grid: Grid, rows: np.ndarray, place: int) -> float:
    column = grid.columns[place].take(rows)
    numbers = float(np.nansum(np.where(column.kind == Kind.NUMBER, column.number, 0.0)))
    texts = [column.texts[code] for code in column.code[column.kind == Kind.TEXT].tolist()]
    parsed = parse_numbers(texts)
    return numbers + float(parsed.values[parsed.reading == Reading.OK].sum())
