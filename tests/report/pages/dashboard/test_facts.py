from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from klantwaarde_xl.report.page import Source
from klantwaarde_xl.report.pages.dashboard.facts import facts


def test_facts_are_counted_over_the_customers(make_analysis: Any) -> None:
    analysis = make_analysis(40)
    found = facts(Source(analysis))
    assert found.count == 40
    assert found.new == analysis.customers["is_new"].sum()
    assert len(found.at_risk) == analysis.customers["at_risk"].sum()
    assert found.customers["rank_revenue"].iloc[found.largest_row - 1] == 1
    assert found.sum("revenue") == analysis.customers["revenue"].sum()


def test_without_contributions_there_is_no_half_and_without_a_past_no_growth(make_analysis: Any) -> None:
    analysis = make_analysis(8)
    customers = analysis.customers.assign(contribution=np.nan)
    found = facts(Source(replace(analysis, customers=customers, totals={})))
    assert found.half_margin == 0
    assert found.growth is None
    assert found.previous_customers == 0
