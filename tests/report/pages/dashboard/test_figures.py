from __future__ import annotations

import re
from typing import Any

import pytest

from klantwaarde_xl.report.page import Source
from klantwaarde_xl.report.pages.dashboard.figures import FIGURE_BLOCKS, STEPS, figure_values
from klantwaarde_xl.report.pages.dashboard.steps import GIVEN, given
from klantwaarde_xl.report.specs import CellSpec, TextSpec


@pytest.mark.parametrize("count", [1, 40])
def test_every_figure_has_a_value_and_a_cell(make_analysis: Any, count: int) -> None:
    values = figure_values(Source(make_analysis(count)))
    assert set(values) == {step.name for step in (*GIVEN, *STEPS)}
    # A name that two cells bear is refused by Excel.
    assert len(values) == len(GIVEN) + len(STEPS)
    shown = {block.value for block in FIGURE_BLOCKS if isinstance(block, CellSpec | TextSpec) and block.value}
    assert shown == set(values)


def test_a_step_uses_only_steps_above_it() -> None:
    known: set[str] = set()
    for step in STEPS:
        assert set(re.findall(r"\bDash_\w+", step.formula)) <= known, step.name
        known.add(step.name)


def test_what_only_the_analysis_knows_is_addressed_by_key() -> None:
    places = {block.value: block.at for block in FIGURE_BLOCKS if isinstance(block, CellSpec | TextSpec)}
    for step in GIVEN:
        assert given(step.name).replace("$", "") == f"Grafiekgegevens!{places[step.name]}"
