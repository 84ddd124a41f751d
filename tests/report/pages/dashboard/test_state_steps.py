from __future__ import annotations

from typing import Any

import pytest

from klantwaarde_xl.report.page import Source
from klantwaarde_xl.report.pages.dashboard.facts import facts
from klantwaarde_xl.report.pages.dashboard.state_steps import STATES


def test_what_is_to_do_is_the_sum_of_its_levers(make_analysis: Any) -> None:
    analysis = make_analysis(40)
    found = {step.name: step.value(facts(Source(analysis))) for step in STATES}
    actions = analysis.chances.actions
    assert found["Dash_TeDoenEuro"] == pytest.approx(
        sum(actions[name].sum() for name in ("up_sell", "margin", "serve"))
    )
