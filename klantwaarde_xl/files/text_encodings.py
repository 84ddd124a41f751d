"""Which names are encodings of text: Python knows more under such names, as compression."""

from __future__ import annotations


def is_text_encoding(name: str) -> bool:
    """Return whether text can be read under this name of an encoding.

    >>> [is_text_encoding(name) for name in ("windows-1252", "UTF-8", "zlib", "undefined", "utf-99", "a\\0b")]
    [True, True, False, False, False, False]
    """
    try:
        "".encode(name)
    except (LookupError, ValueError):
        return False
    return True
