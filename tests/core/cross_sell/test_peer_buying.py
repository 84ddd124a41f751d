"""What peers buy, worked out by hand."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from klantwaarde_xl.core.base.period import Period
from klantwaarde_xl.core.cross_sell.baskets import purchases
from klantwaarde_xl.core.cross_sell.peer_buying import PeerBuying, window_days

YEAR = Period(dt.date(2024, 1, 1), dt.date(2024, 12, 31))
ROWS = [
    *[("2024-05-01", name, "x", euros) for name, euros in zip("abcd", (10.0, 30.0, 20.0, 60.0), strict=True)],
    ("2024-05-01", "a", "y", 8.0),
    ("2023-05-01", "b", "y", 9.0),
    ("2024-05-01", "stranger", "y", 900.0),
]


def peers_of(period: Period, sizes: dict[str, float]) -> PeerBuying:
    lines = pd.DataFrame(ROWS, columns=["date", "customer_id", "item", "revenue"])
    coded = purchases(lines.assign(date=pd.to_datetime(lines["date"]), cost=np.nan, one_off=np.nan))
    window = Period(period.end - dt.timedelta(days=window_days(period) - 1), period.end)
    customers = pd.DataFrame({"revenue": sizes})
    return PeerBuying.of(coded, coded.baskets(window), period, customers)


SIZES = {"a": 18.0, "b": 30.0, "c": 20.0, "d": 60.0, "e": np.nan}


def test_buyers_of_everyone_leave_strangers_out() -> None:
    found = peers_of(YEAR, SIZES)
    everyone = int(found.groups["in_all"].iloc[0])
    assert found.labels.tolist() == ["a", "b", "c", "d", "stranger"]
    assert found.rows.tolist() == [0, 1, 2, 3]
    assert found.customer.tolist() == [0, 1, 2, 3, -1]
    assert found.buyers.toarray()[everyone].tolist() == [4.0, 1.0]


def test_a_longer_period_owns_more_than_its_last_year() -> None:
    two = peers_of(Period(dt.date(2023, 1, 1), dt.date(2024, 12, 31)), SIZES)
    assert (two.owned.toarray()[1] > 0).tolist() == [True, True]
    assert (peers_of(YEAR, SIZES).owned.toarray()[1] > 0).tolist() == [True, False]


@pytest.mark.parametrize(
    ("days", "window"), [(349, 365), (350, 350), (366, 366), (380, 380), (381, 365), (30, 365)]
)
def test_about_a_year_is_taken_as_it_is(days: int, window: int) -> None:
    assert window_days(Period(YEAR.end - dt.timedelta(days=days - 1), YEAR.end)) == window
