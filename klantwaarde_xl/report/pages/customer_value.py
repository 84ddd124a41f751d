"""The page Klantwaarde: every customer with score, rank, measures and how certain the rank is.

The answer stands first and on paper, the workings to the right of it."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from klantwaarde_xl.analysis.result import Analysis
from klantwaarde_xl.core.value.concentration import earns_little, half_margin, top_size
from klantwaarde_xl.report import formats as f
from klantwaarde_xl.report.blank_columns import without_blanks
from klantwaarde_xl.report.page import Page, Source
from klantwaarde_xl.report.pages.columns import (
    AHEAD_COLUMNS,
    ID,
    INTERESTING,
    MANAGER,
    NAME,
    RANK_COLUMNS,
    RHYTHM_COLUMNS,
    amount,
    named,
)
from klantwaarde_xl.report.pages.trend import TREND, trend_texts
from klantwaarde_xl.report.specs import ColumnSpec, SheetSpec, TableSpec, TextSpec
from klantwaarde_xl.report.words import page_sentences, point_sentences
from klantwaarde_xl.report.words.definitions import COST_KNOWN

CUSTOMER_VALUE = TableSpec(
    "tblKlantwaarde",
    "customers",
    at="A5",
    totals=True,
    printed=15,
    folded=True,
    description=(
        "Eén rij per klant, op volgorde van klantwaarde: score, rang, klasse, omzet, marge, kosten en "
        "nettobijdrage."
    ),
    columns=(
        ColumnSpec(
            "rank",
            "Rang",
            f.INTEGER,
            f.WIDTH_RANK,
            "1 is de hoogste klantwaarde, ook als alles wat onbekend is tegenvalt; gelijke delen een rang.",
        ),
        ID,
        NAME,
        MANAGER,
        ColumnSpec(
            "score",
            "Score",
            f.SCORE,
            f.WIDTH_SMALL,
            "Klantwaarde, hoogstens 100, over zeven dimensies; onder nul bij groot verlies.",
            conditional="data_bar",
        ),
        ColumnSpec("rank_revenue", "Rang omzet", f.INTEGER, 10, "De rang als alleen de omzet telt."),
        ColumnSpec(
            "rank_shift",
            "Verschil rang",
            f.SHIFT,
            11,
            "Rang omzet min rang: ▲ + is op score hoger dan op omzet, ▼ - is lager.",
        ),
        ColumnSpec(
            "pareto_class", "Klasse", f.CENTRED, f.WIDTH_SMALL, "A, B of C volgens de gekozen Pareto-maat."
        ),
        amount("revenue", "Omzet", "Netto omzet in de periode, in EUR."),
        amount(
            "gross_margin",
            "Brutomarge",
            f"Omzet min kostprijs, in EUR, over regels waarvan de kostprijs bekend is: {COST_KNOWN}.",
        ),
        ColumnSpec(
            "margin_pct",
            "Marge %",
            f.PERCENTAGE,
            f.WIDTH_SMALL,
            "Brutomarge gedeeld door de omzet waarvan de kostprijs bekend is.",
        ),
        amount("cost_to_serve", "Bedienkosten", "Tijdkosten plus geldkosten, in EUR."),
        amount(
            "contribution",
            "Nettobijdrage",
            "Brutomarge min bedienkosten, in EUR: wat de klant werkelijk oplevert.",
            conditional="negative",
        ),
        ColumnSpec("hours", "Uren", f.HOURS, f.WIDTH_SMALL, "Geschreven uren plus berekende uren.", "sum"),
        ColumnSpec(
            "at_risk_reason",
            "Risico",
            f.TEXT,
            16,
            "Koopt deze klant later of minder? laat: veel langer stil dan zijn gewone tussentijd; daling: "
            "veel minder omzet dan in de vorige periode. De grenzen staan bij de instellingen.",
        ),
        TREND,
        INTERESTING,
        *RANK_COLUMNS,
        ColumnSpec(
            "completeness",
            "Gegevens bekend",
            f.PERCENTAGE,
            f.WIDTH_EURO,
            "Deel van de gewichten waarvoor deze klant eigen gegevens heeft.",
        ),
        ColumnSpec(
            "missing",
            "Geschat",
            f.TEXT,
            22,
            "Wat onbekend is: marge, tijd en geld geschat uit de omzet, energie en cultuur als het midden.",
        ),
        ColumnSpec("score_low", "Score laagst", f.SCORE, 10, "Als alles wat onbekend is tegenvalt."),
        ColumnSpec("score_high", "Score hoogst", f.SCORE, 10, "Als alles wat onbekend is meevalt."),
        ColumnSpec(
            "points_turnover",
            "Punten omzet",
            f.SCORE,
            10,
            "Punten in de score; samen de score.",
            group="Waar komt de score vandaan?",
        ),
        ColumnSpec("points_margin", "Punten marge", f.SCORE, 10),
        ColumnSpec("points_time", "Punten tijd", f.SCORE, 10),
        ColumnSpec("points_money", "Punten geld", f.SCORE, 10),
        ColumnSpec("points_energy", "Punten energie", f.SCORE, 10),
        ColumnSpec("points_culture", "Punten cultuur", f.SCORE, 10),
        ColumnSpec("points_products", "Punten producten", f.SCORE, 11),
        ColumnSpec(
            "logged_hours",
            "Uren geschreven",
            f.HOURS,
            12,
            "Uit het blad Inspanning.",
            "sum",
            group="Wat kost de klant?",
        ),
        ColumnSpec(
            "driver_hours",
            "Uren berekend",
            f.HOURS,
            11,
            "Uit aantallen facturen, regels en creditregels.",
            "sum",
        ),
        ColumnSpec(
            "contribution_per_hour",
            "Bijdrage per uur",
            f.EURO_CENTS,
            f.WIDTH_EURO,
            "Nettobijdrage per uur, in EUR; leeg zonder uren.",
            conditional="negative",
        ),
        amount("time_cost", "Tijdkosten", "Uren maal kostprijs per uur, in EUR."),
        amount("expense", "Andere kosten", "Reis, emballage en dergelijke, in EUR."),
        amount("financing", "Financiering", "Kosten van openstaande facturen, in EUR."),
        amount("money_cost", "Geldkosten", "Andere kosten plus financiering, in EUR."),
        ColumnSpec(
            "time_intensity",
            "Tijd als deel van marge",
            f.PERCENTAGE,
            15,
            "Tijdkosten gedeeld door brutomarge, hoogstens 100 %.",
        ),
        ColumnSpec(
            "money_intensity",
            "Geld als deel van marge",
            f.PERCENTAGE,
            15,
            "Geldkosten gedeeld door brutomarge, hoogstens 100 %.",
        ),
        ColumnSpec(
            "energy", "Energie", f.SCORE, f.WIDTH_SMALL, "1 tot 5; 5 geeft energie.", group="Hoe is de klant?"
        ),
        ColumnSpec("culture", "Cultuur", f.SCORE, f.WIDTH_SMALL, "1 tot 5; 5 past bij ons."),
        ColumnSpec("groups", "Groepen", f.INTEGER, 10, "Aantal productgroepen met omzet."),
        ColumnSpec(
            "breadth",
            "Breedte",
            f.PERCENTAGE,
            f.WIDTH_SMALL,
            "Productgroepen met omzet, als deel van alle verkochte groepen.",
        ),
        ColumnSpec("segment", "Segment", f.TEXT, f.WIDTH_TEXT),
        ColumnSpec("parent_id", "Concern", f.TEXT, f.WIDTH_ID),
        ColumnSpec("region", "Regio", f.TEXT, f.WIDTH_TEXT),
        amount(
            "previous_revenue", "Omzet vorige periode", "In EUR.", group="Ten opzichte van de vorige periode"
        ),
        amount("previous_gross_margin", "Brutomarge vorige periode", "In EUR."),
        amount("previous_contribution", "Nettobijdrage vorige periode", "In EUR.", conditional="negative"),
        amount(
            "revenue_change",
            "Verandering omzet",
            "Omzet min omzet vorige periode, in EUR.",
            format=f.EURO_SHIFT,
        ),
        amount("contribution_change", "Verandering nettobijdrage", "In EUR.", format=f.EURO_SHIFT),
        ColumnSpec("previous_class", "Klasse vorige periode", f.CENTRED, 14),
        ColumnSpec(
            "pareto_share",
            "Cumulatief deel",
            f.PERCENTAGE,
            11,
            "Cumulatief deel van de Pareto-maat, tot en met deze klant.",
        ),
        ColumnSpec(
            "invoices", "Facturen", f.INTEGER, 10, "Aantal facturen.", "sum", group="Hoe koopt de klant?"
        ),
        ColumnSpec("lines", "Regels", f.INTEGER, 10, "Aantal factuurregels.", "sum"),
        ColumnSpec("credit_lines", "Creditregels", f.INTEGER, 10, "Aantal creditregels.", "sum"),
        ColumnSpec("first_purchase", "Eerste aankoop", f.DATE, f.WIDTH_DATE, "In de periode."),
        ColumnSpec("last_purchase", "Laatste aankoop", f.DATE, f.WIDTH_DATE, "In de periode."),
        *RHYTHM_COLUMNS,
        *AHEAD_COLUMNS,
        amount("covered_revenue", "Omzet met kostprijs", f"In EUR; de kostprijs is {COST_KNOWN}."),
        ColumnSpec(
            "coverage",
            "Dekking",
            f.PERCENTAGE,
            f.WIDTH_SMALL,
            f"Deel van de omzet waarvan de kostprijs bekend is: {COST_KNOWN}.",
        ),
    ),
)


def customer_frame(source: Source) -> pd.DataFrame:
    """Return the customers as the sheets show them, by rank.

    ``customer_id`` is a column, everyone has a name, and codes are replaced by words.
    """
    frame = source.analysis.customers.copy()
    frame.insert(0, "customer_id", frame.index.astype(str))
    frame["name"] = named(frame["name"], frame["customer_id"])
    frame["missing"] = [point_sentences.missing_text(codes) for codes in frame["missing"]]
    frame["trend"] = trend_texts(source.analysis.monthly).reindex(frame["customer_id"]).fillna("").to_numpy()
    for field in ("is_new", "is_young"):
        frame[field] = np.where(frame[field].astype(bool), "ja", "nee")
    frame["at_risk_reason"] = [
        page_sentences.reason(code) if isinstance(code, str) else "" for code in frame["at_risk_reason"]
    ]
    return frame.assign(interesting=_interesting(source.analysis)).sort_values(
        "rank", kind="stable", ignore_index=True
    )


def _interesting(analysis: Analysis) -> npt.NDArray[np.object_]:
    """Return of the largest 20 % whether they are interesting; '' of the others and where it is unknown."""
    customers = analysis.customers
    rank, net, revenue, time = (
        customers[name].astype(float) for name in ("rank_revenue", "contribution", "revenue", "time_cost")
    )
    bought = rank.notna()
    dull = earns_little(net, revenue, half_margin(net[bought], revenue[bought])).to_numpy(bool)
    known = net.notna().to_numpy(bool) & bool(time.notna().any())
    top = (rank <= top_size(int(bought.sum()))).to_numpy(bool)
    return np.where(top & dull, "nee", np.where(top & known, "ja", "")).astype(object)


def _values(source: Source) -> dict[str, object]:
    customers = source.once(customer_frame)
    of_class_a = customers[customers["pareto_class"] == "A"]
    whole, of_a = (rows[["revenue", "contribution"]].sum() for rows in (customers, of_class_a))
    shares = (of_a / whole.where(whole > 0)).tolist()
    lost = source.analysis.lost["previous_revenue"]
    beside = page_sentences.rows_beside(int(customers["rank_revenue"].isna().sum()))
    before = page_sentences.like_for_like(customers["previous_revenue"].sum(), len(lost), lost.sum())
    on_paper = without_blanks(CUSTOMER_VALUE, customers).columns[: CUSTOMER_VALUE.printed]
    printed = f"op papier: {sum(not column.hidden for column in on_paper)} kolommen."
    return {
        "value_message": page_sentences.value_message(
            int(customers["rank_revenue"].notna().sum()), len(of_class_a), *shares
        ),
        "value_subtitle": " ".join(filter(None, (source.period_line, beside, before))),
        "value_note": f"Wijs een kolomkop aan voor uitleg; + erboven toont meer; {printed}",
    }


PAGE = Page(
    SheetSpec(
        "Klantwaarde",
        title="Klantwaarde per klant",
        about="elke klant met score, rang, ook bij toeval en andere gewichten, maten en verandering",
        message="value_message",
        subtitle="value_subtitle",
        tab_colour=f.ACCENT,
        freeze="D6",
        blocks=(TextSpec("D4", value="value_note", format=f.SUBTITLE), CUSTOMER_VALUE),
    ),
    frames=lambda source: {"customers": source.once(customer_frame)},
    values=_values,
)
