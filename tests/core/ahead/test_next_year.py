"""Turnover of the coming year against a second computation in plain Python, and where it is the last year."""

from __future__ import annotations

import datetime as dt
import itertools

import numpy as np
import pandas as pd
import plain_ahead
import plain_next_year
import pytest
from firms_by_law import Firm, inputs_of

from klantwaarde_xl.core.ahead.next_year import NextYear, fitted_weights, next_year
from klantwaarde_xl.core.ahead.timeline import Timeline
from klantwaarde_xl.core.base.period import Period

YEAR = Period(dt.date(2024, 1, 1), dt.date(2024, 12, 31))
QUARTER = Period(dt.date(2024, 10, 1), dt.date(2024, 12, 31))
ODD = Period(dt.date(2024, 1, 2), dt.date(2024, 12, 31))
MODELS = {YEAR: "last_again", QUARTER: "with_previous", ODD: "with_half"}
"""What does best by the plain computation; the last half of an odd number of days is a day short."""


@pytest.fixture(scope="module")
def lines() -> pd.DataFrame:
    found = inputs_of(Firm(seed=3, customers=140, visits=10.0, work="")).transactions
    # Less is bought by a third of the customers in the end, so that the last half says more than the year.
    found = found.assign(customer_id=found["customer_id"].astype(str))
    third = found["customer_id"].str[-1].isin(list("036"))
    return found[~(third & (found["date"] >= "2024-04-01") & (found["date"].dt.day % 4 > 0))]


def found(lines: pd.DataFrame, period: Period) -> tuple[NextYear, pd.Index]:
    ids = pd.Index(sorted(set(lines["customer_id"])))
    return next_year(Timeline.of(lines, ids, period), period.days), ids


@pytest.mark.parametrize("period", [YEAR, QUARTER, ODD], ids=["a year", "a quarter", "an odd number of days"])
def test_the_same_as_in_plain_python(lines: pd.DataFrame, period: Period) -> None:
    got, ids = found(lines, period)
    rows = [
        {"date": date.date(), "customer_id": name, "revenue": revenue, "one_off": 0}
        for date, name, revenue in zip(lines["date"], lines["customer_id"], lines["revenue"], strict=True)
    ]
    history = plain_ahead.History(rows, list(ids), (period.start, period.end))
    reason, model, expected = plain_next_year.next_year(history, period.days)
    assert (got.reason, got.model) == (reason, model)
    assert got.reason == ""
    assert got.model == MODELS[period]
    for position, name in enumerate(ids):
        row = expected.get(name, {})
        for key in ("revenue", "last", "low", "high"):
            assert getattr(got, key)[position] == pytest.approx(
                row.get(key, np.nan), rel=1e-6, nan_ok=True
            ), (name, key)


def test_who_is_expected_to_buy_has_bounds(lines: pd.DataFrame) -> None:
    got, _ = found(lines, QUARTER)
    assert (np.isnan(got.low) == ~(got.revenue > 0)).all()
    assert not (got.high < got.low).any()


def test_two_years_less_a_month_is_the_last_year_again_without_an_interval(lines: pd.DataFrame) -> None:
    got, ids = found(lines[lines["date"] >= "2023-02-01"], YEAR)
    last = lines[lines["date"] >= "2024-01-01"].groupby("customer_id")["revenue"].sum().reindex(ids)
    assert (got.reason, got.model, got.total) == ("short_history", "last_again", None)
    assert got.revenue == pytest.approx(last.to_numpy(), nan_ok=True)
    assert np.isnan(got.low).all()


def test_a_hundred_customers_is_the_least(lines: pd.DataFrame) -> None:
    few = lines[lines["customer_id"] < "K00090"]
    assert found(few, YEAR)[0].reason == "few_customers"


def test_half_a_year_of_history_counts_as_if_it_went_on(lines: pd.DataFrame) -> None:
    half = Period(dt.date(2024, 7, 1), dt.date(2024, 12, 31))
    own = lines[lines["date"] >= "2024-07-01"]
    ids = pd.Index(sorted(set(own["customer_id"])))
    got = next_year(Timeline.of(own, ids, half), 365)
    total = own.groupby("customer_id")["revenue"].sum().reindex(ids).to_numpy()
    assert got.revenue == pytest.approx(total * 365 / 184)


def test_the_unit_of_money_changes_nothing_but_the_unit(lines: pd.DataFrame) -> None:
    one, other = (found(frame, QUARTER)[0] for frame in (lines, lines.assign(revenue=lines["revenue"] * 100)))
    assert other.revenue / 100 == pytest.approx(one.revenue, rel=1e-9, nan_ok=True)
    assert other.low / 100 == pytest.approx(one.low, rel=1e-9, nan_ok=True)


def test_the_total_has_an_interval_from_six_origins(lines: pd.DataFrame) -> None:
    got, _ = found(lines, QUARTER)
    assert got.origins >= 6
    assert got.total is not None
    assert got.total[0] < got.total[1]
    assert found(lines, YEAR)[0].total is None


def test_no_other_weights_of_zero_or_more_come_closer() -> None:
    draw = np.random.default_rng(4)
    terms = draw.gamma(2.0, 50.0, (300, 3))
    after = terms @ np.array([0.6, 0.0, 0.3]) - 5.0 + draw.normal(0.0, 20.0, 300)
    found = fitted_weights(terms, after)

    def loss(weights: np.ndarray) -> float:
        return float((((terms @ weights - after) ** 2) / np.maximum(terms[:, 0], 1e-9)).sum())

    assert (found >= 0).all()
    floor = 0.05 * np.median(terms[:, 0])
    assert (terms[:, 0] > floor).mean() > 0.9
    for step in itertools.product((-0.02, 0.0, 0.02), repeat=3):
        other = np.maximum(found + step, 0.0)
        assert loss(found) <= loss(other) * 1.002
