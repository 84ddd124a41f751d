"""The styles of cells that are added to an Excel table: those of its other rows, and one for dates."""

from __future__ import annotations

import re

from klantwaarde_xl.files.table_place import attribute, cell_column

_COLUMN = re.compile(rb"<col\b[^<>]*>")
_CELL = re.compile(rb"<c\b[^<>]*>")
_NUMBER_FORMAT = re.compile(rb"<numFmt\b[^<>]*>")
_CELL_FORMATS = re.compile(rb"<cellXfs\b.*?</cellXfs>", re.DOTALL)
_CELL_FORMAT = re.compile(rb"<xf\b[^<>]*>")
_DATE_CODE = re.compile(r"[dj]+[^a-z]+m+[^a-z]+[yj]+|y{2,4}[^a-z]+m+[^a-z]+d+")
_SHORT_DATE = "14"
"""The id of Excel's own short date, which no workbook declares."""


def styles_by_column(columns: range, head: bytes, row: bytes) -> dict[int, str]:
    """Return the style id by column of a sheet, counted from 1, '' for none.

    ``head``: the XML of the sheet above its data, with the styles of whole columns. ``row``: the first data
    row of the table, whose styles come first; b'' when it has none.

    >>> styles_by_column(range(2, 5), b'<col min="1" max="3" style="7"/>', b'<c r="B6" s="4"/>')
    {2: '4', 3: '7', 4: ''}
    """
    found = dict.fromkeys(columns, "")
    for tag in _COLUMN.findall(head):
        low, high = attribute(tag, "min"), attribute(tag, "max")
        if low.isdigit() and high.isdigit():
            style = attribute(tag, "style")
            found |= {column: style for column in found if int(low) <= column <= int(high)}
    for tag in _CELL.findall(row):
        if (column := cell_column(tag)) in found and (style := attribute(tag, "s")):
            found[column] = style
    return found


def first_date_style(styles: bytes) -> str:
    """Return the id of the first cell format that shows a date; '' for none.

    ``styles``: the styles part of the workbook; b'' when it has none.

    >>> first_date_style(b'<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>')
    '1'
    """
    dates = {
        attribute(tag, "numFmtId")
        for tag in _NUMBER_FORMAT.findall(styles)
        if _DATE_CODE.search(attribute(tag, "formatCode").lower())
    }
    formats = _CELL_FORMATS.search(styles)
    for at, tag in enumerate(_CELL_FORMAT.findall(formats[0]) if formats else ()):
        if attribute(tag, "numFmtId") in {_SHORT_DATE, *dates}:
            return str(at)
    return ""
