"""The page Dashboard: the answer in words, key figures, three charts and nine short lists on one sheet."""

from __future__ import annotations

import pandas as pd

from klantwaarde_xl.report import formats as f
from klantwaarde_xl.report.page import Page, Source, Strip
from klantwaarde_xl.report.pages import settings_used
from klantwaarde_xl.report.pages.dashboard import bubbles
from klantwaarde_xl.report.pages.dashboard.facts import facts
from klantwaarde_xl.report.pages.dashboard.figures import FIGURE_BLOCKS, FIGURE_WIDTHS, figure_values
from klantwaarde_xl.report.pages.dashboard.key_figures import KEY_FIGURES, key_figure_values
from klantwaarde_xl.report.pages.dashboard.lines import LINE_STEPS, LINE_WIDTHS, line_values, shown_lines
from klantwaarde_xl.report.pages.dashboard.list_frames import list_frames
from klantwaarde_xl.report.pages.dashboard.list_notes import LIST_NOTES, note_values
from klantwaarde_xl.report.pages.dashboard.list_steps import (
    DULL_HEADER,
    DULL_STEPS,
    FEWER_HEADER,
    FEWER_STEPS,
    FIRST_STEPS,
    GONE_STEPS,
    LIST_HEADER,
    LIST_STEPS,
    LIST_WIDTHS,
    LISTED,
)
from klantwaarde_xl.report.pages.dashboard.lists import LISTS
from klantwaarde_xl.report.pages.dashboard.sentences import HEADLINE, NOTICE, SENTENCES, TITLES
from klantwaarde_xl.report.pages.pareto import pareto_chart, whale_charts
from klantwaarde_xl.report.specs import CellSpec, LinkSpec, SheetSpec, TextSpec
from klantwaarde_xl.report.words import dashboard_sentences as sentences
from klantwaarde_xl.report.words import ledger_sentences
from klantwaarde_xl.report.words.definitions import LINK

_CHARTS, _LAST = 27, DULL_HEADER + LISTED + 3
_CHART_SIZE, _BUBBLES_SIZE = (486, 285), (424, 285)
_NOTICE = CellSpec("B4", "notice", f.WARNING, formula=NOTICE, live=True)
DASHBOARD = SheetSpec(
    "Dashboard",
    title="Klantwaarde",
    about=(
        "het antwoord in één zin, kerncijfers, grafieken, en wie de beste is, weg mag, groeit, op het spel "
        "staat of tegenvalt"
    ),
    message="headline",
    message_formula=HEADLINE,
    subtitle="dashboard_subtitle",
    tab_colour=f.ACCENT,
    freeze="A5",
    widths=(
        ("A:A", 1.5),
        ("M:M", 8),
        *((columns, 4.5) for columns in ("B:B", "N:N")),
        *((columns, 25) for columns in ("C:C", "I:I", "O:O")),
        *((columns, 11.5) for columns in ("D:D", "P:P")),
        ("J:J", 10.5),
        ("E:E", 13),
        ("G:G", 10.5),
        ("H:H", 4.5),
        ("K:K", 9),
        *(("F:F", 12), ("L:L", 7.5), ("Q:Q", 16.5)),
    ),
    heights=(
        *((row, 14.75) for row in range(5, _CHARTS)),
        *((row, 12.75) for row in range(_CHARTS, LIST_HEADER - 1)),
        *((row, 16.5) for row in range(LIST_HEADER - 1, _LAST - 1)),
        *((row, 31) for row in (LIST_HEADER, FEWER_HEADER, DULL_HEADER)),
    ),
    pages_tall=0,
    new_pages=(LIST_HEADER - 2,),
    print_area=f"A1:Q{_LAST}",
    back=f"B{_LAST}",
    left="B",
    blocks=(
        settings_used.with_changes(_NOTICE),
        *KEY_FIGURES,
        TextSpec("G5", "Wat opvalt", format=f.HEADING),
        *shown_lines("sentence", ("G", "H"), 6, f.SENTENCE),
        *shown_lines("warning", ("G", "H"), 6 + len(SENTENCES), f.WARNING),
        pareto_chart(f"B{_CHARTS}", *_CHART_SIZE),
        *whale_charts(f"H{_CHARTS}", *_CHART_SIZE),
        TextSpec(f"N{_CHARTS}", value="bubble_absent", format=f.SUBTITLE),
        bubbles.effort_chart(f"N{_CHARTS}", *_BUBBLES_SIZE),
        *LISTS,
        *LIST_NOTES,
        LinkSpec(f"I{_LAST}", "Toelichting", LINK),
    ),
)


def _frames(source: Source) -> dict[str, pd.DataFrame]:
    return {**source.once(bubbles.bubble_frames), **source.once(list_frames)}


def _with_ledger(source: Source) -> str:
    found = source.analysis.with_ledger
    return ledger_sentences.WITHOUT if found is None else ledger_sentences.ledger_sentence(found.check)


def _values(source: Source) -> dict[str, object]:
    found = source.once(facts)
    unassigned = found.total("unassigned"), found.total("unassigned_share")
    return {
        "headline": sentences.headline(found.first),
        "dashboard_subtitle": " ".join(filter(None, (source.period_line, _with_ledger(source)))),
        "notice": sentences.unassigned_revenue(*unassigned),
        **note_values(source),
        **key_figure_values(source),
        **figure_values(source),
        **line_values(source),
        **bubbles.bubble_values(source),
        **settings_used.used_values(),
    }


PAGE = Page(
    DASHBOARD,
    frames=_frames,
    values=_values,
    strips=(
        bubbles.STRIP,
        settings_used.STRIP,
        Strip(
            (*FIGURE_BLOCKS, LIST_STEPS, FEWER_STEPS, DULL_STEPS, FIRST_STEPS, GONE_STEPS, *LINE_STEPS),
            (*FIGURE_WIDTHS, *LIST_WIDTHS, *LINE_WIDTHS),
        ),
    ),
    titles={key: line.formula for key, line in TITLES.items()},
)
