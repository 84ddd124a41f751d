"""Klantkaart of chosen customers on paper: their own figures, and nothing that only works on a screen."""

from __future__ import annotations

import datetime as dt
from typing import Any

import light
import pytest

from klantwaarde_xl.report.build import build
from klantwaarde_xl.report.chart_specs import ChartSpec
from klantwaarde_xl.report.document import Document
from klantwaarde_xl.report.pages.customer_card.on_paper import with_cards
from klantwaarde_xl.report.specs import GridSpec
from klantwaarde_xl.writers.xlsx import xlsx_bytes

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported")


@pytest.fixture(scope="module")
def document(make_analysis: Any, created: dt.datetime) -> Document:
    return build(make_analysis(10), created=created, shared=True)


def test_each_chosen_customer_has_a_sheet_with_its_own_figures(document: Document) -> None:
    customers = document.frames["customers"]
    chosen = customers["customer_id"].iloc[[3, 1]].tolist()
    printed, names = with_cards(document, chosen)
    assert names == ("Klantkaart 1", "Klantkaart 2")
    assert printed.sheets[: len(document.sheets)] == document.sheets
    book = light.load(xlsx_bytes(printed), data_only=True)
    for name, number in zip(names, chosen, strict=True):
        row = customers[customers["customer_id"] == number].iloc[0]
        cells = {cell.coordinate: cell.value for line in book[name].iter_rows() for cell in line}
        assert (cells["M9"], cells["C10"]) == (number, pytest.approx(row["revenue"]))
        assert row["name"] in cells["B2"]
        assert "B6" not in cells or cells["B6"] is None, "nobody chooses on paper"


def test_its_charts_point_at_its_own_figures_and_no_formula_is_left(document: Document) -> None:
    chosen = document.frames["customers"]["customer_id"].iloc[[2]].tolist()
    printed, (name,) = with_cards(document, chosen)
    (sheet,) = (sheet for sheet in printed.sheets if sheet.name == name)
    charts = [block for block in sheet.blocks if isinstance(block, ChartSpec)]
    own = {block.frame for block in sheet.blocks if isinstance(block, GridSpec)}
    assert len(charts) == 2
    assert {series.frame for chart in charts for series in chart.series} == own
    raw = light.load(xlsx_bytes(printed))[name]
    assert [cell.coordinate for line in raw.iter_rows() for cell in line if cell.data_type == "f"] == []


def test_without_customers_the_document_stays(document: Document) -> None:
    printed, names = with_cards(document, ())
    assert (printed.sheets, names) == (document.sheets, ())
