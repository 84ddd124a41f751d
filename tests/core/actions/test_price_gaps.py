"""Margin like for like: a gap by hand, what is compared with what, and what is no gap."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from klantwaarde_xl.core.actions.price_gaps import COLUMNS, margins_of_others, price_gaps

IDS = pd.Index(list("abcdef"))


def firm(rate: dict[str, float], invoices: int = 10, product: str = "p") -> pd.DataFrame:
    """Return a line of 100 EUR per customer and invoice, with these margins and .30 for the others."""
    rows = [
        (f"{who}{number}", who, product, pd.Timestamp("2024-02-01"), 100.0, 100 * (1 - rate.get(who, 0.3)))
        for number in range(invoices)
        for who in IDS
    ]
    names = ["invoice_id", "customer_id", "product_id", "date", "revenue", "cost"]
    return pd.DataFrame(rows, columns=names)


def test_a_gap_by_hand() -> None:
    # Others of a earn .30; others of b (.10 + 4 x .30) / 5 = .26. So the deviations are -.20 and five of .04:
    # mean 0, variance (.04 + 5 x .0016) / 5 = .0096, and without spread between invoices nothing is shrunk.
    found = price_gaps(firm({"a": 0.1}), IDS)
    assert tuple(found.columns) == COLUMNS
    assert found["deviation"].tolist() == pytest.approx([-0.2, 0.04, 0.04, 0.04, 0.04, 0.04])
    assert found.loc["a", ["compared", "own_pct", "others_pct", "invoices"]].tolist() == pytest.approx(
        [1000.0, 0.1, 0.3, 10.0]
    )
    assert found["gap"].tolist() == pytest.approx([0.2 - 0.67449 * 0.0096**0.5, 0, 0, 0, 0, 0], abs=1e-4)


def test_mix_and_season_are_no_gap() -> None:
    dear, cheap = firm(dict.fromkeys("abcdef", 0.5)), firm(dict.fromkeys("abcdef", 0.1), product="q")
    cheap = cheap.assign(revenue=np.where(cheap["customer_id"] == "a", 10_000.0, 100.0))
    cheap["cost"] = cheap["revenue"] * 0.9
    winter = firm(dict.fromkeys("abcdef", 0.2)).assign(date=pd.Timestamp("2024-11-01"))
    winter = winter[(winter["customer_id"] != "a") | (winter["invoice_id"] == "a0")]
    found = price_gaps(pd.concat([dear, cheap, winter], ignore_index=True), IDS)
    assert found.loc["a", "own_pct"] < found.loc["b", "own_pct"] - 0.1
    assert found["gap"].tolist() == [0.0] * 6
    assert found["deviation"].abs().max() < 1e-12


def test_seven_invoices_say_nothing() -> None:
    assert (price_gaps(firm({"a": 0.1}, invoices=7), IDS)["gap"] == 0).all()


def test_four_others_are_too_few_in_a_quarter_and_then_the_period_counts() -> None:
    lines = firm({"a": 0.1})
    few = lines.assign(customer_id=lines["customer_id"].replace("f", "e"))
    assert price_gaps(few, IDS)["compared"].isna().all()
    moved = lines.assign(date=lines["date"].where(lines["customer_id"] != "f", pd.Timestamp("2024-08-01")))
    assert price_gaps(moved, IDS).loc["a", "gap"] > 0.1


def test_lines_of_unknown_cost_are_not_compared_and_blank_products_are_one() -> None:
    lines = firm({"a": 0.1}).assign(product_id=None)
    unknown = lines.assign(customer_id="a", cost=np.nan)
    found = price_gaps(pd.concat([lines, unknown], ignore_index=True), IDS)
    assert found.loc["a", "compared"] == 1000.0
    assert found.loc["a", "gap"] > 0.1


def test_one_line_of_a_wrong_cost_makes_no_gap() -> None:
    rng = np.random.default_rng(2)
    lines = firm({}, invoices=40)
    lines["cost"] += rng.normal(0, 2, len(lines))
    lines.loc[lines["invoice_id"] == "a3", "cost"] = 70_000.0
    assert (price_gaps(lines, IDS)["gap"] < 0.005).all()


def test_a_sale_and_its_return_compare_to_nothing() -> None:
    lines = firm({"a": 0.1})
    returned = lines.assign(revenue=-lines["revenue"], cost=-lines["cost"])
    assert price_gaps(pd.concat([lines, returned], ignore_index=True), IDS)["gap"].tolist() == [0.0] * 6


def test_order_of_rows_and_euros_times_hundred_change_nothing() -> None:
    rng = np.random.default_rng(3)
    lines = firm({"a": 0.1, "b": 0.2}, invoices=20)
    lines["cost"] *= rng.normal(1, 0.02, len(lines))
    found = price_gaps(lines, IDS)
    mixed = price_gaps(lines.sample(frac=1, random_state=1), IDS[::-1]).loc[IDS]
    large = price_gaps(lines.assign(revenue=lines["revenue"] * 100, cost=lines["cost"] * 100), IDS)
    assert found["gap"].max() > 0.02
    assert mixed["gap"].tolist() == pytest.approx(found["gap"].tolist(), rel=1e-9)
    assert large["gap"].tolist() == pytest.approx(found["gap"].tolist(), rel=1e-9)


def test_what_lines_earn_at_the_prices_of_others() -> None:
    lines = firm({"a": 0.1, "b": 0.1}, invoices=1)
    alone = lines.iloc[[0]].assign(product_id="alone", cost=40.0)
    unknown = lines.iloc[[0]].assign(cost=np.nan)
    found = margins_of_others(pd.concat([lines, alone, unknown], ignore_index=True))
    assert found.tolist() == pytest.approx([26.0, 26.0, 22.0, 22.0, 22.0, 22.0, 60.0, 0.0])
