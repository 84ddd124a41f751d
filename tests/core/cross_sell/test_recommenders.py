"""Recommenders against figures worked out by hand, and what they hold in memory."""

from __future__ import annotations

import tracemalloc

import numpy as np
import pytest
from scipy import sparse

from klantwaarde_xl.core.cross_sell import recommenders
from klantwaarde_xl.core.cross_sell.recommenders import (
    Ease,
    ItemJaccard,
    LookAlike,
    PeerPopularity,
    bought_together,
)


def binary(*rows: str) -> sparse.csr_array:
    return sparse.csr_array(np.array([[float(mark == "x") for mark in row] for row in rows], np.float32))


def random_baskets(customers: int, items: int, each: int, seed: int = 1) -> sparse.csr_array:
    rng = np.random.default_rng(seed)
    columns = (rng.random(customers * each) ** 2 * items).astype(np.int32)
    matrix = sparse.csr_array(
        (np.ones(customers * each, np.float32), columns, np.arange(0, customers * each + 1, each)),
        shape=(customers, items),
    )
    matrix.sum_duplicates()
    matrix.data[:] = 1
    return matrix


def test_ease_of_six_customers_and_four_items_as_worked_by_hand() -> None:
    # A and B are bought by customers 1-4, C and D by 5-6, so X'X falls apart in two blocks; lambda = 2.
    # A, B: X'X = [4 2; 2 2], G = [6 2; 2 4], det = 20, P = [4 -2; -2 6] / 20
    #   B[A,B] = -P[A,B] / P[B,B] = 2/6 = 1/3;  B[B,A] = -P[B,A] / P[A,A] = 2/4 = 1/2
    # C, D: X'X = [1 1; 1 2], G = [3 1; 1 4], det = 11, P = [4 -1; -1 3] / 11
    #   B[C,D] = 1/3;  B[D,C] = 1/4
    matrix = binary("xx..", "xx..", "x...", "x...", "..xx", "...x")
    model = Ease.fit(matrix, penalty=2.0)
    by_hand = [[0, 1 / 3, 0, 0], [1 / 2, 0, 0, 0], [0, 0, 0, 1 / 3], [0, 0, 1 / 4, 0]]
    assert model.weights == pytest.approx(np.array(by_hand), abs=1e-6)
    # Customer 3 has A only: its score for B is B[A,B]; customer 6 has D only: C scores B[D,C].
    assert model.score(np.array([2, 5])) == pytest.approx(
        np.array([[0, 1 / 3, 0, 0], [0, 0, 1 / 4, 0]]), abs=1e-6
    )


def test_ease_of_all_pairs_of_four_items_as_worked_by_hand() -> None:
    # Six customers, each with another pair: X'X = 2 I + J. lambda = 4: G = 6 I + J.
    # Sherman-Morrison: P = I/6 - J/(6 x 10); diagonal 9/60, elsewhere -1/60; B = 1/9 off the diagonal.
    # A customer with two items scores 2/9 on each of the other two.
    model = Ease.fit(binary("xx..", "x.x.", "x..x", ".xx.", ".x.x", "..xx"), penalty=4.0)
    assert model.weights == pytest.approx((1 - np.eye(4)) / 9, abs=1e-6)
    assert model.score(np.array([0]))[0, 2:] == pytest.approx([2 / 9, 2 / 9], abs=1e-6)


def test_ease_in_float32_agrees_with_an_inverse_in_float64() -> None:
    matrix = random_baskets(400, 300, 12)
    inverse = np.linalg.inv((matrix.T @ matrix).toarray().astype(float) + 20 * np.eye(300))
    expected = -inverse / np.diag(inverse)[None, :]
    np.fill_diagonal(expected, 0)
    assert Ease.fit(matrix, 20.0).weights == pytest.approx(expected, abs=1e-5)


def test_item_jaccard_by_hand() -> None:
    # Buyers: A {1,2,3}, B {1,2}, C {3}. J(A,B) = 2/3, J(A,C) = 1/3, J(B,C) = 0. Customer 3 has A and C: B
    # scores 2/3 + 0.
    model = ItemJaccard.fit(binary("xx.", "xx.", "x.x"), neighbours=2)
    assert model.score(np.array([2]))[0, 1] == pytest.approx(2 / 3)


def test_item_jaccard_keeps_the_nearest_items_only() -> None:
    # With one neighbour C is scored by A (1/3) only, B by A (2/3) only, A by B (2/3) only.
    model = ItemJaccard.fit(binary("xx.", "xx.", "x.x"), neighbours=1)
    assert np.diff(model.alike.tocsc().indptr).tolist() == [1, 1, 1]
    assert model.alike.toarray() == pytest.approx(np.array([[0, 2 / 3, 1 / 3], [2 / 3, 0, 0], [0, 0, 0]]))


def test_look_alike_by_hand() -> None:
    # Cosine of customer 1 {A} with 2 {A,B}: 1/sqrt(2); with 3 {A,B,C,D}: 1/2; with 4 {C}: 0.
    # Two neighbours: B scores (0.7071 + 0.5) / 1.2071 = 1, C scores 0.5 / 1.2071 = 0.4142 (= sqrt(2) - 1).
    model = LookAlike.fit(binary("x...", "xx..", "xxxx", "..x."), neighbours=2)
    assert model.score(np.array([0]))[0] == pytest.approx([1, 1, 2**0.5 - 1, 2**0.5 - 1], abs=1e-6)


def test_look_alike_of_a_customer_that_resembles_nobody_is_zero() -> None:
    assert LookAlike.fit(binary("x.", ".x"), neighbours=5).score(np.array([0])).tolist() == [[0, 0]]


def test_look_alike_seeks_among_a_sample_when_there_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recommenders, "MOST_REFERENCES", 50)
    model = LookAlike.fit(random_baskets(200, 30, 5), seed=3)
    assert len(model.references) == 50
    assert model.score(np.arange(200)).max() <= 1 + 1e-6


@pytest.mark.parametrize(("width", "count"), [(6_000, 20), (20_001, 50), (5_041, 70), (5_041, 71), (30, 5)])
def test_the_largest_of_a_wide_row_are_those_of_the_sorted_row(width: int, count: int) -> None:
    values = np.random.default_rng(width).random((40, width), np.float32)
    values[0], values[1], values[2] = 0, np.round(values[1], 2), -np.sort(-values[2])
    columns = recommenders._largest(values, count)
    assert all(len(set(row)) == count for row in columns.tolist())
    found = np.sort(np.take_along_axis(values, columns, axis=1), axis=1)
    assert np.array_equal(found, np.sort(values, axis=1)[:, -count:])


def test_a_dense_product_finds_the_same_neighbours(monkeypatch: pytest.MonkeyPatch) -> None:
    matrix = random_baskets(300, 30, 6)
    model, rows = LookAlike.fit(matrix), np.arange(300)
    dense = model.score(rows)
    monkeypatch.setattr(recommenders, "DENSE_FROM", 0)
    assert np.array_equal(dense, model.score(rows))


def test_peer_popularity_does_not_count_the_customer_itself() -> None:
    members = sparse.csr_array(np.array([[1, 1, 1, 0], [0, 0, 0, 1]], np.float32))
    model = PeerPopularity.fit(binary("x.", "xx", "..", ".x"), members, np.array([0, 0, 0, 1]))
    assert model.score(np.arange(4)).tolist() == [[0.5, 0.5], [0.5, 0], [1, 0.5], [0, 0]]


def test_counts_of_pairs_equal_the_product(monkeypatch: pytest.MonkeyPatch) -> None:
    matrix = random_baskets(300, 40, 6)
    monkeypatch.setattr(recommenders, "BLOCK_CELLS", 200)
    product = (matrix.T @ matrix).toarray()
    assert (bought_together(matrix).toarray() == product).all()
    assert (bought_together(matrix, 5).toarray() == np.where(product >= 5, product, 0)).all()


def test_the_size_of_the_blocks_makes_no_difference(monkeypatch: pytest.MonkeyPatch) -> None:
    matrix = random_baskets(120, 40, 6)
    rows = np.arange(120)
    whole = [ItemJaccard.fit(matrix).score(rows), LookAlike.fit(matrix).score(rows)]
    monkeypatch.setattr(recommenders, "BLOCK_CELLS", 97)
    monkeypatch.setattr(recommenders.blocks, "__defaults__", (97,))
    parts = [ItemJaccard.fit(matrix).score(rows), LookAlike.fit(matrix).score(rows)]
    for one, two in zip(whole, parts, strict=True):
        assert one == pytest.approx(two, abs=1e-6)


def test_nothing_of_customers_times_items_is_ever_dense() -> None:
    # 120,000 x 1,500 dense is 720 MB in float32 and 180 MB even as bool; a block is 16 MB, items x items 9
    # MB.
    matrix = random_baskets(120_000, 1_500, 8)
    rows = np.arange(0, 120_000, 600)
    everyone = sparse.csr_array(np.ones((1, 120_000), np.float32))
    tracemalloc.start()
    for model in (
        Ease.fit(matrix, 100.0),
        ItemJaccard.fit(matrix),
        LookAlike.fit(matrix),
        PeerPopularity.fit(matrix, everyone, np.zeros(120_000, int)),
    ):
        assert model.score(rows).shape == (200, 1_500)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 180e6
