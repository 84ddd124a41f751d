"""The demo's invoices: whole, in order, and bought in a rhythm as real customers do."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from klantwaarde_xl.demo import words
from klantwaarde_xl.demo.firm import demo_inputs

TABLES = demo_inputs()
LINES = TABLES["tblTransacties"]


def test_amounts_are_whole_cents_so_that_last_bits_of_a_machine_do_not_show() -> None:
    for amounts in (LINES.revenue, LINES.cost.dropna(), TABLES["tblInspanning"].expense.dropna()):
        assert np.abs(amounts * 100 - np.rint(amounts * 100)).max() < 1e-5


def test_an_invoice_is_one_customer_and_one_day_numbered_in_order() -> None:
    per_invoice = LINES.groupby("invoice_id").agg(
        customers=("customer_id", "nunique"), days=("date", "nunique"), day=("date", "min")
    )
    assert per_invoice[["customers", "days"]].eq(1).all(axis=None)
    assert per_invoice.sort_index().day.is_monotonic_increasing
    assert (per_invoice.index.str[:2] == per_invoice.day.dt.strftime("%y")).all()


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_customers_buy_in_a_rhythm_so_that_only_some_are_at_risk(seed: int) -> None:
    # A second computation, in plain pandas, of docs/method.md 7 over 2025: late, or more than 30 % down.
    lines = demo_inputs(seed)["tblTransacties"]
    usual = lines[lines.one_off.isna()]
    buys = (
        usual[usual.revenue > 0].drop_duplicates(["customer_id", "date"]).sort_values(["customer_id", "date"])
    )
    gap = buys.groupby("customer_id").date.diff().dt.days.groupby(buys.customer_id).agg(["median", "count"])
    silent = (pd.Timestamp("2025-12-31") - lines[lines.revenue > 0].groupby("customer_id").date.max()).dt.days
    late = (silent > 2 * gap["median"]) & (gap["count"] >= 3)
    now, before = (
        usual[usual.date.dt.year == year].groupby("customer_id").revenue.sum() for year in (2025, 2024)
    )
    declining = now < 0.7 * before.reindex(now.index)
    # One in eleven of them left in this year, others fade; without a rhythm it would be a third or more.
    assert 0.15 <= (late.reindex(now.index) | declining).mean() <= 0.23


def test_some_came_some_went_and_some_fade() -> None:
    first, last = LINES.groupby("customer_id").date.min(), LINES.groupby("customer_id").date.max()
    assert 15 <= (first >= "2025-03-01").sum() <= 60
    assert 15 <= (last < "2025-01-01").sum() <= 60
    halves = LINES.assign(
        late=LINES.date >= "2025-07-01", early=LINES.date.between("2024-07-01", "2024-12-31")
    )
    sums = halves.groupby("customer_id")[["late", "early"]].sum()
    assert ((sums.late < 0.5 * sums.early) & (sums.late > 0)).sum() >= 15


def test_groups_that_follow_another_are_bought_together() -> None:
    groups = LINES.merge(TABLES["tblProducten"], on="product_id")
    buys = (
        groups[groups.revenue > 0].pivot_table(
            index="customer_id", columns="product_group", values="revenue", aggfunc="size"
        )
        > 0
    )
    for follower, leader in words.FOLLOWS.items():
        lift = (buys[follower] & buys[leader]).mean() / (buys[follower].mean() * buys[leader].mean())
        assert lift > 1.15, follower
    assert 0.3 < buys.to_numpy().mean() < 0.7
