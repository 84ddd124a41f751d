"""The tags of a worksheet part, read one by one: attributes, places, errors, shared texts, hidden rows."""

from __future__ import annotations

import re
from array import array
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import unescape

from klantwaarde_xl.model.sheet_grid import LAST_COLUMN, LAST_ROW, column_number

ALWAYS_ALLOWED = 16_000_000
"""So many cells between first and last are always read (under 0.4 GB): a far note is no attack."""
PLACES_PER_CELL = 16
"""A larger area must hold at least one written cell for so many places."""
MOST_PLACES = 128_000_000
"""Never more places than this, 3 GB in the reader: a full sheet of 1,048,576 rows may have 122 columns."""
TAG = re.compile(rb"""<(?:[^\s<>/:!?"'=]+:)?(row|c)(\s(?:[^"'<>]|"[^"<]*+"|'[^'<]*+')*+|/?)>""")

_REFERENCE = re.compile(r"([A-Za-z]{1,3})(\d{1,7})\Z")
_ATTRIBUTE = re.compile(rb"""(?<![^\s=<>"'/])([^\s=<>"'/]++)\s*+=\s*+(?:"([^"]*)"|'([^']*)')""")
_VALUE = re.compile(rb"<(?:\w+:)?v(?:\s[^<>]*+)?>([^<]*+)<")
_SHARED_NUMBER = re.compile(rb"<(?:\w+:)?v>\d{1,9}</")
_CONTENT = re.compile(rb"<(?:\w+:)?v(?:\s[^<>]*+)?>([^<]*+)</")


class SheetScanError(ValueError):
    """The sheet cannot be what it says; ``str()`` is the reason in Dutch, for the wording of the guard."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a scan notes beside the usual: cells in these styles, and formulas whose value is 0.

    ``styles``: what each style index stands for (``USD``, ``%``); ``zeros``: the workbook asks to be
    calculated when it is opened, so that 0 may stand for a value that nobody knows.
    """

    styles: Mapping[int, str] = field(default_factory=dict)
    zeros: bool = False


@dataclass(slots=True)
class SheetScan:
    """Outcome for one sheet: how far it reaches, its error cells and its hidden rows.

    ``last_row`` and ``last_column`` (counted from 1) are upper bounds when not ``exact``. ``cells`` is the
    number of written cells. ``error_rows`` and ``error_columns`` (from 1) with ``error_texts`` are the error
    cells, such as ``#N/A``. ``styled``: row, column and style index of the cells in a wanted style.
    ``uncalculated``: row and column of formulas without a value; ``zeros`` of those with 0; ``calculated``:
    the columns in which a formula has another value. ``hidden_columns``: the first and last of each hidden
    stretch.
    """

    last_row: int = 0
    last_column: int = 0
    cells: int = 0
    exact: bool = False
    error_rows: array[int] = field(default_factory=lambda: array("q"))
    error_columns: array[int] = field(default_factory=lambda: array("q"))
    error_texts: list[str] = field(default_factory=list)
    hidden_rows: array[int] = field(default_factory=lambda: array("q"))
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    styled: list[tuple[int, int, int]] = field(default_factory=list)
    uncalculated: list[tuple[int, int]] = field(default_factory=list)
    zeros: list[tuple[int, int]] = field(default_factory=list)
    calculated: set[int] = field(default_factory=set)

    @property
    def never_calculated(self) -> list[tuple[int, int]]:
        """Row and column of the formulas whose value nobody knows."""
        return [*self.uncalculated, *(place for place in self.zeros if place[1] not in self.calculated)]

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


def attributes(text: bytes) -> dict[bytes, bytes]:
    """Return the attributes of one tag; the last of two equal names counts, as in calamine."""
    return {name: double or single for name, double, single in _ATTRIBUTE.findall(text)}


def place(reference: bytes) -> tuple[int, int]:
    """Return row and column of a reference such as ``D5``; raises SheetScanError when no sheet has it."""
    found = _REFERENCE.match(unescape(reference.decode("utf-8", "replace")))
    if found is None:
        raise SheetScanError(f"de celverwijzing '{reference[:20].decode('utf-8', 'replace')}' bestaat niet")
    row, column = int(found[2]), column_number(found[1][:4].upper())
    if not 1 <= row <= LAST_ROW or column > LAST_COLUMN:
        raise SheetScanError(f"de cel {found[0]} ligt buiten een Excel-blad")
    return row, column


def row_number(given: dict[bytes, bytes], otherwise: int) -> int:
    """Return the number of a row by its attributes; ``otherwise`` when it carries none."""
    text = given.get(b"r", b"")
    if not text:
        return otherwise
    if not text.isdigit() or not 1 <= int(text[:8]) <= LAST_ROW:
        raise SheetScanError(f"rij '{text[:20].decode('utf-8', 'replace')}' bestaat niet")
    return int(text)


def look_at_text(data: bytes, tag: re.Match[bytes]) -> None:
    """Raise SheetScanError when the shared text number of the cell with this tag is no number.

    A blank number is allowed: the cell is blank.
    """
    if tag[0].endswith(b"/>") or _SHARED_NUMBER.match(data, tag.end()):
        return
    after = TAG.search(data, tag.end())
    found = _CONTENT.search(data, tag.end(), after.start() if after else len(data))
    if found and found[1] and not (found[1].isdigit() and len(found[1]) < 10):
        raise SheetScanError("een cel verwijst naar een tekst die er niet is")


def note_error(scan: SheetScan, row: int, column: int, data: bytes, start: int) -> None:
    """Note the error cell at this place; its text begins at ``start`` in the data."""
    after = TAG.search(data, start)
    value = _VALUE.search(data, start, after.start() if after else len(data))
    text = unescape(value[1].decode("utf-8", "replace")).strip() if value else ""
    scan.error_rows.append(row)
    scan.error_columns.append(column)
    scan.error_texts.append(text or "#VALUE!")


def note_hidden(scan: SheetScan, given: dict[bytes, bytes], row: int) -> None:
    """Note the row with these attributes when it is hidden; ``row`` is its number when it carries none."""
    if given.get(b"hidden") in {b"1", b"true"} and (number := row_number(given, row)):
        scan.hidden_rows.append(number)
