"""Ratings: the newest per rater, then the mean over raters."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from klantwaarde_xl.core.measures.ratings import mean_ratings


def rated(rows: list[tuple[str, str | None, str | None, float, float]]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["customer_id", "rater", "date", "energy", "culture"])
    return frame.assign(date=pd.to_datetime(frame["date"]))


def test_a_rater_who_rates_often_counts_once() -> None:
    # Jo's newest is 2, Els says 5: (2 + 5) / 2 = 3.5, not the mean over three rows
    table = rated(
        [
            ("a", "Jo", "2023-01-01", 1.0, 1.0),
            ("a", "Jo", "2024-01-01", 2.0, np.nan),
            ("a", "Els", None, 5.0, 4.0),
        ]
    )
    means = mean_ratings(table)
    assert means.loc["a", "energy"] == 3.5
    assert means.loc["a", "culture"] == 2.5  # Jo left culture blank in 2024: the 1 of 2023 stands


def test_rows_of_the_same_day_do_not_outrank_each_other_by_order() -> None:
    table = rated([("a", "Jo", "2024-01-01", 1.0, 1.0), ("a", "Jo", "2024-01-01", 4.0, 1.0)])
    assert mean_ratings(table).loc["a", "energy"] == mean_ratings(table[::-1]).loc["a", "energy"] == 2.5


def test_a_row_without_date_is_older_than_any() -> None:
    table = rated([("a", "Jo", None, 1.0, 1.0), ("a", "Jo", "1999-01-01", 4.0, 1.0)])
    assert mean_ratings(table).loc["a", "energy"] == 4.0


def test_never_rated_is_blank_and_not_zero() -> None:
    means = mean_ratings(rated([("a", None, None, np.nan, 3.0), ("b", None, None, 2.0, np.nan)]))
    assert np.isnan(means.loc["a", "energy"])
    assert means.loc["b", "energy"] == 2.0


@pytest.mark.parametrize("dtype", ["str", "category"])
def test_without_rater_and_date_the_rows_of_a_customer_are_averaged(dtype: str) -> None:
    table = pd.DataFrame({"customer_id": pd.Series(["b", "b", "a"]).astype(dtype), "energy": [2.0, 3.0, 5.0]})
    means = mean_ratings(table)
    assert means["energy"].to_dict() == {"a": 5.0, "b": 2.5}
    assert means["culture"].isna().all()
