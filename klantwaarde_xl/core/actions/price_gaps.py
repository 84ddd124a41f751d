"""Margin like for like: a customer's margin beside that of others on the same product in the same quarter."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from klantwaarde_xl.core.base.id_codes import encode, figures, joint_codes, ratio
from klantwaarde_xl.core.base.ranking import cents
from klantwaarde_xl.core.measures.invoice_lines import invoice_codes
from klantwaarde_xl.core.peers.peers import FEWEST_PEERS
from klantwaarde_xl.core.peers.shrinkage import FEWEST_INVOICES, UnitSums, lasting_gaps

WINSORISED = (0.01, 0.99)
"""Quantiles of the deviations of all lines beyond which one is drawn in: a typing error is no price."""
COLUMNS = (
    *("compared", "own_pct", "others_pct", "deviation"),
    *("shrunk", "target", "chance", "gap", "invoices"),
)
"""Columns of the result of :func:`price_gaps`, in order."""


def price_gaps(lines: pd.DataFrame, ids: pd.Index) -> pd.DataFrame:
    """Return how much lower the margin of customers is, for sure, than that of others for the same goods.

    ``lines`` of the period without one-offs (n,): ``customer_id``, ``product_id`` (blank counts as one
    product), ``date``, ``invoice_id`` (may be blank: one a day), ``revenue`` and ``cost`` (EUR, NaN unknown:
    left out). ``ids`` (m,) customers of interest.

    A line is compared with the margin of the *other* customers on the same product in the same quarter, when
    at least five of them bought it then, else in the whole period; a line without five others is not
    compared. Its deviation is revenue - cost - revenue x that margin. Both the margins that are compared with
    and the deviations are winsorised at 1 and 99 % of all lines, as a fraction of revenue (of cost for goods
    given away): a typing error is no price.

    Result indexed by ``ids``: ``compared`` EUR revenue that could be compared; ``own_pct`` and ``others_pct``
    margin fractions on it; ``deviation`` between them, winsorised; ``shrunk`` the expected true deviation and
    ``target`` the lower quartile of those (fractions); ``chance`` that it is worse than the target; ``gap`` =
    target - shrunk, 0 when that is not sure (``shrinkage.lasting_gaps``); ``invoices`` number compared.
    NaN where nothing could be compared.

    Source: docs/method.md, Gaps that last.

    >>> lines = pd.DataFrame({"customer_id": list("abcdef") * 9, "product_id": "p", "revenue": 100.0,
    ...     "date": pd.Timestamp("2024-02-01"), "invoice_id": [str(n // 6) for n in range(54)]})
    >>> lines["cost"] = [95.0 if who == "a" else 70.0 + number % 2 for number, who in
    ...                  zip([n // 6 for n in range(54)], lines["customer_id"])]
    >>> found = price_gaps(lines, pd.Index(list("abcdef")))
    >>> found.loc["a", ["compared", "own_pct", "invoices"]].tolist(), float(found["gap"].iloc[1:].sum())
    ([900.0, 0.05, 9.0], 0.0)
    """
    owner, known = encode(lines["customer_id"])
    rows = np.flatnonzero((owner >= 0) & ~np.isnan(figures(lines, "cost")))
    lines, owner = lines.iloc[rows], owner[rows]
    reference = _references(lines, owner)
    compared = np.flatnonzero(~np.isnan(reference))
    lines, owner = lines.iloc[compared], owner[compared]
    revenue, cost = figures(lines, "revenue"), figures(lines, "cost")
    expected = revenue * reference[compared]
    deviation = _winsorised(revenue - cost - expected, revenue, cost)
    found = _Compared(owner, revenue, revenue - cost, expected, deviation, invoice_codes(lines, owner))
    return _result(found, pd.Index(known), ids)


def margins_of_others(lines: pd.DataFrame) -> np.ndarray:
    """Return what each line would earn at the margin of others for the same product, EUR, float64 (n,).

    ``lines`` as of :func:`price_gaps`; a line that cannot be compared has its own margin, or 0 when its cost
    is unknown.

    >>> lines = pd.DataFrame({"customer_id": list("abcdef"), "product_id": "p", "revenue": 100.0,
    ...     "cost": [90.0] * 2 + [70.0] * 4, "date": pd.Timestamp("2024-02-01")})
    >>> margins_of_others(lines).round(9).tolist()
    [26.0, 26.0, 22.0, 22.0, 22.0, 22.0]
    """
    owner = encode(lines["customer_id"])[0]
    revenue, cost = figures(lines, "revenue"), figures(lines, "cost")
    margin: np.ndarray = np.nan_to_num(revenue - cost)
    rows = np.flatnonzero((owner >= 0) & ~np.isnan(cost))
    expected = revenue[rows] * _references(lines.iloc[rows], owner[rows])
    margin[rows] = np.where(np.isnan(expected), margin[rows], expected)
    return margin


def _references(lines: pd.DataFrame, owner: np.ndarray) -> np.ndarray:
    """Return per line the margin fraction of others on its product in its quarter, else in the period."""
    revenue, cost = figures(lines, "revenue"), figures(lines, "cost")
    cells = _Cells(owner, revenue, _winsorised(revenue - cost, revenue, cost))
    product = encode(lines["product_id"])[0]
    product = np.where(product < 0, product.max(initial=-1) + 1, product)
    quarter = lines["date"].to_numpy().astype("datetime64[M]").astype(np.int64) // 3
    reference = cells.margin_of_others(joint_codes(product, quarter - quarter.min(initial=0)))
    wanting = np.isnan(reference)
    if wanting.any():
        reference = np.where(wanting, cells.margin_of_others(joint_codes(product, product * 0)), reference)
    return reference


@dataclass(frozen=True, slots=True, eq=False)
class _Cells:
    """Lines (n,) by customer, from which others' margins per product and quarter follow."""

    owner: np.ndarray
    revenue: np.ndarray
    margin: np.ndarray

    def margin_of_others(self, cell: np.ndarray) -> np.ndarray:
        """Return per line the margin fraction of the other customers in its cell, NaN below five."""
        pair = joint_codes(cell, self.owner)
        size = int(pair.max(initial=-1)) + 1
        cell_of = np.zeros(size, np.int64)
        cell_of[pair] = cell
        own = [np.bincount(pair, amounts, minlength=size) for amounts in (self.revenue, self.margin)]
        whole = [np.bincount(cell_of, amounts) for amounts in own] if size else own
        others = (np.bincount(cell_of)[cell_of] if size else cell_of) - 1
        revenue, margin = (total[cell_of] - mine for total, mine in zip(whole, own, strict=True))
        found: np.ndarray = ratio(margin, revenue, (others >= FEWEST_PEERS) & (cents(revenue) > 0))
        of_line: np.ndarray = found[pair]
        return of_line


def _winsorised(amounts: np.ndarray, revenue: np.ndarray, cost: np.ndarray) -> np.ndarray:
    """Return amounts (n,) drawn in to the 1 and 99 % quantiles of their part of revenue, or else of cost."""
    scale = np.where(revenue != 0, np.abs(revenue), np.abs(cost))
    share = ratio(amounts, scale)
    known = share[~np.isnan(share)]
    if not len(known):
        return amounts
    low, high = np.quantile(known, WINSORISED)
    return np.where(scale > 0, np.clip(np.nan_to_num(share), low, high) * scale, 0.0)


@dataclass(frozen=True, slots=True, eq=False)
class _Compared:
    """Lines that could be compared (n,)."""

    owner: np.ndarray
    revenue: np.ndarray
    margin: np.ndarray
    expected: np.ndarray
    deviation: np.ndarray
    invoice: np.ndarray


def _result(lines: _Compared, known: pd.Index, ids: pd.Index) -> pd.DataFrame:
    units = int(lines.invoice.max(initial=-1)) + 1
    owner = np.zeros(units, np.intp)
    owner[lines.invoice] = lines.owner
    deviation, revenue = (
        np.bincount(lines.invoice, amounts, minlength=units) for amounts in (lines.deviation, lines.revenue)
    )
    sums = UnitSums.of(owner, deviation, revenue, len(known))
    enough = sums.count >= FEWEST_INVOICES
    gaps = lasting_gaps(np.where(enough, sums.ratio(), np.nan), sums.variance())
    margin, expected = (
        np.bincount(lines.owner, amounts, minlength=len(known)) for amounts in (lines.margin, lines.expected)
    )
    frame = pd.DataFrame(
        {
            "compared": np.where(sums.count > 0, sums.whole, np.nan),
            "own_pct": ratio(margin, sums.whole),
            "others_pct": ratio(expected, sums.whole),
            "deviation": sums.ratio(),
            "shrunk": gaps.shrunk,
            "target": gaps.target,
            "chance": gaps.chance,
            "gap": gaps.gap,
            "invoices": sums.count,
        },
        index=known,
        columns=list(COLUMNS),
    )
    found: pd.DataFrame = frame.reindex(ids)
    found["gap"] = found["gap"].fillna(0.0)
    return found
