from __future__ import annotations

from typing import Any

from klantwaarde_xl.report.page import Source
from klantwaarde_xl.report.pages.dashboard.bubbles import BUBBLE_CELLS, BUBBLES, bubble_frames, bubble_values


def test_the_cells_hold_every_bubble(make_analysis: Any) -> None:
    frames = bubble_frames(Source(make_analysis()))
    bubbles = frames["bubbles"]
    assert 1 < len(bubbles) <= BUBBLES <= BUBBLE_CELLS.rows
    assert (bubbles["earning"].isna() != bubbles["losing"].isna()).all()
    assert frames["break_even"]["x"].equals(frames["break_even"]["y"])


def test_one_customer_gives_no_chart_but_a_reason(make_analysis: Any) -> None:
    values = bubble_values(Source(make_analysis(1)))
    assert values["has_bubbles"] is False
    assert values["bubble_absent"]
