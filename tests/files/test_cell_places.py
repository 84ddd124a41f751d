"""Ranges and column letters are read and written as Excel does."""

from __future__ import annotations

import pytest

from klantwaarde_xl.files.cell_places import Block, parse_range


@pytest.mark.parametrize(
    "text", ["", "A", "A:A", "1:1", "B5:E8 G1", "Blad1!A1", "b5", "ABCD5", "A1:", "A12345678"]
)
def test_what_is_no_range_of_cells_is_none(text: str) -> None:
    assert parse_range(text) is None


@pytest.mark.parametrize("text", ["B5:E8", "A1:XFD1048576"])
def test_a_range_is_written_as_it_was_read(text: str) -> None:
    assert str(parse_range(text)) == text
    assert parse_range("$B$5:$E$8") == Block(2, 5, 5, 8)
