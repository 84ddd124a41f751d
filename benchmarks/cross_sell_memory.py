"""Time and peak memory of cross-sell gaps on made-up data of a large firm.

Run as ``python -m benchmarks.cross_sell_memory [customers] [items]``; 100,000 customers x 4,000 products by
default, 26 months of history. Prints one markdown row; the peak is that of the whole process, the lines
themselves included."""

from __future__ import annotations

import datetime as dt
import resource
import sys
import time

import numpy as np
import pandas as pd

from klantwaarde_xl.core.base.period import Period
from klantwaarde_xl.core.cross_sell.gaps import GapLimits, cross_sell_gaps

LINES_PER_CUSTOMER = 40
TASTES = 40


def firm(customers: int, items: int) -> pd.DataFrame:
    """Return invoice lines: every customer prefers one of a few tastes, every taste a part of the
    assortment."""
    rng = np.random.default_rng(1)
    count = customers * LINES_PER_CUSTOMER
    customer = np.repeat(np.arange(customers), LINES_PER_CUSTOMER)
    taste = rng.integers(0, TASTES, customers)[customer]
    popular = (rng.random(count) ** 2 * items).astype(np.int64)
    own = (taste * items // TASTES + rng.random(count) ** 2 * items / TASTES).astype(np.int64)
    item = np.where(rng.random(count) < 0.6, own, popular)
    return pd.DataFrame(
        {
            "date": np.datetime64("2022-11-01", "s") + rng.integers(0, 790, count).astype("timedelta64[D]"),
            "customer_id": pd.Categorical.from_codes(customer, [f"{n:06d}" for n in range(customers)]),
            "item": pd.Categorical.from_codes(item, [f"p{n:05d}" for n in range(items)]),
            "revenue": np.round(np.exp(rng.normal(4, 1, count)), 2),
            "cost": np.nan,
            "one_off": 0.0,
        }
    )


def main() -> None:
    """Print size, time, peak memory and what came out."""
    customers, items = (int(text) for text in sys.argv[1:3]) if len(sys.argv) > 2 else (100_000, 4_000)
    lines = firm(customers, items)
    year = Period(dt.date(2024, 1, 1), dt.date(2024, 12, 31))
    size = lines[lines["date"] >= "2024-01-01"].groupby("customer_id", observed=True)["revenue"].sum()
    frame = pd.DataFrame({"revenue": size.to_numpy()}, index=size.index.astype("str"))
    frame["segment"] = np.where(np.arange(len(frame)) % 3 == 0, "Bouw", "Zorg")
    start = time.perf_counter()
    found = cross_sell_gaps(lines, year, customers=frame, limits=GapLimits(minimum=1.0))
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print("| customers | items | lines | method | calibrated | gaps | seconds | peak MB |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    print(
        f"| {customers} | {items} | {len(lines)} | {found.method} {found.parameter:g} "
        f"| {found.calibrated} | {len(found.gaps)} | {seconds:.0f} | {peak:.0f} |"
    )


if __name__ == "__main__":
    main()
