"""Why turnover changed, where nobody's contribution is known."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from klantwaarde_xl.core.measures.bridge import TURNOVER_STEPS
from klantwaarde_xl.report.page import Source
from klantwaarde_xl.report.pages import turnover


def test_the_rows_are_those_of_the_bridge_and_add_up_to_the_turnover_of_both_periods(
    make_analysis: Any,
) -> None:
    analysis = make_analysis(60)
    source = Source(analysis)
    rows, firm = turnover.turnover(source), turnover.firm_turnover(source)
    assert rows.index.tolist() == analysis.bridge.index.tolist()
    lines = analysis.lines
    for name, when in (("previous_revenue", analysis.previous), ("revenue", analysis.period)):
        inside = lines["date"].between(pd.Timestamp(when.start), pd.Timestamp(when.end))
        own = inside & lines["customer_id"].astype(str).isin(analysis.bridge.index)
        assert firm[name] == pytest.approx(lines.loc[own, "revenue"].sum(), abs=0.005)
    assert firm["previous_revenue"] + firm[list(TURNOVER_STEPS)].sum() == pytest.approx(firm["revenue"])


def test_without_a_previous_period_nothing_is_compared(make_analysis: Any) -> None:
    analysis = make_analysis(5)
    lines = analysis.lines.assign(date=pd.Timestamp(analysis.period.start))
    assert turnover.nothing_known(Source(replace(analysis, lines=lines))) == (
        "Van niemand is de nettobijdrage bekend: er is niets te vergelijken."
    )
