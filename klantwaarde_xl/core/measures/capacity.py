"""Capacity that is paid for beside what customers use: the other half of time-driven costing.

Kaplan & Anderson, "Time-Driven Activity-Based Costing", Harvard Business Review, November 2004. What is not
used is shown and never spread over customers."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from klantwaarde_xl.core.base.id_codes import figures
from klantwaarde_xl.core.measures.cost_to_serve import DRIVERS, MINUTES_PER_HOUR

COLUMNS = ("hourly_cost", "capacity_hours", "used_hours", "unused_hours", "capacity", "used", "unused")


def capacity_use(
    rates: pd.DataFrame | None, effort: pd.DataFrame | None, counts: Mapping[str, float], years: float
) -> pd.DataFrame:
    """Return what each activity costs, what of it is used and what is left.

    ``rates`` frame with ``activity``, ``hourly_cost`` (EUR/h), ``capacity_hours`` (a year, all people
    together) and, each optional, ``driver`` and ``minutes_per_unit``; ``effort`` the rows of the period with
    ``activity`` and ``hours``, of all customers; ``counts`` per name in the values of ``DRIVERS`` how many
    there were; ``years`` length of the period. Activities are matched without regard to case and surrounding
    spaces.

    Returns a frame indexed by activity, in the order of ``rates``, of those with a known capacity (none at
    all gives no rows): ``hourly_cost``; hours of the period ``capacity_hours``, ``used_hours`` (logged and by
    driver) and ``unused_hours``, below zero when more is used than there is; the same in EUR, ``capacity``,
    ``used`` and ``unused``.

    Source: Kaplan & Anderson (2004): of 560,000 for 700,000 minutes 49,000 orders, 1,400 inquiries and 2,500
    credit checks of 8, 44 and 50 minutes use 462,880.

    >>> minutes, names = [8.0, 44.0, 50.0], ["order", "inquiry", "credit check"]
    >>> hours, drivers = [9000.0, 1200.0, 700_000 / 60 - 10_200], ["factuur", "regel", "creditregel"]
    >>> rates = {"activity": names, "hourly_cost": 48.0, "capacity_hours": hours, "driver": drivers}
    >>> counts = {"invoices": 49_000, "lines": 1_400, "credit_lines": 2_500, "customer_years": 0}
    >>> found = capacity_use(pd.DataFrame(rates | {"minutes_per_unit": minutes}), None, counts, 1.0)
    >>> float(found["capacity"].sum().round(2)), float(found["unused"].sum().round(2))
    (560000.0, 97120.0)
    """
    if rates is None or "capacity_hours" not in rates:
        return pd.DataFrame(columns=list(COLUMNS), index=pd.Index([], name="activity"), dtype=float)
    rates = rates[rates["capacity_hours"].notna().to_numpy()]
    activity = rates["activity"].astype("str")
    rate, available = figures(rates, "hourly_cost"), figures(rates, "capacity_hours") * years
    used = _logged(activity, effort) + _driven(rates, counts)
    hours = {"capacity_hours": available, "used_hours": used, "unused_hours": available - used}
    euros = {name.removesuffix("_hours"): spent * rate for name, spent in hours.items()}
    frame = pd.DataFrame(
        {"hourly_cost": rate} | hours | euros, index=pd.Index(activity.to_numpy(object), name="activity")
    )
    return frame[list(COLUMNS)]


def _logged(activity: pd.Series, effort: pd.DataFrame | None) -> np.ndarray:
    if effort is None or "activity" not in effort:
        return np.zeros(len(activity))
    named = _folded(effort["activity"].astype("str"))
    total = pd.Series(np.nan_to_num(figures(effort, "hours"))).groupby(named.to_numpy()).sum()
    hours: np.ndarray = total.reindex(_folded(activity)).fillna(0.0).to_numpy()
    return hours


def _folded(names: pd.Series) -> pd.Series:
    return names.str.strip().str.casefold()


def _driven(rates: pd.DataFrame, counts: Mapping[str, float]) -> np.ndarray:
    if not {"driver", "minutes_per_unit"} <= set(rates.columns):
        return np.zeros(len(rates))
    units = rates["driver"].astype("str").map({name: counts[field] for name, field in DRIVERS.items()})
    hours: np.ndarray = np.nan_to_num(
        units.to_numpy(float) * figures(rates, "minutes_per_unit") / MINUTES_PER_HOUR
    )
    return hours
