"""The page Grafiekgegevens: the figures behind the charts, and the calculation steps of other pages.

It holds the strips of the other pages from left to right, and the titles of their charts, so that a chart in
an open workbook follows when a cell changes."""

from __future__ import annotations

from collections.abc import Sequence

from klantwaarde_xl.model.sheet_grid import column_number
from klantwaarde_xl.report import formats as f
from klantwaarde_xl.report.page import Page, Strip
from klantwaarde_xl.report.specs import CHART_DATA, Block, CellSpec, SheetSpec, TextSpec, split_address

TITLES_ROW = 108
"""Row of the heading above the titles of charts, below the longest curve."""


def chart_data_page(pages: Sequence[Page]) -> Page:
    """Return the page with what these pages put behind their charts and formulas."""
    strips = [strip for page in pages for strip in page.strips]
    strips = sorted([*strips, Strip(_titles(pages))], key=_column)
    return Page(
        SheetSpec(
            CHART_DATA,
            title="Grafiekgegevens",
            about="de cijfers achter de grafieken",
            message="chart_data_message",
            subtitle="chart_data_subtitle",
            tab_colour=f.GREY,
            freeze="A7",
            widths=tuple(width for strip in strips for width in strip.widths),
            heights=((6, 30),),
            hidden=True,
            blocks=tuple(block for strip in strips for block in strip.blocks),
        ),
        values=lambda _source: {
            "chart_data_message": "De cijfers achter de grafieken.",
            "chart_data_subtitle": "Vaste blokken: vernieuwen vult ze; de grafieken wijzen ernaar.",
        },
    )


def _column(strip: Strip) -> int:
    first = strip.blocks[0]
    return column_number(split_address(first.at)[0])


def _titles(pages: Sequence[Page]) -> tuple[Block, ...]:
    titles = {key: formula for page in pages for key, formula in page.titles.items()}
    cells = tuple(_title(TITLES_ROW + n, key, formula) for n, (key, formula) in enumerate(titles.items(), 1))
    return (*cells, TextSpec(f"A{TITLES_ROW}", "Titels van de grafieken", format=f.HEADING))


def _title(row: int, key: str, formula: str) -> Block:
    if formula:
        return CellSpec(f"A{row}", key, f.TEXT_PLAIN, formula=formula, live=True)
    return TextSpec(f"A{row}", value=key, format=f.TEXT_PLAIN)
