"""Raw columns: what each Python value becomes, also when a column mixes them, and what joining and cutting
keep."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from klantwaarde_xl.model.raw_cells import CellError, Kind, plain_text
from klantwaarde_xl.model.raw_column import ColumnBuilder, RawColumn

WHOLE_SECONDS = st.datetimes(dt.datetime(1, 1, 2), dt.datetime(9999, 12, 30)).map(
    lambda value: value.replace(microsecond=0)
)
VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.floats(allow_nan=False),
    st.text(max_size=5),
    WHOLE_SECONDS,
    st.dates(dt.date(1, 1, 2)),
    st.timedeltas(dt.timedelta(0), dt.timedelta(days=900)),
    st.sampled_from(["#N/A", "#REF!"]).map(CellError),
)


def shown(value: object) -> object:
    """Return the value as a column must give it back, worked out without the column."""
    if isinstance(value, CellError):
        return value.text
    if isinstance(value, str):
        return plain_text(value) if plain_text(value).strip() else None
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return dt.datetime(value.year, value.month, value.day)
    return value


def same(found: object, expected: object) -> bool:
    if isinstance(expected, dt.timedelta):
        return isinstance(found, dt.timedelta) and abs(found - expected) < dt.timedelta(milliseconds=1)
    return found == expected and isinstance(found, bool) == isinstance(expected, bool)


@given(parts=st.lists(st.lists(VALUES, max_size=6), min_size=1, max_size=4))
def test_every_value_comes_back(parts: list[list[object]]) -> None:
    column = RawColumn.concat([RawColumn.from_values(part) for part in parts])
    values = [value for part in parts for value in part]
    assert len(column) == len(values)
    assert all(same(column.value(i), shown(value)) for i, value in enumerate(values))


@given(
    blocks=st.lists(
        st.one_of(st.lists(VALUES, max_size=6), st.lists(st.dates(dt.date(1, 1, 2)), max_size=6)), max_size=4
    )
)
def test_a_column_gathered_in_blocks_is_the_column_read_at_once(blocks: list[list[object]]) -> None:
    builder = ColumnBuilder()
    for block in blocks:
        builder.add(tuple(block))
    gathered = builder.column()
    values = [value for block in blocks for value in block]
    assert len(gathered) == len(values)
    assert all(same(gathered.value(i), shown(value)) for i, value in enumerate(values))
    assert gathered.texts == tuple(dict.fromkeys(gathered.texts))
    assert all(gathered.texts[code] for code in gathered.code[gathered.code >= 0])


@given(values=st.lists(st.one_of(WHOLE_SECONDS, st.dates(dt.date(1, 1, 2))), min_size=1, max_size=6))
def test_a_column_of_dates_only(values: list[dt.date]) -> None:
    column = RawColumn.from_values(values)
    assert set(column.kind) == {Kind.DATE}
    assert [column.value(i) for i in range(len(values))] == [shown(value) for value in values]


def test_a_time_zone_is_dropped_not_converted() -> None:
    there = dt.timezone(dt.timedelta(hours=5))
    for values in (
        [dt.datetime(2024, 1, 1, tzinfo=there)],
        [None, dt.datetime(2024, 1, 1, tzinfo=there), dt.datetime(2024, 1, 1)],
    ):
        column = RawColumn.from_values(values)
        assert column.value(len(values) - 1) == dt.datetime(2024, 1, 1)
        assert column.value(len(values) // 2) == dt.datetime(2024, 1, 1)


@pytest.mark.parametrize("rows", [np.array([1]), slice(1, 2), np.array([False, True, False])])
def test_take(rows: np.ndarray | slice) -> None:
    column = RawColumn.from_values(["a", CellError("#N/A"), 2.0]).take(rows)
    assert (len(column), column.kind[0], column.value(0)) == (1, Kind.ERROR, "#N/A")


def test_errors_put_in_later_leave_the_column_that_was() -> None:
    column = RawColumn.from_values(["a", "", "b"])
    changed = column.with_errors(np.array([1, 2]), ["#N/A", "a"])
    assert [changed.value(i) for i in range(3)] == ["a", "#N/A", "a"]
    assert list(changed.kind) == [Kind.TEXT, Kind.ERROR, Kind.ERROR]
    assert [column.value(i) for i in range(3)] == ["a", None, "b"]


def test_halves_of_surrogate_pairs_become_question_marks_wherever_text_comes_in() -> None:
    # Written to a file or hashed in an index they would stop the run; two that become equal share a code.
    half, other = "Jans" + chr(0xD800), "Jans" + chr(0xDFFF)
    for values in ([half, other, "😀"], [half, other, "😀", 1.5], [half, CellError(other), "😀"]):
        column = RawColumn.from_values(values)
        assert [column.value(row) for row in range(3)] == ["Jans?", "Jans?", "😀"]
        assert len(set(column.texts)) == len(column.texts)


def test_the_texts_of_some_cells_come_once_with_the_place_of_each() -> None:
    texts, places = RawColumn.from_values(["C", "F", 1.0, "E"]).texts_at(np.array([3, 1, 3]))
    assert texts == ["F", "E"]
    assert places.tolist() == [1, 0, 1]


def test_a_code_for_no_text_and_texts_of_white_space_are_blank() -> None:
    cells = RawColumn.from_codes(np.array([0, 1, 2, 3, -1]), ["a", None, "", "\t "])
    assert [cells.value(row) for row in range(5)] == ["a", None, None, None, None]
