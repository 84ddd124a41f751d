"""The page Maandomzet: revenue per customer per month."""

from __future__ import annotations

import pandas as pd

from klantwaarde_xl.report import formats as f
from klantwaarde_xl.report.page import Page, Source
from klantwaarde_xl.report.pages.columns import ID, NAME, amount, named
from klantwaarde_xl.report.specs import ColumnSpec, SheetSpec, TableSpec
from klantwaarde_xl.report.words import page_sentences

MONTHS = TableSpec(
    "tblMaandomzet",
    "monthly",
    (ID, NAME, amount("total", "Totaal", "Omzet over de getoonde maanden, in EUR.")),
    spread=ColumnSpec("", "", f.EURO_CENTS, 11, "", "sum"),
    totals=True,
    description="Eén rij per klant, één kolom per maand.",
)


def month_frame(source: Source) -> pd.DataFrame:
    """Return revenue by customer: number, name, total and a column per month, headed as in 'feb 2024'."""
    monthly = source.analysis.monthly
    names = source.analysis.customers["name"].reindex(monthly.index)
    ids = pd.Series(monthly.index.astype(str), index=monthly.index)
    frame = pd.DataFrame({"customer_id": ids, "name": named(names, ids), "total": monthly.sum(axis=1)})
    shown = monthly.set_axis([f.month(month) for month in pd.DatetimeIndex(monthly.columns)], axis=1)
    return pd.concat([frame, shown], axis=1).reset_index(drop=True)


PAGE = Page(
    SheetSpec(
        "Maandomzet",
        title="Omzet per klant per maand",
        about="omzet per klant per maand",
        message="months_message",
        subtitle="months_subtitle",
        tab_colour=f.GREY,
        hidden=True,
        freeze="D6",
        blocks=(MONTHS,),
    ),
    frames=lambda source: {"monthly": source.once(month_frame)},
    values=lambda source: {
        "months_message": page_sentences.months(source.analysis.monthly.shape[1]),
        "months_subtitle": "Bedragen in EUR.",
    },
)
