"""Columns in pieces: the same cells as at once, in less memory."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from klantwaarde_xl.lines.pieces import ColumnPieces, below, once
from klantwaarde_xl.model.raw_column import RawColumn

CELLS: dict[str, list[object]] = {
    "texts": ["a", "b", "a", "c", "b"],
    "numbers": [1.0, 2.5, -3.0, 0.0, 7.0],
    "one number": [4.0] * 5,
    "dates": [dt.date(2024, 1, 1 + n) for n in range(5)],
    "blanks": [None] * 5,
    "mixed": ["a", 1.0, None, True, "a"],
    "late text": [1.0, 2.0, 3.0, 4.0, "vijf"],
    "late number": ["a", "a", "a", "a", 5.0],
}


@pytest.mark.parametrize("name", CELLS)
@pytest.mark.parametrize("cuts", [(5,), (1, 4), (2, 0, 3), (1, 1, 1, 1, 1)])
def test_pieces_give_the_cells_of_the_whole(name: str, cuts: tuple[int, ...]) -> None:
    pieces, start = ColumnPieces(), 0
    for size in cuts:
        pieces.add(RawColumn.from_values(CELLS[name][start : start + size]))
        start += size
    column, whole = pieces.column(), RawColumn.from_values(CELLS[name])
    assert [column.value(row) for row in range(5)] == [whole.value(row) for row in range(5)]
    assert (column.kind == whole.kind).all()


def test_numbers_take_eight_bytes_a_cell() -> None:
    pieces = ColumnPieces()
    for start in (0, 1000):
        pieces.add(RawColumn.from_values(np.arange(start, start + 1000.0)))
    column = pieces.column()
    assert (column.kind.strides, column.code.strides) == ((0,), (0,))
    assert column.number.nbytes == 16_000


def test_columns_below_each_other() -> None:
    parts = [RawColumn.from_values(["a", "b"]), RawColumn.from_values(["b", "c"])]
    assert [below(parts).value(row) for row in range(4)] == ["a", "b", "b", "c"]
    assert below(parts[:1]) is parts[0]


def test_different_values_stay_as_they_are() -> None:
    values = np.array([1.0, np.nan])
    assert once(values) is values
