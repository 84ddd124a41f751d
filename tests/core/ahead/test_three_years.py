"""Three years as a multiple of the first, on firms of which the answer is known by construction."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from klantwaarde_xl.core.ahead.three_years import ThreeYears, three_years
from klantwaarde_xl.core.ahead.timeline import Timeline
from klantwaarde_xl.core.base.period import Period

YEAR, CUSTOMERS = 360, 150


def found(days: int, amount_of: object, customers: int = CUSTOMERS) -> ThreeYears:
    """Return the multiple of customers that buy every 30 days; ``amount_of``: EUR by day and customer."""
    first = dt.date(2020, 1, 1)
    rows = [(day, n, amount_of(day, n)) for n in range(customers) for day in range(n % 30, days, 30)]  # type: ignore[operator]
    lines = pd.DataFrame(rows, columns=["day", "customer_id", "revenue"])
    lines["date"] = pd.Timestamp(first) + pd.to_timedelta(lines["day"], unit="D")
    lines["customer_id"] = lines["customer_id"].astype(str)
    end = first + dt.timedelta(days=days - 1)
    period = Period(end - dt.timedelta(days=YEAR - 1), end)
    return three_years(Timeline.of(lines, pd.Index(sorted(set(lines["customer_id"]))), period), YEAR)


def test_who_buys_as_ever_brings_three_times_the_first_year() -> None:
    same = found(5 * YEAR, lambda _day, n: 10.0 + n)
    assert (same.reason, same.origins) == ("", 5)
    assert same.multiple == pytest.approx(3.0)
    assert same.factor == pytest.approx(1.0)


def test_who_buys_a_tenth_less_each_year_brings_the_sum_of_its_powers() -> None:
    less = found(6 * YEAR, lambda day, _n: 0.9 ** (day / YEAR))
    assert less.multiple == pytest.approx(1 + 0.9 + 0.81, rel=1e-3)


def test_new_customers_after_the_day_do_not_count() -> None:
    newer = found(5 * YEAR, lambda day, n: 10.0 if n < 120 or day >= 4 * YEAR else 0.0)
    assert newer.multiple == pytest.approx(3.0)


@pytest.mark.parametrize(
    ("days", "customers", "reason"),
    [(4 * YEAR, 150, "short_history"), (4 * YEAR + 90, 150, ""), (5 * YEAR, 90, "few_customers")],
)
def test_little_to_learn_from_gives_no_multiple(days: int, customers: int, reason: str) -> None:
    same = found(days, lambda _day, _n: 5.0, customers)
    assert same.reason == reason
    assert np.isnan(same.multiple) == bool(reason)


def test_a_multiple_that_does_not_hold_is_not_given() -> None:
    """A shock: turnover falls to a fifth after three of the five years."""
    shaken = found(5 * YEAR, lambda day, _n: 1.0 if day < 3 * YEAR else 0.2)
    assert (shaken.reason, np.isnan(shaken.multiple)) == ("unsteady", True)
    assert shaken.factor > 1.15
