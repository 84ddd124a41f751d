"""The tags of a sheet: attributes, places, and how large an area the written cells may span."""

from __future__ import annotations

import pytest

from klantwaarde_xl.sources.sheet_tags import (
    ALWAYS_ALLOWED,
    PLACES_PER_CELL,
    SheetScan,
    SheetScanError,
    attributes,
    place,
    row_number,
)


def test_attributes_are_read_in_either_quotes_and_the_last_of_two_counts() -> None:
    assert attributes(b""" r="A1" s = '3' r="B2" """) == {b"r": b"B2", b"s": b"3"}


@pytest.mark.parametrize(
    ("reference", "where"), [(b"A1", (1, 1)), (b"xfd1048576", (1_048_576, 16_384)), (b"&#66;7", (7, 2))]
)
def test_a_place_is_row_and_column(reference: bytes, where: tuple[int, int]) -> None:
    assert place(reference) == where


@pytest.mark.parametrize("reference", [b"XFE1", b"A0", b"A1048577", b"A", b"1", b"A1B", b"\xff1"])
def test_a_place_outside_a_sheet_is_refused(reference: bytes) -> None:
    with pytest.raises(SheetScanError):
        place(reference)


def test_a_row_without_a_number_follows_the_one_before() -> None:
    assert row_number({}, 7) == 7
    assert row_number({b"r": b"12"}, 7) == 12
    for text in (b"0", b"x", b"1048577"):
        with pytest.raises(SheetScanError):
            row_number({b"r": text}, 7)


def test_a_large_area_needs_cells_in_proportion() -> None:
    side = 100_000
    sparse = SheetScan(last_row=side, last_column=300, cells=side * 300 // PLACES_PER_CELL - 1)
    assert sparse.places > ALWAYS_ALLOWED
    assert not sparse.is_reasonable()
    assert SheetScan(last_row=side, last_column=300, cells=sparse.cells + 1).is_reasonable()
    assert SheetScan(last_row=side, last_column=160).is_reasonable()
