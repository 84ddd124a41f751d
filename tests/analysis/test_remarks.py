"""What the figures themselves give reason to say."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from klantwaarde_xl import errors
from klantwaarde_xl.analysis.remarks import remarks, unassigned_remarks, unassigned_totals
from klantwaarde_xl.core.base.period import Period
from klantwaarde_xl.errors import Wording
from klantwaarde_xl.model.settings import Settings
from klantwaarde_xl.model.tables import UNASSIGNED

YEAR = Period(dt.date(2025, 1, 1), dt.date(2025, 12, 31))
GOOD = {"coverage": 1.0, "gross_margin": 10.0, "time_cost": 5.0, "contribution": 5.0}


def codes(first_day: str = "2023-05-01", **changed: float) -> list[str]:
    customers = pd.DataFrame([GOOD, {**GOOD, **changed}], index=["a", "b"])
    if changed and all(np.isnan(value) for value in changed.values()):
        customers = customers.assign(**changed)
    lines = pd.DataFrame({"date": pd.to_datetime([first_day, "2025-06-01"])})
    return [
        finding.code for finding in remarks(customers, lines, YEAR, Settings(pareto_measure="nettobijdrage"))
    ]


@pytest.mark.parametrize(
    ("changed", "wording"),
    [
        ({"coverage": 0.5}, errors.LOW_COVERAGE),
        ({"gross_margin": np.nan}, errors.NO_COST),
        ({"time_cost": np.nan}, errors.NO_EFFORT),
        ({"contribution": np.nan}, errors.NOTHING_POSITIVE),
        ({"first_day": "2024-05-01"}, errors.SHORT_PREVIOUS_PERIOD),
        ({"first_day": "2025-05-01"}, errors.NO_PREVIOUS_PERIOD),
    ],
)
def test_each_lack_is_said_once(changed: dict[str, object], wording: Wording) -> None:
    assert codes() == []
    assert codes(**changed) == [wording.code]


def test_at_most_five_customers_are_named() -> None:
    customers = pd.DataFrame([{**GOOD, "coverage": 0.1}] * 7, index=list("abcdefg"))
    lines = pd.DataFrame({"date": pd.to_datetime(["2023-01-01"])})
    (finding,) = remarks(customers, lines, YEAR, Settings(pareto_measure="nettobijdrage"))
    assert finding.count == 7
    assert "a, b, c, d, e" in finding.message
    assert "f" not in finding.message.split("a, b, c, d, e")[1][:4]


def test_what_belongs_to_nobody_is_said_with_its_share() -> None:
    lines = pd.DataFrame({"customer_id": [UNASSIGNED, UNASSIGNED, "a"], "revenue": [20.0, 5.0, 75.0]})
    left_out = np.array([True, True, False])
    (finding,) = unassigned_remarks(unassigned_totals(lines, left_out))
    assert finding.code == errors.NOT_ASSIGNED.code
    assert finding.count == 2
    assert "25 %" in finding.message
    assert "25,00" in finding.message


def test_a_share_of_more_than_all_is_not_said() -> None:
    lines = pd.DataFrame({"customer_id": [UNASSIGNED, "a"], "revenue": [75.0, -50.0]})
    totals = unassigned_totals(lines, np.array([True, False]))
    assert np.isnan(totals["unassigned_share"])
    assert "%" not in unassigned_remarks(totals)[0].message


def test_when_every_line_has_a_customer_nothing_is_said() -> None:
    lines = pd.DataFrame({"customer_id": ["a", "b"], "revenue": [20.0, 75.0]})
    assert unassigned_remarks(unassigned_totals(lines, np.array([False, True]))) == []
