"""The longest text that a cell can hold, and how a longer one is cut: the same for every writer."""

from __future__ import annotations

from klantwaarde_xl.model.text_units import cut

LONGEST_TEXT = 32_767
"""Most characters in one cell, counted in UTF-16 code units as Excel does."""


def clean(text: str) -> str:
    """Return text that fits in a cell: too long a text is cut and ends in '…'.

    Half a surrogate pair becomes a question mark. An emoji takes two code units of UTF-16.

    >>> clean("a\\ud800b"), clean("=1+1"), len(clean("😀" * 40_000))
    ('a?b', '=1+1', 16384)
    """
    if not text.isascii():
        text = text.encode("utf-8", "replace").decode("utf-8")
    return cut(text, LONGEST_TEXT) if len(text) > LONGEST_TEXT // 2 else text
