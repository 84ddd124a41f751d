"""Columns of a table without any value: kept, as formulas may name them, but out of sight."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pandas as pd

from klantwaarde_xl.report.chart_specs import ChartSpec
from klantwaarde_xl.report.specs import (
    Block,
    CellSpec,
    ColumnSpec,
    FigureSpec,
    GridSpec,
    LinkSpec,
    TableSpec,
    columns_from,
    split_address,
)

_HEAD = 50
"""So many rows are looked at first: most columns have a value there."""


def without_blanks(table: TableSpec, frame: pd.DataFrame, others: Iterable[Block] = ()) -> TableSpec:
    """Return the table with its columns that are blank on every row hidden.

    Kept in sight are the first column, those in which the reader types, and those that hold a part of the
    ``others`` on the sheet. The title of a group goes to the first column that shows of it. A table without
    rows, as before the first calculation, stays as it is.

    >>> table = TableSpec("tblA", "a", (ColumnSpec("name", "Naam"), ColumnSpec("x", "X", group="Later")))
    >>> frame = pd.DataFrame({"name": ["a"], "x": [None]})
    >>> [column.hidden for column in without_blanks(table, frame).columns]
    [False, True]
    """
    if table.input or not len(frame):
        return table
    letters = columns_from(split_address(table.at)[0], len(table.columns))
    needed = {letters[0], *_taken(letters, others)}
    shown: list[ColumnSpec] = []
    title = ""
    for letter, column in zip(letters, table.columns, strict=True):
        title = column.group or title
        typed = bool(column.validation or column.format.fill)
        if letter not in needed and not typed and _is_blank(frame[column.field]):
            shown.append(replace(column, hidden=True, group=""))
            continue
        shown.append(replace(column, group=title))
        title = ""
    return replace(table, columns=tuple(shown))


def _is_blank(values: pd.Series) -> bool:
    """Return whether no row has a value; a blank text is none."""
    if values.dtype.kind in "fiuM":
        return bool(values.isna().all())
    return all(bool((part.isna() | (part.astype(object) == "")).all()) for part in (values[:_HEAD], values))


def _taken(letters: tuple[str, ...], others: Iterable[Block]) -> set[str]:
    """Return the columns in which another block stands; under a chart all those to its right."""
    taken: set[str] = set()
    for block in others:
        if isinstance(block, ChartSpec):
            at = split_address(block.at)[0]
            taken.update(letters[letters.index(at) :] if at in letters else ())
        elif isinstance(block, GridSpec):
            taken.update(block.letters.values())
        elif isinstance(block, CellSpec | LinkSpec):
            taken.add(split_address(block.at)[0])
        elif isinstance(block, FigureSpec):
            places = (block.at, block.value_at, block.previous_at, block.change_at)
            taken.update(split_address(place)[0] for place in places)
    return taken
