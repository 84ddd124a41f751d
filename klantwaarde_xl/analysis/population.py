"""Who is a customer of the period, who is new and who is lost: one meaning for every sheet and command."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from klantwaarde_xl.core.base.period import Period
from klantwaarde_xl.core.measures.bridge_known import compares
from klantwaarde_xl.core.measures.change import first_lines, is_new, is_young

CHANGES = ("revenue_change", "contribution_change")


def compared_with(lines: pd.DataFrame, period: Period, before: pd.DataFrame) -> pd.DataFrame:
    """Return the measures of the previous period, without rows where nothing compares with it.

    Part of a period is never compared with a whole one, nor effort alone with what was sold. ``lines``: all
    that count, of any date."""
    return before if compares(lines, period.previous()) else before.iloc[:0]


def with_arrival(
    customers: pd.DataFrame, lines: pd.DataFrame, before: pd.DataFrame, period: Period
) -> pd.DataFrame:
    """Return the customers with ``is_new``, ``is_first`` (new, and bought never before) and ``is_young``.

    ``customers`` with the columns of ``change_from``: these are blank for who is lost but still took effort,
    so that the table and the lost together are the previous period."""
    first = first_lines(lines, period)
    young = is_young(first, period).reindex(customers.index, fill_value=False)
    new = is_new(customers, before)
    never = (first >= np.datetime64(period.start)).reindex(customers.index, fill_value=False)
    buys = customers["lines"] > 0
    lost = ~buys & customers.index.isin(before.index[before["lines"] > 0])
    compared = [name for name in customers if str(name).startswith("previous_") or name in CHANGES]
    found = customers.assign(is_new=new, is_first=new & never, is_young=young & buys)
    found.loc[lost, compared] = np.nan
    return found


def of_buyers(measures: pd.DataFrame, compute: Callable[[pd.DataFrame], pd.DataFrame]) -> pd.DataFrame:
    """Return what ``compute`` gives for who has an invoice line; NaN for who only took effort.

    Text of theirs is blank."""
    found = compute(measures[measures["lines"] > 0])
    spread = found.reindex(measures.index)
    for name, kind in found.dtypes.items():
        if not pd.api.types.is_numeric_dtype(kind):
            spread[name] = spread[name].astype(object).fillna("")
    return spread


def counted(customers: pd.DataFrame, lost: pd.DataFrame, before: pd.DataFrame) -> dict[str, float]:
    """Return how many customers there are, came and went, and the turnover of those, EUR.

    Customers before + new - lost = customers now, and turnover before + that of who is new - that of who is
    lost + the change of who stayed = turnover now. The change is NaN without a previous period."""
    buys, new = customers["lines"] > 0, customers["is_new"].to_numpy(bool)
    revenue, previous = customers["revenue"], before["revenue"].sum() if len(before) else np.nan
    came, went = float(revenue[new].sum()), float(lost["previous_revenue"].sum())
    return {
        "customers": float(buys.sum()),
        "previous_customers": float((before["lines"] > 0).sum()),
        "new": float(new.sum()),
        "first": float(customers["is_first"].sum()),
        "lost": float(len(lost)),
        "effort_only": float((~buys).sum()),
        "new_revenue": came,
        "lost_revenue": went,
        "stayed_revenue_change": float(revenue.sum() - came - (previous - went)),
    }
