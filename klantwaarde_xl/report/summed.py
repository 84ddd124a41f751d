"""Tables of lines that were added up where they are: per customer and per product, largest first."""

from __future__ import annotations

import numpy as np
import pandas as pd

from klantwaarde_xl.core.value.pareto import cumulative_share, pareto_classes
from klantwaarde_xl.report import formats as f
from klantwaarde_xl.report.specs import ColumnSpec, TableSpec

_SUMS = (
    ColumnSpec("revenue", "Omzet", f.EURO_CENTS),
    ColumnSpec("covered_revenue", "Omzet met kostprijs", f.EURO_CENTS),
    ColumnSpec("gross_margin", "Brutomarge", f.EURO_CENTS),
    ColumnSpec("margin_pct", "Marge %", f.PERCENTAGE),
    ColumnSpec("lines", "Regels", f.INTEGER),
    ColumnSpec("credit_lines", "Creditregels", f.INTEGER),
)
_DAYS = (
    ColumnSpec("first_purchase", "Eerste aankoop", f.DATE),
    ColumnSpec("last_purchase", "Laatste aankoop", f.DATE),
)
_BEFORE = (
    ColumnSpec("revenue_before", "Omzet vorige periode", f.EURO_CENTS),
    ColumnSpec("gross_margin_before", "Brutomarge vorige periode", f.EURO_CENTS),
    ColumnSpec("lines_before", "Regels vorige periode", f.INTEGER),
)
CUSTOMERS = TableSpec(
    "tblKlanttotalen",
    "customers",
    (
        ColumnSpec("customer_id", "Klantnr"),
        ColumnSpec("pareto_class", "Klasse"),
        ColumnSpec("pareto_share", "Omzet opgeteld", f.PERCENTAGE),
        *_SUMS,
        ColumnSpec("invoices", "Facturen", f.INTEGER),
        *_DAYS,
        *_BEFORE,
        ColumnSpec("invoices_before", "Facturen vorige periode", f.INTEGER),
    ),
)
PRODUCTS = TableSpec(
    "tblProducttotalen",
    "products",
    (
        ColumnSpec("product_id", "Productcode"),
        *_SUMS,
        ColumnSpec("customers", "Klanten", f.INTEGER),
        *_DAYS,
        *_BEFORE,
        ColumnSpec("customers_before", "Klanten vorige periode", f.INTEGER),
    ),
)


def both_periods(now: pd.DataFrame, before: pd.DataFrame) -> pd.DataFrame:
    """Return a row per customer or product of the period or the one before, by revenue.

    ``now`` and ``before`` as of :func:`~klantwaarde_xl.lines.adding_up.by_period`. What is of the previous
    period has ``_before`` behind its name. Counts and revenue are 0 and margins and days blank where there is
    no line."""
    key = str(now.index.name)
    frame = now.join(before.add_suffix("_before"), how="outer")
    blank = ("gross_margin", "first", "last")
    zero = dict.fromkeys((name for name in map(str, frame) if not name.startswith(blank)), 0)
    frame = frame.fillna(zero)
    covered = frame["covered_revenue"]
    frame["margin_pct"] = np.where(
        covered.round(2) > 0, frame["gross_margin"] / covered.replace(0, np.nan), np.nan
    )
    frame = frame.rename_axis(key).reset_index()
    return frame.sort_values(["revenue", key], ascending=[False, True], ignore_index=True)


def with_classes(customers: pd.DataFrame, bound_a: float, bound_b: float) -> pd.DataFrame:
    """Return the customers with their Pareto class and cumulative share of revenue, '' without lines."""
    revenue = customers["revenue"].where(customers["lines"] > 0)
    return customers.assign(
        pareto_class=pareto_classes(revenue, bound_a, bound_b), pareto_share=cumulative_share(revenue)
    )
