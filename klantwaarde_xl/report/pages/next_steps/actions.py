"""The page Acties: what to do per customer, why, and what the user noted."""

from __future__ import annotations

import numpy as np
import pandas as pd

from klantwaarde_xl.analysis.result import Analysis
from klantwaarde_xl.model.action_notes import (
    ACTIONS_TABLE,
    BEGUN,
    CLOSED,
    NOTE_HEADERS,
    moved_notes,
)
from klantwaarde_xl.report import formats as f
from klantwaarde_xl.report.page import Page, Source, Strip
from klantwaarde_xl.report.pages.columns import ID, MANAGER, NAME
from klantwaarde_xl.report.pages.next_steps.common import (
    called,
    euro,
    item_names,
    longest_list,
    people,
    unbroken,
)
from klantwaarde_xl.report.pages.next_steps.still_to_do import (
    AT_REFRESH,
    BY_STATE,
    at_refresh,
    by_lever,
    by_state,
    everyone,
    left_alone_of,
    still_to_do,
)
from klantwaarde_xl.report.pages.trend import TREND, trend_texts
from klantwaarde_xl.report.specs import CellSpec, ColumnSpec, SheetSpec, TableSpec, TextSpec, Validation
from klantwaarde_xl.report.words import action_sentences, chance_sentences, hours_sentences
from klantwaarde_xl.report.words import state_sentences as said
from klantwaarde_xl.report.words.names import LEVERS, STEPS, label_text, own_reasons
from klantwaarde_xl.report.words.serving_sentences import main_cause

GONE = "Geen klant meer"
"""Label of a customer that is not in the list any more, but about whom the user noted something."""
_FITS = {True: "ja", False: "nee"}
EASES = "maakt vrij"
"""Of an action that frees more hours than it asks, of an account manager who stays short of hours."""
STATES = Validation(
    "list",
    ("open", BEGUN, *CLOSED),
    message="Kies uit de lijst, of laat staan wat u typte.",
    strict=False,
)
_TYPED = "Van u: blijft bij dit klantnummer staan als u vernieuwt."
ACTIONS = TableSpec(
    ACTIONS_TABLE,
    "actions",
    (
        ID,
        NAME,
        MANAGER,
        ColumnSpec(
            "label",
            "Wat te doen",
            f.WRAPPED,
            16,
            "Volgens nettobijdrage, score en wat er te winnen is; zie Toelichting.",
        ),
        euro(
            "potential",
            "Te winnen per jaar",
            "Marge per jaar, in EUR: de som van de drie hefbomen; alleen wat aannemelijk is.",
            width=11,
        ),
        ColumnSpec(
            "hours",
            "Uren",
            f.HOURS,
            7,
            "Uren die de acties vragen, volgens de instellingen.",
        ),
        euro("euros_per_hour", "EUR per uur", "Te winnen gedeeld door de uren.", width=f.WIDTH_SMALL),
        ColumnSpec(
            "fits",
            "Past in de uren",
            f.CENTRED,
            8,
            (
                "ja: past in de vrije uren van de accountmanager en wat goedkoper bedienen vrijmaakt, beste "
                "eerst; maakt vrij: geeft meer uren dan het vraagt, maar hij houdt tekort; onbekend: geen "
                "capaciteit bekend."
            ),
        ),
        ColumnSpec("sentence", "Waarom", f.WRAPPED, 44),
        ColumnSpec(
            "owner",
            NOTE_HEADERS["owner"],
            f.TEXT.as_input(),
            12,
            _TYPED,
            group="Van u: blijft bij het klantnummer",
        ),
        ColumnSpec("status", NOTE_HEADERS["status"], f.TEXT.as_input(), 10, _TYPED, validation=STATES),
        ColumnSpec("note", NOTE_HEADERS["note"], f.WRAPPED.as_input(), 20, _TYPED),
        TREND,
        ColumnSpec(
            "best_lever",
            "Eerst",
            f.TEXT,
            20,
            "Waarmee te beginnen: de hefboom die het label noemt.",
            group="Te winnen per hefboom",
        ),
        euro("up_sell", LEVERS["up_sell"], "Meer verkopen van wat de klant al koopt; marge per jaar."),
        euro(
            "margin",
            LEVERS["margin"],
            "Tot de marge van anderen op dezelfde producten, na aftrek van toeval.",
        ),
        euro(
            "serve",
            LEVERS["serve"],
            "Uren en onkosten boven wat gewoon is voor deze facturen, regels en marge.",
        ),
        ColumnSpec(
            "freed_hours",
            "Uren die vrijkomen",
            f.HOURS,
            12,
            "Per jaar, door goedkoper bedienen; ze tellen mee voor wat in de uren past.",
        ),
        ColumnSpec(
            "cross_sell",
            STEPS["cross_sell"],
            f.EURO,
            14.0,
            "Marge per jaar die zonder meer te verwachten is op iets nieuws; telt niet mee in te winnen.",
            group="Verwacht uit zichzelf",
        ),
        ColumnSpec("position", "Volgorde", f.INTEGER, 10, "Op euro's per uur, binnen één accountmanager."),
        ColumnSpec(
            "rank_revenue", "Rang omzet", f.INTEGER, f.WIDTH_EURO, "De rang als alleen de omzet telt."
        ),
        euro(
            "if_gone",
            "Als hij gaat",
            "Wat met de klant weggaat, als op Klantwaarde; onder nul: vertrek scheelt.",
        ),
    ),
    at="A7",
    printed=12,
    description=(
        "Eén rij per klant: wat te doen, euro's per hefboom, uren, waarom, en uw eigen aantekeningen."
    ),
)


def action_rows(analysis: Analysis, *, longest: int | None = None) -> pd.DataFrame:
    """Return one row per customer, most to win first, with what the user typed.

    Of those with as much to win, the most cross-sell expected comes first, then the largest turnover.
    Customers without an action of whom something was typed come last.

    The list is no longer than ``longest``, or else the settings, say; a row with something typed is never
    left out.
    """
    actions, plan = analysis.chances.actions, analysis.chances.same_people.rows
    names = item_names(analysis)
    worded = actions.assign(
        **{field: called(actions[field], names) for field in ("cross_sell_item", "up_sell_item")}
    )
    notes = typed_notes(analysis)
    cents = np.rint(actions["potential"].to_numpy(float) * 100)
    ids = actions.index.astype(str).to_numpy(object)
    expected = np.rint(actions["cross_sell"].to_numpy(float) * 100)
    ranks = analysis.customers["rank_revenue"].set_axis(analysis.customers.index.astype(str)).astype(float)
    order = np.lexsort((ids, ranks.reindex(ids).to_numpy(), -expected, -cents))
    kept = np.zeros(len(order), bool)
    kept[: longest_list(analysis, longest)] = True
    order = order[kept | pd.Index(ids[order]).isin(notes.index)]
    shown = worded.iloc[order].set_axis(pd.Index(ids[order], name="customer_id"))
    tick = plan["ticked"].map(_FITS).astype(object).where(~plan["eases"], EASES)
    tick = tick.where(~_unknown_hours(analysis, plan), "onbekend")
    own = shown.assign(reasons=pd.Series(own_reasons(actions["reasons"].tolist()), index=ids))
    above = bool(action_sentences.without_gap(actions))
    frame = shown.assign(
        sentence=action_sentences.action_sentences(own, above=above),
        label=_labels(shown),
        best_lever=shown["best_lever"].map({**STEPS, "": ""}),
        fits=tick.reindex(shown.index).fillna(""),
        position=plan["position"].reindex(shown.index).astype(float),
    )
    # Without hours there is no action, and nothing per hour; a zero would read as work for nothing.
    frame["euros_per_hour"] = frame["euros_per_hour"].where(frame["hours"] > 0)
    frame["freed_hours"] = frame["freed_hours"].where(frame["freed_hours"] > 0)
    frame = frame.join(people(analysis))
    frame["rank_revenue"] = ranks.reindex(frame.index)
    goes = analysis.customers["if_gone"].astype(float)
    frame["if_gone"] = goes.set_axis(goes.index.astype(str)).reindex(frame.index)
    gone = notes[~notes.index.isin(ids)]
    frame = pd.concat([frame, _gone(analysis, gone)]) if len(gone) else frame
    noted: pd.DataFrame = frame.join(notes).fillna(dict.fromkeys(NOTE_HEADERS, ""))
    return noted.reset_index(names="customer_id")


def _labels(actions: pd.DataFrame) -> list[str]:
    return [
        label_text(label, hold_on=bool(hold), alone=bool(alone))
        for label, hold, alone in zip(actions["label"], actions["hold_on"], actions["alone"], strict=True)
    ]


def _unknown_hours(analysis: Analysis, plan: pd.DataFrame) -> np.ndarray:
    """Return for which actions nobody's free hours are known, bool (n,)."""
    reason = analysis.chances.same_people.managers["reason"]
    return (reason.reindex(plan["account_manager"]).fillna("") != "").to_numpy(bool)


def typed_notes(analysis: Analysis) -> pd.DataFrame:
    """Return what the user typed per customer: index customer_id, the columns of ``NOTE_HEADERS``."""
    notes = analysis.inputs.action_notes
    if notes is None:
        return pd.DataFrame(
            columns=list(NOTE_HEADERS), index=pd.Index([], dtype=object, name="customer_id"), dtype=object
        )
    return moved_notes(notes[list(NOTE_HEADERS)], analysis.inputs.merged)


def _gone(analysis: Analysis, notes: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of customers that are no longer in the list, with the last known name."""
    known = pd.concat(
        [frame["name"] for frame in (analysis.lost, analysis.unscored) if len(frame)]
        or [pd.Series(dtype=object)]
    )
    known = known.set_axis(known.index.astype(str)).astype(object).dropna()
    names = known[~known.index.duplicated()].reindex(notes.index)
    ids = pd.Series(notes.index, index=notes.index)
    return pd.DataFrame(
        {
            "name": names.where(names.notna(), ids),
            "label": GONE,
            "sentence": "Niet meer in de lijst van deze periode; wat u typte is bewaard.",
            "fits": "",
            "best_lever": "",
        },
        index=notes.index,
    )


def action_frame(source: Source) -> pd.DataFrame:
    """Return the rows of the sheet Acties."""
    rows = unbroken(action_rows(source.analysis), "sentence")
    trend = trend_texts(source.analysis.monthly).reindex(rows["customer_id"]).fillna("")
    return rows.assign(trend=trend.to_numpy())


def _values(source: Source) -> dict[str, object]:
    chances, longest = source.analysis.chances, source.analysis.settings.longest_list
    fits, more = hours_sentences.hours_lines(chances.same_people.managers, chances.portfolio)
    rows = everyone(source.analysis, source.once(action_frame))
    states, to_do, alone = by_state(rows), still_to_do(rows), said.of_alone(*left_alone_of(rows))
    return {
        "actions_message": said.still_to_win(states, by_lever(rows), alone),
        "actions_subtitle": chance_sentences.actions_shown(
            chances.actions, to_do, longest, chances.expected, shared=source.shared
        ),
        "actions_states": said.by_state(states, alone),
        "actions_cause": " ".join(filter(None, (main_cause(to_do), chance_sentences.hours_part(to_do)))),
        "actions_hours": f"{fits} Meer over de uren: zie Maandag." if more else fits,
    }


PAGE = Page(
    SheetSpec(
        "Acties",
        title="Acties per klant",
        about=(
            "per klant wat te doen, euro's per hefboom, uren, waarom; en uw eigen Eigenaar, Status en "
            "Opmerking"
        ),
        message="actions_message",
        message_formula=said.still_to_win_formula(),
        subtitle="actions_subtitle",
        tab_colour=f.ACCENT,
        freeze="C8",
        blocks=(
            TextSpec("A5", value="actions_hours", format=f.SUBTITLE),
            TextSpec("C4", value="actions_cause", format=f.SUBTITLE),
            CellSpec("A6", "actions_states", f.SUBTITLE_CELL, formula=BY_STATE, live=True),
            ACTIONS,
        ),
    ),
    frames=lambda source: {
        "actions": source.once(action_frame),
        AT_REFRESH.frame: at_refresh(everyone(source.analysis, source.once(action_frame))),
    },
    values=_values,
    strips=(Strip((AT_REFRESH,), AT_REFRESH.widths),),
)
