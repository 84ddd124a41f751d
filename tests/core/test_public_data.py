"""The core on public data: figures that others can recompute, and pandas as a second computation."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from itertools import accumulate
from pathlib import Path

import datasets
import numpy as np
import pandas as pd
import pytest

from klantwaarde_xl.core.ahead.leaving import leaving
from klantwaarde_xl.core.ahead.timeline import Timeline
from klantwaarde_xl.core.base.period import Period
from klantwaarde_xl.core.measures.customer_measures import customer_measures
from klantwaarde_xl.core.value.concentration import concentration
from klantwaarde_xl.core.value.pareto import pareto_classes
from klantwaarde_xl.core.value.whale_curve import whale_curve

WHOLE = Period(dt.date(2010, 12, 1), dt.date(2011, 12, 9))


@pytest.fixture(scope="module")
def online_retail(shared_data: Path) -> pd.DataFrame:
    """Return the lines with a customer: Quantity x UnitPrice, returns negative (UCI id 352)."""
    read = pd.read_csv(
        shared_data / "online_retail" / "online_retail.csv.gz",
        usecols=["InvoiceNo", "StockCode", "Quantity", "InvoiceDate", "UnitPrice", "CustomerID"],
        dtype={"InvoiceNo": "category", "StockCode": "category", "CustomerID": "category"},
        parse_dates=["InvoiceDate"],
    )
    read = read[read["CustomerID"].notna()]
    return pd.DataFrame(
        {
            "date": read["InvoiceDate"],
            "customer_id": read["CustomerID"],
            "product_group": read["StockCode"],
            "invoice_id": read["InvoiceNo"],
            "revenue": read["Quantity"] * read["UnitPrice"],
            "cost": np.nan,
        }
    )


def test_online_retail_gives_the_published_figures(online_retail: pd.DataFrame) -> None:
    measures = customer_measures(online_retail, WHOLE)
    assert len(measures) == 4_372
    assert round(measures["revenue"].sum(), 2) == 8_300_065.81
    assert Counter(pareto_classes(measures["revenue"]).tolist()) == {"A": 1178, "B": 1456, "C": 1738}
    found = concentration(measures["revenue"])
    assert round(found.gini, 4) == 0.7066
    assert round(found.hhi, 1) == 45.0
    assert round(found.top20_share, 4) == 0.7385


def test_online_retail_counts_agree_with_pandas(online_retail: pd.DataFrame) -> None:
    measures = customer_measures(online_retail, WHOLE)
    plain = online_retail.astype({"customer_id": "str", "product_group": "str", "invoice_id": "str"})
    by_customer = plain.groupby("customer_id")
    assert measures["invoices"].to_dict() == by_customer["invoice_id"].nunique().to_dict()
    assert measures["lines"].to_dict() == by_customer.size().to_dict()
    net = plain.groupby(["customer_id", "product_group"])["revenue"].sum().mul(100).round()
    bought = net[net > 0].reset_index()
    groups = bought.groupby("customer_id").size().reindex(measures.index, fill_value=0)
    assert measures["groups"].to_dict() == groups.to_dict()
    sold = bought["product_group"].nunique()
    np.testing.assert_allclose(measures["breadth"], groups / sold, rtol=1e-12)
    last = (
        plain[plain["revenue"] > 0]
        .groupby("customer_id")["date"]
        .max()
        .dt.normalize()
        .reindex(measures.index)
    )
    np.testing.assert_array_equal(measures["recency_days"], (pd.Timestamp(WHOLE.end) - last).dt.days)


def test_resellers_agree_with_plain_python(shared_data: Path) -> None:
    # cost of a line = OrderQuantity x StandardCost, both per line in the file
    read = pd.read_csv(
        shared_data / "adventureworks_reseller" / "FactResellerSales.csv", dtype={"ResellerKey": "str"}
    )
    lines = pd.DataFrame(
        {
            "date": pd.to_datetime(read["OrderDate"]),
            "customer_id": read["ResellerKey"],
            "revenue": read["SalesAmount"],
            "cost": read["OrderQuantity"] * read["StandardCost"],
        }
    )
    measures = customer_measures(lines, Period(lines["date"].min().date(), lines["date"].max().date()))
    assert len(measures) == 632
    assert round(measures["revenue"].sum(), 2) == 77_548_570.20
    assert Counter(pareto_classes(measures["revenue"]).tolist()) == {"A": 184, "B": 126, "C": 322}
    margin: dict[str, float] = defaultdict(float)
    for row in zip(
        read["ResellerKey"], read["SalesAmount"], read["OrderQuantity"], read["StandardCost"], strict=True
    ):
        margin[row[0]] += row[1] - row[2] * row[3]
    heights = list(accumulate(sorted(margin.values(), reverse=True)))
    whale = whale_curve(measures["contribution"])
    assert whale.total == pytest.approx(heights[-1], abs=1e-4)
    assert whale.peak == pytest.approx(max(heights) / heights[-1], abs=1e-9)
    assert whale.at == (heights.index(max(heights)) + 1) / 632
    assert whale.loss_makers == sum(round(value * 100) < 0 for value in margin.values())


@pytest.mark.parametrize(("days", "last"), [(366, "2020-05-31"), (330, "2019-07-06"), (300, "2019-06-06")])
def test_the_resellers_have_no_euros_at_stake_whatever_the_period(
    shared_data: Path, days: int, last: str
) -> None:
    # Where the days after the last one are known, 1.5 and 1.8 times what went was expected to go.
    lines = datasets.adventureworks(shared_data / "adventureworks_reseller")["Transacties"]
    lines = lines.rename(columns={"Datum": "date", "Klantnr": "customer_id", "Omzet": "revenue"})
    lines["customer_id"] = lines["customer_id"].astype(str)
    end = dt.date.fromisoformat(last)
    period = Period(end - dt.timedelta(days=days - 1), end)
    found = leaving(Timeline.of(lines, pd.Index(sorted(set(lines["customer_id"]))), period), days)
    assert (found.reason, found.steady) == ("", False)
