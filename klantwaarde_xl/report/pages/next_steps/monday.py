"""The page Maandag: per account manager the ten customers to start with."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from klantwaarde_xl.core.actions.monday import monday_list
from klantwaarde_xl.model.action_notes import ANSWER_HEADERS, BEGUN, CLOSED, MONDAY_TABLE, state_of
from klantwaarde_xl.report import formats as f
from klantwaarde_xl.report.page import Page, Source
from klantwaarde_xl.report.pages.columns import ID, NAME, TO_CARD
from klantwaarde_xl.report.pages.next_steps.actions import STATES, action_frame
from klantwaarde_xl.report.pages.next_steps.common import (
    NOBODY,
    called,
    euro,
    item_names,
    left_alone,
    people,
    unbroken,
)
from klantwaarde_xl.report.specs import ColumnSpec, SheetSpec, TableSpec, TextSpec
from klantwaarde_xl.report.words import monday_sentences as words
from klantwaarde_xl.report.words.hours_sentences import hours_lines

_TYPED = "Van u: gaat bij het vernieuwen naar Acties, bij dit klantnummer."
MONDAY = TableSpec(
    MONDAY_TABLE,
    "monday",
    (
        ColumnSpec("account_manager", "Accountmanager", f.WRAPPED, 13),
        ColumnSpec("position", "Nr", f.INTEGER, 6, "Volgorde bij deze accountmanager."),
        ColumnSpec("kind", "Soort", f.TEXT, 7.5, "Eerst risico, dan groei, dan kosten."),
        # A cell with a link does not wrap in LibreOffice: the short number leads to the card, not the name.
        replace(ID, link=TO_CARD),
        replace(NAME, link=None, format=f.WRAPPED, width=18),
        ColumnSpec("why", "Waarom", f.WRAPPED, 27),
        ColumnSpec("say_first", "Eerste zin", f.WRAPPED, 20.5, "Om het gesprek mee te beginnen."),
        ColumnSpec("step", "Stap", f.WRAPPED, 12),
        euro(
            "amount",
            "EUR per jaar: zie ernaast",
            "Van deze stap alleen. Wat het is, staat ernaast: kans × marge, te winnen, verwacht, of wat de "
            "klant nu kost.",
            width=9,
        ),
        ColumnSpec("basis", "Wat dat is", f.WRAPPED, 10),
        ColumnSpec("deadline", "Wanneer", f.WRAPPED, 9.5),
        ColumnSpec(
            "fits",
            "Past in de uren",
            f.CENTRED,
            8,
            "nee: past niet in de vrije uren; maakt vrij: geeft meer uren dan het vraagt; niet gerekend: "
            "bellen.",
        ),
        ColumnSpec("so_far", "Tot nu toe", f.WRAPPED, 10, "Status en opmerking van Acties."),
        ColumnSpec("status", ANSWER_HEADERS["status"], f.TEXT.as_input(), 10, _TYPED, validation=STATES),
        ColumnSpec("note", ANSWER_HEADERS["note"], f.WRAPPED.as_input(), 11, _TYPED),
    ),
    at="A7",
    printed=15,
    page_per="account_manager",
    description="Hoogstens tien klanten per accountmanager: waarom, eerste zin, stap, bedrag en wanneer.",
)


def monday_rows(source: Source) -> pd.DataFrame:
    """Return at most ten rows per account manager, customers of nobody first, worded."""
    analysis, shown = source.analysis, source.once(action_frame).set_index("customer_id")
    customers = analysis.customers.set_axis(analysis.customers.index.astype(str))
    who, names = people(analysis), item_names(analysis)
    actions = analysis.chances.actions.set_axis(analysis.chances.actions.index.astype(str))
    state = state_of(shown["status"])
    done = frozenset(shown.index[state.isin(CLOSED)]) | left_alone(analysis)
    owner = who["account_manager"].reindex(actions.index)
    listed = monday_list(
        actions,
        customers.reindex(actions.index)[["leave_chance", "if_gone", "at_stake", "revenue"]].assign(
            account_manager=owner, begun=(state == BEGUN).reindex(actions.index, fill_value=False)
        ),
        done,
        analysis.settings.minimum_gap,
    )
    told = ["at_risk_reason", "if_gone", "last_purchase", "recency_days", "typical_gap", "time_cost", "hours"]
    told += ["leave_chance"]
    found = listed.join(who["name"]).join(customers[[*told, "revenue"]])
    found = found.join(customers["contribution"].rename("net"))
    moves = analysis.chances.moves.moves["to_manager"]
    found = found.join(moves.set_axis(moves.index.astype(str)))
    for kind in ("up_sell", "cross_sell"):
        found[f"{kind}_item"] = called(actions[f"{kind}_item"], names).reindex(found.index)
    found = (
        found.join(actions[["label", "cause", "cause_name"]])
        .join(shown[["sentence", "fits", "status", "note", "potential"]])
        .assign(until=analysis.period.end)
        .reset_index()
    )
    rows = found.to_dict("records")
    last = ~found.duplicated("account_manager", keep="last")
    return found.assign(
        why=[
            words.why(row) + (words.left_over(row) if end else "")
            for row, end in zip(rows, last, strict=True)
        ],
        say_first=[words.say_first(row) for row in rows],
        step=[words.step(row) for row in rows],
        deadline=[words.deadline(row) for row in rows],
        fits=np.where(found["kind"] == "risk", "niet gerekend", found["fits"].fillna("")),
        so_far=[words.so_far(row) for row in rows],
        status="",
        note="",
    )


def monday_frame(source: Source) -> pd.DataFrame:
    """Return the rows of the sheet Maandag."""
    rows = source.once(monday_rows)
    worded = rows.assign(
        account_manager=rows["account_manager"].replace("", NOBODY),
        kind=rows["kind"].map(words.KINDS),
        basis=[words.basis(row) for row in rows.to_dict("records")],
    )
    return unbroken(unbroken(worded, "why"), "basis")


def _values(source: Source) -> dict[str, object]:
    chances = source.analysis.chances
    fits, more = hours_lines(chances.same_people.managers, chances.portfolio)
    return {
        "monday_message": words.monday_message(source.once(monday_rows)),
        "monday_subtitle": words.monday_subtitle(shared=source.shared),
        "monday_hours": fits,
        "monday_more_hours": more,
    }


PAGE = Page(
    SheetSpec(
        "Maandag",
        title="Maandag: met wie te beginnen",
        about="per accountmanager hoogstens tien klanten: waarom, eerste zin, stap, bedrag en wanneer",
        message="monday_message",
        subtitle="monday_subtitle",
        tab_colour=f.ACCENT,
        freeze="F8",
        blocks=(
            TextSpec("A5", value="monday_hours", format=f.SUBTITLE),
            TextSpec("A6", value="monday_more_hours", format=f.SUBTITLE),
            MONDAY,
        ),
    ),
    frames=lambda source: {"monday": source.once(monday_frame)},
    values=_values,
)
