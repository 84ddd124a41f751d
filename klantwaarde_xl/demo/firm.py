"""The demo: a seeded Dutch wholesaler with two years of invoices, effort and ratings, without mistakes."""

from __future__ import annotations

import numpy as np
import pandas as pd

from klantwaarde_xl.demo import words
from klantwaarde_xl.demo.invoices import draw_lines, draw_products
from klantwaarde_xl.demo.traits import CUSTOMERS, DAY, DAYS, FIRST_DAY, Traits, draw_traits
from klantwaarde_xl.model.declaration import TableModel
from klantwaarde_xl.model.optional_tables import ExchangeRate, LedgerTotal, Merge


def demo_inputs(seed: int = 1) -> dict[str, pd.DataFrame]:
    """Return the demo's input tables by Excel table name, with the fields of ``model.tables`` as columns.

    Text is str, dates are datetime64[s], yes/no is 1.0, 0.0 or NaN, blanks are None or NaN. The same seed
    gives the same tables on every machine. All rows are right;
    :func:`klantwaarde_xl.demo.tables.demo_mistakes` has those that are not.

    >>> tables = demo_inputs()
    >>> len(tables["tblKlanten"]), len(tables["tblTransacties"])
    (400, 60000)
    """
    rng = np.random.Generator(np.random.PCG64(seed))
    base = draw_traits(rng)
    customers = _customers(rng, base)
    products = draw_products(rng)
    lines = draw_lines(rng, base, products)
    return {
        "tblKlanten": customers,
        "tblTransacties": lines,
        "tblProducten": products.table,
        "tblInspanning": _effort(rng, base, customers),
        "tblTarieven": pd.DataFrame(
            words.RATES,
            columns=["activity", "hourly_cost", "driver", "minutes_per_unit", "capacity_hours"],
        ),
        "tblBeoordeling": _ratings(rng, base, customers),
        "tblAccountmanagers": pd.DataFrame(words.ACCOUNT_MANAGERS, columns=["name", "capacity_hours"]),
        "tblKlik": _chemistry(rng, base),
        # The firm has no use for these.
        **{model.table: _no_rows(model) for model in (Merge, ExchangeRate, LedgerTotal)},
    }


def _no_rows(model: type[TableModel]) -> pd.DataFrame:
    return pd.DataFrame(columns=[column.field for column in model.columns()])


def _customers(rng: np.random.Generator, base: Traits) -> pd.DataFrame:
    n = CUSTOMERS
    regions = np.array(list(words.TOWNS), object)
    region = rng.integers(0, len(regions), n)
    names = _names(rng, base, region)
    managers = np.array([manager for manager, _ in words.ACCOUNT_MANAGERS], object)
    # Mostly by region, as it grew; some customers followed a person, some have nobody.
    manager = np.where(rng.random(n) < 0.75, managers[region], managers[rng.integers(0, len(managers), n)])
    manager[rng.random(n) < 0.03] = None
    parent = np.full(n, None, object)
    chains = rng.permutation(n)[:15].reshape(5, 3)
    parent[chains] = np.array([f"C{i + 1:02d}" for i in range(5)], object)[:, None]
    since = FIRST_DAY + np.where(base.start > 0, base.start, -rng.integers(30, 6_000, n)).astype(int) * DAY
    include = np.full(n, np.nan)
    include[np.argsort(base.size)[n // 2 : n // 2 + 2]] = 0.0
    return pd.DataFrame(
        {
            "customer_id": base.ids,
            "name": names,
            "parent_id": parent,
            "segment": np.array(list(words.SEGMENTS), object)[base.segment],
            "region": regions[region],
            "account_manager": manager,
            "since": since,
            "payment_days": rng.choice([14.0, 21.0, 30.0, 45.0, 60.0], n, p=[0.2, 0.15, 0.4, 0.15, 0.1]),
            "include": include,
        }
    )


def _names(rng: np.random.Generator, base: Traits, region: np.ndarray) -> np.ndarray:
    """Return the names of the customers, all different; ``region``: int (n,)."""
    n = CUSTOMERS
    beginnings = np.array([kinds for _, kinds, _ in words.SEGMENTS.values()], object)
    towns = np.array(list(words.TOWNS.values()), object)
    town = towns[region, rng.integers(0, towns.shape[1], n)]
    surname = np.array(words.SURNAMES, object)[rng.integers(0, len(words.SURNAMES), n)]
    house = np.array(words.HOUSE_NAMES, object)[rng.integers(0, len(words.HOUSE_NAMES), n)]
    kind = beginnings[base.segment, rng.integers(0, beginnings.shape[1], n)]
    style = rng.random(n)
    institute = np.isin(base.segment, [4, 5])
    name = np.select(
        [institute, style < 0.4, style < 0.5, style < 0.6],
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
    place = np.where(institute & (style < 0.5), house, town)
    names = names.where(~names.duplicated(keep=False), names + " " + place)
    again = names.groupby(names).cumcount()
    return names.where(again == 0, names + " " + (again + 1).astype(str)).to_numpy(object)


def _effort(rng: np.random.Generator, base: Traits, customers: pd.DataFrame) -> pd.DataFrame:
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
            "date": FIRST_DAY + np.clip(day, 0, DAYS - 1) * DAY,
            "customer_id": base.ids[owner],
            "activity": activity,
            "hours": hours,
            "expense": expense,
            "employee": employee,
        }
    )
    return frame.iloc[np.argsort(day, kind="stable")].reset_index(drop=True)


def _ratings(rng: np.random.Generator, base: Traits, customers: pd.DataFrame) -> pd.DataFrame:
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
            "date": FIRST_DAY + day * DAY,
        }
    )
    return frame.sort_values(["customer_id", "rater"], kind="stable").reset_index(drop=True)


def _chemistry(rng: np.random.Generator, base: Traits) -> pd.DataFrame:
    managers = np.array([name for name, _ in words.ACCOUNT_MANAGERS], object)
    pairs = np.sort(rng.choice(CUSTOMERS * len(managers), 90, replace=False))
    return pd.DataFrame(
        {
            "customer_id": base.ids[pairs // len(managers)],
            "account_manager": managers[pairs % len(managers)],
            "chemistry": rng.choice([1.0, 2.0, 3.0, 4.0, 5.0], len(pairs), p=[0.05, 0.15, 0.3, 0.35, 0.15]),
        }
    )
