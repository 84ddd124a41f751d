"""Small random companies as input tables of text, for tests of what holds of any analysis."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd

from klantwaarde_xl.model.inputs import Inputs
from klantwaarde_xl.model.settings import Settings
from klantwaarde_xl.model.tables import Customer, Effort, InvoiceLine, Product, Rate


def text(values: object) -> pd.Categorical:
    """Return text as the readers do: a categorical in the order in which values first appear."""
    plain = np.asarray(values, object)
    return pd.Categorical(plain, categories=pd.unique(plain[pd.notna(plain)]))


def company(seed: int, customers: int, groups: int, lines: int, effort: bool, measure: str) -> Inputs:
    """Return checked inputs of a made-up company.

    Amounts are whole cents, hours whole quarters and rates whole tens of euros.

    Capital costs nothing: interest is less than a cent for a small invoice, and an amount that rounds to no
    cents times 100 need not round to none. All other euros stay whole cents whatever they are multiplied by.
    """
    draw = np.random.default_rng(seed)
    ids = np.array([f"{n:03}" for n in draw.permutation(customers)], object)
    who, group = ids[draw.integers(0, customers, lines)], draw.integers(0, groups, lines)
    cents = np.rint(draw.lognormal(9, 1.2, lines)) * np.where(draw.random(lines) < 0.08, -1, 1)
    cents[draw.random(lines) < 0.1] = 10_000
    cost = np.rint(cents * draw.uniform(0.4, 1.1, lines))
    cost[draw.random(lines) < 0.03] = np.nan
    days = np.datetime64("2023-07-01", "s") + draw.integers(0, 900, lines) * np.timedelta64(86_400, "s")
    transactions = pd.DataFrame(
        {
            "date": days,
            "customer_id": text(who),
            "product_id": text([f"P{n}" for n in group]),
            "invoice_id": text([f"F{n}" for n in draw.integers(0, lines // 2 + 1, lines)]),
            "revenue": cents / 100,
            "cost": cost / 100,
            "one_off": np.where(draw.random(lines) < 0.02, 1.0, np.nan),
        }
    ).reindex(columns=list(InvoiceLine.model_fields))
    info = pd.DataFrame(
        {
            "customer_id": text(ids),
            "name": text([f"Klant {n}" for n in ids]),
            "segment": text(np.array(["Bouw", "Zorg"], object)[draw.integers(0, 2, customers)]),
            "account_manager": text(np.array(["Noor", "Sam"], object)[draw.integers(0, 2, customers)]),
            "payment_days": draw.choice([14.0, 30.0, np.nan], customers),
            "include": np.where(draw.random(customers) < 0.05, 0.0, np.nan),
        }
    ).reindex(columns=list(Customer.model_fields))
    products = pd.DataFrame(
        {
            "product_id": text([f"P{n}" for n in range(groups)]),
            "product_group": text([f"Groep {n}" for n in range(groups)]),
        }
    ).reindex(columns=list(Product.model_fields))
    rows = max(1, customers)
    work = pd.DataFrame(
        {
            "date": np.datetime64("2025-05-01", "s")
            + draw.integers(0, 200, rows) * np.timedelta64(86_400, "s"),
            "customer_id": text(ids[draw.integers(0, customers, rows)]),
            "activity": text(np.array(["Bezoek", "Order"], object)[draw.integers(0, 2, rows)]),
            "hours": draw.integers(1, 40, rows) / 4,
            "expense": np.rint(draw.uniform(0, 20_000, rows)) / 100,
        }
    ).reindex(columns=list(Effort.model_fields))
    rates = pd.DataFrame(
        {
            "activity": text(["Bezoek", "Order"]),
            "hourly_cost": [80.0, 40.0],
            "driver": [None, "factuur"],
            "minutes_per_unit": [np.nan, 15.0],
        }
    ).reindex(columns=list(Rate.model_fields))
    ratings = pd.DataFrame(
        {
            "customer_id": text(ids),
            "energy": draw.integers(1, 6, customers).astype(float),
            "culture": draw.integers(1, 6, customers).astype(float),
            "rater": text(["Noor"] * customers),
            "date": np.datetime64("2025-06-01", "s"),
        }
    )
    return Inputs(
        transactions,
        customers=info,
        products=products,
        effort=work if effort else None,
        rates=rates if effort else None,
        ratings=ratings,
        account_managers=pd.DataFrame({"name": text(["Noor", "Sam"]), "capacity_hours": [900.0, 700.0]}),
        settings=Settings(
            period_from=dt.date(2025, 1, 1),
            period_to=dt.date(2025, 12, 31),
            pareto_measure=measure,
            capital_rate=0.0,
            rank_draws=20,
        ),
        read_lines=lines,
        read_revenue=float(cents.sum() / 100),
    )
