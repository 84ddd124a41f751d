"""What of a sheet no table holds: counted, and named when it looks like data."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from klantwaarde_xl import errors
from klantwaarde_xl.model.declaration import normalise_header
from klantwaarde_xl.model.findings import Finding
from klantwaarde_xl.model.headers import match_headers
from klantwaarde_xl.model.notation import in_euros
from klantwaarde_xl.model.raw_cells import Kind
from klantwaarde_xl.model.raw_table import RawTable, SheetCount
from klantwaarde_xl.model.readable_numbers import readable_numbers
from klantwaarde_xl.model.tables import InvoiceLine
from klantwaarde_xl.sources.cutting import Cut, Grid, header_texts
from klantwaarde_xl.sources.totals import amounts_of

_FIGURE = re.compile(r"[-+(]?\s?(?:€|eur)?\s?[-+]?\d[\d., ]{0,30}\s?-?\)?\s?(?:€|eur|cr|dr)?", re.IGNORECASE)
_DAY = re.compile(r"(?:\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}|\d{4}-\d{1,2}-\d{1,2})(?:[T ].{0,20})?")
_AMOUNT = ("omzet", "bedrag", "amount", "sales", "totaal", "total", "netto", "revenue", "prijs")
_NAMED = 6
"""Headers that an advice names."""
_PIVOT = {"rijlabels", "kolomlabels", "row labels", "column labels"}
_PIVOT_STARTS = ("som van ", "aantal van ", "gemiddelde van ", "sum of ", "count of ", "average of ")
"""What Excel writes in a pivot table."""
_LEAST_ROWS = 2
"""A single row of figures is a heading or a sum, not a table."""


@dataclass(frozen=True, slots=True)
class _Look:
    """What the cells outside the tables look like: bool (n, k) each."""

    filled: np.ndarray
    figure: np.ndarray
    day: np.ndarray


def account(grid: Grid, cuts: Sequence[Cut], top: int | None = None) -> tuple[SheetCount, list[Finding]]:
    """Return how many cells of a sheet the tables hold, and a finding for rows outside that look like data.

    Rows with a date and a figure look like invoice lines: that is an error, with their amount. Other rows
    with figures, at least two below each other, are a warning. Text around a table is neither, and above row
    ``top`` (position; else the first header) no row of words with a value behind each, as reports begin.
    """
    if not grid.columns or not len(grid):
        return SheetCount(grid.sheet, 0, 0, 0), []
    filled = np.column_stack([~column.blank() for column in grid.columns])
    outside = filled.copy()
    for cut in cuts:
        outside[max(cut.area.header, 0) : cut.area.rows.stop, cut.area.columns] = False
    totals = [_totals(grid, cut, filled) for cut in cuts]
    total, left = int(filled.sum()), int(outside.sum())
    cells, lines, amount = (sum(values) for values in zip((0, 0, 0.0), *totals, strict=True))
    count = SheetCount(grid.sheet, total, total - left - cells, 0, cells, lines, amount)
    if not left:
        return count, []
    rows = np.flatnonzero(outside.any(axis=1))
    look = _look(grid, outside, rows)
    findings: list[Finding] = []
    unread, unread_amount = 0, 0.0
    top = min((cut.area.header for cut in cuts), default=0) if top is None else top
    for first, _, block in _blocks(look, rows, grid, top):
        if is_summary(_texts_around(grid, outside, first)):
            continue
        unread += int(look.filled[block].sum())
        unread_amount += _sum(grid, rows[block], _amount_column(grid, look, rows, block))
        findings.append(_finding(grid, look, rows, block))
    return replace(count, unread=unread, unread_amount=unread_amount), findings


def rows_between(grid: Grid, cuts: Sequence[Cut]) -> list[Finding]:
    """Return a finding for the rows above, between and below these tables that look like data.

    For what holds tables of one kind: a text file or a range. A sheet is counted whole by :func:`account`.
    """
    outside = np.ones(len(grid), bool)
    for cut in cuts:
        outside[max(cut.area.header, 0) : cut.area.rows.stop] = False
    edges = np.flatnonzero(np.diff(np.concatenate([[False], outside, [False]]).astype(int)))
    runs = edges.reshape(-1, 2).tolist()
    parts = ((grid.part(slice(first, stop), slice(0, None)), first) for first, stop in runs)
    return [found for part, first in parts for found in account(part, [], 0 if first else len(part))[1]]


def _totals(grid: Grid, cut: Cut, filled: np.ndarray) -> tuple[int, int, float]:
    """Return the filled cells of the rows that were left out of a table, and of invoice lines also how many
    rows they are and their amount in EUR."""
    area = cut.area
    here = filled[area.rows, area.columns]
    left_out = ~np.isin(grid.numbers()[area.rows], cut.table.rows) & here.any(axis=1)
    if not left_out.any():
        return 0, 0, 0.0
    cells = int(here[left_out].sum())
    if cut.model is not InvoiceLine:
        return cells, 0, 0.0
    columns = [column.take(area.rows) for column in grid.columns[area.columns]]
    amounts = amounts_of(columns, match_headers(cut.table.headers, InvoiceLine).fields, InvoiceLine)
    amount = 0.0 if amounts is None else float(np.nansum(amounts[left_out])) / 100
    return cells, int(left_out.sum()), amount


def _texts_around(grid: Grid, outside: np.ndarray, first: int) -> list[str]:
    """Return the texts outside the tables in the first row of a block and the two rows above it."""
    return [
        text
        for row in range(max(first - 2, 0), first + 1)
        for text, here in zip(header_texts(grid, row), outside[row], strict=True)
        if text and here
    ]


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


def _blocks(look: _Look, rows: np.ndarray, grid: Grid, top: int) -> list[tuple[int, int, np.ndarray]]:
    """Return the rows that look like data: first and last position in the sheet, and places in ``rows``."""
    data = (look.filled.sum(axis=1) >= 2) & look.figure.any(axis=1)
    lines = data & look.day.any(axis=1)
    found = []
    for wanted in (lines, data & ~lines):
        places = np.flatnonzero(wanted)
        alone = len(places) == 1 and wanted is lines and _is_line(look, places[0])
        if len(places) >= _LEAST_ROWS or (
            alone and not (rows[places[0]] < top and _has_labels(look, places[0], grid, int(rows[places[0]])))
        ):
            found.append((int(rows[places[0]]), int(rows[places[-1]]), places))
    return found


def _is_line(look: _Look, place: int) -> bool:
    """Whether one row alone looks like an invoice line: a date, a figure and at least one cell more."""
    return int(look.filled[place].sum()) >= 3


def _has_labels(look: _Look, place: int, grid: Grid, row: int) -> bool:
    """Return whether each figure and date of a row has a word right before it: ``Datum: 1-2-2024 Pagina: 1``.

    A code is no such word: it holds a digit.
    """
    values = np.flatnonzero(look.figure[place] | look.day[place]).tolist()
    before = [grid.columns[at - 1].value(row) if at else None for at in values]
    return all(isinstance(text, str) and text and not any(map(str.isdigit, text)) for text in before)


def _finding(grid: Grid, look: _Look, rows: np.ndarray, block: np.ndarray) -> Finding:
    first, last = int(rows[block[0]]), int(rows[block[-1]])
    column = _amount_column(grid, look, rows, block)
    headers = _headers_above(grid, first)
    amount = _sum(grid, rows[block], column)
    lines = bool(look.day[block].any(axis=1).all())
    place = RawTable(grid.sheet, (), (), grid.numbers()[[first, last]])
    left = int(np.flatnonzero(look.filled[block].any(axis=0))[0])
    start = place.address(0, grid.first_column + left - 1)
    wording = errors.UNREAD_LINES if lines else errors.UNREAD_CELLS
    name = f"'{grid.sheet}'" if grid.sheet == grid.source.name else f"blad {grid.sheet}"
    names = {"sheet": name, "amount": in_euros(amount), "advice": _advice(headers)}
    return Finding.of(wording, start, count=len(block), **names)


def _headers_above(grid: Grid, row: int) -> list[str]:
    """Return the texts of the row right above a block, when they look like headers, else nothing."""
    if row == 0:
        return []
    texts = [text for text in header_texts(grid, row - 1) if text]
    words = [text for text in texts if any(map(str.isalpha, text))]
    return words if len(words) >= 2 and 2 * len(words) > len(texts) else []


def _advice(headers: Sequence[str]) -> str:
    """Return what to do with rows that were not read: name the headers that lack, or put them there."""
    if not headers:
        return "Zet er de koppen van de tabel boven, of verwijder de rijen als ze niet meetellen."
    fields = match_headers(headers, InvoiceLine).fields
    lacking = [f"'{c.header}'" for c in InvoiceLine.columns() if c.required and c.field not in fields]
    if not lacking:
        return "Geef het blad de naam van de tabel, of verwijder de rijen als ze niet meetellen."
    named = ", ".join(f"'{header}'" for header in headers[:_NAMED])
    return (
        f"De koppen erboven ({named}) missen {' en '.join(lacking)}: geef de kolommen die naam als het "
        "factuurregels zijn, of verwijder de rijen als ze niet meetellen."
    )


def may_be_lines(headers: Sequence[str]) -> bool:
    """Return whether headers may be those of invoice lines whose amount has no known name.

    >>> may_be_lines(["Datum", "Klantnr", "Klantnaam", "Bedrag"]), may_be_lines(["Klantnr", "Saldo"])
    (True, False)
    """
    found = match_headers(headers, InvoiceLine)
    unused = [normalise_header(headers[place]) for place in found.unused]
    has_amount = any(word in header for header in unused for word in _AMOUNT)
    return {"date", "customer_id"} <= set(found.fields) and has_amount


def is_summary(texts: Iterable[str]) -> bool:
    """Return whether these texts are those of a pivot table of Excel, which repeats what stands elsewhere.

    >>> is_summary(["Rijlabels", "Som van Omzet"]), is_summary(["Klantnr", "Omzet"])
    (True, False)
    """
    plain = [text.strip().lower() for text in texts]
    return any(text in _PIVOT or text.startswith(_PIVOT_STARTS) for text in plain)


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
    return float(np.nansum(readable_numbers(column)))
