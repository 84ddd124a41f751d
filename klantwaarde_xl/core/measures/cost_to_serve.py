"""What serving a customer costs: time (logged or estimated from drivers), expenses and financing.

Time-driven costing is Kaplan & Anderson, "Time-Driven Activity-Based Costing", Harvard Business Review,
November 2004."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from klantwaarde_xl.core.base.id_codes import encode, figures
from klantwaarde_xl.core.base.period import DAYS_PER_YEAR
from klantwaarde_xl.core.base.ranking import cents

MINUTES_PER_HOUR = 60.0
DRIVERS = {"factuur": "invoices", "regel": "lines", "creditregel": "credit_lines", "klant": "customer_years"}
"""What each driver of the table of rates counts; the driver is a value that the user types."""


@dataclass(frozen=True, slots=True, eq=False)
class Rates:
    """What an hour and a euro cost.

    ``activities`` table of rates (``activity``, ``hourly_cost``, optionally ``driver`` and
    ``minutes_per_unit``) or None; ``hourly_cost`` EUR/h for activities without a rate; ``capital`` and
    ``vat`` fractions.
    """

    activities: pd.DataFrame | None = None
    hourly_cost: float = 60.0
    capital: float = 0.06
    vat: float = 0.0


DEFAULT_RATES = Rates()


@dataclass(frozen=True, slots=True, eq=False)
class Effort:
    """Logged effort per customer, float64 (customers,): hours, EUR, EUR; NaN is unknown."""

    hours: np.ndarray
    cost: np.ndarray
    expense: np.ndarray


def logged_effort(
    code: np.ndarray,
    effort: pd.DataFrame,
    rates: pd.DataFrame | None,
    revenue: np.ndarray,
    hourly_cost: float,
) -> Effort:
    """Return the logged hours, what they cost, and the expenses of each customer.

    ``code`` intp (rows,), the customer of each effort row; ``effort`` frame (rows,) of the period with
    ``activity``, ``hours`` and ``expense`` (EUR), each optional and NaN where blank; ``rates`` frame with
    ``activity`` and ``hourly_cost`` (EUR/h) or None; ``revenue`` float (customers,) in EUR; ``hourly_cost``
    EUR/h for activities without a rate. Activities are matched without regard to case and surrounding
    spaces. Logged hours of an activity that has a driver count too, on top of what the driver estimates.

    A customer without an effort row has zero when customers with effort rows make at least 90 % of the
    revenue, else unknown. A column without any figure is unknown for everyone.

    Source: docs/method.md, Measures per customer.

    >>> work = pd.DataFrame({"activity": ["Bezoek", None], "hours": [2.0, 1.0], "expense": [np.nan, 15.0]})
    >>> rates = pd.DataFrame({"activity": ["bezoek"], "hourly_cost": [90.0]})
    >>> logged = logged_effort(np.array([0, 0]), work, rates, np.array([90.0, 10.0]), 60.0)
    >>> logged.hours.tolist(), logged.cost.tolist(), logged.expense.tolist()
    ([3.0, 0.0], [240.0, 0.0], [15.0, 0.0])
    """
    size = len(revenue)
    rows = np.bincount(code, minlength=size) > 0
    most_logged = bool(10 * cents(revenue[rows].sum()) >= 9 * cents(revenue.sum()))
    without_rows = 0.0 if rows.any() and most_logged else np.nan

    def per_customer(amounts: np.ndarray, given: np.ndarray) -> np.ndarray:
        if np.isnan(given).all():
            return np.full(size, np.nan)
        return np.where(rows, np.bincount(code, weights=np.nan_to_num(amounts), minlength=size), without_rows)

    hours, expense = figures(effort, "hours"), figures(effort, "expense")
    cost = hours * _hourly_cost(effort, rates, hourly_cost)
    return Effort(per_customer(hours, hours), per_customer(cost, hours), per_customer(expense, expense))


def effort_cost(effort: pd.DataFrame, rates: Rates = DEFAULT_RATES) -> np.ndarray:
    """Return what each row of logged effort costs, hours and expense together, EUR, float64 (rows,).

    ``effort`` as of :func:`logged_effort`; a blank counts as nothing.

    >>> effort_cost(pd.DataFrame({"hours": [2.0, np.nan], "expense": [np.nan, 15.0]})).tolist()
    [120.0, 15.0]
    """
    hours, expense = figures(effort, "hours"), figures(effort, "expense")
    time = hours * _hourly_cost(effort, rates.activities, rates.hourly_cost)
    cost: np.ndarray = np.nan_to_num(time) + np.nan_to_num(expense)
    return cost


def _folded(activity: pd.Series) -> tuple[np.ndarray, pd.Index]:
    codes, names = encode(activity)
    return codes, names.str.strip().str.casefold()


def _hourly_cost(effort: pd.DataFrame, rates: pd.DataFrame | None, default: float) -> np.ndarray:
    if rates is None or "activity" not in effort:
        return np.full(len(effort), default)
    codes, names = _folded(effort["activity"])
    rated, activities = _folded(rates["activity"])
    table = pd.Series(rates["hourly_cost"].to_numpy(float), index=activities.take(rated))
    table = table[~table.index.duplicated()]
    per_row: np.ndarray = np.append(table.reindex(names).fillna(default).to_numpy(), default)[codes]
    return per_row


def driver_effort(
    rates: pd.DataFrame | None, counts: Mapping[str, np.ndarray]
) -> tuple[np.ndarray, np.ndarray] | None:
    """Return the hours and cost that drivers estimate for each customer, None when there is no driver.

    ``rates`` frame with ``activity``, ``hourly_cost`` (EUR/h), ``driver`` and ``minutes_per_unit``, or None;
    only rows with one of the :data:`DRIVERS` and known minutes count. ``counts`` holds, per name in the
    values of :data:`DRIVERS`, a number for each customer, float or int (customers,). Returns hours and EUR,
    float64 (customers,).

    Source: Kaplan & Anderson (2004): capacity cost rate x time. Their orders at 8 minutes and 0.80 a minute:

    >>> rates = pd.DataFrame({"activity": ["order"], "hourly_cost": [48.0], "driver": ["factuur"],
    ...                       "minutes_per_unit": [8.0]})
    >>> hours, cost = driver_effort(rates, {"invoices": np.array([1, 49_000])})
    >>> cost.round(2).tolist()
    [6.4, 313600.0]
    """
    if rates is None or not {"driver", "minutes_per_unit"} <= set(rates.columns):
        return None
    driver = rates["driver"].astype("str")
    active = rates[driver.isin(DRIVERS).to_numpy() & rates["minutes_per_unit"].notna().to_numpy()]
    if active.empty:
        return None
    hours = cost = np.zeros(len(next(iter(counts.values()))))
    columns = (active[name] for name in ("driver", "minutes_per_unit", "hourly_cost"))
    for name, minutes, rate in zip(*columns, strict=True):
        taken = counts[DRIVERS[name]] * (minutes / MINUTES_PER_HOUR)
        hours, cost = hours + taken, cost + taken * rate
    return hours, cost


def financing(
    revenue: np.ndarray, payment_days: np.ndarray, capital_rate: float = 0.06, vat_rate: float = 0.0
) -> np.ndarray:
    """Return the interest on open invoices, EUR, float64 (customers,), NaN where the payment days are.

    max(revenue, 0) x (1 + VAT) x payment days / 365 x capital rate. ``revenue`` float (customers,) in EUR of
    the period; ``payment_days`` float (customers,) in days; ``capital_rate`` and ``vat_rate`` are fractions.
    It holds for a period of any length: each euro is financed for the payment days only.

    Source: simple interest over the payment term; 10,000 at 8 % for 30 days is 65.75.

    >>> financing(np.array([10_000.0, -50.0]), np.array([30.0, 30.0]), 0.08).round(2).tolist()
    [65.75, 0.0]
    """
    interest: np.ndarray = (
        np.maximum(revenue, 0) * (1 + vat_rate) * (payment_days / DAYS_PER_YEAR) * capital_rate
    )
    return interest
