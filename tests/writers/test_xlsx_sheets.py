from __future__ import annotations

import datetime as dt
from typing import Any

import light
import pytest

from klantwaarde_xl.report.build import build, empty_report
from klantwaarde_xl.report.chart_specs import ChartSpec
from klantwaarde_xl.report.specs import SheetSpec
from klantwaarde_xl.writers.xlsx import xlsx_bytes
from klantwaarde_xl.writers.xlsx_sheets import chart_end, note_scale

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported")


def test_a_note_grows_with_its_text() -> None:
    assert note_scale("kort") == 0.6
    assert note_scale("x" * 340) == 2.5


def test_charts_are_printed_whole(make_analysis: Any, created: dt.datetime) -> None:
    document = build(make_analysis(12), created=created)
    book = light.load(xlsx_bytes(document))
    (pareto,) = (sheet for sheet in document.sheets if sheet.name == "Pareto")
    ends = [chart_end(block) for block in pareto.blocks if isinstance(block, ChartSpec)]
    last = int(book["Pareto"].print_area.rpartition("$")[2])
    assert last > max(row for row, _ in ends)


def test_every_sheet_has_its_titles_and_its_tab(created: dt.datetime) -> None:
    document = empty_report(created)
    book = light.load(xlsx_bytes(document))

    def shown(spec: SheetSpec) -> tuple[object, str]:
        sheet = book[spec.name]
        return sheet[f"{spec.left}1"].value, f"#{sheet.sheet_properties.tabColor.rgb[-6:]}"

    assert [shown(spec) for spec in document.sheets] == [
        (spec.title, spec.tab_colour) for spec in document.sheets
    ]
