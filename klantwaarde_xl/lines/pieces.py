"""Columns that arrive in pieces and stay small: what is the same in every cell is kept once.

A column of numbers has no codes and one of texts no numbers; kept once, eight columns of ten million cells
take half a gigabyte instead of one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from klantwaarde_xl.model.raw_cells import Numbered
from klantwaarde_xl.model.raw_column import RawColumn


class ColumnPieces:
    """Gathers one column piece by piece; equal texts of all pieces share one code.

    >>> pieces = ColumnPieces()
    >>> for values in (["a", "b"], ["b", None]):
    ...     pieces.add(RawColumn.from_values(values))
    >>> column = pieces.column()
    >>> column.code.tolist(), column.texts
    ([0, 1, 1, -1], ('a', 'b'))
    """

    def __init__(self) -> None:
        self._texts = Numbered()
        self._kinds: list[np.ndarray] = []
        self._numbers: list[np.ndarray] = []
        self._codes: list[np.ndarray] = []

    def add(self, piece: RawColumn) -> None:
        """Add the next cells."""
        numbers = np.append(self._texts.of(piece.texts), -1).astype(np.int32)
        self._kinds.append(once(piece.kind))
        self._numbers.append(once(piece.number))
        self._codes.append(once(numbers[piece.code]))

    def column(self) -> RawColumn:
        """Return the cells gathered so far, in the order in which they came; the pieces are given up."""
        kind, number, code = map(_joined, (self._kinds, self._numbers, self._codes))
        return RawColumn(kind.astype(np.int8, copy=False), number, code, tuple(self._texts))


def below(columns: Sequence[RawColumn]) -> RawColumn:
    """Return one column of these below each other, small as of :class:`ColumnPieces`."""
    if len(columns) == 1:
        return columns[0]
    pieces = ColumnPieces()
    for column in columns:
        pieces.add(column)
    return pieces.column()


def once(values: np.ndarray) -> np.ndarray:
    """Return an array of equal values (n,) as one value that is read n times, any other as it is.

    >>> once(np.full(4, np.nan)).strides, once(np.array([1, 2])).strides
    ((0,), (8,))
    """
    if len(values) < 2 or values.strides == (0,):
        return values
    first = values[0]
    same = np.isnan(values) if first != first else values == first  # noqa: PLR0124 - only NaN differs from itself
    return np.broadcast_to(first, values.shape) if same.all() else values


def _joined(pieces: list[np.ndarray]) -> np.ndarray:
    """Return the pieces behind each other, and empty the list, so that nothing is there twice for long."""
    if not pieces:
        return np.empty(0)
    total, single = sum(map(len, pieces)), [piece for piece in pieces if len(piece)]
    first = single[0][0] if single else pieces[0].dtype.type(0)
    if _all_are(first, single):
        pieces.clear()
        return np.broadcast_to(first, (total,))
    joined = np.concatenate(pieces)
    pieces.clear()
    return joined


def _all_are(first: float, pieces: Iterable[np.ndarray]) -> bool:
    return all(
        (piece.strides == (0,) or len(piece) == 1) and np.array_equal(piece[:1], [first], equal_nan=True)
        for piece in pieces
    )
