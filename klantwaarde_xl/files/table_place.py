"""Where an Excel table is in a package: which parts describe it, and which cells it takes."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote
from xml.sax.saxutils import unescape

from klantwaarde_xl.files.cell_places import Block, parse_range
from klantwaarde_xl.model.sheet_grid import column_number

_RELATION = re.compile(rb"<Relationship\b[^<>]*>")
_TABLE = re.compile(rb"<table\b[^<>]*>")
_TABLE_COLUMN = re.compile(rb"<tableColumn\b[^<>]*>")


@dataclass(frozen=True, slots=True)
class TablePlace:
    """Where a table is: sheet part, table part, its cells with the header row, and its headers."""

    sheet: str
    part: str
    block: Block
    headers: tuple[str, ...]
    totals: bool


def find_table(archive: zipfile.ZipFile, name: str) -> TablePlace | None:
    """Return where the table of this name (in any case) is in the package, or None when there is none.

    Raises ValueError when its range is none."""
    for sheet, part in _table_parts(archive):
        data = archive.read(part)
        opening = _TABLE.search(data)
        if opening is None or attribute(opening[0], "displayName").casefold() != name.casefold():
            continue
        block = parse_range(attribute(opening[0], "ref"))
        if block is None:
            raise ValueError(f"{part}: the table has no range")
        headers = tuple(attribute(tag, "name") for tag in _TABLE_COLUMN.findall(data))
        totals = attribute(opening[0], "totalsRowCount") not in {"", "0"}
        return TablePlace(sheet, part, block, headers, totals)
    return None


def _table_parts(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """Yield the sheet part and the table part of every table in the package."""
    for name in archive.namelist():
        folder, file = posixpath.split(name)
        if posixpath.basename(folder) != "_rels" or "worksheets" not in folder:
            continue
        home = posixpath.dirname(folder)
        for tag in _RELATION.findall(archive.read(name)):
            if attribute(tag, "Type").endswith("/table"):
                # An absolute target starts with a slash; joining then forgets the folder.
                target = posixpath.join("/", home, unquote(attribute(tag, "Target")))
                yield f"{home}/{file.removesuffix('.rels')}", posixpath.normpath(target).lstrip("/")


def attribute(tag: bytes, name: str) -> str:
    """Return the value of an attribute in a tag, or '' when it is not there.

    >>> attribute(b'<table ref="B5:E8" name="R&amp;D">', "name")
    'R&D'
    """
    found = re.search(rb"(?:^|\s)" + name.encode() + rb'\s*=\s*(?:"([^"]*)"|\'([^\']*)\')', tag)
    if not found:
        return ""
    raw = (found[1] if found[1] is not None else found[2]).decode("utf-8")
    return unescape(raw, {"&quot;": '"', "&apos;": "'", "&#10;": "\n"})


def cell_column(tag: bytes) -> int:
    """Return the column of a cell, counted from 1, by the address in its tag.

    >>> cell_column(b'<c r="AB12" s="4">')
    28
    """
    return column_number(attribute(tag, "r").rstrip("0123456789"))
