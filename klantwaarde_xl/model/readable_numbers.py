"""The numbers that can be read in a column, for rules that only look: the rest is no finding here."""

from __future__ import annotations

import numpy as np

from klantwaarde_xl.model.raw_cells import Kind
from klantwaarde_xl.model.raw_column import RawColumn
from klantwaarde_xl.model.text_values import Reading, parse_numbers


def readable_numbers(cells: RawColumn) -> np.ndarray:
    """Return the number in each of n cells, typed or as text, NaN for all others; float64 (n,).

    >>> readable_numbers(RawColumn.from_values([1.5, "1.234,50", "abc", None])).tolist()
    [1.5, 1234.5, nan, nan]
    """
    values: np.ndarray = np.where(cells.kind == Kind.NUMBER, cells.number, np.nan)
    rows = np.flatnonzero(cells.kind == Kind.TEXT)
    if len(rows):
        texts, inverse = cells.texts_at(rows)
        parsed = parse_numbers(texts)
        values[rows] = np.where(parsed.reading == Reading.OK, parsed.values, np.nan)[inverse]
    return values
