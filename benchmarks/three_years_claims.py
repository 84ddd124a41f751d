"""What three horizons are expected to bring beside what came, on the public sets.

Run: ``python -m benchmarks.three_years_claims [--data ../shared/data]``. No public set has the seven years
that a check over three years needs, so each is cut with an eighth of its length as the horizon: five
horizons before the cut, three after. Printed with the plainest alternative, three times the last horizon."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import numpy as np
import pandas as pd

from benchmarks.ahead_claims import FEWEST_CUSTOMERS, sets
from benchmarks.claims import ROOT
from benchmarks.measuring import judge, table
from klantwaarde_xl.core.ahead.next_year import next_year
from klantwaarde_xl.core.ahead.three_years import YEARS, three_years
from klantwaarde_xl.core.ahead.timeline import Timeline
from klantwaarde_xl.core.base.period import Period

PARTS = 8
HEADERS = ("set", "days", "customers", "origins", "reason", "factor", "multiple", "total", "3 x last", "MAE")


def checked(name: str, lines: pd.DataFrame) -> tuple[tuple[object, ...], tuple[float, float] | None]:
    """Return the row of the table, and total and error beside the alternative where something is claimed."""
    lines = lines.assign(customer_id=lines["customer_id"].astype(str))
    first, end = (lines["date"].agg(side).date() for side in ("min", "max"))
    horizon = (end - first).days // PARTS
    ids = pd.Index(sorted(set(lines["customer_id"])))
    whole = Timeline.of(lines, ids, Period(first, end))
    cut = whole.last - YEARS * horizon
    day = (pd.Timestamp(first) + pd.Timedelta(days=cut)).date()
    before = Timeline.of(lines, ids, Period(first, day))
    rows = before.habits(before.last, horizon).rows
    found, expected = three_years(before, horizon), next_year(before, horizon).revenue[rows]
    last, came = (
        before.revenue_between(cut - horizon, cut)[rows],
        whole.revenue_between(cut, whole.last)[rows],
    )
    again = YEARS * np.maximum(last, 0.0)
    plain = f"{again.sum() / came.sum():.2f}"
    start = (name, horizon, len(rows), found.origins, found.reason)
    if found.reason:
        return (*start, "" if np.isnan(found.factor) else f"{found.factor:.2f}", "", "", plain, ""), None
    told = expected * found.multiple
    total, error = told.sum() / came.sum(), np.abs(came - told).sum() / np.abs(came - again).sum()
    shown = (f"{found.factor:.2f}", f"{found.multiple:.2f}", f"{total:.2f}", plain, f"{error:.2f}")
    return (*start, *shown), ((float(total), float(error)) if len(rows) >= FEWEST_CUSTOMERS else None)


def main() -> None:
    """Print the table and judge the goals."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data")
    given = parser.parse_args()
    sys.path.insert(0, str(ROOT / "tests" / "support"))
    rows, claims = [], []
    for name, lines, _ in sets(given.data):
        row, claim = checked(name, lines)
        rows.append(row)
        claims += [claim] if claim else []
    print(table(HEADERS, rows))
    judge("three years: total, furthest off", max(100 * abs(total - 1) for total, _ in claims), 25, "%")
    judge("three years: MAE beside three times the last, worst", max(error for _, error in claims), 1.1, "x")


if __name__ == "__main__":
    main()
