"""The grid of a sheet in Excel: its last row and column, and columns by letters and numbers.

Every room that reads or writes places on a sheet takes them from here, so this imports nothing.
"""

from __future__ import annotations

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
"""The size of a sheet in Excel."""


def column_letters(number: int) -> str:
    """Return the letters of a column counted from 1, as Excel names it.

    >>> column_letters(1), column_letters(27), column_letters(LAST_COLUMN)
    ('A', 'AA', 'XFD')
    """
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """Return the number of a column, counted from 1, by its capital letters; no letters are 0.

    >>> column_number("A"), column_number("AA"), column_number("XFD"), column_number("")
    (1, 27, 16384, 0)
    """
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number
