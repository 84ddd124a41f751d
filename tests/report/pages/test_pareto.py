from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from klantwaarde_xl.model.settings import Settings
from klantwaarde_xl.report.page import Source
from klantwaarde_xl.report.pages.pareto import PAGE, pareto_frame, whale_total


@pytest.mark.parametrize(("measure", "column"), [("omzet", "revenue"), ("nettobijdrage", "contribution")])
def test_customers_stand_by_the_chosen_measure(make_analysis: Any, measure: str, column: str) -> None:
    analysis = replace(make_analysis(40), settings=Settings(pareto_measure=measure))
    frame = pareto_frame(Source(analysis))
    assert frame["value"].is_monotonic_decreasing
    assert sorted(frame["value"]) == sorted(analysis.customers[column])
    assert frame["share"].sum() == pytest.approx(1)
    assert frame["position"].tolist() == list(range(1, 41))


@pytest.mark.parametrize(
    ("measure", "named"),
    [("omzet", "de omzet"), ("marge", "de brutomarge"), ("nettobijdrage", "de nettobijdrage")],
)
def test_the_sheet_says_what_its_pareto_measure_is(make_analysis: Any, measure: str, named: str) -> None:
    analysis = replace(make_analysis(40), settings=Settings(pareto_measure=measure))
    assert str(PAGE.values(Source(analysis))["pareto_subtitle"]).startswith(f"De Pareto-maat is {named}. ")


def test_without_any_contribution_neither_whale_is_drawn(make_analysis: Any) -> None:
    analysis = make_analysis(5)
    analysis = replace(analysis, customers=analysis.customers.assign(contribution=np.nan))
    source = Source(analysis)
    assert np.isnan(whale_total(source))
    assert PAGE.values(source)["whale_in_euros"] is False


def test_the_mark_stands_where_80_percent_is_reached(make_analysis: Any) -> None:
    source = Source(make_analysis(40))
    marks = PAGE.frames(source)["pareto_marks"]
    assert marks["y"].tolist()[:2] == [0.8, 0.8]
    assert marks["x"].nunique() == 2
