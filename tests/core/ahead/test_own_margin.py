"""The expected margin of each customer, against the plain second computation and by hand."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import numpy as np
import pandas as pd
import plain_next_year
import pytest

from klantwaarde_xl.core.ahead.own_margin import expected_margins


def lines_of(rows: list[tuple[str, str, float, float]]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["customer_id", "invoice_id", "revenue", "cost"])
    return frame.assign(date=pd.Timestamp("2024-03-01"))


def test_the_same_as_in_plain_python() -> None:
    draw = np.random.default_rng(6)
    rows = []
    for number in range(40):
        own = draw.normal(0.3, 0.05)
        for invoice in range(int(draw.integers(1, 12))):
            revenue = round(float(draw.gamma(2.0, 100.0)), 2)
            cost = round(revenue * (1 - own - float(draw.normal(0, 0.1))), 2)
            rows.append((f"k{number:02}", f"f{number}-{invoice}", revenue, cost))
    found = expected_margins(lines_of(rows), pd.Index([f"k{number:02}" for number in range(40)]))
    plain = plain_next_year.expected_margins(
        [
            {
                "customer_id": name,
                "invoice_id": invoice,
                "date": dt.date(2024, 3, 1),
                "revenue": Fraction(str(revenue)),
                "cost": Fraction(str(cost)),
            }
            for name, invoice, revenue, cost in rows
        ]
    )
    assert found == pytest.approx([plain[f"k{number:02}"] for number in range(40)], rel=1e-9)
    own = pd.DataFrame(rows).groupby(0)[[2, 3]].sum()
    raw = (1 - own[3] / own[2]).to_numpy()
    # Drawn in: less spread than the fractions themselves.
    assert found.std() < raw.std()


def test_customers_that_differ_by_chance_alone_have_one_margin() -> None:
    rows = [
        (f"k{n}", f"f{n}-{i}", 100.0, 70.0 + (20.0 if i % 2 else -20.0)) for n in range(9) for i in range(8)
    ]
    found = expected_margins(lines_of(rows), pd.Index([f"k{n}" for n in range(9)]))
    assert found == pytest.approx(np.full(9, 0.3))


def test_no_cost_is_no_margin_and_no_turnover_is_that_of_all() -> None:
    rows = [
        ("a", "1", 100.0, 60.0),
        ("a", "2", 100.0, 60.0),
        ("b", "3", 50.0, np.nan),
        ("c", "4", -20.0, -5.0),
    ]
    found = expected_margins(lines_of(rows), pd.Index(["a", "b", "c", "d"]))
    assert found[[0, 2]] == pytest.approx([0.4, 0.4])
    assert np.isnan(found[[1, 3]]).all()
