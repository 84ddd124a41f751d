"""Made-up companies for the second computation.

All that docs/method.md 1 allows, in few rows, so that rules meet each other.
Amounts are quarters of a euro and rates fours, so that none lies halfway two cents: there the computations
may round apart."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

import numpy as np
from plain_input import Company, Row

from klantwaarde_xl.model.raw_column import RawColumn
from klantwaarde_xl.model.raw_table import RawTable
from klantwaarde_xl.model.tables import BY_TABLE

CUSTOMERS, GROUPS = 12, 4


def some(draw: random.Random, values: list[Any], blank: float = 0.2) -> Any:
    """Return one of the values, or a blank."""
    return None if draw.random() < blank else draw.choice(values)


def made_up(seed: int) -> Company:
    """Return a company of one to a dozen customers; the seed decides which tables there are and how bad they
    are."""
    draw = random.Random(seed)
    ids = [f"{number:03}" for number in range(1, draw.randint(1, CUSTOMERS) + 1)]
    products = some(draw, [product_table(draw)], 0.2)
    effort = some(draw, [effort_table(draw, ids)], 0.3)
    rates = some(draw, [rate_table(draw)], 0.3)
    ratings = some(draw, [rating_table(draw, ids)], 0.3)
    managers = some(
        draw, [[{"name": "Noor", "capacity_hours": 900.0}, {"name": "Sam", "capacity_hours": None}]], 0.3
    )
    # Gaps that last need eight invoices and five others: only a busy company has them.
    most = draw.choice([90, 90, 90, 90, 450])
    lines = [line(draw, ids) for _ in range(draw.randint(most // 2 if most > 90 else 1, most))]
    return Company(
        lines,
        [customer(draw, ids, name) for name in ids],
        products,
        effort or None,
        rates,
        ratings or None,
        managers,
    )


def customer(draw: random.Random, ids: list[str], name: str) -> Row:
    return {
        "customer_id": name,
        "name": f"Klant {name}",
        "parent_id": some(draw, ["C1", *(other for other in ids[:2] if other != name)], 0.7),
        "segment": some(draw, ["Bouw", "Zorg"]),
        "account_manager": some(draw, ["Noor", "Sam"]),
        "payment_days": some(draw, [14.0, 30.0, 60.0], 0.3),
        "include": some(draw, [0.0, 1.0, 1.0, 1.0], 0.6),
    }


def line(draw: random.Random, ids: list[str]) -> Row:
    """Return an invoice line: a sale, a credit, or nothing; with its cost, its margin, both or neither."""
    revenue = draw.choice([100.0, 100.0, 25.0, draw.randint(1, 4000) / 4, -draw.randint(1, 800) / 4, 0.0])
    cost = round(revenue * draw.choice([0.5, 0.75, 1.25])) if draw.random() < 0.7 else None
    margin = revenue - cost if cost is not None and draw.random() < 0.3 else None
    return {
        "date": dt.date(2023, 10, 1) + dt.timedelta(days=draw.randint(0, 850)),
        "customer_id": draw.choice([*ids, *ids, "onbekend"]),
        "product_id": some(draw, [f"P{number}" for number in range(2 * GROUPS)]),
        "invoice_id": some(draw, [f"F{number}" for number in range(30)]),
        "quantity": some(draw, [1.0, 2.0, 5.0]) if revenue >= 0 else -1.0,
        "revenue": revenue,
        "cost": None if cost is None or (margin is not None and draw.random() < 0.5) else float(cost),
        "margin": margin,
        "one_off": some(draw, [0.0, 1.0], 0.8),
        "currency": some(draw, ["EUR", "USD", "usd", "GBP"], 0.8),
    }


def product_table(draw: random.Random) -> list[Row]:
    """Return products; one of the lines' products is not among them."""
    return [
        {
            "product_id": f"P{number}",
            "product_group": some(draw, [f"Groep {number % GROUPS}"], 0.1),
            "unit_cost": some(draw, [10.0, 22.5], 0.4),
        }
        for number in range(2 * GROUPS - 1)
    ]


def effort_table(draw: random.Random, ids: list[str]) -> list[Row]:
    """Return effort of all customers or of a few, hours or expenses or both."""
    busy = ids if draw.random() < 0.5 else ids[:2]
    no_hours, no_expense = draw.random() < 0.2, draw.random() < 0.2
    names = draw.choice([[None], ["Noor", " sam", "Binnendienst"], ["Noor", "SAM", None], ["Binnendienst"]])
    return [
        {
            "date": dt.date(2024, 1, 1) + dt.timedelta(days=draw.randint(0, 730)),
            "customer_id": draw.choice([*busy, *busy, "nieuw"]),
            "activity": some(draw, ["Bezoek", " bezoek", "ORDER", "Anders"]),
            "hours": None if no_hours else some(draw, [0.25, 1.0, 3.5]),
            "expense": None if no_expense else some(draw, [12.5, 40.0], 0.5),
            "employee": draw.choice(names),
        }
        for _ in range(draw.randint(0, 15))
    ]


def rate_table(draw: random.Random) -> list[Row]:
    drivers = [
        ("Bezoek", some(draw, ["uur"], 0.5)),
        ("Order", "factuur"),
        ("Picken", "regel"),
        ("Credit", "creditregel"),
        ("Beheer", "klant"),
    ]
    return [
        {
            "activity": activity,
            "hourly_cost": draw.choice([40.0, 80.0]),
            "driver": driver,
            "minutes_per_unit": None if driver in {None, "uur"} else draw.choice([15.0, 30.0]),
        }
        for activity, driver in drivers
        if draw.random() < 0.7
    ]


def rating_table(draw: random.Random, ids: list[str]) -> list[Row]:
    """Return ratings by two people and by nobody, each on different days, or once without a date."""
    pairs = [(name, rater) for name in ids for rater in ("Noor", "Sam", None) if draw.random() < 0.4]
    days = [None, dt.date(2024, 3, 1), dt.date(2025, 3, 1), dt.date(2026, 1, 1)]
    return [
        {
            "customer_id": name,
            "energy": some(draw, [1.0, 2.0, 3.0, 4.0, 5.0]),
            "culture": some(draw, [1.0, 3.0, 5.0]),
            "rater": rater,
            "date": day,
        }
        for name, rater in pairs
        for day in draw.sample(days, draw.randint(1, 3))
    ]


def raw_tables(company: Company) -> dict[str, RawTable]:
    """Return the rows as the tables of a workbook, a blank cell for None."""
    rows = {
        "tblTransacties": company.lines,
        "tblKlanten": company.customers,
        "tblProducten": company.products,
        "tblInspanning": company.effort,
        "tblTarieven": company.rates,
        "tblBeoordeling": company.ratings,
        "tblAccountmanagers": company.managers,
    }
    tables = {}
    for name, table in rows.items():
        if not table:
            continue
        model = BY_TABLE[name]
        columns = [column for column in model.columns() if column.field in table[0]]
        cells = tuple(
            RawColumn.from_values([cell(row[column.field], column.field) for row in table])
            for column in columns
        )
        tables[name] = RawTable(
            model.sheet, tuple(column.header for column in columns), cells, np.arange(2, len(table) + 2)
        )
    return tables


def cell(value: Any, field: str) -> Any:
    """Return the value as it is typed."""
    if field in {"one_off", "include"} and value is not None:
        return "ja" if value else "nee"
    return dt.datetime(value.year, value.month, value.day) if isinstance(value, dt.date) else value
