"""Concerns and product groups on invoice lines."""

from __future__ import annotations

import math

import pandas as pd

from klantwaarde_xl.core.measures.invoice_lines import map_ids, merge_customers, parents, product_groups

CUSTOMERS = pd.DataFrame(
    {
        "customer_id": ["c", "b", "a", "d", "e"],
        "parent_id": ["a", "a", None, "x", "x"],
        "name": ["C", "B", "A", "D", "E"],
        "payment_days": [10.0, 20.0, math.nan, 14.0, 16.0],
        "include": [0.0, 1.0, math.nan, 0.0, 0.0],
    }
)


def test_a_concern_takes_its_own_row_or_its_first_member_and_pays_as_its_members_do() -> None:
    merged = merge_customers(CUSTOMERS).set_index("customer_id")
    assert merged["name"].to_dict() == {"a": "A", "x": "D"}
    # c is left out, so its 10 days say nothing of the concern; of x nobody is left
    assert merged.loc["a", "payment_days"] == 20.0
    assert math.isnan(merged.loc["x", "payment_days"])


def test_a_concern_that_belongs_to_another_one_pays_as_its_own_members_do() -> None:
    nested = pd.DataFrame(
        {
            "customer_id": ["a", "b", "c"],
            "parent_id": ["x", "a", "a"],
            "name": "N",
            "payment_days": [60.0, 14.0, 30.0],
        }
    ).assign(include=math.nan)
    assert merge_customers(nested).set_index("customer_id")["payment_days"].to_dict() == {
        "a": 22.0,
        "x": 60.0,
    }


def test_a_concern_is_left_out_only_when_all_its_members_are() -> None:
    merged = merge_customers(CUSTOMERS).set_index("customer_id")
    assert math.isnan(merged.loc["a", "include"])
    assert merged.loc["x", "include"] == 0.0


def test_the_order_of_the_rows_changes_nothing() -> None:
    pd.testing.assert_frame_equal(
        merge_customers(CUSTOMERS).reset_index(drop=True),
        merge_customers(CUSTOMERS.iloc[::-1]).reset_index(drop=True),
    )


def test_ids_are_mapped_and_unknown_and_blank_ones_stay() -> None:
    ids = pd.Series(pd.Categorical(["b", None, "z", "c"]))
    assert map_ids(ids, parents(CUSTOMERS)).isna().tolist() == [False, True, False, False]
    assert map_ids(ids, parents(CUSTOMERS)).dropna().tolist() == ["a", "z", "a"]


def test_a_line_without_a_known_product_has_no_group() -> None:
    lines = pd.DataFrame({"product_id": pd.Categorical(["p", "q", None, "r"])})
    products = pd.DataFrame(
        {"product_id": pd.Categorical(["p", "r"]), "product_group": pd.Categorical(["Dozen", None])}
    )
    assert product_groups(lines, products).isna().tolist() == [False, True, True, True]
    assert product_groups(lines, None).isna().all()
