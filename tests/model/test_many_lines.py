"""Marks of rows and extremes of groups: what pandas finds in the same frame."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from klantwaarde_xl.model.many_lines import extremes, row_marks


@pytest.mark.parametrize("seed", range(5))
def test_rows_that_are_equal_share_their_mark_and_others_do_not(seed: int) -> None:
    chance = np.random.default_rng(seed)
    count = 20_000
    frame = pd.DataFrame(
        {
            "customer_id": pd.Categorical.from_codes(chance.integers(-1, 40, count), range(40)),
            "date": (np.datetime64("2024-01-01") + chance.integers(0, 30, count)).astype("datetime64[s]"),
            "revenue": np.round(chance.normal(0, 3, count), 1),
        }
    )
    marked = pd.Series(row_marks(frame)).duplicated(keep=False)
    assert marked.tolist() == frame.duplicated(keep=False).tolist()
    assert 0 < marked.sum() < count


def test_lowest_and_highest_are_those_of_a_group() -> None:
    chance = np.random.default_rng(1)
    code, values = chance.integers(-1, 300, 1_000), chance.normal(0, 1, 1_000)
    low, high = extremes(code, values, 300)
    by = pd.Series(values).groupby(code).agg(["min", "max"]).reindex(range(300))
    assert low.tolist() == by["min"].fillna(np.inf).tolist()
    assert high.tolist() == by["max"].fillna(-np.inf).tolist()
