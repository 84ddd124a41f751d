"""Takes the cells of an argument as COM gave them, and converts what it took lately no second time.

A second function over the same tables sends their cells again (docs/decisions/0035). Converting them takes
most of its time, so what was converted is kept beside the cells that it was made of, and handed over again
when these come by once more: the very same object, so that what was read from it is known as well.
"""

from __future__ import annotations

import datetime as dt
import marshal
from collections.abc import Sequence
from itertools import chain, compress
from operator import not_
from threading import Lock
from typing import NamedTuple

from xlwings import conversion

from klantwaarde_xl.functions.known_rows import KnownRows

_OPTIONS = {"ndim": 2, "err_to_str": True}
"""How xlwings converts every argument: rows of cells, errors as text."""
_SMALL = 1_000
"""Fewer cells than this are converted sooner than they are compared and kept."""
_TIMES_THE_LARGEST = 3
"""So many times the cells of the largest range are kept: the tables of a workbook before and after a change,
or those of two workbooks."""

_PLAIN = frozenset({float, str, int, bool, type(None)})
"""Types of which ``marshal`` writes both the type and every bit of the value."""


class _Range(NamedTuple):
    """A range that was taken: how many cells, what tells it from any other, and its converted rows."""

    size: int
    content: list[object]
    rows: KnownRows


class Taken:
    """The ranges that were taken last, at most three times the cells of the largest; safe in threads."""

    def __init__(self) -> None:
        self._kept: list[_Range] = []
        self._lock = Lock()

    def __len__(self) -> int:
        """Return how many cells are kept."""
        return sum(known.size for known in self._kept)

    def rows(self, cells: object) -> list[list[object]]:
        """Return the rows that xlwings makes of the value of a range or of another argument.

        Cells that are the same as those of a range taken lately, in type and value, give the same object.
        """
        if not isinstance(cells, tuple) or not cells or not isinstance(cells[0], tuple):
            return _converted(cells)
        size = len(cells) * len(cells[0])
        if size < _SMALL:
            return _converted(cells)
        content = _content(cells)
        with self._lock:
            found = next((known for known in self._kept if known.content == content), None)
            if found is None:
                found = _Range(size, content, KnownRows(_converted(cells)))
            else:
                self._kept.remove(found)
            self._kept.append(found)
            while len(self) > _TIMES_THE_LARGEST * max(known.size for known in self._kept):
                del self._kept[0]
        return found.rows


def _converted(cells: object) -> list[list[object]]:
    rows: list[list[object]] = conversion.read(None, cells, _OPTIONS)
    return rows


def _content(rows: Sequence[Sequence[object]]) -> list[object]:
    """Return what only ranges share of which every cell is the same: per column, as those of COM are even."""
    cells, width = [*chain.from_iterable(rows)], len(rows[0])
    return [_column(cells[place::width]) for place in range(width)]


def _column(cells: list[object]) -> object:
    """Return what only columns share of which every cell is the same.

    To Python ``True``, ``1`` and ``1.0`` are equal, and so are two times of day in two zones; to us they are
    not. Days of one zone are equal when their clocks are; of more zones nothing is.
    """
    kinds = [*map(type, cells)]
    if _PLAIN.issuperset(kinds):
        return marshal.dumps(cells, 2)
    plain = [kind in _PLAIN for kind in kinds]
    others = [*compress(cells, map(not_, plain))]
    zones = {id(cell.tzinfo) for cell in others if isinstance(cell, dt.datetime)}
    alone = zones if len(zones) < 2 else object()
    return marshal.dumps([*compress(cells, plain)], 2), kinds, others, alone
