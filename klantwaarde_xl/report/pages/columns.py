"""Columns that the tables of several pages share."""

from __future__ import annotations

from typing import Literal

import pandas as pd

from klantwaarde_xl.report import formats as f
from klantwaarde_xl.report.specs import ColumnLink, ColumnSpec

CARD_SEARCH = "Kaart_Zoek"
"""Name of the cell on Klantkaart in which a customer is searched; every customer's name links to it."""
TO_CARD = ColumnLink(
    CARD_SEARCH,
    "Naar Klantkaart. In de werkmap met macro's staat deze klant daar klaar; typ anders het nummer.",
)
ID = ColumnSpec("customer_id", "Klantnr", f.TEXT, f.WIDTH_ID, "Het klantnummer zoals in de facturen.")
NAME = ColumnSpec("name", "Klantnaam", f.TEXT, f.WIDTH_NAME, link=TO_CARD)
MANAGER = ColumnSpec("account_manager", "Accountmanager", f.TEXT, f.WIDTH_TEXT)


def amount(
    field: str,
    header: str,
    help: str = "",  # noqa: A002
    *,
    group: str = "",
    format: f.CellFormat = f.EURO_CENTS,  # noqa: A002
    conditional: Literal["none", "negative"] = "none",
) -> ColumnSpec:
    """Return a column of euros with cents and a total."""
    return ColumnSpec(field, header, format, f.WIDTH_AMOUNT, help, "sum", conditional, group)


def named(names: pd.Series[str], ids: pd.Series[str]) -> pd.Series[str]:
    """Return the names as text, with the customer number where there is no name."""
    text = names.astype(object)
    return text.where(text.notna() & (text != ""), ids.astype(object))
