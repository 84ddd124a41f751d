"""Reads the settings of a workbook on disk: by the names of cells, else by their labels on Instellingen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache

import numpy as np

from klantwaarde_xl.model.declaration import normalise_header
from klantwaarde_xl.model.own_sheets import SETTINGS_SHEET
from klantwaarde_xl.model.raw_cells import CellError, Kind
from klantwaarde_xl.model.raw_table import RawTable
from klantwaarde_xl.model.settings import Settings
from klantwaarde_xl.sources.cutting import Grid

Place = tuple[str, int, int]
"""A cell: the name of its sheet, its row and its column, counted from 1."""


def read_settings(
    names: Mapping[str, Place], grid_of: Callable[[str], Grid | None]
) -> tuple[dict[str, object], dict[str, str]]:
    """Return value and address of every setting found, by the name of its cell (``Inst_GrensA``).

    ``names``: the named cells of the workbook. ``grid_of``: the top rows of a sheet by its name, None when
    there is no such sheet. A named cell goes before a label; the value stands to the right of its label. A
    value is None, float, str, bool, datetime, timedelta or CellError.
    """
    grid_of = cache(grid_of)
    declared = {setting.cell_name: setting for setting in Settings.declared()}
    by_name = {name.lower(): name for name in declared}
    by_label = {normalise_header(setting.label): name for name, setting in declared.items()}
    found: dict[str, tuple[object, str]] = {}
    for given, (sheet, row, column) in names.items():
        if (name := by_name.get(given.lower())) and (grid := grid_of(sheet)) is not None:
            found[name] = _cell(grid, row - 1, column - 1)
    if (grid := grid_of(SETTINGS_SHEET)) is not None:
        for position, cells in enumerate(grid.columns):
            for at in np.flatnonzero(cells.kind == Kind.TEXT).tolist():
                name = by_label.get(normalise_header(cells.texts[cells.code[at]]))
                if name is not None and name not in found:
                    found[name] = _cell(grid, at, position + 1)
    values = {name: value for name, (value, _) in found.items()}
    return values, {name: address for name, (_, address) in found.items()}


def _cell(grid: Grid, row: int, column: int) -> tuple[object, str]:
    """Return value and address of a cell; a cell outside the grid is blank."""
    address = RawTable(grid.sheet, (), (), np.array([row + 1])).address(0, column)
    if row >= len(grid) or column >= len(grid.columns):
        return None, address
    cells = grid.columns[column]
    value = cells.value(row)
    return CellError(str(value)) if cells.kind[row] == Kind.ERROR else value, address
