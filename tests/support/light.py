"""Our workbooks in openpyxl without its twenty seconds of work on links that reach far below the last row."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from typing import Any

import openpyxl

_FAR = re.compile(rb'(<hyperlink ref="[A-Z]+\d+:[A-Z]+)\d{4,}"')
"""A link on a range that ends at row 1,000 or further.

One link serves a whole column of customers, with room for 100,000; openpyxl makes a cell for each."""


def load(source: bytes | Path | io.BytesIO, **options: Any) -> openpyxl.Workbook:
    """Return a workbook as openpyxl reads it, but for links below row 999."""
    data = source if isinstance(source, bytes) else _content(source)
    near = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as package, zipfile.ZipFile(near, "w") as target:
        for name in package.namelist():
            target.writestr(name, _FAR.sub(rb'\g<1>999"', package.read(name)))
    return openpyxl.load_workbook(near, **options)


def _content(source: Path | io.BytesIO) -> bytes:
    return source.read_bytes() if isinstance(source, Path) else source.getvalue()


def column(sheet: Any, table: str, header: str) -> list[Any]:
    """Return the values below a header of a table, without its totals row."""
    area = sheet[sheet.tables[table].ref]
    at = [cell.value for cell in area[0]].index(header)
    last = -1 if sheet.tables[table].totalsRowCount else None
    return [row[at].value for row in area[1:last]]
