from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest

from klantwaarde_xl.model.raw_cells import CellError
from klantwaarde_xl.report import formats as f
from klantwaarde_xl.writers.live_cells import cells, live_cell


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


@pytest.mark.parametrize("value", [None, "", float("nan"), float("-inf"), pd.NaT])
def test_blank_is_none(value: object) -> None:
    assert live_cell(value) is None
