"""The page Verloop: who came, went or may go, and how customers moved between the Pareto classes."""

from __future__ import annotations

import math
from dataclasses import replace

import pandas as pd

from klantwaarde_xl.analysis.result import Analysis
from klantwaarde_xl.core.measures.bridge import STEPS
from klantwaarde_xl.report import formats as f
from klantwaarde_xl.report.chart_specs import AxisSpec, ChartSpec, SeriesSpec
from klantwaarde_xl.report.page import Page, Source
from klantwaarde_xl.report.pages.bridge import waterfall_frame
from klantwaarde_xl.report.pages.columns import ID, MANAGER, NAME, amount, named
from klantwaarde_xl.report.pages.customer_value import customer_frame
from klantwaarde_xl.report.specs import ColumnSpec, GridSpec, SheetSpec, TableSpec, TextSpec
from klantwaarde_xl.report.words import dashboard_phrases as w
from klantwaarde_xl.report.words import dashboard_sentences as sentences
from klantwaarde_xl.report.words import page_sentences

CHANGES = TableSpec(
    "tblVerloop",
    "changes",
    (
        ColumnSpec("status", "Status", f.TEXT, 14, "nieuw, verloren of risico."),
        ID,
        NAME,
        MANAGER,
        amount("previous_revenue", "Omzet vorige periode", "In EUR."),
        amount("revenue", "Omzet", "In EUR."),
        *(
            replace(amount(field, header, text), optional=True)
            for field, header, text in (
                ("at_stake", "Op het spel", "Alleen bij risico: kans weg x wat met hem weggaat, per jaar."),
                ("lost_contribution", "Nettobijdrage verloren", "Alleen bij verloren: in de vorige periode."),
                ("new_contribution", "Nettobijdrage nieuw", "Alleen bij nieuw: in deze periode."),
            )
        ),
        ColumnSpec("last_purchase", "Laatste aankoop", f.DATE, f.WIDTH_DATE),
        ColumnSpec("reason", "Waarom", f.TEXT, 27),
    ),
    at="A32",
    description="Nieuwe, verloren en risicovolle klanten.",
)

_AMOUNTS = {"risk": "at_stake", "lost": "lost_contribution", "new": "new_contribution"}
"""The column of euros of who is at risk, lost and new; each is blank for the others."""
_FROM = {"A": "A", "B": "B", "C": "C", "new": "nieuw"}
_TO = {"A": "to_a", "B": "to_b", "C": "to_c", "lost": "to_lost"}


def migration_grid(migration: pd.DataFrame) -> pd.DataFrame:
    """Return the class migration as a grid: a row per class in the previous period and one for new customers.

    ``migration`` has a row per (``from_class``, ``to_class``) with ``customers`` (count) and
    ``revenue_change`` (EUR); classes are A, B, C, from ``new`` and to ``lost``. Columns of the result:
    from_label, blank, to_a, to_b, to_c, to_lost, euros; blank where nobody is in either period.

    >>> rows = [("A", "B", 3, -5.0), ("A", "lost", 1, -9.0)]
    >>> moved = pd.DataFrame(rows, columns=["from_class", "to_class", "customers", "revenue_change"])
    >>> migration_grid(moved).iloc[0, 2:].astype(float).tolist()
    [0.0, 3.0, 0.0, 1.0, -14.0]
    """
    counts = migration.pivot_table(
        index="from_class", columns="to_class", values="customers", aggfunc="sum", fill_value=0, observed=True
    )
    counts = (
        counts.reindex(index=list(_FROM), columns=list(_TO), fill_value=0).rename(columns=_TO).astype(int)
    )
    euros = (
        migration.groupby("from_class", observed=True)["revenue_change"]
        .sum()
        .reindex(list(_FROM), fill_value=0.0)
    )
    grid = counts.assign(euros=euros)
    grid = grid if len(migration) else grid * math.nan
    grid.insert(0, "from_label", list(_FROM.values()))
    grid.insert(1, "blank", "")
    return grid.reset_index(drop=True)


def changed_customers(analysis: Analysis, customers: pd.DataFrame) -> pd.DataFrame:
    """Return the customers to look at, most euros first within a status: at risk, lost, new, not scored.

    ``customers`` is the bound customer frame (with customer_id and words for the reasons).
    """
    common = [
        "status",
        "customer_id",
        "name",
        "account_manager",
        "reason",
        "previous_revenue",
        "revenue",
        *_AMOUNTS.values(),
        "last_purchase",
    ]
    risk = customers[customers["at_risk"].astype(bool) | customers["hold_on"].astype(bool)]
    reason = risk["at_risk_reason"].where(risk["at_risk_reason"] != "", w.LIKELY_TO_LEAVE)
    risk = risk.assign(status="risico", reason=reason)
    new = customers[customers["is_new"] == "ja"]
    why = new["is_first"].map({True: "kocht nooit eerder", False: "kocht niet in de vorige periode"})
    new = new.assign(status="nieuw", reason=why, new_contribution=new["contribution"])
    lost = _with_id(analysis.lost)
    lost = lost.assign(
        status="verloren",
        reason="kocht wel in de vorige periode",
        lost_contribution=lost["previous_contribution"],
    )
    unscored = _with_id(analysis.unscored)
    unscored = unscored.assign(
        status="niet beoordeeld", reason=[page_sentences.reason(code) for code in unscored["reason"]]
    )
    # Nobody is named twice for one thing: a lost customer is unscored because it bought nothing in the
    # period.
    unscored = unscored[~unscored["customer_id"].isin(lost["customer_id"])]
    listed = {"risk": risk, "lost": lost, "new": new}
    parts = [
        part.assign(**dict.fromkeys(set(_AMOUNTS.values()) - {_AMOUNTS[kind]}))
        .sort_values(_AMOUNTS[kind], ascending=False, kind="stable")
        .reindex(columns=common)
        .astype(object)
        for kind, part in listed.items()
    ]
    parts.append(unscored.reindex(columns=common).astype(object))
    shown = [part for part in parts if len(part)]
    frame = pd.concat(shown, ignore_index=True) if shown else pd.DataFrame(columns=common, dtype=object)
    figures = ("previous_revenue", "revenue", *_AMOUNTS.values())
    amounts = {name: pd.to_numeric(frame[name]) for name in figures}
    return frame.assign(last_purchase=pd.to_datetime(frame["last_purchase"]), **amounts)


def _with_id(frame: pd.DataFrame) -> pd.DataFrame:
    ids = pd.Series(frame.index.astype(str), index=frame.index, dtype=object)
    shown = frame.assign(customer_id=ids, name=named(frame["name"], ids))
    return shown.reset_index(drop=True)


STEP_LIST = GridSpec(
    "bridge_steps",
    (
        ColumnSpec("label", "Nettobijdrage", f.TEXT, 14),
        ColumnSpec("blank", "", f.TEXT, f.WIDTH_ID),
        ColumnSpec("blank", "", f.TEXT, f.WIDTH_NAME),
        ColumnSpec("amount", "In EUR", f.EURO, f.WIDTH_TEXT),
    ),
    "A13",
    len(STEPS) + 2,
    "Waarom de nettobijdrage veranderde",
)
"""The same amounts on the sheet Verloop, beside the chart."""


def step_list(source: Source) -> pd.DataFrame:
    """Return the rows of the list on Verloop: each amount of the firm, and what it is."""
    frame = source.once(waterfall_frame)[["label", "amount"]].assign(blank="")
    return frame.iloc[::-1].reset_index(drop=True)


def _frames(source: Source) -> dict[str, pd.DataFrame]:
    analysis, customers = source.analysis, source.once(customer_frame)
    return {
        "migration": migration_grid(analysis.migration),
        STEP_LIST.frame: step_list(source),
        "changes": changed_customers(analysis, customers),
    }


def _values(source: Source) -> dict[str, object]:
    analysis, customers = source.analysis, source.once(customer_frame)
    at_risk = customers[customers["at_risk"].astype(bool)]
    before = analysis.totals.get("previous_customers", math.nan)
    message = sentences.movements(
        int((customers["is_new"] == "ja").sum()),
        len(analysis.lost),
        len(at_risk),
        customers["at_stake"].sum(),
        0 if math.isnan(before) else int(before),
    )
    counted = page_sentences.counted(analysis.totals)
    return {"changes_message": message, "changes_subtitle": f"{source.period_line} {counted}".strip()}


def waterfall_chart(at: str, width: int, height: int) -> ChartSpec:
    """Return the waterfall at a place, in pixels: what rose in the first accent, what fell in the second."""
    colours = {
        "before": f.PREVIOUS,
        "now": f.INK,
        "rise": f.ACCENT,
        "rise_below": f.ACCENT,
        "fall": f.ACCENT_2,
        "fall_below": f.ACCENT_2,
    }
    bars = tuple(SeriesSpec(bar, "waterfall", "label", bar, colour=colour) for bar, colour in colours.items())
    base = SeriesSpec("base", "waterfall", "label", "base", colour="")
    return ChartSpec(
        "stacked",
        at,
        width,
        height,
        "bridge_title",
        "bridge_alt",
        (base, *bars),
        AxisSpec("", f.TEXT_PLAIN),
        AxisSpec("", f.EURO, None, None, None, grid=True),
        "Waterval",
    )


PAGE = Page(
    SheetSpec(
        "Verloop",
        title="Nieuw, verloren, op het spel",
        about="wie kwam, ging of dreigt te gaan, en hoe klanten van klasse wisselden",
        message="changes_message",
        hidden=True,
        subtitle="changes_subtitle",
        tab_colour=f.ACCENT,
        freeze="A5",
        heights=((6, 31), (32, 31)),
        blocks=(
            GridSpec(
                "migration",
                (
                    # The table below has its number and name in the second and third column: left blank
                    # here, so that all counts stand in columns of one width.
                    ColumnSpec("from_label", "Van klasse", f.TEXT, 14),
                    ColumnSpec("blank", "", f.TEXT, f.WIDTH_ID),
                    ColumnSpec("blank", "", f.TEXT, f.WIDTH_NAME),
                    ColumnSpec("to_a", "naar A", f.INTEGER, f.WIDTH_TEXT),
                    ColumnSpec("to_b", "naar B", f.INTEGER, f.WIDTH_AMOUNT),
                    ColumnSpec("to_c", "naar C", f.INTEGER, f.WIDTH_AMOUNT),
                    ColumnSpec("to_lost", "verloren", f.INTEGER, f.WIDTH_AMOUNT),
                    ColumnSpec("euros", "Verandering omzet", f.EURO.shrunk(), f.WIDTH_AMOUNT),
                ),
                "A6",
                4,
                "Aantal klanten per klasse, van de vorige periode naar deze",
            ),
            STEP_LIST,
            waterfall_chart("E13", 570, 340),
            TextSpec("A31", "Klanten om naar te kijken", format=f.HEADING),
            CHANGES,
        ),
    ),
    frames=_frames,
    values=_values,
)
