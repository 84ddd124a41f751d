"""What of a table is on paper, in a file and after its rows changed in the open workbook."""

from __future__ import annotations

import datetime as dt

import pytest
from excel_contents import read

from klantwaarde_xl.report.build import empty_report
from klantwaarde_xl.report.chart_specs import ChartSpec
from klantwaarde_xl.report.contents import REPORT
from klantwaarde_xl.report.pages.inputs.sheets import HEADER_ROW, ON_PAPER
from klantwaarde_xl.writers.print_areas import chart_end, empty_end, last_row, moved_end

BY_NAME = {page.spec.name: page.spec for page in REPORT}


def test_all_rows_of_a_result_are_on_paper_or_as_many_as_it_declares() -> None:
    spec = BY_NAME["Klantwaarde"]
    assert last_row(spec, spec.tables[0], 500) == 500
    spec = BY_NAME["Waarom veranderd"]  # sixty rows, below a header in row 5
    assert last_row(spec, spec.tables[0], 20) == 20
    assert last_row(spec, spec.tables[0], 500) == 4 + 60


def test_a_chart_beside_a_short_table_is_on_paper_whole() -> None:
    spec = BY_NAME["Pareto"]
    end = max(chart_end(one)[0] for one in spec.blocks if isinstance(one, ChartSpec))
    assert last_row(spec, spec.tables[0], 6) == end < 500 == last_row(spec, spec.tables[0], 500)


@pytest.mark.parametrize("bottom", [6, 900])
def test_an_input_table_has_its_rows_on_paper_before_the_user_fills_them(
    bottom: int, created: dt.datetime
) -> None:
    sheets = [spec for spec in empty_report(created).sheets if any(table.input for table in spec.tables)]
    assert len(sheets) > 8
    for spec in sheets:
        assert last_row(spec, spec.tables[0], bottom) == HEADER_ROW - 1 + ON_PAPER


@pytest.mark.parametrize(
    ("area", "moved"),
    [
        ("$A$1:$O$7", "$A$1:$O$29"),
        ("$A$1:$D$7", "$A$1:$D$29"),  # fewer columns, of the user: the rows follow
        ("$A$1:$O$40", None),
        ("$A$1:$O$7,$Q$1:$R$7", None),
        ("", None),
        (None, None),
    ],
)
def test_a_print_area_that_ended_with_the_table_still_does(area: str | None, moved: str | None) -> None:
    assert moved_end(area, {6, 8}, 28) == moved
    assert moved_end(area, {6}, 6) is None


def test_the_end_of_an_empty_table_is_known(template: bytes) -> None:
    """As the empty workbook has it: the header, a blank row and the totals."""
    sheets = {sheet.name: sheet.paper for sheet in read(template)[0]}
    for name in ("Klantwaarde", "Acties", "Cross-sell", "Waarom veranderd", "Pareto"):
        spec = BY_NAME[name]
        assert sheets[name].endswith(f"${empty_end(spec, spec.tables[0]) + 1}"), name
