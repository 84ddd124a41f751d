"""What each customer bought as sums per invoice, from which purchases can be drawn again."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from klantwaarde_xl.core.base.id_codes import encode, figures, joint_codes
from klantwaarde_xl.core.base.period import Period
from klantwaarde_xl.core.measures.invoice_lines import invoice_codes


@dataclass(frozen=True, slots=True, eq=False)
class InvoiceSums:
    """Sums per invoice (k,), ordered by customer, and per product group within an invoice (c,).

    ``owner``: row of the customer; ``revenue``, and ``margin`` of the lines with a known cost, EUR.
    ``invoice``, ``group`` and ``amount``: invoice, product group (lines without one are a group together) and
    EUR of each part, ordered by invoice; empty when no line has a group."""

    owner: np.ndarray
    revenue: np.ndarray
    margin: np.ndarray
    invoice: np.ndarray
    group: np.ndarray
    amount: np.ndarray

    @classmethod
    def of(cls, lines: pd.DataFrame, period: Period, ids: pd.Index) -> InvoiceSums:
        """Return the sums of the lines of ``ids`` within the period.

        ``lines`` as of ``customer_measures``; lines without a number are one invoice a day.

        >>> import datetime as dt
        >>> day = pd.to_datetime(["2024-03-01", "2024-03-01", "2024-05-01"])
        >>> lines = pd.DataFrame({"date": day, "customer_id": "a", "revenue": [5.0, 7.0, 1.0], "cost": 1.0})
        >>> year = Period(dt.date(2024, 1, 1), dt.date(2024, 12, 31))
        >>> found = InvoiceSums.of(lines, year, pd.Index(["a"]))
        >>> found.revenue.tolist(), found.margin.tolist(), found.group.tolist()
        ([12.0, 1.0], [10.0, 0.0], [])
        """
        code, known = encode(lines["customer_id"])
        owner = np.append(ids.get_indexer(known), -1)[code]
        rows = np.flatnonzero(period.contains(lines["date"].to_numpy()) & (owner >= 0))
        used, owner = lines.iloc[rows], owner[rows]
        invoice = invoice_codes(used, owner)
        size = int(invoice.max(initial=-1)) + 1
        owners = np.zeros(size, np.intp)
        owners[invoice] = owner
        revenue, cost = figures(used, "revenue"), figures(used, "cost")
        margin = np.nan_to_num(revenue - cost)
        sums = (np.bincount(invoice, amount, size) for amount in (revenue, margin))
        return cls(owners, *sums, *_parts(used, invoice, revenue))


def _parts(lines: pd.DataFrame, invoice: np.ndarray, revenue: np.ndarray) -> tuple[np.ndarray, ...]:
    """Return invoice, product group and EUR of each product group within an invoice."""
    none = np.zeros(0, np.intp)
    if "product_group" not in lines:
        return none, none, np.zeros(0)
    group, names = encode(lines["product_group"])
    if (group < 0).all():
        return none, none, np.zeros(0)
    group = np.where(group < 0, len(names), group)
    part = joint_codes(invoice, group)
    row = np.zeros(int(part.max()) + 1, np.intp)
    row[part] = np.arange(len(part))
    return invoice[row], group[row], np.bincount(part, revenue)
