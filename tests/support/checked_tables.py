"""Raw tables as readers hand them over and the findings in them, for tests of checking and conversion."""

from __future__ import annotations

import datetime as dt

import numpy as np

from klantwaarde_xl.model.checking import CheckedTable
from klantwaarde_xl.model.raw_column import RawColumn
from klantwaarde_xl.model.raw_table import RawTable


def table(
    sheet: str, columns: dict[str, list[object]], *, header_row: int = 1, first_column: int = 1
) -> RawTable:
    """Return a raw table of these cells, as a reader would hand it over."""
    n = len(next(iter(columns.values())))
    cells = tuple(map(RawColumn.from_values, columns.values()))
    return RawTable(
        sheet, tuple(columns), cells, np.arange(header_row + 1, header_row + 1 + n), header_row, first_column
    )


def codes(checked: CheckedTable) -> list[tuple[str, str]]:
    """Return each finding as its code and cell."""
    return [(finding.code, finding.cell) for finding in checked.findings]


def lines(**columns: list[object]) -> RawTable:
    """Return invoice lines with these columns beside a date, a customer and revenue."""
    n = len(next(iter(columns.values())))
    base: dict[str, list[object]] = {
        "Datum": [dt.date(2024, 1, 31)] * n,
        "Klantnr": ["1"] * n,
        "Omzet": [10.0] * n,
    }
    return table("Transacties", base | columns)
