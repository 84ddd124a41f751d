"""Arrays of Arrow as cells: each type as a user would have typed it."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

pa = pytest.importorskip("pyarrow")

from klantwaarde_xl.lines.arrow import raw_column  # noqa: E402

UTC_NOON = dt.datetime(2024, 7, 1, 12, tzinfo=dt.UTC)
DAY = dt.date(2024, 1, 31)
MOMENT = dt.datetime(2024, 1, 31, 13, 30)


@pytest.mark.parametrize(
    ("array", "cells"),
    [
        (pa.array([1, None, 3]), [1.0, None, 3.0]),
        (pa.array([1, 2], pa.uint8()), [1.0, 2.0]),
        (pa.array([1.5, None]), [1.5, None]),
        (pa.array([Decimal("1.10"), None], pa.decimal128(12, 2)), [1.1, None]),
        (pa.array([True, None, False]), [True, None, False]),
        (pa.array(["a", None, " ", "a"]), ["a", None, None, "a"]),
        (pa.array(["a", None, "b"], pa.large_string()), ["a", None, "b"]),
        (pa.array(["a", None, "b"], pa.string_view()), ["a", None, "b"]),
        (pa.array([b"K1", None]), ["K1", None]),
        (pa.array(["a", None, "a"]).dictionary_encode(), ["a", None, "a"]),
        (pa.array([3, None]).dictionary_encode(), [3.0, None]),
        (pa.array([DAY, None]), [dt.datetime(2024, 1, 31), None]),
        (pa.array([DAY, None], pa.date64()), [dt.datetime(2024, 1, 31), None]),
        (pa.array([MOMENT, None], pa.timestamp("ms")), [MOMENT, None]),
        (pa.array([MOMENT, None], pa.timestamp("ns")), [MOMENT, None]),
        (pa.array([dt.time(12, 0)]), [dt.timedelta(hours=12)]),
        (pa.array([dt.timedelta(hours=36)]), [dt.timedelta(hours=36)]),
        (pa.nulls(2), [None, None]),
        (pa.array([], pa.int64()), []),
    ],
    ids=lambda value: str(value.type) if hasattr(value, "type") else "",
)
def test_cells_of_every_type(array: Any, cells: list[object]) -> None:
    column = raw_column(array)
    assert column is not None
    assert [column.value(row) for row in range(len(column))] == cells


def test_a_moment_with_a_zone_is_the_one_on_the_clock_there() -> None:
    column = raw_column(pa.array([UTC_NOON], pa.timestamp("us", "Europe/Amsterdam")))
    assert column.value(0) == dt.datetime(2024, 7, 1, 14)


def test_a_number_too_long_for_a_float_stays_what_it_is() -> None:
    column = raw_column(pa.array([8712345678901234567, None, 1]))
    assert [column.value(row) for row in range(3)] == ["8712345678901234567", None, "1"]


@pytest.mark.parametrize(
    "array",
    [
        pa.array([[1], [2]]),
        pa.array([{"a": 1}]),
        pa.array([b"\xff\xfe"]),
        pa.array([[("a", 1)]], pa.map_(pa.string(), pa.int8())),
    ],
)
def test_what_is_no_single_value_is_no_column(array: Any) -> None:
    assert raw_column(array) is None
