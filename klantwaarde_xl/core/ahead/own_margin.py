"""The margin fraction to expect of a customer: its own, drawn to that of all by how well it is known."""

from __future__ import annotations

import numpy as np
import pandas as pd

from klantwaarde_xl.core.base.id_codes import encode_into, figures
from klantwaarde_xl.core.measures.invoice_lines import invoice_codes
from klantwaarde_xl.core.peers.shrinkage import LEAST_VARIANCE, UnitSums, between


def expected_margins(lines: pd.DataFrame, ids: pd.Index) -> np.ndarray:
    """Return the expected margin fraction of each customer, float64 (n,), NaN where no cost is known.

    ``lines`` frame of the period with ``customer_id``, ``revenue``, ``cost`` (EUR, NaN unknown), ``date`` and
    optionally ``invoice_id``; ``ids`` str (n,). The variance of a customer's fraction comes from its
    invoices, that between customers from all of them; a customer with a cost but without a positive turnover
    has the mean.

    Source: docs/method.md, Value next year; DerSimonian & Laird (1986), Morris (1983).

    >>> lines = pd.DataFrame({"customer_id": ["a", "a", "b", "b"], "revenue": 100.0,
    ...     "cost": [50.0, 52.0, 90.0, 88.0], "invoice_id": ["1", "2", "3", "4"],
    ...     "date": pd.Timestamp("2024-02-01")})
    >>> expected_margins(lines, pd.Index(["a", "b", "c"])).round(2).tolist()
    [0.49, 0.11, nan]
    """
    code = encode_into(lines["customer_id"], ids)[0]
    revenue, cost = figures(lines, "revenue"), figures(lines, "cost")
    rows = np.flatnonzero((code >= 0) & (code < len(ids)) & ~np.isnan(cost))
    if not len(rows):
        return np.full(len(ids), np.nan)
    owner = code[rows]
    invoice = invoice_codes(lines.iloc[rows], owner)
    units = int(invoice.max()) + 1
    owner_of = np.zeros(units, np.intp)
    owner_of[invoice] = owner
    margin, whole = (
        np.bincount(invoice, amounts, minlength=units)
        for amounts in (revenue[rows] - cost[rows], revenue[rows])
    )
    sums = UnitSums.of(owner_of, margin, whole, len(ids))
    own, variance = sums.ratio(), sums.variance()
    known = ~np.isnan(own) & ~np.isnan(variance)
    expected = np.full(len(ids), np.nan)
    if not known.any():
        return own
    variance = np.maximum(variance, LEAST_VARIANCE)
    mean, tau2 = (float(figure[0]) for figure in between(own[known], variance[known]))
    expected[sums.count > 0] = mean
    expected[known] = mean + tau2 / (tau2 + variance[known]) * (own[known] - mean)
    return expected
