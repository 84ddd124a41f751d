"""The method once more, in plain Python: exact fractions, explicit loops, one small function per definition
of docs/method.md 1-4.

This part: the measures of a customer (docs/method.md 2). It shares no code with
the package and was written from the method, so that a difference shows a fault in one of the two. Rows are
dicts by field name, None is blank; amounts become fractions of EUR by what a person sees of a float."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from fractions import Fraction
from statistics import mean
from typing import Any

from plain_input import Company, Row, exact, in_cents, known, total, years

NO_GROUP = ""
"""The one group of all lines without a product group."""


# 2: measures


def measures(
    company: Company, start: dt.date, end: dt.date, *, hourly_cost: Any, capital_rate: Any, vat_rate: Any
) -> dict[str, Row]:
    """Return the measures of each customer with a line or an effort row in the period."""
    lines, work = defaultdict(list), defaultdict(list)
    for row in company.lines:
        if start <= row["date"] <= end:
            lines[row["customer_id"]].append(row)
    effort = [row for row in company.effort or [] if start <= row["date"] <= end]
    for row in effort:
        work[row["customer_id"]].append(row)
    turnover = sum((row["revenue"] for rows in lines.values() for row in rows), Fraction(0))
    served = sum((row["revenue"] for name in work for row in lines[name]), Fraction(0))
    # Nobody logged anything: unknown. Else no row means zero when the logged customers make nine tenths of
    # the turnover.
    others = Fraction(0) if effort and 10 * served >= 9 * turnover else None
    price = {row["activity"].strip().lower(): exact(row["hourly_cost"]) for row in company.rates or []}
    payment = {row["customer_id"]: row.get("payment_days") for row in company.customers}
    grouped = any(row["product_group"] is not None for rows in lines.values() for row in rows)
    sold = {group for rows in lines.values() for group, amount in by_group(rows).items() if amount > 0}
    found = {}
    for name in {*lines, *work}:
        own = lines[name]
        row = {
            **sales(own),
            **sold_groups(own, sold, known=grouped),
            **invoices(own),
            **days_of_purchase(own, end),
        }
        logged = logged_effort(work[name], others, price, exact(hourly_cost))
        if not known(item.get("hours") for item in effort):
            logged["logged_hours"] = logged["logged_cost"] = None
        if not known(item.get("expense") for item in effort):
            logged["expense"] = None
        driven = driver_effort(company.rates or [], row, years(start, end))
        days = payment.get(name)
        financing = (
            None
            if days is None
            else (
                max(row["revenue"], Fraction(0))
                * (1 + exact(vat_rate))
                * exact(days)
                / 365
                * exact(capital_rate)
            )
        )
        row |= {
            "logged_hours": logged["logged_hours"],
            "logged_cost": logged["logged_cost"],
            "expense": logged["expense"],
            "financing": financing,
            **driven,
        }
        row["hours"] = total([row["logged_hours"], row["driver_hours"]])
        row["time_cost"] = total([logged["logged_cost"], driven["driver_cost"]])
        row["money_cost"] = total([row["expense"], financing])
        row["cost_to_serve"] = total([row["time_cost"], row["money_cost"]])
        found[name] = row | net(row) | rating(company.ratings or [], name)
    # Known of nobody who bought, it is known of nobody: effort for others is no result of the firm.
    for blank in (("gross_margin",), ("contribution", "contribution_per_hour")):
        if all(row[blank[0]] is None for row in found.values() if row["lines"]):
            for row in found.values():
                row.update(dict.fromkeys(blank))
    return found


def sales(lines: list[Row]) -> Row:
    covered = [row for row in lines if row["cost"] is not None]
    revenue = sum((row["revenue"] for row in lines), Fraction(0))
    covered_revenue = sum((row["revenue"] for row in covered), Fraction(0))
    size = sum(abs(row["revenue"]) for row in lines)
    coverage = None
    if lines:  # where the lines are worth nothing, such as samples, they count by their number
        coverage = (
            sum(abs(row["revenue"]) for row in covered) / size if size else Fraction(len(covered), len(lines))
        )
    # Without lines nothing is unknown and the margin is zero; with lines of which no cost is known the margin
    # is unknown.
    margin = (
        sum((row["revenue"] - row["cost"] for row in covered), Fraction(0)) if covered or not lines else None
    )
    return {
        "revenue": revenue,
        "covered_revenue": covered_revenue,
        "coverage": coverage,
        "gross_margin": margin,
        "margin_pct": margin / covered_revenue if covered_revenue > 0 else None,
    }


def by_group(lines: list[Row]) -> dict[str, Fraction]:
    sums: dict[str, Fraction] = defaultdict(Fraction)
    for row in lines:
        sums[row["product_group"] or NO_GROUP] += row["revenue"]
    return sums


def sold_groups(lines: list[Row], sold: set[str], *, known: bool) -> Row:
    """Return the part of the groups sold; lines without one are a group together, when any line has one."""
    blank = sum(row["product_group"] is None for row in lines)
    if not sold or not known:
        return {"groups": None, "sold": None, "ungrouped_lines": blank, "breadth": None}
    bought = sum(amount > 0 for amount in by_group(lines).values())
    share = Fraction(bought, len(sold))
    return {"groups": bought, "sold": len(sold), "ungrouped_lines": blank, "breadth": share}


def invoices(lines: list[Row]) -> Row:
    """Return the counts of the drivers; lines without a number are one invoice a day."""
    documents = {row["invoice_id"] or row["date"] for row in lines}
    return {
        "invoices": len(documents),
        "lines": len(lines),
        "credit_lines": sum(row["revenue"] < 0 for row in lines),
    }


def days_of_purchase(lines: list[Row], end: dt.date) -> Row:
    days = [row["date"] for row in lines if row["revenue"] > 0]
    if not days:
        return {"first_purchase": None, "last_purchase": None, "recency_days": None}
    return {"first_purchase": min(days), "last_purchase": max(days), "recency_days": (end - max(days)).days}


def logged_effort(
    rows: list[Row], others: Fraction | None, price: dict[str, Fraction], usual: Fraction
) -> Row:
    if not rows:
        return {"logged_hours": others, "logged_cost": others, "expense": others}
    hours, cost, expense = Fraction(0), Fraction(0), Fraction(0)
    for row in rows:
        spent = exact(row.get("hours") or 0)
        hours += spent
        cost += spent * price.get((row.get("activity") or "").strip().lower(), usual)
        expense += exact(row.get("expense") or 0)
    return {"logged_hours": hours, "logged_cost": cost, "expense": expense}


def driver_effort(rates: list[Row], counts: Row, length: Fraction) -> Row:
    number = {
        "factuur": counts["invoices"],
        "regel": counts["lines"],
        "creditregel": counts["credit_lines"],
        "klant": length,
    }
    driven = [row for row in rates if row.get("driver") in number and row.get("minutes_per_unit") is not None]
    hours, cost = Fraction(0), Fraction(0)
    for row in driven:
        spent = number[row["driver"]] * exact(row["minutes_per_unit"]) / 60
        hours, cost = hours + spent, cost + spent * exact(row["hourly_cost"])
    return {"driver_hours": hours if driven else None, "driver_cost": cost if driven else None}


def intensity(cost: Fraction | None, margin: Fraction | None) -> Fraction | None:
    if cost is None or margin is None:
        return None
    if in_cents(margin) <= 0:
        return Fraction(1)
    return min(Fraction(1), cost / margin) if in_cents(cost) > 0 else Fraction(0)


def net(row: Row) -> Row:
    """Return what is left after serving; blank when less than 80 % of the revenue has a known cost."""
    if row["gross_margin"] is None or (row["coverage"] is not None and row["coverage"] < Fraction(4, 5)):
        return dict.fromkeys(("contribution", "contribution_per_hour", "time_intensity", "money_intensity"))
    contribution = row["gross_margin"] - (row["cost_to_serve"] or 0)
    return {
        "contribution": contribution,
        "contribution_per_hour": contribution / row["hours"] if row["hours"] else None,
        "time_intensity": intensity(row["time_cost"], row["gross_margin"]),
        "money_intensity": intensity(row["money_cost"], row["gross_margin"]),
    }


def rating(ratings: list[Row], name: str) -> Row:
    """Return the mean over raters of each one's newest figure; the mean of those of one day."""
    found = {}
    for measure in ("energy", "culture"):
        newest: dict[Any, tuple[dt.date, list[Fraction]]] = {}
        for row in ratings:
            if row["customer_id"] != name or row.get(measure) is None:
                continue
            day, figure = row.get("date") or dt.date.min, exact(row[measure])
            before = newest.get(row.get("rater"), (day, []))
            if day > before[0]:
                newest[row.get("rater")] = (day, [figure])
            elif day == before[0]:
                newest[row.get("rater")] = (day, [*before[1], figure])
        found[measure] = mean(mean(figures) for _, figures in newest.values()) if newest else None
    return found
