"""Places on a sheet as Excel writes them: columns as letters, ranges as ``$B$5:E8``."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from klantwaarde_xl.model.sheet_grid import column_letters, column_number

_RANGE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})(?::\$?([A-Z]{1,3})\$?(\d{1,7}))?\Z")


@dataclass(frozen=True, slots=True)
class Block:
    """A rectangle of cells by its corners, counted from 1, inclusive.

    >>> str(Block(2, 5, 5, 8))
    'B5:E8'
    """

    left: int
    top: int
    right: int
    bottom: int

    def __str__(self) -> str:
        """Return the range in letters and digits, without dollar signs."""
        return f"{column_letters(self.left)}{self.top}:{column_letters(self.right)}{self.bottom}"


def parse_range(text: str) -> Block | None:
    """Return the rectangle that a range names, or None when it is no range of cells.

    >>> parse_range("$B$5:E8"), parse_range("C3"), parse_range("A:A")
    (Block(left=2, top=5, right=5, bottom=8), Block(left=3, top=3, right=3, bottom=3), None)
    """
    found = _RANGE.match(text)
    if found is None:
        return None
    left, top = column_number(found[1]), int(found[2])
    return Block(left, top, column_number(found[3]) if found[3] else left, int(found[4] or top))


def widened(ref: bytes, block: Block, last: int) -> bytes:
    """Return the range of all used cells, widened to hold a table that now ends in row ``last``.

    >>> widened(b"B1:D5", Block(1, 3, 2, 5), 9)
    b'A1:D9'
    """
    used = parse_range(ref.decode())
    if used is None:
        return ref
    left, right = min(used.left, block.left), max(used.right, block.right)
    return str(Block(left, min(used.top, block.top), right, max(used.bottom, last))).encode()


def stretched(ref: bytes, block: Block, last: int) -> bytes:
    """Return a range of a validation or conditional format, longer when it ended where the table ended.

    >>> table = Block(1, 3, 2, 5)
    >>> stretched(b"B4:B5", table, 9), stretched(b"D4:D5", table, 9), stretched(b"B4:B8", table, 9)
    (b'B4:B9', b'D4:D5', b'B4:B8')
    """
    used = parse_range(ref.decode())
    if used is None or last <= block.bottom or used.bottom != block.bottom or used.top <= block.top:
        return ref
    inside = block.left <= used.left and used.right <= block.right
    return str(replace(used, bottom=last)).encode() if inside else ref
