"""How long the shared texts of a workbook are, and how much room the cells would take that point at them."""

from __future__ import annotations

import re
from array import array

import numpy as np

MOST_UNFOLDED = 1024**3
"""Most bytes of text that all cells together may show; a million cells of 1,000 characters come close."""
_NUMBERED = re.compile(
    rb"<(?:\w+:)?c\s(?>[^<>]*?\bt=[\"']s[\"'])[^<>]*+>\s*+"
    rb"(?:<(?:\w+:)?f[^<>]*+>[^<]*+</(?:\w+:)?f>)?\s*+<(?:\w+:)?v>(\d{1,9})<"
)
_START = re.compile(rb"<(?:\w+:)?si[\s>/]")


def longest(data: bytes) -> tuple[int, bytes]:
    """Return a length that no shared text in these bytes exceeds, and the bytes that may go on.

    >>> longest(b"<si><t>Noord</t></si><si><t>Ede</t></si><si><t>Zui")
    (17, b'<t>Zui')
    """
    parts = data.split(b"<si>")
    return max(map(len, parts)), parts[-1]


class TextLengths:
    """Gathers the length in bytes of each shared text, from the pieces of their part."""

    def __init__(self) -> None:
        self._lengths = array("q")
        self._open = -1
        self._rest = b""

    def feed(self, piece: bytes) -> None:
        """Take the next piece of the part."""
        data = self._rest + piece
        end = max(data.rfind(b"<"), 0)
        last = 0
        for found in _START.finditer(data, 0, end + 1):
            self._close(found.start() - last)
            last, self._open = found.start(), 0
        if self._open >= 0:
            self._open += end - last
        self._rest = data[end:]

    def _close(self, length: int) -> None:
        if self._open >= 0:
            self._lengths.append(self._open + length)

    def lengths(self) -> np.ndarray:
        """Return the lengths, int64, in the order of the texts."""
        self._close(len(self._rest))
        return np.asarray(self._lengths, np.int64)


class ShownTexts:
    """Adds up the bytes of text that the cells of a sheet show, from the pieces of its part.

    ``lengths`` int64 are those of the shared texts.
    """

    def __init__(self, lengths: np.ndarray) -> None:
        self.total = 0
        self._lengths = lengths
        self._rest = b""

    def feed(self, piece: bytes) -> None:
        """Take the next piece of the part; the last cell may go on in the next one."""
        data = self._rest + piece
        end = max(data.rfind(b"<c"), data.rfind(b":c"), 0)
        numbers = np.array(_NUMBERED.findall(data, 0, end), np.int64)
        self.total += int(self._lengths[numbers[numbers < len(self._lengths)]].sum())
        self._rest = data[end:]
