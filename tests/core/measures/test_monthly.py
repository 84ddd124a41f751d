"""Turnover per month adds up to turnover, wherever the months fall."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd

from klantwaarde_xl.core.base.period import Period
from klantwaarde_xl.core.measures.monthly import monthly_revenue


def test_each_line_falls_in_its_own_month_and_the_rest_is_left_out() -> None:
    dates = np.array(
        ["2023-12-31", "2024-01-01", "2024-01-31T23:59", "2024-03-31", "2024-04-01"], "datetime64[s]"
    )
    lines = pd.DataFrame({"date": dates, "customer_id": list("abaab"), "revenue": [1.0, 2.0, 4.0, 8.0, 16.0]})
    table = monthly_revenue(lines, Period(dt.date(2024, 1, 1), dt.date(2024, 3, 31)))
    assert [column.astype("datetime64[M]").astype(str) for column in table.columns.to_numpy()] == [
        "2024-01",
        "2024-02",
        "2024-03",
    ]
    assert table.loc["a"].tolist() == [4.0, 0.0, 8.0]
    assert table.loc["b"].tolist() == [2.0, 0.0, 0.0]
    assert table.columns.dtype == np.dtype("datetime64[s]")
