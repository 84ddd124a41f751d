"""Parts of a package on their way to a new package: copied as compressed bytes, or written anew."""

from __future__ import annotations

import copy
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from typing import IO

DAMAGED = (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError)
"""What reading a damaged zip raises; RuntimeError is what zipfile raises for a password."""
_BLOCK = 1 << 20


def write_part(out: zipfile.ZipFile, entry: zipfile.ZipInfo, content: bytes | Iterable[bytes]) -> None:
    """Write new content under the name and date of an existing part; pieces are written as they come."""
    info = zipfile.ZipInfo(entry.filename, entry.date_time)
    info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, entry.external_attr
    with out.open(info, "w", force_zip64=False) as part:
        for block in _blocks([content] if isinstance(content, bytes) else content):
            part.write(block)


def _blocks(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Join small pieces into blocks: writing each apart is slow."""
    block = bytearray()
    for piece in pieces:
        block += piece
        if len(block) > _BLOCK:
            yield bytes(block)
            block.clear()
    yield bytes(block)


def copy_part(source: IO[bytes], entry: zipfile.ZipInfo, out: zipfile.ZipFile) -> None:
    """Copy one part as the compressed bytes that it is; ``source`` is the file of the old package.

    Raises BadZipFile when the old package ends before the part does."""
    source.seek(entry.header_offset)
    name, extra = struct.unpack("<26xHH", source.read(30))
    source.seek(entry.header_offset + 30 + name + extra)
    info = copy.copy(entry)
    # The header in front of the part holds the sizes, so no descriptor follows it.
    info.flag_bits &= ~0x08
    info.extra = b""
    target = out.fp
    if target is None:
        raise ValueError("the new package is closed")
    target.seek(out.start_dir)
    info.header_offset = target.tell()
    target.write(info.FileHeader(zip64=False))
    left = entry.compress_size
    while left:
        block = source.read(min(_BLOCK, left))
        if not block:
            raise zipfile.BadZipFile(entry.filename)
        target.write(block)
        left -= len(block)
    out.filelist.append(info)
    out.NameToInfo[info.filename] = info
    out.start_dir = target.tell()
