"""The capacity of the table of rates beside the hours that customers take."""

from __future__ import annotations

import pandas as pd

from klantwaarde_xl.core.base.period import Period
from klantwaarde_xl.core.measures.capacity import capacity_use
from klantwaarde_xl.model.inputs import Inputs


def used_capacity(inputs: Inputs, period: Period, measures: pd.DataFrame) -> pd.DataFrame:
    """Return the capacity, what is used and what is not, per activity (see ``core.measures.capacity``).

    ``measures``: those of the customers in the period. Effort for customers that do not count takes hours
    all the same."""
    effort = inputs.effort
    if effort is not None:
        effort = effort[period.contains(effort["date"].to_numpy())]
    counts = {name: float(measures[name].sum()) for name in ("invoices", "lines", "credit_lines")}
    counts["customer_years"] = len(measures) * period.years
    return capacity_use(inputs.rates, effort, counts, period.years)
