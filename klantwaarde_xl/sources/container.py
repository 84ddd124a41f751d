"""The file around an Excel package: what its first bytes say, and whether its zip directory is sound."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import BinaryIO

from klantwaarde_xl import errors
from klantwaarde_xl.files.regular_file import open_regular
from klantwaarde_xl.sources.other_formats import named_format

MOST_PARTS = 20_000
"""A workbook with 200 sheets, each with a table, a chart and comments, has about 2,000."""
MOST_DIRECTORY_BYTES = 8_000_000
PIECE = 1 << 20
"""Bytes that are read at a time."""

_ZIP, _OLE, _END = b"PK\x03\x04", bytes.fromhex("d0cf11e0a1b11ae1"), b"PK\x05\x06"
_ENCRYPTED = ("EncryptedPackage".encode("utf-16-le"), "EncryptionInfo".encode("utf-16-le"))
_OLD = ("Workbook".encode("utf-16-le"), "Book".encode("utf-16-le"))


def look_at_start(path: Path) -> None:
    """Refuse a file that by its first bytes is no zip; an OLE file is read on to name what it is."""
    with open_regular(path) as stream:
        start = stream.read(512)
        if start.startswith(_ZIP):
            return
        if not start.startswith(_OLE):
            raise (named_format(start) or errors.NOT_A_WORKBOOK).error(path=path.name)
        stream.seek(8)
        old, rest = path.suffix.lower() == ".xls", b""
        while piece := stream.read(PIECE):
            data = rest + piece
            if any(name in data for name in _ENCRYPTED):
                raise errors.PASSWORD_PROTECTED.error(path=path.name)
            old = old or any(name in data for name in _OLD)
            rest = data[-64:]
    raise (errors.OLD_WORKBOOK if old else errors.NOT_A_WORKBOOK).error(path=path.name)


def look_at_directory(path: Path, size: int, stream: BinaryIO) -> None:
    """Refuse a directory that is too long, or that two programs could read differently."""
    stream.seek(max(size - 65_557, 0))
    tail = stream.read()
    place = tail.rfind(_END)
    if place < 0 or len(tail) - place < 22:
        raise errors.DAMAGED_WORKBOOK.error(path=path.name, reason="het einde ontbreekt")
    count, length, start, comment = struct.unpack("<HLLH", tail[place + 10 : place + 22])
    if count > MOST_PARTS or MOST_DIRECTORY_BYTES < length < 0xFFFFFFFF:
        raise errors.TOO_MANY_PARTS.error(path=path.name, count=count, limit=MOST_PARTS)
    end = size - len(tail) + place
    if start + length != end or end + 22 + comment != size:
        raise errors.DAMAGED_WORKBOOK.error(path=path.name, reason="de inhoudsopgave klopt niet")
