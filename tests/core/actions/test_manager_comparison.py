"""Account managers on customers with the same traits: nothing where everybody is alike, what was planted, and
the figures against a second computation."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from klantwaarde_xl.core.actions.manager_comparison import compare_managers


def firm(seed: int, count: int = 240, *, planted: float = 0.0) -> pd.DataFrame:
    """Return customers of three managers, whose contribution is one law of size; Noor's is higher by a part
    of turnover."""
    draw = np.random.default_rng(seed)
    revenue = np.exp(draw.normal(9.0, 1.0, count)).round(2)
    owner = draw.choice(["Noor", "Bram", "Sam"], count)
    rate = 0.18 + draw.normal(0.0, 0.06, count) + planted * (owner == "Noor")
    return pd.DataFrame(
        {
            "account_manager": owner,
            "segment": draw.choice(["Bouw", "Zorg"], count),
            "revenue": revenue,
            "contribution": (revenue * rate).round(2),
        },
        index=pd.Index([f"k{n:03}" for n in range(count)], name="customer_id"),
    )


def test_where_all_are_alike_nothing_is_shown() -> None:
    assert [compare_managers(firm(seed)).reason for seed in range(12)] == ["chance"] * 12


def test_a_planted_difference_is_found_with_its_size() -> None:
    inside = 0
    for seed in range(8):
        customers = firm(seed, planted=0.06)
        found = compare_managers(customers)
        assert found.reason == ""
        planted = 0.06 * customers.loc[customers["account_manager"] == "Noor", "revenue"].sum()
        assert found.rows["difference"].idxmax() == "Noor"
        inside += (
            found.rows.loc["Noor", "difference_low"] < planted < found.rows.loc["Noor", "difference_high"]
        )
    # Nine of ten are expected inside.
    assert inside >= 6


def test_large_customers_are_no_merit() -> None:
    # Noor has all that is large; contribution is one part of turnover for everyone.
    customers = firm(1)
    large = customers["revenue"] > customers["revenue"].quantile(0.7)
    customers["account_manager"] = np.where(
        large, "Noor", customers["account_manager"].replace("Noor", "Sam")
    )
    assert compare_managers(customers).rows.empty


def test_who_has_no_manager_is_not_compared() -> None:
    customers = firm(2, planted=0.05)
    nobody = customers["account_manager"] == "Sam"
    found = compare_managers(customers.assign(account_manager=customers["account_manager"].mask(nobody)))
    assert found.rows.index.tolist() == ["Bram", "Noor"]


def test_few_customers_say_nothing() -> None:
    assert compare_managers(firm(3, 12, planted=0.5)).reason == "few"
    assert compare_managers(firm(3, 0)).reason == "few"
    assert compare_managers(firm(3).assign(contribution=np.nan)).reason == "few"


def test_order_and_currency_change_nothing() -> None:
    customers = firm(4, planted=0.05)
    money = customers[["revenue", "contribution"]] * 100
    here = compare_managers(customers).rows
    there = compare_managers(
        customers.assign(revenue=money["revenue"], contribution=money["contribution"])
    ).rows
    pd.testing.assert_frame_equal(there[["difference", "expected"]] / 100, here[["difference", "expected"]])
    turned = compare_managers(customers[::-1]).rows
    pd.testing.assert_frame_equal(turned, here)


def test_what_is_expected_is_what_the_others_give_on_the_same_traits() -> None:
    """Loop over customers: segment, quarter of the segment by turnover, the others of that class."""
    customers = firm(6, planted=0.06)
    rows = customers.to_dict("records")
    for row in rows:
        same = sorted(other["revenue"] for other in rows if other["segment"] == row["segment"])
        row["class"] = row["segment"], sum(other < row["revenue"] for other in same) * 4 // len(same)
    expected: dict[str, float] = {}
    for row in rows:
        others = [
            other
            for other in rows
            if other["class"] == row["class"] and other["account_manager"] != row["account_manager"]
        ]
        rate = sum(other["contribution"] for other in others) / sum(other["revenue"] for other in others)
        name = row["account_manager"]
        expected[name] = expected.get(name, 0.0) + row["revenue"] * rate
    found = compare_managers(customers).rows
    assert found["expected"].to_dict() == pytest.approx(expected)
    net = customers.groupby("account_manager")["contribution"].sum()
    assert found["difference"].to_dict() == pytest.approx((net - found["expected"]).to_dict())
