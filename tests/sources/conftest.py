"""Makes small workbooks and damages them, for the tests of the readers."""

from __future__ import annotations

import re
import struct
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path
from types import SimpleNamespace

import pytest
import xlsxwriter

SHEET = "xl/worksheets/sheet1.xml"


def write(
    path: Path,
    cells: dict[str, object],
    *,
    sheet: str = "Klanten",
    table: str = "",
    ref: str = "",
    **options: object,
) -> Path:
    """Write one sheet with these cells by address; with ``table`` and ``ref`` an Excel table over the
    existing headers."""
    with xlsxwriter.Workbook(path, {"constant_memory": False, **options}) as book:
        page = book.add_worksheet(sheet)
        for address, value in cells.items():
            page.write(address, value)
        if table:
            first, last = ref.split(":")
            row, left = xlsxwriter.utility.xl_cell_to_rowcol(first)
            _, right = xlsxwriter.utility.xl_cell_to_rowcol(last)
            headers = [
                {"header": str(cells[xlsxwriter.utility.xl_rowcol_to_cell(row, column)])}
                for column in range(left, right + 1)
            ]
            page.add_table(ref, {"name": table, "columns": headers})
    return path


def rows_at(corner: str, rows: Iterable[Iterable[object]]) -> dict[str, object]:
    """Return cells by address for rows of values from this corner on; None leaves a cell out."""
    top, left = xlsxwriter.utility.xl_cell_to_rowcol(corner)
    return {
        xlsxwriter.utility.xl_rowcol_to_cell(top + i, left + j): value
        for i, row in enumerate(rows)
        for j, value in enumerate(row)
        if value is not None
    }


def edit(path: Path, part: str, change: Callable[[bytes], bytes | None], *, to: Path | None = None) -> Path:
    """Rewrite one part of the package (checksums are right again); None leaves the part out."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert part in parts
    target = to or path
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            new = change(data) if name == part else data
            if new is not None:
                archive.writestr(name, new)
    return target


def replace(path: Path, old: str, new: str, part: str = SHEET) -> Path:
    """Replace text in one part; the text must be there."""

    def change(data: bytes) -> bytes:
        assert old.encode() in data, data
        return data.replace(old.encode(), new.encode())

    return edit(path, part, change)


def compound_file(path: Path, streams: Iterable[str]) -> Path:
    """Write an OLE compound file (MS-CFB, version 3) whose directory holds empty streams of these names."""
    free, end, none = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFF
    header = (
        bytes.fromhex("d0cf11e0a1b11ae1")
        + bytes(16)
        + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
        + bytes(6)
    )
    header += (
        struct.pack("<LLLLLLLLL", 0, 1, 1, 0, 4096, end, 0, end, 0)
        + struct.pack("<L", 0)
        + struct.pack("<L", free) * 108
    )
    fat = struct.pack("<LL", 0xFFFFFFFD, end) + struct.pack("<L", free) * 126
    directory = b""
    for number, name in enumerate(["Root Entry", *streams]):
        text = name.encode("utf-16-le")
        kind = 5 if number == 0 else 2
        entry = text.ljust(64, b"\0") + struct.pack("<HBB", len(text) + 2, kind, 1)
        directory += (entry + struct.pack("<LLL", none, none, 1 if number == 0 else none)).ljust(
            116, b"\0"
        ) + struct.pack("<LQ", end, 0)
    path.write_bytes(header + fat + directory.ljust(512, b"\0"))
    return path


def prefixed(sheet: bytes) -> bytes:
    """Return the sheet with a prefix to every element, as programs built on the Open XML SDK write it."""
    text = re.sub(r"<(/?)([a-z])", r"<\1x:\2", sheet.decode().replace('xmlns="', 'xmlns:x="'))
    return text.replace("<?x:xml", "<?xml").encode()


@pytest.fixture(scope="session")
def books() -> SimpleNamespace:
    """Return the makers of workbooks above; test modules cannot import each other."""
    makers = {"write": write, "rows_at": rows_at, "edit": edit, "replace": replace, "prefixed": prefixed}
    return SimpleNamespace(**makers, compound_file=compound_file, SHEET=SHEET)
