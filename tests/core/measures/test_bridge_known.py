"""What a bridge does not know is told apart from what is zero."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from klantwaarde_xl.core.base.period import Period
from klantwaarde_xl.core.measures.bridge import COLUMNS
from klantwaarde_xl.core.measures.bridge_known import SERVING, compares, known_steps, serving_known, untold


def measures(time: list[float], money: list[float]) -> pd.DataFrame:
    return pd.DataFrame({"time_cost": time, "money_cost": money})


def test_a_cost_to_serve_is_known_when_anyone_has_it_in_either_period() -> None:
    nothing = measures([np.nan, np.nan], [np.nan, np.nan])
    assert serving_known(nothing, nothing) == frozenset()
    assert serving_known(measures([np.nan, 0.0], [np.nan, np.nan]), nothing) == {"time"}
    assert serving_known(nothing, measures([1.0, 2.0], [3.0, np.nan])) == set(SERVING)


def test_only_a_row_of_zeros_of_an_unknown_contribution_is_untold() -> None:
    bridge = pd.DataFrame(0.0, index=["unknown", "same", "partly", "elsewhere"], columns=list(COLUMNS))
    bridge.loc["partly", "unknown_cost"] = -4.0
    unknown = pd.Series({"unknown": True, "same": False, "partly": True, "not in the bridge": True})
    assert list(untold(bridge, unknown)) == ["unknown"]


def test_steps_that_are_not_known_are_blank_and_the_others_stay() -> None:
    amounts = pd.Series({"price": 0.0, "time": 0.0, "money": -2.0})
    assert known_steps(amounts, frozenset({"money"})).isna().tolist() == [False, True, False]
    assert known_steps(amounts, frozenset(SERVING)).tolist() == [0.0, 0.0, -2.0]


@pytest.mark.parametrize(
    ("days", "told"),
    [
        (["2024-01-20", "2025-03-01"], True),
        (["2025-01-01", "2025-03-01"], False),
        # Part of a year is not compared with a whole one.
        (["2024-05-01", "2025-03-01"], False),
        # Nothing was sold in the year before.
        (["2023-05-01", "2025-03-01"], False),
    ],
)
def test_a_bridge_needs_a_whole_previous_period_with_a_line(days: list[str], told: bool) -> None:
    lines = pd.DataFrame({"date": pd.to_datetime(days)})
    assert compares(lines, Period(dt.date(2024, 1, 1), dt.date(2024, 12, 31))) is told
