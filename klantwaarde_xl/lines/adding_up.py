"""Invoice lines added up where they are: the same Narwhals expressions for DuckDB, Polars and Spark.

An invoice is a group of its own first, so that no engine has to keep all invoice numbers apart in memory.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from klantwaarde_xl.files.extras import needed
from klantwaarde_xl.model.declaration import EARLIEST, LATEST, MAX_AMOUNT

PLACES = ("now", "before", "outside")
"""In the period, in the one before it, in neither."""
_WHAT = "optellen bij de bron"
_SUMS = ("revenue", "covered_revenue", "gross_margin", "lines", "known_lines", "credit_lines")
Days = tuple[Any, Any]
"""First and last day of a period, both inclusive (``datetime.date``)."""


@dataclass(frozen=True, slots=True, eq=False)
class AddedUp:
    """Sums per customer and per product, a row for each place (PLACES) in which it has lines.

    Both have ``place``, ``revenue``, ``covered_revenue`` and ``gross_margin`` (of lines with a known cost;
    NaN without any) in EUR, ``lines`` and ``credit_lines``, and ``first_purchase`` and ``last_purchase``
    (days with a line of positive revenue). ``customers`` has ``customer_id`` and ``invoices``; lines
    without a number are one invoice a day. ``products`` has ``product_id``, blank for lines without one, and
    ``customers``."""

    customers: pd.DataFrame
    products: pd.DataFrame


def months_of(lines: Any) -> pd.DataFrame:
    """Return how many lines each month has, and their revenue in EUR.

    ``lines`` as of :func:`add_up`. ``month`` is its first day, NaT for the lines that cannot be used:
    without a customer, without a day or with one that cannot be, without an amount or with one beyond what an
    amount can be, or in another currency.
    """
    nw = needed("narwhals", _WHAT)
    month = nw.when(_usable()).then(nw.col("date").dt.truncate("1mo"))
    amount = nw.when(_is_amount()).then(nw.col("revenue"))
    found = lines.select(month.alias("month"), amount.alias("revenue")).group_by("month")
    frame = _collected(found.agg(nw.len().alias("lines"), nw.col("revenue").sum()))
    return frame.assign(
        month=pd.to_datetime(frame["month"]).astype("datetime64[s]"),
        revenue=frame["revenue"].fillna(0.0).astype(float),
    ).sort_values("month", ignore_index=True)


def add_up(lines: Any, now: Days, before: Days) -> AddedUp:
    """Return the sums of the lines that can be used, per customer and per product.

    ``lines``: lazy frame of Narwhals with ``date`` (day), ``customer_id``, ``product_id`` and ``invoice_id``
    (text), ``revenue``, ``cost`` and ``margin`` (float, EUR) and ``in_euro`` (bool); only the first, second
    and ``revenue`` must have values. ``now`` and ``before``: the period and the one to compare with.

    Source: docs/method.md, Measures per customer.
    """
    nw = needed("narwhals", _WHAT)
    ready = _ready(lines, now, before)
    invoices = _grouped(ready, ["place", "customer_id", "invoice"], _first_sums())
    customers = _grouped(invoices, ["place", "customer_id"], [*_next_sums(), nw.len().alias("invoices")])
    pairs = _grouped(ready, ["place", "product_id", "customer_id"], _first_sums())
    products = _grouped(pairs, ["place", "product_id"], [*_next_sums(), nw.len().alias("customers")])
    return AddedUp(
        _finished(_collected(customers), "customer_id"), _finished(_collected(products), "product_id")
    )


def by_period(sums: pd.DataFrame, key: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return a frame of :class:`AddedUp` for the period and for the one before it, indexed by its id."""
    now, before = (sums[sums["place"] == place].set_index(key).drop(columns="place") for place in PLACES[:2])
    return now, before


def _is_amount() -> Any:
    revenue = needed("narwhals", _WHAT).col("revenue")
    return revenue.is_finite().fill_null(False) & (revenue.abs() <= MAX_AMOUNT).fill_null(False)


def _usable() -> Any:
    nw = needed("narwhals", _WHAT)
    day = nw.col("date").is_between(nw.lit(EARLIEST), nw.lit(LATEST)).fill_null(False)
    return day & (nw.col("customer_id") != "").fill_null(False) & _is_amount() & nw.col("in_euro")


def _ready(lines: Any, now: Days, before: Days) -> Any:
    """Return the usable lines with their place, their invoice and what is known of their margin."""
    nw = needed("narwhals", _WHAT)
    day, revenue, cost = nw.col("date"), nw.col("revenue"), nw.col("cost")
    lines = lines.filter(_usable())
    known = nw.when(cost.is_finite()).then(cost)
    other = nw.when(nw.col("margin").is_finite()).then(revenue - nw.col("margin"))
    lines = lines.with_columns(cost=nw.coalesce(known, other))
    within = [day.is_between(*(nw.lit(end) for end in ends)) for ends in (now, before)]
    place = nw.when(within[1]).then(nw.lit(PLACES[1])).otherwise(nw.lit(PLACES[2]))
    has = ~cost.is_null()
    return lines.select(
        nw.when(within[0]).then(nw.lit(PLACES[0])).otherwise(place).alias("place"),
        "customer_id",
        nw.coalesce(nw.col("product_id"), nw.lit("")).alias("product_id"),
        # A day cannot be mistaken for a number: no number begins with a blank.
        nw.coalesce(nw.col("invoice_id"), nw.concat_str([nw.lit(" "), day.cast(nw.String)])).alias("invoice"),
        revenue,
        nw.when(has).then(revenue).otherwise(nw.lit(0.0)).alias("covered_revenue"),
        nw.when(has).then(revenue - cost).otherwise(nw.lit(0.0)).alias("gross_margin"),
        has.cast(nw.Int64).alias("known_lines"),
        (revenue < 0).cast(nw.Int64).alias("credit_lines"),
        nw.when(revenue > 0).then(day).alias("purchase"),
    )


def _first_sums() -> list[Any]:
    nw = needed("narwhals", _WHAT)
    sums = [nw.col(name).sum() for name in _SUMS if name != "lines"]
    bought = nw.col("purchase")
    return [
        *sums,
        nw.len().alias("lines"),
        bought.min().alias("first_purchase"),
        bought.max().alias("last_purchase"),
    ]


def _next_sums() -> list[Any]:
    nw = needed("narwhals", _WHAT)
    sums = [nw.col(name).sum() for name in _SUMS]
    return [*sums, nw.col("first_purchase").min(), nw.col("last_purchase").max()]


def _grouped(lines: Any, keys: list[str], sums: list[Any]) -> Any:
    return lines.group_by(*keys).agg(*sums)


def _collected(lazy: Any) -> pd.DataFrame:
    return pd.DataFrame(lazy.collect("pyarrow").to_native().to_pandas())


def _finished(frame: pd.DataFrame, key: str) -> pd.DataFrame:
    margin = frame["gross_margin"].astype(float).where(frame["known_lines"] > 0)
    days = {name: pd.to_datetime(frame[name]).astype("datetime64[s]") for name in _DAYS}
    counts = {
        name: frame[name].astype("int64")
        for name in ("lines", "credit_lines", "invoices", "customers")
        if name in frame
    }
    ready = frame.assign(gross_margin=margin, **days, **counts).drop(columns="known_lines")
    return ready.sort_values(["place", key], ignore_index=True)


_DAYS = ("first_purchase", "last_purchase")
