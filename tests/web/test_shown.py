"""Values on the page read as Excel shows them in a Dutch workbook."""

from __future__ import annotations

import datetime as dt
import math

import numpy as np
import pandas as pd
import pytest

from klantwaarde_xl.report import formats as f
from klantwaarde_xl.web.shown import is_blank, shown


@pytest.mark.parametrize(
    ("value", "look", "text"),
    [
        (1234567.4, f.EURO, "1.234.567"),
        (-1234.5, f.EURO_CENTS, "-1.234,50"),
        (0, f.EURO_CENTS, "0,00"),
        (0.1234, f.PERCENTAGE, "12,3%"),
        (0.35, f.PERCENTAGE_WHOLE, "35%"),
        (0.05, f.CHANGE, "+5,0%"),
        (-0.05, f.CHANGE, "-5,0%"),
        (0.012, f.POINTS, "+1,2%-punt"),
        (-0.012, f.POINTS, "-1,2%-punt"),
        (3, f.SHIFT, "▲ +3"),
        (0, f.SHIFT, "= 0"),
        (12345, f.INTEGER, "12.345"),
        (1234.5, f.SCORE, "1234,5"),
        (1.25, f.NUMBER_FREE, "1,25"),
        (0.5, f.CLOCK, "12:00"),
        (1 + 1 / 1440, f.CLOCK, "24:01"),
        (np.float64(2), f.HOURS, "2,0"),
        ("00042", f.TEXT, "00042"),
        (True, f.TEXT, "ja"),
        (np.False_, f.TEXT, "nee"),
        (dt.date(2024, 2, 29), f.DATE, "29-02-2024"),
        (np.datetime64("2025-12-01"), f.DATE, "01-12-2025"),
        (pd.Timestamp(2025, 3, 4, 23, 59), f.DATE, "04-03-2025"),
    ],
)
def test_a_value_reads_as_its_number_format_says(value: object, look: f.CellFormat, text: str) -> None:
    """The texts follow from the format codes as Excel documents them, with Dutch separators."""
    assert shown(value, look) == text


@pytest.mark.parametrize(
    "value", [None, "", math.nan, math.inf, np.float64("nan"), pd.NaT, pd.NA, np.datetime64("NaT")]
)
def test_what_is_not_known_is_blank(value: object) -> None:
    assert is_blank(value)
    assert shown(value, f.EURO) == ""


@pytest.mark.parametrize("value", [0, 0.0, False, "0", " "])
def test_zero_is_not_blank(value: object) -> None:
    assert not is_blank(value)
