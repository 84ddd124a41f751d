"""What the analysis puts beside the ledger; the rest is tested through the doors (test_with_the_ledger)."""

from __future__ import annotations

import numpy as np
import pandas as pd

from klantwaarde_xl.analysis.analyse import analyse
from klantwaarde_xl.model.inputs import Inputs
from klantwaarde_xl.model.optional_tables import LedgerTotal
from klantwaarde_xl.model.tables import UNASSIGNED, InvoiceLine


def inputs(**more: object) -> Inputs:
    frame = pd.DataFrame(
        {
            "date": pd.to_datetime(["2024-01-10", "2024-12-20"]).astype("datetime64[s]"),
            "customer_id": pd.Categorical(["a", UNASSIGNED]),
            "revenue": [100.0, 20.0],
        }
    ).reindex(columns=list(InvoiceLine.model_fields))
    return Inputs(frame, read_lines=2, read_revenue=120.0, **more)  # type: ignore[arg-type]


def test_without_rows_of_the_ledger_there_is_nothing_to_compare() -> None:
    assert analyse(inputs()).with_ledger is None
    assert analyse(inputs(ledger=pd.DataFrame(columns=list(LedgerTotal.model_fields)))).with_ledger is None


def test_revenue_of_nobody_is_read_and_named() -> None:
    row = {"entity": None, "year": 2024.0, "month": np.nan, "revenue": 120.0, "serving_cost": np.nan}
    found = analyse(inputs(ledger=pd.DataFrame([row]))).with_ledger
    assert found is not None
    assert found.check.closes
    assert found.check.entities[["read", "unassigned"]].values.tolist() == [[120.0, 20.0]]
    assert (np.isnan(found.charged), found.not_assigned) == (True, 0.0)
