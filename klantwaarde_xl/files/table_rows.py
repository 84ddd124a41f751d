"""Fill the Excel tables of an existing workbook by rewriting only their own sheet and table parts.

Whatever else is in the package (macros, ribbon, charts, other sheets, shared strings, styles) is copied as
the compressed bytes that it is. The new file takes the place of the old one when it is whole."""

from __future__ import annotations

import os
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from klantwaarde_xl import errors
from klantwaarde_xl.files.calculation_chain import CHAIN, without_chain
from klantwaarde_xl.files.cell_places import Block, stretched, widened
from klantwaarde_xl.files.package_parts import copy_part, write_part
from klantwaarde_xl.files.row_xml import Value, fill_row, row_xml, with_neighbours
from klantwaarde_xl.files.safe_file import replace_safely
from klantwaarde_xl.files.table_place import TablePlace, attribute, find_table
from klantwaarde_xl.model.sheet_grid import LAST_COLUMN, LAST_ROW, column_number

_ALL_COLUMNS = range(1, LAST_COLUMN + 1)
_DATA = re.compile(rb"<sheetData\s*(/?)>")
_ROW = re.compile(rb"<row\b([^<>]*?)(?:/>|>(?:[^<]++|<(?!/?row\b))*+</row>)")
_CELL = re.compile(rb"<c\b([^<>]*?)(?:/>|>((?:[^<]++|<(?!/?c\b))*+)</c>)")
_SQREF = re.compile(rb'(\bsqref=")([^"]*)(")')
_DIMENSION = re.compile(rb'(<dimension\b[^<>]*?\bref=")([^"]*)(")')
_TABLE_REF = re.compile(rb'(<(?:table|autoFilter)\b[^<>]*?\sref=")([^"]*)(")')
_COLUMN_LOOK = re.compile(rb"<col\b[^<>]*>")
_FORMAT = re.compile(rb"<numFmt\b[^<>]*>")
_CELL_FORMATS = re.compile(rb"<cellXfs\b.*?</cellXfs>", re.DOTALL)
_CELL_FORMAT = re.compile(rb"<xf\b[^<>]*>")
_DATE_CODE = re.compile(r"[dj]+[^a-z]+m+[^a-z]+[yj]+|y{2,4}[^a-z]+m+[^a-z]+d+")

_Refuse = Callable[[str], errors.KlantwaardeError]


class CellFill(NamedTuple):
    """A value for a blank cell: the row of the sheet, the header of the column, and the value."""

    row: int
    header: str
    value: Value


@dataclass(frozen=True, slots=True)
class TableChange:
    """New rows for one Excel table.

    ``headers`` names the columns that the ``rows`` fill, in their order; other columns of the table stay
    blank in new rows. Values are None, str, bool, float, int, date or datetime; NaN is blank. ``count`` is
    the number of rows. ``replace`` puts them in the place of what is there; else they come below it.
    ``fills``: values for blank cells of rows that are there; a cell that holds something stays as it is.
    """

    table: str
    headers: tuple[str, ...]
    rows: Iterable[Sequence[Value]]
    count: int
    replace: bool = False
    fills: tuple[CellFill, ...] = ()


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A sheet part in pieces: what comes before its data, the rows with their number, what comes after."""

    before: bytes
    rows: list[tuple[int, bytes]]
    after: bytes


def change_tables(
    path: str | os.PathLike[str],
    changes: Sequence[TableChange],
    target: str | os.PathLike[str] | None = None,
    *,
    as_read: str | None = None,
) -> None:
    """Put new rows in the tables of the workbook at ``path`` and save it there, or at ``target``.

    ``as_read`` is what must still stand where it is saved, as for ``safe_file.replace_safely``: the changes
    were made for that.

    Every part but the sheets and tables concerned, and the order of calculation, stays byte for byte; so do
    the cells beside a table. An interrupted change leaves the file
    as it was. Blank rows at the end of a table are filled first. Dates get the look of the column, or the
    workbook's first date format. The file must have passed the guard of ``sources``.

    Raises KW-543 (no such table), KW-542 (more rows than a sheet has), KW-544 (something stands below the
    table, a totals row, two changes on one sheet, or XML that is not built as Excel does it), KW-005 (cannot
    be written), KW-017 (changed by others)."""
    path = Path(path)
    changes = [change for change in changes if change.count or change.replace or change.fills]
    with path.open("rb") as source, zipfile.ZipFile(source) as archive:
        new: dict[str, bytes | Iterable[bytes]] = {}
        for change in changes:
            refuse = partial(_refused, path, change.table)
            place = _place(archive, change, path, refuse)
            if place.sheet in new:
                raise refuse("er zijn twee wijzigingen op één blad")
            new[place.part], new[place.sheet] = _changed(archive, place, change, refuse)
        # Excel repairs a workbook of which the chain names a cell without a formula; without one it makes it.
        dropped = new and CHAIN in archive.namelist()
        new |= without_chain(archive) if dropped else {}
        with replace_safely(target or path, as_read=as_read) as unfinished:
            with zipfile.ZipFile(unfinished, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as out:
                for entry in archive.infolist():
                    if dropped and entry.filename == CHAIN:
                        continue
                    if entry.filename in new:
                        write_part(out, entry, new[entry.filename])
                    else:
                        copy_part(source, entry, out)
            # The old file must be closed before it is replaced: Windows insists.
            archive.close()
            source.close()


def _refused(path: Path, table: str, reason: str) -> errors.KlantwaardeError:
    return errors.UNSUPPORTED_WORKBOOK.error(path=path.name, table=table, reason=reason)


def _place(archive: zipfile.ZipFile, change: TableChange, path: Path, refuse: _Refuse) -> TablePlace:
    """Return where the table of the change is; it must hold its columns and no totals row."""
    try:
        place = find_table(archive, change.table)
    except ValueError as problem:
        raise refuse("het bereik is ongeldig") from problem
    if place is None:
        raise errors.NO_SUCH_TABLE.error(path=path.name, table=change.table)
    if place.totals:
        raise refuse("de tabel heeft een totaalrij")
    return place


def _changed(
    archive: zipfile.ZipFile, place: TablePlace, change: TableChange, refuse: _Refuse
) -> tuple[bytes, Iterable[bytes]]:
    """Return the new table part, and the new sheet in pieces."""
    sheet, block = _cut(archive.read(place.sheet), refuse), place.block
    first = block.top + 1 if change.replace else _last_used(sheet, block, refuse) + 1
    last = max(first + change.count - 1, block.top + 1 if change.replace else block.bottom)
    if last > LAST_ROW:
        raise errors.TOO_MANY_ROWS.error(sheet=change.table, rows=last, limit=LAST_ROW)
    if absent := [header for header in change.headers if header not in place.headers]:
        raise refuse(f"de kolom {absent[0]} ontbreekt")
    write = partial(
        row_xml, first_column=block.left, styles=_styles(sheet, block), date_style=_date_style(archive)
    )
    bottom = max(last, block.bottom)
    beside = {number: row for number, row in sheet.rows if first <= number <= bottom}
    new = _new_rows(write, _whole_rows(change, place), range(first, last + 1), len(place.headers))
    rows = (
        with_neighbours(row, beside[number], range(block.left, block.right + 1)) if number in beside else row
        for number, row in chain(new, ((n, b'<row r="%d"/>' % n) for n in range(last + 1, bottom + 1)))
        if number <= last or number in beside
    )
    fills = _fills_by_row(change, place)
    look = {block.left + at: style for at, style in enumerate(_styles(sheet, block))}
    kept = (
        fill_row(row, number, fills[number], look, _date_style(archive)) if number in fills else row
        for number, row in sheet.rows
        if number < first
    )
    beyond = (row for number, row in sheet.rows if number > bottom)
    before = _DIMENSION.sub(lambda m: m[1] + widened(m[2], block, last) + m[3], sheet.before, count=1)
    after = _SQREF.sub(
        lambda m: m[1] + b" ".join(stretched(r, block, last) for r in m[2].split()) + m[3], sheet.after
    )
    ref = str(replace(block, bottom=last)).encode()
    table = _TABLE_REF.sub(lambda m: m[1] + ref + m[3], archive.read(place.part))
    return table, chain([before, b"<sheetData>"], kept, rows, beyond, [b"</sheetData>", after])


def _new_rows(
    write: Callable[..., bytes], values: Iterable[list[Value]], numbers: range, width: int
) -> Iterator[tuple[int, bytes]]:
    """Yield number and XML of every row that is written anew: those with values, then blank ones."""
    number = numbers.start
    for cells in values:
        yield number, write(number=number, values=cells)
        number += 1
    for blank in range(number, numbers.stop):
        yield blank, write(number=blank, values=[None] * width)


def _fills_by_row(change: TableChange, place: TablePlace) -> dict[int, dict[int, Value]]:
    """Return value by column of the sheet, by row, of the blank cells that the change fills."""
    column_of = {header: place.block.left + at for at, header in enumerate(place.headers)}
    found: dict[int, dict[int, Value]] = {}
    for fill in change.fills:
        if fill.header in column_of:
            found.setdefault(fill.row, {})[column_of[fill.header]] = fill.value
    return found


def _cut(sheet: bytes, refuse: _Refuse) -> _Sheet:
    opening = _DATA.search(sheet)
    if opening is None or b"<![CDATA[" in sheet or b"<!--" in sheet:
        raise refuse("het blad is anders opgebouwd dan Excel het doet")
    before = sheet[: opening.start()]
    if opening[1]:
        return _Sheet(before, [], sheet[opening.end() :])
    body, _, after = sheet[opening.end() :].partition(b"</sheetData>")
    rows = []
    for found in _ROW.finditer(body):
        number = attribute(found[1], "r")
        if not number.isdigit():
            raise refuse("het blad heeft rijen zonder nummer")
        rows.append((int(number), found[0]))
    return _Sheet(before, rows, after)


def _last_used(sheet: _Sheet, block: Block, refuse: _Refuse) -> int:
    """Return the last row of the table that holds something; nothing may stand below the table."""
    used, own = block.top, range(block.left, block.right + 1)
    for number, row in sheet.rows:
        if number > block.bottom and _filled(row, _ALL_COLUMNS):
            raise refuse(f"er staan gegevens onder de tabel (rij {number})")
        if number > block.top and _filled(row, own):
            used = number
    return used


def _filled(row: bytes, columns: range) -> bool:
    """Return whether a row holds a value or formula in one of these columns."""
    return any(
        _cell_column(attributes) in columns
        for attributes, content in _CELL.findall(row)
        if b"<v>" in content or b"<f" in content or b"<is" in content
    )


def _cell_column(attributes: bytes) -> int:
    return column_number(attribute(attributes, "r").rstrip("0123456789"))


def _whole_rows(change: TableChange, place: TablePlace) -> Iterator[list[Value]]:
    """Yield the new rows with a value for every column of the table, blank where the change has none."""
    where = {header: at for at, header in enumerate(place.headers)}
    order = [where[header] for header in change.headers]
    done = 0
    for values in change.rows:
        cells: list[Value] = [None] * len(place.headers)
        for at, value in zip(order, values, strict=True):
            cells[at] = value
        yield cells
        done += 1
    if done != change.count:
        raise ValueError(f"{change.count} rows were promised and {done} came")


def _styles(sheet: _Sheet, block: Block) -> list[str]:
    """Return the style id per column of the table: of its first data row, else of its column, else ''."""
    found = dict.fromkeys(range(block.left, block.right + 1), "")
    for tag in _COLUMN_LOOK.findall(sheet.before):
        low, high = attribute(tag, "min"), attribute(tag, "max")
        if low.isdigit() and high.isdigit():
            style = attribute(tag, "style")
            found |= {column: style for column in found if int(low) <= column <= int(high)}
    first = next((row for number, row in sheet.rows if block.top < number <= block.bottom), b"")
    for attributes, _ in _CELL.findall(first):
        if (column := _cell_column(attributes)) in found and (style := attribute(attributes, "s")):
            found[column] = style
    return list(found.values())


def _date_style(archive: zipfile.ZipFile) -> str:
    """Return the id of the workbook's first cell format that shows a date, or ''."""
    data = archive.read("xl/styles.xml") if "xl/styles.xml" in archive.namelist() else b""
    own = {
        attribute(tag, "numFmtId")
        for tag in _FORMAT.findall(data)
        if _DATE_CODE.search(attribute(tag, "formatCode").lower())
    }
    formats = _CELL_FORMATS.search(data)
    for at, tag in enumerate(_CELL_FORMAT.findall(formats[0]) if formats else ()):
        if attribute(tag, "numFmtId") in {"14", *own}:
            return str(at)
    return ""
