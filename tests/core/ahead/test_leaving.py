"""The chance of leaving against a second computation in plain Python, and where there is none."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import plain_ahead
import pytest
from firms_by_law import Firm, inputs_of
from losing_firm import losing_more

from klantwaarde_xl.core.ahead.leaving import Leaving, area_under_curve, leaving
from klantwaarde_xl.core.ahead.timeline import Timeline
from klantwaarde_xl.core.base.period import Period

YEAR = Period(dt.date(2024, 1, 1), dt.date(2024, 12, 31))


def lines_of(customers: int, visits: float, seed: int = 5) -> pd.DataFrame:
    lines = inputs_of(Firm(seed=seed, customers=customers, visits=visits, work="")).transactions
    return lines.assign(customer_id=lines["customer_id"].astype(str))


def found(lines: pd.DataFrame, period: Period = YEAR) -> tuple[Leaving, pd.Index]:
    ids = pd.Index(sorted(set(lines["customer_id"])))
    return leaving(Timeline.of(lines, ids, period), period.days), ids


def plain(lines: pd.DataFrame, names: list[str]) -> tuple[str, dict[str, plain_ahead.Row], plain_ahead.Proof]:
    rows = [
        {"date": date.date(), "customer_id": name, "revenue": revenue, "one_off": 0}
        for date, name, revenue in zip(lines["date"], lines["customer_id"], lines["revenue"], strict=True)
    ]
    history = plain_ahead.History(rows, names, (YEAR.start, YEAR.end))
    return plain_ahead.leaving(history, YEAR.days)


@pytest.fixture(scope="module")
def seldom() -> pd.DataFrame:
    """A firm whose customers buy once or twice a year: many skip a year."""
    return lines_of(customers=220, visits=2.2, seed=9)


def test_the_same_as_in_plain_python(seldom: pd.DataFrame) -> None:
    got, ids = found(seldom)
    reason, expected, proof = plain(seldom, list(ids))
    assert (got.reason, got.steady) == (reason, proof.steady) == ("", True)
    assert (got.auc, got.factor) == pytest.approx(proof, rel=1e-6)
    for position, name in enumerate(ids):
        row = expected.get(name, {})
        for key, value in (
            ("leave_chance", got.chance[position]),
            ("as_often", got.as_often[position]),
            ("late_by", got.late[position]),
        ):
            assert value == pytest.approx(row.get(key, np.nan), rel=1e-6, nan_ok=True), (name, key)


def test_who_bought_nothing_in_the_period_has_no_chance(seldom: pd.DataFrame) -> None:
    got, ids = found(seldom)
    buyers = set(seldom.loc[(seldom["date"] >= "2024-01-01") & (seldom["revenue"] > 0), "customer_id"])
    assert set(ids[~np.isnan(got.chance)]) == buyers < set(ids)


def test_the_unit_of_money_and_the_order_of_lines_change_nothing(seldom: pd.DataFrame) -> None:
    got, _ = found(seldom)
    other, _ = found(seldom.assign(revenue=seldom["revenue"] * 100).sample(frac=1, random_state=1))
    assert other.chance == pytest.approx(got.chance, rel=1e-9, nan_ok=True)


def test_a_year_of_history_gives_no_chance(seldom: pd.DataFrame) -> None:
    got, _ = found(seldom[seldom["date"] >= "2024-01-01"])
    assert (got.reason, np.isnan(got.chance).all(), got.steady) == ("short_history", True, False)
    assert not np.isnan(got.late).all()


def test_hardly_anyone_who_left_gives_no_chance() -> None:
    got, _ = found(lines_of(customers=40, visits=20.0))
    assert (got.reason, np.isnan(got.chance).all(), got.origins) == ("few_leavers", True, 2)


def test_hardly_anyone_who_stayed_gives_no_chance() -> None:
    # Of 200 customers of 2023 only 20 buy in 2024: what these have in common is no ground for a chance.
    rows = [
        (pd.Timestamp(day), f"k{number:03}", 10.0)
        for number in range(200)
        for day in ("2023-01-02", "2023-08-01", "2024-06-01", "2024-11-01")
        if number < 20 or day < "2024"
    ]
    got, _ = found(pd.DataFrame(rows, columns=["date", "customer_id", "revenue"]))
    assert (got.reason, got.leavers) == ("few_leavers", 360)
    assert np.isnan(got.chance).all()


def test_leaving_at_random_gives_no_chance() -> None:
    # Everyone buys on 1 January of 2023; who buys again is drawn, whatever it did before.
    draw = np.random.default_rng(2)
    names = np.array([f"k{number:03}" for number in range(400)])
    days = ["2023-01-01", "2023-04-02", "2023-10-01", "2024-01-01", "2024-06-01"]
    parts = [names, *(names[draw.random(400) < share] for share in (0.5, 0.5, 0.5, 0.5))]
    lines = pd.concat(
        pd.DataFrame({"date": pd.Timestamp(day), "customer_id": part, "revenue": 10.0})
        for day, part in zip(days, parts, strict=True)
    )
    got, _ = found(lines)
    assert got.reason == "no_better"
    assert got.auc < 0.65
    assert np.isnan(got.chance).all()


def test_a_firm_that_loses_more_every_quarter_has_no_euros() -> None:
    got, _ = found(losing_more())
    assert (got.reason, got.steady) == ("", False)
    assert got.factor > 1.3


def test_the_area_under_the_curve_is_the_share_of_pairs_in_order() -> None:
    chance = np.array([0.9, 0.5, 0.5, 0.2, 0.1])
    happened = np.array([True, True, False, False, True])
    # Pairs in order: .9 twice, .5 over .2 once and equal once, .1 none: 3.5 of 6.
    assert area_under_curve(chance, happened) == pytest.approx(3.5 / 6)
    assert np.isnan(area_under_curve(chance, np.zeros(5, bool)))
