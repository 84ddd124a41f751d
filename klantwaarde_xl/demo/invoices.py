"""The demo's products, orders and invoice lines, returns included."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from klantwaarde_xl.demo import words
from klantwaarde_xl.demo.traits import CUSTOMERS, DAY, DAYS, FIRST_DAY, LINES, Traits

_CREDIT_SHARE, _ONE_OFFS = 0.03, 40
_SECOND_YEAR, _NEW_RANGE = 366, 456
"""Positions of the first days of January and April of 2025 among the days."""


@dataclass(frozen=True, slots=True, eq=False)
class Products:
    """The product table, with price and cost in EUR a unit, float (p,)."""

    table: pd.DataFrame
    price: np.ndarray
    cost: np.ndarray


@dataclass(frozen=True, slots=True, eq=False)
class _Orders:
    """Customer and order of each line sold, int (n,), and the day of each order, int (orders,)."""

    customer: np.ndarray
    order: np.ndarray
    day: np.ndarray

    @property
    def days(self) -> np.ndarray:
        """The day of each line, int (n,)."""
        return self.day[self.order]


@dataclass(frozen=True, slots=True, eq=False)
class _Sales:
    """What each line sells, (n,): product by position, quantity, revenue and cost in EUR."""

    product: np.ndarray
    quantity: np.ndarray
    revenue: np.ndarray
    cost: np.ndarray


def draw_products(rng: np.random.Generator) -> Products:
    """Return the products of the demo."""
    kinds = [kind for _, _, kinds in words.GROUPS.values() for kind in kinds]
    variants = len(words.VARIANTS)
    count = len(kinds) * variants
    group = np.repeat(np.arange(len(words.GROUPS)), count // len(words.GROUPS))
    usual = np.array([price for price, _, _ in words.GROUPS.values()])[group]
    margin = np.array([fraction for _, fraction, _ in words.GROUPS.values()])[
        group
    ] + 0.04 * rng.standard_normal(count)
    size = np.tile([0.5, 0.8, 1.1, 1.5, 2.2], len(kinds))
    price = np.round(usual * size * np.exp(0.2 * rng.standard_normal(count)), 2)
    cost = np.round(price * (1 - margin), 2)
    table = pd.DataFrame(
        {
            "product_id": (1_001 + np.arange(count)).astype(str).astype(object),
            "description": [f"{kind} {variant}" for kind in kinds for variant in words.VARIANTS],
            "product_group": np.array(list(words.GROUPS), object)[group],
            "unit_cost": cost,
        }
    )
    return Products(table, price, cost)


def draw_lines(rng: np.random.Generator, base: Traits, products: Products) -> pd.DataFrame:
    """Return the invoice lines, by document; the columns are the fields of ``model.tables.InvoiceLine``."""
    credited = int(LINES * _CREDIT_SHARE)
    sold = LINES - credited
    orders = _orders(rng, base, sold)
    sales = _sales(rng, base, orders, products)
    back, returned = _returns(rng, base, orders, sales, credited)
    part = returned / sales.quantity[back]
    one_off = np.full(LINES, np.nan)
    special = rng.choice(sold, _ONE_OFFS, replace=False)
    one_off[special] = 1.0
    for amounts in (sales.quantity, sales.revenue, sales.cost):
        amounts[special] = np.round(amounts[special] * 12, 2)
    days = np.r_[orders.days, np.minimum(orders.days[back] + rng.integers(3, 25, credited), DAYS - 1)]
    # An invoice is a customer's order of one day, a credit note is one line.
    invoice, place = _invoice_numbers(np.r_[orders.order, len(orders.day) + np.arange(credited)], days)
    blank_cost = rng.random(sold) < 0.01
    frame = pd.DataFrame(
        {
            "date": FIRST_DAY + days * DAY,
            "customer_id": base.ids[np.r_[orders.customer, orders.customer[back]]],
            "product_id": products.table["product_id"].to_numpy(object)[
                np.r_[sales.product, sales.product[back]]
            ],
            "invoice_id": invoice.astype(str).astype(object),
            "quantity": np.r_[sales.quantity, -returned],
            "revenue": np.r_[sales.revenue, -np.round(sales.revenue[back] * part, 2)],
            "cost": np.r_[np.where(blank_cost, np.nan, sales.cost), -np.round(sales.cost[back] * part, 2)],
            "margin": np.nan,
            "one_off": one_off,
            "entity": None,
            "currency": "EUR",
            "source": None,
        }
    )
    return frame.iloc[np.lexsort((np.arange(LINES), place))].reset_index(drop=True)


def _orders(rng: np.random.Generator, base: Traits, sold: int) -> _Orders:
    """Divide ``sold`` lines over customers and their orders, and the orders over the days."""
    # Demanding customers order often and little at a time.
    weight = base.size**0.55 * (base.end - base.start) * np.where(base.demanding, 1.25, 1.0)
    customer = np.r_[
        np.arange(CUSTOMERS).repeat(6), rng.choice(CUSTOMERS, sold - 6 * CUSTOMERS, p=weight / weight.sum())
    ]
    lines_each = np.bincount(customer, minlength=CUSTOMERS)
    orders_each = np.maximum(lines_each // np.where(base.demanding, 2, 5), 2)
    first_order = np.cumsum(orders_each) - orders_each
    order = np.floor(rng.random(sold) * orders_each[customer]).astype(int) + first_order[customer]
    owner = np.arange(CUSTOMERS).repeat(orders_each)
    # A shop or kitchen orders when its stock is low: once in every equal stretch of time, on any day of it.
    moment = (np.arange(len(owner)) - first_order[owner] + rng.random(len(owner))) / orders_each[owner]
    moment = np.where(base.fading[owner], moment**1.8 * 0.93, moment)
    moment = np.where(base.growing[owner], moment**0.55, moment)
    day = np.floor(base.start[owner] + moment * (base.end - base.start + 1)[owner]).astype(int)
    # The first day was a Monday; orders for a weekend are placed on the Friday before it.
    weekday = day % 7
    day = np.clip(day - np.where(weekday >= 5, weekday - 4, 0), 0, DAYS - 1)
    day[np.argmax(day)] = DAYS - 1
    return _Orders(customer, order, day)


def _sales(rng: np.random.Generator, base: Traits, orders: _Orders, products: Products) -> _Sales:
    """Choose what each line sells, how much of it, and for how much."""
    customer, sold = orders.customer, len(orders.customer)
    per_group = len(products.table) // len(words.GROUPS)
    group = _groups(rng, base, customer, orders.days)
    favourite = rng.integers(0, per_group, (CUSTOMERS, len(words.GROUPS)))
    step = np.floor(rng.random(sold) ** 2.2 * per_group).astype(int)
    product = group * per_group + (favourite[customer, group] + step) % per_group
    product = _in_range(product, orders.days)
    scale = (0.35 + base.size**0.6) * np.where(base.demanding, 0.75, 1.0)
    quantity = np.maximum(np.rint(scale[customer] * (1 + 5 * rng.random(sold))), 1.0)
    discount = np.clip(0.02 + 0.05 * base.size**0.4 * rng.random(CUSTOMERS) + 0.09 * base.demanding, 0, 0.24)
    rises = np.array([words.RISES.get(name, words.USUAL_RISE) for name in words.GROUPS])[group]
    price, cost = np.where(orders.days >= _SECOND_YEAR, rises.T, 1.0)
    revenue = np.round(quantity * products.price[product] * price * (1 - discount[customer]), 2)
    return _Sales(product, quantity, revenue, np.round(quantity * products.cost[product] * cost, 2))


def _in_range(product: np.ndarray, days: np.ndarray) -> np.ndarray:
    """Return what is sold on these days in the place of a product that is out of the range, int (n,)."""
    kinds = [kind for _, _, kinds in words.GROUPS.values() for kind in kinds]
    old, new = (kinds.index(kind) for kind in words.REPLACED)
    kind, variant = np.divmod(product, len(words.VARIANTS))
    concerned = (kind == old) | (kind == new)
    kind = np.where(concerned, np.where(days < _NEW_RANGE, old, new), kind)
    inside: np.ndarray = kind * len(words.VARIANTS) + variant
    return inside


def _returns(
    rng: np.random.Generator, base: Traits, orders: _Orders, sales: _Sales, count: int
) -> tuple[np.ndarray, np.ndarray]:
    """Return which lines are returned, by position, and how many units of each; (count,)."""
    kept = np.flatnonzero(orders.days < DAYS - 30)
    odds = np.where(base.demanding, 3.0, 1.0)[orders.customer[kept]]
    back = np.sort(kept[rng.choice(len(kept), count, replace=False, p=odds / odds.sum())])
    return back, np.maximum(np.floor(sales.quantity[back] * rng.random(count)), 1.0)


def _taste(rng: np.random.Generator, base: Traits) -> np.ndarray:
    """Return the share of each group in a customer's lines, cumulative to 1, (customers, groups)."""
    chance = np.array([chances for _, _, chances in words.SEGMENTS.values()])[base.segment]
    buys = rng.random(chance.shape) < chance * 0.85
    names = list(words.GROUPS)
    for group, leader in words.FOLLOWS.items():
        follows = rng.random(CUSTOMERS) < np.where(buys[:, names.index(leader)], 0.9, 0.15)
        buys[:, names.index(group)] &= follows
    buys[np.arange(CUSTOMERS), chance.argmax(axis=1)] = True
    weight = buys * chance * np.exp(0.7 * rng.standard_normal(chance.shape))
    return np.cumsum(weight / weight.sum(axis=1, keepdims=True), axis=1)


def _groups(rng: np.random.Generator, base: Traits, customer: np.ndarray, day: np.ndarray) -> np.ndarray:
    """Return the product group of each line, int (lines,)."""
    cumulative = _taste(rng, base)
    last = len(words.GROUPS) - 1
    group = np.minimum((cumulative[customer] < rng.random(len(customer))[:, None]).sum(axis=1), last)
    # Customers began to buy half of what they buy in these two years; before that they bought from their main
    # group. Without such first purchases the past could not teach what customers will buy next.
    began = np.where(rng.random(cumulative.shape) < 0.5, rng.random(cumulative.shape) * DAYS, 0.0)
    main = np.diff(cumulative, axis=1, prepend=0.0).argmax(axis=1)
    return np.where(day < began[customer, group], main[customer], group)


def _invoice_numbers(document: np.ndarray, days: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the number of each line's document, and the place of that document by day.

    ``document`` and ``days``: int (n,). Documents are numbered by day, from 1 in each year."""
    first = np.zeros(int(document.max()) + 1, int)
    first[document] = days
    used = np.unique(document)
    ranked = used[np.argsort(first[used], kind="stable")]
    place = np.empty(len(first), int)
    place[ranked] = np.arange(len(ranked))
    before = int(np.searchsorted(first[ranked], _SECOND_YEAR))
    number = np.where(days >= _SECOND_YEAR, 25_000_001 - before, 24_000_001) + place[document]
    return number, place[document]
