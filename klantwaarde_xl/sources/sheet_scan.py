"""What a worksheet part really holds, seen before any reader allocates for it.

A reader reserves one cell for every place between the first and the last cell, so two far cells in a file of
1 KB can ask for hundreds of gigabytes and end the process. The scan finds how far the cells really reach,
which cells are error values (calamine shows those as blank) and which rows are hidden. It refuses a cell
whose number of a shared text is no number: calamine would show the first text of the workbook there. It reads
the part once, as bytes, in pieces: cells written the usual way are stepped over by one regular expression,
only the others cost a Python step."""

from __future__ import annotations

import re
from array import array
from dataclasses import dataclass, field
from html import unescape

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
"""The size of a sheet in Excel."""
ALWAYS_ALLOWED = 16_000_000
"""So many cells between first and last are always read (under 0.4 GB): a note far off the data is not an
attack."""
PLACES_PER_CELL = 16
"""A larger area must hold at least one written cell for so many places."""
MOST_PLACES = 128_000_000
"""Never more places than this, 3 GB in the reader: a full sheet of 1,048,576 rows may have 122 columns."""

_PIECE_LIMIT = 4_000_000
_ROWS = (
    (99_999, rb"[1-9]\d{0,4}"),
    (399_999, rb"(?:[1-3]\d{5}|[1-9]\d{0,4})"),
    (LAST_ROW, rb"(?:[1-9]\d{0,5}|10[0-3]\d{4})"),
)
_COLUMNS = ((26, rb"[A-Z]"), (78, rb"[AB]?[A-Z]"), (702, rb"[A-Z]{1,2}"))
_REFERENCE = re.compile(r"([A-Za-z]{1,3})(\d{1,7})\Z")
_TAG = re.compile(rb"""<(?:[^\s<>/:!?"'=]+:)?(row|c)(\s(?:[^"'>]|"[^"]*"|'[^']*')*|/?)>""")
_ATTRIBUTE = re.compile(rb"""([^\s=<>"'/]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_VALUE = re.compile(rb"<(?:\w+:)?v(?:\s[^>]*)?>([^<]*)<")
_PREFIXED = re.compile(rb"<[^\s<>/:!?\"'=]+:c[\s/>]")
_HIDDEN = re.compile(
    rb"""<row\s((?:[^"'>]|"[^"]*"|'[^']*')*?\shidden=["'](?:1|true)["'](?:[^"'>]|"[^"]*"|'[^']*')*)>"""
)
_SHARED = re.compile(rb' t="s"[^<>]*+>(?!<v>\d{1,9}</v>)')
_SHARED_NUMBER = re.compile(rb"<(?:\w+:)?v>\d{1,9}</")
_CONTENT = re.compile(rb"<(?:\w+:)?v(?:\s[^>]*)?>(.*?)</", re.DOTALL)
_EXACT = re.compile(rb'<c r="([A-Z]+)(\d+)"[^>]*+(?<!/)>')


class SheetScanError(ValueError):
    """The sheet cannot be what it says; ``str()`` is the reason in Dutch, for the wording of the guard."""


@dataclass(slots=True)
class SheetScan:
    """Outcome for one sheet: how far it reaches, its error cells and its hidden rows.

    ``last_row`` and ``last_column`` (counted from 1) are upper bounds when not ``exact``. ``cells`` is how
    many cells are written. ``error_rows`` and ``error_columns`` (from 1) with ``error_texts`` are the error
    cells, such as ``#N/A``."""

    last_row: int = 0
    last_column: int = 0
    cells: int = 0
    exact: bool = False
    error_rows: array[int] = field(default_factory=lambda: array("q"))
    error_columns: array[int] = field(default_factory=lambda: array("q"))
    error_texts: list[str] = field(default_factory=list)
    hidden_rows: array[int] = field(default_factory=lambda: array("q"))

    @property
    def places(self) -> int:
        """Places from A1 up to the last row and column, what a reader reserves at most."""
        return self.last_row * self.last_column

    def reach(self, row: int, column: int) -> None:
        """Note that a cell stands here."""
        self.last_row = max(self.last_row, row)
        self.last_column = max(self.last_column, column)

    def is_reasonable(self) -> bool:
        """Return whether the written cells justify the area between them."""
        return self.places <= min(max(ALWAYS_ALLOWED, PLACES_PER_CELL * self.cells), MOST_PLACES)


class QuickScan:
    """Scans a sheet piece by piece (:meth:`feed`, then :meth:`close`), for cells written as programs write
    them.

    ``needs_full_scan`` becomes true when a cell carries no reference or a prefixed name; then use
    :class:`FullScan`."""

    def __init__(self) -> None:
        self.scan = SheetScan()
        self.needs_full_scan = False
        self._rest = b""
        self._row_step = self._column_step = 0
        self.furthest = (0, 0)
        """Last row and last column of the cells that were looked at one by one."""
        self._use_steps()

    def _use_steps(self) -> None:
        (self.scan.last_row, rows), (self.scan.last_column, columns) = (
            _ROWS[self._row_step],
            _COLUMNS[self._column_step],
        )
        # t="e" and a second r are left out on purpose: those cells must be looked at one by one.
        attributes = rb'(?: [a-qs-z][a-z]?="(?!e")\w++"){0,3}+'
        self._unusual = re.compile(rb"<c(?! r=\"" + columns + rows + rb'"' + attributes + rb"/?>|[A-Za-z])")

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
        self.scan.cells += data.count(b"<c r=", 0, end)
        position = 0
        while (found := self._unusual.search(data, position, end)) and not self.needs_full_scan:
            position = found.end()
            self._look_at(data, found.start())
        self._look_at_texts(data, end)
        if data.find(b"hidden=", 0, end) >= 0:
            for row in _HIDDEN.finditer(data, 0, end):
                _note_hidden(self.scan, _attributes(row[1]), 0)

    def _look_at_texts(self, data: bytes, end: int) -> None:
        position = 0
        while position >= 0 and (found := _SHARED.search(data, position, end)):
            tag = _TAG.match(data, data.rfind(b"<", 0, found.start()))
            if tag is not None and tag[1] == b"c":
                _look_at_text(data, tag)
            # Not from here on: a long text in which this stands again and again is no tag, and would be
            # searched back each time.
            position = data.find(b"<", found.end(), end)

    def _look_at(self, data: bytes, start: int) -> None:
        tag = _TAG.match(data, start)
        if tag is None:
            # Not an element named c, or one cut off at the end of the file: a reader will find the latter.
            return
        attributes = _attributes(tag[2])
        if b"r" not in attributes:
            self.needs_full_scan = True
            return
        row, column = _place(attributes[b"r"])
        if attributes.get(b"t") == b"e":
            _note_error(self.scan, row, column, data, tag.end())
        elif attributes.get(b"t") == b"s":
            _look_at_text(data, tag)
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

    ``furthest`` is what the quick scan saw in cells that are written in another way than this one looks for.
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
            self._scan.reach(max(map(int, rows)), max(map(_column, map(bytes.decode, set(letters)))))

    def close(self) -> SheetScan:
        """Return the outcome, with the true bounds."""
        self.feed(b"<")
        return self._scan


class FullScan:
    """Scans cell by cell, for sheets whose cells carry no reference or a prefixed name; slower, and exact."""

    def __init__(self) -> None:
        self.scan = SheetScan(exact=True)
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
        for tag in _TAG.finditer(data, 0, end):
            attributes = _attributes(tag[2])
            if tag[1] == b"row":
                self._row = _row_number(attributes, self._row + 1)
                self._column = 0
                _note_hidden(self.scan, attributes, self._row)
                continue
            self.scan.cells += 1
            row, self._column = (
                _place(attributes[b"r"]) if b"r" in attributes else (self._row or 1, self._column + 1)
            )
            if attributes.get(b"t") == b"e":
                _note_error(self.scan, row, self._column, data, tag.end())
            elif attributes.get(b"t") == b"s":
                _look_at_text(data, tag)
            if not tag[0].endswith(b"/>"):
                self.scan.reach(row, self._column)


def _cut(data: bytes, cell: int) -> int:
    """Return up to where the data may be looked at: before its last cell, which may go on in the next
    piece."""
    if cell > 0 and len(data) - cell <= _PIECE_LIMIT:
        return cell
    if len(data) <= _PIECE_LIMIT:
        return 0
    end = data.rfind(b"<")
    if end < 0 or len(data) - end > _PIECE_LIMIT:
        raise SheetScanError("een blad bevat een cel die te lang is")
    return end


def _attributes(text: bytes) -> dict[bytes, bytes]:
    """Return the attributes of one tag; the last of two equal names counts, as in calamine."""
    return {name: double or single for name, double, single in _ATTRIBUTE.findall(text)}


def _place(reference: bytes) -> tuple[int, int]:
    found = _REFERENCE.match(unescape(reference.decode("utf-8", "replace")))
    if found is None:
        raise SheetScanError(f"de celverwijzing '{reference[:20].decode('utf-8', 'replace')}' bestaat niet")
    row, column = int(found[2]), _column(found[1].upper())
    if not 1 <= row <= LAST_ROW or column > LAST_COLUMN:
        raise SheetScanError(f"de cel {found[0]} ligt buiten een Excel-blad")
    return row, column


def _column(letters: str) -> int:
    number = 0
    for letter in letters[:4]:
        number = number * 26 + ord(letter) - 64
    return number


def _row_number(attributes: dict[bytes, bytes], otherwise: int) -> int:
    text = attributes.get(b"r", b"")
    if not text:
        return otherwise
    if not text.isdigit() or not 1 <= int(text[:8]) <= LAST_ROW:
        raise SheetScanError(f"rij '{text[:20].decode('utf-8', 'replace')}' bestaat niet")
    return int(text)


def _look_at_text(data: bytes, tag: re.Match[bytes]) -> None:
    """Refuse the cell with this tag, whose text is a shared one, when what says which one is no number; blank
    is allowed."""
    if tag[0].endswith(b"/>") or _SHARED_NUMBER.match(data, tag.end()):
        return
    after = _TAG.search(data, tag.end())
    found = _CONTENT.search(data, tag.end(), after.start() if after else len(data))
    if found and found[1] and not (found[1].isdigit() and len(found[1]) < 10):
        raise SheetScanError("een cel verwijst naar een tekst die er niet is")


def _note_error(scan: SheetScan, row: int, column: int, data: bytes, start: int) -> None:
    after = _TAG.search(data, start)
    value = _VALUE.search(data, start, after.start() if after else len(data))
    text = unescape(value[1].decode("utf-8", "replace")).strip() if value else ""
    scan.error_rows.append(row)
    scan.error_columns.append(column)
    scan.error_texts.append(text or "#VALUE!")


def _note_hidden(scan: SheetScan, attributes: dict[bytes, bytes], row: int) -> None:
    if attributes.get(b"hidden") in {b"1", b"true"} and (number := _row_number(attributes, row)):
        scan.hidden_rows.append(number)
