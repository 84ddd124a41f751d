from __future__ import annotations

from typing import Any

from klantwaarde_xl.report.page import Source
from klantwaarde_xl.report.pages.dashboard.list_frames import list_frames
from klantwaarde_xl.report.pages.dashboard.list_steps import DULL_STEPS, FEWER_STEPS, FIRST_STEPS, GONE_STEPS
from klantwaarde_xl.report.pages.dashboard.lists import LISTS


def test_the_rows_of_the_steps_are_those_of_the_tables(make_analysis: Any) -> None:
    source = Source(make_analysis(40))
    frames = list_frames(source)
    steps = frames["list_steps"]
    assert steps["best_value"].tolist() == [float(n) for n in range(1, 11)]
    assert steps["best_row"].is_unique
    assert {column.field for grid in LISTS for column in grid.columns} <= {
        field for grid in LISTS for field in frames[grid.frame]
    }


def test_steps_beside_each_other_share_no_column() -> None:
    letters = [letter for grid in (DULL_STEPS, FIRST_STEPS, GONE_STEPS) for letter in grid.letters.values()]
    assert len(set(letters)) == len(letters)


def test_who_has_probably_left_stands_apart_from_who_can_be_kept(by_hand: Any) -> None:
    stake, chance = [50.0, 40.0, 30.0, 0.0, 20.0], [0.95, 0.5, 0.9, 0.99, 0.901]
    frames = list_frames(by_hand(at_stake=stake, leave_chance=chance))
    assert frames["at_stake"]["at_stake"].dropna().tolist() == [40.0, 30.0]
    assert frames["gone"]["at_stake"].dropna().tolist() == [50.0, 20.0]
    assert FEWER_STEPS.rows == GONE_STEPS.rows == 5
    nobody = list_frames(by_hand(at_stake=stake, leave_chance=[0.1] * 5))
    assert nobody["gone"]["name"].iloc[0] == "Niemand is al weg."
