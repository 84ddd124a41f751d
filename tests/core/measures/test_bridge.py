"""The bridge of contribution: worked by hand, and made-up firms against a second computation."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
import pytest
from plain_input import exact
from same_bridge import same_bridge

from klantwaarde_xl.core.base.period import Period
from klantwaarde_xl.core.measures.bridge import (
    COLUMNS,
    STEPS,
    TURNOVER,
    TURNOVER_STEPS,
    contribution_bridge,
    firm_bridge,
    turnover_bridge,
)
from klantwaarde_xl.core.measures.cost_to_serve import Rates
from klantwaarde_xl.core.measures.customer_measures import customer_measures

YEAR = Period(dt.date(2024, 1, 1), dt.date(2024, 12, 31))
SPANS = (YEAR.previous(), YEAR)
HEADERS = ["date", "customer_id", "product_id", "quantity", "revenue", "cost"]
NO = np.nan


def bridge_of(*rows: tuple[Any, ...], **more: Any) -> pd.DataFrame:
    lines = pd.DataFrame([*rows], columns=HEADERS).astype(
        {"quantity": float, "revenue": float, "cost": float}
    )
    lines["date"] = pd.to_datetime(lines["date"])
    before, now = (customer_measures(lines, when, **more) for when in SPANS)
    return contribution_bridge(lines, SPANS, before, now)


def shown(row: pd.Series) -> dict[str, float]:
    """Return the amounts that are not zero."""
    return {name: float(row[name]) for name in COLUMNS if row[name]}


def test_a_price_rise_a_dearer_purchase_and_more_pieces() -> None:
    # 10 at 10 (unit cost 6) became 12 at 11 (unit cost 7): 12 x 1, 12 x -1, and 2 x 10 more at 40 %.
    row = bridge_of(("2023-05-01", "a", "p", 10, 100, 60), ("2024-05-01", "a", "p", 12, 132, 84)).loc["a"]
    assert shown(row) == {
        "previous_contribution": 40.0,
        "volume": 8.0,
        "price": 12.0,
        "cost": -12.0,
        "contribution": 48.0,
    }


def test_a_product_that_replaces_another_is_volume_and_mix() -> None:
    # 100 at 40 % became 80 at 50 %: volume -20 x 40 %, mix 80 x 10 points.
    row = bridge_of(("2023-05-01", "a", "p", 10, 100, 60), ("2024-05-01", "a", "q", 2, 80, 40)).loc["a"]
    assert shown(row) == {"previous_contribution": 40.0, "volume": -8.0, "mix": 8.0, "contribution": 40.0}


@pytest.mark.parametrize(
    ("unit_price", "effect"),
    [(10.0, 0.0), (29.0, 190.0), (30.0, 200.0), (30.1, 0.0), (3.4, -66.0), (3.3, 0.0)],
)
def test_a_price_counts_while_it_is_the_same_unit(unit_price: float, effect: float) -> None:
    rows = [("2023-05-01", "a", "p", 10, 100, 60), ("2024-05-01", "a", "p", 10, 10 * unit_price, 60)]
    row = bridge_of(*rows).loc["a"]
    assert row["price"] == effect
    assert row["contribution"] == 10 * unit_price - 60


def test_who_bought_only_before_both_periods_is_left_out() -> None:
    rows = [("2023-05-01", "a", "p", 10, 100, 60), ("2024-05-01", "a", "p", 12, 132, 84)]
    found = bridge_of(("2021-05-01", "old", "p", 5, 50, 30), *rows)
    pd.testing.assert_frame_equal(found, bridge_of(*rows))


@pytest.mark.parametrize("none", [NO, 0.0])
def test_lines_without_quantity_are_volume_and_mix(none: float) -> None:
    row = bridge_of(("2023-05-01", "a", "p", 10, 100, 60), ("2024-05-01", "a", "p", none, 120, 60)).loc["a"]
    assert shown(row) == {"previous_contribution": 40.0, "volume": 8.0, "mix": 12.0, "contribution": 60.0}


def test_a_line_of_quantity_zero_is_no_price_rise_of_the_others() -> None:
    """Beside ten at 10 a fee of 30 without a quantity: the price of the ten stays 10."""
    row = bridge_of(
        ("2023-05-01", "a", "p", 10, 100, 60),
        ("2024-05-01", "a", "p", 10, 100, 60),
        ("2024-05-01", "a", "p", 0, 30, 5),
    ).loc["a"]
    assert shown(row) == {"previous_contribution": 40.0, "volume": 12.0, "mix": 13.0, "contribution": 65.0}


def test_the_unit_of_three_is_not_lost_to_float_noise() -> None:
    # 3 x 0.1 is 0.30000000000000004 in floats; the ratio is exactly three all the same.
    row = bridge_of(("2023-05-01", "a", "p", 1, 0.1, 0.0), ("2024-05-01", "a", "p", 1, 0.3, 0.0)).loc["a"]
    assert row["price"] == 0.2


def test_lost_new_and_effort_only_have_rows_of_their_own() -> None:
    effort = pd.DataFrame(
        {
            "date": pd.to_datetime(["2024-03-01", "2024-03-01", "2023-03-01"]),
            "customer_id": ["gone", "fresh", "talk"],
            "hours": [2.0, 1.0, 0.5],
        }
    )
    found = bridge_of(
        ("2023-05-01", "gone", "p", 10, 100, 60),
        ("2024-05-01", "fresh", "p", 10, 90, 60),
        ("2024-05-02", "fresh", "p", -1, -9, -6),
        effort=effort,
        rates=Rates(hourly_cost=60.0),
    )
    assert shown(found.loc["gone"]) == {
        "previous_contribution": 40.0,
        "lost": -40.0,
        "effort_only": -120.0,
        "contribution": -120.0,
    }
    assert shown(found.loc["fresh"]) == {"new": -33.0, "contribution": -33.0}
    assert shown(found.loc["talk"]) == {"previous_contribution": -30.0, "effort_only": 30.0}


def test_a_credit_line_is_buying() -> None:
    found = bridge_of(("2023-05-01", "a", "p", 10, 100, 60), ("2024-01-05", "a", "p", -2, -20, -12))
    # Volume: -120 at 40 %; the margin fell from 40 to -8.
    assert shown(found.loc["a"]) == {"previous_contribution": 40.0, "volume": -48.0, "contribution": -8.0}


def test_a_credit_with_a_positive_quantity_is_no_price_fall() -> None:
    rows = [("2023-05-01", "a", "p", 100, 1000, 600), ("2024-05-01", "a", "p", 100, 1000, 600)]
    found = bridge_of(*rows, ("2024-06-01", "a", "p", 10, -100, -60))
    assert shown(found.loc["a"]) == {"previous_contribution": 400.0, "volume": -40.0, "contribution": 360.0}


def test_a_cost_that_became_unknown_is_no_loss_of_volume() -> None:
    # The same sales; a tenth of them lost its cost. The known margin fell by 40, and no piece less was sold.
    rows = [("2023-05-01", "a", "p", 90, 900, 540), ("2023-05-02", "a", "q", 10, 100, 60)]
    rows += [("2024-05-01", "a", "p", 90, 900, 540), ("2024-05-02", "a", "q", 10, 100, NO)]
    row = bridge_of(*rows).loc["a"]
    assert shown(row) == {"previous_contribution": 400.0, "unknown_cost": -40.0, "contribution": 360.0}


def test_below_the_coverage_that_a_contribution_needs_everything_is_unknown_cost() -> None:
    rows = [("2023-05-01", "a", "p", 90, 900, 540), ("2024-05-01", "a", "p", 90, 900, NO)]
    assert shown(bridge_of(*rows).loc["a"]) == {"previous_contribution": 360.0, "unknown_cost": -360.0}


def test_without_an_own_margin_volume_is_valued_at_that_of_the_firm() -> None:
    rows = [("2023-05-01", "b", "p", 10, 100, 75), ("2023-05-01", "a", "q", 1, -10, -5)]
    rows += [("2024-05-01", "b", "p", 10, 100, 75), ("2024-05-01", "a", "q", 9, 90, 45)]
    # The firm: 20 of 90 before. The customer: from -10 to 90 in revenue, from -5 to 45 in margin.
    row = bridge_of(*rows).loc["a"]
    assert row["volume"] == round(100 * 20 / 90, 2)
    assert row["mix"] == round(50 - 100 * 20 / 90, 2)


def made_up_lines(seed: int) -> pd.DataFrame:
    """Return lines of a firm with steady products: credits, one-offs, samples, blanks, new and lost."""
    draw = np.random.default_rng(seed)
    customers, products, size = draw.integers(1, 8), draw.integers(1, 5), draw.integers(2, 120)
    owner, product = draw.integers(0, customers, size), draw.integers(0, products, size)
    days = np.datetime64("2023-01-01") + draw.integers(0, 731, size)
    later = days >= np.datetime64("2024-01-01")
    quantity = draw.integers(1, 9, size) * np.where(draw.random(size) < 0.12, -1.0, 1.0)
    price = np.round((product + 2) * np.where(later, draw.choice([0.2, 0.9, 1.0, 1.1, 4.0]), 1.0), 2)
    revenue = np.where(
        draw.random(size) < 0.05, 0.0, np.round(quantity * price * draw.choice([1, 0.93], size), 2)
    )
    cost = np.round(quantity * (product + 1) * np.where(later, draw.choice([0.8, 1.0, 1.3]), 1.0), 2)
    there = np.where(later, owner != 0, owner != 1) | (draw.random() < 0.3)
    frame = pd.DataFrame(
        {
            "date": days.astype("datetime64[s]"),
            "customer_id": [f"K{n}" for n in owner],
            "product_id": pd.Series([f"P{n}" for n in product], dtype=object).mask(draw.random(size) < 0.1),
            "quantity": np.where(
                draw.random(size) < 0.15, NO, np.abs(quantity) if seed % 5 == 0 else quantity
            ),
            "revenue": revenue,
            "cost": np.where(draw.random(size) < [0.0, 0.0, 0.05, 0.4][seed % 4], NO, cost),
        }
    )
    return frame[there].reset_index(drop=True)


def made_up_effort(seed: int) -> pd.DataFrame:
    draw = np.random.default_rng(seed + 10_000)
    rows = draw.integers(1, 12)
    return pd.DataFrame(
        {
            "date": (np.datetime64("2023-01-01") + draw.integers(0, 731, rows)).astype("datetime64[s]"),
            "customer_id": [f"K{n}" for n in draw.integers(0, 10, rows)],
            "hours": draw.integers(1, 20, rows) / 4,
            "expense": np.where(draw.random(rows) < 0.3, draw.integers(1, 900, rows) / 4, NO),
        }
    )


@pytest.mark.parametrize("firms", [60, pytest.param(150, marks=pytest.mark.slow)])
def test_made_up_firms_agree_with_plain_python_to_the_cent(firms: int) -> None:
    seen: defaultdict[str, int] = defaultdict(int)
    for seed in range(firms):
        lines = made_up_lines(seed)
        effort = made_up_effort(seed) if seed % 3 else None
        days = pd.DataFrame({"customer_id": [f"K{n}" for n in range(8)], "payment_days": 30.0})
        before, now = (customer_measures(lines, when, effort=effort, customers=days) for when in SPANS)
        got = contribution_bridge(lines, SPANS, before, now)
        rows: list[dict[str, Any]] = [
            {
                name: None if pd.isna(value) else exact(value) if isinstance(value, float) else value
                for name, value in row.items()
            }
            | {"date": row["date"].date()}
            for row in lines.to_dict("records")
        ]
        same_bridge(got, rows, tuple((when.start, when.end) for when in SPANS), *map(measured, (before, now)))
        firm = firm_bridge(got)
        assert firm["contribution"] == pytest.approx(now["contribution"].sum(), abs=0.005 * (len(now) + 1))
        for name in STEPS:
            seen[name] += bool((got[name] != 0).any())
    assert min(seen.values()) >= firms * 2 // 15, seen


def measured(frame: pd.DataFrame) -> dict[str, dict[str, Any]]:
    """Return what the bridge takes from the measures, in fractions."""
    names = ["contribution", "time_cost", "money_cost"]
    return {
        str(customer): {name: None if pd.isna(value) else Fraction(value) for name, value in row.items()}
        for customer, row in frame[names].to_dict("index").items()
    }


def test_the_order_of_the_lines_does_not_count() -> None:
    lines = made_up_lines(3)
    mixed = lines.sample(frac=1, random_state=1)
    found = [
        contribution_bridge(some, SPANS, *(customer_measures(some, when) for when in SPANS)).sort_index()
        for some in (lines, mixed)
    ]
    pd.testing.assert_frame_equal(*found)


def test_nothing_before_is_all_new() -> None:
    found = bridge_of(("2024-05-01", "a", "p", 12, 132, 84))
    assert shown(found.loc["a"]) == {"new": 48.0, "contribution": 48.0}


def test_turnover_of_made_up_firms_adds_up_and_equals_a_loop() -> None:
    for seed in range(20):
        draw = np.random.default_rng(seed)
        n = 120
        frame = pd.DataFrame(
            {
                "date": pd.Timestamp("2022-11-01") + pd.to_timedelta(draw.integers(0, 850, n), unit="D"),
                "customer_id": [f"K{c}" for c in draw.integers(0, 9, n)],
                "product_id": [f"P{p}" for p in draw.integers(0, 4, n)],
                "quantity": np.where(draw.random(n) < 0.2, NO, draw.integers(-1, 9, n)),
                "revenue": np.round(draw.gamma(2.0, 40.0, n) * np.where(draw.random(n) < 0.1, -1, 1), 2),
            }
        )
        found = turnover_bridge(frame, SPANS)
        inside = frame[frame["date"].dt.year.isin([2023, 2024])]
        assert set(found.index) == set(inside["customer_id"])
        for customer, row in found.iterrows():
            sums = [defaultdict(lambda: [0.0, 0.0]), defaultdict(lambda: [0.0, 0.0])]
            whole, lines = [0.0, 0.0], [0, 0]
            for line in frame[frame["customer_id"] == customer].itertuples():
                year = line.date.year - 2023
                if year not in {0, 1}:
                    continue
                whole[year] += line.revenue
                lines[year] += 1
                if not np.isnan(line.quantity) and line.quantity and line.quantity * line.revenue >= 0:
                    sums[year][line.product_id][0] += line.quantity
                    sums[year][line.product_id][1] += line.revenue
            price = 0.0
            for product, (q1, r1) in sums[1].items():
                q0, r0 = sums[0][product]
                if min(q0, q1, r0, r1) > 0 and 1 / 3 <= (r1 / q1) / (r0 / q0) <= 3:
                    price += r1 - q1 * r0 / q0
            both = lines[0] > 0 and lines[1] > 0
            expected = {
                "previous_revenue": whole[0],
                "lost": -whole[0] if lines[0] and not lines[1] else 0.0,
                "new": whole[1] if lines[1] and not lines[0] else 0.0,
                "price": price if both else 0.0,
                "volume": whole[1] - whole[0] - price if both else 0.0,
                "revenue": whole[1],
            }
            assert {name: row[name] for name in TURNOVER} == pytest.approx(expected, abs=0.0101)
            assert round(row["previous_revenue"] + row[list(TURNOVER_STEPS)].sum() - row["revenue"], 6) == 0
