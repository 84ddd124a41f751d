"""A firm that loses more every quarter, so that earlier days promise less loss than comes."""

from __future__ import annotations

import pandas as pd


def losing_more() -> pd.DataFrame:
    """Return the lines of 400 monthly buyers: a tenth stops in spring 2023, the large ones that autumn."""
    rows = [
        (day, f"k{number:03}", 1_000.0 if number >= 300 else 10.0)
        for number in range(400)
        for day in pd.date_range("2022-01-15", "2024-12-31", freq="30D")
        if not (number < 40 and day >= pd.Timestamp("2023-04-01") + pd.Timedelta(days=number))
        and not (300 <= number < 340 and day >= pd.Timestamp("2023-12-15"))
    ]
    return pd.DataFrame(rows, columns=["date", "customer_id", "revenue"])
