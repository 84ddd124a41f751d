from __future__ import annotations

import pandas as pd

from klantwaarde_xl.report.pages.dashboard.list_steps import (
    DULL_HEADER,
    DULL_STEPS,
    FEWER,
    FEWER_HEADER,
    FEWER_STEPS,
    FIRST_STEPS,
    GONE_STEPS,
    LIST_HEADER,
    LIST_STEPS,
    LISTED,
)
from klantwaarde_xl.report.pages.dashboard.lists import LISTS
from klantwaarde_xl.report.pages.dashboard.who import FIRST, best_and_largest


def test_lists_and_their_steps_stand_in_the_same_rows() -> None:
    assert {(grid.row, grid.rows) for grid in (*LISTS[:3], LIST_STEPS)} == {(LIST_HEADER, LISTED)}
    assert {(grid.row, grid.rows) for grid in (*LISTS[3:6], FEWER_STEPS)} == {(FEWER_HEADER, FEWER)}
    assert {(grid.row, grid.rows) for grid in (LISTS[6], DULL_STEPS)} == {(DULL_HEADER, LISTED)}
    assert {(grid.row, grid.rows) for grid in (*LISTS[7:], FIRST_STEPS, GONE_STEPS)} == {(DULL_HEADER, FIRST)}


def test_of_nobody_there_is_no_best_and_no_largest() -> None:
    frame = pd.DataFrame({"name": [], "rank": [], "rank_revenue": []})
    found = best_and_largest(frame)
    assert (found.best, found.best_rank_revenue, found.largest, found.customers) == ("", 0, "", 0)
