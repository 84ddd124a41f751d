"""The page Vooruit: the firm's year ahead as a scenario, whose loss costs most, and who is expected to grow.

Nothing is expected that did not prove itself on the firm's own past; where it did not, a sentence says so."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pandas as pd

from klantwaarde_xl.report import formats as f
from klantwaarde_xl.report.page import Page, Source
from klantwaarde_xl.report.pages.columns import ID, MANAGER, NAME
from klantwaarde_xl.report.pages.customer_value import customer_frame
from klantwaarde_xl.report.specs import ColumnSpec, GridSpec, SheetSpec, TextSpec
from klantwaarde_xl.report.words import ahead_sentences as sentences

LISTED = 30
"""Rows of each list."""
_FIRM, _LOSS = 6, 14
_GROWTH = _LOSS + LISTED + 4
_WHO = (ID, replace(NAME, width=NAME.width - 1), MANAGER)


def _figure(field: str, header: str, look: f.CellFormat = f.EURO, *, optional: bool = False) -> ColumnSpec:
    return ColumnSpec(field, header, look, f.WIDTH_AMOUNT, optional=optional)


_VALUE = (
    _figure("value_next", "Waarde komend jaar", optional=True),
    _figure("value_low", "Laag", optional=True),
    _figure("value_high", "Hoog", optional=True),
)
FIRM = GridSpec(
    "ahead_firm",
    (
        ColumnSpec("label", "In EUR per jaar", f.TEXT_PLAIN, f.WIDTH_NAME),
        ColumnSpec("now", "Deze periode", f.EURO, f.WIDTH_TEXT, "Eenmalige verkopen tellen mee."),
        ColumnSpec("next", "Komend jaar", f.EURO, f.WIDTH_AMOUNT, "Zonder eenmalige verkopen."),
        _figure("low", "Laag", optional=True),
        _figure("high", "Hoog", optional=True),
    ),
    f"B{_FIRM}",
    3,
    "Het bedrijf: een scenario",
)
LOSS = GridSpec(
    "ahead_loss",
    (
        *_WHO,
        _figure("at_stake", "Op het spel"),
        _figure("leave_chance", "Kans weg", f.PERCENTAGE),
        _figure("if_gone", "Als hij gaat"),
        _figure("last_purchase", "Laatste aankoop", f.DATE),
        _figure("typical_gap", "Koopt om de … dagen", f.HOURS),
        _figure("recency_days", "Dagen stil", f.INTEGER),
    ),
    f"A{_LOSS + 1}",
    LISTED,
    empty="Van niemand is bekend wat er met hem weggaat: de nettobijdrage ontbreekt.",
)
GROWTH = GridSpec(
    "ahead_growth",
    (
        *_WHO,
        _figure("revenue_last", "Vaste omzet afgelopen jaar"),
        _figure("revenue_next", "Omzet komend jaar"),
        _figure("growth", "Groei"),
        *_VALUE,
    ),
    f"A{_GROWTH + 1}",
    LISTED,
)


def firm_rows(source: Source) -> pd.DataFrame:
    """Return turnover, contribution and what is at stake of the firm: now, the year ahead and its bounds.

    EUR a year; NaN where there is no such figure."""
    analysis = source.analysis
    now, ahead, years = analysis.totals, analysis.ahead.totals, analysis.period.years
    lowest, highest = analysis.ahead.next_year.total or (math.nan, math.nan)
    revenue = ahead["revenue"]
    rows = [
        (
            "Omzet",
            now.get("revenue", math.nan) / years,
            revenue,
            revenue * (1 + lowest),
            revenue * (1 + highest),
        ),
        (
            "Nettobijdrage",
            now.get("contribution", math.nan) / years,
            ahead["contribution"],
            ahead["low"],
            ahead["high"],
        ),
        ("Op het spel", ahead["at_stake"], math.nan, math.nan, math.nan),
    ]
    return pd.DataFrame(rows, columns=[column.field for column in FIRM.columns])


def costly_losses(source: Source) -> pd.DataFrame:
    """Return the customers with whom something goes if they go, most at stake first, then what goes."""
    customers = source.once(customer_frame)
    found = customers[customers["if_gone"] > 0]
    order = found[["at_stake", "if_gone"]].astype(float).round(2).fillna(-1.0)
    found = found.loc[order.sort_values(["at_stake", "if_gone"], ascending=False, kind="stable").index]
    found = found.head(LISTED)
    return found[[column.field for column in LOSS.columns]].reset_index(drop=True)


def growers(source: Source) -> pd.DataFrame:
    """Return everyone who is expected to buy more than in the past year and to earn, most EUR first.

    Who is expected to cost money is no one to look forward to; of whom that is not known, as without costs,
    turnover alone decides."""
    found = source.once(buying_more)
    return found[~_costing(found)].reset_index(drop=True)


def buying_more(source: Source) -> pd.DataFrame:
    """Return everyone who is expected to buy more than in the past year, most EUR first.

    Without a forecast that beats the past year nobody is: a difference would be none of the customer's."""
    customers = source.once(customer_frame)
    growth = np.round(customers["revenue_next"] - customers["revenue_last"], 2)
    known = source.analysis.ahead.next_year.model != "last_again"
    found = customers.assign(growth=growth)[(growth > 0) & known]
    return found.sort_values("growth", ascending=False, kind="stable").reset_index(drop=True)


def _costing(customers: pd.DataFrame) -> pd.Series:
    """Return whose value of the year ahead is known and not above zero."""
    return customers["value_next"].astype(float).round(2) <= 0


def _frames(source: Source) -> dict[str, pd.DataFrame]:
    shown = source.once(growers).head(LISTED)
    return {
        FIRM.frame: firm_rows(source),
        LOSS.frame: source.once(costly_losses),
        GROWTH.frame: shown[[column.field for column in GROWTH.columns]],
    }


def _one_off(source: Source) -> float:
    """Return the turnover of one-off lines of the period, EUR a year; 0 without a scenario to compare."""
    analysis = source.analysis
    lines = analysis.lines[(analysis.lines["one_off"].astype(float) == 1).to_numpy()]
    lines = lines[analysis.period.contains(lines["date"].to_numpy())]
    counts = lines["customer_id"].isin(analysis.customers.index)
    if math.isnan(analysis.ahead.totals["revenue"]):
        return 0.0
    return float(lines["revenue"][counts].sum()) / analysis.period.years


def _values(source: Source) -> dict[str, object]:
    ahead, more, losses = source.analysis.ahead, source.once(growers), source.once(costly_losses)
    costing = int(_costing(source.once(buying_more)).sum())
    return {
        "ahead_message": sentences.scenario(ahead.totals, ahead.next_year),
        "ahead_basis": sentences.scenario_basis(ahead.totals, ahead.next_year),
        "ahead_subtitle": f"{source.period_line} Een scenario is geen voorspelling; op Toelichting staat hoe "
        "het op eerdere dagen uitkwam.",
        "ahead_three": sentences.three_sentence(ahead.totals["three_years"], ahead.three_years),
        "ahead_one_off": sentences.one_off_sentence(_one_off(source)),
        "ahead_stake": sentences.at_stake_sentence(ahead.totals["at_stake"], ahead.leaving),
        "ahead_growth": sentences.growth_sentence(len(more), ahead.next_year, costing),
        "ahead_loss_heading": sentences.LOSS_HEADINGS[int(losses["at_stake"].notna().any())],
    }


PAGE = Page(
    SheetSpec(
        "Vooruit",
        title="Vooruit: het komend jaar",
        about="het komend jaar als scenario, bij wie het meest op het spel staat, wie verwacht groeit",
        message="ahead_message",
        subtitle="ahead_subtitle",
        tab_colour=f.ACCENT,
        freeze="A5",
        widths=LOSS.widths,
        heights=((_LOSS + 1, 31), (_GROWTH + 1, 31)),
        portrait=True,
        new_pages=(_GROWTH - 1,),
        print_area=f"A1:I{_GROWTH + 1 + LISTED}",
        blocks=(
            FIRM,
            TextSpec(f"A{_FIRM + 4}", value="ahead_three", format=f.SUBTITLE_CELL),
            TextSpec(f"A{_FIRM + 5}", value="ahead_basis", format=f.SUBTITLE_CELL),
            TextSpec(f"A{_FIRM + 6}", value="ahead_one_off", format=f.SUBTITLE_CELL),
            TextSpec(f"A{_LOSS - 1}", value="ahead_loss_heading", format=f.HEADING),
            TextSpec(f"A{_LOSS}", value="ahead_stake", format=f.SUBTITLE_CELL),
            LOSS,
            TextSpec(f"A{_GROWTH - 1}", "Wie naar verwachting groeit", format=f.HEADING),
            TextSpec(f"A{_GROWTH}", value="ahead_growth", format=f.SUBTITLE_CELL),
            GROWTH,
        ),
    ),
    frames=_frames,
    values=_values,
)
