"""Whole firms through the whole analysis, for tests of what sheets claim together."""

from __future__ import annotations

import datetime as dt
import functools
from typing import Any

import pytest
from drawn_companies import company
from firms_by_law import inputs_of, null_firms
from once import Once

from klantwaarde_xl.analysis.analyse import analyse
from klantwaarde_xl.analysis.result import Analysis
from klantwaarde_xl.demo.tables import demo_tables
from klantwaarde_xl.model.inputs import check_inputs
from klantwaarde_xl.report.build import build
from klantwaarde_xl.report.document import Document
from klantwaarde_xl.writers.xlsx import xlsx_bytes


@functools.cache
def _firm(which: str) -> Analysis:
    if which == "demo":
        return analyse(check_inputs(demo_tables()))
    if which == "drawn":
        return analyse(company(5, 80, 6, 6000, effort=True, measure="nettobijdrage"))
    laws = [found for found in null_firms() if found.customers == 60]
    return analyse(inputs_of(laws[0]))


@functools.cache
def _document(which: str) -> Document:
    return build(_firm(which), created=dt.datetime(2026, 1, 5, 9))


@pytest.fixture(scope="session", params=["drawn", "by law", pytest.param("demo", marks=pytest.mark.slow)])
def firm_name(request: pytest.FixtureRequest) -> str:
    """Return which firm is looked at; what is made of it is kept, as every module goes round them anew."""
    return str(request.param)


@pytest.fixture(scope="session")
def firm(firm_name: str) -> Analysis:
    """Return the analysis of a made-up firm, and of the demo where slow tests are wanted."""
    return _firm(firm_name)


@pytest.fixture(scope="session")
def firm_document(firm_name: str) -> Document:
    """Return the workbook of that firm."""
    return _document(firm_name)


@pytest.fixture(scope="session")
def filled_report(once: Once, make_analysis: Any, created: dt.datetime) -> bytes:
    """Return the workbook of the hand-made analysis of sixty customers, with inputs."""
    return once.value(
        "filled_report", lambda: xlsx_bytes(build(make_analysis(60), created=created, with_inputs=True))
    )
