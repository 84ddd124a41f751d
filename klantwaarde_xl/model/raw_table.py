"""A table as it stood in its source: its headers, its columns of raw cells, and where each cell was."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from klantwaarde_xl.model.raw_cells import valid_text
from klantwaarde_xl.model.raw_column import RawColumn
from klantwaarde_xl.model.sheet_grid import column_letters


@dataclass(frozen=True, slots=True)
class SourceFile:
    """Where a table came from: the file's name (no path: that says who and where) and its SHA-256 in hex."""

    name: str
    sha256: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", valid_text(self.name))

    @property
    def label(self) -> str:
        """The text in the column Bron: the file's name and the start of its hash.

        >>> SourceFile("omzet.csv", "0123456789abcdef").label
        'omzet.csv #0123456789'
        """
        return f"{self.name[-240:]} #{self.sha256[:10]}" if self.sha256 else self.name


PART = 1 << 32
"""Of a table joined from several: a row is its row in the sheet plus this times the number of its part."""


@dataclass(frozen=True, slots=True)
class SheetCount:
    """What became of the filled cells of a sheet.

    ``used`` of them are in the tables with their headers, ``totals`` in rows between them that are the sum of
    others, ``unread`` outside and look like data; the rest is text around. ``total_rows`` and
    ``totals_amount`` (EUR) are those rows among invoice lines, ``unread_amount`` what the unread rows add up
    to.
    """

    sheet: str
    filled: int
    used: int
    unread: int
    totals: int = 0
    total_rows: int = 0
    totals_amount: float = 0.0
    unread_amount: float = 0.0


@dataclass(frozen=True, slots=True)
class TablePart:
    """Where one part of a joined table stands: sheet, header row, and the sheet's column of each column.

    Columns are counted from 1; 0 for a column that the part has not. ``titles``: what stands above it.
    """

    sheet: str
    header_row: int
    columns: tuple[int, ...]
    titles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class RawTable:
    """A headed table: ``headers`` (k), ``columns`` (k) of n cells each, and the sheet row of each row.

    ``sheet`` is the sheet's name (a text file: the file's name), ``table`` the Excel table's name or ''.
    ``header_row`` and ``first_column`` are counted from 1, as in Excel. ``rows`` int64 (n,), the sheet's row
    numbers (rows that are blank all over are not in the table, so they need not be consecutive).
    ``hidden_rows`` counts hidden data rows. ``places`` are the sheet's columns, counted from 1, of a table
    whose columns do not stand side by side. ``parts``: where the tables stood that this one was joined from;
    then ``rows`` are counted with :data:`PART`, and ``first_column`` and ``places`` count the columns of the
    joined table. ``date_1904``: numbers that stand for dates count from 1904, not from 1900. ``titles``: the
    texts above the headers, from top to bottom.
    """

    sheet: str
    headers: tuple[str, ...]
    columns: tuple[RawColumn, ...]
    rows: np.ndarray
    header_row: int = 1
    first_column: int = 1
    table: str = ""
    source: SourceFile = SourceFile("")
    hidden_rows: int = 0
    places: tuple[int, ...] = ()
    parts: tuple[TablePart, ...] = ()
    date_1904: bool = False
    titles: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "sheet", valid_text(self.sheet))
        object.__setattr__(self, "headers", tuple(map(valid_text, self.headers)))

    def __len__(self) -> int:
        return len(self.rows)

    def address(self, row: int | None, column: int | None) -> str:
        """Return where a cell is, ``Transacties!D1005``; row None is the header, column None the whole row.

        ``row`` and ``column`` are positions in this table, counted from 0.

        >>> table = RawTable("Klanten", ("Klantnr",), (RawColumn.from_values(["1"]),), np.array([6]), 5, 3)
        >>> table.address(0, 0), table.address(None, 0), table.address(0, None)
        ('Klanten!C6', 'Klanten!C5', 'Klanten!6:6')
        """
        place = 0 if column is None else self.places[column] if self.places else self.first_column + column
        name, sheet_row = self.sheet, self.header_row
        if self.parts:
            at = next((i for i, part in enumerate(self.parts) if place and part.columns[place - 1]), 0)
            part = self.parts[at if row is None else int(self.rows[row]) // PART]
            name, sheet_row = part.sheet, part.header_row
            place = part.columns[place - 1] if place else 0
        if row is not None:
            sheet_row = self.sheet_row(row)
        sheet = name if name.replace("_", "").isalnum() else "'" + name.replace("'", "''") + "'"
        if not place:
            return f"{sheet}!{sheet_row}:{sheet_row}"
        return f"{sheet}!{column_letters(place)}{sheet_row}"

    def with_column(self, header: str, column: RawColumn, like: int) -> RawTable:
        """Return the table with one more column, whose place is that of the column ``like`` (position)."""
        places = self.places or tuple(self.first_column + at for at in range(len(self.headers)))
        return replace(
            self,
            headers=(*self.headers, header),
            columns=(*self.columns, column),
            places=(*places, places[like]),
        )

    def sheet_of(self, column: int) -> str:
        """Return the name of the (first) sheet that has this column; of a joined table not all need to."""
        place = self.places[column] if self.places else self.first_column + column
        return next((part.sheet for part in self.parts if part.columns[place - 1]), self.sheet)

    def stretches(self) -> Iterator[tuple[str, tuple[str, ...], np.ndarray]]:
        """Yield sheet, titles and rows, bool (n,), of each table that this one was joined from."""
        if not self.parts:
            yield self.sheet, self.titles, np.ones(len(self), bool)
        for at, part in enumerate(self.parts):
            yield part.sheet, part.titles, self.rows // PART == at

    def sheet_row(self, row: int) -> int:
        """Return the number, in its sheet, of the row at this position."""
        return int(self.rows[row]) % PART
