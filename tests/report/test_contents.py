from __future__ import annotations

import pytest

from klantwaarde_xl.report.chart_specs import ChartSpec
from klantwaarde_xl.report.contents import REPORT as PAGES
from klantwaarde_xl.report.formats import CHANGE, PERCENTAGE, POINTS
from klantwaarde_xl.report.specs import CellSpec, GridSpec, SheetSpec, TableSpec, TextSpec

REPORT = tuple(page.spec for page in PAGES)
CHART_TITLES = [title for page in PAGES for title in page.titles]
CHARTS = [(sheet, block) for sheet in REPORT for block in sheet.blocks if isinstance(block, ChartSpec)]
GRIDS = {block.frame: block for sheet in REPORT for block in sheet.blocks if isinstance(block, GridSpec)}


@pytest.mark.parametrize("sheet", REPORT, ids=lambda sheet: sheet.name)
def test_a_sheet_has_a_message_and_at_most_one_table(sheet: SheetSpec) -> None:
    assert sheet.message
    assert sheet.title
    assert len(sheet.name) <= 31
    assert len(sheet.tables) <= 1


@pytest.mark.parametrize("table", [t for s in REPORT for t in s.tables], ids=lambda table: table.name)
def test_headers_are_unique_and_tables_described(table: TableSpec) -> None:
    headers = [column.header.lower() for column in table.columns]
    fields = [column.field for column in table.columns]
    assert len(set(headers)) == len(headers)
    assert len(set(fields)) == len(fields)
    assert table.description.endswith(".")


def test_table_names_are_unique() -> None:
    names = [table.name.lower() for sheet in REPORT for table in sheet.tables]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize(("sheet", "chart"), CHARTS, ids=lambda item: getattr(item, "kind", item.name))
def test_charts_point_at_fixed_blocks_and_have_words(sheet: SheetSpec, chart: ChartSpec) -> None:
    assert chart.title_value in CHART_TITLES
    assert chart.alt_value
    for series in chart.series:
        known = {column.field for column in GRIDS[series.frame].columns}
        assert {series.x, series.y} <= known
        assert (series.size in known) == (chart.kind == "bubble")


def test_fixed_blocks_have_the_agreed_sizes() -> None:
    assert GRIDS["curves"].rows == 101
    assert GRIDS["bubbles"].rows == 200
    assert {GRIDS[name].rows for name in ("best", "losing", "opportunities")} == {10}


def test_the_dashboard_leads_and_begins_a_second_page_once() -> None:
    assert (REPORT[0].name, len(REPORT[0].new_pages)) == ("Dashboard", 1)


def test_chart_titles_stand_in_cells() -> None:
    shown = {block.value for block in REPORT[-1].blocks if isinstance(block, TextSpec | CellSpec)}
    assert set(CHART_TITLES) <= shown


def test_percentages_look_alike_on_every_sheet() -> None:
    """One decimal; a change has its sign, a difference of two its points.

    Only the narrow cells of Kansenmatrix go without the decimal."""
    found = set()
    for sheet in REPORT:
        for block in sheet.blocks:
            looks = [column.format for column in getattr(block, "columns", ())]
            looks += [block.format] if isinstance(block, CellSpec) else []
            found |= {(sheet.name, look.number_format) for look in looks if "%" in look.number_format}
    codes = {code for name, code in found if name != "Kansenmatrix"}
    assert codes == {PERCENTAGE.number_format, CHANGE.number_format, POINTS.number_format}
    assert len(found) > 10
