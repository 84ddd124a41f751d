"""Serving: customers that, for sure, take more hours than their invoices, lines and margin explain."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from klantwaarde_xl.core.actions.price_gaps import margins_of_others
from klantwaarde_xl.core.base.id_codes import encode_into, ratio
from klantwaarde_xl.core.base.period import Period
from klantwaarde_xl.core.base.ranking import HALF_A_CENT
from klantwaarde_xl.core.measures.cost_to_serve import DEFAULT_RATES, Rates, effort_cost
from klantwaarde_xl.core.measures.invoice_lines import invoice_codes
from klantwaarde_xl.core.peers.shrinkage import FEWEST_INVOICES, lasting_gaps, pooled

DRIVERS = ("customer", "invoices", "lines", "margin")
"""What logged hours go with: being a customer, invoices, lines, and margin at the prices of others."""


def serving_gaps(
    lines: pd.DataFrame, effort: pd.DataFrame, ids: pd.Index, period: Period, rates: Rates = DEFAULT_RATES
) -> pd.DataFrame:
    """Return how much more logged effort costs on customers, for sure, than is usual for what they buy.

    ``lines`` and ``effort`` of the period, as of ``price_gaps`` and ``cost_to_serve.logged_effort``; ``ids``
    (n,) customers whose effort is known. What is usual: a x 1 + b x invoices + c x lines + d x margin at the
    prices of others, with a, b, c, d >= 0 by weighted least squares over all customers. A customer's ratio of
    actual to usual cost varies over the months of the period; it is shrunk and compared as
    ``shrinkage.lasting_gaps`` says. Customers need eight invoices.

    Result indexed by ``ids``: ``logged`` and ``usual`` EUR of the period; ``gap`` EUR of the period above the
    upper quartile of the true ratios, at most what is logged, 0 when that is not sure; ``chance`` that it
    is above, NaN where nothing can be compared.

    Source: docs/method.md, Gaps that last.

    >>> import datetime as dt
    >>> days = pd.date_range("2024-01-15", periods=12, freq="30D")
    >>> lines = pd.DataFrame({"customer_id": np.repeat(list("abcdef"), 12), "date": np.tile(days, 6),
    ...     "product_id": "p", "revenue": 100.0, "cost": 70.0})
    >>> effort = lines[["customer_id", "date"]].assign(hours=[3.0] * 12 + [0.5, 0.6] * 30)
    >>> year = Period(dt.date(2024, 1, 1), dt.date(2024, 12, 31))
    >>> found = serving_gaps(lines, effort, pd.Index(list("abcdef")), year)
    >>> (found["gap"] > 0).tolist(), found["logged"].round(2).tolist()
    ([True, False, False, False, False, False], [2160.0, 396.0, 396.0, 396.0, 396.0, 396.0])
    """
    months = (period.end.year - period.start.year) * 12 + period.end.month - period.start.month + 1
    cells = _Cells(ids, months, np.datetime64(period.start, "M"))
    drivers, unevenness = _drivers(cells, lines)
    spent = cells.sums(effort, effort_cost(effort, rates))
    logged = spent.sum(axis=1)
    law = _per_driver(drivers, logged)
    usual = law @ drivers
    counted = usual > HALF_A_CENT
    # The variance of a sum of visits grows with the sum: per euro logged it is alike for small and large, and
    # for who takes much and who takes little. It counts at the usual cost, so that luck is not certainty.
    busy = logged > HALF_A_CENT
    per_euro = ratio(months * spent.var(axis=1, ddof=1 if months > 1 else 0), logged, busy, 0.0)
    variance = ratio(pooled(per_euro, np.where(busy, months - 1.0, 0.0)), usual, counted) + unevenness
    quotient = ratio(logged, usual, counted & (drivers[1] >= FEWEST_INVOICES))
    found = lasting_gaps(-quotient, variance)
    return pd.DataFrame(
        {
            "logged": logged,
            "usual": usual,
            "gap": np.minimum(found.gap * usual, logged),
            "chance": found.chance,
        },
        index=ids,
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Cells:
    """Customers (n,) by months of the period, from ``first``."""

    ids: pd.Index
    months: int
    first: np.datetime64

    def of(self, frame: pd.DataFrame) -> np.ndarray:
        """Return the cell of each row, int (rows,), -1 for a customer that is not among them."""
        owner = encode_into(frame["customer_id"], self.ids.astype("str"))[0]
        month = (frame["date"].to_numpy().astype("datetime64[M]") - self.first).astype(np.int64)
        return np.where((owner >= 0) & (owner < len(self.ids)), owner * self.months + month, -1)

    def sums(self, frame: pd.DataFrame, amounts: np.ndarray) -> np.ndarray:
        """Return the sum of amounts (rows,) per customer and month, float64 (n, months)."""
        return self.total(self.of(frame), amounts)

    def total(self, cell: np.ndarray, amounts: np.ndarray) -> np.ndarray:
        """Return the sum of amounts per cell, float64 (n, months)."""
        rows = np.flatnonzero(cell >= 0)
        shape = (len(self.ids), self.months)
        return np.bincount(cell[rows], amounts[rows], minlength=shape[0] * shape[1]).reshape(shape)


def _drivers(cells: _Cells, lines: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Return the drivers, float64 (drivers, n), and the relative variance of the margin by invoices (n,)."""
    owner = cells.of(lines) // cells.months
    rows = np.flatnonzero(owner >= 0)
    owner, margin = owner[rows], margins_of_others(lines)[rows]
    invoice = invoice_codes(lines.iloc[rows], owner)
    of_invoice = owner[np.unique(invoice, return_index=True)[1]]
    per_invoice = np.bincount(invoice, margin, minlength=len(of_invoice))
    size = len(cells.ids)
    invoices, earned, squares = (
        np.bincount(of_invoice, weights, minlength=size).astype(float)
        for weights in (None, per_invoice, per_invoice**2)
    )
    counts = np.bincount(owner, minlength=size).astype(float)
    earned = np.maximum(earned, 0.0)
    drivers = np.stack([np.ones(size), invoices, counts, earned])
    return drivers, ratio(squares, earned * earned, otherwise=1.0)


def _per_driver(drivers: np.ndarray, spent: np.ndarray) -> np.ndarray:
    """Return the EUR per unit of each driver, >= 0, float64 (drivers,).

    ``drivers`` float (drivers, n), ``spent`` float (n,). The variance of a cost grows with its size, so a
    customer weighs by one over the mean of its drivers, each in parts of the firm's total."""
    from scipy.optimize import nnls  # Only here: importing it takes longer than a small analysis.

    total = drivers.sum(axis=1)
    shares = ratio(drivers, np.broadcast_to(total[:, None], drivers.shape), otherwise=0.0)
    root = np.sqrt(ratio(np.ones(len(spent)), shares.mean(axis=0), otherwise=0.0))
    found = nnls((shares * root).T, spent * root)[0] if len(spent) else np.zeros(len(drivers))
    return ratio(found, total, otherwise=0.0)
