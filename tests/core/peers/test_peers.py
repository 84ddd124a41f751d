"""Peers: the boundary of five, the levels, ties, and who the others are."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from klantwaarde_xl.core.peers.peers import (
    FEWEST_PEERS,
    peer_groups,
    peer_members,
    peer_sets,
    turnover_quartile,
)


@pytest.mark.parametrize(
    ("others", "level"), [(FEWEST_PEERS, "segment_quartile"), (FEWEST_PEERS - 1, "quartile")]
)
def test_five_others_are_enough_and_four_are_not(others: int, level: str) -> None:
    # All of one size, so one quartile: the segment decides, the customer itself not counted.
    segment = pd.Series(["Bouw"] * (others + 1) + ["Zorg"] * 10)
    found = peer_groups(pd.Series(np.full(len(segment), 7.0)), segment)
    assert found["level"].iloc[0] == level
    assert found["peers"].iloc[0] == (others if level == "segment_quartile" else others + 10)


def test_everyone_is_the_peer_when_a_quartile_is_too_small() -> None:
    found = peer_groups(pd.Series([1.0, 2.0, 3.0, 4.0, 5.0]))
    assert set(found["level"]) == {"all"}
    assert found["peers"].tolist() == [4] * 5


def test_a_customer_without_segment_gets_peers_of_its_quartile() -> None:
    size = pd.Series(np.arange(40.0), index=[f"c{n:02d}" for n in range(40)])
    segment = pd.Series("Zorg", index=size.index, dtype="str")
    segment[["c00", "c39"]] = np.nan
    segment["c20"] = " "
    found = peer_groups(size, segment)
    assert found.loc[["c00", "c20", "c39"], "level"].tolist() == ["quartile"] * 3
    assert found.loc[["c00", "c20", "c39"], "peers"].tolist() == [9] * 3
    assert (found.loc[["c00", "c20", "c39"], "in_segment_quartile"] == -1).all()
    # It also counts for others that are compared within the quartile.
    assert peer_members(found)[[found.loc["c00", "group"]]].sum() == 10


def test_quartiles_of_a_hundred_customers_hold_twenty_five_each() -> None:
    assert np.bincount(turnover_quartile(np.arange(100.0))).tolist() == [25] * 4


def test_equal_sizes_share_a_quartile_and_unknown_counts_as_zero() -> None:
    assert turnover_quartile(np.array([0.001, 0.0, np.nan, 5.0])).tolist() == [0, 0, 0, 3]


def test_no_customers_give_an_empty_frame() -> None:
    found = peer_groups(pd.Series([], dtype=float))
    assert len(found) == 0
    assert peer_members(found).shape[1] == 0


def test_segment_may_be_a_categorical_on_another_order_of_the_index() -> None:
    size = pd.Series(np.arange(24.0), index=[f"c{n:02d}" for n in range(24)])
    segment = pd.Series(["A", "B"] * 12, index=size.index, dtype="category")
    pd.testing.assert_frame_equal(peer_groups(size, segment), peer_groups(size, segment[::-1]))


sizes = st.lists(st.tuples(st.integers(-3, 12), st.sampled_from(["A", "B", None])), min_size=1, max_size=60)


@settings(max_examples=40, deadline=None)
@given(sizes)
def test_the_peers_of_a_customer_are_the_others_in_the_set_that_it_is_compared_with(
    rows: list[tuple[int, str | None]],
) -> None:
    size = pd.Series([float(value) for value, _ in rows])
    groups = peer_groups(size, pd.Series([name for _, name in rows], dtype=object))
    members = peer_members(groups).toarray() > 0
    sets, used = peer_sets(groups, groups.index)
    for place, group in enumerate(groups["group"]):
        others = [other for other in np.flatnonzero(members[group]) if other != place]
        assert len(others) == groups["peers"].iloc[place]
        same = sets[:, used[place]] == sets[place, used[place]]
        assert [other for other in np.flatnonzero(same) if other != place] == others


def test_customers_outside_the_peer_frame_have_no_set() -> None:
    peers = pd.DataFrame(
        {"level": pd.Categorical(["near", "all", "all"]), "in_near": [0, 0, -1], "in_all": [1, 1, 1]},
        index=pd.CategoricalIndex(["a", "b", "c"], name="customer_id"),
    )
    sets, used = peer_sets(peers, pd.Index(["c", "x", "a"]))
    assert sets.tolist() == [[-1, 1], [-1, -1], [0, 1]]
    assert used.tolist() == [1, -1, 0]


@settings(max_examples=25, deadline=None)
@given(sizes, st.randoms(use_true_random=False))
def test_the_order_of_the_customers_makes_no_difference(rows: list[tuple[int, str | None]], random) -> None:
    size = pd.Series([float(value) for value, _ in rows], index=[f"c{n}" for n in range(len(rows))])
    segment = pd.Series([name for _, name in rows], index=size.index, dtype=object)
    shuffled = list(size.index)
    random.shuffle(shuffled)
    pd.testing.assert_frame_equal(
        peer_groups(size, segment), peer_groups(size[shuffled], segment).loc[size.index]
    )


def test_no_two_segments_share_a_set_however_many_there_are() -> None:
    # 9 segments x 4 quartiles of 6 customers each: every one of them has the other five as its peers.
    size = pd.Series(np.repeat([1.0, 2.0, 3.0, 4.0], 54), index=[f"k{i:03d}" for i in range(216)])
    segment = pd.Series(np.tile(np.repeat(list("abcdefghi"), 6), 4), index=size.index)
    found = peer_groups(size, segment)
    assert set(found["level"]) == {"segment_quartile"}
    assert set(found["peers"]) == {5}
    assert found["in_segment_quartile"].nunique() == 36
