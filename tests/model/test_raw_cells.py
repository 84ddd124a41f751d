"""Every kind of value that a reader can hand over, and the cell it becomes."""

from __future__ import annotations

import datetime as dt
import math
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest

from klantwaarde_xl.model.raw_cells import (
    CellError,
    Kind,
    Numbered,
    classify,
    days_since_epoch,
    plain_moments,
    valid_text,
)

BLANK, NAN = (Kind.BLANK, None, None), None


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (CellError("#N/A"), (Kind.ERROR, NAN, "#N/A")),
        ("abc", (Kind.TEXT, NAN, "abc")),
        ("  ", BLANK),
        (None, BLANK),
        (pd.NaT, BLANK),
        (pd.NA, BLANK),
        (True, (Kind.BOOL, 1.0, None)),
        (np.False_, (Kind.BOOL, 0.0, None)),
        (dt.datetime(1970, 1, 3, 12), (Kind.DATE, 2.5, None)),
        (dt.datetime(1970, 1, 3, 12, tzinfo=dt.UTC), (Kind.DATE, 2.5, None)),
        (dt.date(1970, 1, 3), (Kind.DATE, 2.0, None)),
        (dt.time(6, 14, 24), (Kind.DURATION, 0.26, None)),
        (dt.timedelta(days=1, hours=12), (Kind.DURATION, 1.5, None)),
        (Decimal("1.25"), (Kind.NUMBER, 1.25, None)),
        (np.float32(0.5), (Kind.NUMBER, 0.5, None)),
        (7, (Kind.NUMBER, 7.0, None)),
        ([1], (Kind.TEXT, NAN, "[1]")),
    ],
)
def test_a_value_becomes_the_cell_it_is(value: object, cell: tuple[Kind, float | None, str | None]) -> None:
    kind, number, text = classify(value)
    assert (kind, None if math.isnan(number) else number, text) == cell


def test_moments_with_a_zone_or_beyond_pandas_are_no_plain_moments() -> None:
    day = dt.datetime(2024, 2, 29)
    assert plain_moments([day, None]) is not None
    assert plain_moments([day.replace(tzinfo=dt.UTC)]) is None
    assert plain_moments(["geen datum"]) is None


def test_days_since_epoch_keep_the_time_of_day() -> None:
    moments = pd.DatetimeIndex(["1970-01-02 06:00", None, "1969-12-31"])
    np.testing.assert_array_equal(days_since_epoch(moments), [1.25, np.nan, -1.0])


def test_new_keys_get_the_next_number() -> None:
    numbers = Numbered()
    assert numbers.of(["x", "y", "x"]).tolist() == [0, 1, 0]
    assert numbers.of(["z"]).dtype == np.int32
    assert list(numbers) == ["x", "y", "z"]


def test_half_a_surrogate_pair_becomes_a_question_mark() -> None:
    assert valid_text("a\ud83d") == "a?"
    assert valid_text("é😀") == "é😀"
