"""Where the cell of a finding is in the workbook that is written.

The inputs are copied in another order than they were read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

import numpy as np

from klantwaarde_xl.model.raw_table import RawTable
from klantwaarde_xl.model.sheet_grid import column_letters
from klantwaarde_xl.model.tables import BY_TABLE
from klantwaarde_xl.report.pages.inputs.as_read import column_order
from klantwaarde_xl.report.pages.inputs.sheets import HEADER_ROW

_CELL = re.compile(r"(?P<sheet>.+)!(?P<letters>[A-Z]{1,3})?(?P<row>\d+)(?::\d+)?")
"""A cell, or a whole row such as ``Klanten!6:6``."""


def copied_addresses(cells: Iterable[str], raw: Mapping[str, RawTable]) -> list[str]:
    """Return the address in the copied inputs of each address in the file that was read; '' without one.

    ``raw`` are the tables as they were read, by Excel table name. A whole row gives its first cell.

    >>> from klantwaarde_xl.model.raw_table import RawColumn
    >>> columns = (RawColumn.from_values(["Ede"]), RawColumn.from_values(["1"]))
    >>> table = RawTable("Mijn blad", ("Plaats", "Klantnr"), columns, np.array([12]), 4, 3)
    >>> read = ["'Mijn blad'!D12", "'Mijn blad'!12:12", "'Mijn blad'!D13", ""]
    >>> copied_addresses(read, {"tblKlanten": table})
    ['Klanten!A7', 'Klanten!A7', '', '']
    """
    places = [_Copy(name, table) for name, table in raw.items() if name in BY_TABLE]
    return [next((found for place in places if (found := place.address(cell))), "") for cell in cells]


class _Copy:
    """One table as it was read, and where each of its columns is in the copy."""

    def __init__(self, name: str, raw: RawTable) -> None:
        model = BY_TABLE[name]
        self.raw, self.sheet = raw, model.sheet
        self.columns = {}
        for position, place in column_order(raw, model).items():
            read_at = raw.places[position] if raw.places else raw.first_column + position
            self.columns[column_letters(read_at)] = column_letters(place + 1)

    def address(self, cell: str) -> str:
        """Return the address in the copy, '' for a cell that is not of this table."""
        found = _CELL.fullmatch(cell)
        if found is None or found["sheet"].strip("'").replace("''", "'") != self.raw.sheet:
            return ""
        letters = "A" if found["letters"] is None else self.columns.get(found["letters"], "")
        row = self._row(int(found["row"]))
        return f"{self.sheet}!{letters}{row}" if letters and row else ""

    def _row(self, read_at: int) -> int:
        if read_at == self.raw.header_row:
            return HEADER_ROW
        where = np.flatnonzero(self.raw.rows == read_at)
        return HEADER_ROW + 1 + int(where[0]) if len(where) else 0
