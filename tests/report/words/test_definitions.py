"""Every amount on Dashboard and Klantkaart has its definition, one click away."""

from __future__ import annotations

import re
import warnings

import light
import pytest

from klantwaarde_xl.report.pages.customer_card.sheet import CARD_SHEET
from klantwaarde_xl.report.pages.dashboard.sheet import DASHBOARD
from klantwaarde_xl.report.specs import CellSpec, FigureSpec, GridSpec, SheetSpec, TextSpec
from klantwaarde_xl.report.words.definitions import DEFINITIONS, LINK

NAMES = {name for names in DEFINITIONS for name in re.split(r", | en (?=[A-Z])", names)}
"""Names one by one; "Tijd en geld" is one."""


def labels(sheet: SheetSpec) -> set[str]:
    """Return the labels of all cells of a sheet that hold euros: left of the cell, or above a column."""
    # A cell in between ends the search: what stands left of it is not the label of this one.
    texts = {block.at: "-" for block in sheet.blocks if isinstance(block, CellSpec)}
    texts |= {block.at: block.text for block in sheet.blocks if isinstance(block, TextSpec)}
    found = set()
    for block in sheet.blocks:
        match block:
            case FigureSpec() if block.format.name.startswith("euro"):
                found.add(block.label)
            case GridSpec():
                found |= {one.header for one in block.columns if one.format.name.startswith("euro")}
            case CellSpec() if block.format.name.startswith("euro"):
                found.add(_left_of(block.at, texts))
    return found - {"", "-"}


def _left_of(at: str, texts: dict[str, str]) -> str:
    column, row = at[0], at[1:]
    before = (texts.get(f"{chr(code)}{row}", "") for code in range(ord(column) - 1, ord("A"), -1))
    return next(filter(None, before), "")


def test_the_labels_of_amounts_are_found() -> None:
    assert {"Omzet", "Bedienkosten", "Op het spel", "Scheelt per jaar", "Verwacht nieuw"} <= labels(DASHBOARD)
    assert {"Financiering", "Betere marge", "Volume", "Als hij gaat", "Drie jaar samen"} <= labels(CARD_SHEET)


@pytest.mark.parametrize("sheet", [DASHBOARD, CARD_SHEET], ids=lambda sheet: sheet.name)
def test_every_amount_has_a_definition(sheet: SheetSpec) -> None:
    # "Cross-sell, verwacht uit zichzelf" is the cross-sell of the definitions.
    assert {label.partition(",")[0] for label in labels(sheet)} - NAMES == set()


def test_a_click_leads_to_the_definitions(filled: bytes) -> None:
    with warnings.catch_warnings(action="ignore"):  # openpyxl knows no sparklines or form controls.
        book = light.load(filled)
    assert [book["Toelichting"].cell(row, 1).value for row in (6, 7, 8)] == [
        "Periode",
        "Periode",
        "Betekenis",
    ]
    for name in ("Dashboard", "Klantkaart"):
        links = [one for row in book[name].iter_rows() for one in row if one.hyperlink]
        to = [one.value for one in links if "Toelichting" in (one.hyperlink.location or "")]
        assert to == [LINK]
