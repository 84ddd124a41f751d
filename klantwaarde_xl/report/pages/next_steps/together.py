"""The page Samen gekocht: what the same customers buy, with lift, confidence and support."""

from __future__ import annotations

import pandas as pd

from klantwaarde_xl.analysis.result import Analysis
from klantwaarde_xl.report import formats as f
from klantwaarde_xl.report.page import Page, Source
from klantwaarde_xl.report.pages.next_steps.common import longest_list, named_items
from klantwaarde_xl.report.specs import ColumnSpec, SheetSpec, TableSpec
from klantwaarde_xl.report.words import chance_sentences

TOGETHER = TableSpec(
    "tblSamen",
    "together",
    (
        ColumnSpec("with_item", "Wie dit koopt", f.TEXT, 30),
        ColumnSpec("item", "Koopt ook", f.TEXT, 30),
        ColumnSpec(
            "lift",
            "Lift",
            f.NUMBER,
            f.WIDTH_FIGURE,
            "Hoeveel vaker samen dan bij toeval; 1 is geen verband.",
        ),
        ColumnSpec(
            "confidence",
            "Deel dat ook koopt",
            f.PERCENTAGE,
            13,
            "Confidence: van wie het eerste koopt, het deel dat het tweede koopt.",
            conditional="data_bar",
        ),
        ColumnSpec("support", "Koopt beide", f.PERCENTAGE, 12, "Support: deel van alle klanten."),
        ColumnSpec("together", "Klanten samen", f.INTEGER, 14),
        ColumnSpec("buyers_with", "Klanten eerste", f.INTEGER, 15),
        ColumnSpec("buyers", "Klanten tweede", f.INTEGER, 16),
    ),
    printed_rows=120,
    description="Paren die door dezelfde klanten worden gekocht, met lift, confidence en support.",
)


def together_rows(analysis: Analysis, *, longest: int | None = None) -> pd.DataFrame:
    """Return the pairs that are bought together, highest lift first.

    ``longest``: as in ``cross_sell_rows``.
    """
    return named_items(analysis.chances.associations, analysis).head(longest_list(analysis, longest))


def _values(source: Source) -> dict[str, object]:
    pairs = source.analysis.chances.associations
    return {
        "together_message": chance_sentences.together_message(pairs),
        "together_subtitle": "Alleen paren die minstens 5 klanten kochten. Samengaan is geen oorzaak. "
        + chance_sentences.shown(len(pairs), source.analysis.settings.longest_list, "paren"),
    }


PAGE = Page(
    SheetSpec(
        "Samen gekocht",
        title="Wat klanten samen kopen",
        about="wat dezelfde klanten kopen, met lift, confidence en support",
        message="together_message",
        subtitle="together_subtitle",
        tab_colour=f.ACCENT,
        hidden=True,
        freeze="A6",
        blocks=(TOGETHER,),
    ),
    frames=lambda source: {"together": together_rows(source.analysis)},
    values=_values,
)
