"""What must hold for the core as a whole: order and unit change nothing, nobody is lost."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from klantwaarde_xl.core.base.period import Period
from klantwaarde_xl.core.measures.cost_to_serve import Rates
from klantwaarde_xl.core.measures.customer_measures import customer_measures
from klantwaarde_xl.core.measures.retention import retention
from klantwaarde_xl.core.value.concentration import concentration, top20_check
from klantwaarde_xl.core.value.pareto import classes_by_rank, pareto_classes
from klantwaarde_xl.core.value.rank_interval import rank_interval
from klantwaarde_xl.core.value.score import MEASURED_BY, customer_score
from klantwaarde_xl.core.value.whale_curve import whale_curve

YEAR = Period(dt.date(2024, 1, 1), dt.date(2024, 12, 31))
WEIGHTS = dict(zip(MEASURED_BY, (0.2, 0.25, 0.1, 0.1, 0.1, 0.1, 0.15), strict=True))
EUROS = {"lines": ["revenue", "cost"], "effort": ["expense"], "rates": ["hourly_cost"]}


def company(seed: int) -> dict[str, Any]:
    """Return the tables of a small company, some figures missing, some customers equal."""
    random = np.random.default_rng(seed)
    ids, size, work = np.array([f"k{i:02d}" for i in range(14)]), 120, 25
    start = np.datetime64("2023-01-01", "s")
    revenue = random.integers(-2_000, 9_000, size) / 100
    lines = pd.DataFrame(
        {
            "date": start + random.integers(0, 731, size) * np.timedelta64(86_400, "s"),
            "customer_id": random.choice(ids[:12], size),
            "product_group": random.choice(["x", "y", "z", None], size),
            "invoice_id": random.integers(0, 60, size).astype(str),
            "revenue": revenue,
            "cost": np.where(
                random.random(size) < 0.05, np.nan, np.round(revenue * random.uniform(0.4, 1.1, size), 2)
            ),
        }
    )
    effort = pd.DataFrame(
        {
            "date": start + random.integers(366, 731, work) * np.timedelta64(86_400, "s"),
            "customer_id": random.choice(ids[2:], work),
            "activity": random.choice(["bezoek", "advies", None], work),
            "hours": random.integers(1, 8, work) / 4,
            "expense": np.where(random.random(work) < 0.5, np.nan, random.integers(0, 900, work) / 100),
        }
    )
    rates = pd.DataFrame(
        {
            "activity": ["bezoek", "order"],
            "hourly_cost": [9.0, 6.0],
            "driver": [None, "regel"],
            "minutes_per_unit": [np.nan, 5.0],
        }
    )
    customers = pd.DataFrame(
        {"customer_id": ids, "payment_days": np.where(random.random(14) < 0.2, np.nan, 30.0)}
    )
    ratings = pd.DataFrame({"customer_id": ids[:9], "energy": random.integers(1, 6, 9) * 1.0, "culture": 3.0})
    return {"lines": lines, "effort": effort, "rates": rates, "customers": customers, "ratings": ratings}


def everything(tables: dict[str, Any], hourly_cost: float = 7.0) -> pd.DataFrame:
    """Return every result that is one per customer."""
    others = {name: table for name, table in tables.items() if name not in {"lines", "rates"}}
    rates = Rates(tables["rates"], hourly_cost)
    measures = customer_measures(tables["lines"], YEAR, **others, rates=rates)
    scores = customer_score(measures, WEIGHTS)
    classes = {
        f"class_{name}": pareto_classes(measures[name])
        for name in ("revenue", "gross_margin", "contribution")
    }
    classes["class_score"] = classes_by_rank(scores["score"])
    risk, certain = retention(tables["lines"], measures, YEAR), rank_interval(scores, WEIGHTS, draws=30)
    return measures.join([scores, risk, certain]).assign(**classes)


@settings(max_examples=15, deadline=None)
@example(368)
@given(st.integers(0, 10_000))
def test_amounts_times_a_hundred_change_no_score_class_rank_or_reason(seed: int) -> None:
    tables = company(seed)
    # Without payment days every amount is in whole cents. Interest is not, and what differs by less than a
    # cent is a tie in euros but not in hundreds of euros: that is what comparing in cents means.
    tables["customers"] = tables["customers"].assign(payment_days=0.0)
    larger = {
        name: table.assign(**{c: table[c] * 100 for c in EUROS.get(name, [])})
        for name, table in tables.items()
    }
    before, after = everything(tables), everything(larger, hourly_cost=700.0)
    np.testing.assert_allclose(before["score"], after["score"], atol=1e-6)
    same = [c for c in before if c.startswith(("class_", "rank", "reason", "at_risk"))]
    pd.testing.assert_frame_equal(before[same], after[same])
    np.testing.assert_allclose(before["contribution"] * 100, after["contribution"], atol=1e-6)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from(["str", "category"]))
def test_the_order_of_rows_changes_nothing(seed: int, dtype: str) -> None:
    tables = company(seed)
    shuffled = {name: table.sample(frac=1.0, random_state=seed) for name, table in tables.items()}
    shuffled["lines"] = shuffled["lines"].astype(
        {"product_group": dtype, "invoice_id": dtype, "customer_id": dtype}
    )
    before, after = everything(tables), everything(shuffled)
    pd.testing.assert_frame_equal(before.sort_index(), after.sort_index(), atol=1e-9, check_like=True)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000))
def test_a_customer_of_nothing_changes_no_class_of_another(seed: int) -> None:
    tables = company(seed)
    nothing = pd.DataFrame(
        {
            "date": pd.to_datetime(["2024-06-01"]),
            "customer_id": "zz",
            "revenue": 0.0,
            "cost": 0.0,
            "invoice_id": "z",
        }
    )
    longer = tables | {"lines": pd.concat([tables["lines"], nothing], ignore_index=True)}
    for measure in ("revenue", "gross_margin"):
        before = pd.Series(everything(tables)[f"class_{measure}"])
        after = pd.Series(everything(longer)[f"class_{measure}"])
        assert after["zz"] == "C"
        pd.testing.assert_series_equal(before, after.drop("zz"))


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000))
def test_the_whole_is_the_sum_of_its_customers(seed: int) -> None:
    result = everything(company(seed))
    known = result["contribution"].dropna()
    assert whale_curve(result["contribution"]).total == pytest.approx(known.sum(), abs=1e-9)
    parts = result["time_cost"].fillna(0) + result["money_cost"].fillna(0)
    np.testing.assert_allclose(result["cost_to_serve"].fillna(0), parts, atol=1e-9)
    np.testing.assert_allclose(known, (result["gross_margin"] - parts)[known.index], atol=1e-9)
    assert top20_check(result).customers >= -(-len(result) // 5)
    assert 0 <= concentration(result["revenue"]).gini < 1
