"""The benchmarks of claims: what the first edition expected, by hand, and what is not judged."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest

pytest.importorskip("resource", reason="Windows counts no memory of processes that have ended")

from benchmarks.claims import still_there
from benchmarks.cross_sell_euros import by_first_edition
from klantwaarde_xl.core.base.period import Period

YEAR = Period(dt.date(2024, 1, 1), dt.date(2024, 12, 31))


def test_the_first_edition_expected_the_median_of_peers_by_size() -> None:
    # Six customers of equal size are one set of peers.
    names = [f"k{number}" for number in range(6)]
    lines = pd.DataFrame(
        {
            "date": pd.Timestamp("2024-05-01"),
            "customer_id": [*names[:3], "k0"],
            "item": ["x", "x", "x", "y"],
            "revenue": [10.0, 20.0, 90.0, 5.0],
        }
    )
    outside = lines.assign(date=pd.Timestamp("2025-05-01"), revenue=1_000.0)
    gaps = pd.DataFrame(
        {"customer_id": names, "item": [*"yyyxxx"], "probability": 0.5, "size": [100.0] * 6},
    )
    # Half of 5 for each y, half of the median 20 for each x.
    expected = 3 * 2.5 + 3 * 10.0
    assert by_first_edition(gaps, pd.concat([lines, outside]), YEAR) == pytest.approx(expected)


def test_few_claims_or_none_shown_are_not_judged() -> None:
    claimed, later = np.full(40, 10.0), np.full(40, 9.0)
    assert still_there(claimed, later, shown=0)[-1] == "niet getoetst"
    assert still_there(claimed[:29], later[:29], shown=29)[-1] == "niet getoetst"
    assert still_there(claimed, later, shown=40)[1:] == ("0.90", "0.90-0.90", "ja")
    assert still_there(claimed, 0.5 * later, shown=40)[-1] == "nee"
    assert still_there(claimed[:0], later[:0], shown=0)[-1] == "niet getoetst"
