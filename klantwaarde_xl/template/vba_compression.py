"""The compression of VBA's streams (MS-OVBA 2.4.1): chunks of 4,096 bytes, each with its own dictionary."""

from __future__ import annotations

import struct

_CHUNK = 4096
_SHORTEST = 3


def compress(data: bytes) -> bytes:
    """Return data as a compressed container.

    >>> compress(b"#aaabcdefaaaaghijaaaaaklaaamnopqaaaaaaaaaaaarstuvwxyzaaa").hex()[:20]
    '012fb000236161616263'
    """
    out = bytearray(b"\x01")
    for start in range(0, len(data), _CHUNK):
        chunk = data[start : start + _CHUNK]
        packed = _tokens(chunk)
        if len(packed) >= _CHUNK:
            # A raw chunk is always 4,096 bytes (MS-OVBA 2.4.1.3.10); text always compresses.
            out += struct.pack("<H", 0x3000 | (_CHUNK - 1)) + chunk.ljust(_CHUNK, b"\0")
        else:
            out += struct.pack("<H", 0xB000 | (len(packed) - 1)) + packed
    return bytes(out)


def _tokens(chunk: bytes) -> bytes:
    out = bytearray()
    seen: dict[bytes, list[int]] = {}
    position = 0
    while position < len(chunk):
        flags = 0
        group = bytearray()
        for bit in range(8):
            if position >= len(chunk):
                break
            bits = max((position - 1).bit_length(), 4) if position else 4
            longest = (0xFFFF >> bits) + _SHORTEST
            offset, length = _match(chunk, position, longest, seen)
            if length >= _SHORTEST:
                flags |= 1 << bit
                group += struct.pack("<H", ((offset - 1) << (16 - bits)) | (length - _SHORTEST))
            else:
                length = 1
                group.append(chunk[position])
            for at in range(position, min(position + length, len(chunk) - _SHORTEST + 1)):
                seen.setdefault(chunk[at : at + _SHORTEST], []).append(at)
            position += length
        out.append(flags)
        out += group
    return bytes(out)


def _match(chunk: bytes, position: int, longest: int, seen: dict[bytes, list[int]]) -> tuple[int, int]:
    """Return distance and length of the longest earlier text that equals what follows; (0, 0) without one."""
    best_offset = best = 0
    limit = min(longest, len(chunk) - position)
    if limit < _SHORTEST:
        return 0, 0
    for candidate in reversed(seen.get(chunk[position : position + _SHORTEST], ())):
        length = _SHORTEST
        while length < limit and chunk[candidate + length] == chunk[position + length]:
            length += 1
        if length > best:
            best_offset, best = position - candidate, length
            if best == limit:
                break
    return best_offset, best
