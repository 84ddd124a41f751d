"""Sums per invoice against pandas, with credits, lines without an invoice number and lines outside."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from klantwaarde_xl.core.base.period import Period
from klantwaarde_xl.core.measures.invoice_sums import InvoiceSums

YEAR = Period(dt.date(2024, 1, 1), dt.date(2024, 12, 31))


def lines_of(seed: int, rows: int = 80) -> pd.DataFrame:
    """Return lines of five customers in which an invoice number may be blank, and a cost or a group."""
    draw = np.random.default_rng(seed)
    revenue = draw.integers(-2_000, 9_000, rows) / 100
    return pd.DataFrame(
        {
            "date": pd.Timestamp("2023-11-01") + pd.to_timedelta(draw.integers(0, 420, rows), "D"),
            "customer_id": draw.choice(list("abcde"), rows),
            "invoice_id": np.where(draw.random(rows) < 0.2, None, draw.integers(0, 30, rows).astype(str)),
            "product_group": draw.choice(["x", "y", None], rows),
            "revenue": revenue,
            "cost": np.where(draw.random(rows) < 0.1, np.nan, revenue / 2),
        }
    )


@pytest.mark.parametrize("seed", range(5))
def test_sums_are_those_of_pandas(seed: int) -> None:
    lines, ids = lines_of(seed), pd.Index(list("edcb"))
    found = InvoiceSums.of(lines, YEAR, ids)
    used = lines[lines["customer_id"].isin(ids) & (lines["date"].dt.year == 2024)]
    number = used["invoice_id"].fillna("on " + used["date"].dt.strftime("%Y-%m-%d"))
    keys = [used["customer_id"].rename("owner"), number]
    expected = used.groupby(keys)["revenue"].sum()
    assert sorted(zip(ids[found.owner], found.revenue.round(6), strict=True)) == sorted(
        zip(expected.index.get_level_values(0), expected.round(6), strict=True)
    )
    margin = (used["revenue"] - used["cost"]).groupby(used["customer_id"]).sum()
    own = pd.Series(np.bincount(found.owner, found.margin, 4), ids)
    pd.testing.assert_series_equal(own.sort_index(), margin, check_names=False)
    assert (np.diff(found.owner) >= 0).all()
    parts = used.groupby([*keys, used["product_group"].fillna("none")])["revenue"].sum()
    assert np.sort(found.amount).round(6).tolist() == sorted(parts.round(6))
    assert np.bincount(found.invoice, found.amount).round(6).tolist() == found.revenue.round(6).tolist()


def test_without_groups_or_lines_there_are_no_parts() -> None:
    lines = lines_of(1).assign(product_group=None)
    assert not len(InvoiceSums.of(lines, YEAR, pd.Index(list("abc"))).amount)
    none = InvoiceSums.of(lines[:0], YEAR, pd.Index(["a"]))
    assert not len(none.owner)
    assert not len(none.revenue)
