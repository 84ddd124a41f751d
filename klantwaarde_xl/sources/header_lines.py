"""Headers that are written over two rows: 'Netto' with 'bedrag' below it is one header."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from klantwaarde_xl.model.amount_words import unit_of
from klantwaarde_xl.model.declaration import TableModel, normalise_header
from klantwaarde_xl.model.headers import match_headers
from klantwaarde_xl.model.raw_cells import Kind
from klantwaarde_xl.model.raw_column import RawColumn
from klantwaarde_xl.model.tables import InvoiceLine
from klantwaarde_xl.sources.cutting import Grid, header_texts, locate

_UNITS = {
    *("", "eur", "(eur)", "euro", "(euro)", "ineuro", "ineur", "(ineuro)", "(ineur)", "ineuros"),
    *("st", "stk", "stuks", "(st)", "(stuks)", "uur", "uren", "(uur)", "(uren)", "dagen", "(dagen)"),
    *("ddmmjjjj", "jjjjmmdd", "ddmmyyyy", "yyyymmdd"),
}
"""What a row below the headers may say of the unit of a column; a sign such as € is '' here."""
_FORMS = {"tekst", "text", "getal", "number", "datum", "date", "bedrag", "amount", "numeriek", "decimal"}
"""What it may say of the form of a column."""


def with_one_header_line(grid: Grid, models: Sequence[type[TableModel]]) -> Grid:
    """Return the grid with a header of two rows in the upper one; the lower row is blank then.

    Two rows are one header when below the upper one stand texts only, and each of them either makes a known
    header with the text above it, or says a unit, or stands below nothing that is known. Thousands of euros
    stay in the header: it is another figure then.
    """
    best = locate(grid, models)
    if best is None:
        return grid
    known = {header for model in models for header in model.by_header()}
    for row in (best.row, best.row - 1):
        if 0 <= row < len(grid) - 2:
            joined = _joined(grid, row, known)
            if joined is not None:
                return _with_headers(grid, row, joined)
    return grid


def _joined(grid: Grid, row: int, known: set[str]) -> list[str] | None:
    """Return the headers of two rows as one, None when the lower row (position + 1) is no header line."""
    kinds = {int(column.kind[row + 1]) for column in grid.columns}
    if not kinds <= {int(Kind.BLANK), int(Kind.TEXT)} or int(Kind.TEXT) not in kinds:
        return None
    upper, lower = header_texts(grid, row), header_texts(grid, row + 1)
    if _says_again(upper, lower, known):
        return upper
    joined, hits, units = list(upper), 0, 0
    for place, text in enumerate(lower):
        if not text or text == upper[place]:
            continue
        both = f"{upper[place]} {text}".strip()
        if upper[place] and normalise_header(both) in known:
            joined[place] = both
            hits += 1
        elif unit_of(text):
            joined[place] = both
            units += 1
        elif normalise_header(text) in _UNITS:
            units += 1
        elif normalise_header(upper[place]) in known:
            return None
        else:
            joined[place] = both
    if hits or (units and units == sum(map(bool, lower))):
        return joined
    return None


def _says_again(upper: Sequence[str], lower: Sequence[str], known: set[str]) -> bool:
    """Return whether a row of words below complete headers of lines says again what stands in its columns.

    So does a header in another language, or the form of each column. It fills the columns of the date and
    the amount, of which neither is a word, and half of it is known; another row of words is bad data.
    """
    fields = match_headers(upper, InvoiceLine)
    filled = [normalise_header(text).strip("()") for text in lower if text]
    if fields.missing or not all(lower[fields.fields[field]] for field in ("date", "revenue")):
        return False
    if any(map(str.isdigit, "".join(lower))):
        return False
    return 2 * sum(text in known | _UNITS | _FORMS for text in filled) >= len(filled)


def _with_headers(grid: Grid, row: int, headers: Sequence[str]) -> Grid:
    """Return the grid with these headers in one row (position) and nothing in the row below it."""
    columns = []
    for column, header in zip(grid.columns, headers, strict=True):
        kind, number, code = column.kind.copy(), column.number.copy(), column.code.copy()
        kind[row + 1], number[row + 1], code[row + 1] = Kind.BLANK, np.nan, -1
        texts = column.texts
        if header:
            texts = texts if header in texts else (*texts, header)
            kind[row], number[row], code[row] = Kind.TEXT, np.nan, texts.index(header)
        columns.append(RawColumn(kind, number, code, texts))
    return replace(grid, columns=tuple(columns))
