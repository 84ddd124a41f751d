from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from klantwaarde_xl.core.value.unknown_values import completed


def test_financing_that_is_unknown_is_the_part_that_others_have_of_their_turnover() -> None:
    # financing is 3 of 300 for the two others; the expense of the third is its own
    frame = pd.DataFrame(
        {
            "revenue": [200.0, 100.0, 50.0],
            "gross_margin": [20.0, 10.0, 10.0],
            "expense": [0.0, 0.0, 2.0],
            "financing": [2.0, 1.0, np.nan],
        }
    )
    found = completed(frame)
    assert found.usual["money"].tolist() == pytest.approx([0.1, 0.1, 0.25])
    assert found.lowest["money"].tolist() == pytest.approx([0.1, 0.1, 1.0])
    assert found.highest["money"].tolist() == pytest.approx([0.1, 0.1, 0.2])
    assert found.known["money"].tolist() == [True, True, False]


def test_turnover_without_a_cost_puts_the_margin_in_doubt_by_its_own_amount() -> None:
    frame = pd.DataFrame(
        {"revenue": [100.0], "covered_revenue": [90.0], "coverage": [0.9], "gross_margin": [30.0]}
    )
    found = completed(frame)
    ends = [side["margin"].item() for side in (found.lowest, found.usual, found.highest)]
    assert ends == [20.0, 30.0, 40.0]


def test_lines_without_a_group_are_one_group_at_worst_none_and_at_best_each_another() -> None:
    # three of eight groups, of which one is that of two lines without a group
    frame = pd.DataFrame({"revenue": [1.0], "groups": [3.0], "ungrouped_lines": [2.0], "breadth": [3 / 8]})
    found = completed(frame)
    assert [side["products"].item() for side in (found.lowest, found.usual, found.highest)] == pytest.approx(
        [2 / 8, 3 / 8, 4 / 8]
    )
