"""Serving: a gap by hand, and what is no gap because invoices, lines or margin explain it."""

from __future__ import annotations

import datetime as dt
import math

import numpy as np
import pandas as pd
import pytest

from klantwaarde_xl.core.actions.serving_gaps import serving_gaps
from klantwaarde_xl.core.base.period import Period
from klantwaarde_xl.core.measures.cost_to_serve import Rates

IDS = pd.Index(list("abcdef"))
YEAR = Period(dt.date(2024, 1, 1), dt.date(2024, 12, 31))
DAYS = pd.to_datetime([f"2024-{month:02}-15" for month in range(1, 13)])


def sold(**invoices: int) -> pd.DataFrame:
    """Return so many lines of 100 EUR and 30 % margin per customer a month, 1 by default, each an invoice."""
    rows = [
        (f"{who}{day}{number}", who, "p", day, 100.0, 70.0)
        for who in IDS
        for day in DAYS
        for number in range(invoices.get(who, 1))
    ]
    return pd.DataFrame(rows, columns=["invoice_id", "customer_id", "product_id", "date", "revenue", "cost"])


def worked(**hours: float) -> pd.DataFrame:
    """Return an effort row per customer a month, 1 hour by default."""
    rows = [(who, day, hours.get(who, 1.0)) for who in IDS for day in DAYS]
    return pd.DataFrame(rows, columns=["customer_id", "date", "hours"])


def test_a_gap_by_hand() -> None:
    # All buy alike, so what is usual is the mean: (3 + 5) / 6 x 60 x 12 = 960 EUR, and the ratios are 2.25
    # and five of .75. Months do not vary; twelve equal invoices leave a variance of 1/12. Mean 1, spread
    # (1.5625 + 5 x .0625) / 5 = .375 = tau^2 + 1/12.
    found = serving_gaps(sold(), worked(a=3.0), IDS, YEAR)
    tau2 = 0.375 - 1 / 12
    ratio = 1 + tau2 / 0.375 * 1.25
    highest = 1 + 0.6744897501960817 * math.sqrt(tau2)
    assert found.loc["a", ["logged", "usual"]].tolist() == pytest.approx([2160.0, 960.0])
    assert found["gap"].tolist() == pytest.approx([(ratio - highest) * 960.0, 0, 0, 0, 0, 0])


def test_who_buys_more_takes_more_and_that_is_no_gap() -> None:
    found = serving_gaps(sold(a=4), worked(a=4.0), IDS, YEAR)
    assert found["usual"].tolist() == pytest.approx(found["logged"].tolist())
    assert (found["gap"] == 0).all()


def test_a_poor_price_is_no_gap_in_serving() -> None:
    lines = sold()
    lines.loc[lines["customer_id"] == "a", "cost"] = 95.0
    assert (serving_gaps(lines, worked(), IDS, YEAR)["gap"] == 0).all()


def test_seven_invoices_say_nothing() -> None:
    lines = sold()
    lines = lines[(lines["customer_id"] != "a") | (lines["date"] < "2024-08-01")]
    assert serving_gaps(lines, worked(a=3.0), IDS, YEAR).loc["a", "gap"] == 0


def test_expenses_and_hourly_rates_count() -> None:
    effort = worked().assign(activity="Bezoek", expense=[40.0] * 12 + [0.0] * 60)
    rates = Rates(pd.DataFrame({"activity": ["bezoek"], "hourly_cost": [50.0]}))
    found = serving_gaps(sold(), effort, IDS, YEAR, rates)
    assert found["logged"].tolist() == pytest.approx([12 * 90.0] + [600.0] * 5)


def test_a_gap_is_never_more_than_what_is_logged_and_euros_times_hundred_change_no_choice() -> None:
    rng = np.random.default_rng(1)
    effort = worked(a=9.0)
    effort["hours"] *= rng.uniform(0.5, 1.5, len(effort))
    found = serving_gaps(sold(), effort, IDS, YEAR)
    assert 0 < found.loc["a", "gap"] < found.loc["a", "logged"]
    lines = sold()
    lines[["revenue", "cost"]] *= 100
    large = serving_gaps(lines, effort, IDS, YEAR, Rates(hourly_cost=6000.0))
    assert large["gap"].tolist() == pytest.approx((found["gap"] * 100).tolist())


def test_a_month_is_too_short_and_nobody_has_no_gap() -> None:
    january = Period(dt.date(2024, 1, 1), dt.date(2024, 1, 31))
    inside = sold(a=12, b=12, c=12, d=12, e=12, f=12).query("date < '2024-02-01'")
    effort = worked(a=3.0).query("date < '2024-02-01'")
    assert (serving_gaps(inside, effort, IDS, january)["gap"] == 0).all()
    assert serving_gaps(sold(), worked(), IDS[:0], YEAR).empty
