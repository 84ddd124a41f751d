"""Small grids of cells, as a reader of workbooks or text hands them on."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

from klantwaarde_xl.model.raw_table import RawColumn
from klantwaarde_xl.sources.cutting import Grid


def grid(rows: Sequence[Sequence[object]], sheet: str = "Blad") -> Grid:
    """Return these rows as a grid from A1 on; short rows end in blank cells."""
    return Grid(sheet, tuple(RawColumn.from_values(list(cells)) for cells in zip_longest(*rows)))
