"""Whole firms through the whole analysis, for tests of what sheets claim together."""

from __future__ import annotations

import datetime as dt

import pytest
from drawn_companies import company
from firms_by_law import inputs_of, null_firms

from klantwaarde_xl.analysis.analyse import analyse
from klantwaarde_xl.analysis.result import Analysis
from klantwaarde_xl.demo.tables import demo_tables
from klantwaarde_xl.model.inputs import check_inputs
from klantwaarde_xl.report.build import build
from klantwaarde_xl.report.document import Document


def _firm(which: str) -> Analysis:
    if which == "demo":
        return analyse(check_inputs(demo_tables()))
    if which == "drawn":
        return analyse(company(5, 80, 6, 6000, effort=True, measure="nettobijdrage"))
    laws = [found for found in null_firms() if found.customers == 60]
    return analyse(inputs_of(laws[0]))


@pytest.fixture(scope="session", params=["drawn", "by law", pytest.param("demo", marks=pytest.mark.slow)])
def firm(request: pytest.FixtureRequest) -> Analysis:
    """Return the analysis of a made-up firm, and of the demo where slow tests are wanted."""
    return _firm(request.param)


@pytest.fixture(scope="session")
def firm_document(firm: Analysis) -> Document:
    """Return the workbook of that firm."""
    return build(firm, created=dt.datetime(2026, 1, 5, 9))
