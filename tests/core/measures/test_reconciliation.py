"""The turnover that was read is accounted for to the cent, or the run fails loudly."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from klantwaarde_xl.core.measures.reconciliation import LinesRead, reconcile
from klantwaarde_xl.errors import ReconciliationError

LINES = st.lists(st.tuples(st.integers(-(10**9), 10**9), st.booleans(), st.booleans()), max_size=50)


@given(LINES, st.integers(-(10**9), 10**9))
def test_the_parts_make_up_what_was_read(lines: list[tuple[int, bool, bool]], rejected_cents: int) -> None:
    revenue = np.array([cents / 100 for cents, _, _ in lines])
    outside, excluded = (np.array([line[i] for line in lines], bool) for i in (1, 2))
    total = (sum(cents for cents, _, _ in lines) + rejected_cents) / 100
    table = reconcile(
        revenue, outside, excluded, LinesRead((len(lines) + 1, total), (1, rejected_cents / 100))
    ).set_index("reason")
    parts = table.loc[["used", "outside_period", "not_included", "rejected"]]
    assert parts["lines"].sum() == table.loc["read", "lines"]
    assert round(parts["revenue"].sum() * 100) == round(total * 100)


def test_a_line_outside_the_period_of_a_customer_that_is_left_out_is_counted_once() -> None:
    table = reconcile(
        np.array([7.0]), np.array([True]), np.array([True]), LinesRead((1, 7.0), (0, 0.0))
    ).set_index("reason")
    assert table["lines"].to_dict() == {
        "used": 0,
        "outside_period": 0,
        "not_included": 1,
        "unassigned": 0,
        "rejected": 0,
        "unreadable": 0,
        "foreign": 0,
        "merged": 0,
        "converted": 0,
        "repeated": 0,
        "read": 1,
    }


def test_what_belongs_to_nobody_and_what_is_in_another_currency_have_a_row_of_their_own() -> None:
    # 3 euros of a sister company, 4 of nobody (5 more of nobody count, because the user lets them), two lines
    # in dollars.
    revenue, nobody = np.array([10.0, 3.0, 4.0, 5.0]), np.array([False, False, True, True])
    excluded = np.array([False, True, True, False])
    table = reconcile(
        revenue,
        np.zeros(4, bool),
        excluded,
        LinesRead((6, 22.0), (0, 0.0), foreign=2, merged=(1, 3.0)),
        nobody,
    ).set_index("reason")
    assert table["lines"].tolist() == [2, 0, 1, 1, 0, 0, 2, 1, 0, 0, 6]
    assert table["revenue"].fillna(-1.0).tolist() == [
        15.0,
        0.0,
        3.0,
        4.0,
        0.0,
        0.0,
        -1.0,
        3.0,
        0.0,
        0.0,
        22.0,
    ]


@pytest.mark.parametrize("read", [(2, 10.01), (3, 10.0)])
def test_a_cent_or_a_line_too_many_fails_loudly(read: tuple[int, float]) -> None:
    with pytest.raises(ReconciliationError, match="KW-901"):
        reconcile(np.array([4.0, 6.0]), np.zeros(2, bool), np.zeros(2, bool), LinesRead(read, (0, 0.0)))
