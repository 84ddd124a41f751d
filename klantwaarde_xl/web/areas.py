"""Which cells of a sheet belong together: those that touch, as on paper.

The page has no columns of Excel. Cells that touch become one area, and an area a table or a few lines of
text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

from klantwaarde_xl.model.sheet_grid import column_number
from klantwaarde_xl.report import formats
from klantwaarde_xl.report.document import change_look, figure_change
from klantwaarde_xl.report.formats import CellFormat
from klantwaarde_xl.report.specs import Block, CellSpec, FigureSpec, TextSpec, split_address
from klantwaarde_xl.web.shown import shown

Place = tuple[int, int]
"""Row and column, from 1."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell shows, and how; ``worse`` for a figure in the second accent."""

    text: str
    look: CellFormat
    worse: bool = False


def place_of(at: str) -> Place:
    """Return row and column of an address.

    >>> place_of("C7")
    (7, 3)
    """
    letters, row = split_address(at)
    return row, column_number(letters)


def cells_of(blocks: Iterable[Block], values: Mapping[str, object]) -> dict[Place, Cell]:
    """Return every single cell of a sheet by its place, blank ones too: they hold areas together."""
    cells: dict[Place, Cell] = {}
    for block in blocks:
        if isinstance(block, TextSpec):
            value = values[block.value] if block.value else block.text
            cells[place_of(block.at)] = Cell(shown(value, block.format), block.format)
        elif isinstance(block, CellSpec):
            value = values[block.value] if block.value else ""
            cells[place_of(block.at)] = Cell(shown(value, block.format), block.format)
        elif isinstance(block, FigureSpec):
            cells |= _figure(block, values)
    return cells


def _figure(block: FigureSpec, values: Mapping[str, object]) -> dict[Place, Cell]:
    now, before = values[block.value], values[block.previous]
    change, look = figure_change(block, now, before), change_look(block)
    worse = change is not None and (change > 0 if block.cost else change < 0)
    label = formats.TOTAL_TEXT if block.total else formats.TEXT_PLAIN
    return {
        place_of(block.at): Cell(block.label, label),
        place_of(block.value_at): Cell(shown(now, block.format) or block.unknown, block.format),
        place_of(block.previous_at): Cell(shown(before, block.format), block.format),
        place_of(block.change_at): Cell(shown(change, look), look, worse),
    }


def areas(cells: Mapping[Place, Cell]) -> list[dict[Place, Cell]]:
    """Return the cells by area, in reading order; an area without any text is left out.

    >>> found = areas({(1, 1): Cell("a", formats.TEXT), (2, 1): Cell("b", formats.TEXT),
    ...                (1, 3): Cell("c", formats.TEXT), (5, 1): Cell("", formats.TEXT)})
    >>> [[cell.text for cell in area.values()] for area in found]
    [['a', 'b'], ['c']]
    >>> titles = enumerate(("Te winnen", "", "Waarom"), 1)
    >>> beside = areas({(1, n): Cell(title, formats.HEADING) for n, title in titles})
    >>> [[cell.text for cell in area.values()] for area in beside]
    [['Te winnen', ''], ['Waarom']]
    """
    left = dict(sorted(cells.items()))
    found = []
    while left:
        start = next(iter(left))
        area, waiting = {start: left.pop(start)}, [start]
        while waiting:
            row, column = waiting.pop()
            for near in ((row + 1, column), (row - 1, column), (row, column + 1), (row, column - 1)):
                if near in left:
                    area[near] = left.pop(near)
                    waiting.append(near)
        found += _parts(dict(sorted(area.items())))
    return [
        area for area in sorted(found, key=lambda one: next(iter(one))) if any(c.text for c in area.values())
    ]


def _parts(area: dict[Place, Cell]) -> list[dict[Place, Cell]]:
    """Return the blocks of an area: where a second heading stands further on in a row, another block begins.

    Of two headings beside each other the second belongs to the first."""
    headings = [place for place, cell in area.items() if cell.text and cell.look.name.startswith("heading")]
    for (row, column), (next_row, further) in pairwise(headings):
        if row == next_row and further > column + 1:
            left = {place: cell for place, cell in area.items() if place[1] < further}
            right = {place: cell for place, cell in area.items() if place[1] >= further}
            return [left, *_parts(right)]
    return [area]
