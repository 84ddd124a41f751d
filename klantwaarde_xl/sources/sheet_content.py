"""What the content of cells tells, piece by piece: formulas without a value, styles, hiding markup."""

from __future__ import annotations

import operator
import re
from itertools import islice, pairwise

import numpy as np

from klantwaarde_xl.sources.sheet_tags import (
    SheetScan,
    SheetScanError,
    Wanted,
    attributes,
    place,
)

_FORMULA = re.compile(rb"<(?:\w+:)?f(?:\s[^<>]*+)?(?:/>|>[^<]*+</(?:\w+:)?f>)\s*+(?:<(?:\w+:)?v>([^<]*+)<)?")
_BARE = re.compile(
    rb"(?:</(?:\w+:)?f>|<(?:\w+:)?f(?:\s[^<>]*+)?/>)\s*+(?:<(?:\w+:)?v(?:\s*+/>|></)|</(?:\w+:)?c>)"
)
_FORMULA_TAG = re.compile(rb"[<:]f[\s>/]")
_CELL = re.compile(rb"<(?:\w+:)?c(\s[^<>]*+)>")
_TWO_VALUES = re.compile(rb"</(?:\w+:)?(?:v|is)>\s*+<(?:\w+:)?(?:v|is|f)[\s>/]")
_HIDING = re.compile(rb"<(?:\w+:)?v(?:\s[^<>]*+)?>[^<]*+<[!?]")
_REFERENCE = re.compile(rb"<(?:\w+:)?v(?:\s[^<>]*+)?>[^<&]*+&")
_SHEET_DATA = re.compile(rb"sheetData[\s>/]")
_ROW = re.compile(rb'<row r="(\d{1,7})"')
_COLS = re.compile(rb"<(?:\w+:)?col\s([^<>]*+)>")
_UNUSUAL_BLANKS = (b"'", b"\n", b"\t", b"\r")
_LONGEST_TAG = 4_096
_TEXT_TYPES = {b"str", b"inlineStr", b"s", b"e"}
_HIDDEN_VALUES = {b"1", b"true"}


def occurrences(data: bytes, end: int, word: bytes) -> int:
    """Return how often a word of four or eight bytes stands in the data before ``end``.

    As whole numbers, once from each of as many first bytes: four to seven times as fast as ``bytes.count``.

    >>> occurrences(b"<v>1</v></c><c><v>2</v></c>", 20, b"</v>")
    1
    """
    size = len(word)
    wanted = np.frombuffer(word, f"u{size}")
    shifted = (np.frombuffer(data, f"u{size}", (end - at) // size, at) for at in range(min(size, end)))
    return sum(int(np.count_nonzero(numbers == wanted)) for numbers in shifted)


class ContentScan:
    """Looks through the pieces of one sheet (:meth:`look`), each ending before a cell that may go on.

    ``prefixed``: the names of elements may carry a prefix, so that no usual spelling can be counted.

    One byte is found ten times as fast as a longer text, so a byte that is rare in cells is asked for first.
    """

    def __init__(self, scan: SheetScan, wanted: Wanted, *, prefixed: bool = False) -> None:
        self._scan, self._wanted, self._prefixed = scan, wanted, prefixed
        self._tables = 0
        self._last_row = 0
        self._styles = {str(index).encode(): index for index in wanted.styles}
        any_style = b"|".join(sorted(self._styles))
        self._usual_style = re.compile(rb' s="(' + any_style + rb')"')
        self._any_style = re.compile(rb"\ss=[\"'](" + any_style + rb")[\"']")

    def look(self, data: bytes, end: int) -> None:
        """Note what these bytes tell; raises SheetScanError for content that programs read differently."""
        start = self._look_at_top(data, end) if self._tables == 0 else 0
        self._look_for_hidden_values(data, start, end)
        if data.find(b"h", 0, end) >= 0 and data.find(b"sheetData", 0, end) >= 0:
            starts = (data.rfind(b"<", 0, found.start()) for found in _SHEET_DATA.finditer(data, 0, end))
            self._tables += sum(1 for start in starts if start >= 0 and data[start + 1 : start + 2] != b"/")
            if self._tables > 1:
                raise SheetScanError("een blad heeft twee stukken met gegevens")
        self._look_at_rows(data, end)
        if data.find(b"f", start, end) >= 0 and _FORMULA_TAG.search(data, start, end):
            self._look_at_formulas(data, end)
        if self._styles:
            self._look_at_styles(data, end)

    def _look_for_hidden_values(self, data: bytes, start: int, end: int) -> None:
        markup = data.find(b"!", start, end) >= 0 or data.find(b"?", start, end) >= 0
        if markup and _HIDING.search(data, start, end):
            raise SheetScanError("een cel bevat een opmerking midden in haar waarde")
        if data.find(b"&", start, end) >= 0:
            self._look_for_references(data, end)
        usual = not self._prefixed and occurrences(data, end, b"</v></c>") == occurrences(data, end, b"</v>")
        if usual and data.find(b"i", 0, end) >= 0:
            usual = occurrences(data, end, b"/is></c>") == occurrences(data, end, b"/is>")
        if not usual and _TWO_VALUES.search(data, 0, end):
            raise SheetScanError("een cel heeft twee waarden")

    @staticmethod
    def _look_for_references(data: bytes, end: int) -> None:
        """Refuse a number of which a digit is written as a character reference: readers show it as blank."""
        for found in _REFERENCE.finditer(data, 0, end):
            start = max(0, found.start() - _LONGEST_TAG)
            at = data.rfind(b"<c ", start, found.start())
            cells = [*_CELL.finditer(data, max(at, start), found.start())]
            if cells and attributes(cells[-1][1]).get(b"t") not in _TEXT_TYPES:
                raise SheetScanError("een getal is met een verwijzing (&#...;) geschreven")

    def _look_at_rows(self, data: bytes, end: int) -> None:
        numbers = [self._last_row, *map(int, _ROW.findall(data, 0, end))]
        if not all(map(operator.lt, numbers, islice(numbers, 1, None))):
            wrong = next(late for early, late in pairwise(numbers) if late <= early)
            raise SheetScanError(f"rij {wrong} staat niet op haar plaats")
        self._last_row = numbers[-1]

    def _look_at_top(self, data: bytes, end: int) -> int:
        """Note the hidden columns, and return where the rows begin; ``end`` when they are still to come."""
        rows = data.find(b"sheetData", 0, end)
        rows = end if rows < 0 else rows
        for found in _COLS.finditer(data, 0, rows):
            given = attributes(found[1])
            if given.get(b"hidden") in _HIDDEN_VALUES and given.get(b"min", b"").isdigit():
                self._scan.hidden_columns.append((int(given[b"min"]), int(given.get(b"max", given[b"min"]))))
        return rows

    def _look_at_formulas(self, data: bytes, end: int) -> None:
        if not self._wanted.zeros:
            for found in _BARE.finditer(data, 0, end):
                self._note(data, found.start(), b"")
            return
        for found in _FORMULA.finditer(data, 0, end):
            self._note(data, found.start(), found[1] or b"")

    def _note(self, data: bytes, start: int, value: bytes) -> None:
        """Note the formula that begins here; a text that is blank is a value."""
        cell = None
        at = start
        while at > 0 and cell is None:
            at = data.rfind(b"<", 0, at)
            cell = _CELL.match(data, at) if at >= 0 else None
            if start - at > 100_000:
                return
        if cell is None:
            return
        given = attributes(cell[1])
        if b"r" not in given or given.get(b"t") in {b"str", b"e"}:
            return
        where = place(given[b"r"])
        text = value.strip()
        if not text:
            self._scan.uncalculated.append(where)
        elif text in {b"0", b"0.0"}:
            self._scan.zeros.append(where)
        else:
            self._scan.calculated.add(where[1])

    def _look_at_styles(self, data: bytes, end: int) -> None:
        unusual = any(data.find(byte, 0, end) >= 0 for byte in _UNUSUAL_BLANKS)
        for found in (self._any_style if unusual else self._usual_style).finditer(data, 0, end):
            # Not further back than a tag is long: a text in which this stands many times holds no tag.
            tag = data.rfind(b"<", max(0, found.start() - _LONGEST_TAG), found.start())
            cell = _CELL.match(data, tag) if tag >= 0 else None
            given = attributes(cell[1]) if cell else {}
            if b"r" in given and given.get(b"s") == found[1]:
                self._scan.styled.append((*place(given[b"r"]), self._styles[found[1]]))
