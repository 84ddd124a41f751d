"""The cells of a workbook that was written, as values."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from python_calamine import CalamineWorkbook


def cells(path: Path, sheet: str) -> list[list[Any]]:
    """Return the rows of a sheet from A1 on; '' for a blank cell."""
    with CalamineWorkbook.from_path(path) as book:
        return book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)


def columns(path: Path, sheet: str, *headers: str) -> list[tuple[Any, ...]]:
    """Return these columns of the first table of a sheet that has them all."""
    rows = cells(path, sheet)
    top = next(n for n, row in enumerate(rows) if set(headers) <= set(row))
    places = [rows[top].index(header) for header in headers]
    return [tuple(row[place] for place in places) for row in rows[top + 1 :] if row[places[0]] != ""]
