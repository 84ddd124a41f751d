"""The turnover that was read is accounted for to the cent, or the run fails loudly."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from klantwaarde_xl.core.reconciliation import reconcile
from klantwaarde_xl.errors import ReconciliationError

LINES = st.lists(st.tuples(st.integers(-(10**9), 10**9), st.booleans(), st.booleans()), max_size=50)


@given(LINES, st.integers(-(10**9), 10**9))
def test_the_parts_make_up_what_was_read(lines: list[tuple[int, bool, bool]], rejected_cents: int) -> None:
    revenue = np.array([cents / 100 for cents, _, _ in lines])
    outside, excluded = (np.array([line[i] for line in lines], bool) for i in (1, 2))
    total = (sum(cents for cents, _, _ in lines) + rejected_cents) / 100
    table = reconcile(revenue, outside, excluded, read=(len(lines) + 1, total), rejected=(1, rejected_cents / 100)).set_index(
        "reason"
    )
    parts = table.loc[["used", "outside_period", "not_included", "rejected"]]
    assert parts["lines"].sum() == table.loc["read", "lines"]
    assert round(parts["revenue"].sum() * 100) == round(total * 100)


def test_a_line_outside_the_period_of_a_customer_that_is_left_out_is_counted_once() -> None:
    table = reconcile(np.array([7.0]), np.array([True]), np.array([True]), read=(1, 7.0), rejected=(0, 0.0)).set_index("reason")
    assert table["lines"].to_dict() == {
        "used": 0,
        "outside_period": 0,
        "not_included": 1,
        "rejected": 0,
        "read": 1,
        "unreadable": 0,
    }


@pytest.mark.parametrize("read", [(2, 10.01), (3, 10.0)])
def test_a_cent_or_a_line_too_many_fails_loudly(read: tuple[int, float]) -> None:
    with pytest.raises(ReconciliationError, match="KW-901"):
        reconcile(np.array([4.0, 6.0]), np.zeros(2, bool), np.zeros(2, bool), read=read, rejected=(0, 0.0))
