from __future__ import annotations

from typing import Any

import pandas as pd

from klantwaarde_xl.report.page import Source
from klantwaarde_xl.report.pages.dashboard.list_frames import list_frames
from klantwaarde_xl.report.pages.dashboard.lists import (
    DULL_HEADER,
    DULL_STEPS,
    FEWER,
    FEWER_HEADER,
    FEWER_STEPS,
    LIST_HEADER,
    LIST_STEPS,
    LISTED,
    LISTS,
)
from klantwaarde_xl.report.pages.dashboard.who import best_and_largest


def test_lists_and_their_steps_stand_in_the_same_rows() -> None:
    assert {(grid.row, grid.rows) for grid in (*LISTS[:3], LIST_STEPS)} == {(LIST_HEADER, LISTED)}
    assert {(grid.row, grid.rows) for grid in (*LISTS[3:6], FEWER_STEPS)} == {(FEWER_HEADER, FEWER)}
    assert {(grid.row, grid.rows) for grid in (*LISTS[6:], DULL_STEPS)} == {(DULL_HEADER, LISTED)}


def test_the_rows_of_the_steps_are_those_of_the_tables(make_analysis: Any) -> None:
    source = Source(make_analysis(40))
    frames = list_frames(source)
    steps = frames["list_steps"]
    assert steps["best_value"].tolist() == [float(n) for n in range(1, 11)]
    assert steps["best_row"].is_unique
    assert {column.field for grid in LISTS for column in grid.columns} <= {
        field for grid in LISTS for field in frames[grid.frame]
    }


def test_of_nobody_there_is_no_best_and_no_largest() -> None:
    frame = pd.DataFrame({"name": [], "rank": [], "rank_revenue": []})
    found = best_and_largest(frame)
    assert (found.best, found.best_rank_revenue, found.largest, found.customers) == ("", 0, "", 0)
