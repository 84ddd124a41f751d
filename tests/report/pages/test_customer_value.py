from __future__ import annotations

from klantwaarde_xl.report.pages.customer_value import CUSTOMER_VALUE


def test_the_printed_columns_of_klantwaarde_hold_the_answer() -> None:
    printed = {column.field for column in CUSTOMER_VALUE.columns[: CUSTOMER_VALUE.printed]}
    assert {
        "rank",
        "name",
        "score",
        "rank_revenue",
        "rank_shift",
        "revenue",
        "contribution",
        "at_risk_reason",
    } <= printed


def test_figures_of_a_ratio_have_no_total() -> None:
    totals = {column.field for column in CUSTOMER_VALUE.columns if column.total == "sum"}
    assert {"revenue", "gross_margin", "cost_to_serve", "contribution", "hours"} <= totals
    assert not totals & {
        "margin_pct",
        "score",
        "rank",
        "coverage",
        "contribution_per_hour",
        "time_intensity",
        "breadth",
    }
