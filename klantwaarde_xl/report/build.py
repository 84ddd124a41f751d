"""Binds an Analysis to the declarations: every figure and sentence that a sheet names gets its value here.

The result is a :class:`~klantwaarde_xl.report.document.Document`, the same for the file writer and the open
workbook."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from klantwaarde_xl import __version__
from klantwaarde_xl.analysis.result import MEASURE
from klantwaarde_xl.core.value.concentration import Concentration, concentration
from klantwaarde_xl.errors import Severity
from klantwaarde_xl.model.raw_table import column_letters
from klantwaarde_xl.report import formats
from klantwaarde_xl.report.document import Document
from klantwaarde_xl.report.pages.changes_rows import changed_customers, migration_grid
from klantwaarde_xl.report.pages.customer_card.formulas import LIST_NAME, LIST_SOURCE
from klantwaarde_xl.report.pages.customer_card.values import card_frames, card_values
from klantwaarde_xl.report.pages.customer_value import CUSTOMER_VALUE
from klantwaarde_xl.report.pages.dashboard.bubbles import bubble_marks, largest_bubbles
from klantwaarde_xl.report.pages.dashboard.values import dashboard_values, short_lists
from klantwaarde_xl.report.pages.inputs import sheets as input_sheets
from klantwaarde_xl.report.pages.inputs.addresses import copied_addresses
from klantwaarde_xl.report.pages.next_steps.rows import chance_frames
from klantwaarde_xl.report.pages.notes_rows import notes_frame
from klantwaarde_xl.report.pages.settings_used import used_values, without_settings
from klantwaarde_xl.report.sheets import REPORT
from klantwaarde_xl.report.specs import SPREAD, ChartSpec, GridSpec, SheetSpec, TableSpec
from klantwaarde_xl.report.words import dashboard_phrases as w
from klantwaarde_xl.report.words import dashboard_sentences
from klantwaarde_xl.report.words.chance_sentences import chance_values

_BESIDE = 0.08
"""Height of the words beside the line of the Pareto chart: under the line of equal shares."""
POINTS = 101
"""Points of a curve."""


def build(
    analysis: Any,
    *,
    created: dt.datetime,
    with_inputs: bool = False,
    shared: bool = False,
    in_place: bool = False,
    versions: Mapping[str, str] | None = None,
    sheets: tuple[SheetSpec, ...] = REPORT,
) -> Document:
    """Return the report of an analysis: Start, Instellingen, the inputs when asked, and the result sheets.

    ``analysis`` is an ``analysis.Analysis``; ``created`` goes into the file's properties; ``versions`` are
    shown on Toelichting beside the version of this package. ``sheets`` are the result sheets; an optional
    sheet or chart that has nothing to show is left out. ``shared``: for people without the inputs, so without
    Instellingen and what compares with it. ``in_place``: the results go into the workbook that was read,
    where findings lead to the very cell."""
    customers = _customers(analysis)
    # The curve, its title and the sentence are about the chosen measure; the analysis gives the concentration
    # of revenue.
    spread = concentration(customers[MEASURE[analysis.settings.pareto_measure]])
    values = _values(analysis, customers, spread) | chance_values(analysis)
    chances = chance_frames(analysis)
    frames = {
        "customers": customers,
        "pareto": _pareto(analysis, customers),
        "curves": _curves(analysis),
        "pareto_marks": _pareto_marks(spread),
        "whale_marks": _whale_marks(analysis),
        "bubbles": largest_bubbles(customers),
        "migration": migration_grid(analysis.migration),
        "changes": changed_customers(analysis, customers),
        "monthly": _monthly(analysis),
        "findings": _findings(analysis, in_place=in_place, copied=with_inputs and not shared),
        "reconciliation": _reconciliation(analysis),
        "notes": notes_frame(analysis, {"klantwaarde_xl": __version__, **(versions or {})}),
        **chances,
        **short_lists(customers, chances["actions"]),
    }
    frames |= bubble_marks(frames["bubbles"])
    frames |= card_frames(analysis, customers, frames["monthly"])
    values |= (
        dashboard_values(analysis, customers, frames, spread) | card_values(customers, frames) | used_values()
    )
    values |= _bubble_words(frames["bubbles"])
    results = tuple(_fitted(sheet, frames, values) for sheet in sheets)
    if shared:
        results = tuple(without_settings(sheet) for sheet in results)
        inputs = input_sheets.for_readers(results)
    else:
        inputs = input_sheets.bound(analysis.settings, analysis.inputs if with_inputs else None, results)
    return Document(
        sheets=(*inputs.sheets, *results),
        frames={**frames, **inputs.frames},
        values={**values, **inputs.values},
        title="Klantwaarde",
        created=created,
        active=results[0].name,
        names=(*inputs.names, (LIST_NAME, LIST_SOURCE)),
    )


def _fitted(sheet: SheetSpec, frames: Mapping[str, pd.DataFrame], values: Mapping[str, object]) -> SheetSpec:
    """Return the sheet without charts that have nothing to show, and with the spread columns of its tables
    written out."""
    blocks = []
    for block in sheet.blocks:
        if isinstance(block, ChartSpec) and block.when and not values[block.when]:
            continue
        if isinstance(block, TableSpec) and block.spread:
            known = {column.field for column in block.columns}
            more = tuple(
                replace(block.spread, field=name, header=name)
                for name in frames[block.frame]
                if name not in known
            )
            blocks.append(replace(block, columns=(*block.columns, *more), spread=None))
            continue
        if isinstance(block, GridSpec) and block.spread:
            names = [name for name in frames[block.frame] if str(name).startswith(SPREAD)]
            more = tuple(
                replace(block.spread, field=name, header=name.removeprefix(SPREAD)) for name in names
            )
            blocks.append(replace(block, columns=(*block.columns, *more)))
            last = column_letters(len(block.columns) + len(more))
            sheet = replace(sheet, print_area=f"A1:{last}{int(block.at.lstrip('A')) + block.rows}")
            continue
        blocks.append(block)
    return replace(sheet, blocks=tuple(blocks), back=sheet.back or "A4")


def _customers(analysis: Any) -> pd.DataFrame:
    frame = analysis.customers.copy()
    frame.insert(0, "customer_id", frame.index.astype(str))
    frame["name"] = named(frame["name"], frame["customer_id"])
    frame["is_new"] = np.where(frame["is_new"].astype(bool), "ja", "nee")
    frame["at_risk_reason"] = [
        dashboard_sentences.reason(code) if isinstance(code, str) else "" for code in frame["at_risk_reason"]
    ]
    return frame.sort_values("rank", kind="stable").reset_index(drop=True)


def named(names: pd.Series, ids: pd.Series) -> pd.Series:
    """Return the names as text, with the customer number where there is no name."""
    text = names.astype(object)
    return text.where(text.notna() & (text != ""), ids.astype(object))


def _pareto(analysis: Any, customers: pd.DataFrame) -> pd.DataFrame:
    value = customers[MEASURE[analysis.settings.pareto_measure]]
    positive = value.clip(lower=0).sum()
    frame = customers[["customer_id", "name", "pareto_share", "pareto_class", "contribution"]].assign(
        value=value, share=value.clip(lower=0) / (positive if positive > 0 else math.nan)
    )
    frame = frame.sort_values("value", ascending=False, kind="stable").reset_index(drop=True)
    return frame.assign(position=np.arange(1, len(frame) + 1))


def _curves(analysis: Any) -> pd.DataFrame:
    whale = analysis.whale.curve
    share = np.linspace(0, 1, POINTS)
    return pd.DataFrame(
        {
            "share_of_customers": share,
            "pareto": _at(analysis.pareto_curve, "value_share", share),
            "equal": share,
            "whale": _at(whale, "cumulative_share", share),
            "whale_amount": _at(whale, "cumulative", share),
            "whole": 1.0,
        }
    )


def _at(curve: pd.DataFrame, column: str, share: np.ndarray) -> np.ndarray:
    """Return the curve at the given shares of customers; a curve that is not there is NaN."""
    if len(curve) == len(share):
        return curve[column].to_numpy(dtype=float)
    return np.full(len(share), math.nan)


def _pareto_marks(spread: Concentration) -> pd.DataFrame:
    at = spread.share_for_80
    return pd.DataFrame({"x": [0.0, at, at, at], "y": [0.8, 0.8, _BESIDE, 0.0]})


def _whale_marks(analysis: Any) -> pd.DataFrame:
    whale = analysis.whale
    return pd.DataFrame({"x": [whale.at, whale.at], "y": [0.0, whale.peak]})


def _bubble_words(bubbles: pd.DataFrame) -> dict[str, object]:
    losing = int(bubbles["losing"].notna().sum())
    title = dashboard_sentences.effort_bubbles(losing, len(bubbles))
    said = (
        f"Bellengrafiek: bedienkosten tegen marge van de {len(bubbles)} grootste klanten, grootte is omzet. "
        f"{title}."
    )
    shown = len(bubbles) > 1
    return {
        "bubble_title": title,
        "bubble_alt": said,
        "has_bubbles": shown,
        "bubble_absent": "" if shown else w.NO_BUBBLES,
    }


def _monthly(analysis: Any) -> pd.DataFrame:
    monthly = analysis.monthly
    names = analysis.customers["name"].reindex(monthly.index)
    months = pd.DatetimeIndex(monthly.columns)
    ids = pd.Series(monthly.index.astype(str), index=monthly.index)
    frame = pd.DataFrame({"customer_id": ids, "name": named(names, ids), "total": monthly.sum(axis=1)})
    shown = monthly.set_axis([formats.month(month) for month in months], axis=1)
    return pd.concat([frame, shown], axis=1).reset_index(drop=True)


def _findings(analysis: Any, *, in_place: bool, copied: bool) -> pd.DataFrame:
    order = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}
    rows = sorted(analysis.findings, key=lambda finding: order[finding.severity])
    fields = ("severity", "code", "cell", "value", "message", "hint", "count")
    frame = pd.DataFrame(
        {name: pd.Series([getattr(row, name) for row in rows], dtype=object) for name in fields}
    )
    if in_place:
        return frame.assign(target=frame["cell"].where(frame["cell"].str.contains("!", na=False), ""))
    return frame.assign(target=copied_addresses(frame["cell"], analysis.inputs.raw if copied else {}))


def _reconciliation(analysis: Any) -> pd.DataFrame:
    frame = analysis.reconciliation
    labels = [
        f"{input_sheets.sheet_name(table)}: {dashboard_sentences.reason(code)}"
        for table, code in zip(frame["table"], frame["reason"], strict=True)
    ]
    return pd.DataFrame(
        {
            "label": labels,
            "blank": "",
            "lines": frame["lines"].to_numpy(),
            "revenue": frame["revenue"].to_numpy(),
        }
    )


def total(analysis: Any, name: str) -> float:
    """Return a total by field name (``previous_`` in front for the period before); NaN when the analysis has
    none."""
    totals = analysis.totals
    found = totals.get(name) if isinstance(totals, Mapping) else getattr(totals, name, None)
    return math.nan if found is None else float(found)


_TOTALS = ("customers", "revenue", "gross_margin", "cost_to_serve", "hours", "contribution")


def _values(analysis: Any, customers: pd.DataFrame, spread: Concentration) -> dict[str, object]:
    """Return every sentence and key figure that a result sheet names."""
    values: dict[str, object] = {}
    for name in _TOTALS:
        values[f"total_{name}"] = total(analysis, name)
        values[f"previous_total_{name}"] = total(analysis, f"previous_{name}")
    whale, settings = analysis.whale, analysis.settings
    a = customers[customers["pareto_class"] == "A"]
    revenue, contribution = customers["revenue"].sum(), customers["contribution"].sum()
    in_shares = bool(whale.total > 0 and math.isfinite(whale.peak))
    measure = settings.pareto_measure
    period, previous = analysis.period, analysis.previous
    sentence_concentration = dashboard_sentences.concentration(
        spread.share_for_80, spread.top20_share, measure
    )
    unknown = len(customers) > 0 and customers["contribution"].isna().all()
    whale_total = math.nan if unknown else whale.total
    sentence_whale = dashboard_sentences.whale(
        whale.peak, whale.at, whale.loss_makers, whale.loss_sum, whale_total
    )
    at_risk = customers[customers["at_risk"].astype(bool)]
    new, before = int((customers["is_new"] == "ja").sum()), values["previous_total_customers"]
    moved = dashboard_sentences.movements(
        new,
        len(analysis.lost),
        len(at_risk),
        at_risk["margin_at_risk"].sum(),
        0 if math.isnan(before) else int(before),
    )
    count = {level: sum(f.count for f in analysis.findings if f.severity == level) for level in Severity}
    period_line = (
        f"Periode {formats.date(period.start)} t/m {formats.date(period.end)}; "
        f"vorige periode {formats.date(previous.start)} t/m {formats.date(previous.end)}. Bedragen in EUR."
    )
    share_a = a["revenue"].sum() / revenue if revenue > 0 else math.nan
    contribution_a = a["contribution"].sum() / contribution if contribution > 0 else math.nan
    values.update(
        period_line=period_line,
        amounts_line="Bedragen in EUR.",
        value_message=dashboard_sentences.value_message(len(customers), len(a), share_a, contribution_a),
        value_subtitle=f"{period_line} Wijs een kolomkop aan voor uitleg; op papier: {CUSTOMER_VALUE.printed} kolommen.",
        concentration_sentence=sentence_concentration or "Er is geen positief totaal om te verdelen.",
        whale_sentence=sentence_whale,
        changes_message=moved,
        changes_subtitle=period_line,
        control_message=dashboard_sentences.findings(
            count[Severity.ERROR], count[Severity.WARNING], count[Severity.INFO]
        ),
        reconciliation_message="Elke gelezen factuurregel is verantwoord, tot op de cent.",
        notes_message="Zo is gerekend: periode, bron, instellingen en methode.",
        months_message=dashboard_sentences.months(analysis.monthly.shape[1]),
        chart_data_message="De cijfers achter de grafieken.",
        chart_data_subtitle="Vaste blokken: vernieuwen vult ze; de grafieken wijzen ernaar.",
        pareto_alt=(
            f"Paretocurve: cumulatief deel van het totaal tegen deel van de klanten. {sentence_concentration}"
        ),
        whale_alt=(
            f"Walviscurve: cumulatieve nettobijdrage tegen deel van de klanten, beste eerst. {sentence_whale}"
        ),
        whale_in_shares=in_shares,
        whale_in_euros=not in_shares and not unknown,
    )
    return values
