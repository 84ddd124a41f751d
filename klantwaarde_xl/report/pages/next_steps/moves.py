"""The page Overdrachten: customers who could go to another account manager, and why."""

from __future__ import annotations

import numpy as np
import pandas as pd

from klantwaarde_xl.analysis.result import Analysis
from klantwaarde_xl.core.actions.moves import better_matched, move_kinds
from klantwaarde_xl.model.action_notes import BEGUN, CLOSED, state_of
from klantwaarde_xl.report import formats as f
from klantwaarde_xl.report.page import Page
from klantwaarde_xl.report.pages.columns import ID, NAME
from klantwaarde_xl.report.pages.next_steps.actions import typed_notes
from klantwaarde_xl.report.pages.next_steps.common import NOBODY, euro, people, unbroken
from klantwaarde_xl.report.specs import ColumnSpec, SheetSpec, TableSpec, TextSpec
from klantwaarde_xl.report.words import chance_sentences
from klantwaarde_xl.report.words.move_sentences import move_sentence, moves_message
from klantwaarde_xl.report.words.names import MOVE_KINDS, STEPS

MOVES = TableSpec(
    "tblOverdrachten",
    "moves",
    (
        ID,
        NAME,
        ColumnSpec(
            "kind",
            "Waarom",
            f.TEXT,
            20,
            "Past beter: meer marge bij wie er goed bij past. Vooral voor de uren: het past niet "
            "genoeg beter om het daarom te doen, maar "
            "wie uren tekort komt, houdt er over. Had niemand: naar wie het best past en de uren heeft; past "
            "de klant bij iedereen even goed, dan beslissen de uren.",
        ),
        ColumnSpec("from_manager", "Van", f.TEXT, 20),
        ColumnSpec("to_manager", "Naar", f.TEXT, 20),
        ColumnSpec(
            "match_before",
            "Past nu",
            f.PERCENTAGE,
            10,
            "Uit klik, of energie en cultuur in het segment; is niets bekend, dan het gemiddelde van alle "
            "klanten.",
        ),
        ColumnSpec("match_after", "Past straks", f.PERCENTAGE, 10),
        euro("gross_margin", "Brutomarge per jaar", "In EUR.", total="sum"),
        ColumnSpec(
            "hours",
            "Uren per jaar",
            f.HOURS,
            f.WIDTH_FIGURE,
            "Wat meegaat: de uren van deze klant die tegen een capaciteit tellen.",
            "sum",
        ),
        euro(
            "better",
            "Passende marge erbij",
            "Brutomarge x (past straks - past nu), per jaar: een maat voor passen, geen geld in de hand.",
            total="sum",
        ),
        ColumnSpec("sentence", "In één zin", f.WRAPPED, 64),
    ),
    at="A7",
    totals=True,
    description="Voorgestelde overdrachten, met hoe goed het past voor en na.",
)


def move_rows(analysis: Analysis) -> pd.DataFrame:
    """Return the proposed moves by what they are for, largest gain first, each in one sentence."""
    moves = analysis.chances.moves.moves
    moves = moves.assign(better=better_matched(moves), kind=move_kinds(analysis.chances.moves))
    moves = moves.iloc[np.argsort(moves["kind"].map([*MOVE_KINDS].index), kind="stable")]
    ids = pd.Index(moves.index.astype(str), name="customer_id")
    names = people(analysis)["name"].reindex(ids).to_numpy(object)
    status = typed_notes(analysis)["status"].reindex(ids)
    busy = (state_of(status) == BEGUN).to_numpy()
    moves = moves.assign(first_step=_first_steps(analysis, ids, status), busy=busy)
    rows = zip(names, moves.to_dict("records"), strict=True)
    frame = moves.set_axis(ids).assign(
        name=names, sentence=[move_sentence(str(name), row) for name, row in rows]
    )
    frame["kind"] = frame["kind"].map(MOVE_KINDS)
    frame["from_manager"] = frame["from_manager"].replace("", NOBODY)
    return frame.reset_index()


def _first_steps(analysis: Analysis, ids: pd.Index, status: pd.Series) -> list[str]:
    """Return what there is to do with each of these customers, '' for nothing and for what is done."""
    lever = analysis.chances.actions["best_lever"]
    lever = lever.set_axis(lever.index.astype(str)).reindex(ids)
    closed = state_of(status).isin(CLOSED).to_numpy(bool)
    return [STEPS.get(step, "") if not over else "" for step, over in zip(lever, closed, strict=True)]


PAGE = Page(
    SheetSpec(
        "Overdrachten",
        title="Overdrachten: klanten die naar een ander kunnen",
        about="klanten die naar een andere accountmanager kunnen: om wie past, om de uren, of zonder iemand",
        message="moves_message",
        hidden=True,
        subtitle="moves_subtitle",
        tab_colour=f.ACCENT,
        freeze="C8",
        blocks=(
            TextSpec(
                "C4",
                "Wat dit van iemand vraagt is al van zijn vrije uren af; wat het geeft telt nog niet.",
            ),
            TextSpec("A5", value="moves_advice", format=f.SUBTITLE),
            MOVES,
        ),
    ),
    frames=lambda source: {"moves": unbroken(move_rows(source.analysis), "sentence")},
    values=lambda source: {
        "moves_message": moves_message(source.analysis.chances.moves),
        "moves_subtitle": (
            "Zo veel mogelijk marge bij wie er goed bij past, binnen de uren die iedereen heeft. "
            "Passende marge is een maat voor passen, geen geld in de hand. Wie eerst gebeld moet worden "
            "omdat hij kan weggaan, wordt heroverwogen of weg mag, staat er niet bij."
        ),
        "moves_advice": chance_sentences.ADVICE,
    },
)
