"""The analysis beside the ledger: turnover per entity, and cost of serving."""

from __future__ import annotations

import numpy as np
import pandas as pd

from klantwaarde_xl.analysis.preparing import Prepared
from klantwaarde_xl.analysis.result import WithLedger
from klantwaarde_xl.core.base.period import Period
from klantwaarde_xl.core.measures.cost_to_serve import logged_effort
from klantwaarde_xl.core.measures.ledger import ledger_check
from klantwaarde_xl.model.inputs import Inputs
from klantwaarde_xl.model.tables import UNASSIGNED

_REJECTED = ("entity", "date", "revenue", "invoice_id")


def with_ledger(inputs: Inputs, ready: Prepared, period: Period, measures: pd.DataFrame) -> WithLedger | None:
    """Return how the lines and the cost of serving compare with the ledger; None without rows that compare.

    ``measures``: those of the customers in the period."""
    if inputs.ledger is None or not len(inputs.ledger):
        return None
    lines = ready.lines.assign(unassigned=(ready.lines["customer_id"] == UNASSIGNED).to_numpy())
    rejected = inputs.rejected
    if rejected is None:
        rejected = pd.DataFrame(columns=list(_REJECTED)).astype({"date": "datetime64[s]", "revenue": float})
    check = ledger_check(inputs.ledger, lines, rejected, period)
    if check is None:
        return None
    charged = float(measures[["time_cost", "expense"]].sum(min_count=1).sum(min_count=1))
    return WithLedger(check, charged, _left_out_effort(inputs, ready, period))


def _left_out_effort(inputs: Inputs, ready: Prepared, period: Period) -> float:
    """Return the cost in the period of effort for customers that do not count, 0 without any."""
    if inputs.effort is None or ready.effort is None:
        return 0.0
    rest = inputs.effort[~inputs.effort.index.isin(ready.effort.index)]
    rest = rest[period.contains(rest["date"].to_numpy())]
    if rest.empty:
        return 0.0
    nobody = np.zeros(len(rest), int)
    found = logged_effort(nobody, rest, inputs.rates, np.array([1.0]), inputs.settings.hourly_cost)
    return float(np.nansum([found.cost[0], found.expense[0]]))
