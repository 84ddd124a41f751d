"""Points of drawn invoices, worked out by hand for the numbers of times that each counts."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy.stats import poisson

from klantwaarde_xl.core.measures.invoice_sums import InvoiceSums
from klantwaarde_xl.core.value import invoice_draws as module
from klantwaarde_xl.core.value.invoice_draws import Buyers, drawn_points
from klantwaarde_xl.core.value.value_functions import Scale, Scales

NONE = np.zeros(0, np.intp)
TIMES = np.array([[1, 1, 0, 2], [1, 0, 0, 1], [1, 2, 0, 1]], float)
"""Rows are the two invoices of customer a and the one of b; columns are draws."""


def buyers(**changed: Any) -> Buyers:
    """Return customer a with two invoices, and b with one at a loss."""
    measures = pd.DataFrame(
        {
            "revenue": [300.0, 100.0],
            "gross_margin": [75.0, -25.0],
            "groups": [2.0, 1.0],
            "breadth": [0.5, 0.25],
            "logged_cost": [5.0, 0.0],
            "driver_cost": [20.0, 0.0],
            "expense": [0.0, 0.0],
            "financing": [15.0, 0.0],
        }
        | changed
    )
    bought = InvoiceSums(
        owner=np.array([0, 0, 1]),
        revenue=np.array([100.0, 200.0, 100.0]),
        margin=np.array([25.0, 50.0, -25.0]),
        invoice=np.array([0, 1, 1, 2]),
        group=np.array([0, 0, 1, 2]),
        amount=np.array([100.0, -100.0, 300.0, 100.0]),
    )
    scores = pd.DataFrame({"normalised_energy": [60.0, np.nan], "normalised_culture": [10.0, 20.0]})
    return Buyers.of(bought, measures, scores, Scales(Scale(100.0, 300.0), Scale(25.0, 75.0)))


@pytest.mark.parametrize(
    ("dimension", "of_a", "of_b"),
    [
        # Revenue 300, 100, 0 and 400; ln(1 + 100/100) is half of ln(1 + 300/100). At a loss it is worth none.
        ("turnover", [100.0, 50.0, 0.0, 100.0], [0.0, 0.0, 0.0, 0.0]),
        ("margin", [100.0, 50.0, 0.0, 100.0], [-50.0, -100 * math.log(3) / math.log(4), 0.0, -50.0]),
        # 5 + 20 x invoices/2 over a margin of 75, 25, 0 and 100.
        ("time", [100 * (1 - 25 / 75), 40.0, 0.0, 65.0], [0.0, 0.0, 0.0, 0.0]),
        # Financing goes with turnover: 15 x revenue/300 over the same margins.
        ("money", [80.0, 80.0, 0.0, 80.0], [0.0, 0.0, 0.0, 0.0]),
        ("energy", [60.0] * 4, [math.nan] * 4),
        ("culture", [10.0] * 4, [20.0] * 4),
        # 25 per group of four. Of the first group a sends back as much on its second invoice.
        ("products", [25.0, 25.0, 0.0, 50.0], [25.0, 25.0, 0.0, 25.0]),
    ],
)
def test_each_dimension_follows_the_invoices(dimension: str, of_a: list[float], of_b: list[float]) -> None:
    points, there = module._points(buyers(), 0, 2, TIMES)
    assert points[dimension][0].tolist() == pytest.approx(of_a)
    assert points[dimension][1].tolist() == pytest.approx(of_b, nan_ok=True)
    assert there.tolist() == [[True, True, False, True]] * 2


def test_points_of_one_customer_are_the_same_in_a_block_of_its_own() -> None:
    whole, _ = module._points(buyers(), 0, 2, TIMES)
    last, _ = module._points(buyers(), 1, 2, TIMES[2:])
    for name, points in last.items():
        np.testing.assert_array_equal(points[0], whole[name][1])


def test_an_unknown_margin_is_drawn_at_the_rate_of_the_firm() -> None:
    # Of b nothing is known but revenue; a makes 75 of 300, so 25 % of 100 and of 200 is 25 and 50.
    points, _ = module._points(buyers(gross_margin=[75.0, np.nan]), 0, 2, TIMES)
    assert points["margin"][1].tolist() == pytest.approx([50.0, 100 * math.log(3) / math.log(4), 0.0, 50.0])


def test_numbers_are_those_of_a_poisson_distribution_of_mean_one() -> None:
    counts = np.bincount(module._poisson().astype(int))
    expected = poisson(1).pmf(np.arange(len(counts))) * module._STEPS
    assert counts.sum() == module._STEPS
    assert np.abs(counts - expected).max() <= 1.0


@pytest.mark.parametrize("cells", [1, 20, 2**20])
def test_every_customer_is_drawn_once_whatever_fits_in_a_block(
    cells: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_CELLS", cells)
    parts = list(drawn_points(buyers(), 10, np.random.default_rng(4)))
    ranges = [list(range(rows.start, rows.stop)) for rows, _, _ in parts]
    assert ranges == ([[0, 1]] if cells > 20 else [[0], [1]])
    assert all(there.shape == (len(rows), 10) for rows, (_, _, there) in zip(ranges, parts, strict=True))


def test_nobody_is_drawn_without_customers_and_nothing_without_invoices() -> None:
    amounts = np.zeros(0)
    bought = InvoiceSums(NONE, amounts, amounts, NONE, NONE, amounts)
    scores = pd.DataFrame({"normalised_energy": [50.0], "normalised_culture": [50.0]})
    measures = pd.DataFrame({"revenue": [0.0], "gross_margin": [0.0]})
    one = Buyers.of(bought, measures, scores, Scales(None, None))
    ((rows, points, there),) = drawn_points(one, 3, np.random.default_rng(1))
    assert (rows, there.tolist()) == (slice(0, 1), [[False] * 3])
    assert points["turnover"].tolist() == points["products"].tolist() == [[0.0] * 3]
    nobody = Buyers.of(bought, measures.iloc[:0], scores.iloc[:0], Scales(None, None))
    assert list(drawn_points(nobody, 3, np.random.default_rng(1))) == []


def test_turnover_that_leaves_no_margin_has_no_points() -> None:
    usual = buyers()
    even = replace(usual, bought=replace(usual.bought, margin=np.array([25.0, -25.0, -25.0])))
    points, _ = module._points(even, 0, 2, TIMES)
    # The invoices of a leave 0, 25, 0 and 25 on a turnover of 300, 100, 0 and 400.
    assert points["turnover"][0].tolist() == pytest.approx([0.0, 50.0, 0.0, 100.0])
