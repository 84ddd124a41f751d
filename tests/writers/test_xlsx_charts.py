from __future__ import annotations

import datetime as dt
from typing import Any

from klantwaarde_xl.report.build import build
from klantwaarde_xl.writers.xlsx_charts import GridPlaces


def test_ranges_are_the_fixed_blocks_on_grafiekgegevens(make_analysis: Any, created: dt.datetime) -> None:
    places = GridPlaces(build(make_analysis(30), created=created))
    # The block starts at A6 with its headers: 101 points in rows 7 to 107, counted from 0.
    assert places.column("curves", "share_of_customers") == ["Grafiekgegevens", 6, 0, 106, 0]
    assert places.column("curves", "whale") == ["Grafiekgegevens", 6, 3, 106, 3]
    assert places.column("bubbles", "size") == ["Grafiekgegevens", 6, 17, 205, 17]
    assert places.title("whale_title") == "='Grafiekgegevens'!$A$110"
    assert places.title("headline") is None
