"""The tables of totals: both periods beside each other, largest first, with classes."""

from __future__ import annotations

import pandas as pd

from klantwaarde_xl.lines.adding_up import by_period
from klantwaarde_xl.report.summed import CUSTOMERS, both_periods, with_classes

DAY = pd.Timestamp("2024-05-01")


def sums() -> pd.DataFrame:
    rows = [
        ("now", "a", 80.0, 80.0, 20.0, 2, 0, 1, DAY, DAY),
        ("now", "b", 20.0, 0.0, None, 1, 0, 1, DAY, DAY),
        ("before", "b", 30.0, 30.0, 10.0, 1, 0, 1, DAY, DAY),
        ("before", "c", 50.0, 50.0, 5.0, 3, 1, 2, DAY, DAY),
        ("outside", "d", 9.0, 9.0, 1.0, 1, 0, 1, DAY, DAY),
    ]
    names = ["place", "customer_id", "revenue", "covered_revenue", "gross_margin", "lines", "credit_lines"]
    return pd.DataFrame(rows, columns=[*names, "invoices", "first_purchase", "last_purchase"])


def test_a_row_per_customer_of_either_period() -> None:
    frame = with_classes(both_periods(*by_period(sums(), "customer_id")), 0.80, 0.95).set_index("customer_id")
    assert frame.index.tolist() == ["a", "b", "c"]
    assert frame["revenue"].tolist() == [80.0, 20.0, 0.0]
    assert frame["revenue_before"].tolist() == [0.0, 30.0, 50.0]
    assert frame["lines_before"].tolist() == [0, 1, 3]
    assert frame["pareto_class"].tolist() == ["A", "B", ""]
    assert frame["pareto_share"].round(9).tolist()[:2] == [0.8, 1.0]
    assert frame["margin_pct"].round(9).tolist()[0] == 0.25
    assert frame[["gross_margin", "margin_pct"]].loc[["b", "c"]].isna().all(axis=None)
    assert {column.field for column in CUSTOMERS.columns} <= {"customer_id", *frame}
