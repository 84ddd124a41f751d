"""Support, confidence and lift by hand and against a plain count."""

from __future__ import annotations

import itertools

import numpy as np
import pandas as pd
import pytest
from scipy import sparse

from klantwaarde_xl.core.cross_sell.associations import FEWEST_TOGETHER, associations, strongest_companions


def baskets(*rows: str) -> sparse.csr_array:
    return sparse.csr_array(np.array([[float(mark == "x") for mark in row] for row in rows], np.float32))


def test_the_figures_of_ten_customers_by_hand() -> None:
    # 10 customers; A bought by 8, B by 6, both by 6: support 6/10, A->B 6/8, B->A 6/6, lift 6 x 10 / (8 x 6)
    # = 1.25.
    found = associations(baskets(*["xx"] * 6, *["x."] * 2, *[".."] * 2), pd.Index(["A", "B"]))
    first = found.set_index(["with_item", "item"]).loc[("A", "B")]
    assert first[["buyers_with", "buyers", "together", "support", "confidence", "lift"]].tolist() == [
        8,
        6,
        6,
        0.6,
        0.75,
        1.25,
    ]
    assert found.set_index(["with_item", "item"]).loc[("B", "A"), "confidence"] == 1.0


def test_every_pair_agrees_with_a_plain_count() -> None:
    marks = np.random.default_rng(2).random((80, 7)) < 0.4
    names = [f"i{n}" for n in range(7)]
    found = associations(sparse.csr_array(marks.astype(np.float32)), pd.Index(names)).set_index(
        ["with_item", "item"]
    )
    seen = 0
    for a, b in itertools.permutations(range(7), 2):
        both = sum(1 for row in marks.tolist() if row[a] and row[b])
        if both >= FEWEST_TOGETHER:
            seen += 1
            lift = (
                (both / 80)
                / (sum(row[a] for row in marks.tolist()) / 80)
                / (sum(row[b] for row in marks.tolist()) / 80)
            )
            assert found.loc[(names[a], names[b]), "lift"] == pytest.approx(lift)
    assert len(found) == seen


def test_a_pair_bought_by_four_is_not_shown_however_large_its_lift() -> None:
    # Lift 4 x 100 / (4 x 4) = 25, on four customers.
    assert associations(baskets(*["xx"] * 4, *[".."] * 96), pd.Index(["A", "B"])).empty
    assert len(associations(baskets(*["xx"] * 5, *[".."] * 95), pd.Index(["A", "B"]))) == 2


def test_the_companion_is_the_item_of_the_customer_with_the_highest_lift() -> None:
    # Missing item D. With A: 5 of 10 buyers, with B: 5 of 5 buyers; 20 customers, D bought by 5: lift 2 and
    # 4.
    matrix = baskets(*["xx.x"] * 5, *["x..."] * 4, "xxx.", *["...."] * 10)
    found = strongest_companions(matrix, np.array([9]), np.array([3])).iloc[0]
    # B is bought by six (the customer itself too): lift 5 x 20 / (6 x 5) = 10/3, confidence 5/6, support
    # 5/20.
    assert (found["with_item"], found["support"]) == (1, 0.25)
    assert found["confidence"] == pytest.approx(5 / 6)
    assert found["lift"] == pytest.approx(10 / 3)


def test_no_companion_without_enough_customers_or_without_lift() -> None:
    # A is bought by everyone: lift 1 with anything, which says nothing.
    matrix = baskets(*["xx"] * 6, *["x."] * 6)
    assert strongest_companions(matrix, np.array([7]), np.array([1]))["with_item"].tolist() == [-1]
    assert strongest_companions(matrix, np.array([7]), np.array([1]))["lift"].isna().all()


def test_no_gaps_give_an_empty_frame() -> None:
    assert strongest_companions(baskets("x."), np.zeros(0, int), np.zeros(0, int)).empty
