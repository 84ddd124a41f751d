"""The texts around a table: a title, or what a report says of itself, such as the unit of its amounts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from klantwaarde_xl.model.amount_words import currency_of, says_vat, unit_of
from klantwaarde_xl.model.raw_cells import Kind
from klantwaarde_xl.sources.cutting import Cut, Grid, header_texts

_MOST_ROWS = 12
_MOST_BESIDE = 12
"""So many cells of a column beside a table may be filled; more are another table."""
_FIGURES = (Kind.NUMBER, Kind.DATE)
_WIDEST = 2
"""So many cells a row of a title fills at most; more are lines of another table."""


def with_titles(grid: Grid, cut: Cut) -> Cut:
    """Return a table with the texts in the rows above its headers, a name and its value as ``Name: value``.

    Of the rows below it and the cells beside it only what speaks of its amounts, as another table may stand
    there with its title.
    """
    top = min(cut.area.header, len(grid))
    titles = _texts(grid, range(top - 1, max(top - 1 - _MOST_ROWS, -1), -1), cut.area.columns)[::-1]
    last = int(np.searchsorted(grid.numbers(), cut.table.rows[-1] if len(cut.table) else 0))
    below = range(last + 1, min(last + 1 + _MOST_ROWS, len(grid)))
    notes = _texts(grid, below, cut.area.columns) if len(cut.table) else []
    titles += [text for text in (*notes, *_beside(grid, cut)) if _of_amounts(text)]
    return replace(cut, table=replace(cut.table, titles=tuple(titles))) if titles else cut


def _of_amounts(text: str) -> bool:
    return bool(unit_of(text) or says_vat(text) or currency_of(text))


def _beside(grid: Grid, cut: Cut) -> list[str]:
    """Return the texts in the rows of a table that stand outside it, and headers without a cell below them.

    Not those with a figure right of or below them: such a text is the label of that figure.
    """
    columns, rows = cut.area.columns, slice(max(cut.area.header, 0), cut.area.rows.stop)
    empty = [
        header
        for header, cells in zip(cut.table.headers, cut.table.columns, strict=True)
        if header and cells.blank().all()
    ]
    found: dict[str, None] = dict.fromkeys(empty)
    inside = {columns.start + at for at, header in enumerate(cut.table.headers) if header}
    outside = [at for at in range(len(grid.columns)) if at not in inside]
    cells = {at: grid.columns[at].take(rows) for at in outside}
    few = [at for at in outside if 0 < int((~cells[at].blank()).sum()) <= _MOST_BESIDE]
    for at in few:
        for row in np.flatnonzero(cells[at].kind == Kind.TEXT).tolist():
            text = " ".join(str(cells[at].value(row)).split())
            right = at + 1 in cells and cells[at + 1].kind[row] in _FIGURES
            below = row + 1 < len(cells[at]) and cells[at].kind[row + 1] in _FIGURES
            if right or below:
                continue
            before = cells[at - 1].value(row) if at - 1 in few else None
            found[f"{before.rstrip(': ')}: {text}" if isinstance(before, str) else text] = None
    return list(found)


def _texts(grid: Grid, rows: Iterable[int], columns: slice) -> list[str]:
    """Return the texts of these rows, up to one that fills more cells than a title does.

    Texts in the columns of the table go before those left of it, which may be of another table.
    """
    found: list[str] = []
    for row in rows:
        texts = header_texts(grid, row, columns.stop)
        here = list(filter(None, texts[columns])) or list(filter(None, texts[: columns.start]))
        if len(here) > _WIDEST:
            break
        if here:
            found.append(": ".join(text.rstrip(": ") for text in here))
    return found
