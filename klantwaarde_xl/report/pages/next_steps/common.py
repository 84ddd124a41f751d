"""What the pages of what to do next share: names of items and people, and columns of euros."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import pandas as pd

from klantwaarde_xl.analysis.result import Analysis
from klantwaarde_xl.report import formats as f
from klantwaarde_xl.report.pages.columns import named
from klantwaarde_xl.report.specs import ColumnSpec
from klantwaarde_xl.report.words.names import LEFT_ALONE

NOBODY = "Zonder accountmanager"


def euro(
    field: str,
    header: str,
    help: str,  # noqa: A002
    *,
    width: float = 14.0,
    total: Literal["sum", "none"] = "none",
    conditional: Literal["none", "negative"] = "none",
) -> ColumnSpec:
    """Return a column of whole euros."""
    return ColumnSpec(field, header, f.EURO, width, help, total, conditional)


def unbroken(frame: pd.DataFrame, column: str) -> pd.DataFrame:
    """Return the frame with sentences whose amounts and percentages are not broken at the end of a line."""
    return frame.assign(**{column: [f.unbroken(text) for text in frame[column]]})


def item_names(analysis: Analysis) -> pd.Series:
    """Return the name of each product, as code and description; empty when items are product groups."""
    products = analysis.inputs.products
    if analysis.settings.cross_sell_level == "productgroep" or products is None:
        return pd.Series(dtype=object)
    described = products[["product_id", "description"]].astype(object).dropna()
    named = described["product_id"] + " " + described["description"]
    return pd.Series(named.to_numpy(object), index=described["product_id"].to_numpy(object))


def called(items: pd.Series, names: pd.Series) -> pd.Series:
    """Return the items by their names, where they have one."""
    plain = items.astype(object)
    return plain.map(names).where(plain.isin(names.index), plain) if len(names) else plain


def named_items(frame: pd.DataFrame, analysis: Analysis) -> pd.DataFrame:
    """Return the frame with names for the items in ``item`` and ``with_item``, its rows numbered from 0."""
    names = item_names(analysis)
    words = {field: called(frame[field], names) for field in ("item", "with_item")}
    return frame.assign(**words).reset_index(drop=True)


def people(analysis: Analysis) -> pd.DataFrame:
    """Return name and account manager ('' nobody) by customer_id (str)."""
    frame = analysis.customers
    ids = pd.Index(frame.index.astype(str), name="customer_id")
    known = pd.DataFrame(
        {field: frame[field].astype(object).to_numpy(object) for field in ("name", "account_manager")},
        index=ids,
    )
    return known.assign(
        name=named(known["name"], pd.Series(ids, index=ids)),
        account_manager=known["account_manager"].fillna(""),
    )


def left_alone(analysis: Analysis) -> frozenset[str]:
    """Return the customers that the fair test leaves alone: nobody is to be told to approach them."""
    actions = analysis.chances.actions
    return frozenset(actions.index[actions["alone"].to_numpy(bool)].astype(str))


def warned(texts: Iterable[str], ids: Iterable[object], alone: frozenset[str]) -> list[str]:
    """Return what is proposed to customers; of those left alone the text begins with that.

    >>> warned(["Bel.", "Bel."], ["a", "b"], frozenset("b"))
    ['Bel.', 'Niet benaderen (proef). Bel.']
    """
    return [
        f"{LEFT_ALONE}. {text}" if str(number) in alone else text
        for text, number in zip(texts, ids, strict=True)
    ]


def of_customer(rows: pd.DataFrame, customer: str | None) -> pd.DataFrame:
    """Return the rows of one customer, by column ``customer_id``; all of them without one."""
    return rows if customer is None else rows[rows["customer_id"].astype(object) == customer]


def longest_list(analysis: Analysis, longest: int | None) -> int:
    """Return how many rows a list holds at most: so many, or else what the settings say."""
    return analysis.settings.longest_list if longest is None else longest
