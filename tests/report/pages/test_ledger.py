"""The grid of the ledger: the largest differences first, the rest in one row, and totals to the cent."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from klantwaarde_xl.analysis.result import WithLedger
from klantwaarde_xl.core.measures.ledger import LedgerCheck
from klantwaarde_xl.report.page import Source
from klantwaarde_xl.report.pages.ledger import LEDGER, ledger_frame


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
