from __future__ import annotations

from klantwaarde_xl.report.chart_specs import ChartSpec
from klantwaarde_xl.report.pages.dashboard.sheet import DASHBOARD, PAGE
from klantwaarde_xl.report.specs import split_address


def test_the_dashboard_is_as_wide_as_a_page_with_three_charts() -> None:
    charts = [block for block in DASHBOARD.blocks if isinstance(block, ChartSpec)]
    assert DASHBOARD.pages_tall == 0
    assert len({chart.at for chart in charts}) == 3
    last = split_address(DASHBOARD.print_area.partition(":")[2])[1]
    assert all(split_address(block.at)[1] <= last for block in DASHBOARD.blocks)


def test_titles_of_the_charts_follow_the_tables() -> None:
    charts = [block for block in DASHBOARD.blocks if isinstance(block, ChartSpec)]
    assert {chart.title_value for chart in charts} <= set(PAGE.titles)
    assert all(PAGE.titles.values())
