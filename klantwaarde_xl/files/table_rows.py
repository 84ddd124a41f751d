"""Fill the Excel tables of an existing workbook by rewriting only their own sheet and table parts.

Whatever else is in the package (macros, ribbon, charts, other sheets, shared strings, styles) is copied as
the compressed bytes that it is. Text is written as text: a name ``=1+1`` is no formula. The new file takes
the place of the old one when it is whole."""

from __future__ import annotations

import copy
import datetime as dt
import math
import os
import posixpath
import re
import struct
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote
from xml.sax.saxutils import escape, unescape

from klantwaarde_xl import errors
from klantwaarde_xl.files.cell_text import clean
from klantwaarde_xl.files.safe_file import replace_safely

LAST_ROW = 1_048_576
"""Number of rows of a worksheet."""
_BLOCK = 1 << 20
_EPOCH = dt.datetime(1899, 12, 30)  # noqa: DTZ001 - a spreadsheet date has no time zone
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]|_x(?=[0-9A-Fa-f]{4}_)")
_ROW = re.compile(rb"<row\b([^>]*?)(?:/>|>(.*?)</row>)", re.DOTALL)
_CELL = re.compile(rb"<c\b([^>]*?)(?:/>|>(.*?)</c>)", re.DOTALL)
_RANGE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})(?::\$?([A-Z]{1,3})\$?(\d{1,7}))?\Z")
_SQREF = re.compile(rb'(\bsqref=")([^"]*)(")')
_DIMENSION = re.compile(rb'(<dimension\b[^>]*?\bref=")([^"]*)(")')
_TABLE_REF = re.compile(rb'(<(?:table|autoFilter)\b[^>]*?\sref=")([^"]*)(")')


@dataclass(frozen=True, slots=True)
class TableChange:
    """New rows for one Excel table.

    ``headers`` names the columns that the ``rows`` fill, in their order; other columns of the table stay
    blank in new rows. Values are None, str, bool, float, int, date or datetime; NaN is blank. ``count`` is
    the number of rows. ``replace`` puts them in the place of what is there; else they come below it."""

    table: str
    headers: tuple[str, ...]
    rows: Iterable[Sequence[object]]
    count: int
    replace: bool = False


@dataclass(slots=True)
class _Place:
    """Where a table is: sheet part, table part, and its corners (counted from 1, inclusive)."""

    sheet: str
    part: str
    first_column: int
    header_row: int
    last_column: int
    last_row: int
    headers: tuple[str, ...]
    totals: bool


@dataclass(slots=True)
class _Written:
    """One sheet as it will be: what comes before and after its rows, and the rows as they come."""

    before: bytes
    after: bytes
    rows: Iterator[bytes] = field(repr=False)


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

    Every part but the sheets and tables concerned stays byte for byte; an interrupted change leaves the file
    as it was. Blank rows at the end of a table are filled first. Dates get the look of the column, or the
    workbook's first date format. The file must have passed the guard of ``sources``.

    Raises KW-543 (no such table), KW-542 (more rows than a sheet has), KW-544 (something stands below the
    table, a totals row, two changes on one sheet, or XML that is not built as Excel does it), KW-005 (cannot
    be written), KW-017 (changed by others)."""
    path = Path(path)
    changes = [change for change in changes if change.count or change.replace]
    with path.open("rb") as source, zipfile.ZipFile(source) as archive:
        new: dict[str, bytes | _Written] = {}
        for change in changes:
            place = _find(path, archive, change.table)
            if place.sheet in new:
                raise _refused(path, change.table, "er zijn twee wijzigingen op één blad")
            new[place.part], new[place.sheet] = _changed(path, archive, place, change)
        with replace_safely(target or path, as_read=as_read) as unfinished:
            with zipfile.ZipFile(unfinished, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as out:
                for entry in archive.infolist():
                    if entry.filename in new:
                        _write(out, entry, new[entry.filename])
                    else:
                        _copy(source, entry, out)
            # The old file must be closed before it is replaced: Windows insists.
            archive.close()
            source.close()


def _refused(path: Path, table: str, reason: str) -> errors.KlantwaardeError:
    return errors.UNSUPPORTED_WORKBOOK.error(path=path.name, table=table, reason=reason)


def _find(path: Path, archive: zipfile.ZipFile, table: str) -> _Place:
    for name in archive.namelist():
        folder, file = posixpath.split(name)
        if not (folder.endswith("/_rels") or folder == "_rels") or "worksheets" not in folder:
            continue
        for part in re.findall(
            rb'Type="[^"]*/table"[^>]*?Target="([^"]*)"|Target="([^"]*)"[^>]*?Type="[^"]*/table"',
            archive.read(name),
        ):
            given = unquote(unescape((part[0] or part[1]).decode("utf-8")))
            home = posixpath.dirname(folder)
            whole = (
                given.lstrip("/")
                if given.startswith("/")
                else posixpath.normpath(posixpath.join(home, given))
            )
            data = archive.read(whole)
            start = re.search(rb"<table\b[^>]*>", data)
            shown = _attribute(start[0], "displayName") if start else ""
            if shown.casefold() != table.casefold():
                continue
            corners = _RANGE.match(_attribute(start[0], "ref"))
            if corners is None:
                raise _refused(path, table, "het bereik is ongeldig")
            headers = tuple(_attribute(tag, "name") for tag in re.findall(rb"<tableColumn\b[^>]*>", data))
            sheet = f"{home}/{file.removesuffix('.rels')}"
            last = int(corners[4] or corners[2])
            return _Place(
                sheet,
                whole,
                _number(corners[1]),
                int(corners[2]),
                _number(corners[3] or corners[1]),
                last,
                headers,
                _attribute(start[0], "totalsRowCount") not in {"", "0"},
            )
    raise errors.NO_SUCH_TABLE.error(path=path.name, table=table)


def _changed(
    path: Path, archive: zipfile.ZipFile, place: _Place, change: TableChange
) -> tuple[bytes, _Written]:
    """Return the new table part and the new sheet."""
    if place.totals:
        raise _refused(path, change.table, "de tabel heeft een totaalrij")
    sheet = archive.read(place.sheet)
    opening = re.search(rb"<sheetData\s*(/?)>", sheet)
    if opening is None or b"<![CDATA[" in sheet or b"<!--" in sheet:
        raise _refused(path, change.table, "het blad is anders opgebouwd dan Excel het doet")
    if opening[1]:
        end, after = opening.end(), sheet[opening.end() :]
    else:
        end = sheet.find(b"</sheetData>")
        after = sheet[end + len(b"</sheetData>") :]
    body = b"" if opening[1] else sheet[opening.end() : end]
    rows = list(_ROW.finditer(body))
    numbers = [_row_number(match, path, change) for match in rows]
    columns = range(place.first_column, place.last_column + 1)
    styles = _styles(body, rows, numbers, place, sheet)
    used = place.header_row
    for match, number in zip(rows, numbers, strict=True):
        if number > place.header_row and _filled(
            match, columns if number <= place.last_row else range(1, 16_385)
        ):
            if number > place.last_row:
                raise _refused(path, change.table, f"er staan gegevens onder de tabel (rij {number})")
            used = number
    first = place.header_row + 1 if change.replace else used + 1
    last = (
        max(first + change.count - 1, place.header_row + 1)
        if change.replace
        else max(first + change.count - 1, place.last_row)
    )
    if last > LAST_ROW:
        raise errors.TOO_MANY_ROWS.error(sheet=change.table, rows=last, limit=LAST_ROW)
    where = {header: at for at, header in enumerate(place.headers)}
    absent = [header for header in change.headers if header not in where]
    if absent:
        raise _refused(path, change.table, f"de kolom {absent[0]} ontbreekt")
    order = [where[header] for header in change.headers]
    date_style = _date_style(archive)
    kept = [body[m.start() : m.end()] for m, n in zip(rows, numbers, strict=True) if n < first]
    beyond = [
        body[m.start() : m.end()] for m, n in zip(rows, numbers, strict=True) if n > max(last, place.last_row)
    ]

    def written() -> Iterator[bytes]:
        yield b"".join(kept)
        done = 0
        for values in change.rows:
            cells: list[object] = [None] * len(place.headers)
            for at, value in zip(order, values, strict=True):
                cells[at] = value
            yield _row(first + done, place.first_column, cells, styles, date_style)
            done += 1
        if done != change.count:
            raise ValueError(f"{change.count} rows were promised and {done} came")
        for number in range(first + done, last + 1):
            yield _row(number, place.first_column, [None] * len(place.headers), styles, date_style)
        yield b"".join(beyond)

    before = _DIMENSION.sub(
        lambda m: m[1] + _widened(m[2], place, last) + m[3], sheet[: opening.start()], count=1
    )
    ref = f"{_letters(place.first_column)}{place.header_row}:{_letters(place.last_column)}{last}".encode()
    table = _TABLE_REF.sub(lambda m: m[1] + ref + m[3], archive.read(place.part))
    after = _SQREF.sub(
        lambda m: m[1] + b" ".join(_stretched(r, place, last) for r in m[2].split()) + m[3], after
    )
    return table, _Written(before + b"<sheetData>", b"</sheetData>" + after, written())


def _row_number(match: re.Match[bytes], path: Path, change: TableChange) -> int:
    number = _attribute(match[1], "r")
    if not number.isdigit():
        raise _refused(path, change.table, "het blad heeft rijen zonder nummer")
    return int(number)


def _filled(row: re.Match[bytes], columns: range) -> bool:
    """Return whether a row holds a value or formula in one of these columns."""
    for attributes, content in _CELL.findall(row[2] or b""):
        if (b"<v>" in content or b"<f" in content or b"<is" in content) and _cell_column(
            attributes
        ) in columns:
            return True
    return False


def _cell_column(attributes: bytes) -> int:
    return _number(_attribute(attributes, "r").rstrip("0123456789")) if b"r=" in attributes else 0


def _styles(
    body: bytes, rows: Sequence[re.Match[bytes]], numbers: Sequence[int], place: _Place, sheet: bytes
) -> list[str]:
    """Return the style id per column of the table: of its first data row, else of the sheet's column, else
    ''."""
    found = dict.fromkeys(range(place.first_column, place.last_column + 1), "")
    for tag in re.findall(rb"<col\b[^>]*>", sheet[: sheet.find(b"<sheetData")]):
        low, high = _attribute(tag, "min"), _attribute(tag, "max")
        for column in found:
            if low.isdigit() and high.isdigit() and int(low) <= column <= int(high):
                found[column] = _attribute(tag, "style")
    first = next(
        (m for m, n in zip(rows, numbers, strict=True) if place.header_row < n <= place.last_row), None
    )
    for attributes, _ in _CELL.findall(first[2] or b"") if first else ():
        if (column := _cell_column(attributes)) in found and (style := _attribute(attributes, "s")):
            found[column] = style
    return list(found.values())


def _date_style(archive: zipfile.ZipFile) -> str:
    """Return the id of the workbook's first cell format that shows a date, or ''."""
    data = archive.read("xl/styles.xml") if "xl/styles.xml" in archive.namelist() else b""
    own = {
        _attribute(tag, "numFmtId")
        for tag in re.findall(rb"<numFmt\b[^>]*>", data)
        if re.search(
            r"[dj]+[^a-z]+m+[^a-z]+[yj]+|y{2,4}[^a-z]+m+[^a-z]+d+", _attribute(tag, "formatCode").lower()
        )
    }
    block = re.search(rb"<cellXfs\b.*?</cellXfs>", data, re.DOTALL)
    for at, tag in enumerate(re.findall(rb"<xf\b[^>]*>", block[0]) if block else ()):
        if _attribute(tag, "numFmtId") in {"14", *own}:
            return str(at)
    return ""


def _row(
    number: int, first_column: int, values: Sequence[object], styles: Sequence[str], date_style: str
) -> bytes:
    parts = [f'<row r="{number}">']
    for at, value in enumerate(values):
        place = f'r="{_letters(first_column + at)}{number}"'
        style = styles[at]
        if isinstance(value, dt.date) and not style:
            style = date_style
        look = f'{place} s="{style}"' if style else place
        if value is None or (isinstance(value, float) and not math.isfinite(value)):
            if style:
                parts.append(f"<c {look}/>")
        elif isinstance(value, str):
            parts.append(f'<c {look} t="inlineStr"><is><t xml:space="preserve">{_safe(value)}</t></is></c>')
        elif isinstance(value, bool):
            parts.append(f'<c {look} t="b"><v>{int(value)}</v></c>')
        else:
            parts.append(f"<c {look}><v>{_figure(value)}</v></c>")
    parts.append("</row>")
    return "".join(parts).encode("utf-8")


def _figure(value: object) -> str:
    if isinstance(value, dt.date):
        moment = (
            value.replace(tzinfo=None)
            if isinstance(value, dt.datetime)
            else dt.datetime.combine(value, dt.time())
        )
        value = (moment - _EPOCH) / dt.timedelta(days=1)
    number = float(value)
    return str(int(number)) if number.is_integer() and abs(number) < 1e15 else repr(number)


def _safe(text: str) -> str:
    """Return text as XML; characters that XML forbids are written the way Excel does (_x0001_)."""
    plain = _FORBIDDEN.sub(lambda m: "_x005F_x" if m[0] == "_x" else f"_x{ord(m[0]):04X}_", clean(text))
    return escape(plain).replace("\r", "_x000D_")


def _widened(ref: bytes, place: _Place, last: int) -> bytes:
    found = _RANGE.match(ref.decode())
    if found is None:
        return ref
    low, top, high, bottom = found[1], int(found[2]), found[3] or found[1], int(found[4] or found[2])
    left, right = min(_number(low), place.first_column), max(_number(high), place.last_column)
    return f"{_letters(left)}{min(top, place.header_row)}:{_letters(right)}{max(bottom, last)}".encode()


def _stretched(ref: bytes, place: _Place, last: int) -> bytes:
    """Return a range of a validation or conditional format, longer when it ended where the table ended."""
    found = _RANGE.match(ref.decode())
    if found is None or last <= place.last_row:
        return ref
    top, bottom = int(found[2]), int(found[4] or found[2])
    inside = place.first_column <= _number(found[1]) and _number(found[3] or found[1]) <= place.last_column
    if not inside or bottom != place.last_row or top <= place.header_row:
        return ref
    return f"{found[1]}{top}:{found[3] or found[1]}{last}".encode()


def _attribute(tag: bytes, name: str) -> str:
    found = re.search(rb"(?:^|\s)" + name.encode() + rb'\s*=\s*(?:"([^"]*)"|\'([^\']*)\')', tag)
    if not found:
        return ""
    raw = (found[1] if found[1] is not None else found[2]).decode("utf-8")
    return unescape(raw, {"&quot;": '"', "&apos;": "'", "&#10;": "\n"})


def _number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _letters(number: int) -> str:
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _write(out: zipfile.ZipFile, entry: zipfile.ZipInfo, content: bytes | _Written) -> None:
    info = zipfile.ZipInfo(entry.filename, entry.date_time)
    info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, entry.external_attr
    with out.open(info, "w", force_zip64=False) as part:
        if isinstance(content, bytes):
            part.write(content)
            return
        part.write(content.before)
        block = bytearray()
        for row in content.rows:
            block += row
            if len(block) > _BLOCK:
                part.write(block)
                block.clear()
        part.write(block + content.after)


def _copy(source: object, entry: zipfile.ZipInfo, out: zipfile.ZipFile) -> None:
    """Copy one part as the compressed bytes that it is."""
    source.seek(entry.header_offset)
    name, extra = struct.unpack("<26xHH", source.read(30))
    source.seek(entry.header_offset + 30 + name + extra)
    info = copy.copy(entry)
    # Sizes now stand in the header before the part, so no descriptor comes behind it.
    info.flag_bits &= ~0x08
    info.extra = b""
    out.fp.seek(out.start_dir)
    info.header_offset = out.fp.tell()
    out.fp.write(info.FileHeader(zip64=False))
    left = entry.compress_size
    while left:
        block = source.read(min(_BLOCK, left))
        if not block:
            raise zipfile.BadZipFile(entry.filename)
        out.fp.write(block)
        left -= len(block)
    out.filelist.append(info)
    out.NameToInfo[info.filename] = info
    out.start_dir = out.fp.tell()
