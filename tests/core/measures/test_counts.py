"""Counting from lines, against counting with plain sets and dictionaries."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from klantwaarde_xl.core.measures import counts
from klantwaarde_xl.core.measures.counts import count_distinct, first_and_last, groups_bought

rows = st.lists(
    st.tuples(st.integers(0, 3), st.integers(-1, 4), st.sampled_from([-10.0, -0.004, 0.0, 0.004, 5.0, 10.0])),
    max_size=40,
)


@settings(max_examples=50, deadline=None)
@given(rows)
def test_invoices_are_counted_as_with_sets(lines: list[tuple[int, int, float]]) -> None:
    lines = [line for line in lines if line[1] >= 0]
    code, item = np.array([x[0] for x in lines], np.intp), np.array([x[1] for x in lines], np.intp)
    assert count_distinct(code, item, 4, 5).tolist() == [
        len({i for c, i, _ in lines if c == k}) for k in range(4)
    ]


@pytest.mark.parametrize("cells", [2**26, 0], ids=["table", "sorted pairs"])
@settings(max_examples=50, deadline=None)
@given(lines=rows)
def test_groups_are_counted_as_with_dictionaries(cells: int, lines: list[tuple[int, int, float]]) -> None:
    lines = [line for line in lines if line[1] >= 0]
    code, group = np.array([x[0] for x in lines], np.intp), np.array([x[1] for x in lines], np.intp)
    net: dict[tuple[int, int], int] = defaultdict(int)
    for customer, item, revenue in lines:
        net[customer, item] += round(revenue * 1000)  # tenths of a cent: exact
    bought = {pair for pair, mils in net.items() if mils > 5}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(counts, "DENSE_CELLS", cells)
        found, sold = groups_bought(code, group, np.array([x[2] for x in lines]), 4, 5)
    assert found.tolist() == [sum(c == k for c, _ in bought) for k in range(4)]
    assert sold == len({g for _, g in bought})


def test_a_group_bought_and_wholly_returned_was_not_bought() -> None:
    found, sold = groups_bought(np.array([0, 0]), np.array([0, 0]), np.array([19.99, -19.99]), 1, 1)
    assert (found.tolist(), sold) == ([0], 0)


def test_first_and_last_day_do_not_depend_on_the_order_of_rows() -> None:
    days = np.array(["2024-02-01", "2023-12-31", "2024-02-29T23:59"], "datetime64[m]")
    first, last = first_and_last(np.zeros(3, np.intp), days, 1)
    assert (str(first[0]), str(last[0])) == ("2023-12-31", "2024-02-29")
