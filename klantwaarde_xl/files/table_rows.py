"""Fill the Excel tables of an existing workbook by rewriting only their own sheet and table parts.

All other parts (macros, ribbon, charts, other sheets, shared strings, styles) are copied as compressed
bytes. The new file takes the place of the old one when it is whole."""

from __future__ import annotations

import os
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain, repeat
from pathlib import Path
from typing import NamedTuple

from klantwaarde_xl import errors
from klantwaarde_xl.files.calculation_chain import CHAIN, without_chain
from klantwaarde_xl.files.cell_places import Block, stretched, widened
from klantwaarde_xl.files.new_cell_styles import first_date_style, styles_by_column
from klantwaarde_xl.files.package_parts import copy_part, write_part
from klantwaarde_xl.files.row_xml import Value, fill_row, row_xml, with_neighbours
from klantwaarde_xl.files.safe_file import replace_safely
from klantwaarde_xl.files.table_place import TablePlace, attribute, cell_column, find_table
from klantwaarde_xl.model.sheet_grid import LAST_COLUMN, LAST_ROW

_STYLES = "xl/styles.xml"
_ALL_COLUMNS = range(1, LAST_COLUMN + 1)
_DATA = re.compile(rb"<sheetData\s*(/?)>")
_ROW = re.compile(rb"<row\b([^<>]*?)(?:/>|>(?:[^<]++|<(?!/?row\b))*+</row>)")
_CELL = re.compile(rb"<c\b([^<>]*?)(?:/>|>((?:[^<]++|<(?!/?c\b))*+)</c>)")
_SQREF = re.compile(rb'(\bsqref=")([^"]*)(")')
_DIMENSION = re.compile(rb'(<dimension\b[^<>]*?\bref=")([^"]*)(")')
_TABLE_REF = re.compile(rb'(<(?:table|autoFilter)\b[^<>]*?\sref=")([^"]*)(")')

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


@dataclass(frozen=True, slots=True)
class _Look:
    """How new cells look: the style id by column of the table ('' for none), and that of a date."""

    styles: dict[int, str]
    date_style: str


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
    the cells beside a table. An interrupted change leaves the file as it was. Blank rows at the end of a
    table are filled first. Dates get the look of the column, or the workbook's first date format. The file
    must have passed the guard of ``sources``.

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
    if absent := [header for header in change.headers if header not in place.headers]:
        raise refuse(f"de kolom {absent[0]} ontbreekt")
    sheet = _cut(archive.read(place.sheet), refuse)
    place = place if change.replace else _with_rows_below(place, sheet)
    block = place.block
    numbers = _numbers_to_write(sheet, block, change, refuse)
    look = _look_of(sheet, block, archive)
    last = numbers.stop - 1
    rows = chain(
        _rows_above(sheet, numbers.start, _fills_by_row(change, place), look),
        _rows_of_table(sheet, place, change, numbers, look),
        (row for number, row in sheet.rows if number > max(last, block.bottom)),
    )
    before = _DIMENSION.sub(lambda m: m[1] + widened(m[2], block, last) + m[3], sheet.before, count=1)
    after = _SQREF.sub(
        lambda m: m[1] + b" ".join(stretched(r, block, last) for r in m[2].split()) + m[3], sheet.after
    )
    ref = str(replace(block, bottom=last)).encode()
    table = _TABLE_REF.sub(lambda m: m[1] + ref + m[3], archive.read(place.part))
    return table, chain([before, b"<sheetData>"], rows, [b"</sheetData>", after])


def _with_rows_below(place: TablePlace, sheet: _Sheet) -> TablePlace:
    """Return the table with the rows directly below it: programs other than Excel do not let it grow along.

    The reader counts these rows too.
    """
    block = place.block
    own = range(block.left, block.right + 1)
    filled = {number for number, row in sheet.rows if number > block.bottom and _filled(row, own)}
    bottom = block.bottom
    while bottom + 1 in filled:
        bottom += 1
    return replace(place, block=replace(block, bottom=bottom))


def _numbers_to_write(sheet: _Sheet, block: Block, change: TableChange, refuse: _Refuse) -> range:
    """Return the numbers of the rows that are written anew, up to the last row that the table will have.

    A table keeps at least one row, and does not shrink when rows are added.
    """
    first = block.top + 1 if change.replace else _last_used(sheet, block, refuse) + 1
    last = max(first + change.count - 1, block.top + 1 if change.replace else block.bottom)
    if last > LAST_ROW:
        raise errors.TOO_MANY_ROWS.error(sheet=change.table, rows=last, limit=LAST_ROW)
    return range(first, last + 1)


def _rows_above(
    sheet: _Sheet, first: int, fills: Mapping[int, dict[int, Value]], look: _Look
) -> Iterator[bytes]:
    """Yield the rows above the first one that is written anew, with their blank cells filled."""
    for number, row in sheet.rows:
        if number < first:
            fill = fills.get(number)
            yield fill_row(row, number, fill, look.styles, look.date_style) if fill else row


def _rows_of_table(
    sheet: _Sheet, place: TablePlace, change: TableChange, numbers: range, look: _Look
) -> Iterator[bytes]:
    """Yield the rows that are written anew, the last ones blank, then the rows that the table gives up.

    Cells beside the table stay, in the rows that it gives up as well.
    """
    block, styles = place.block, list(look.styles.values())
    there, own = dict(sheet.rows), range(block.left, block.right + 1)
    blank: list[Value] = [None] * len(place.headers)
    values = chain(_whole_rows(change, place), repeat(blank, len(numbers) - change.count))
    for number, cells in zip(numbers, values, strict=True):
        row = row_xml(number, block.left, cells, styles, look.date_style)
        yield with_neighbours(row, there[number], own) if number in there else row
    for number in range(numbers.stop, block.bottom + 1):
        if number in there:
            yield with_neighbours(b'<row r="%d"/>' % number, there[number], own)


def _look_of(sheet: _Sheet, block: Block, archive: zipfile.ZipFile) -> _Look:
    row = next((row for number, row in sheet.rows if block.top < number <= block.bottom), b"")
    styles = archive.read(_STYLES) if _STYLES in archive.namelist() else b""
    columns = range(block.left, block.right + 1)
    return _Look(styles_by_column(columns, sheet.before, row), first_date_style(styles))


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
            raise refuse(f"onder de tabel staat iets (rij {number}); haal het weg of neem het in de tabel op")
        if number > block.top and _filled(row, own):
            used = number
    return used


def _filled(row: bytes, columns: range) -> bool:
    """Return whether a row holds a value or formula in one of these columns."""
    return any(
        cell_column(attributes) in columns
        for attributes, content in _CELL.findall(row)
        if b"<v>" in content or b"<f" in content or b"<is" in content
    )


def _whole_rows(change: TableChange, place: TablePlace) -> Iterator[list[Value]]:
    """Yield the new rows with a value for every column of the table, blank where the change has none."""
    where = {header: at for at, header in enumerate(place.headers)}
    order = [where[header] for header in change.headers]
    done = 0
    for done, values in enumerate(change.rows, 1):
        if done > change.count:
            break
        cells: list[Value] = [None] * len(place.headers)
        for at, value in zip(order, values, strict=True):
            cells[at] = value
        yield cells
    if done != change.count:
        more = " or more" if done > change.count else ""
        raise ValueError(f"{change.count} rows were promised and {done}{more} came")
