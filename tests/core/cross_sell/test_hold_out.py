"""The hold-out: what is hidden, how the ranking is judged, and that the best candidate wins."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import sparse

from klantwaarde_xl.core.cross_sell import hold_out
from klantwaarde_xl.core.cross_sell.hold_out import (
    METHODS,
    HoldOut,
    candidates,
    choose,
    hide_one,
    ranking_figures,
    top_columns,
)


def random_matrix(seed: int, customers: int = 60, items: int = 12, share: float = 0.3) -> sparse.csr_array:
    return sparse.csr_array(
        (np.random.default_rng(seed).random((customers, items)) < share).astype(np.float32)
    )


def test_hiding_takes_one_item_of_everyone_with_two_or_more() -> None:
    matrix = random_matrix(1)
    known, wanted = hide_one(matrix, seed=5)
    assert ((known + wanted) != matrix).nnz == 0
    assert known.multiply(wanted).nnz == 0
    assert wanted.sum(axis=1).tolist() == [float(count >= 2) for count in matrix.sum(axis=1)]


def test_the_same_seed_hides_the_same_and_another_does_not() -> None:
    matrix = random_matrix(1)
    assert (hide_one(matrix, 5)[1] != hide_one(matrix, 5)[1]).nnz == 0
    assert (hide_one(matrix, 5)[1] != hide_one(matrix, 6)[1]).nnz > 0


def test_ranking_figures_agree_with_a_plain_computation() -> None:
    rng = np.random.default_rng(3)
    matrix = random_matrix(3, customers=40, items=30)
    later = random_matrix(4, customers=40, items=30, share=0.15)
    wanted = sparse.csr_array(later - later.multiply(matrix))
    wanted.eliminate_zeros()
    scores = rng.random((40, 30))
    rows = np.flatnonzero(np.diff(wanted.indptr))
    found = ranking_figures(lambda block: scores[block], matrix, wanted, rows)
    hits, gains = {1: [], 3: [], 10: []}, []
    for row in rows:
        open_items = [item for item in range(30) if not matrix[row, item]]
        ranked = sorted(open_items, key=lambda item, row=row: -scores[row, item])[:10]
        targets = {item for item in range(30) if wanted[row, item]}
        for k, seen in hits.items():
            seen.append(bool(targets & set(ranked[:k])))
        best = sum(1 / math.log2(place + 2) for place in range(min(len(targets), 10)))
        gains.append(
            sum(1 / math.log2(place + 2) for place, item in enumerate(ranked) if item in targets) / best
        )
    for k, seen in hits.items():
        assert found[f"hit_rate_{k}"] == pytest.approx(np.mean(seen))
    assert found["ndcg_10"] == pytest.approx(np.mean(gains))


@pytest.mark.parametrize("width", [10, 11, 40, 41, 300])
def test_the_top_is_that_of_a_stable_sort_also_with_ties(width: int) -> None:
    scores = np.random.default_rng(width).integers(0, 4, (25, width)).astype(float)
    scores[:, ::3] = -np.inf
    assert (top_columns(scores, 10) == np.argsort(-scores, axis=1, kind="stable")[:, :10]).all()


def test_peers_win_when_only_the_segment_tells_what_is_bought() -> None:
    # Every segment has its own best seller; beside it everyone buys at random, so nothing goes with anything
    # else.
    rng = np.random.default_rng(8)
    segment = np.repeat(list("ABCDEF"), 40)
    known = rng.random((240, 30)) < 0.2
    known[:, :6] = False
    wanted = np.zeros((240, 30), bool)
    code = np.repeat(np.arange(6), 40)
    buys = rng.random(240) < 0.5
    known[buys, code[buys]] = True
    wanted[~buys, code[~buys]] = True
    found = choose(
        HoldOut(
            sparse.csr_array(known.astype(np.float32)),
            sparse.csr_array(wanted.astype(np.float32)),
            np.ones(240),
            segment,
            "time",
        ),
        seed=1,
    )
    assert found.method == "peer_popularity"
    assert found.kind == "time"


def test_ease_wins_when_items_explain_each_other() -> None:
    # Ten pairs of items that are always bought together, and a best seller that tells nothing.
    rng = np.random.default_rng(8)
    pairs = np.repeat(rng.random((400, 10)) < 0.2, 2, axis=1)
    matrix = np.hstack([pairs, rng.random((400, 1)) < 0.9]).astype(np.float32)
    known, wanted = hide_one(sparse.csr_array(matrix), seed=2)
    found = choose(HoldOut(known, wanted, np.ones(400), None, "hidden"), seed=1)
    assert found.method == "ease"
    assert found.figures.groupby("method")["ndcg_10"].max().idxmax() == "ease"


def test_the_winner_has_the_highest_ndcg_of_all_candidates_or_as_good_as_that() -> None:
    known, wanted = hide_one(random_matrix(6, 200, 20), seed=1)
    found = choose(HoldOut(known, wanted, np.arange(200.0), None, "hidden"), seed=1)
    assert set(found.figures["method"]) == set(METHODS)
    chosen = found.figures[found.figures["chosen"]]
    assert len(chosen) == 1
    assert chosen["ndcg_10"].iloc[0] >= found.figures["ndcg_10"].max() - hold_out.AS_GOOD
    assert found.customers == np.count_nonzero(np.diff(wanted.indptr))


def test_what_is_not_offered_is_not_ranked_but_counts_as_missed() -> None:
    # The second item scores highest and is wanted, but is no longer offered: the first one stands on place 1.
    known = sparse.csr_array((2, 3), dtype=np.float32)
    wanted = sparse.csr_array(np.array([[1, 0, 0], [0, 1, 0]], np.float32))
    scores = np.tile([2.0, 3.0, 1.0], (2, 1))
    offered = np.array([True, False, True])
    found = ranking_figures(lambda rows: scores[rows], known, wanted, np.arange(2), offered)
    assert (found["hit_rate_1"], found["hit_rate_10"], found["ndcg_10"]) == (0.5, 0.5, 0.5)


def test_several_hold_outs_count_by_their_customers() -> None:
    parts = []
    for seed, customers in ((1, 60), (2, 180)):
        known, wanted = hide_one(random_matrix(seed, customers), seed=seed)
        parts.append(HoldOut(known, wanted, np.ones(customers), None, "time"))
    apart, together = [choose(part, seed=1) for part in parts], choose(parts, seed=1)
    assert together.customers == sum(found.customers for found in apart)
    for name in ("hit_rate_1", "hit_rate_10", "ndcg_10"):
        by_hand = sum(found.figures[name] * found.customers for found in apart) / together.customers
        assert together.figures[name].tolist() == pytest.approx(by_hand.tolist())


def test_of_lambdas_that_do_as_well_the_largest_is_taken() -> None:
    # Ten pairs of items always bought together: all but the largest lambdas find the other half.
    pairs = np.repeat(np.random.default_rng(8).random((400, 10)) < 0.2, 2, axis=1).astype(np.float32)
    known, wanted = hide_one(sparse.csr_array(pairs), seed=2)
    found = choose(HoldOut(known, wanted, np.ones(400), None, "hidden"), seed=1)
    ease = found.figures[found.figures["method"] == "ease"].set_index("parameter")["ndcg_10"]
    assert ease.idxmax() == hold_out.PENALTIES[0]
    as_good = ease.index[ease >= ease.max() - hold_out.AS_GOOD]
    assert ease.max() == pytest.approx(1.0)
    assert hold_out.PENALTIES[0] < as_good.max() < hold_out.PENALTIES[-1]
    assert (found.method, found.parameter) == ("ease", as_good.max())


def test_weights_are_what_ease_and_look_alike_learn_from() -> None:
    known = random_matrix(6)
    weights = known.copy()
    weights.data = np.random.default_rng(1).random(known.nnz).astype(np.float32)
    nothing = sparse.csr_array(known.shape, dtype=np.float32)
    plain, fresh = (HoldOut(known, nothing, np.ones(60), None, "time", part) for part in (None, weights))
    rows = np.arange(60)
    for method, parameter in (("ease", 20.0), ("look_alike", 20.0)):
        direct = hold_out.fit(
            method, parameter, HoldOut(weights, nothing, np.ones(60), None, "time"), 1
        ).score(rows)
        assert hold_out.fit(method, parameter, fresh, 1).score(rows) == pytest.approx(direct)
        assert np.abs(direct - hold_out.fit(method, parameter, plain, 1).score(rows)).max() > 0.01


def test_above_the_dense_limit_only_item_jaccard_competes(monkeypatch: pytest.MonkeyPatch) -> None:
    assert {method for method, _ in candidates(hold_out.DENSE_COLUMNS)} == set(METHODS)
    assert {method for method, _ in candidates(hold_out.DENSE_COLUMNS + 1)} == {"item_jaccard"}
    monkeypatch.setattr(hold_out, "DENSE_COLUMNS", 10)
    known, wanted = hide_one(random_matrix(6), seed=1)
    assert choose(HoldOut(known, wanted, np.ones(60), None, "hidden"), seed=1).method == "item_jaccard"


def test_nothing_to_test_gives_popularity_and_says_so() -> None:
    empty = sparse.csr_array((3, 2), dtype=np.float32)
    found = choose(HoldOut(empty, empty, np.ones(3), None, "hidden"), seed=1)
    assert (found.method, found.customers, found.kind, len(found.figures)) == (
        "peer_popularity",
        0,
        "none",
        0,
    )
