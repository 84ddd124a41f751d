"""What a worksheet part really holds, found before any reader allocates memory for it.

A reader reserves one cell for every place between the first and the last cell, so two far cells in a file of
1 KB can ask for hundreds of gigabytes and end the process. The scan finds how far the cells really reach,
which cells are error values (calamine shows those as blank) and which rows are hidden. It refuses a cell
whose shared text number is no number: calamine would show the first text of the workbook there. It reads the
part once, as bytes, in pieces: cells written the usual way are stepped over by one regular expression, only
the others cost a Python step.
"""

from __future__ import annotations

import re

from klantwaarde_xl.model.sheet_grid import LAST_COLUMN, LAST_ROW, column_number
from klantwaarde_xl.sources.sheet_content import ContentScan, occurrences
from klantwaarde_xl.sources.sheet_tags import (
    TAG,
    SheetScan,
    SheetScanError,
    Wanted,
    attributes,
    look_at_text,
    note_error,
    note_hidden,
    place,
    row_number,
)

NOTHING = Wanted()
_PIECE_LIMIT = 4_000_000
_ROWS = (
    (99_999, rb"[1-9]\d{0,4}"),
    (399_999, rb"(?:[1-3]\d{5}|[1-9]\d{0,4})"),
    (LAST_ROW, rb"(?:[1-9]\d{0,5}|10[0-3]\d{4})"),
)
_TO_LAST = rb"(?:[A-Z]{1,2}|[A-W][A-Z]{2}|X[A-E][A-Z]|XF[A-D])"
_COLUMNS = ((26, rb"[A-Z]"), (78, rb"[AB]?[A-Z]"), (702, rb"[A-Z]{1,2}"), (LAST_COLUMN, _TO_LAST))
_PREFIXED = re.compile(rb"<[^\s<>/:!?\"'=]+:c[\s/>]")
_ROW = re.compile(rb"""<row(\s(?:[^"'<>]|"[^"<]*+"|'[^'<]*+')*+)>""")
_SHARED = re.compile(rb' t="s"(?: [a-qs-z][a-z]?="\w{0,40}+"){0,3}+>(?!<v>\d{1,9}</v>)')
"""A shared text in a cell that is written the usual way; the other cells are looked at one by one."""
_EXACT = re.compile(rb'<c r="([A-Z]+)(\d+)"[^<>]*+(?<!/)>')


class QuickScan:
    """Scans a sheet piece by piece (:meth:`feed`, then :meth:`close`) whose cells are written the usual way.

    ``needs_full_scan`` becomes true when a cell carries no reference or a prefixed name; then use
    :class:`FullScan`. ``furthest``: last row and column of the cells that were looked at one by one."""

    def __init__(self, wanted: Wanted = NOTHING) -> None:
        self.scan = SheetScan()
        self._content = ContentScan(self.scan, wanted)
        self.needs_full_scan = False
        self._rest = b""
        self._row_step = self._column_step = 0
        self.furthest = (0, 0)
        self._use_steps()

    def _use_steps(self) -> None:
        (self.scan.last_row, rows), (self.scan.last_column, columns) = (
            _ROWS[self._row_step],
            _COLUMNS[self._column_step],
        )
        # t="e" and a second r are left out on purpose: those cells must be looked at one by one.
        named = rb'(?: [a-qs-z][a-z]?="(?!e")\w++"){0,3}+'
        self._unusual = re.compile(rb"<c(?! r=\"" + columns + rows + rb'"' + named + rb"/?>|[A-Za-z])")

    def feed(self, piece: bytes) -> None:
        """Scan the next piece of the part."""
        data = self._rest + piece
        end = data.rfind(b"<c")
        end = _cut(data, end)
        self._rest = data[end:]
        self._look(data, end)

    def close(self) -> SheetScan:
        """Scan what is left and return the outcome; bounds are upper bounds."""
        self._look(self._rest, len(self._rest))
        return self.scan

    def _look(self, data: bytes, end: int) -> None:
        if self.needs_full_scan:
            return
        # Most pieces have no colon at all, and one character is found many times as fast as two.
        if data.find(b":", 0, end) >= 0 and data.find(b":c", 0, end) >= 0 and _PREFIXED.search(data, 0, end):
            self.needs_full_scan = True
            return
        self.scan.cells += occurrences(data, end, b"<c r")
        self._content.look(data, end)
        position = 0
        while (found := self._unusual.search(data, position, end)) and not self.needs_full_scan:
            position = found.end()
            self._look_at(data, found.start())
        self._look_at_texts(data, end)
        if data.find(b"h", 0, end) >= 0 and data.find(b"hidden=", 0, end) >= 0:
            for row in _ROW.finditer(data, 0, end):
                if b"hidden=" in row[1]:
                    note_hidden(self.scan, attributes(row[1]), 0)

    @staticmethod
    def _look_at_texts(data: bytes, end: int) -> None:
        position = 0
        while position >= 0 and (found := _SHARED.search(data, position, end)):
            tag = TAG.match(data, data.rfind(b"<", 0, found.start()))
            if tag is not None and tag[1] == b"c":
                look_at_text(data, tag)
            # Not from here on: a long text in which this stands again and again is no tag, and would be
            # searched back each time.
            position = data.find(b"<", found.end(), end)

    def _look_at(self, data: bytes, start: int) -> None:
        tag = TAG.match(data, start)
        if tag is None:
            # Not an element named c, or one cut off at the end of the file: a reader will find the latter.
            return
        given = attributes(tag[2])
        if b"r" not in given:
            self.needs_full_scan = True
            return
        row, column = place(given[b"r"])
        if given.get(b"t") == b"e":
            note_error(self.scan, row, column, data, tag.end())
        elif given.get(b"t") == b"s":
            look_at_text(data, tag)
        if tag[0].endswith(b"/>"):
            return
        self.furthest = max(row, self.furthest[0]), max(column, self.furthest[1])
        if row > self.scan.last_row and self._row_step < len(_ROWS) - 1:
            self._row_step = next(i for i, (limit, _) in enumerate(_ROWS) if row <= limit)
            self._widen()
        if column > self.scan.last_column and self._column_step < len(_COLUMNS) - 1:
            fitting = [i for i, (limit, _) in enumerate(_COLUMNS) if column <= limit]
            self._column_step = fitting[0] if fitting else len(_COLUMNS) - 1
            self._widen()
        self.scan.reach(row, column)

    def _widen(self) -> None:
        row, column = self.scan.last_row, self.scan.last_column
        self._use_steps()
        self.scan.reach(row, column)


class ExactScan:
    """Finds the true last row and column of a sheet whose upper bounds did not settle the matter.

    ``furthest`` is what the quick scan saw in the cells that this scan does not recognise.
    """

    def __init__(self, scan: SheetScan, furthest: tuple[int, int] = (0, 0)) -> None:
        self._scan = scan
        self._rest = b""
        scan.last_row, scan.last_column = furthest
        scan.exact = True

    def feed(self, piece: bytes) -> None:
        """Scan the next piece of the part."""
        data = self._rest + piece
        end = max(data.rfind(b"<"), 0)
        self._rest = data[end:]
        found = _EXACT.findall(data, 0, end)
        if found:
            letters, rows = zip(*found, strict=True)
            self._scan.reach(max(map(int, rows)), max(map(column_number, map(bytes.decode, set(letters)))))

    def close(self) -> SheetScan:
        """Return the outcome, with the true bounds."""
        self.feed(b"<")
        return self._scan


class FullScan:
    """Scans cell by cell, for sheets whose cells carry no reference or a prefixed name; slower, and exact."""

    def __init__(self, wanted: Wanted = NOTHING) -> None:
        self.scan = SheetScan(exact=True)
        self._content = ContentScan(self.scan, wanted, prefixed=True)
        self._rest = b""
        self._row = self._column = 0

    def feed(self, piece: bytes) -> None:
        """Scan the next piece of the part."""
        data = self._rest + piece
        end = max(data.rfind(b"<row"), data.rfind(b"<c"), data.rfind(b":row"), data.rfind(b":c"))
        end = data.rfind(b"<", 0, end + 1)
        end = _cut(data, end)
        self._rest = data[end:]
        self._look(data, end)

    def close(self) -> SheetScan:
        """Scan what is left and return the outcome."""
        self._look(self._rest, len(self._rest))
        return self.scan

    def _look(self, data: bytes, end: int) -> None:
        self._content.look(data, end)
        for tag in TAG.finditer(data, 0, end):
            given = attributes(tag[2])
            if tag[1] == b"row":
                self._row = row_number(given, self._row + 1)
                self._column = 0
                note_hidden(self.scan, given, self._row)
                continue
            self.scan.cells += 1
            row, self._column = place(given[b"r"]) if b"r" in given else (self._row or 1, self._column + 1)
            if given.get(b"t") == b"e":
                note_error(self.scan, row, self._column, data, tag.end())
            elif given.get(b"t") == b"s":
                look_at_text(data, tag)
            if not tag[0].endswith(b"/>"):
                self.scan.reach(row, self._column)


def _cut(data: bytes, cell: int) -> int:
    """Return how far the data may be scanned: up to its last cell, which may go on in the next piece."""
    if cell > 0 and len(data) - cell <= _PIECE_LIMIT:
        return cell
    if len(data) <= _PIECE_LIMIT:
        return 0
    end = data.rfind(b"<")
    if end < 0 or len(data) - end > _PIECE_LIMIT:
        raise SheetScanError("een blad bevat een cel die te lang is")
    return end
