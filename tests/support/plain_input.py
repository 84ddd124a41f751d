"""The second computation in plain Python, its input: exact amounts, what counts, concerns and periods.

What docs/method.md 1 defines; ``plain_measures`` goes on from here."""

from __future__ import annotations

import calendar
import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from statistics import mean, median
from typing import Any

Row = dict[str, Any]


@dataclass
class Company:
    """Input tables as rows; a table that is not there is None."""

    lines: list[Row]
    customers: list[Row] = field(default_factory=list)
    products: list[Row] | None = None
    effort: list[Row] | None = None
    rates: list[Row] | None = None
    ratings: list[Row] | None = None
    managers: list[Row] | None = None


def exact(value: Any) -> Fraction:
    """Return the number that a person sees, without the residue of a float."""
    return Fraction(Decimal(repr(value))) if isinstance(value, float) else Fraction(value)


def known(values: Iterable[Any]) -> list[Any]:
    return [value for value in values if value is not None]


def total(values: Iterable[Any]) -> Any:
    """Return the sum of what is known, None when nothing is."""
    found = known(values)
    return sum(found, Fraction(0)) if found else None


def in_cents(amount: Fraction) -> int:
    return round(amount * 100)


# 1: what is counted
# ------------------------------------------------------------------------------------------------------


def prepare(company: Company, *, by_parent: bool, rates: dict[str, Any]) -> Company:
    """Return the company with lines in EUR, without customers that do not count, and per concern when
    asked."""
    info = {row["customer_id"]: row for row in company.customers}
    out = {name for name, row in info.items() if row.get("include") == 0}
    products = {row["product_id"]: row for row in company.products or []}
    concern = {name: row.get("parent_id") or name for name, row in info.items()} if by_parent else {}
    lines, stated = [], stated_currencies(company.lines)
    for row in company.lines:
        currency = (row.get("currency") or stated.get(invoice_of(row)) or "EUR").upper()
        if row["customer_id"] in out or (currency != "EUR" and currency not in rates):
            continue
        rate = exact(rates[currency]) if currency != "EUR" else Fraction(1)
        product = products.get(row.get("product_id"), {})
        lines.append(
            {
                "date": row["date"],
                "customer_id": concern.get(row["customer_id"], row["customer_id"]),
                "invoice_id": row.get("invoice_id"),
                "revenue": exact(row["revenue"]) * rate,
                "cost": line_cost(row, product, rate),
                "one_off": row.get("one_off") == 1,
                "quantity": row.get("quantity"),
                "product_id": row.get("product_id"),
                "product_group": product.get("product_group"),
            }
        )
    moved = [
        None
        if rows is None
        else [
            {**row, "customer_id": concern.get(row["customer_id"], row["customer_id"])}
            for row in rows
            if row["customer_id"] not in out
        ]
        for rows in (company.effort, company.ratings)
    ]
    customers = (
        concerns(company.customers, concern)
        if by_parent
        else [row for row in company.customers if row["customer_id"] not in out]
    )
    return Company(lines, customers, company.products, moved[0], company.rates, moved[1], company.managers)


def invoice_of(row: Row) -> tuple[Any, ...] | None:
    """Return what lines of one invoice share; None for a line without a number."""
    number = row.get("invoice_id")
    return None if number is None else (number, row["date"], row["customer_id"])


def stated_currencies(lines: list[Row]) -> dict[Any, str]:
    """Return the currency of each invoice on which all lines that state one state the same."""
    found: dict[Any, set[str]] = defaultdict(set)
    for row in lines:
        if row.get("currency") and invoice_of(row):
            found[invoice_of(row)].add(row["currency"])
    return {invoice: next(iter(names)) for invoice, names in found.items() if len(names) == 1}


def line_cost(row: Row, product: Row, rate: Fraction) -> Fraction | None:
    if row.get("cost") is not None:
        return exact(row["cost"]) * rate
    if row.get("margin") is not None:
        return (exact(row["revenue"]) - exact(row["margin"])) * rate
    if product.get("unit_cost") is not None and row.get("quantity") is not None:
        return exact(product["unit_cost"]) * exact(row["quantity"])
    return None


def concerns(customers: list[Row], concern: dict[str, str]) -> list[Row]:
    """Return one row per concern: its own row's facts or its first member's; its own payment days, or the
    members' mean."""
    members: dict[str, list[Row]] = defaultdict(list)
    for row in sorted(customers, key=lambda row: row["customer_id"]):
        members[concern[row["customer_id"]]].append(row)
    merged = []
    for name, rows in members.items():
        own = next((row for row in rows if row["customer_id"] == name), rows[0])
        counted = [row for row in rows if row.get("include") != 0]
        days = known(row.get("payment_days") for row in counted if row["customer_id"] == name)
        days = days or known(row.get("payment_days") for row in counted)
        merged.append({**own, "customer_id": name, "payment_days": mean(map(exact, days)) if days else None})
    return merged


def default_period(dates: list[dt.date]) -> tuple[dt.date, dt.date]:
    """Return the last twelve full months, ending with the latest month of at least a quarter of the usual
    number of lines."""
    per_month: dict[tuple[int, int], int] = defaultdict(int)
    for day in dates:
        per_month[day.year, day.month] += 1
    busy = [month for month, count in per_month.items() if 4 * count >= median(per_month.values())]
    year, month = max(busy)
    end = dt.date(year, month, calendar.monthrange(year, month)[1])
    start = dt.date(year, 1, 1) if month == 12 else dt.date(year - 1, month + 1, 1)
    return max(start, dt.date(*min(busy), 1)), end


def previous_period(start: dt.date, end: dt.date) -> tuple[dt.date, dt.date]:
    """Return as many whole months, or else as many days, before the period."""
    before = start - dt.timedelta(days=1)
    if start.day != 1 or (end + dt.timedelta(days=1)).day != 1:
        return before - (end - start), before
    months = 12 * (end.year - start.year) + end.month - start.month + 1
    first = 12 * start.year + start.month - 1 - months
    return dt.date(first // 12, first % 12 + 1, 1), before


def years(start: dt.date, end: dt.date) -> Fraction:
    """Return whole months as twelfths, else days by 365."""
    if start.day == 1 and (end + dt.timedelta(days=1)).day == 1:
        return Fraction(12 * (end.year - start.year) + end.month - start.month + 1, 12)
    return Fraction((end - start).days + 1, 365)
