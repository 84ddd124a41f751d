"""The page Kansenmatrix: the largest customers against what they do not buy yet."""

from __future__ import annotations

import pandas as pd

from klantwaarde_xl.analysis.result import Analysis
from klantwaarde_xl.core.base.ranking import HALF_A_CENT
from klantwaarde_xl.report import formats as f
from klantwaarde_xl.report.page import Page, Source
from klantwaarde_xl.report.pages.columns import NAME, TO_CARD
from klantwaarde_xl.report.pages.next_steps.common import called, item_names, people
from klantwaarde_xl.report.specs import SPREAD, ColumnSpec, GridSpec, SheetSpec
from klantwaarde_xl.report.words import chance_sentences

MATRIX_CUSTOMERS, MATRIX_ITEMS = 40, 24
"""Rows and columns of the matrix."""
BOUGHT = "✓"
"""Mark in the matrix for what a customer buys already."""
MATRIX = GridSpec(
    "matrix",
    (
        ColumnSpec("customer_id", "Klantnr", f.TEXT, 12),
        ColumnSpec("name", NAME.header, f.TEXT_SHRUNK, 34, link=TO_CARD),
        ColumnSpec("revenue", "Omzet", f.EURO.shrunk(), 14),
    ),
    "A5",
    MATRIX_CUSTOMERS,
    spread=ColumnSpec("", "", f.PERCENTAGE_CENTRED, 5.5, conditional="colour_scale", upright=True),
    most=MATRIX_ITEMS,
    empty="Er zijn geen klanten met kansen.",
)


def matrix_frame(analysis: Analysis) -> pd.DataFrame:
    """Return the chance of each item for the largest customers, with a mark for what they buy.

    Columns ``customer_id``, ``name``, ``revenue`` (EUR) and one per item, named ``SPREAD`` and the item; the
    cells of an item are object: a float, BOUGHT or NaN. Items with the most expected revenue (without
    euros: chance) over all customers come first.
    """
    cross_sell = analysis.chances.cross_sell
    largest = analysis.customers.sort_values("rank_revenue", kind="stable").head(MATRIX_CUSTOMERS)
    ids = largest.index.astype(str)
    gaps = cross_sell.gaps
    weight = gaps["expected_revenue"] if cross_sell.priced else gaps["probability"]
    total = weight.groupby(gaps["item"].astype(object)).sum()
    by_weight = total.reindex(cross_sell.items.index.astype(object)).fillna(0.0)
    items = by_weight.sort_values(ascending=False, kind="stable").index[:MATRIX_ITEMS]
    here = gaps[gaps["customer_id"].isin(ids) & gaps["item"].isin(items)]
    cells = here.pivot_table(index="customer_id", columns="item", values="probability").reindex(
        index=ids, columns=items
    )
    cells = cells.astype(object).mask(_bought(analysis, ids, items), BOUGHT)
    names = item_names(analysis)
    cells.columns = [f"{SPREAD}{name}" for name in called(pd.Series(items, dtype=object), names)]
    front = pd.DataFrame({"customer_id": ids, "name": people(analysis)["name"].reindex(ids).to_numpy(object)})
    front["revenue"] = largest["revenue"].to_numpy(float)
    return pd.concat([front, cells.reset_index(drop=True)], axis=1)


def _bought(analysis: Analysis, ids: pd.Index, items: pd.Index) -> pd.DataFrame:
    """Return which customer bought which item in the window of the cross-sell, bool."""
    window, lines = analysis.chances.cross_sell.window, analysis.lines
    item = lines["product_group" if analysis.settings.cross_sell_level == "productgroep" else "product_id"]
    inside = window.contains(lines["date"].to_numpy()) & (lines["one_off"] != 1).to_numpy()
    kept = inside & lines["customer_id"].isin(ids).to_numpy() & item.isin(items).to_numpy()
    sold = pd.DataFrame(
        {
            "customer_id": lines["customer_id"].astype(object),
            "item": item.astype(object),
            "revenue": lines["revenue"],
        }
    )[kept]
    sums = sold.pivot_table(index="customer_id", columns="item", values="revenue", aggfunc="sum")
    return sums.reindex(index=ids, columns=items).fillna(0.0) > HALF_A_CENT


def _values(source: Source) -> dict[str, object]:
    customers, calibrated = len(source.analysis.customers), source.analysis.chances.cross_sell.calibrated
    shown = min(customers, MATRIX_CUSTOMERS)
    return {
        "matrix_message": chance_sentences.matrix_message(shown, calibrated=calibrated),
        "matrix_subtitle": chance_sentences.matrix_legend(BOUGHT, calibrated=calibrated),
    }


PAGE = Page(
    SheetSpec(
        "Kansenmatrix",
        title="Kansenmatrix: grootste klanten en wat zij nog niet kopen",
        about="de 40 grootste klanten tegen de groepen: ✓ koopt hij al, een percentage is de kans",
        message="matrix_message",
        subtitle="matrix_subtitle",
        tab_colour=f.ACCENT,
        hidden=True,
        freeze="D6",
        widths=(("A:A", 12), ("B:B", 34), ("C:C", 13), ("D:AA", 5.5)),
        heights=((5, 103), *((row, 14.25) for row in range(6, 6 + MATRIX_CUSTOMERS))),
        pages_tall=1,
        blocks=(MATRIX,),
    ),
    frames=lambda source: {"matrix": matrix_frame(source.analysis)},
    values=_values,
)
