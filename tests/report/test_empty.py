"""The template before its first calculation has every result sheet, and says what to do."""

from __future__ import annotations

import datetime as dt

from klantwaarde_xl.model.tables import TABLES
from klantwaarde_xl.report.build import empty_report
from klantwaarde_xl.report.chart_specs import ChartSpec
from klantwaarde_xl.report.contents import REPORT
from klantwaarde_xl.report.words.dashboard_phrases import NOT_YET


def test_all_sheets_are_there_with_one_line_on_what_to_do() -> None:
    document = empty_report(dt.datetime(2026, 1, 5))
    names = [sheet.name for sheet in document.sheets]
    assert names == [
        "Start",
        *(page.spec.name for page in REPORT),
        "Instellingen",
        *(model.sheet for model in TABLES),
    ]
    assert all(document.values[page.spec.message] == NOT_YET for page in REPORT)
    assert all(document.frames[block.frame].empty for sheet in document.sheets for block in sheet.tables)


def test_charts_that_take_turns_stand_there_once() -> None:
    for sheet in empty_report(dt.datetime(2026, 1, 5)).sheets:
        places = [block.at for block in sheet.blocks if isinstance(block, ChartSpec)]
        assert len(places) == len(set(places))
