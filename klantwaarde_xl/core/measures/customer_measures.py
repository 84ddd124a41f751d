"""Measures per customer: revenue, margin, cost to serve, contribution, ratings, breadth and days of
purchase."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from klantwaarde_xl.core.base.id_codes import encode, encode_into, figures, look_up
from klantwaarde_xl.core.base.period import Period
from klantwaarde_xl.core.base.ranking import cents
from klantwaarde_xl.core.measures.cost_to_serve import (
    Effort,
    driver_effort,
    financing,
    intensity,
    logged_effort,
)
from klantwaarde_xl.core.measures.counts import count_distinct, first_and_last, groups_bought
from klantwaarde_xl.core.measures.ratings import RATED, mean_ratings

LEAST_COVERAGE = 0.80
"""Below this share of revenue with a known cost, contribution and intensities are left blank."""


def line_cost(lines: pd.DataFrame, products: pd.DataFrame | None = None) -> pd.Series:
    """Return the cost of each invoice line in EUR.

    ``lines`` frame (n,) with ``revenue`` and, each optional, ``cost``, ``margin`` (EUR of the whole line),
    ``product_id`` and ``quantity``; ``products`` frame with ``product_id`` (distinct) and ``unit_cost``
    (EUR), or None. Returns float64 (n,) with the index of ``lines``: cost; else revenue - margin; else unit
    cost x quantity; else NaN.

    Source: docs/method.md 1.

    >>> lines = pd.DataFrame({"revenue": [100.0, 50.0, 30.0, 9.0], "cost": [60.0, np.nan, np.nan, np.nan],
    ...                       "margin": [np.nan, 20.0, np.nan, np.nan], "product_id": ["p", "p", "p", "q"], "quantity": 3.0})
    >>> line_cost(lines, pd.DataFrame({"product_id": ["p"], "unit_cost": [7.5]})).tolist()
    [60.0, 30.0, 22.5, nan]
    """
    cost = figures(lines, "cost")
    if "margin" in lines:
        cost = np.where(np.isnan(cost), figures(lines, "revenue") - figures(lines, "margin"), cost)
    if products is not None and {"product_id", "quantity"} <= set(lines.columns) and "unit_cost" in products:
        owner, known = encode(products["product_id"])
        unit_cost = np.full(len(known), np.nan)
        unit_cost[owner] = figures(products, "unit_cost")
        code, every = encode_into(lines["product_id"], known)
        unit_cost = np.append(unit_cost, np.full(len(every) - len(known) + 1, np.nan))
        cost = np.where(np.isnan(cost), unit_cost[code] * figures(lines, "quantity"), cost)
    return pd.Series(cost, index=lines.index, name="cost")


def customer_measures(
    lines: pd.DataFrame,
    period: Period,
    *,
    effort: pd.DataFrame | None = None,
    rates: pd.DataFrame | None = None,
    customers: pd.DataFrame | None = None,
    ratings: pd.DataFrame | None = None,
    hourly_cost: float = 60.0,
    capital_rate: float = 0.06,
    vat_rate: float = 0.0,
) -> pd.DataFrame:
    """Return the measures of every customer with at least one line or effort row in the period.

    ``lines`` frame (n,) with ``date`` (datetime64), ``customer_id``, ``revenue`` (EUR, no NaN, credit
    negative), ``cost`` (EUR of the line, NaN unknown; see :func:`line_cost`), ``product_group`` and
    ``invoice_id`` (both may be missing or blank). Lines outside the period do not count. ``effort``,
    ``rates``, ``customers`` (here only ``payment_days``; rows of one customer count by their mean) and
    ``ratings`` are the tables of docs/method.md 1 or None. ``hourly_cost`` EUR/h, ``capital_rate`` and
    ``vat_rate`` fractions.

    Returns a frame indexed by ``customer_id`` (str; in the order of the categories, else sorted) with

    - ``revenue``, ``covered_revenue`` (lines with a known cost), ``gross_margin`` (of those lines; NaN when there are none), EUR;
      ``coverage`` fraction, credit lines counted by their size so that it lies between 0 and 1; ``margin_pct`` fraction
    - ``logged_hours``, ``driver_hours``, ``hours``; ``time_cost``, ``expense``, ``financing``, ``money_cost``,
      ``cost_to_serve``, EUR. A sum of which a part is unknown holds the known part; it is NaN when all parts are
    - ``contribution`` = gross margin - what is known of the cost to serve, EUR; ``contribution_per_hour`` EUR/h, NaN without
      hours; ``time_intensity``, ``money_intensity`` fractions. All four NaN below 80 % coverage
    - ``energy``, ``culture`` 1 to 5; ``groups`` bought and ``breadth`` (fraction of the groups anyone bought), NaN for a customer
      whose lines have no product group
    - ``invoices`` (lines without a number: one a day), ``lines``, ``credit_lines`` counts; ``first_purchase``,
      ``last_purchase`` (days with a line of positive revenue), ``recency_days`` from the last one to the end of the period

    Source: docs/method.md 2; Kaplan & Anderson (2004) for time.

    >>> import datetime as dt
    >>> lines = pd.DataFrame({"date": pd.to_datetime(["2024-03-01", "2024-05-01"]), "customer_id": ["a", "b"],
    ...                       "revenue": [100.0, 80.0], "cost": [70.0, 30.0]})
    >>> year = Period(dt.date(2024, 1, 1), dt.date(2024, 12, 31))
    >>> customer_measures(lines, year)[["revenue", "contribution", "recency_days"]].to_numpy().tolist()
    [[100.0, 30.0, 305.0], [80.0, 50.0, 244.0]]
    """
    code, ids = encode(lines["customer_id"])
    if effort is not None:
        worked, ids = encode_into(effort["customer_id"], ids)
        rows = np.flatnonzero(period.contains(effort["date"].to_numpy()) & (worked >= 0))
        worked, effort = worked[rows], effort.iloc[rows]
    columns = _from_lines(lines, code, len(ids), period)
    population = columns["lines"] > 0
    unknown = np.full(len(ids), np.nan)
    logged = Effort(unknown, unknown, unknown)
    if effort is not None:
        logged = logged_effort(worked, effort, rates, columns["revenue"], hourly_cost)
        population |= np.bincount(worked, minlength=len(ids)) > 0
    counts = {name: columns[name] for name in ("invoices", "lines", "credit_lines")}
    driven = driver_effort(rates, counts | {"customer_years": np.full(len(ids), period.years)}) or (
        unknown,
        unknown,
    )
    interest = financing(columns["revenue"], _days(customers, ids), capital_rate, vat_rate)
    columns |= _costs(columns, logged, driven, interest) | dict.fromkeys(RATED, unknown)
    if ratings is not None:
        rated = mean_ratings(ratings)
        columns |= {name: look_up(rated[name].to_numpy(), rated.index, ids) for name in RATED}
    frame = pd.DataFrame({name: columns[name] for name in COLUMNS}, index=pd.Index(ids, name="customer_id"))
    return frame if population.all() else frame[population]


COLUMNS = (
    *("revenue", "covered_revenue", "coverage", "gross_margin", "margin_pct"),
    *(
        "logged_hours",
        "driver_hours",
        "hours",
        "time_cost",
        "expense",
        "financing",
        "money_cost",
        "cost_to_serve",
    ),
    *(
        "contribution",
        "contribution_per_hour",
        "time_intensity",
        "money_intensity",
        "energy",
        "culture",
        "groups",
        "breadth",
    ),
    *("invoices", "lines", "credit_lines", "first_purchase", "last_purchase", "recency_days"),
)
"""The measures, in the order in which :func:`customer_measures` returns them."""


def _from_lines(lines: pd.DataFrame, code: np.ndarray, size: int, period: Period) -> dict[str, np.ndarray]:
    dates, revenue, cost = lines["date"].to_numpy(), figures(lines, "revenue"), figures(lines, "cost")
    invoice, invoices = encode(lines["invoice_id"]) if "invoice_id" in lines else (np.full(len(code), -1), ())
    group, groups = (
        encode(lines["product_group"]) if "product_group" in lines else (np.full(len(code), -1), ())
    )
    inside = period.contains(dates) & (code >= 0)
    if not inside.all():
        rows = np.flatnonzero(inside)
        dates, revenue, cost, code, invoice, group = (
            array[rows] for array in (dates, revenue, cost, code, invoice, group)
        )

    def per_customer(weights: np.ndarray | None = None, rows: np.ndarray | slice = slice(None)) -> np.ndarray:
        return np.bincount(code[rows], weights=None if weights is None else weights[rows], minlength=size)

    columns = {
        "revenue": per_customer(revenue),
        "lines": per_customer(),
        "credit_lines": per_customer(rows=revenue < 0),
    }
    columns |= _margin(revenue, cost, per_customer, columns)
    numbered = invoice >= 0
    columns["invoices"] = (
        count_distinct(code, invoice, size, len(invoices))
        if numbered.all()
        else count_distinct(code[numbered], invoice[numbered], size, len(invoices))
        + _days_with_lines(code[~numbered], dates[~numbered], size)
    )
    bought, known, sold = groups_bought(code, group, revenue, size, len(groups))
    known |= columns["lines"] == 0
    columns["groups"] = np.where(known & (sold > 0), bought, np.nan)
    columns["breadth"] = columns["groups"] / max(sold, 1)
    sales = (
        slice(None)
        if not columns["credit_lines"].any() and (revenue > 0).all()
        else np.flatnonzero(revenue > 0)
    )
    first, last = first_and_last(code[sales], dates[sales], size)
    recency = (np.datetime64(period.end, "D") - last).astype(float)
    recency[np.isnat(last)] = np.nan
    return columns | {
        "first_purchase": first.astype("datetime64[s]"),
        "last_purchase": last.astype("datetime64[s]"),
        "recency_days": recency,
    }


def _days_with_lines(code: np.ndarray, dates: np.ndarray, size: int) -> np.ndarray:
    day = dates.astype("datetime64[D]").astype(np.int64)
    day -= day.min(initial=day[0] if len(day) else 0)
    return count_distinct(code, day, size, int(day.max(initial=0)) + 1)


def _margin(
    revenue: np.ndarray,
    cost: np.ndarray,
    per_customer: Callable[..., np.ndarray],
    columns: dict[str, np.ndarray],
) -> dict[str, np.ndarray]:
    covered = ~np.isnan(cost)
    count = columns["lines"]
    if covered.all():
        covered_revenue, margin = columns["revenue"], columns["revenue"] - per_customer(cost)
        coverage = np.where(count > 0, 1.0, np.nan)
    else:
        covered_revenue = per_customer(np.where(covered, revenue, 0.0))
        margin = per_customer(np.where(covered, revenue - cost, 0.0))
        size, covered_lines = per_customer(np.abs(revenue)), per_customer(rows=covered)
        by_amount = np.divide(
            per_customer(np.abs(revenue) * covered), size, out=np.zeros(len(size)), where=cents(size) > 0
        )
        coverage = np.where(cents(size) > 0, by_amount, covered_lines / np.maximum(count, 1))
        coverage[count == 0] = np.nan
        margin[(count > 0) & (covered_lines == 0)] = np.nan
    percentage = np.divide(
        margin, covered_revenue, out=np.full(len(margin), np.nan), where=cents(covered_revenue) > 0
    )
    return {
        "covered_revenue": covered_revenue,
        "gross_margin": margin,
        "coverage": coverage,
        "margin_pct": percentage,
    }


def _costs(
    columns: dict[str, np.ndarray],
    logged: Effort,
    driven: tuple[np.ndarray, np.ndarray],
    interest: np.ndarray,
) -> dict[str, np.ndarray]:
    hours, time_cost = _known_sum(logged.hours, driven[0]), _known_sum(logged.cost, driven[1])
    money_cost = _known_sum(logged.expense, interest)
    cost_to_serve = _known_sum(time_cost, money_cost)
    blank = columns["coverage"] < LEAST_COVERAGE - 1e-12
    margin = np.where(blank, np.nan, columns["gross_margin"])
    contribution = margin - np.nan_to_num(cost_to_serve)
    return {
        "logged_hours": logged.hours,
        "driver_hours": driven[0],
        "hours": hours,
        "time_cost": time_cost,
        "expense": logged.expense,
        "financing": interest,
        "money_cost": money_cost,
        "cost_to_serve": cost_to_serve,
        "contribution": contribution,
        "contribution_per_hour": np.divide(
            contribution, hours, out=np.full(len(hours), np.nan), where=hours > 0
        ),
        "time_intensity": intensity(time_cost, margin),
        "money_intensity": intensity(money_cost, margin),
    }


def _known_sum(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    return np.where(np.isnan(first), second, np.where(np.isnan(second), first, first + second))


def _days(customers: pd.DataFrame | None, ids: pd.Index) -> np.ndarray:
    if customers is None or "payment_days" not in customers:
        return np.full(len(ids), np.nan)
    code, own = encode(customers["customer_id"])
    days = figures(customers, "payment_days")
    rows = np.flatnonzero(~np.isnan(days) & (code >= 0))
    count = np.bincount(code[rows], minlength=len(own))
    total = np.bincount(code[rows], weights=days[rows], minlength=len(own))
    return look_up(np.divide(total, count, out=np.full(len(own), np.nan), where=count > 0), own, ids)
