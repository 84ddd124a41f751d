"""The page Doorsnedegegevens: sums per combination of properties, which the formulas of Doorsneden add up.

Customers cannot be added over product groups or administrations, for one can buy in several. So the table
holds the same sums at four levels, and a formula takes the level of the properties that were chosen."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from klantwaarde_xl.report import formats as f
from klantwaarde_xl.report.page import Page, Source
from klantwaarde_xl.report.specs import ColumnSpec, SheetSpec, TableSpec
from klantwaarde_xl.report.words.dashboard_phrases import NOT_FILLED

DIMENSIONS = {
    "segment": "Segment",
    "region": "Regio",
    "account_manager": "Accountmanager",
    "pareto_class": "Klasse",
    "product_group": "Productgroep",
    "entity": "Administratie",
}
"""Properties by field; the first four are of a customer, the others of an invoice line."""
OF_CUSTOMER = tuple(DIMENSIONS)[:4]
GROUP, ENTITY = 5, 6
"""Number of the two properties of a line among DIMENSIONS."""
MEASURES = {
    "revenue": "Omzet",
    "gross_margin": "Brutomarge",
    "contribution": "Nettobijdrage",
    "cost_to_serve": "Bedienkosten",
    "hours": "Uren",
    "customers": "Klanten",
}
"""Measures that can be chosen, by field; contribution, cost to serve and hours are of a customer only."""
OF_CUSTOMER_ONLY = ("contribution", "cost_to_serve", "hours")
MAY_BE_UNKNOWN = ("gross_margin", *OF_CUSTOMER_ONLY)
"""Measures that are blank where nothing is known of them; the others always have a figure."""
_MORE = {"covered_revenue": "Omzet met kostprijs", "a_customers": "A-klanten"}
RATIOS = {"per_hour": ("contribution", "hours"), "margin_pct": ("gross_margin", "covered_revenue")}
PAIRED = {**MEASURES, "per_hour": "Nettobijdrage per uur", "margin_pct": "Marge %"}
"""What two account managers are compared on; the last two are ratios."""
COLUMNS = 6
"""Values of the second property with a column of their own; the others are one column."""
NONE = "(geen)"
NAMED = 25
"""So many values of a property have a row of their own, the largest by revenue; the others are one row."""
_SUMS = ("revenue", "gross_margin", "contribution", "cost_to_serve", "hours", "covered_revenue")
_OF_LINES = ("revenue", "gross_margin", "covered_revenue")

SECTIONS = TableSpec(
    "tblDoorsneden",
    "sections",
    (
        ColumnSpec(
            "level", "Niveau", f.INTEGER, 9, "1: klant, 2: per productgroep, 3: per administratie, 4: beide."
        ),
        *(
            ColumnSpec(field, name, f.INTEGER, 13, "Nummer van de waarde.")
            for field, name in DIMENSIONS.items()
        ),
        *(
            ColumnSpec(field, name, f.EURO_CENTS, f.WIDTH_AMOUNT)
            for field, name in (MEASURES | _MORE).items()
        ),
    ),
    printed=9,
    printed_rows=25,
    description="Sommen per combinatie van eigenschappen, waaruit Doorsneden optelt.",
)


class Sections(NamedTuple):
    """The rows of the table, and the names of the values of each property by its field."""

    rows: pd.DataFrame
    names: dict[str, list[str]]


def sections(source: Source) -> Sections:
    """Return the sums at every level, and the names that the numbers stand for."""
    analysis, customers = source.analysis, source.analysis.customers
    lines = analysis.lines[analysis.period.contains(analysis.lines["date"].to_numpy())]
    lines = lines[lines["customer_id"].isin(customers.index)]
    names: dict[str, list[str]] = {}
    own = pd.DataFrame(index=customers.index)
    for field in OF_CUSTOMER:
        own[field], names[field] = _coded(customers[field], customers["revenue"])
    own["a_customers"] = (customers["pareto_class"] == "A").astype(float)
    known = lines["cost"].notna()
    sold = pd.DataFrame(
        {
            "customer_id": lines["customer_id"].astype(object),
            "revenue": lines["revenue"],
            "gross_margin": (lines["revenue"] - lines["cost"]).where(known),
            "covered_revenue": lines["revenue"].where(known, 0.0),
        }
    )
    for field in ("product_group", "entity"):
        values = lines[field] if field in lines else pd.Series(None, index=lines.index, dtype=object)
        sold[field], names[field] = _coded(values, lines["revenue"])
    parts = [_of_customers(customers, own)]
    for level, more in ((2, ["product_group"]), (3, ["entity"]), (4, ["product_group", "entity"])):
        parts.append(_of_lines(sold, own, more).assign(level=level))
    rows = pd.concat(parts, ignore_index=True)
    rows[list(DIMENSIONS)] = rows[list(DIMENSIONS)].fillna(0).astype(int)
    return Sections(rows[[column.field for column in SECTIONS.columns]], names)


def _coded(values: pd.Series, revenue: pd.Series) -> tuple[np.ndarray, list[str]]:
    """Return the number of each value, from 1 for the largest by revenue, and their names."""
    text = values.astype(object).where(values.notna(), NOT_FILLED).astype(str).replace("", NOT_FILLED)
    total = revenue.groupby(text.to_numpy()).sum()
    total = total.sort_index().sort_values(ascending=False, kind="stable")
    shown = [" ".join(name.split())[:60] for name in total.index[:NAMED]]
    rest = len(total) - len(shown)
    names = [*shown, *([f"Overige ({rest})"] if rest else [])]
    place = pd.Series(np.minimum(np.arange(len(total)), NAMED) + 1, index=total.index)
    return text.map(place).to_numpy(int), names


def _of_customers(customers: pd.DataFrame, own: pd.DataFrame) -> pd.DataFrame:
    rows = own.join(customers[list(_SUMS)].astype(float))
    # Who only had effort in the period is no customer of it; its cost stays in the sums.
    rows["customers"] = (customers["lines"] > 0).astype(float)
    rows["a_customers"] *= rows["customers"]
    return _added(rows, list(OF_CUSTOMER)).assign(level=1)


def _of_lines(sold: pd.DataFrame, own: pd.DataFrame, more: list[str]) -> pd.DataFrame:
    """Return the sums of the lines by the properties of their customer and these of their own."""
    each = _added(sold[["customer_id", *more, *_OF_LINES]], ["customer_id", *more])
    each = each.join(own, on="customer_id").drop(columns="customer_id").assign(customers=1.0)
    return _added(each, [*OF_CUSTOMER, *more])


def _added(rows: pd.DataFrame, fields: list[str]) -> pd.DataFrame:
    """Return the sums by these fields, blank where every amount is: unknown is not zero."""
    return rows.groupby(fields, sort=True).sum(min_count=1).reset_index()


PAGE = Page(
    SheetSpec(
        "Doorsnedegegevens",
        title="Gegevens achter Doorsneden",
        about="de cijfers achter Doorsneden",
        message="section_data_message",
        subtitle="section_data_subtitle",
        tab_colour=f.GREY,
        freeze="B6",
        blocks=(SECTIONS,),
        hidden=True,
    ),
    frames=lambda source: {"sections": source.once(sections).rows},
    values=lambda _source: {
        "section_data_message": "De sommen waaruit Doorsneden optelt.",
        "section_data_subtitle": "Per combinatie van eigenschappen; de nummers staan op Grafiekgegevens.",
    },
)
