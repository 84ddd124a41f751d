"""Concentration against independent formulas, and the check of the top 20 %."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from klantwaarde_xl.core.value.concentration import (
    concentration,
    gini,
    hhi,
    share_for_80,
    top20_check,
    top20_share,
)

amounts = st.lists(st.integers(-3_000, 20_000).map(lambda cents: cents / 100), min_size=1, max_size=25)


@settings(max_examples=50, deadline=None)
@given(amounts)
def test_gini_is_half_the_relative_mean_difference(values: list[float]) -> None:
    x = np.maximum(np.array(values), 0)
    expected = np.abs(x[:, None] - x).mean() / (2 * x.mean()) if x.sum() > 0 else np.nan
    np.testing.assert_allclose(gini(values), expected, atol=1e-12)


@settings(max_examples=50, deadline=None)
@given(amounts)
def test_the_others_against_plain_python(values: list[float]) -> None:
    cents = sorted((round(value * 100) for value in values), reverse=True)
    positive = sum(cent for cent in cents if cent > 0)
    n = len(cents)
    if positive:
        fewest = next(k for k in range(1, n + 1) if 10 * sum(c for c in cents[:k] if c > 0) >= 8 * positive)
        assert share_for_80(values) == fewest / n
        assert hhi(values) == pytest.approx(sum((100 * c / positive) ** 2 for c in cents if c > 0))
    if sum(cents) > 0:
        assert top20_share(values) == pytest.approx(sum(cents[: (n + 4) // 5]) / sum(cents))
    else:
        assert np.isnan(top20_share(values))


def test_without_anything_positive_there_is_no_concentration() -> None:
    for values in ([], [0.0, -4.0], [np.nan]):
        found = concentration(values)
        assert np.isnan([found.share_for_80, found.top20_share, found.gini, found.hhi]).all()


def test_unknown_customers_are_not_in_the_denominator() -> None:
    assert share_for_80([100.0, np.nan, np.nan]) == 1.0
    assert gini([3.0, np.nan, 3.0]) == 0.0


def test_the_20_percent_by_hand() -> None:
    # 15 customers: three in the top. Together they contribute 400 on 4000: 10 cents per euro, half is 5.
    # a loses 5, b contributes 44.99 on 900 (just under 45) and c 45 on 900; d to o are the other 80 %.
    frame = pd.DataFrame(
        {
            "revenue": [1000.0, 900.0, 900.0, *[100.0] * 12],
            "contribution": [-5.0, 44.99, 45.0, 315.01, *[0.0] * 11],
        },
        index=list("abcdefghijklmno"),
    )
    check = top20_check(frame)
    assert (check.customers, check.revenue, round(check.contribution, 2)) == (3, 2800.0, 84.99)
    assert (check.loss_makers, check.not_interesting, check.not_interesting_revenue) == (1, 2, 1900.0)
    assert check.ids == ("a", "b")


def test_half_of_a_loss_asks_nothing_of_who_earns_a_cent() -> None:
    frame = pd.DataFrame({"revenue": [9.0, 1.0], "contribution": [0.01, -5.0]}, index=["a", "b"])
    assert top20_check(frame).not_interesting == 0


def test_who_ties_with_the_last_of_the_top_is_in_it_whatever_the_order() -> None:
    frame = pd.DataFrame({"revenue": [5.0, 9.0, 9.0, 1.0, 1.0], "contribution": 0.0}, index=list("abcde"))
    for order in (frame, frame[::-1]):
        check = top20_check(order)
        assert check.customers == 2
        assert check.ids == ("b", "c")


def test_an_unknown_contribution_is_no_loss() -> None:
    frame = pd.DataFrame({"revenue": [5.0, 1.0], "contribution": [np.nan, 1.0]}, index=["a", "b"])
    check = top20_check(frame)
    assert (check.customers, check.unknown, check.not_interesting, check.contribution) == (1, 1, 0, 0.0)
