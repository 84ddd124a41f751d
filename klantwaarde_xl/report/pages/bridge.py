"""The page Waarom veranderd: per customer why contribution changed; and the waterfall of Verloop."""

from __future__ import annotations

from typing import Literal, NamedTuple

import numpy as np
import pandas as pd

from klantwaarde_xl.core.measures.bridge import COLUMNS, STEPS
from klantwaarde_xl.core.measures.bridge_known import SERVING
from klantwaarde_xl.report import formats as f
from klantwaarde_xl.report.page import Page, Source, Strip
from klantwaarde_xl.report.pages.columns import ID, NAME, named
from klantwaarde_xl.report.pages.compared import comparison, firm, is_told
from klantwaarde_xl.report.specs import (
    CellSpec,
    ColumnSpec,
    GridSpec,
    SheetSpec,
    TableSpec,
    TextSpec,
    columns_from,
    gap_before,
)
from klantwaarde_xl.report.words import bridge_sentences as words
from klantwaarde_xl.report.words import page_sentences


def _euros(field: str, header: str, text: str) -> ColumnSpec:
    """Return a column of euros, so narrow that all of them fit on paper."""
    conditional: Literal["none", "negative"] = "negative" if field == "change" else "none"
    return ColumnSpec(field, header, f.EURO_CENTS.shrunk(), 12, text, "sum", conditional)


BRIDGE = TableSpec(
    "tblVerschil",
    "bridge",
    (
        ID,
        NAME,
        _euros(
            "previous_contribution",
            "Netto vorige periode",
            "Nettobijdrage; onbekend is nul, of leeg als van geen van beide periodes iets bekend is.",
        ),
        *(_euros(step, words.STEP_NAMES[step], words.STEP_HELP[step]) for step in STEPS),
        _euros(
            "contribution", "Netto deze periode", "Vorige periode en de stappen, in hele centen per klant."
        ),
        _euros("change", "Verschil", "Nettobijdrage min die van de vorige periode."),
    ),
    totals=True,
    printed_rows=60,
    description="Per klant de nettobijdrage van de vorige periode, wat veranderde, en die van deze periode.",
)
_BARS = ("base", "before", "now", "rise", "rise_below", "fall", "fall_below")
WATERFALL = GridSpec(
    "waterfall",
    (
        ColumnSpec("label", "Stap", f.TEXT, 20),
        ColumnSpec("amount", "Bedrag", f.EURO_CENTS, 14),
        *(ColumnSpec(bar, bar, f.EURO_CENTS, 9) for bar in _BARS),
    ),
    "BE6",
    len(STEPS) + 2,
    "Waterval van de nettobijdrage",
)
"""The steps of the firm, and where each bar begins and ends; no bar is drawn below and above zero at once."""
_LABEL, _NOW = columns_from("BO", 2)
WEIGHED = GridSpec(
    "bridge_weighed",
    (ColumnSpec("label", "Oorzaak", f.TEXT, 20), ColumnSpec("amount", "Bedrag", f.EURO_CENTS, 14)),
    f"BE{len(STEPS) + 13}",
    len(STEPS),
    "Oorzaken; prijs en kostprijs samen waar zij tegen elkaar in gaan",
)
_AMOUNTS, _LABELS = (WEIGHED.area(field) for field in ("amount", "label"))


class _Figure(NamedTuple):
    """A named cell: its label and formula."""

    name: str
    label: str
    formula: str
    look: f.CellFormat = f.EURO_CENTS


PRICES, SENTENCE = "Brug_Samen", "Brug_Zin"
"""Names of the cells with the sentences, '' when there is nothing to compare with."""


def _step_at(amount: str) -> str:
    """Return the formula of the name of the step with this amount."""
    return f'IF(COUNT({_AMOUNTS})=0,"",INDEX({_LABELS},MATCH({amount},{_AMOUNTS},0)))'


def _amount_of(step: str) -> str:
    return WATERFALL.cell("amount", len(STEPS) + 2 - list(words.STEP_NAMES).index(step))


_FIGURES = (
    _Figure(
        "Brug_Verschil",
        "Verandering van de nettobijdrage",
        f"ROUND(N({WATERFALL.cell('amount', 1)})-N({WATERFALL.cell('amount', len(STEPS) + 2)}),2)",
    ),
    _Figure(
        "Brug_Bedrag",
        "Grootste stap die kant op",
        f"IF(Brug_Verschil>=0,MAX({_AMOUNTS}),MIN({_AMOUNTS}))",
    ),
    _Figure("Brug_Stap", "Welke stap dat is", _step_at("Brug_Bedrag"), f.TEXT_PLAIN),
    _Figure(
        "Brug_Tegen",
        "Grootste stap de andere kant op",
        f"IF(Brug_Verschil>=0,MIN({_AMOUNTS}),MAX({_AMOUNTS}))",
    ),
    _Figure("Brug_TegenStap", "Welke stap dat is", _step_at("Brug_Tegen"), f.TEXT_PLAIN),
    _Figure(
        PRICES,
        "Prijs en kostprijs, als zij tegen elkaar in gaan",
        words.pair_formula(f"${_NOW}$7", _amount_of("price"), _amount_of("cost")),
        f.TEXT_PLAIN,
    ),
    _Figure(
        SENTENCE,
        "Zin",
        words.sentence_formula(
            f"${_NOW}$7", "Brug_Verschil", ("Brug_Stap", "Brug_Bedrag"), ("Brug_TegenStap", "Brug_Tegen")
        ),
        f.TEXT_PLAIN,
    ),
)


def bridge_frame(source: Source) -> pd.DataFrame:
    """Return the rows of the table: who changed most first, then by number.

    Blank is what is not known: a cost to serve of which nobody has any, and all of a customer without a known
    contribution."""
    analysis, bridge = source.analysis, source.analysis.bridge
    told = pd.concat(
        [frame["name"] for frame in (analysis.customers, analysis.lost, analysis.unscored) if len(frame)]
        or [pd.Series(dtype=object)]
    )
    told = told[~told.index.duplicated()].reindex(bridge.index)
    ids = pd.Series(bridge.index.astype(str), index=bridge.index, dtype=object)
    frame = bridge.assign(
        customer_id=ids,
        name=named(told, ids),
        change=np.round(bridge["contribution"] - bridge["previous_contribution"], 2),
    )
    size = np.rint(frame["change"].abs() * 100)
    order = np.lexsort((ids.to_numpy(str), -size))
    unknown = [step for step in SERVING if step not in analysis.serving_known]
    frame = frame.assign(**dict.fromkeys(unknown, np.nan))
    frame.loc[frame.index.isin(analysis.untold), [*COLUMNS, "change"]] = np.nan
    return frame[[column.field for column in BRIDGE.columns]].iloc[order].reset_index(drop=True)


def shown_frame(source: Source) -> pd.DataFrame:
    """Return the rows that the sheet shows: without amounts where there is no bridge.

    Their total is blank then too, which of a table without rows would be zero."""
    frame = source.once(bridge_frame)
    return frame if is_told(source) else frame.assign(**dict.fromkeys((*COLUMNS, "change"), np.nan))


def waterfall_frame(source: Source) -> pd.DataFrame:
    """Return the amounts of the firm and the parts of its bars, the last first: bars are drawn from below."""
    total = source.once(firm)
    shown = np.array([total[name] for name in words.STEP_NAMES])
    amounts = np.nan_to_num(shown)
    ends = np.r_[amounts[0], amounts[0] + np.cumsum(amounts[1:-1]), amounts[-1]]
    begins = np.r_[0.0, ends[:-2], 0.0]
    low, high = np.minimum(begins, ends), np.maximum(begins, ends)
    above = np.maximum(high, 0) - np.maximum(low, 0)
    below = np.minimum(low, 0) - np.minimum(high, 0)
    whole = np.zeros(len(amounts), bool)
    whole[[0, -1]] = True
    rises = ~whole & (amounts >= 0)
    bars = pd.DataFrame(
        {
            "label": list(words.STEP_NAMES.values()),
            "amount": shown,
            "base": np.where(whole, 0.0, np.maximum(low, 0) + np.minimum(high, 0)),
            "before": np.where(np.arange(len(amounts)) == 0, amounts, 0.0),
            "now": np.where(np.arange(len(amounts)) == len(amounts) - 1, amounts, 0.0),
            "rise": np.where(rises, above, 0.0),
            "rise_below": np.where(rises, below, 0.0),
            "fall": np.where(~whole & ~rises, above, 0.0),
            "fall_below": np.where(~whole & ~rises, below, 0.0),
        }
    )
    if not is_told(source):
        bars[[*_BARS]] = np.nan  # not known, which is no zero
    return bars.iloc[::-1].reset_index(drop=True)


def weighed_frame(source: Source) -> pd.DataFrame:
    """Return the causes that are weighed against each other, by name."""
    weighed = words.weighed_steps(source.once(firm)).rename(words.cause_name)
    return weighed.rename_axis("label").reset_index(name="amount").reindex(range(len(STEPS)))


def _values(source: Source) -> dict[str, object]:
    total, told = source.once(firm), source.once(comparison)
    weighed, causes = words.weighed_steps(total), ("", "")
    if is_told(source):
        causes = words.largest_steps(total)
    (amount, step), (against, other) = (
        (weighed[cause], words.cause_name(cause)) if cause else (0.0, "") for cause in causes
    )
    change = total["contribution"] - total["previous_contribution"]
    return {
        "bridge_known": int(told.comparable),
        "Brug_Verschil": round(np.nan_to_num(change), 2),
        "Brug_Bedrag": amount,
        "Brug_Stap": step,
        "Brug_Tegen": against,
        "Brug_TegenStap": other,
        PRICES: told.prices,
        SENTENCE: told.sentence,
        "bridge_message": " ".join(filter(None, (told.title, told.prices))),
        "bridge_subtitle": _subtitle(source),
        "bridge_title": told.title,
        "bridge_alt": "Waterval: de nettobijdrage van de vorige periode, de stappen en nu. " + told.title,
    }


def _subtitle(source: Source) -> str:
    """Return the periods, and what the amounts below do not say by themselves."""
    analysis, total = source.analysis, source.once(firm)
    if not analysis.compares:
        return source.period_line
    told = source.period_line + words.missing(analysis.bridge_tells, len(analysis.untold))
    if not analysis.bridge_tells:
        return told
    before, now, rows = total["previous_contribution"], total["contribution"], len(source.once(shown_frame))
    paper = page_sentences.bridge_on_paper(rows, BRIDGE.printed_rows, before, now)
    rounding = page_sentences.bridge_rounding(now, analysis.totals.get("contribution", np.nan))
    return " ".join(filter(None, (told, paper, rounding)))


_CELLS = tuple(
    block
    for row, figure in enumerate(_FIGURES, 8)
    for block in (
        TextSpec(f"{_LABEL}{row}", figure.label, format=f.TEXT_PLAIN),
        CellSpec(f"{_NOW}{row}", figure.name, figure.look, figure.name, figure.formula, live=True),
    )
)
PAGE = Page(
    SheetSpec(
        "Waarom veranderd",
        title="Waarom de nettobijdrage veranderde",
        about="per klant en in totaal: volume, prijs, kostprijs, mix, tijd en geld, nieuw en verloren",
        message="bridge_message",
        subtitle="bridge_subtitle",
        tab_colour=f.ACCENT,
        freeze="C6",
        blocks=(BRIDGE,),
    ),
    frames=lambda source: {
        "bridge": source.once(shown_frame),
        "waterfall": source.once(waterfall_frame),
        WEIGHED.frame: weighed_frame(source),
    },
    values=_values,
    strips=(
        Strip((WATERFALL, WEIGHED), WATERFALL.widths),
        Strip(
            (
                TextSpec(f"{_LABEL}5", "Zin over de waterval", format=f.HEADING),
                TextSpec(f"{_LABEL}6", "Uit de waterval", format=f.HEADER_LINE),
                TextSpec(f"{_NOW}6", "Nu", format=f.HEADER_FIGURE),
                TextSpec(f"{_LABEL}7", "Vergelijkbaar (1) of niet (0)", format=f.TEXT_PLAIN),
                CellSpec(f"{_NOW}7", "bridge_known", f.INTEGER),
                *_CELLS,
            ),
            (gap_before(_LABEL), (f"{_LABEL}:{_LABEL}", 34), (f"{_NOW}:{_NOW}", 16)),
        ),
    ),
    titles={"bridge_title": ""},
)
