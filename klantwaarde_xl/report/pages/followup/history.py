"""The page Geschiedenis: a dated snapshot of every customer per refresh, from which Opvolging compares."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd

from klantwaarde_xl.analysis.result import Analysis
from klantwaarde_xl.core.followup.snapshots import with_snapshot
from klantwaarde_xl.model.action_notes import moved_notes
from klantwaarde_xl.model.history import (
    APPROACH,
    BETWEEN,
    HISTORY_FIELDS,
    HISTORY_TABLE,
    LEAVE_ALONE,
    MOST_ROWS,
    in_trial,
    no_history,
)
from klantwaarde_xl.report import formats as f
from klantwaarde_xl.report.page import Page, Source
from klantwaarde_xl.report.specs import ColumnSpec, SheetSpec, TableSpec
from klantwaarde_xl.report.words.followup_sentences import history_line
from klantwaarde_xl.report.words.names import STEPS, label_text

_MOST_CHANCES = 20
"""So many items of a customer go into one cell; what is expected of them is the sum over the same."""
_LOOKS = {
    "score": (f.SCORE, f.WIDTH_SMALL),
    "rank": (f.INTEGER, f.WIDTH_SMALL),
    "leave_chance": (f.PERCENTAGE, f.WIDTH_SMALL),
    "label": (f.TEXT, f.WIDTH_NAME),
    "chances": (f.TEXT, f.WIDTH_NAME),
    "scale": (f.TEXT, f.WIDTH_NAME),
}
_KINDS = {
    "date": (f.DATE, f.WIDTH_DATE),
    "id": (f.TEXT, f.WIDTH_ID),
    "text": (f.TEXT, f.WIDTH_TEXT),
    "number": (f.EURO_CENTS, f.WIDTH_AMOUNT),
}
HISTORY = TableSpec(
    HISTORY_TABLE,
    "history",
    tuple(
        ColumnSpec(name, field.header, *_LOOKS.get(name, _KINDS[field.kind]), field.help)
        for name, field in HISTORY_FIELDS.items()
    ),
    printed=9,
    printed_rows=25,
    description="Per klant en dag van vernieuwen hoe de klant er toen voor stond.",
)


def snapshot(source: Source) -> pd.DataFrame:
    """Return how every customer stands today, by rank: the columns of the table."""
    analysis = source.analysis
    customers, actions = analysis.customers, analysis.chances.actions
    ids = pd.Index(customers.index.astype(str), name="customer_id")
    rows = customers.set_axis(ids)[
        ["score", "pareto_class", "rank", "contribution", "gross_margin", "leave_chance", "value_next"]
    ]
    plan = actions.set_axis(actions.index.astype(str)).reindex(ids)
    rows = rows.assign(
        date=pd.Timestamp(source.day or dt.date.min),
        until=pd.Timestamp(analysis.period.end),
        potential=plan["potential"],
        best_lever=plan["best_lever"].map({**STEPS, "": ""}).fillna(""),
        label=[
            label_text(label, hold_on=bool(hold))
            for label, hold in zip(plan["label"], plan["hold_on"], strict=True)
        ],
        status=_statuses(analysis).reindex(ids).fillna(""),
        scale=_scale(analysis),
    )
    rows = rows.join(_trial(source, plan))
    rows = rows.join(_chances(analysis)).fillna({"chances": ""})
    dates = rows[["date", "until", "first_proposed"]].astype("datetime64[s]")
    return rows.assign(**dates).reset_index()[list(HISTORY_FIELDS)]


def _statuses(analysis: Analysis) -> pd.Series:
    notes = analysis.inputs.action_notes
    if notes is None:
        return pd.Series(dtype=object)
    statuses: pd.Series = moved_notes(notes[["status"]], analysis.inputs.merged)["status"]
    return statuses[~statuses.index.duplicated()]


def _trial(source: Source, plan: pd.DataFrame) -> pd.DataFrame:
    """Return who is in the fair test, in which group and since when: ``trial`` and ``first_proposed``.

    Customers come in at their first action after Proefgroep is chosen, and stay."""
    inputs = source.analysis.inputs
    known = in_trial(no_history() if inputs.history is None else inputs.history).reindex(plan.index)
    enters = (
        known["trial"].isna().to_numpy() & (plan["hours"] > 0).to_numpy() & (inputs.settings.trial_share > 0)
    )
    groups = np.where(plan["alone"].to_numpy(bool), LEAVE_ALONE, APPROACH)
    trial = pd.Series(np.where(enters, groups, known["trial"].fillna("")), index=plan.index, dtype=object)
    first = known["first_proposed"].mask(
        pd.Series(enters, index=plan.index), pd.Timestamp(source.day or dt.date.min)
    )
    return pd.DataFrame({"trial": trial, "first_proposed": first})


def _chances(analysis: Analysis) -> pd.DataFrame:
    """Return per customer the items that it may buy, and the margin a year that is expected of them."""
    gaps = analysis.chances.cross_sell.gaps
    gaps = gaps[gaps["rank"] <= _MOST_CHANCES]
    each = gaps.assign(item=gaps["item"].astype(str)).groupby(gaps["customer_id"].astype(str))
    return pd.DataFrame(
        {"chances": each["item"].agg(BETWEEN.join), "expected": each["expected_margin"].sum(min_count=1)}
    )


def _scale(analysis: Analysis) -> str:
    """Return what a score rests on: with the same scale and weights, scores of two days can be compared."""
    settings = analysis.settings
    amounts = [amount for scale in settings.scales().values() for amount in scale]
    scale = "/".join("" if amount is None else f"{amount:.2f}" for amount in amounts)
    weights = "/".join(f"{weight:g}" for weight in settings.weights().values())
    return f"{settings.normalisation} {scale} {weights}"


def history_frame(source: Source) -> pd.DataFrame:
    """Return the snapshots of earlier refreshes with that of today; without a day only the earlier ones."""
    former = source.analysis.inputs.history
    former = no_history() if former is None else former
    if source.day is None:
        return former
    return with_snapshot(former, source.once(snapshot), MOST_ROWS)


PAGE = Page(
    SheetSpec(
        "Geschiedenis",
        title="Momentopnamen van elke klant",
        about="per dag van vernieuwen hoe elke klant er voor stond; gaat mee bij elke vernieuwing",
        message="history_message",
        subtitle="history_subtitle",
        tab_colour=f.GREY,
        freeze="D6",
        blocks=(HISTORY,),
        hidden=True,
    ),
    frames=lambda source: {"history": source.once(history_frame)},
    values=lambda source: {
        "history_message": history_line(source.once(history_frame)["date"]),
        "history_subtitle": (
            f"Hoogstens {f.number(MOST_ROWS)} rijen; daarboven blijven van de oudste alleen de jaareinden."
        ),
    },
)
