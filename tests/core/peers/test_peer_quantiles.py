"""Quantiles over the others of a group, against numpy on the list without the row itself."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from klantwaarde_xl.core.peers.peer_quantiles import (
    peer_sets,
    quantile_of_others,
    quantile_of_peers,
)
from klantwaarde_xl.errors import InvalidFigureError

VALUES = st.one_of(st.just(float("nan")), st.integers(-50, 50).map(float), st.floats(-1e6, 1e6))


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(VALUES, st.integers(-1, 3)), max_size=25),
    st.sampled_from([0.0, 0.25, 0.5, 1.0]),
    st.integers(1, 5),
)
def test_it_equals_numpy_on_the_list_without_the_row(
    rows: list[tuple[float, int]], q: float, minimum: int
) -> None:
    values = np.array([value for value, _ in rows], float)
    groups = np.array([group for _, group in rows], np.int64)
    found, others = quantile_of_others(values, groups, q, minimum=minimum)
    for i, (_, group) in enumerate(rows):
        rest = [v for j, (v, g) in enumerate(rows) if j != i and g == group >= 0 and not np.isnan(v)]
        assert others[i] == len(rest)
        if len(rest) < minimum:
            assert np.isnan(found[i])
        else:
            assert found[i] == pytest.approx(np.quantile(rest, q), rel=1e-12, abs=1e-9)


def test_a_fraction_outside_0_to_1_and_unequal_lengths_are_refused() -> None:
    with pytest.raises(InvalidFigureError, match="KW-440"):
        quantile_of_others(np.ones(2), np.zeros(2, int), 1.5)
    with pytest.raises(InvalidFigureError, match="KW-442"):
        quantile_of_others(np.ones(2), np.zeros(3, int), 0.5)


def test_customers_outside_the_peer_frame_have_no_set() -> None:
    peers = pd.DataFrame(
        {"level": pd.Categorical(["near", "all", "all"]), "in_near": [0, 0, -1], "in_all": [1, 1, 1]},
        index=pd.CategoricalIndex(["a", "b", "c"], name="customer_id"),
    )
    sets, used = peer_sets(peers, pd.Index(["c", "x", "a"]))
    assert sets.tolist() == [[-1, 1], [-1, -1], [0, 1]]
    assert used.tolist() == [1, -1, 0]
    found, others = quantile_of_peers(np.array([5.0, 7.0, 9.0]), sets, used, 0.5, minimum=1)
    assert others.tolist() == [1, 0, 0]
    assert found[0] == 9.0
    assert np.isnan(found[1:]).all()
