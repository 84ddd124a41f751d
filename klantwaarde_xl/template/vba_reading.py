"""Reads the text of the modules out of a ``vbaProject.bin``, as Excel or another program wrote it.

Source of the layouts: MS-CFB for the container, MS-OVBA 2.3.4.2 for the dir stream and 2.4.1 for the
compression.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

_END = 0xFFFFFFFA
"""Numbers of sectors from here on are signs: an end, a table, a free sector."""
_NAME, _STREAM_NAME, _OFFSET, _VERSION, _LAST, _CODE_PAGE = 0x19, 0x1A, 0x31, 0x09, 0x10, 0x03
_ROOT, _STREAM = 5, 2


def module_texts(project: bytes) -> dict[str, str]:
    """Return the text of every module by name, attributes on top included.

    Raises ValueError when it is no VBA project."""
    try:
        streams = compound_streams(project)
        found, name, stream, code_page = {}, "", "", "cp1252"
        for number, data in _records(decompressed(streams["dir"])):
            if number == _CODE_PAGE:
                code_page = f"cp{struct.unpack('<H', data)[0]}"
            elif number == _NAME:
                name = stream = data.decode(code_page)
            elif number == _STREAM_NAME:
                stream = data.decode(code_page)
            elif number == _OFFSET:
                start = struct.unpack("<I", data)[0]
                found[name] = decompressed(streams[stream.lower()][start:]).decode(code_page, "replace")
    except (struct.error, IndexError, KeyError, LookupError, UnicodeError) as error:
        raise ValueError("no VBA project") from error
    return found


def _records(data: bytes) -> Iterator[tuple[int, bytes]]:
    at, number = 0, 0
    while number != _LAST and at < len(data):
        number, size = struct.unpack_from("<HI", data, at)
        size = 6 if number == _VERSION else size  # it states 4, and six bytes follow
        yield number, data[at + 6 : at + 6 + size]
        at += 6 + size


def decompressed(data: bytes) -> bytes:
    """Return the bytes of a compressed container.

    >>> from klantwaarde_xl.template.vba_compression import compress
    >>> decompressed(compress(b"Sub A()" * 900)) == b"Sub A()" * 900
    True
    """
    if data[:1] != b"\x01":
        raise ValueError("not compressed as VBA does")
    out = bytearray()
    at = 1
    while at + 2 <= len(data):
        header = struct.unpack_from("<H", data, at)[0]
        end = at + 3 + (header & 0x0FFF)
        chunk, at = data[at + 2 : end], end
        if header & 0x8000:
            _unpack(chunk, out)
        else:
            out += chunk
    return bytes(out)


def _unpack(chunk: bytes, out: bytearray) -> None:
    start, at = len(out), 0
    while at < len(chunk):
        flags = chunk[at]
        at += 1
        for bit in range(8):
            if at >= len(chunk):
                return
            if not flags >> bit & 1:
                out.append(chunk[at])
                at += 1
                continue
            (token,) = struct.unpack_from("<H", chunk, at)
            at += 2
            bits = max((len(out) - start - 1).bit_length(), 4)
            length, offset = (token & (0xFFFF >> bits)) + 3, (token >> (16 - bits)) + 1
            if offset > len(out) - start:
                raise ValueError("a copy from before the chunk")
            for _ in range(length):
                out.append(out[-offset])


def compound_streams(data: bytes) -> dict[str, bytes]:
    """Return the streams of a compound file by their name in small letters.

    Of two storages with a stream of one name the last one counts; a VBA project has none. Raises ValueError
    for anything else than a compound file.

    >>> from klantwaarde_xl.template.compound_file import write_compound_file
    >>> compound_streams(write_compound_file({"PROJECT": b"x", "VBA/dir": b"y" * 5000}))["project"]
    b'x'
    """
    if data[:8] != bytes.fromhex("d0cf11e0a1b11ae1"):
        raise ValueError("no compound file")
    size = 1 << struct.unpack_from("<H", data, 30)[0]
    first, limit, mini_start = (struct.unpack_from("<I", data, at)[0] for at in (48, 56, 60))
    slots = [one for one in struct.unpack_from("<109I", data, 76) if one < _END]
    fat = _numbers(b"".join(data[(one + 1) * size : (one + 2) * size] for one in slots))
    whole = _Sectors(data[size:], fat, size)
    directory = whole.chain(first)
    entries = [directory[at : at + 128] for at in range(0, len(directory), 128)]
    root = next(one for one in entries if one[66] == _ROOT)
    small = _Sectors(
        whole.chain(struct.unpack_from("<I", root, 116)[0]), _numbers(whole.chain(mini_start)), 64
    )
    found = {}
    for one in entries:
        if one[66] == _STREAM:
            name = one[: max(struct.unpack_from("<H", one, 64)[0] - 2, 0)].decode("utf-16-le")
            start, length = struct.unpack_from("<II", one, 116)
            found[name.lower()] = (small if length < limit else whole).chain(start)[:length]
    return found


def _numbers(data: bytes) -> list[int]:
    return list(struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4]))


class _Sectors:
    """Data in sectors, and for each the number of the one that follows."""

    def __init__(self, data: bytes, following: list[int], size: int) -> None:
        self.data, self.following, self.size = data, following, size

    def chain(self, start: int) -> bytes:
        out = bytearray()
        seen: set[int] = set()
        while start < _END:
            if start in seen:
                raise ValueError("a chain that bites its tail")
            seen.add(start)
            out += self.data[start * self.size : (start + 1) * self.size]
            start = self.following[start]
        return bytes(out)
