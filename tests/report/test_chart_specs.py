from __future__ import annotations

from klantwaarde_xl.report.chart_specs import ChartSpec, SeriesSpec
from klantwaarde_xl.report.contents import REPORT

CHARTS = [block for page in REPORT for block in page.spec.blocks if isinstance(block, ChartSpec)]


def test_every_series_that_names_a_point_has_words_for_it() -> None:
    titles = {key for page in REPORT for key in page.titles}
    series = [one for chart in CHARTS for one in chart.series]
    assert {one.named_by for one in series if one.named_by} <= titles
    assert all(one.labels for one in series if one.named_by or one.hidden)


def test_charts_that_take_turns_differ_in_when_they_are_drawn() -> None:
    for page in REPORT:
        charts = [block for block in page.spec.blocks if isinstance(block, ChartSpec)]
        places = [(chart.at, chart.when) for chart in charts]
        assert len(set(places)) == len(places)


def test_a_series_is_a_line_in_the_first_accent_unless_it_says_otherwise() -> None:
    assert SeriesSpec("a", "f", "x", "y").colour == "#1F4E79"
