"""The grid of the ledger: the largest differences first, the rest in one row, and totals to the cent."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from klantwaarde_xl.analysis.result import WithLedger
from klantwaarde_xl.core.measures.capacity import capacity_use
from klantwaarde_xl.core.measures.cost_to_serve import DRIVERS
from klantwaarde_xl.core.measures.ledger import LedgerCheck
from klantwaarde_xl.report.page import Source
from klantwaarde_xl.report.pages.ledger import CAPACITY, LEDGER, capacity_frame, ledger_frame


def test_without_a_ledger_the_grid_is_empty(make_analysis: Any) -> None:
    assert ledger_frame(Source(make_analysis(5))).empty


def test_many_entities_fit_and_add_up(make_analysis: Any) -> None:
    read = np.arange(1, 11) * 0.1
    frame = pd.DataFrame(
        {
            "entity": [f"E{n:02}" for n in range(10)],
            "ledger": read + np.arange(10) * 0.01,
            "read": read,
            "difference": np.round(np.arange(10) * 0.01, 2),
            "unassigned": 0.0,
            "reason": ["", *["unexplained"] * 9],
            "invoices": [()] * 10,
        }
    )
    beside = WithLedger(LedgerCheck(frame, complete=True, serving=20.0), charged=12.5, not_assigned=2.5)
    rows = ledger_frame(Source(replace(make_analysis(5), with_ledger=beside)))
    assert len(rows) == LEDGER.rows
    assert rows["entity"].tolist()[:2] == ["E09", "E08"]
    assert rows["entity"].tolist()[-3:] == ["Overige administraties", "Totaal", "Kosten bediening"]
    total = rows.iloc[-2]
    assert (total["ledger"], total["read"], total["difference"]) == (5.95, 5.5, 0.45)
    assert rows.iloc[:-2]["difference"].sum().round(2) == 0.45
    assert rows.iloc[-1][["ledger", "read", "difference"]].tolist() == [20.0, 15.0, 5.0]


def test_without_a_capacity_nothing_is_claimed(make_analysis: Any) -> None:
    assert capacity_frame(Source(make_analysis(5))).empty


def test_many_activities_fit_and_add_up(make_analysis: Any) -> None:
    count = 14
    names = [f"A{n:02}" for n in range(count)]
    rates = pd.DataFrame({"activity": names, "hourly_cost": 50.0, "capacity_hours": np.arange(count) + 1.0})
    effort = pd.DataFrame({"activity": ["a00 ", "A13"], "hours": [3.0, 4.0]})
    found = capacity_use(rates, effort, dict.fromkeys(DRIVERS.values(), 0.0), 1.0)
    rows = capacity_frame(Source(replace(make_analysis(5), capacity=found)))
    assert len(rows) <= CAPACITY.rows
    assert rows["activity"].tolist()[0] == "A12"
    assert rows["activity"].tolist()[-2:] == ["Overige activiteiten", "Totaal"]
    # 1 + 2 + ... + 14 hours of 50, less seven.
    assert rows.iloc[-1]["unused"] == (14 * 15 / 2 - 7) * 50
    assert rows.iloc[:-1]["unused"].sum() == rows.iloc[-1]["unused"]


def test_capacity_that_nobody_used_is_part_of_the_cost_of_serving(make_analysis: Any) -> None:
    entities = pd.DataFrame(
        {"entity": [""], "ledger": [1.0], "read": [1.0], "difference": [0.0], "unassigned": 0.0}
    ).assign(reason="", invoices=[()])
    beside = WithLedger(LedgerCheck(entities, complete=True, serving=20.0), charged=12.5, not_assigned=2.5)
    rates = pd.DataFrame({"activity": ["Bezoek"], "hourly_cost": [2.0], "capacity_hours": [2.5]})
    unused = capacity_use(rates, None, dict.fromkeys(DRIVERS.values(), 0.0), 1.0)
    rows = ledger_frame(Source(replace(make_analysis(5), with_ledger=beside, capacity=unused)))
    assert rows.iloc[-1][["ledger", "read", "difference"]].tolist() == [20.0, 20.0, 0.0]
    assert "ongebruikte capaciteit" in rows.iloc[-1]["explanation"]
