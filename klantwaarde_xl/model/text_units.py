"""The length of a text as Excel counts it, in UTF-16 code units, and a cut that leaves no half character.

An emoji is one character to Python and two to Excel: 200 of them are over a limit of 255. Every limit of
Excel on a text is held with these two functions; this imports nothing of ours.
"""

from __future__ import annotations

import unicodedata

_ENCODING = "utf-16-le"
_JOINER = "\u200d"
_MOST_BACK = 16
"""Characters that are given up at most to keep a letter whole; a text of marks alone is cut among them."""


def units(text: str) -> int:
    """Return the length of a text as Excel counts it.

    >>> units("Café"), units("😀"), units("\\ud800")
    (4, 2, 1)
    """
    return len(text) if text.isascii() else len(text.encode(_ENCODING, "surrogatepass")) // 2


def cut(text: str, longest: int, ending: str = "…") -> str:
    """Return a text of at most ``longest`` units; one that is cut ends in ``ending``.

    The cut is before an emoji that has no room, and before a letter whose accents or other parts have none.

    >>> cut("abcdef", 4), cut("ab😀", 4), cut("ab😀d", 4), cut("abe\\u0301d", 3, "")
    ('abc…', 'ab😀', 'ab…', 'ab')
    """
    if units(text) <= longest:
        return text
    room = text.encode(_ENCODING, "surrogatepass")[: 2 * (longest - units(ending))]
    kept = (room if _whole(room) else room[:-2]).decode(_ENCODING, "surrogatepass")
    end = len(kept)
    for back in range(min(_MOST_BACK, end)):
        if not _belongs(text[end - back - 1], text[end - back]):
            return kept[: end - back] + ending
    return kept + ending


def _whole(room: bytes) -> bool:
    """Return whether bytes of UTF-16 do not end in the first half of a character."""
    return not (len(room) >= 2 and 0xD8 <= room[-1] <= 0xDB)


def _belongs(before: str, after: str) -> bool:
    """Return whether a character is shown as a part of the one before it: an accent, a colour of skin."""
    return (
        unicodedata.combining(after) != 0
        or _JOINER in (before, after)
        or "\ufe00" <= after <= "\ufe0f"
        or "\U0001f3fb" <= after <= "\U0001f3ff"
    )
