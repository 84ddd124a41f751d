"""The row of bars of a customer: figures worked out by hand, and the same customer on both sheets."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pandas as pd

from klantwaarde_xl.report.build import build
from klantwaarde_xl.report.pages.trend import trend_texts


def test_the_bars_by_hand() -> None:
    """Eight heights: of 700 in the best month each 100 is one step; only the last twelve months show."""
    months = pd.DataFrame(
        [[9_999.0, 0, 100, 200, 300, 400, 500, 600, 700, -50, 349, 351, np.nan]],
        index=pd.Index([7]),
    )
    assert trend_texts(months).to_dict() == {"7": "▁▂▃▄▅▆▇█▁▄▅▁"}


def test_without_months_or_revenue_there_are_no_bars() -> None:
    assert trend_texts(pd.DataFrame(index=["a"])).tolist() == [""]
    assert trend_texts(pd.DataFrame({"jan": [0.0], "feb": [-10.0]})).tolist() == [""]


def test_both_sheets_show_the_months_of_their_own_customer(make_analysis: Any, created: dt.datetime) -> None:
    analysis = make_analysis(30)
    frames = build(analysis, created=created).frames
    monthly = analysis.monthly.set_axis(analysis.monthly.index.astype(str)).iloc[:, -12:]
    shown = 0
    for name in ("customers", "actions"):
        for number, bars in zip(frames[name]["customer_id"], frames[name]["trend"], strict=True):
            row = monthly.loc[number] if number in monthly.index else pd.Series(dtype=float)
            if bars:
                highest = {month for month, bar in zip(row.index, bars, strict=True) if bar == "█"}
                assert row.idxmax() in highest
                shown += 1
    assert shown > 40
