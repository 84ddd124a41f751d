"""Measures per customer: revenue, margin, cost to serve, contribution, ratings, breadth and recency."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from klantwaarde_xl.core.base.id_codes import encode, encode_into, figures, look_up, ratio
from klantwaarde_xl.core.base.part_of_margin import LEAST_COVERAGE, intensity
from klantwaarde_xl.core.base.period import Period
from klantwaarde_xl.core.base.ranking import cents
from klantwaarde_xl.core.measures.cost_to_serve import (
    DEFAULT_RATES,
    Effort,
    Rates,
    driver_effort,
    financing,
    logged_effort,
)
from klantwaarde_xl.core.measures.counts import count_distinct, first_and_last, groups_bought
from klantwaarde_xl.core.measures.ratings import RATED, mean_ratings

COLUMNS = (
    *("revenue", "covered_revenue", "coverage", "gross_margin", "margin_pct"),
    *("logged_hours", "driver_hours", "hours", "logged_cost", "driver_cost", "time_cost"),
    *("expense", "payment_days", "financing", "money_cost"),
    *("cost_to_serve", "contribution", "contribution_per_hour", "time_intensity", "money_intensity"),
    *("energy", "culture", "groups", "ungrouped_lines", "breadth"),
    *("invoices", "lines", "credit_lines", "first_purchase", "last_purchase", "recency_days"),
)
"""The measures, in the order in which :func:`customer_measures` returns them."""


def line_cost(lines: pd.DataFrame, products: pd.DataFrame | None = None) -> pd.Series:
    """Return the cost of each invoice line in EUR.

    ``lines`` frame (n,) with ``revenue`` and, each optional, ``cost``, ``margin`` (EUR of the whole line),
    ``product_id`` and ``quantity``; ``products`` frame with ``product_id`` (distinct) and ``unit_cost``
    (EUR), or None. Returns float64 (n,) with the index of ``lines``: cost; else revenue - margin; else unit
    cost x quantity; else NaN.

    Source: docs/method.md, Inputs and preparation.

    >>> lines = pd.DataFrame({"revenue": [100.0, 50.0, 30.0, 9.0], "cost": [60.0, np.nan, np.nan, np.nan],
    ...                       "margin": [np.nan, 20.0, np.nan, np.nan], "product_id": ["p", "p", "p", "q"],
    ...                       "quantity": 3.0})
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
    customers: pd.DataFrame | None = None,
    ratings: pd.DataFrame | None = None,
    rates: Rates = DEFAULT_RATES,
) -> pd.DataFrame:
    """Return the measures of every customer with at least one line or effort row in the period.

    ``lines`` frame (n,) with ``date`` (datetime64), ``customer_id``, ``revenue`` (EUR, no NaN, credit
    negative), ``cost`` (EUR of the line, NaN unknown; see :func:`line_cost`), ``product_group`` and
    ``invoice_id`` (both may be missing or blank). Lines outside the period do not count. ``effort``,
    ``customers`` (here only ``payment_days``; rows of one customer count by their mean) and ``ratings`` are
    tables of docs/method.md, Inputs and preparation, or None.

    Returns a frame indexed by ``customer_id`` (str; in the order of the categories, else sorted) with

    - ``revenue``, ``covered_revenue`` (lines with a known cost), ``gross_margin`` (of those lines; NaN when
      there are none), EUR; ``coverage`` fraction, credit lines counted by their size so that it lies between
      0 and 1; ``margin_pct`` fraction
    - ``logged_hours``, ``driver_hours``, ``hours``; what these cost, ``logged_cost`` and ``driver_cost``, and
      their sum ``time_cost``; ``expense``, ``financing``, ``money_cost``, ``cost_to_serve``, EUR;
      ``payment_days``, NaN where unknown. A sum of which a part is unknown holds the known part; it is NaN
      when all parts are
    - ``contribution`` = gross margin - what is known of the cost to serve, EUR; ``contribution_per_hour``
      EUR/h, NaN without hours; ``time_intensity``, ``money_intensity`` fractions. All four NaN below 80 %
      coverage
    - ``energy``, ``culture`` 1 to 5; ``groups`` bought and ``breadth`` (fraction of the groups anyone
      bought): lines without a group are one group together, ``ungrouped_lines`` says how many a customer has;
      NaN when no line has a group
    - ``invoices`` (lines without a number: one a day), ``lines``, ``credit_lines`` counts;
      ``first_purchase``, ``last_purchase`` (days with a line of positive revenue), ``recency_days`` from the
      last one to the end of the period

    Source: docs/method.md, Measures per customer; Kaplan & Anderson (2004) for time.

    >>> import datetime as dt
    >>> dates = pd.to_datetime(["2024-03-01", "2024-05-01"])
    >>> lines = pd.DataFrame({"date": dates, "customer_id": ["a", "b"], "revenue": [100.0, 80.0],
    ...                       "cost": [70.0, 30.0]})
    >>> year = Period(dt.date(2024, 1, 1), dt.date(2024, 12, 31))
    >>> found = customer_measures(lines, year)
    >>> found[["revenue", "contribution", "recency_days"]].to_numpy().tolist()
    [[100.0, 30.0, 305.0], [80.0, 50.0, 244.0]]
    """
    code, ids = encode(lines["customer_id"])
    if effort is not None:
        worked, ids = encode_into(effort["customer_id"], ids)
        rows = np.flatnonzero(period.contains(effort["date"].to_numpy()) & (worked >= 0))
        worked, effort = worked[rows], effort.iloc[rows]
    columns = _from_lines(_lines_of(lines, code, len(ids), period), period)
    population = columns["lines"] > 0
    unknown = np.full(len(ids), np.nan)
    logged = Effort(unknown, unknown, unknown)
    if effort is not None:
        logged = logged_effort(worked, effort, rates.activities, columns["revenue"], rates.hourly_cost)
        population |= np.bincount(worked, minlength=len(ids)) > 0
    counts = {name: columns[name] for name in ("invoices", "lines", "credit_lines")}
    counts["customer_years"] = np.full(len(ids), period.years)
    driven = driver_effort(rates.activities, counts) or (unknown, unknown)
    days = _days(customers, ids)
    interest = financing(columns["revenue"], days, rates.capital, rates.vat)
    columns |= {"payment_days": days}
    columns |= _costs(columns, logged, driven, interest) | dict.fromkeys(RATED, unknown)
    if ratings is not None:
        rated = mean_ratings(ratings)
        columns |= {name: look_up(rated[name].to_numpy(), rated.index, ids) for name in RATED}
    frame = pd.DataFrame({name: columns[name] for name in COLUMNS}, index=pd.Index(ids, name="customer_id"))
    return frame if population.all() else frame.loc[population]


@dataclass(frozen=True, slots=True, eq=False)
class _Lines:
    """The lines of the period as arrays (n,), with codes and numbers of customers, invoices and groups."""

    code: np.ndarray
    dates: np.ndarray
    revenue: np.ndarray
    cost: np.ndarray
    invoice: np.ndarray
    group: np.ndarray
    customers: int
    invoices: int
    groups: int

    def per_customer(
        self, weights: np.ndarray | None = None, rows: np.ndarray | slice = slice(None)
    ) -> np.ndarray:
        """Return the sum of ``weights`` (n,), or the number of lines, of each customer, over ``rows``."""
        chosen = None if weights is None else weights[rows]
        return np.bincount(self.code[rows], weights=chosen, minlength=self.customers)


def _lines_of(lines: pd.DataFrame, code: np.ndarray, size: int, period: Period) -> _Lines:
    none = np.full(len(code), -1), pd.Index([])
    invoice, invoices = encode(lines["invoice_id"]) if "invoice_id" in lines else none
    group, groups = encode(lines["product_group"]) if "product_group" in lines else none
    dates = lines["date"].to_numpy()
    inside = period.contains(dates) & (code >= 0)
    rows = slice(None) if inside.all() else np.flatnonzero(inside)
    return _Lines(
        code[rows],
        dates[rows],
        figures(lines, "revenue")[rows],
        figures(lines, "cost")[rows],
        invoice[rows],
        group[rows],
        size,
        len(invoices),
        len(groups),
    )


def _from_lines(lines: _Lines, period: Period) -> dict[str, np.ndarray]:
    credit = lines.revenue < 0
    columns = {
        "revenue": lines.per_customer(lines.revenue),
        "lines": lines.per_customer(),
        "credit_lines": lines.per_customer(rows=credit),
        "invoices": _invoices(lines),
    }
    columns |= _margin(lines, columns["revenue"], columns["lines"])
    columns |= _breadth(lines)
    paid = lines.revenue > 0
    sales = slice(None) if paid.all() else np.flatnonzero(paid)
    first, last = first_and_last(lines.code[sales], lines.dates[sales], lines.customers)
    recency = (np.datetime64(period.end, "D") - last).astype(float)
    recency[np.isnat(last)] = np.nan
    return columns | {
        "first_purchase": first.astype("datetime64[s]"),
        "last_purchase": last.astype("datetime64[s]"),
        "recency_days": recency,
    }


def _breadth(lines: _Lines) -> dict[str, np.ndarray]:
    """Return the product groups bought; lines without a group are one group more, where any line has one."""
    blank = lines.group < 0
    nothing = {"ungrouped_lines": lines.per_customer(rows=blank)}
    if blank.all():
        unknown = np.full(lines.customers, np.nan)
        return nothing | {"groups": unknown, "breadth": unknown}
    group = np.where(blank, lines.groups, lines.group)
    groups = lines.groups + bool(blank.any())
    bought, sold = groups_bought(lines.code, group, lines.revenue, lines.customers, groups)
    return nothing | {
        "groups": np.where(sold > 0, bought, np.nan),
        "breadth": np.where(sold > 0, bought / max(sold, 1), np.nan),
    }


def _invoices(lines: _Lines) -> np.ndarray:
    """Return the number of invoices per customer; lines without a number count as one a day."""
    numbered = lines.invoice >= 0
    if numbered.all():
        return count_distinct(lines.code, lines.invoice, lines.customers, lines.invoices)
    code, day = lines.code[~numbered], lines.dates[~numbered].astype("datetime64[D]").astype(np.int64)
    day = day - day.min()
    days = count_distinct(code, day, lines.customers, int(day.max()) + 1)
    code, invoice = lines.code[numbered], lines.invoice[numbered]
    total: np.ndarray = days + count_distinct(code, invoice, lines.customers, lines.invoices)
    return total


def _margin(lines: _Lines, revenue: np.ndarray, count: np.ndarray) -> dict[str, np.ndarray]:
    """Return the margin columns from the ``revenue`` and the number of lines of each customer."""
    covered = ~np.isnan(lines.cost)
    if covered.all():
        covered_revenue, margin = revenue, revenue - lines.per_customer(lines.cost)
        coverage = np.where(count > 0, 1.0, np.nan)
    else:
        covered_revenue = lines.per_customer(np.where(covered, lines.revenue, 0.0))
        margin = lines.per_customer(np.where(covered, lines.revenue - lines.cost, 0.0))
        size, known = lines.per_customer(np.abs(lines.revenue)), lines.per_customer(rows=covered)
        by_amount = ratio(lines.per_customer(np.abs(lines.revenue) * covered), size, cents(size) > 0, 0.0)
        coverage = np.where(cents(size) > 0, by_amount, known / np.maximum(count, 1))
        coverage[count == 0] = np.nan
        margin[(count > 0) & (known == 0)] = np.nan
    return {
        "covered_revenue": covered_revenue,
        "gross_margin": margin,
        "coverage": coverage,
        "margin_pct": ratio(margin, covered_revenue, cents(covered_revenue) > 0),
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
        "logged_cost": logged.cost,
        "driver_cost": driven[1],
        "time_cost": time_cost,
        "expense": logged.expense,
        "financing": interest,
        "money_cost": money_cost,
        "cost_to_serve": cost_to_serve,
        "contribution": contribution,
        "contribution_per_hour": ratio(contribution, hours),
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
    return look_up(ratio(total, count), own, ids)
