"""Tables as cells: read as every other source of tables is, and once for cells that come by again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar, cast

import numpy as np

from klantwaarde_xl import errors
from klantwaarde_xl.functions.answers import Place
from klantwaarde_xl.functions.cache import columns_key, content_key
from klantwaarde_xl.functions.known_rows import KnownRows
from klantwaarde_xl.model.declaration import TableModel
from klantwaarde_xl.model.excel_cells import raw_column
from klantwaarde_xl.model.raw_column import RawColumn
from klantwaarde_xl.sources.cutting import Cut, Grid, locate
from klantwaarde_xl.sources.sheet_tables import cut_sheet

Rows = Sequence[Sequence[object]]
"""A table as cells: the header row first."""
Made = TypeVar("Made")


def cut_cells(rows: Rows, model: type[TableModel], argument: str, place: Place | None = None) -> Cut:
    """Return rows of cells as a raw table, read as every other source of tables is.

    ``place`` is that of the first cell; None counts from A1 of the sheet of the model. Raises
    InvalidFigureError (KW-616) for cells without headers or rows.
    """
    if place is not None:
        return _cut(rows, model, argument, place)
    return _once(rows, f"{model.sheet} read", lambda: _cut(rows, model, argument, Place(model.sheet, 1, 1)))


def key_of(cut: Cut, rows: Rows) -> str:
    """Return the key of the content of a table that was cut out of these rows."""
    return _once(rows, f"{cut.table.sheet} key", lambda: content_key(cut.table))


def key_of_all(rows: Rows) -> str:
    """Return the key of every cell as it is read, also of those outside the table.

    >>> key_of_all([["a"], [1.0]]) == key_of_all([["a"], [True]])
    False
    """
    return _once(rows, "key", lambda: columns_key(_columns(rows)))


def _columns(rows: Rows) -> tuple[RawColumn, ...]:
    def read() -> tuple[RawColumn, ...]:
        return tuple(raw_column(cells.tolist()) for cells in np.array(rows, dtype=object).T)

    return _once(rows, "columns", read)


def _once(rows: Rows, name: str, make: Callable[[], Made]) -> Made:
    """Return what was made of these very rows before under this name, or make it now."""
    if not isinstance(rows, KnownRows):
        return make()
    if name not in rows.made:
        rows.made[name] = make()
    return cast("Made", rows.made[name])


def _cut(rows: Rows, model: type[TableModel], argument: str, place: Place) -> Cut:
    grid = Grid(place.sheet, _columns(rows), place.row, place.column)
    cut = cut_sheet(grid, [model])
    # A table with headers only counts as absent; cells that are no table at all may not be skipped.
    if cut is None or (not len(cut.table) and locate(grid, [model]) is None):
        raise errors.NO_HEADERS.error(argument=argument)
    return cut
