"""How wide text is in the letters of the workbook, and where it breaks: for column widths and row heights.

Widths are in digits, the unit of Excel's column widths: one digit of Calibri at 11 points, which are seven
pixels. The letters are those of Carlito, the free font made to Calibri's measure (advance widths in its
``hmtx`` table, 2,048 units to the em)."""

from __future__ import annotations

import functools
import unicodedata
from collections.abc import Sequence

import numpy as np

_REGULAR = (
    "a981 b1076 c866 d1076 e1019 f625 g964 h1076 i470 j490 k931 l470 m1636 n1076 o1080 p1076 "
    "q1076 r714 s801 t686 u1076 v925 w1464 x887 y927 z809 A1185 B1114 C1092 D1260 E1000 F941 "
    "G1292 H1276 I516 J653 K1064 L861 M1751 N1322 O1356 P1058 Q1378 R1112 S941 T998 U1314 "
    "V1162 W1822 X1063 Y998 Z959 !667 \"821 %1464 &1397 '452 (621 )621 ,511 -627 .517 /791 "
    ":548 ;548 ?949 @1831 [628 ]628 |943 ’511 ‘511 …1414"
)
_BOLD = (
    "a1011 b1099 c857 d1099 e1031 f648 g971 h1099 i503 j523 k983 l503 m1666 n1099 o1101 p1099 "
    "q1099 r728 s817 t710 u1099 v969 w1526 x941 y970 z814 A1241 B1148 C1084 D1291 E999 F940 "
    "G1305 H1292 I546 J678 K1120 L866 M1790 N1349 O1385 P1090 Q1405 R1153 S968 T1014 U1337 "
    "V1211 W1856 X1128 Y1064 Z979 !667 \"898 %1493 &1443 '478 (638 )638 ,528 -627 .547 /880 "
    ":565 ;565 ?949 @1840 [665 ]665 |973 ’528 ‘528 …1457"
)
_SPACE, _DIGIT, _EM = 463, 1038, 2048
_PIXELS_PER_DIGIT, _PIXELS_PER_POINT = 7.0, 96 / 72
_WIDE = 0x2E80
"""From here on (Chinese, Japanese, Korean, emoji) a character is as wide as it is high."""
_BREAK = " "


@functools.cache
def _table(*, bold: bool) -> np.ndarray:
    widths = _BOLD if bold else _REGULAR
    known = {text[0]: float(text[1:]) for text in widths.split()} | {" ": _SPACE, "\u00a0": _SPACE}
    letters = (unicodedata.normalize("NFD", chr(code))[0] for code in range(_WIDE))
    return np.array([known.get(letter, _DIGIT) for letter in letters])


def _letters(texts: Sequence[str], *, bold: bool, size: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the code points of all texts in a row, their widths in digits, and where each text begins.

    The last position is the end of the last text.
    """
    codes = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), dtype="<u4").astype(np.int64)
    units = np.where(codes < _WIDE, _table(bold=bold)[np.minimum(codes, _WIDE - 1)], _EM)
    starts = np.concatenate([[0], np.cumsum([len(text) for text in texts])]).astype(np.int64)
    return codes, units / _EM * size * _PIXELS_PER_POINT / _PIXELS_PER_DIGIT, starts


def text_widths(texts: Sequence[str], *, bold: bool = False, size: int = 10) -> np.ndarray:
    """Return how wide each text is on one line, float (n,) in digits of a column width; empty text is 0.

    ``size`` in points. A digit of 10 points is a little narrower than that of the column's width, which has
    11.

    >>> text_widths(["12345", "wijs", "WIJS", ""]).round(1).tolist()
    [4.8, 3.0, 3.7, 0.0]
    """
    _, widths, starts = _letters(texts, bold=bold, size=size)
    total = np.concatenate([[0.0], np.cumsum(widths)])
    return total[starts[1:]] - total[starts[:-1]]


def wrapped_lines(texts: Sequence[str], room: float, *, bold: bool = False, size: int = 10) -> np.ndarray:
    """Return how many lines each text takes in a width of ``room`` digits, int (n,), at least one.

    Lines break at blanks and line ends.

    A word wider than the room is broken where the room ends, as spreadsheet programs do. ``room`` is more
    than one letter.

    >>> wrapped_lines(["Rang omzet", "Nettobijdrage", ""], 5.5).tolist()
    [2, 2, 1]
    """
    codes, widths, starts = _letters(texts, bold=bold, size=size)
    after = np.concatenate([[0.0], np.cumsum(widths)])
    breaks = np.flatnonzero(codes == ord(_BREAK))
    place, ends = starts[:-1].copy(), starts[1:]
    lines = np.array([1 + text.count("\n") for text in texts], dtype=np.int64)
    while (going := after[ends] - after[place] > room).any():
        here = place[going]
        # The last letter that still fits; a blank at the end of a line may hang over.
        reach = np.searchsorted(after, after[here] + room, side="right") - 1
        last = np.searchsorted(breaks, reach, side="right") - 1
        blank = breaks[last] if len(breaks) else np.full(len(here), -1)
        at_blank = (last >= 0) & (blank >= here)
        place[going] = np.where(at_blank, blank + 1, np.maximum(reach, here + 1))
        lines[going] += 1
    return lines
