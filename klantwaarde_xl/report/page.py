"""What a page of the report is: its declaration, and how its data come from the Analysis."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

import pandas as pd

from klantwaarde_xl.analysis.result import Analysis
from klantwaarde_xl.report.blank_columns import without_blanks
from klantwaarde_xl.report.chart_specs import ChartSpec
from klantwaarde_xl.report.specs import (
    SPREAD,
    Block,
    CellSpec,
    ColumnSpec,
    FigureSpec,
    GridSpec,
    SheetSpec,
    TableSpec,
    TextSpec,
    columns_from,
)
from klantwaarde_xl.report.words.dashboard_phrases import AFTER_REFRESH, NOT_YET
from klantwaarde_xl.report.words.page_sentences import period_line

Frames = Mapping[str, pd.DataFrame]
"""A frame per key, with a column for every field of the tables and grids that name the key."""
Values = Mapping[str, object]
"""Text, float (NaN: blank), date, bool or None per key."""
Made = TypeVar("Made")


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    """What every page reads: the analysis, and how the workbook will be used.

    ``versions``: version by program, shown on Toelichting. ``in_place``: the results go into the workbook
    that was read. ``copied``: the input tables go along into the new workbook. ``day``: of this refresh,
    under which its snapshot is kept; None where none is kept. ``shared``: the workbook is a copy for others,
    which nobody can refresh."""

    analysis: Analysis
    versions: Mapping[str, str] = field(default_factory=dict)
    in_place: bool = False
    copied: bool = False
    day: dt.date | None = None
    shared: bool = False
    _made: dict[Callable[[Source], Any], Any] = field(default_factory=dict)

    def once(self, make: Callable[[Source], Made]) -> Made:
        """Return what ``make`` gives for this source; pages that share it compute it once."""
        if make not in self._made:
            self._made[make] = make(self)
        found: Made = self._made[make]
        return found

    @property
    def period_line(self) -> str:
        """The line with both periods that stands under the message of several sheets."""
        return period_line(self.analysis.period, self.analysis.previous)


@dataclass(frozen=True, slots=True)
class Strip:
    """Columns on the sheet Grafiekgegevens that belong to one page: its chart data and calculation steps."""

    blocks: tuple[Block, ...]
    widths: tuple[tuple[str, float], ...] = ()


def _nothing(_source: Source) -> dict[str, Any]:
    return {}


@dataclass(frozen=True, slots=True)
class Page:
    """One sheet of the report in one place.

    ``spec`` declares what stands where; ``frames`` and ``values`` give the data that it names; ``strips`` is
    what it puts on Grafiekgegevens; ``titles`` are the titles and labels of its charts, with the formula that
    lets them follow the tables ('' for fixed text); ``names`` are workbook names, as (name, formula)."""

    spec: SheetSpec
    frames: Callable[[Source], Frames] = _nothing
    values: Callable[[Source], Values] = _nothing
    strips: tuple[Strip, ...] = ()
    titles: Mapping[str, str] = field(default_factory=dict)
    names: tuple[tuple[str, str], ...] = ()

    def empty(self) -> tuple[SheetSpec, Frames, Values]:
        """Return the sheet before the first calculation, with the frames and values that it then names.

        Tables and grids have no rows and texts are blank, but for the message and the titles of charts. Of
        charts that take turns at one place the first is drawn."""
        frames: dict[str, pd.DataFrame] = {}
        values: dict[str, object] = {self.spec.message: NOT_YET, self.spec.subtitle: ""}
        blocks: list[Block] = []
        taken = set()
        for block in self.spec.blocks:
            if isinstance(block, ChartSpec):
                if block.at in taken:
                    continue
                taken.add(block.at)
            if isinstance(block, TableSpec):
                blocks.append(replace(block, spread=None))
            else:
                blocks.append(block)
            if isinstance(block, TableSpec | GridSpec):
                fields = dict.fromkeys(column.field for column in block.columns)
                frames[block.frame] = pd.DataFrame(columns=list(fields), dtype=object)
            values |= _blank(block)
        return replace(self.spec, blocks=tuple(blocks), back=self.spec.back or "A4"), frames, values

    def fitted(self, frames: Frames, values: Values) -> SheetSpec:
        """Return the sheet for these data.

        Charts and grids that have nothing to show are left out; the spread columns of tables and grids are
        written out.
        """
        blocks: list[Block] = []
        sheet = self.spec
        for declared in self.spec.blocks:
            block = declared
            if isinstance(block, TableSpec):
                others = [other for other in self.spec.blocks if other is not declared]
                block = _with_figures(block, frames)
                # What is on a hidden sheet is for formulas.
                block = block if sheet.hidden else without_blanks(block, frames[block.frame], others)
            if isinstance(block, ChartSpec | GridSpec) and block.when and not values[block.when]:
                continue
            block = _headed(block, frames) if isinstance(block, GridSpec) else block
            if isinstance(block, TableSpec) and block.spread:
                known = {column.field for column in block.columns}
                more = [str(name) for name in frames[block.frame] if name not in known]
                columns = (*block.columns, *_spread(block.spread, more))
                blocks.append(replace(block, columns=columns, spread=None))
            elif isinstance(block, GridSpec) and block.spread:
                more = [str(name) for name in frames[block.frame] if str(name).startswith(SPREAD)]
                columns = (*block.columns, *_spread(block.spread, more))
                blocks.append(replace(block, columns=columns))
                corner = f"{columns_from('A', len(columns))[-1]}{block.row + block.rows}"
                sheet = replace(sheet, print_area=f"A1:{corner}")
            else:
                blocks.append(block)
        return replace(sheet, blocks=tuple(blocks), back=sheet.back or "A4")


def _with_figures(table: TableSpec, frames: Frames) -> TableSpec:
    """Return the table without its optional columns that have no figure."""
    frame = frames[table.frame]
    shown = [not column.optional or bool(frame[column.field].notna().any()) for column in table.columns]
    columns = tuple(column for column, kept in zip(table.columns, shown, strict=True) if kept)
    return replace(table, columns=columns, printed=sum(shown[: table.printed]))


def _headed(grid: GridSpec, frames: Frames) -> GridSpec:
    """Return the grid without headers above its optional columns that have no figure; their places stay."""
    frame = frames[grid.frame]
    bare = {one.field for one in grid.columns if one.optional and not frame[one.field].notna().any()}
    columns = (replace(one, header="", help="") if one.field in bare else one for one in grid.columns)
    return replace(grid, columns=tuple(columns)) if bare and len(frame) else grid


def _blank(block: Block) -> dict[str, object]:
    """Return what the values that a block names are before the first calculation."""
    if isinstance(block, ChartSpec):
        return {block.title_value: AFTER_REFRESH, block.alt_value: AFTER_REFRESH}
    if isinstance(block, FigureSpec):
        return {block.value: math.nan, block.previous: math.nan}
    if isinstance(block, TextSpec | CellSpec) and block.value:
        return {block.value: ""}
    return {}


def _spread(pattern: ColumnSpec, fields: list[str]) -> tuple[ColumnSpec, ...]:
    """Return a column like the pattern for each of these fields of the frame."""
    return tuple(replace(pattern, field=name, header=name.removeprefix(SPREAD)) for name in fields)
