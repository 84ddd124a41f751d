"""The page Wat-als-gegevens: one row per customer with what the formulas of Wat als add up.

Every cell holds a figure or a text: a blank in MMULT is an error in Excel."""

from __future__ import annotations

import numpy as np
import pandas as pd

from klantwaarde_xl.core.base.period import DAYS_PER_YEAR, Period
from klantwaarde_xl.core.base.ranking import cents
from klantwaarde_xl.model.settings import DIMENSION_NAMES
from klantwaarde_xl.report import formats as f
from klantwaarde_xl.report.page import Page, Source
from klantwaarde_xl.report.pages.columns import ID
from klantwaarde_xl.report.pages.customer_card.data import customer_labels
from klantwaarde_xl.report.pages.customer_value import customer_frame
from klantwaarde_xl.report.specs import ColumnSpec, SheetSpec, TableSpec
from klantwaarde_xl.report.words.dashboard_phrases import NOT_FILLED

EVERYONE, CLASS, SEGMENT = "Iedereen", "Klasse", "Segment"
SCOPES = ("everyone", "class", "segment", "label")
"""The first columns of the table, in this order: what a customer is chosen by."""


def _figure(field: str, header: str, text: str = "", look: f.CellFormat = f.EURO_CENTS) -> ColumnSpec:
    return ColumnSpec(field, header, look, 13, text)


_FACTOR = f.CellFormat("factor", "number", "0.000000")
CUSTOMERS = TableSpec(
    "tblWatAls",
    "what_if",
    (
        ColumnSpec("everyone", "Allen", f.TEXT, 11),
        ColumnSpec("class", CLASS, f.TEXT, 11),
        ColumnSpec("segment", SEGMENT, f.TEXT, 18),
        ColumnSpec("label", "Klant", f.TEXT, 26, "Naam en nummer, zoals in de keuzelijst."),
        ID,
        _figure("place", "Plaats", "Op volgorde van rang; gelijken na elkaar.", f.INTEGER),
        _figure("rank", "Rang", "Gelijken delen een rang.", f.INTEGER),
        _figure(
            "worst",
            "Vanaf onder",
            "1 heeft de laagste nettobijdrage; 0: onbekend of niets gekocht.",
            f.INTEGER,
        ),
        _figure(
            "best",
            "Vanaf boven",
            "1 heeft de hoogste nettobijdrage; 0: onbekend of niets gekocht.",
            f.INTEGER,
        ),
        _figure("known", "Bekend", "1: de nettobijdrage is bekend.", f.INTEGER),
        _figure("bought", "Gekocht", "1: heeft factuurregels in de periode.", f.INTEGER),
        _figure("revenue", "Omzet"),
        _figure("regular", "Gewone omzet", "Zonder eenmalige regels."),
        _figure("regular_covered", "Gewoon met kostprijs", "Daarvan de regels met een bekende kostprijs."),
        _figure("covered_revenue", "Omzet met kostprijs"),
        _figure("gross_margin", "Brutomarge"),
        _figure("expense", "Andere kosten"),
        _figure("financing", "Financiering"),
        _figure("interest", "Rente per euro", "Financiering van een euro omzet.", _FACTOR),
        _figure("interest_day", "Rente per dag", "Financiering van een dag later betalen."),
        _figure("hours", "Uren", "", f.HOURS),
        _figure("time_cost", "Tijdkosten"),
        _figure("contribution", "Nettobijdrage"),
        _figure("new", "Van nieuwe", "Nettobijdrage van wie in de vorige periode niets kocht."),
        _figure("value_next", "Komend jaar"),
        _figure("value_low", "Laag"),
        _figure("value_high", "Hoog"),
        *(
            _figure(f"points_{field}", f"Punten {name}", "", f.SCORE)
            for field, name in DIMENSION_NAMES.items()
        ),
        *(
            _figure(f"lowest_{field}", f"Minst {name}", "", f.SCORE)
            for field, name in DIMENSION_NAMES.items()
        ),
    ),
    printed=10,
    printed_rows=25,
    description="Per klant de bedragen en punten waaruit Wat als optelt.",
)
_AMOUNTS = ("revenue", "covered_revenue", "gross_margin", "expense", "financing", "hours", "time_cost")
_AHEAD = ("contribution", "value_next", "value_low", "value_high")


def what_if_frame(source: Source) -> pd.DataFrame:
    """Return the rows of the table: the customers by rank."""
    analysis, listed = source.analysis, source.once(customer_frame)
    ids = listed["customer_id"]
    # Who has no invoice line has no rank on turnover.
    bought = listed["rank_revenue"].notna()
    known = listed["contribution"].notna()
    ranked = listed.assign(contribution=listed["contribution"].where(known & bought))
    frame = pd.DataFrame(
        {
            "everyone": EVERYONE,
            "class": CLASS + " " + listed["pareto_class"].astype(str),
            "segment": SEGMENT + " " + _text(listed["segment"]),
            "label": customer_labels(listed["name"], ids),
            "customer_id": ids,
            "place": np.arange(len(listed)) + 1.0,
            "rank": listed["rank"].astype(float).fillna(0.0),
            "worst": _places(ranked, 1.0),
            "best": _places(ranked, -1.0),
            "known": known.astype(float),
            "bought": bought.astype(float),
        }
    )
    for field in (*_AMOUNTS, *_AHEAD):
        frame[field] = listed[field].astype(float).fillna(0.0)
    frame[["regular", "regular_covered"]] = regular_revenue(analysis.lines, analysis.period, ids)
    settings = analysis.settings
    a_day = (1 + settings.vat_rate) * settings.capital_rate / DAYS_PER_YEAR
    days = listed["payment_days"].astype(float)
    frame["interest"] = (a_day * days).fillna(0.0)
    frame["interest_day"] = (a_day * frame["revenue"].clip(lower=0.0)).where(days.notna(), 0.0)
    new = analysis.bridge["new"].reindex(ids).fillna(0.0).to_numpy(float)
    frame["new"] = new if analysis.compares else 0.0
    for field in DIMENSION_NAMES:
        for side, own in (("points", "normalised"), ("lowest", "lowest")):
            frame[f"{side}_{field}"] = listed[f"{own}_{field}"].astype(float).fillna(0.0)
    return frame[[column.field for column in CUSTOMERS.columns]]


def regular_revenue(lines: pd.DataFrame, period: Period, ids: pd.Series) -> np.ndarray:
    """Return the turnover without one-off lines and its part with a known cost, EUR, float (customers, 2)."""
    lines = lines[
        period.contains(lines["date"].to_numpy()) & (lines["one_off"].astype(float) != 1).to_numpy()
    ]
    amounts = pd.DataFrame(
        {"all": lines["revenue"], "covered": lines["revenue"].where(lines["cost"].notna(), 0.0)}
    )
    sums = amounts.groupby(lines["customer_id"].astype(str).to_numpy()).sum()
    found: np.ndarray = sums.reindex(ids.astype(str)).fillna(0.0).to_numpy(float)
    return found


def _text(values: pd.Series) -> pd.Series:
    text = values.astype(object).where(values.notna(), NOT_FILLED).astype(str).replace("", NOT_FILLED)
    return text.map(lambda name: " ".join(name.split())[:60])


def _places(listed: pd.DataFrame, sign: float) -> np.ndarray:
    """Return the place of each customer by contribution, 1 for the lowest (``sign`` 1) or the highest (-1).

    Equal ones go by number; zero where it is unknown."""
    amount = cents(listed["contribution"].astype(float)) * sign
    order = np.lexsort((listed["customer_id"].to_numpy(str), amount))
    places = np.zeros(len(listed))
    places[order] = np.arange(len(listed)) + 1.0
    return np.where(np.isnan(amount), 0.0, places)


PAGE = Page(
    SheetSpec(
        "Wat-als-gegevens",
        title="Gegevens achter Wat als",
        about="de cijfers achter Wat als",
        message="what_if_data_message",
        subtitle="what_if_data_subtitle",
        tab_colour=f.GREY,
        freeze="F6",
        blocks=(CUSTOMERS,),
        hidden=True,
    ),
    frames=lambda source: {"what_if": source.once(what_if_frame)},
    values=lambda _source: {
        "what_if_data_message": "De bedragen en punten waaruit Wat als optelt.",
        "what_if_data_subtitle": "Eén rij per klant; een onbekend bedrag telt als nul.",
    },
)
