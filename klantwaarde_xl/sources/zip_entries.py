"""The parts of a zip package as every program sees them: one name each, told the same in both headers.

A zip tells the name of a part up to four times: in the list at its end, in the header before the part, and in
an extra field of either. Programs follow different ones, so a package in which they differ is refused.
"""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Sequence
from itertools import pairwise
from typing import BinaryIO

_LOCAL = struct.Struct("<4sHHHHHLLLHH")
_LOCAL_MARK = b"PK\x03\x04"
_UNICODE_PATH = 0x7075
_STREAMED, _NAME_IS_UTF8, _ENCRYPTED = 0x8, 0x800, 0x1
"""Bits of the flags: sizes follow behind the part, its name is UTF-8, it is encrypted."""


class ZipEntryError(ValueError):
    """Two headers of a part tell different things; ``str()`` is the reason in Dutch."""


def check_entries(stream: BinaryIO, entries: Sequence[zipfile.ZipInfo]) -> None:
    """Raise ZipEntryError when programs could see different parts in this package."""
    ends = []
    for entry in entries:
        _check_extra(entry.extra, entry)
        stream.seek(entry.header_offset)
        header = stream.read(_LOCAL.size)
        if len(header) < _LOCAL.size or header[:4] != _LOCAL_MARK:
            raise ZipEntryError(f"het onderdeel {entry.filename[:80]!a} staat niet op zijn plaats")
        _, _, flags, method, _, _, crc, packed, size, name_length, extra_length = _LOCAL.unpack(header)
        name, extra = stream.read(name_length), stream.read(extra_length)
        if name.decode("utf-8" if flags & _NAME_IS_UTF8 else "cp437", "replace") != entry.orig_filename:
            raise ZipEntryError("een onderdeel heeft twee namen")
        _check_extra(extra, entry)
        told = (crc, packed, size)
        known = (entry.CRC, entry.compress_size, entry.file_size)
        exempt = flags & _STREAMED or 0xFFFFFFFF in {packed, size}
        if (
            method != entry.compress_type
            or (flags ^ entry.flag_bits) & _ENCRYPTED
            or (told != known and not exempt)
        ):
            raise ZipEntryError(f"het onderdeel {entry.filename[:80]!a} heeft twee beschrijvingen")
        start = entry.header_offset + _LOCAL.size + name_length + extra_length
        ends.append((entry.header_offset, start + entry.compress_size))
    ends.sort()
    if any(end > following for (_, end), (following, _) in pairwise(ends)):
        raise ZipEntryError("onderdelen van het bestand overlappen elkaar")


def _check_extra(extra: bytes, entry: zipfile.ZipInfo) -> None:
    """Refuse an extra field that gives the part another name."""
    at = 0
    while at + 4 <= len(extra):
        kind, length = struct.unpack_from("<HH", extra, at)
        data = extra[at + 4 : at + 4 + length]
        if kind == _UNICODE_PATH and data[5:].decode("utf-8", "replace") != entry.filename:
            raise ZipEntryError("een onderdeel heeft twee namen")
        at += 4 + length
