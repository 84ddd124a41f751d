"""The model that the benchmark of the year ahead compares with, against what its authors published."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from benchmarks.bg_nbd import Purchases, fit_bg_nbd


@pytest.mark.slow
def test_the_fit_on_cdnow_is_the_published_one(shared_data: Path) -> None:
    found = pd.read_csv(shared_data / "cdnow" / "cdnow_customers_summary.csv")
    x, recency, age = (found[name].to_numpy(float) for name in ("frequency", "recency", "T"))
    r, alpha, a, b = fit_bg_nbd(Purchases(x, recency, age, x * 0))
    # Fader, Hardie & Lee (2005), table 2.
    assert (r, alpha) == (pytest.approx(0.243, abs=0.002), pytest.approx(4.414, abs=0.03))
    assert (a, b) == (pytest.approx(0.793, abs=0.03), pytest.approx(2.426, abs=0.1))
