"""The page Accountmanagers: portfolio, what fits in the free hours, and the proposal of moves."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from klantwaarde_xl.analysis.result import Analysis
from klantwaarde_xl.report import formats as f
from klantwaarde_xl.report.page import Page, Source
from klantwaarde_xl.report.pages.next_steps.common import NOBODY, euro, unbroken
from klantwaarde_xl.report.specs import ColumnSpec, SheetSpec, TableSpec, TextSpec
from klantwaarde_xl.report.words import chance_sentences, hours_sentences, ledger_sentences, move_sentences
from klantwaarde_xl.report.words.comparison_sentences import comparison_sentence
from klantwaarde_xl.report.words.names import reasons_text
from klantwaarde_xl.report.words.parts import capital

_AFTER = (
    ColumnSpec(
        "customers_after",
        "Klanten na voorstel",
        f.INTEGER,
        11,
        "",
        "sum",
        group="Na de overdrachten van het voorstel",
    ),
    euro("margin_after", "Brutomarge na voorstel", "Per jaar, in EUR.", total="sum"),
    ColumnSpec("hours_after", "Uren na voorstel", f.INTEGER, 11, "Per jaar, tegen capaciteit.", "sum"),
    euro(
        "matched_before",
        "Passende marge nu",
        "Brutomarge per jaar, gewogen met hoe goed het past.",
        total="sum",
    ),
    euro("matched_after", "Passende marge na", "Idem na de overdrachten van het voorstel.", total="sum"),
)
_COMPARED = (
    ColumnSpec(
        "compared",
        "Vergeleken klanten",
        f.INTEGER,
        11,
        "Klanten waarvan er genoeg gelijke zijn bij een ander: zelfde segment en omvang.",
        "sum",
        group="Naast gelijke klanten van een ander",
    ),
    euro("expected", "Verwachte nettobijdrage", "Wat gelijke klanten bij anderen geven.", total="sum"),
    euro("difference", "Verschil", "Nettobijdrage van de vergeleken klanten min wat is verwacht."),
    euro("difference_low", "Verschil minstens", "Ondergrens van het 90 %-interval."),
    euro("difference_high", "Verschil hoogstens", "Bovengrens van het 90 %-interval."),
)
MANAGERS = TableSpec(
    "tblPortefeuille",
    "managers",
    (
        ColumnSpec("account_manager", "Accountmanager", f.TEXT, 18),
        ColumnSpec("customers", "Klanten", f.INTEGER, f.WIDTH_SMALL, total="sum"),
        euro("revenue", "Omzet", "In de periode, in EUR.", total="sum", width=11),
        euro("gross_margin", "Brutomarge", "In de periode, in EUR.", total="sum", width=11),
        euro(
            "contribution",
            "Nettobijdrage",
            "In de periode, in EUR.",
            total="sum",
            conditional="negative",
            width=11,
        ),
        euro(
            "contribution_per_hour",
            "Bijdrage per uur",
            "Nettobijdrage gedeeld door de uren, in EUR.",
            width=10,
        ),
        ColumnSpec(
            "hours_a_year",
            "Uren van iedereen",
            f.INTEGER,
            f.WIDTH_FIGURE,
            "Wat de klanten per jaar vragen: van hem, van collega's en berekend.",
            "sum",
        ),
        ColumnSpec(
            "counted_hours",
            "Uren tegen capaciteit",
            f.INTEGER,
            11,
            "Per jaar: wat op zijn naam staat, voor welke klant ook; zonder namen op Inspanning alle uren "
            "voor zijn klanten.",
            "sum",
        ),
        ColumnSpec(
            "capacity_hours",
            "Capaciteit",
            f.INTEGER,
            11,
            "Uren per jaar, van het blad Team.",
            "sum",
        ),
        ColumnSpec(
            "used", "Bezet", f.PERCENTAGE, f.WIDTH_SMALL, "Uren tegen capaciteit gedeeld door capaciteit."
        ),
        ColumnSpec(
            "free_hours",
            "Vrije uren",
            f.INTEGER,
            f.WIDTH_FIGURE,
            "Capaciteit min uren tegen capaciteit.",
            conditional="negative",
        ),
        ColumnSpec(
            "energy",
            "Energie",
            f.SCORE,
            f.WIDTH_SMALL,
            "Gemiddelde van de beoordeelde klanten, 1 tot 5.",
        ),
        ColumnSpec(
            "culture",
            "Cultuur",
            f.SCORE,
            f.WIDTH_SMALL,
            "Gemiddelde van de beoordeelde klanten, 1 tot 5.",
        ),
        euro(
            "at_stake",
            "Op het spel",
            "Marge per jaar x de kans dat de klant weggaat, over al zijn klanten.",
            total="sum",
            width=11,
        ),
        ColumnSpec(
            "sentence",
            "Met dezelfde mensen",
            f.WRAPPED,
            43,
            "Acties op volgorde van euro's per uur, tot de uren op zijn.",
        ),
        ColumnSpec(
            "actions",
            "Acties",
            f.INTEGER,
            f.WIDTH_SMALL,
            "Klanten met iets te doen: iets dat aannemelijk te winnen is, of een gesprek over iets nieuws.",
            "sum",
            group="Acties in de vrije uren",
        ),
        ColumnSpec(
            "sure",
            "Waarvan aannemelijk",
            f.INTEGER,
            f.WIDTH_SMALL,
            "Klanten waar aannemelijk iets te winnen is.",
            "sum",
        ),
        ColumnSpec(
            "ticked", "Passen", f.INTEGER, f.WIDTH_SMALL, "Acties die in de vrije uren passen.", "sum"
        ),
        ColumnSpec("hours_inside", "Uren erin", f.INTEGER, f.WIDTH_FIGURE, "", "sum"),
        ColumnSpec(
            "freed_inside",
            "Eigen uren die vrijkomen",
            f.INTEGER,
            12,
            "Per jaar van zijn eigen tijd, door wat erin past aan goedkoper bedienen; niet wat "
            "collega's besparen.",
            "sum",
        ),
        euro("euros_inside", "Te winnen erin", "Marge per jaar van wat past, in EUR.", total="sum"),
        euro(
            "euros_easing",
            "Te winnen dat uren geeft",
            "Marge per jaar van wat meer uren geeft dan het vraagt, bij wie uren tekort houdt, in EUR.",
            total="sum",
        ),
        euro(
            "euros_outside",
            "Te winnen erbuiten",
            "Marge per jaar van wat niet past, in EUR.",
            total="sum",
        ),
        ColumnSpec("remarks", "Let op", f.WRAPPED, 40),
        # Last, so that a refresh in place adds or drops them without the other columns moving.
        *(replace(column, optional=True) for column in _AFTER),
        *(replace(column, optional=True) for column in _COMPARED),
    ),
    at="A9",
    totals=True,
    printed=15,
    description="Eén rij per accountmanager: portefeuille, wat in de vrije uren past, en het voorstel.",
)


def manager_rows(analysis: Analysis) -> pd.DataFrame:
    """Return per account manager the portfolio, what fits in the free hours, and the proposal.

    Customers without an account manager are the last row.
    """
    chances = analysis.chances
    plan = chances.same_people.managers.drop(columns=["free_hours", "reason"])
    after = chances.moves.after.rename(
        columns={
            "customers": "customers_after",
            "gross_margin": "margin_after",
            "hours": "hours_after",
            "matched_margin": "matched_after",
        }
    )
    after = after[["customers_after", "margin_after", "hours_after", "matched_after"]]
    after = after.join(chances.moves.before["matched_margin"].rename("matched_before"))
    elsewhere = chances.manager_hours.elsewhere.reindex(after.index).fillna(0.0) / analysis.period.years
    after["hours_after"] += elsewhere
    # Of nobody's customers nothing is left when all of them get a manager.
    after = after.reindex(chances.portfolio.index, fill_value=0.0)
    if chances.moves.moves.empty:
        after = after * np.nan
    frame = chances.portfolio.join(plan).join(after).join(chances.comparison.rows)
    # Whose hours nobody logs are not served best: per hour nothing is given of them.
    frame["contribution_per_hour"] = frame["contribution_per_hour"].where(frame.index != "")
    # Where nothing is known of any customer, a sum is no zero.
    managers = analysis.customers["account_manager"].astype(object).fillna("")
    for field in ("gross_margin", "contribution"):
        counted = analysis.customers[field].notna().groupby(managers).sum()
        frame[field] = frame[field].where(counted.reindex(frame.index).fillna(0) > 0)
    if analysis.customers["hours"].isna().all():
        frame[["hours_a_year", "counted_hours", "used", "free_hours"]] = np.nan
    sentences = chances.same_people.managers
    plans = [
        hours_sentences.same_people_sentence(str(name), sentences.loc[name])
        if name in sentences.index
        else ""
        for name in frame.index
    ]
    asked = (chances.moves.after["hours"] - chances.moves.before["hours"]).reindex(frame.index)
    free = frame["free_hours"].astype(float)
    left = [hours_sentences.after_moves(*pair) for pair in zip(free, free - asked, strict=True)]
    return frame.assign(
        sentence=[plan + hours for plan, hours in zip(plans, left, strict=True)],
        remarks=[capital(reasons_text(codes)) for codes in frame["reasons"]],
        account_manager=[str(name) or NOBODY for name in frame.index],
    ).reset_index(drop=True)


def manager_frame(source: Source) -> pd.DataFrame:
    """Return the rows of the sheet Accountmanagers."""
    return unbroken(manager_rows(source.analysis), "sentence")


def _values(source: Source) -> dict[str, object]:
    chances, period, capacity = source.analysis.chances, source.analysis.period, source.analysis.capacity
    moves = move_sentences.moves_message(chances.moves)
    hours_known = source.analysis.customers["hours"].notna().any()
    dates = f"{f.date(period.start)} t/m {f.date(period.end)}"
    return {
        "managers_message": hours_sentences.managers_message(chances.portfolio, chances.same_people.managers),
        "managers_subtitle": f"Periode {dates}. Bedragen in EUR; uren en kansen per jaar."
        + hours_sentences.unknown_hours(chances.portfolio)
        + (hours_sentences.free_hours_sentence(chances.portfolio) if hours_known else "")
        + ledger_sentences.capacity_sentence(
            float(capacity["unused_hours"].sum()), float(capacity["unused"].sum()), known=len(capacity) > 0
        ),
        "managers_moves": moves,
        "managers_note": hours_sentences.capacity_note(
            by_name=chances.manager_hours.by_name, moves=not chances.moves.moves.empty
        ),
        "managers_compared": comparison_sentence(chances.comparison.reason),
        "managers_advice": chance_sentences.ADVICE,
    }


PAGE = Page(
    SheetSpec(
        "Accountmanagers",
        title="Accountmanagers",
        about="portefeuille, bezetting, en wat met dezelfde mensen in de vrije uren past",
        message="managers_message",
        subtitle="managers_subtitle",
        tab_colour=f.ACCENT,
        freeze="B10",
        blocks=(
            # Behind the sentence on the moves it would fall off the paper.
            TextSpec("C4", value="managers_note", format=f.SUBTITLE),
            TextSpec("A5", value="managers_moves", format=f.SUBTITLE),
            TextSpec("A6", value="managers_compared", format=f.SUBTITLE),
            TextSpec("A7", value="managers_advice", format=f.SUBTITLE),
            MANAGERS,
        ),
    ),
    frames=lambda source: {"managers": source.once(manager_frame)},
    values=_values,
)
