"""One row of a sheet as XML; text is written as text, so a name ``=1+1`` is no formula."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

from klantwaarde_xl.files.cell_text import clean
from klantwaarde_xl.model.sheet_grid import column_letters, column_number

Value = str | bool | float | dt.date | None
"""What a cell can hold: also int, datetime and NaN (blank)."""
_EPOCH = dt.datetime(1899, 12, 30)  # noqa: DTZ001 - a spreadsheet date has no time zone
_OPENING = re.compile(rb"<row\b[^>]*>")
_CELL = re.compile(rb"<c\b([^<>]*?)(?:/>|>(?:[^<]++|<(?!/?c\b))*+</c>)")
_PLACE = re.compile(rb'\br="([A-Z]{1,3})\d{1,7}"')
_STYLE = re.compile(rb'\bs="(\d{1,6})"')
_NOT_KEPT = re.compile(rb'\s(?:spans|hidden)="[^"]*"')
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]|_x(?=[0-9A-Fa-f]{4}_)")


def row_xml(
    number: int, first_column: int, values: Sequence[Value], styles: Sequence[str], date_style: str
) -> bytes:
    """Return row ``number`` with these values from ``first_column`` on (both counted from 1).

    ``styles``: a style id per value, '' for none; a date without a style gets ``date_style``.

    >>> row_xml(7, 2, [2.5, dt.date(2025, 1, 1)], ["4", ""], "9").decode()
    '<row r="7"><c r="B7" s="4"><v>2.5</v></c><c r="C7" s="9"><v>45658</v></c></row>'
    """
    cells = (
        _cell(f"{column_letters(first_column + at)}{number}", value, styles[at], date_style)
        for at, value in enumerate(values)
    )
    return f'<row r="{number}">{"".join(cells)}</row>'.encode()


def fill_row(
    row: bytes, number: int, values: Mapping[int, Value], styles: Mapping[int, str], date_style: str
) -> bytes:
    """Return a row with these values (by column, counted from 1) in the cells that are blank or absent.

    >>> fill_row(b'<row r="2"><c r="A2"><v>1</v></c></row>', 2, {1: 7.0, 2: 5.0}, {}, "").decode()
    '<row r="2"><c r="A2"><v>1</v></c><c r="B2"><v>5</v></c></row>'
    """
    opening = _OPENING.match(row)
    if opening is None:
        return row
    cells: dict[int, bytes] = {}
    for cell in _CELL.finditer(row, opening.end()):
        place = _PLACE.search(cell[1])
        if place is None:
            return row
        cells[column_number(place[1].decode())] = cell[0]
    for column, value in values.items():
        old = cells.get(column, b"")
        if any(mark in old for mark in (b"<v>", b"<f", b"<is")):
            continue
        look = _STYLE.search(old)
        style = look[1].decode() if look else styles.get(column, "")
        cells[column] = _cell(f"{column_letters(column)}{number}", value, style, date_style).encode()
    head = opening[0][:-2] + b">" if opening[0].endswith(b"/>") else opening[0]
    return head + b"".join(cells[column] for column in sorted(cells)) + b"</row>"


def with_neighbours(row: bytes, old: bytes, columns: range) -> bytes:
    """Return a new row of a table with the cells that the old row has beside these columns, and its height.

    ``hidden`` goes: what was hidden held other values. So does ``spans``, which only makes reading quicker.

    >>> old = b'<row r="7" ht="30" spans="1:9"><c r="A7"><v>1</v></c><c r="B7"><v>2</v></c></row>'
    >>> with_neighbours(b'<row r="7"><c r="B7"><v>5</v></c></row>', old, range(2, 4)).decode()
    '<row r="7" ht="30"><c r="A7"><v>1</v></c><c r="B7"><v>5</v></c></row>'
    """
    opening, own = _OPENING.match(old), _OPENING.match(row)
    if opening is None or own is None:
        return row
    left, right, column = b"", b"", 0
    for cell in _CELL.finditer(old, opening.end()):
        place = _PLACE.search(cell[1])
        column = column_number(place[1].decode()) if place else column + 1
        left += cell[0] if column < columns.start else b""
        right += cell[0] if column >= columns.stop else b""
    head = _NOT_KEPT.sub(b"", opening[0].rstrip(b"/>").rstrip()) + b">"
    cells = b"" if own[0].endswith(b"/>") else row[own.end() :].removesuffix(b"</row>")
    return head + left + cells + right + b"</row>"


def _cell(address: str, value: Value, style: str, date_style: str) -> str:
    if isinstance(value, dt.date) and not style:
        style = date_style
    look = f'r="{address}" s="{style}"' if style else f'r="{address}"'
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return f"<c {look}/>" if style else ""
    if isinstance(value, str):
        return f'<c {look} t="inlineStr"><is><t xml:space="preserve">{_safe(value)}</t></is></c>'
    if isinstance(value, bool):
        return f'<c {look} t="b"><v>{int(value)}</v></c>'
    return f"<c {look}><v>{_figure(value)}</v></c>"


def _figure(value: float | dt.date) -> str:
    if isinstance(value, dt.datetime):
        value = (value.replace(tzinfo=None) - _EPOCH) / dt.timedelta(days=1)
    elif isinstance(value, dt.date):
        value = (dt.datetime.combine(value, dt.time()) - _EPOCH) / dt.timedelta(days=1)
    number = float(value)
    return str(int(number)) if number.is_integer() and abs(number) < 1e15 else repr(number)


def _safe(text: str) -> str:
    """Return text as XML; characters that XML forbids are written the way Excel does (_x0001_)."""
    plain = _FORBIDDEN.sub(lambda m: "_x005F_x" if m[0] == "_x" else f"_x{ord(m[0]):04X}_", clean(text))
    return escape(plain).replace("\r", "_x000D_")
