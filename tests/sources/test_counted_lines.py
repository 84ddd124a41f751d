"""Lines of a text file are counted before any of it is kept."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from klantwaarde_xl.errors import KlantwaardeError
from klantwaarde_xl.model.sheet_grid import LAST_ROW
from klantwaarde_xl.sources.counted_lines import refuse_many_lines

LINE = b"31-01-2024;00123;1,00\n"


def test_as_many_lines_as_a_sheet_has_rows_may_come_in() -> None:
    stream = io.BytesIO(LINE * LAST_ROW)
    refuse_many_lines(Path("r.csv"), stream, 10**9)
    assert stream.tell() == len(LINE) * LAST_ROW  # all of it was counted


@pytest.mark.parametrize(("most_bytes", "count"), [(10**9, "1.048.577"), (10**6, "meer dan 1.048.577")])
def test_one_more_is_refused_with_the_way_to_keep_them_outside(most_bytes: int, count: str) -> None:
    with pytest.raises(KlantwaardeError) as told:
        refuse_many_lines(Path("r.csv"), io.BytesIO(LINE * (LAST_ROW + 1)), most_bytes)
    assert (told.value.code, f"heeft {count} regels" in told.value.message) == ("KW-020", True)
    assert "--buiten" in told.value.hint


@pytest.mark.parametrize("start", [b"<html><body><table>\n", b"\0" * 10])
def test_what_is_no_text_is_left_to_be_named_for_what_it_is(start: bytes) -> None:
    stream = io.BytesIO(start + b"\0" * 20_000_000 + LINE * (LAST_ROW + 1))
    refuse_many_lines(Path("r.csv"), stream, 10**9)
    assert stream.tell() <= 20_000_000  # the lines behind it were not reached


def test_counting_stops_at_one_too_many_where_the_file_is_large() -> None:
    stream = io.BytesIO(LINE * LAST_ROW * 3)
    with pytest.raises(KlantwaardeError):
        refuse_many_lines(Path("r.csv"), stream, 10**6)
    assert stream.tell() < len(LINE) * LAST_ROW * 2
