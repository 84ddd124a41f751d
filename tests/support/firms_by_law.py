"""Made-up firms in which every customer follows the same laws, and the same with something planted.

Customers differ in size and rhythm only: prices, mix and cost to serve are drawn from one law for all.
So whatever the method claims to be able to win there is noise. A planted firm is the same, but for some
customers whose margin is lower by so many points."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
import pandas as pd

from klantwaarde_xl.model.inputs import Inputs
from klantwaarde_xl.model.settings import Settings
from klantwaarde_xl.model.tables import Effort, InvoiceLine

YEARS = (2023, 2024)
_DAYS = 731
_MONTH_WEIGHTS = np.array([0.7, 0.8, 1.0, 1.1, 1.2, 1.1, 0.7, 0.6, 1.0, 1.2, 1.3, 1.3])


@dataclass(frozen=True, slots=True)
class Firm:
    """The law of a firm: ``customers``, ``groups`` of four products, median ``visits`` a year per customer.

    ``noise``: standard deviation of the margin fraction of a line beside that of its product.
    ``seasonal``: visits and margins follow the seasons. ``work``: what the logged hours go with: ``margin``,
    ``invoices``, ``size`` (the square root
    of that margin) or ``latent`` (what the customer is expected to buy); ``""``: no hours are logged.
    ``planted``: part of the customers with ``points`` (fraction) less margin than the others."""

    seed: int
    customers: int = 60
    groups: int = 10
    visits: float = 14.0
    noise: float = 0.04
    seasonal: bool = False
    work: str = "margin"
    planted: float = 0.0
    points: float = 0.0


def null_firms() -> list[Firm]:
    """Return the 21 firms of the null test: seven laws, each with 60, 400 and 5,000 customers.

    The seeds were fixed before anything was measured on them."""
    laws = (
        {},
        {"visits": 4.0},
        {"groups": 40},
        {"seasonal": True},
        {"work": "invoices"},
        {"noise": 0.12, "work": "size"},
        {"visits": 40.0, "groups": 20, "work": ""},
    )
    return [
        Firm(seed=1_000 * number + customers, customers=customers, **law)
        for number, law in enumerate(laws, 1)
        for customers in (60, 400, 5_000)
    ]


def inputs_of(firm: Firm, settings: Settings | None = None) -> Inputs:
    """Return the checked inputs of a firm, the same for the same firm."""
    draw = np.random.default_rng(firm.seed)
    ids = pd.Index([f"K{number:05}" for number in range(firm.customers)])
    lines, latent = _lines(firm, draw)
    # Two decimals, as an invoice has them.
    revenue, cost = lines["revenue"].round(2), lines["cost"].round(2)
    products = pd.Index([f"P{number:03}" for number in range(4 * firm.groups)])
    frame = pd.DataFrame(
        {
            "date": lines["date"],
            "customer_id": pd.Categorical.from_codes(lines["customer"], ids),
            "product_id": pd.Categorical.from_codes(lines["product"], products),
            "invoice_id": pd.Categorical(lines["invoice"].astype(str)),
            "quantity": 1.0,
            "revenue": revenue,
            "cost": cost,
        }
    ).reindex(columns=list(InvoiceLine.model_fields))
    group = pd.Categorical([f"Groep {number // 4:02}" for number in range(4 * firm.groups)])
    segment = draw.choice(["Bouw", "Zorg", "Horeca"], firm.customers)
    managers = ["Noor", "Bram", "Sam"]
    customers = pd.DataFrame(
        {
            "customer_id": pd.Categorical(ids, ids),
            "name": pd.Categorical(ids, ids),
            "parent_id": pd.Categorical.from_codes(np.full(len(ids), -1), pd.Index([], dtype=str)),
            "segment": pd.Categorical(segment),
            "region": pd.Categorical.from_codes(np.full(len(ids), -1), pd.Index([], dtype=str)),
            "account_manager": pd.Categorical(draw.choice(managers, firm.customers)),
            "payment_days": 30.0,
            "include": np.nan,
        }
    )
    ratings = pd.DataFrame(
        {
            "customer_id": pd.Categorical(ids, ids),
            "energy": draw.integers(1, 6, firm.customers).astype(float),
            "culture": draw.integers(1, 6, firm.customers).astype(float),
            "rater": pd.Categorical(["Noor"] * firm.customers),
            "date": pd.Timestamp("2024-06-01"),
        }
    )
    team = pd.DataFrame({"name": pd.Categorical(managers), "capacity_hours": 1_400.0})
    return Inputs(
        frame,
        customers=customers,
        products=pd.DataFrame(
            {"product_id": pd.Categorical(products, products), "product_group": group, "unit_cost": np.nan}
        ),
        effort=_effort(firm, lines, latent, ids),
        ratings=ratings,
        account_managers=team,
        settings=settings or Settings(),
        read_lines=len(frame),
        read_revenue=float(frame["revenue"].sum()),
    )


def planted_customers(firm: Firm) -> set[str]:
    """Return the customers with a lower margin."""
    return {f"K{number:05}" for number in np.flatnonzero(_who(firm))}


def _who(firm: Firm) -> np.ndarray:
    chosen = np.zeros(firm.customers, bool)
    draw = np.random.default_rng(firm.seed + 77_777)
    chosen[draw.permutation(firm.customers)[: round(firm.planted * firm.customers)]] = True
    return chosen


def _lines(firm: Firm, draw: np.random.Generator) -> tuple[dict[str, np.ndarray], np.ndarray]:
    n = firm.customers
    rhythm = len(YEARS) * firm.visits * np.exp(draw.normal(0.0, 0.7, n))
    visits = draw.poisson(rhythm)
    size = 150.0 * np.exp(draw.normal(0.0, 0.9, n))
    customer = np.repeat(np.arange(n), visits)
    day = draw.integers(0, _DAYS, len(customer))
    if firm.seasonal:
        month = draw.choice(12, len(customer), p=_MONTH_WEIGHTS / _MONTH_WEIGHTS.sum())
        day = month * 30 + draw.integers(0, 30, len(customer)) + 366 * draw.integers(0, 2, len(customer))
        day = np.minimum(day, _DAYS - 1)
    per_visit = 1 + draw.poisson(2.0, len(customer))
    invoice = np.repeat(np.arange(len(customer)), per_visit)
    products = 4 * firm.groups
    popular = 1.0 / np.arange(1, products + 1) ** 0.8
    popular = popular[draw.permutation(products)]
    product = draw.choice(products, len(invoice), p=popular / popular.sum())
    price = np.exp(draw.normal(0.0, 0.5, products))
    margin = draw.uniform(0.15, 0.5, products)
    owner, when = customer[invoice], day[invoice]
    revenue = size[owner] * price[product] * np.exp(draw.normal(0.0, 0.6, len(invoice)))
    rate = margin[product] + draw.normal(0.0, firm.noise, len(invoice))
    if firm.seasonal:
        rate = rate + 0.06 * np.sin(2 * np.pi * when / 365.0)
    rate = rate - firm.points * _who(firm)[owner]
    first = dt.date(YEARS[0], 1, 1)
    return {
        "customer": owner,
        "product": product,
        "invoice": invoice,
        "revenue": revenue,
        "cost": revenue * (1.0 - rate),
        "date": (np.datetime64(first, "s") + when.astype("timedelta64[D]")).astype("datetime64[s]"),
    }, size * rhythm


def _effort(
    firm: Firm, lines: dict[str, np.ndarray], latent: np.ndarray, ids: pd.Index
) -> pd.DataFrame | None:
    """Return the logged hours, on average a tenth of the gross margin of the firm in all."""
    if not firm.work:
        return None
    n, draw = firm.customers, np.random.default_rng(firm.seed + 55_555)
    revenue, customer = lines["revenue"], lines["customer"]
    expected = np.bincount(customer, 0.3 * revenue, minlength=n)
    total = 0.12 * expected.sum() / 60.0  # hours, at 60 EUR
    if firm.work == "latent":
        expected = latent
    elif firm.work == "invoices":
        expected = np.bincount(customer[np.unique(lines["invoice"], return_index=True)[1]], minlength=n) * 1.0
    elif firm.work == "size":
        expected = np.sqrt(expected)
    mean = expected / expected.sum() * total
    rows = draw.poisson(mean / 1.5)
    who = np.repeat(np.arange(n), rows)
    blank = pd.Categorical.from_codes(np.full(len(who), -1), pd.Index([], dtype=str))
    return pd.DataFrame(
        {
            "date": np.datetime64("2023-01-01", "s")
            + draw.integers(0, _DAYS, len(who)).astype("timedelta64[D]"),
            "customer_id": pd.Categorical.from_codes(who, ids),
            "activity": blank,
            "hours": np.round(draw.gamma(2.0, 0.75, len(who)), 2),
            "expense": np.nan,
            "employee": blank,
        }
    ).reindex(columns=list(Effort.model_fields))
