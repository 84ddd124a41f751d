"""Who buys what: invoice lines as codes, and per window a sparse binary matrix of customers x items.

An item is a product group or a product. Everything is sparse: memory grows with the number of purchases,
never with customers x items."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import sparse

from klantwaarde_xl.core.base.id_codes import joint_codes, sorted_codes
from klantwaarde_xl.core.base.period import Period

ONES = np.float32
"""Type of the ones in the matrix: products stay float32, half the memory of the default."""


@dataclass(frozen=True, slots=True, eq=False)
class Baskets:
    """Customers x items of one window.

    ``matrix`` (n, m) CSR of float32 ones where net revenue > 0; ``spend`` and ``covered`` and ``margin`` (n,
    m) CSR of the same pattern: EUR net revenue, the part of it with a known cost, and revenue - cost over
    that part. ``age`` int (purchases,), in the order of ``matrix.data``: days between the last sale of the
    pair and the end of the window. ``customers`` (n,) and ``items`` (m,) are positions in the labels of the
    :class:`Purchases` it came from, ascending."""

    matrix: sparse.csr_array
    spend: sparse.csr_array
    covered: sparse.csr_array
    margin: sparse.csr_array
    age: np.ndarray
    customers: np.ndarray
    items: np.ndarray


@dataclass(frozen=True, slots=True, eq=False)
class Purchases:
    """Invoice lines that count as a pattern, coded once so that many windows can be cut from them.

    ``customer``, ``item`` int32 (lines,) positions in ``customer_labels`` and ``item_labels`` (str, sorted);
    ``date`` datetime64[D] (lines,); ``revenue``, ``cost`` float64 EUR (lines,), cost NaN where unknown."""

    customer: np.ndarray
    item: np.ndarray
    date: np.ndarray
    revenue: np.ndarray
    cost: np.ndarray
    customer_labels: pd.Index
    item_labels: pd.Index

    def baskets(
        self, window: Period, *, customers: np.ndarray | None = None, items: np.ndarray | None = None
    ) -> Baskets:
        """Return the baskets of a window.

        ``customers`` and ``items`` are ascending positions in the labels that become the rows and columns,
        bought or not; by default the customers and the items with at least one purchase of net revenue > 0 in
        the window. Net revenue is compared in whole cents, so the float residue of a sale and its return is
        no purchase.

        >>> import datetime as dt
        >>> dates = pd.to_datetime(["2024-01-05", "2024-02-01", "2024-02-03", "2024-03-01"])
        >>> lines = pd.DataFrame({"date": dates, "customer_id": list("aabb"), "item": list("xyxy"),
        ...     "revenue": [10.0, 5.0, 20.0, 8.0], "cost": [6.0, np.nan, 9.0, 4.0],
        ...     "one_off": [0.0, 0.0, np.nan, 1.0]})
        >>> found = purchases(lines).baskets(Period(dt.date(2024, 1, 1), dt.date(2024, 12, 31)))
        >>> found.matrix.toarray().tolist(), found.margin.toarray().tolist()
        ([[1.0, 1.0], [1.0, 0.0]], [[4.0, 0.0], [11.0, 0.0]])
        """
        lines = np.flatnonzero(window.contains(self.date))
        width = max(len(self.item_labels), 1)
        customer, item = self.customer[lines].astype(np.int64), self.item[lines]
        pair = joint_codes(customer, item)
        keys = np.zeros(int(pair.max(initial=-1)) + 1, np.int64)
        keys[pair] = customer * width + item
        revenue, cost = self.revenue[lines], self.cost[lines]
        known = ~np.isnan(cost)
        totals = [
            np.bincount(pair, weights=weights, minlength=len(keys))
            for weights in (
                revenue,
                np.where(known, revenue, 0.0),
                np.where(known, revenue - np.where(known, cost, 0.0), 0.0),
            )
        ]
        sold = revenue > 0
        age = np.full(len(keys), window.days)
        np.minimum.at(age, pair[sold], (np.datetime64(window.end) - self.date[lines][sold]).astype(np.int64))
        bought = np.rint(totals[0] * 100) > 0
        row, column = np.divmod(keys[bought], width)
        rows = np.unique(row) if customers is None else np.asarray(customers)
        columns = np.unique(column) if items is None else np.asarray(items)
        inside = np.isin(row, rows) & np.isin(column, columns)
        row = np.searchsorted(rows, row[inside]).astype(np.int32)
        column = np.searchsorted(columns, column[inside]).astype(np.int32)
        shape = (len(rows), len(columns))
        ends = np.concatenate([[0], np.cumsum(np.bincount(row, minlength=shape[0]))]).astype(np.int32)
        spend, covered, margin = (
            sparse.csr_array((values[bought][inside], column, ends), shape=shape) for values in totals
        )
        ones = sparse.csr_array((np.ones(len(column), ONES), column, ends), shape=shape)
        return Baskets(ones, spend, covered, margin, age[bought][inside], rows, columns)


def purchases(lines: pd.DataFrame) -> Purchases:
    """Return the lines that count as a pattern, coded.

    ``lines``: one row per invoice line with ``date`` (datetime64), ``customer_id`` and ``item`` (str or
    categorical), ``revenue`` (EUR), ``cost`` (EUR, NaN unknown) and ``one_off`` (1, 0 or NaN). Lines without
    date, customer, item or revenue and one-offs (1) are left out. Labels are sorted, so the order of the rows
    makes no difference.

    Source: docs/method.md, Cross-sell (net revenue > 0, one-offs left out).

    >>> lines = pd.DataFrame({"date": pd.to_datetime(["2024-01-05"] * 3), "customer_id": ["b", "a", "c"],
    ...     "item": ["x", None, "y"], "revenue": [1.0, 2.0, 3.0], "cost": np.nan, "one_off": [0.0, 0.0, 1.0]})
    >>> list(purchases(lines).customer_labels)
    ['b']
    """
    kept = lines[["date", "customer_id", "item", "revenue"]].notna().all(axis=1).to_numpy() & ~(
        lines["one_off"].to_numpy() == 1
    )
    lines = lines[kept]
    customer, customer_labels = sorted_codes(lines["customer_id"])
    item, item_labels = sorted_codes(lines["item"])
    return Purchases(
        customer.astype(np.int32),
        item.astype(np.int32),
        lines["date"].to_numpy().astype("datetime64[D]"),
        lines["revenue"].to_numpy(float),
        lines["cost"].to_numpy(float),
        customer_labels,
        item_labels,
    )
