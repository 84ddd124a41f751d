"""A company small enough to work out by hand, and the figures of the Dashboard for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from klantwaarde_xl.report.page import Source

BY_HAND: dict[str, list[Any]] = {
    "name": ["Aalders", "Berk", "Cordes", "Dam", "Evers"],
    "revenue": [500.0, 250.0, 150.0, 60.0, 40.0],
    "rank_revenue": [1.0, 2.0, 3.0, 4.0, 5.0],
    "score": [40.0, 90.0, 60.0, 70.0, 50.0],
    "rank": [5.0, 1.0, 3.0, 2.0, 4.0],
    "contribution": [-50.0, 120.0, 30.0, 20.0, -0.004],
    "rank_contribution": [5.0, 1.0, 2.0, 3.0, 4.0],
    "hours": [20.0, 10.0, 5.0, 2.0, 1.0],
    "groups": [3.0, 2.0, 6.0, 1.0, 1.0],
    "breadth": [3 / 8, 2 / 8, 6 / 8, 1 / 8, 1 / 8],
    "if_gone": [75.0, 200.0, 60.0, 30.0, 10.0],
}
"""Five customers, largest first. By rank they stand as Berk, Dam, Cordes, Evers, Aalders."""


@pytest.fixture(scope="session")
def by_hand(make_analysis: Any) -> Callable[..., Source]:
    """Return what makes the source of those five customers, with other columns where a test gives them."""

    analysis = make_analysis(5)

    def source(**columns: object) -> Source:
        if not columns:
            return unchanged
        return Source(replace(analysis, customers=analysis.customers.assign(**BY_HAND | columns)))

    # A source keeps its frames, so the tests that change nothing share one.
    unchanged = source(**BY_HAND)
    return source
