"""The demo's data: a seeded Dutch wholesaler with two years of invoices, effort and ratings, all of them
right."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from klantwaarde_xl.demo import words

CUSTOMERS, LINES, DAYS = 400, 60_000, 731
"""Customers, invoice lines, and days of the demo: 2024 and 2025."""
FIRST_DAY, LAST_DAY = np.datetime64("2024-01-01", "s"), np.datetime64("2025-12-31", "s")
CREDIT_SHARE, ONE_OFFS = 0.03, 40
_DAY = np.timedelta64(86_400, "s")


@dataclass(frozen=True, slots=True, eq=False)
class _Base:
    """What is drawn once per customer, all arrays of n customers."""

    ids: np.ndarray
    segment: np.ndarray
    size: np.ndarray
    demanding: np.ndarray
    start: np.ndarray
    end: np.ndarray
    fading: np.ndarray


def demo_inputs(seed: int = 1) -> dict[str, pd.DataFrame]:
    """Return the demo's input tables by Excel table name; the columns are the fields of ``model.tables``, in
    their order.

    Text is str, dates are datetime64[s], yes/no is 1.0, 0.0 or NaN, blanks are None or NaN. The same seed
    gives the same tables on every machine. All rows are right;
    :func:`klantwaarde_xl.demo.tables.demo_mistakes` has those that are not.

    >>> tables = demo_inputs()
    >>> len(tables["tblKlanten"]), len(tables["tblTransacties"]), tables["tblTransacties"]["date"].max().date().isoformat()
    (400, 60000, '2025-12-31')
    """
    rng = np.random.Generator(np.random.PCG64(seed))
    base = _base(rng)
    customers = _customers(rng, base)
    products, price, cost = _products(rng)
    lines = _lines(rng, base, products, price, cost)
    return {
        "tblKlanten": customers,
        "tblTransacties": lines,
        "tblProducten": products,
        "tblInspanning": _effort(rng, base, customers),
        "tblTarieven": pd.DataFrame(
            words.RATES, columns=["activity", "hourly_cost", "driver", "minutes_per_unit"]
        ),
        "tblBeoordeling": _ratings(rng, base, customers),
        "tblAccountmanagers": pd.DataFrame(words.ACCOUNT_MANAGERS, columns=["name", "capacity_hours"]),
        "tblKlik": _chemistry(rng, base),
    }


def _base(rng: np.random.Generator) -> _Base:
    n = CUSTOMERS
    ids = (10_001 + np.arange(n)).astype(str).astype(object)
    segment = rng.choice(len(words.SEGMENTS), n, p=[share for share, _, _ in words.SEGMENTS.values()])
    size = np.exp(1.15 * rng.standard_normal(n))
    # Who asks much for what it buys is found among the large as well as the small: that is what turnover does
    # not show.
    demanding = rng.random(n) < 0.16
    start, end = np.zeros(n), np.full(n, DAYS - 1.0)
    kind = rng.random(n)
    start[kind < 0.07] = rng.integers(430, 690, int((kind < 0.07).sum()))
    end[kind > 0.94] = rng.integers(120, 360, int((kind > 0.94).sum()))
    return _Base(ids, segment, size, demanding, start, end, (kind > 0.85) & (kind <= 0.94))


def _customers(rng: np.random.Generator, base: _Base) -> pd.DataFrame:
    n = CUSTOMERS
    beginnings = np.array([kinds for _, kinds, _ in words.SEGMENTS.values()], object)
    regions = np.array(list(words.TOWNS), object)
    towns = np.array(list(words.TOWNS.values()), object)
    region = rng.integers(0, len(regions), n)
    town = towns[region, rng.integers(0, towns.shape[1], n)]
    surname = np.array(words.SURNAMES, object)[rng.integers(0, len(words.SURNAMES), n)]
    house = np.array(words.HOUSE_NAMES, object)[rng.integers(0, len(words.HOUSE_NAMES), n)]
    kind = beginnings[base.segment, rng.integers(0, beginnings.shape[1], n)]
    style = rng.random(n)
    careful = np.isin(base.segment, [4, 5])
    name = np.select(
        [careful, style < 0.4, style < 0.5, style < 0.6],
        [
            kind + " " + np.where(style < 0.5, town, house),
            kind + " " + surname,
            kind + " " + surname + " & Zn.",
            kind + ' "' + house + '"',
        ],
        kind + " " + house,
    )
    names = pd.Series(name)
    # Two of the same name: the town tells them apart, or the house where the town is the name already.
    place = np.where(careful & (style < 0.5), house, town)
    names = names.where(~names.duplicated(keep=False), names + " " + place)
    again = names.groupby(names).cumcount()
    names = names.where(again == 0, names + " " + (again + 1).astype(str))
    managers = np.array([manager for manager, _ in words.ACCOUNT_MANAGERS], object)
    # Mostly by region, as it grew; some customers followed a person, some have nobody.
    manager = np.where(rng.random(n) < 0.75, managers[region], managers[rng.integers(0, len(managers), n)])
    manager[rng.random(n) < 0.03] = None
    parent = np.full(n, None, object)
    chains = rng.permutation(n)[:15].reshape(5, 3)
    parent[chains] = np.array([f"C{i + 1:02d}" for i in range(5)], object)[:, None]
    since = FIRST_DAY + np.where(base.start > 0, base.start, -rng.integers(30, 6_000, n)).astype(int) * _DAY
    include = np.full(n, np.nan)
    include[np.argsort(base.size)[n // 2 : n // 2 + 2]] = 0.0
    return pd.DataFrame(
        {
            "customer_id": base.ids,
            "name": names.to_numpy(object),
            "parent_id": parent,
            "segment": np.array(list(words.SEGMENTS), object)[base.segment],
            "region": regions[region],
            "account_manager": manager,
            "since": since,
            "payment_days": rng.choice([14.0, 21.0, 30.0, 45.0, 60.0], n, p=[0.2, 0.15, 0.4, 0.15, 0.1]),
            "include": include,
        }
    )


def _products(rng: np.random.Generator) -> tuple[pd.DataFrame, np.ndarray, np.ndarray]:
    """Return the product table, and price and cost per product, EUR a unit."""
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
    return table, price, cost


def _taste(rng: np.random.Generator, base: _Base) -> np.ndarray:
    """Return how a customer's lines divide over the groups, (customers, groups) cumulative to 1; 0 for what
    it never buys."""
    chance = np.array([chances for _, _, chances in words.SEGMENTS.values()])[base.segment]
    buys = rng.random(chance.shape) < chance * 0.85
    names = list(words.GROUPS)
    for group, leader in words.FOLLOWS.items():
        follows = rng.random(CUSTOMERS) < np.where(buys[:, names.index(leader)], 0.9, 0.15)
        buys[:, names.index(group)] &= follows
    buys[np.arange(CUSTOMERS), chance.argmax(axis=1)] = True
    weight = buys * chance * np.exp(0.7 * rng.standard_normal(chance.shape))
    return np.cumsum(weight / weight.sum(axis=1, keepdims=True), axis=1)


def _lines(
    rng: np.random.Generator, base: _Base, products: pd.DataFrame, price: np.ndarray, cost: np.ndarray
) -> pd.DataFrame:
    credited = int(LINES * CREDIT_SHARE)
    sold = LINES - credited
    per_group = len(products) // len(words.GROUPS)
    # Those who ask much order often and little at a time.
    weight = base.size**0.55 * (base.end - base.start) * np.where(base.demanding, 1.25, 1.0)
    customer = np.r_[
        np.arange(CUSTOMERS).repeat(6), rng.choice(CUSTOMERS, sold - 6 * CUSTOMERS, p=weight / weight.sum())
    ]
    lines_each = np.bincount(customer, minlength=CUSTOMERS)
    orders_each = np.maximum(lines_each // np.where(base.demanding, 2, 5), 2)
    first_order = np.cumsum(orders_each) - orders_each
    order = np.floor(rng.random(sold) * orders_each[customer]).astype(int) + first_order[customer]
    owner = np.arange(CUSTOMERS).repeat(orders_each)
    # A shop or kitchen orders when its stock is low: once in every equal stretch of time, on no fixed day of
    # it.
    moment = (np.arange(len(owner)) - first_order[owner] + rng.random(len(owner))) / orders_each[owner]
    moment = np.where(base.fading[owner], moment**1.8 * 0.93, moment)
    day = np.floor(base.start[owner] + moment * (base.end - base.start + 1)[owner]).astype(int)
    # The first day was a Monday; what falls in a weekend was ordered on the Friday before it.
    weekday = day % 7
    day = np.clip(day - np.where(weekday >= 5, weekday - 4, 0), 0, DAYS - 1)
    day[np.argmax(day)] = DAYS - 1

    group = _groups(rng, base, customer, day[order])
    favourite = rng.integers(0, per_group, (CUSTOMERS, len(words.GROUPS)))
    step = np.floor(rng.random(sold) ** 2.2 * per_group).astype(int)
    product = group * per_group + (favourite[customer, group] + step) % per_group
    scale = (0.35 + base.size**0.6) * np.where(base.demanding, 0.75, 1.0)
    quantity = np.maximum(np.rint(scale[customer] * (1 + 5 * rng.random(sold))), 1.0)
    discount = np.clip(0.02 + 0.05 * base.size**0.4 * rng.random(CUSTOMERS) + 0.09 * base.demanding, 0, 0.24)
    later = np.where(day[order] >= 366, 1.03, 1.0)
    revenue = np.round(quantity * price[product] * later * (1 - discount[customer]), 2)
    costs = np.round(quantity * cost[product] * later, 2)

    kept = np.flatnonzero(day[order] < DAYS - 30)
    odds = np.where(base.demanding, 3.0, 1.0)[customer[kept]]
    back = np.sort(kept[rng.choice(len(kept), credited, replace=False, p=odds / odds.sum())])
    returned = np.maximum(np.floor(quantity[back] * rng.random(credited)), 1.0)
    part = returned / quantity[back]
    one_off = np.full(LINES, np.nan)
    special = rng.choice(sold, ONE_OFFS, replace=False)
    one_off[special] = 1.0
    quantity[special] *= 12
    revenue[special] = np.round(revenue[special] * 12, 2)
    costs[special] = np.round(costs[special] * 12, 2)

    days = np.r_[day[order], np.minimum(day[order[back]] + rng.integers(3, 25, credited), DAYS - 1)]
    # An invoice is a customer's order of one day, a credit note is one line.
    invoice, place = _invoice_numbers(np.r_[order, len(owner) + np.arange(credited)], days)
    blank_cost = rng.random(sold) < 0.01
    frame = pd.DataFrame(
        {
            "date": FIRST_DAY + days * _DAY,
            "customer_id": base.ids[np.r_[customer, customer[back]]],
            "product_id": products["product_id"].to_numpy(object)[np.r_[product, product[back]]],
            "invoice_id": invoice.astype(str).astype(object),
            "quantity": np.r_[quantity, -returned],
            "revenue": np.r_[revenue, -np.round(revenue[back] * part, 2)],
            "cost": np.r_[np.where(blank_cost, np.nan, costs), -np.round(costs[back] * part, 2)],
            "margin": np.nan,
            "one_off": one_off,
            "entity": None,
            "currency": "EUR",
            "source": None,
        }
    )
    return frame.iloc[np.lexsort((np.arange(LINES), place))].reset_index(drop=True)


def _groups(rng: np.random.Generator, base: _Base, customer: np.ndarray, day: np.ndarray) -> np.ndarray:
    """Return the product group of each line, int (lines,)."""
    cumulative = _taste(rng, base)
    last = len(words.GROUPS) - 1
    group = np.minimum((cumulative[customer] < rng.random(len(customer))[:, None]).sum(axis=1), last)
    # Half of what a customer buys it began to buy in these two years; until then its money went to its main
    # group. Without such first purchases nobody could learn from the past what customers will buy next.
    began = np.where(rng.random(cumulative.shape) < 0.5, rng.random(cumulative.shape) * DAYS, 0.0)
    main = np.diff(cumulative, axis=1, prepend=0.0).argmax(axis=1)
    return np.where(day < began[customer, group], main[customer], group)


def _invoice_numbers(document: np.ndarray, days: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the number of each line's document, counted by day within the year, and its place among all
    documents."""
    first = np.zeros(int(document.max()) + 1, int)
    first[document] = days
    used = np.unique(document)
    ranked = used[np.argsort(first[used], kind="stable")]
    place = np.empty(len(first), int)
    place[ranked] = np.arange(len(ranked))
    before = int(np.searchsorted(first[ranked], 366))
    number = np.where(days >= 366, 25_000_001 - before, 24_000_001) + place[document]
    return number, place[document]


def _effort(rng: np.random.Generator, base: _Base, customers: pd.DataFrame) -> pd.DataFrame:
    rows_each = rng.poisson(
        np.where(base.demanding, 44, 4) * np.clip(base.size**0.6, 0.3, 6) * (base.end - base.start) / DAYS
    )
    owner = np.arange(CUSTOMERS).repeat(rows_each)
    n = len(owner)
    rush = base.demanding[owner]
    kind = np.where(rush, rng.choice(3, n, p=[0.25, 0.45, 0.3]), rng.choice(3, n, p=[0.4, 0.55, 0.05]))
    hours = np.maximum(
        np.round(np.array([2.5, 0.75, 1.5])[kind] * np.exp(0.5 * rng.standard_normal(n)) * 4) / 4, 0.25
    )
    expense = np.where(
        kind == 2,
        np.round((90 + 240 * rng.random(n)) * np.clip(base.size[owner] ** 0.6, 0.6, 6), 2),
        np.where(kind == 0, np.round(8 + 30 * rng.random(n), 2), np.nan),
    )
    day = np.floor(base.start[owner] + rng.random(n) * (base.end - base.start + 1)[owner]).astype(int)
    employee = np.where(kind == 0, customers["account_manager"].to_numpy(object)[owner], "Binnendienst")
    activity = np.array([name for name, *_ in words.RATES[:3]], object)[kind]
    frame = pd.DataFrame(
        {
            "date": FIRST_DAY + np.clip(day, 0, DAYS - 1) * _DAY,
            "customer_id": base.ids[owner],
            "activity": activity,
            "hours": hours,
            "expense": expense,
            "employee": employee,
        }
    )
    return frame.iloc[np.argsort(day, kind="stable")].reset_index(drop=True)


def _ratings(rng: np.random.Generator, base: _Base, customers: pd.DataFrame) -> pd.DataFrame:
    first = np.flatnonzero((rng.random(CUSTOMERS) < 0.82) & customers["account_manager"].notna().to_numpy())
    second = first[rng.random(len(first)) < 0.25]
    owner = np.r_[first, second]
    mood = 3.4 + 0.8 * rng.standard_normal(CUSTOMERS) - 1.1 * base.demanding
    energy, culture = (
        np.clip(np.rint(mood[owner] + 0.7 * rng.standard_normal(len(owner))), 1, 5) for _ in range(2)
    )
    energy[rng.random(len(owner)) < 0.05] = np.nan
    rater = np.r_[
        customers["account_manager"].to_numpy(object)[first], np.full(len(second), "Binnendienst", object)
    ]
    day = rng.integers(DAYS - 200, DAYS - 20, len(owner))
    frame = pd.DataFrame(
        {
            "customer_id": base.ids[owner],
            "energy": energy,
            "culture": culture,
            "rater": rater,
            "date": FIRST_DAY + day * _DAY,
        }
    )
    return frame.sort_values(["customer_id", "rater"], kind="stable").reset_index(drop=True)


def _chemistry(rng: np.random.Generator, base: _Base) -> pd.DataFrame:
    managers = np.array([name for name, _ in words.ACCOUNT_MANAGERS], object)
    pairs = np.sort(rng.choice(CUSTOMERS * len(managers), 90, replace=False))
    return pd.DataFrame(
        {
            "customer_id": base.ids[pairs // len(managers)],
            "account_manager": managers[pairs % len(managers)],
            "chemistry": rng.choice([1.0, 2.0, 3.0, 4.0, 5.0], len(pairs), p=[0.05, 0.15, 0.3, 0.35, 0.15]),
        }
    )
