"""Breaks a rule in a package that keeps them all, to see whether it is found."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable

Change = Callable[[bytes], bytes]


def changed(package: bytes, part: str, change: Change) -> bytes:
    """Return a package with one part changed; the others stay as they are."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as read, zipfile.ZipFile(out, "w") as target:
        for name in read.namelist():
            data = read.read(name)
            after = change(data) if name == part else data
            assert (after != data) == (name == part)
            target.writestr(name, after)
    return out.getvalue()


def part_with(package: bytes, mark: bytes, change: Change) -> str:
    """Return the first part that has a text and in which the change changes something."""
    with zipfile.ZipFile(io.BytesIO(package)) as read:
        for name in read.namelist():
            data = read.read(name)
            if name.endswith(".xml") and mark in data and change(data) != data:
                return name
    raise LookupError(mark)


def put(old: bytes, new: bytes) -> Change:
    return lambda data: data.replace(old, new, 1)


def pattern(old: bytes, new: bytes) -> Change:
    return lambda data: re.sub(old, new, data, count=1)
