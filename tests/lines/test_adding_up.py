"""Lines added up by an engine: to the cent what the core finds in the same lines as frames."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

from klantwaarde_xl.core.base.period import Period
from klantwaarde_xl.core.measures.customer_measures import customer_measures, line_cost
from klantwaarde_xl.lines.adding_up import add_up, months_of

nw = pytest.importorskip("narwhals")

YEAR = Period(dt.date(2024, 1, 1), dt.date(2024, 12, 31))
TEXTS = ("customer_id", "product_id", "invoice_id")
COUNTS = ["lines", "credit_lines", "invoices"]


def in_duckdb(lines: pd.DataFrame) -> Any:
    return pytest.importorskip("duckdb").from_df(lines)


def in_polars(lines: pd.DataFrame) -> Any:
    return pytest.importorskip("polars").from_pandas(lines).lazy()


def in_spark(lines: pd.DataFrame) -> Any:
    session = pytest.importorskip("pyspark.sql").SparkSession.builder.master("local[2]").getOrCreate()
    return session.createDataFrame(lines)


ENGINES = [in_duckdb, in_polars, pytest.param(in_spark, marks=pytest.mark.engines)]


def made(count: int = 20_000) -> pd.DataFrame:
    """Return lines over three years, some credits, some without a cost, margin, number or product."""
    chance = np.random.default_rng(20)
    invoice = np.arange(count) // 3
    day = (np.datetime64("2022-06-01") + chance.integers(0, 1095, len(invoice)))[invoice]
    owner = chance.integers(0, 300, len(invoice))[invoice]
    revenue = np.round(chance.gamma(2, 50, count) - 20, 2)
    text = {
        "customer_id": [f"K{number:04d}" for number in owner],
        "product_id": [f"P{number}" for number in chance.integers(0, 12, count)],
        "invoice_id": [f"F{number}" for number in invoice],
    }
    lines = pd.DataFrame({**text, "date": day.astype("datetime64[s]"), "revenue": revenue}, dtype=object)
    some = chance.random((4, count)) < 0.1
    known = np.where(some[0], np.nan, np.round(revenue * 0.6, 2))
    lines["cost"] = np.where(owner % 7 == 0, np.nan, known)
    lines["margin"] = np.where(some[1], np.round(revenue * 0.3, 2), np.nan)
    lines["product_id"] = lines["product_id"].where(~some[2], None)
    lines["invoice_id"] = lines["invoice_id"].where(~some[3], None)
    return lines.astype({"date": "datetime64[s]", "revenue": float})


def lazy(lines: pd.DataFrame, engine: Callable[[pd.DataFrame], Any]) -> Any:
    frame = nw.from_native(engine(lines.assign(in_euro=True))).lazy()
    return frame.with_columns(nw.col("date").cast(nw.Date))


def summed(lines: pd.DataFrame, engine: Callable[[pd.DataFrame], Any]) -> Any:
    before = YEAR.previous()
    return add_up(lazy(lines, engine), (YEAR.start, YEAR.end), (before.start, before.end))


@pytest.mark.parametrize("engine", ENGINES)
def test_customers_have_the_figures_of_the_core(engine: Callable[[pd.DataFrame], Any]) -> None:
    lines = made()
    found = summed(lines, engine).customers
    for place, period in (("now", YEAR), ("before", YEAR.previous())):
        own = found[found["place"] == place].set_index("customer_id").sort_index()
        core = customer_measures(lines.assign(cost=line_cost(lines)), period).sort_index()
        assert own.index.tolist() == core.index.tolist()
        pd.testing.assert_frame_equal(own[COUNTS], core[COUNTS], check_dtype=False)
        for name in ("revenue", "covered_revenue", "gross_margin"):
            assert np.round(own[name].to_numpy(), 2).tolist() == pytest.approx(
                np.round(core[name].to_numpy(), 2).tolist(), abs=1e-9, nan_ok=True
            ), (place, name)
        for name in ("first_purchase", "last_purchase"):
            assert own[name].tolist() == core[name].tolist()


@pytest.mark.parametrize("engine", ENGINES)
def test_products_have_the_sums_of_pandas(engine: Callable[[pd.DataFrame], Any]) -> None:
    lines = made()
    found = summed(lines, engine).products
    own = found[found["place"] == "now"].set_index("product_id")
    inside = lines[YEAR.contains(lines["date"].to_numpy())].fillna({"product_id": ""})
    by = inside.groupby("product_id")
    assert "" in own.index
    assert own["revenue"].to_dict() == pytest.approx(by["revenue"].sum().to_dict(), abs=1e-6)
    assert own["lines"].to_dict() == by.size().to_dict()
    assert own["customers"].to_dict() == by["customer_id"].nunique().to_dict()
    paid = inside[inside["revenue"] > 0].groupby("product_id")["date"]
    assert own["first_purchase"].to_dict() == paid.min().to_dict()
    assert own["last_purchase"].to_dict() == paid.max().to_dict()


def test_no_line_is_lost_between_places() -> None:
    lines = made(3_000)
    found = summed(lines, in_duckdb)
    for frame in (found.customers, found.products):
        assert set(frame["place"]) == {"now", "before", "outside"}
        assert frame["lines"].sum() == len(lines)
        assert frame["revenue"].sum() == pytest.approx(lines["revenue"].sum(), abs=1e-6)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("date", None),
        ("date", dt.datetime(1899, 12, 31)),
        ("customer_id", None),
        ("customer_id", ""),
        ("revenue", float("nan")),
        ("revenue", float("inf")),
        ("revenue", -2e12),
    ],
)
def test_a_line_that_cannot_be_used_is_counted_apart(
    field: str, value: object, engine: Callable[[pd.DataFrame], Any]
) -> None:
    lines = made(300)
    lines.loc[0, "revenue"] = 12.5
    lines.loc[0, field] = value
    months = months_of(lazy(lines, engine))
    apart = months[months["month"].isna()]
    assert apart["lines"].tolist() == [1]
    assert apart["revenue"].tolist() == [0.0 if field == "revenue" else 12.5]
    assert months["lines"].sum() == 300
    assert summed(lines, engine).customers["lines"].sum() == 299
