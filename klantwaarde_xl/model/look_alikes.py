"""Ids that are written differently and look the same to people."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable, Sequence

_SCIENTIFIC = re.compile(r"\d(?:[.,]\d{1,15})?E\+\d{1,3}\Z", re.IGNORECASE)
LEAST_LIKENESS = 0.6
"""Least similarity (difflib ratio, 0 to 1) of an id that is offered in the place of another."""
_QUOTES = "'`’‘´"
_UNUSUAL = re.compile(r"[^!-~\n]|['`]|\.0(?:\n|\Z)")
"""What an id may hold that has to be looked at one by one."""


def plain_id(label: str) -> str:
    """Return an id without case, leading zeros, quotes, spaces, ``.0`` and with one form of its accents.

    >>> [plain_id(label) for label in ("00123", "'123", "123.0", "k 10", "K10")]
    ['123', '123', '123', 'k10', 'k10']
    """
    plain = label if label.isascii() else unicodedata.normalize("NFKC", label)
    plain = "".join(plain.casefold().split()).strip(_QUOTES)
    if plain.endswith(".0") and plain[:-2].isdigit():
        plain = plain[:-2]
    return plain.lstrip("0") or "0" if plain.isdigit() else plain


def look_alikes(labels: Sequence[str]) -> list[tuple[int, int]]:
    """Return pairs of positions (later, first) of different ids that look the same.

    >>> look_alikes(["00123", "7", "123", "K1", "k1"])
    [(2, 0), (4, 3)]
    """
    first: dict[str, int] = {}
    pairs = []
    for place, plain in enumerate(_plain_ids(labels)):
        other = first.setdefault(plain, place)
        if other != place:
            pairs.append((place, other))
    return pairs


def _plain_ids(labels: Sequence[str]) -> list[str]:
    """Return the plain id of each label; most workbooks hold only labels that can be taken together."""
    joined = "\n".join(labels)
    plain = joined.casefold().split("\n")
    if len(plain) != len(labels) or _UNUSUAL.search(joined):
        return [plain_id(label) for label in labels]
    return [label.lstrip("0") or "0" if label.isdigit() else label for label in plain]


def difference(one: str, other: str) -> str:
    """Return in Dutch in what two look-alikes differ.

    >>> difference("00123", "123"), difference("K1", "k1"), difference("12.0", "12")
    ('voorloopnullen', 'hoofdletters', 'schrijfwijze')
    """
    if one.isdigit() and other.isdigit():
        return "voorloopnullen"
    return "hoofdletters" if one.casefold() == other.casefold() else "schrijfwijze"


def nearest(label: str, labels: Iterable[str]) -> str:
    """Return the other id that looks most like this one, '' when none does.

    >>> nearest("123", ["00123", "124"]), nearest("K1o", ["K10", "K7"]), nearest("K9", ["Z1"])
    ('00123', 'K10', '')
    """
    others = [other for other in labels if other != label]
    plain = plain_id(label)
    same = next((other for other in others if plain_id(other) == plain), "")
    return same or next(iter(difflib.get_close_matches(label, others, 1, LEAST_LIKENESS)), "")


def is_scientific(label: str) -> bool:
    """Return whether a text is a long number that a spreadsheet cut off, such as ``8,71E+12``.

    >>> is_scientific("8,71E+12"), is_scientific("E12"), is_scientific("1E5")
    (True, False, False)
    """
    return _SCIENTIFIC.match(label) is not None
