"""All tables of one sheet or text file: below or beside each other, and with the headers repeated."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from klantwaarde_xl import errors
from klantwaarde_xl.model.declaration import TableModel, normalise_header
from klantwaarde_xl.model.document_types import is_credit_flag, is_document_type
from klantwaarde_xl.model.findings import Finding
from klantwaarde_xl.model.headers import HeaderRow, find_header_row, match_headers
from klantwaarde_xl.model.raw_cells import Kind
from klantwaarde_xl.model.raw_table import RawTable
from klantwaarde_xl.model.sides import is_side
from klantwaarde_xl.model.tables import Customer, CustomerRating, Effort, InvoiceLine
from klantwaarde_xl.sources.cutting import Area, Cut, Grid, cut_area, first_full_row, header_texts, locate
from klantwaarde_xl.sources.header_lines import with_one_header_line
from klantwaarde_xl.sources.joining import join_cuts
from klantwaarde_xl.sources.titles import with_titles
from klantwaarde_xl.sources.unread import may_be_lines, rows_between

_TELLING: dict[type[TableModel], set[str]] = {
    Effort: {"hours", "expense"},
    CustomerRating: {"energy", "culture"},
}
"""Fields of which one must be there: the other columns of these tables are also those of invoice lines."""
_LONGEST_HEADER = 40
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class _Head:
    """A header row: its position, its first and last column, its model when known."""

    row: int
    left: int
    right: int
    model: type[TableModel] | None


def is_certain(headers: Sequence[str], found: HeaderRow) -> bool:
    """Return whether headers alone tell the model: all required ones, two in all, and one that is telling.

    >>> row = find_header_row([["Datum", "Klantnr", "Bedrag"]], [Effort])
    >>> row.is_certain, is_certain(["Datum", "Klantnr", "Bedrag"], row)
    (True, False)
    """
    if not found.is_certain or (found.model is Customer and may_be_lines(headers)):
        return False
    telling = _TELLING.get(found.model)
    if telling is None:
        return True
    return bool(telling & set(match_headers(headers, found.model).fields)) and not _has_revenue(headers)


def _has_revenue(headers: Sequence[str]) -> bool:
    return {"date", "customer_id", "revenue"} <= set(match_headers(headers, InvoiceLine).fields)


def model_of(headers: Sequence[str], models: Sequence[type[TableModel]]) -> type[TableModel] | None:
    """Return the model that these headers tell for certain, None when they do not.

    A row with a date, a customer and a turnover is an invoice line, whatever else it holds.

    >>> from klantwaarde_xl.model.tables import TABLES
    >>> model_of(["Datum", "Klantnr", "Uren", "Activiteit", "Medewerker", "Omzet"], TABLES).table
    'tblTransacties'
    """
    if InvoiceLine in models and _has_revenue(headers):
        return InvoiceLine
    found = find_header_row([list(headers)], models)
    return found.model if found is not None and is_certain(headers, found) else None


def cut_sheet(grid: Grid, models: Sequence[type[TableModel]]) -> Cut | None:
    """Return the table of a grid of one kind: all its tables of the kind of its best headers, joined.

    None when the grid holds nothing. Without any known header the first row of at least two cells is taken
    for the headers (one cell when the grid has one column), so that the check can say which columns are
    missing.
    """
    grid = with_one_header_line(grid, models)
    cuts = cut_tables(grid, models)
    if not cuts:
        return None
    best = locate(grid, models)
    header = best.row if best else first_full_row(grid)
    main = next((cut for cut in cuts if cut.area.header == header), cuts[0])
    kept = [cut for cut in cuts if cut.model is main.model]
    joined = join_cuts(kept)
    return replace(joined, findings=(*joined.findings, *rows_between(grid, kept)))


def cut_tables(grid: Grid, models: Sequence[type[TableModel]]) -> list[Cut]:
    """Return every table of a grid, from top to bottom.

    The best header row of the top is always one; further ones are rows whose headers tell a model for
    certain, or that repeat the best one with hardly a difference. Tables beside each other are apart.
    """
    grid = with_one_header_line(grid, models)
    best = locate(grid, models)
    heads = _heads(grid, models, best)
    main = next((head for head in heads if best is not None and head.row == best.row), None)
    cuts: list[Cut] = []
    for head in heads:
        end = _end_of(head, heads, grid)
        for area, model in _areas(grid, head, end, heads, models):
            headers, remarks = _headers_of(grid, area, main, model)
            cut = with_titles(grid, cut_area(grid, area, headers, model))
            cuts.append(replace(cut, findings=(*remarks, *cut.findings)))
    filled = [cut for cut in cuts if len(cut.table)]
    return filled or cuts[:1]


def _heads(grid: Grid, models: Sequence[type[TableModel]], best: HeaderRow | None) -> list[_Head]:
    """Return the header rows of a grid, from top to bottom; ``best`` is the one with most known headers."""
    first = best.row if best else first_full_row(grid)
    if first is None:
        return []
    model = best.model if best else (models[0] if len(models) == 1 else None)
    main = header_texts(grid, first)
    heads = [_Head(first, *_span(main, model), model)]
    for row in _candidates(grid, models, first, main):
        texts = header_texts(grid, row)
        kind = model_of(texts, models)
        if kind is None and _repeats(texts, main):
            kind = model
        elif kind is None:
            continue
        heads.append(_Head(row, *_span(texts, kind), kind))
    return sorted(heads, key=lambda head: head.row)


def _span(texts: Sequence[str], model: type[TableModel] | None) -> tuple[int, int]:
    """Return first and last position of the headers around those that the model knows."""
    known = match_headers(texts, model).fields.values() if model is not None else ()
    places = list(known) or [place for place, text in enumerate(texts) if text] or [0]
    left, right = min(places), max(places)
    while left > 0 and texts[left - 1]:
        left -= 1
    while right + 1 < len(texts) and texts[right + 1]:
        right += 1
    return left, right


def _candidates(grid: Grid, models: Sequence[type[TableModel]], first: int, main: Sequence[str]) -> list[int]:
    """Return the rows with at least two cells that are a known header or repeat a header of the main row."""
    known = {header for model in models for header in model.by_header()} | {
        normalise_header(text) for text in main if text
    }
    hits = np.zeros(len(grid), np.int16)
    for column in grid.columns:
        # Most texts end in a digit, which no header does: that is asked first, without a call for each.
        told = [not text[-1:].isdigit() and _is_header(text, known) for text in column.texts]
        if any(told):
            hits += column.where(told) & (column.kind == Kind.TEXT)
    return [row for row in np.flatnonzero(hits >= 2).tolist() if row != first]


def _is_header(text: str, known: set[str]) -> bool:
    return len(text) <= _LONGEST_HEADER and not _DIGIT.search(text) and normalise_header(text) in known


def _repeats(texts: Sequence[str], main: Sequence[str]) -> bool:
    """Return whether a row is the main header row again, with at most one name in three that differs."""
    filled = [place for place, text in enumerate(main) if text]
    equal = sum(normalise_header(texts[place]) == normalise_header(main[place]) for place in filled)
    return equal >= max(2, (2 * len(filled) + 2) // 3)


def _end_of(head: _Head, heads: Sequence[_Head], grid: Grid) -> int:
    """Return the position behind the last row of the table below this header row."""
    lower = [h.row for h in heads if h.row > head.row and h.left <= head.right and h.right >= head.left]
    if not lower:
        return len(grid)
    # A title of the next table stands alone in its row, as text.
    end = min(lower)
    columns = grid.columns[head.left : head.right + 1]
    while end > head.row + 1:
        kinds = [column.kind[end - 1] for column in columns if column.kind[end - 1] != Kind.BLANK]
        if len(kinds) > 1 or (kinds and (kinds[0] != Kind.TEXT or len(columns) < 3)):
            break
        end -= 1
    return end


def _areas(
    grid: Grid, head: _Head, end: int, heads: Sequence[_Head], models: Sequence[type[TableModel]]
) -> list[tuple[Area, type[TableModel] | None]]:
    """Return the areas that share this header row, each with its model: the table, and those beside it."""
    texts = header_texts(grid, head.row)
    filled = np.array(
        [
            bool(text) or not column.blank()[head.row + 1 : end].all()
            for text, column in zip(texts, grid.columns, strict=True)
        ]
    )
    for other in heads:
        if other is not head and head.row < other.row < end:
            filled[other.left : other.right + 1] = False
    runs = _runs(filled)
    anchor = (
        min(match_headers(texts, head.model).fields.values(), default=head.left) if head.model else head.left
    )
    main = next((run for run in runs if run[0] <= anchor < run[1]), (head.left, head.right + 1))
    rows = slice(head.row + 1, end)
    found: list[tuple[tuple[int, int], type[TableModel] | None]] = []
    for run in runs:
        if run == main:
            continue
        kind = model_of(texts[run[0] : run[1]], models)
        if head.model is not None and (
            _adds_fields(texts, main, run, (head.model, kind))
            or (kind is None and _goes_along(grid, texts, (main, run), rows))
        ):
            main = min(main[0], run[0]), max(main[1], run[1])
        elif kind is not None:
            found.append((run, kind))
    areas = [(Area(head.row, rows, slice(*main)), head.model)]
    areas += [(Area(head.row, rows, slice(*run)), kind) for run, kind in found]
    return areas


def _runs(filled: np.ndarray) -> list[tuple[int, int]]:
    """Return the stretches of columns that are not blank, as (first, behind the last)."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], filled, [False]]).astype(int)))
    return [(int(a), int(b)) for a, b in edges.reshape(-1, 2)]


def _adds_fields(
    texts: Sequence[str],
    main: tuple[int, int],
    run: tuple[int, int],
    models: tuple[type[TableModel], type[TableModel] | None],
) -> bool:
    """Return whether columns behind a blank one belong to the table: they hold fields that it has not yet.

    ``models``: of the table, and of these columns by themselves. Columns that are a table of another kind
    belong to it only when it cannot do without them.
    """
    model, own = models
    here = match_headers(texts[main[0] : main[1]], model)
    more = set(match_headers(texts[run[0] : run[1]], model).fields)
    if more & set(here.fields):
        return False
    return bool(more & set(here.missing)) or (own in {None, model} and bool(more))


def _goes_along(
    grid: Grid, texts: Sequence[str], areas: tuple[tuple[int, int], tuple[int, int]], rows: slice
) -> bool:
    """Return whether columns behind a blank one go along with the rows of the table before it.

    They do when a header tells of credit notes or signs, or when they fill most of its rows and no others.
    """
    main, run = (
        np.logical_or.reduce([~column.blank()[rows] for column in grid.columns[slice(*area)]])
        for area in areas
    )
    if (run & ~main).any() or not run.any():
        return False
    headers = texts[slice(*areas[1])]
    told = any(is_document_type(text) or is_side(text) or is_credit_flag(text) for text in headers)
    return told or (all(headers) and 2 * int(run.sum()) >= int(main.sum()))


def _headers_of(
    grid: Grid, area: Area, main: _Head | None, model: type[TableModel] | None
) -> tuple[list[str], list[Finding]]:
    """Return the headers of an area and the findings about them.

    Where the area repeats the main header row in other words, those of the main row go before a word that no
    field of the model has.
    """
    texts = header_texts(grid, area.header)[area.columns]
    if main is None or main.row == area.header or model is None:
        return texts, []
    best = header_texts(grid, main.row)[area.columns]
    here, there = match_headers(texts, model), match_headers(best, model)
    if not _repeats(texts, best):
        return texts, []
    findings = []
    for field, place in there.fields.items():
        if field not in here.fields and texts[place] and place in here.unused:
            raw = RawTable(grid.sheet, (), (), np.array([grid.numbers()[area.header]]))
            cell = raw.address(0, grid.first_column + area.columns.start + place - 1)
            findings.append(
                Finding.of(errors.HEADER_READ_AS, cell, texts[place], header=texts[place], used=best[place])
            )
            texts[place] = best[place]
    return texts, findings
