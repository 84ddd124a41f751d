"""Which names are encodings of text: those in use, and none of what Python knows besides."""

from __future__ import annotations

import pytest

from klantwaarde_xl.files.text_encodings import is_text_encoding


@pytest.mark.parametrize(
    "name", ["utf-8", "UTF_16", "windows-1252", "latin-1", "cp850", "mac_roman", "utf-7"]
)
def test_encodings_of_text(name: str) -> None:
    assert is_text_encoding(name)


@pytest.mark.parametrize(
    "name", ["", "zlib", "bz2", "hex", "rot13", "quopri", "undefined", "utf-99", "a\0b", "\ud800", "x" * 300]
)
def test_names_that_are_none(name: str) -> None:
    assert not is_text_encoding(name)
