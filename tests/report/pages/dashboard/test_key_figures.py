from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

from klantwaarde_xl.report.page import Source
from klantwaarde_xl.report.pages.dashboard.key_figures import KEY_FIGURES, figure_cell, key_figure_values
from klantwaarde_xl.report.specs import FigureSpec
from klantwaarde_xl.web.areas import cells_of

FIGURES = [block for block in KEY_FIGURES if isinstance(block, FigureSpec)]


def test_figures_stand_below_each_other_and_are_found_by_name() -> None:
    for figure in FIGURES:
        name = figure.value.removeprefix("total_")
        assert figure_cell(name).replace("$", "") == f"Dashboard!{figure.value_at}"
        assert figure_cell(name, "before").replace("$", "") == f"Dashboard!{figure.previous_at}"
    assert [figure.total for figure in FIGURES].count(True) == 1


def test_a_total_that_is_not_there_is_blank(make_analysis: Any) -> None:
    analysis = make_analysis(5)
    values = key_figure_values(Source(replace(analysis, totals={"revenue": 7.0})))
    assert values["total_revenue"] == 7.0
    assert math.isnan(float(str(values["previous_total_revenue"])))
    assert {figure.value for figure in FIGURES} <= set(values)


def test_what_is_at_stake_is_not_to_be_told_without_a_chance_to_leave(by_hand: Any) -> None:
    figure = next(figure for figure in FIGURES if figure.value == "total_at_stake")
    values = key_figure_values(by_hand(at_stake=[math.nan] * 5))
    assert cells_of((figure,), values)[14, 4].text == "niet te zeggen"
    assert 'COUNT(tblKlantwaarde[Op het spel])=0,"niet te zeggen"' in figure.formula
    known = key_figure_values(by_hand(at_stake=[math.nan, 20.0, 30.0, 0.0, 0.0]))
    assert cells_of((figure,), known)[14, 4].text == "50"
