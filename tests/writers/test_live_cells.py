from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

import pandas as pd
import pytest

from klantwaarde_xl.model.raw_cells import CellError
from klantwaarde_xl.report import formats as f
from klantwaarde_xl.writers.live_cells import cells, live_cell, put


class _Sheet:
    """Takes what is written, and knows no program behind it."""

    def __init__(self) -> None:
        self.written: list[object] = []
        self.book = SimpleNamespace(app=SimpleNamespace(api=None))

    def range(self, *_corners: object) -> _Sheet:
        return self

    @property
    def value(self) -> object:
        return self.written[-1]

    @value.setter
    def value(self, cells: object) -> None:
        self.written.append(cells)


@pytest.mark.parametrize("text", ["=1+1", "-2", "00123", "@x", "1-2-2024"])
def test_text_goes_behind_an_apostrophe(text: str) -> None:
    assert live_cell(text) == f"'{text}"
    assert cells(pd.Series([text]), f.TEXT) == [f"'{text}"]


def test_error_values_go_as_excel_reads_them_and_others_as_text() -> None:
    assert cells(pd.Series([CellError("#N/A"), CellError("#ONZIN")], dtype=object), f.TEXT) == [
        "#N/A",
        "'#ONZIN",
    ]


def test_dates_are_dates_and_what_is_no_date_stays_what_was_typed() -> None:
    days = pd.Series([pd.Timestamp("2024-02-01"), None])
    assert cells(days, f.DATE) == [dt.datetime(2024, 2, 1), None]
    assert cells(pd.Series([pd.Timestamp("2024-02-01"), "morgen"], dtype=object), f.DATE) == [
        dt.datetime(2024, 2, 1),
        "'morgen",
    ]


@pytest.mark.parametrize(
    ("text", "together"),
    [("😀" * 4_101, True), ("😀" * 4_102, False), ("x" * 8_203, True), ("x" * 8_204, False)],
)
def test_a_text_that_excel_takes_in_no_array_goes_apart(text: str, together: bool) -> None:
    # Two units of UTF-16 for an emoji: 4,101 of them are 8,202.
    sheet = _Sheet()
    put(sheet, 1, 1, [[text, 1.0]])
    assert sheet.written[0] == [[text if together else None, 1.0]]
    assert sheet.written[1:] == ([] if together else [text])


@pytest.mark.parametrize("value", [None, "", float("nan"), float("-inf"), pd.NaT])
def test_blank_is_none(value: object) -> None:
    assert live_cell(value) is None
