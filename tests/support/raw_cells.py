"""The cells of a raw table, for the tests of what readers give."""

from __future__ import annotations

from klantwaarde_xl.model.raw_table import RawTable


def cells(table: RawTable, header: str) -> list[object]:
    """Return the cells of the column with this header."""
    column = table.columns[table.headers.index(header)]
    return [column.value(row) for row in range(len(table))]
