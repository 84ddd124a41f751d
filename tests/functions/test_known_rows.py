"""Rows that a door hands over again are the list that they were, with what was made of them."""

from __future__ import annotations

from klantwaarde_xl.functions.known_rows import KnownRows


def test_they_are_rows_as_any_other() -> None:
    rows = KnownRows([["Datum"], [1.0]])
    assert rows == [["Datum"], [1.0]]
    assert isinstance(rows, list)
    assert rows.made == {}


def test_what_was_made_belongs_to_one_object() -> None:
    one, other = KnownRows([[1.0]]), KnownRows([[1.0]])
    one.made["a"] = 1
    assert other.made == {}
