"""Months in the ways in which people write them."""

from __future__ import annotations

import datetime as dt

import pytest

from klantwaarde_xl.model.month_values import parse_months
from klantwaarde_xl.model.text_values import Reading


@pytest.mark.parametrize(
    "text",
    ["2025-03", "03-2025", "3/2025", "2025/3", "maart 2025", "mrt-25", "202503", "2025.03"],
)
def test_a_month_without_a_day(text: str) -> None:
    found = parse_months([text])
    assert found.reading.tolist() == [Reading.OK]
    assert dt.date(1970, 1, 1) + dt.timedelta(found.values[0]) == dt.date(2025, 3, 1)


@pytest.mark.parametrize("text", ["2025-13", "00-2025", "maand 2025", "2025", "x" * 500, ""])
def test_what_is_no_month(text: str) -> None:
    assert parse_months([text]).reading.tolist() == [Reading.WRONG]
