"""Compares two workbooks part by part, uncompressed: text exactly, numbers but for last digits that differ
between processors."""

from __future__ import annotations

import io
import math
import re
import zipfile
from collections.abc import Iterator
from itertools import zip_longest
from xml.etree import ElementTree as ET

TOLERANCE = 1e-5
"""Relative: chances are fitted on terms of 32 bits, so that a processor without AVX2 and FMA gives numbers of
which the largest difference was 1.2e-6; all others agree to 1e-9. No cell shows that many digits."""
_NOTHING = 1e-9
"""Absolute, for what is zero but for the last bits."""
_STRINGS = "xl/sharedStrings.xml"
_VALUE = re.compile(r"<(?:c:)?v>([^<]*)</(?:c:)?v>")
_NAMED_TEXT = re.compile(r't="s"[^<>]*>$')
_DUTCH_NUMBER = re.compile(r"(\d+(?:\.\d{3})*(?:,\d+)?)")
_VERSION = re.compile(r"\d+(?:\.\d+){1,3}(?:\w+)?")
_NS = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def differences(committed: bytes, built: bytes, most: int = 5) -> list[str]:
    """Return what differs between two packages, at most so many lines; nothing when they are alike.

    A cell that holds nothing but a version number may differ: it says with which Python and libraries the
    file was made."""
    return [line for line, _ in zip(_differences(committed, built), range(most), strict=False)]


def _differences(committed: bytes, built: bytes) -> Iterator[str]:
    one, other = (zipfile.ZipFile(io.BytesIO(data)) for data in (committed, built))
    with one, other:
        if one.namelist() != other.namelist():
            odd = sorted(set(one.namelist()) ^ set(other.namelist()))
            yield f"other parts, or in another order: {', '.join(odd)}"
            return
        texts = [_texts(package) for package in (one, other)]
        for name in one.namelist():
            if name == _STRINGS:
                continue  # compared where they are used
            left, right = one.read(name), other.read(name)
            if name.endswith((".xml", ".rels", ".vml")):
                yield from _in_text(name, (left.decode(), right.decode()), texts)
            elif left != right:
                yield f"{name}: other bytes"


def _texts(package: zipfile.ZipFile) -> list[str]:
    if _STRINGS not in package.namelist():
        return []
    root = ET.fromstring(package.read(_STRINGS))
    return ["".join(part.text or "" for part in item.iter(f"{_NS}t")) for item in root]


def _in_text(name: str, parts: tuple[str, str], texts: list[list[str]]) -> Iterator[str]:
    if parts[0] == parts[1] and (not texts[0] or texts[0] == texts[1]):
        return
    pieces = [_VALUE.split(part) for part in parts]  # markup at even places, values between them
    before = ""
    for place, (left, right) in enumerate(zip_longest(*pieces, fillvalue="")):
        if place % 2 == 0:
            before = left
            if left != right:
                start = next(
                    (n for n, (a, b) in enumerate(zip(left, right, strict=False)) if a != b),
                    min(len(left), len(right)),
                )
                yield f"{name}: {_around(left, start)!r} became {_around(right, start)!r}"
            continue
        shown = [left, right]
        if _NAMED_TEXT.search(before):
            shown = [known[int(value)] for known, value in zip(texts, shown, strict=True)]
        if not _alike(*shown):
            cell = re.findall(r'<c r="(\w+)"', before)
            yield f"{name} {cell[-1] if cell else ''}: {shown[0]!r} became {shown[1]!r}"


def _around(text: str, start: int) -> str:
    return text[max(0, start - 40) : start + 40]


def _alike(left: str, right: str) -> bool:
    if left == right:
        return True
    if _VERSION.fullmatch(left) and _VERSION.fullmatch(right) and min(left.count("."), right.count(".")) >= 2:
        return True
    try:
        return _close(float(left), float(right))
    except ValueError:
        return _alike_sentences(left, right)


def _alike_sentences(left: str, right: str) -> bool:
    """Return whether the words are the same and every amount in them agrees: 678.420 and 678.421 do."""
    pieces = [_DUTCH_NUMBER.split(text) for text in (left, right)]  # words at even places
    if pieces[0][::2] != pieces[1][::2]:
        return False
    numbers = [[float(n.replace(".", "").replace(",", ".")) for n in found[1::2]] for found in pieces]
    return all(_close(one, other) for one, other in zip(*numbers, strict=True))


def _close(one: float, other: float) -> bool:
    return math.isclose(one, other, rel_tol=TOLERANCE, abs_tol=_NOTHING)
