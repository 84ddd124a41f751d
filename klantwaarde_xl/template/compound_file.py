"""Writes a compound file (MS-CFB version 3): the container that Excel expects around a VBA project.

Source of the layout: MS-CFB, "Compound File Binary File Format", version 3 (sectors of 512 bytes, mini
sectors of 64).
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass, field

_SECTOR = 512
_MINI = 64
_MINI_LIMIT = 4096
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_NONE = 0xFFFFFFFF
_STORAGE, _STREAM, _ROOT = 1, 2, 5
_RED, _BLACK = 0, 1
_HEADER_FAT_SLOTS = 109


@dataclass(slots=True)
class _Entry:
    name: str
    type: int
    data: bytes = b""
    children: list[int] = field(default_factory=list)
    left: int = _NONE
    right: int = _NONE
    child: int = _NONE
    colour: int = _BLACK
    start: int = 0
    size: int = 0

    def packed(self) -> bytes:
        name = self.name.encode("utf-16-le") + b"\0\0"
        return struct.pack(
            "<64sHBBIII16sIQQIQ",
            name,
            len(name),
            self.type,
            self.colour,
            self.left,
            self.right,
            self.child,
            b"",
            0,
            0,
            0,
            self.start,
            self.size,
        )


@dataclass(slots=True)
class _Sectors:
    """Data in sectors of one size, and for each sector the number of the one that follows."""

    size: int
    chains: list[int] = field(default_factory=list)
    body: bytearray = field(default_factory=bytearray)

    def store(self, data: bytes) -> int:
        """Add data as one chain; return its first sector."""
        if not data:
            return _END
        first, count = len(self.chains), -(-len(data) // self.size)
        self.chains += [*range(first + 1, first + count), _END]
        self.body += data.ljust(count * self.size, b"\0")
        return first


def write_compound_file(streams: Mapping[str, bytes]) -> bytes:
    """Return a compound file that holds the streams; keys are paths such as ``VBA/dir``.

    The same streams in the same order give the same bytes: there are no time stamps. Raises ValueError for a
    name of more than 31 characters, and for more than about 6.8 MB in total (the file would need a second
    level of allocation tables).

    >>> write_compound_file({"PROJECT": b"x"})[:8].hex()
    'd0cf11e0a1b11ae1'
    """
    entries = _directory(streams)
    sectors, mini = _Sectors(_SECTOR), _Sectors(_MINI)
    for entry in entries:
        if entry.type == _STREAM:
            entry.size = len(entry.data)
            entry.start = (mini if entry.size < _MINI_LIMIT else sectors).store(entry.data)
    entries[0].start, entries[0].size = sectors.store(bytes(mini.body)), len(mini.body)
    table = struct.pack(f"<{len(mini.chains)}I", *mini.chains)
    mini_sectors = -(-len(table) // _SECTOR)
    mini_start = sectors.store(table.ljust(mini_sectors * _SECTOR, b"\xff"))
    directory_start = sectors.store(_pad_directory(b"".join(entry.packed() for entry in entries)))
    fat, fat_sectors = _allocation_table(sectors.chains)
    return _header(fat_sectors, directory_start, mini_start, mini_sectors) + bytes(sectors.body) + fat


def _header(fat_sectors: list[int], directory_start: int, mini_start: int, mini_sectors: int) -> bytes:
    """Return the first sector (MS-CFB 2.2), which states where everything begins."""
    signature = struct.pack("<8s16s", bytes.fromhex("d0cf11e0a1b11ae1"), b"")
    # Minor and major version, little-endian, and the sizes of sectors and mini sectors as powers of two.
    versions = struct.pack("<5H6s", 0x3E, 3, 0xFFFE, 9, 6, b"")
    starts = (0, len(fat_sectors), directory_start, 0, _MINI_LIMIT, mini_start, mini_sectors, _END, 0)
    slots = fat_sectors + [_FREE] * (_HEADER_FAT_SLOTS - len(fat_sectors))
    return signature + versions + struct.pack(f"<9I{_HEADER_FAT_SLOTS}I", *starts, *slots)


def _directory(streams: Mapping[str, bytes]) -> list[_Entry]:
    entries = [_Entry("Root Entry", _ROOT)]
    storages = {"": 0}
    for path, data in streams.items():
        folder, _, name = path.rpartition("/")
        for position in [*(i for i, char in enumerate(path) if char == "/")]:
            parent, _, own = path[:position].rpartition("/")
            if path[:position] not in storages:
                storages[path[:position]] = len(entries)
                entries[storages[parent]].children.append(len(entries))
                entries.append(_Entry(own, _STORAGE))
        if len(name) > 31:
            raise ValueError(f"stream name too long: {name}")
        entries[storages[folder]].children.append(len(entries))
        entries.append(_Entry(name, _STREAM, bytes(data)))
    for entry in entries:
        entry.child = _tree(entries, entry.children)
    return entries


def _tree(entries: list[_Entry], children: list[int]) -> int:
    """Join the children into a balanced red-black tree, ordered as MS-CFB 2.6.4 says, and return its root."""
    ordered = sorted(children, key=lambda i: (len(entries[i].name), entries[i].name.upper()))
    full_levels = (len(ordered) + 1).bit_length() - 1

    def build(low: int, high: int, depth: int) -> int:
        if low >= high:
            return _NONE
        middle = (low + high) // 2
        entry = entries[ordered[middle]]
        entry.left, entry.right = build(low, middle, depth + 1), build(middle + 1, high, depth + 1)
        # Every level but the last is full, so black levels with a red last one keep the black height equal
        # everywhere.
        entry.colour = _RED if depth >= full_levels else _BLACK
        return ordered[middle]

    return build(0, len(ordered), 0)


def _pad_directory(data: bytes) -> bytes:
    unused = struct.pack("<64sHBBIII16sIQQIQ", b"", 0, 0, 0, _NONE, _NONE, _NONE, b"", 0, 0, 0, 0, 0)
    missing = -len(data) % _SECTOR // len(unused)
    return data + unused * missing


def _allocation_table(chains: list[int]) -> tuple[bytes, list[int]]:
    """Return the table of chains as bytes, with itself in it, and the sectors that it stands in."""
    per_sector = _SECTOR // 4
    count = 1
    while count * per_sector < len(chains) + count:
        count += 1
    if count > _HEADER_FAT_SLOTS:
        raise ValueError("too much data for one compound file of this kind")
    sectors = list(range(len(chains), len(chains) + count))
    table = [*chains, *[_FAT] * count]
    table += [_FREE] * (count * per_sector - len(table))
    return struct.pack(f"<{len(table)}I", *table), sectors
