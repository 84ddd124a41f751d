"""Baskets: what counts as bought, and that neither the order of the rows nor the type of the columns
matters."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from klantwaarde_xl.core.base.period import Period
from klantwaarde_xl.core.cross_sell.baskets import purchases

YEAR = Period(dt.date(2024, 1, 1), dt.date(2024, 12, 31))


def lines(*rows: tuple) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["date", "customer_id", "item", "revenue", "cost", "one_off"])
    return frame.assign(date=pd.to_datetime(frame["date"]), one_off=frame["one_off"].astype(float))


def test_a_sale_and_its_return_is_no_purchase_although_floats_leave_a_residue() -> None:
    # 0.1 + 0.2 - 0.3 = 5.6e-17 in floating point, 0 in cents.
    rows = [("2024-01-01", "a", "x", value, np.nan, 0) for value in (0.1, 0.2, -0.3)]
    assert sum((0.1, 0.2, -0.3)) > 0
    assert purchases(lines(*rows)).baskets(YEAR).matrix.shape == (0, 0)


def test_a_net_return_is_no_purchase_and_one_cent_is() -> None:
    found = purchases(
        lines(
            ("2024-01-01", "a", "x", -5.0, -3.0, 0),
            ("2024-01-01", "a", "y", 0.01, np.nan, 0),
            ("2024-01-01", "b", "x", 5, 3, 0),
        )
    ).baskets(YEAR)
    assert found.matrix.toarray().tolist() == [[0, 1], [1, 0]]


def test_one_offs_and_lines_without_item_do_not_count_and_unknown_one_off_does() -> None:
    found = purchases(
        lines(
            ("2024-01-01", "a", "x", 9, 1, 1),
            ("2024-01-01", "a", None, 9, 1, 0),
            ("2024-01-01", "b", "y", 9, 1, np.nan),
        )
    )
    assert (list(found.customer_labels), list(found.item_labels)) == (["b"], ["y"])


def test_both_ends_of_the_window_count() -> None:
    rows = [(day, "a", day, 1, 0, 0) for day in ("2023-12-31", "2024-01-01", "2024-12-31", "2025-01-01")]
    coded = purchases(lines(*rows))
    assert list(coded.item_labels[coded.baskets(YEAR).items]) == ["2024-01-01", "2024-12-31"]


def test_the_age_of_a_pair_is_that_of_its_last_sale_and_a_return_is_none() -> None:
    # 2024 ends on 31 December: 20 December is 11 days before it; the return on the 30th makes the pair no
    # fresher.
    rows = [
        ("2024-03-01", "a", "x", 9, 1, 0),
        ("2024-12-20", "a", "x", 9, 1, 0),
        ("2024-12-30", "a", "x", -1, 0, 0),
    ]
    assert purchases(lines(*rows, ("2024-12-31", "b", "x", 9, 1, 0))).baskets(YEAR).age.tolist() == [11, 0]


def test_margin_is_taken_over_the_lines_with_known_cost_only() -> None:
    found = purchases(
        lines(("2024-01-01", "a", "x", 100, 60, 0), ("2024-02-01", "a", "x", 50, np.nan, 0))
    ).baskets(YEAR)
    assert (found.spend[0, 0], found.covered[0, 0], found.margin[0, 0]) == (150, 100, 40)


@pytest.mark.parametrize("kind", ["category", "str", "object"])
def test_ids_may_be_categoricals_with_unused_categories_or_text(kind: str) -> None:
    frame = lines(
        ("2024-01-01", "00123", "x", 1, 0, 0),
        ("2024-01-01", "123", "y", 1, 0, 0),
        ("2024-01-01", "z", "q", 1, 0, 0),
    )
    frame[["customer_id", "item"]] = frame[["customer_id", "item"]].astype(kind)
    found = purchases(frame[:2])
    assert (list(found.customer_labels), list(found.item_labels)) == (["00123", "123"], ["x", "y"])


def test_given_axes_are_kept_even_when_nothing_was_bought() -> None:
    coded = purchases(lines(("2024-01-01", "a", "x", 1, 0, 0), ("2024-01-01", "b", "y", 1, 0, 0)))
    nothing = coded.baskets(
        Period(dt.date(2020, 1, 1), dt.date(2020, 12, 31)), customers=np.array([0, 1]), items=np.array([1])
    )
    assert nothing.matrix.shape == (2, 1)
    assert nothing.matrix.nnz == 0


def test_the_order_of_the_rows_makes_no_difference() -> None:
    rng = np.random.default_rng(4)
    frame = lines(
        *[
            ("2024-03-01", f"c{rng.integers(9)}", f"i{rng.integers(5)}", rng.integers(-3, 9), 1, 0)
            for _ in range(200)
        ]
    )
    one, two = (purchases(part).baskets(YEAR) for part in (frame, frame.sample(frac=1, random_state=1)))
    assert (one.matrix != two.matrix).nnz == 0
    assert np.allclose(one.spend.toarray(), two.spend.toarray())


def test_the_order_of_categories_makes_no_difference() -> None:
    # Readers give categories in the order of the rows; a seeded choice may not depend on how a sheet was
    # sorted.
    days = pd.to_datetime(["2024-01-05"] * 3)
    frame = pd.DataFrame({"date": days, "revenue": [1.0, 2.0, 3.0], "cost": np.nan, "one_off": np.nan})
    for order in (["c", "a", "b", "x"], ["x", "b", "c", "a"]):
        ids = pd.Categorical(["c", "a", "b"], categories=order)
        coded = purchases(frame.assign(customer_id=ids, item=ids))
        assert list(coded.customer_labels) == list(coded.item_labels) == ["a", "b", "c"]
        assert coded.customer.tolist() == coded.item.tolist() == [2, 0, 1]
