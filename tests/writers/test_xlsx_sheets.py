from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import light
import pytest
from openpyxl.utils import get_column_letter, range_boundaries
from report_book import like_an_audit_file

from klantwaarde_xl.report.build import build, empty_report
from klantwaarde_xl.report.chart_specs import ChartSpec
from klantwaarde_xl.report.specs import SheetSpec
from klantwaarde_xl.writers.print_areas import chart_end
from klantwaarde_xl.writers.text_width import text_widths
from klantwaarde_xl.writers.xlsx import xlsx_bytes
from klantwaarde_xl.writers.xlsx_sheets import note_scale

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


@pytest.mark.slow
def test_a_difference_of_percentages_is_in_points(make_analysis: Any, created: dt.datetime) -> None:
    analysis = make_analysis(40)
    before = {"previous_customers": 40.0, "previous_margin_pct": 0.125, "previous_revenue": 1000.0}
    document = build(replace(analysis, totals={**analysis.totals, **before}), created=created)
    data = xlsx_bytes(document)
    values, sheet = light.load(data, data_only=True)["Dashboard"], light.load(data)["Dashboard"]
    rows = {sheet.cell(row, 2).value: row for row in range(6, 20)}
    margin, revenue = rows["Marge %"], rows["Omzet"]
    assert values.cell(margin, 6).value == pytest.approx(round(values.cell(margin, 4).value - 0.125, 3))
    assert '0.0%"-punt"' in sheet.cell(margin, 6).number_format
    assert "punt" not in sheet.cell(revenue, 6).number_format
    pairs = light.load(data)["Doorsneden"]
    found = {pairs.cell(row, 1).value: pairs.cell(row, 5).number_format for row in range(10, 40)}
    assert "punt" in found["Marge %"]
    assert "punt" not in found["Omzet"]


@pytest.mark.slow
def test_sentences_above_a_table_with_few_columns_in_sight_stay_on_the_paper(created: dt.datetime) -> None:
    # Of an audit file most columns are blank and out of sight; the lines above the table are as long as ever.
    book = light.load(xlsx_bytes(build(like_an_audit_file(), created=created)), data_only=True)
    for name in ("Klantwaarde", "Acties", "Accountmanagers"):
        sheet = book[name]
        last = range_boundaries(sheet.print_area.rpartition("!")[2].replace("$", ""))[2]
        columns = [sheet.column_dimensions[get_column_letter(n)] for n in range(1, last + 1)]
        paper = sum(column.width for column in columns if not column.hidden)
        lines = [(text, {"bold": True, "size": 14}) for text in [sheet["A2"].value]]
        lines += [(sheet[f"A{row}"].value, {}) for row in (3, 5) if sheet[f"A{row}"].value]
        widest = max(float(text_widths([text], **look)[0]) for text, look in lines)
        assert widest <= paper, name
