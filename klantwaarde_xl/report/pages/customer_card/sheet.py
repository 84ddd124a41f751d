"""The page Klantkaart: one customer at a time, on formulas that Excel 2016 and LibreOffice know.

Its rows, lists and steps are found on Grafiekgegevens; no formula gives an error: what is absent is "" or a
word that says so."""

from __future__ import annotations

from klantwaarde_xl.report import formats as f
from klantwaarde_xl.report.chart_specs import AxisSpec, ChartSpec, SeriesSpec
from klantwaarde_xl.report.page import Page
from klantwaarde_xl.report.pages.columns import CARD_SEARCH
from klantwaarde_xl.report.pages.customer_card import titles
from klantwaarde_xl.report.pages.customer_card.blocks import (
    CHANGE_CELL,
    COUNT_CELL,
    RANK_CELLS,
    TOP,
    ahead,
    bought_groups,
    bridge,
    effort,
    facts,
    key_figures,
    levers,
    position,
    to_do,
)
from klantwaarde_xl.report.pages.customer_card.data import CARD_TABLE, DETAIL_NAME
from klantwaarde_xl.report.pages.customer_card.steps import (
    CARD_CHOICE,
    DIMENSION_POINTS,
    LIST_NAME,
    LIST_SOURCE,
    LISTED,
    STRIP,
)
from klantwaarde_xl.report.pages.customer_card.values import card_frames, values
from klantwaarde_xl.report.specs import CellSpec, LinkSpec, SheetSpec, TextSpec, Validation
from klantwaarde_xl.report.words import dashboard_phrases as w
from klantwaarde_xl.report.words.definitions import LINK

_RANK, _REVENUE = RANK_CELLS["rank"], RANK_CELLS["rank_revenue"]
_MESSAGE = (
    f'IF(Kaart_Lijst=0,IF({COUNT_CELL}=0,"{w.NOT_YET}","Geen klant gevonden."),'
    f"INDEX({CARD_TABLE.column('label')},Kaart_Lijst)"
    f'&IF({_RANK}="",": geen score",": "&{_RANK}&"e op score")'
    f'&IF({_REVENUE}="","",", "&{_REVENUE}&"e op omzet")&", van "&{COUNT_CELL}'
    f'&IF({COUNT_CELL}=1," klant."," klanten."))'
)
_NOTE = (
    'IF(Kaart_Gevonden=0,"Maak de zoekcel leeg of typ iets anders.",'
    'IF(Kaart_Lijst<>Kaart_Gekozen,"Getoond: de eerste van "&Kaart_Gevonden&" gevonden.",'
    'Kaart_Gevonden&IF(Kaart_Gevonden=1," klant"," klanten")'
    f'&IF(Kaart_Gevonden>{LISTED}," gevonden; de keuzelijst toont de eerste {LISTED}.",'
    '" in de keuzelijst.")))'
)
_PLAIN_INPUT = f.TEXT.as_input()
_SEARCH_PROMPT = Validation("any", message="Typ het klantnummer of een deel van de naam, en druk op Enter.")
CARD_SHEET = SheetSpec(
    "Klantkaart",
    title="Klantkaart",
    about=(
        "één klant naar keuze: cijfers, plaats, dimensies, productgroepen, kansen en omzet per maand; past "
        "op één vel"
    ),
    message="card_message",
    message_formula=_MESSAGE,
    subtitle="card_subtitle",
    tab_colour=f.ACCENT,
    widths=(
        *(
            ("A:A", 1.5),
            ("B:B", 26),
            ("C:E", 13),
            ("F:F", 2),
            ("G:G", 34),
            ("H:J", 14),
            ("K:K", 2),
            ("L:L", 17),
            ("M:M", 26),
        ),
    ),
    heights=tuple((row, 17.25) for row in range(4, 44)),
    pages_tall=1,
    freeze="A8",
    print_area="A1:M43",
    back="B4",
    left="B",
    blocks=(
        TextSpec("B5", "Typ hier het klantnummer of een naam", format=f.HEADING),
        CellSpec("B6", "card_search", _PLAIN_INPUT, CARD_SEARCH, validation=_SEARCH_PROMPT),
        CellSpec("B7", "card_note", f.SUBTITLE_CELL, formula=_NOTE, live=True),
        TextSpec("G5", "Of kies hier uit de lijst", format=f.HEADING),
        CellSpec(
            "G6",
            "card_choice",
            _PLAIN_INPUT,
            CARD_CHOICE,
            validation=Validation("list", LIST_NAME, message="Kies een klant uit de lijst.", strict=True),
        ),
        *(TextSpec(f"{column}6", format=_PLAIN_INPUT) for column in "HIJ"),
        LinkSpec("G4", "Toelichting", LINK),
        LinkSpec("L6", DETAIL_NAME, "Producten, concern, uren en factuurregels"),
        *key_figures(TOP),
        *position(TOP),
        *facts(TOP),
        *effort(16),
        *bought_groups(16),
        # A longer title would take the room of the names beside the bars.
        TextSpec("L15", "Punten; grijs is de mediaan", format=f.SUBTITLE_CELL),
        ChartSpec(
            "bar",
            "L16",
            306,
            225,
            "card_dimensions_title",
            "card_dimensions_alt",
            (
                SeriesSpec("Deze klant", "card_dimensions", "name", "score"),
                SeriesSpec("Mediaan", "card_dimensions", "name", "median", colour=f.PREVIOUS),
            ),
            AxisSpec("", f.TEXT_PLAIN),
            AxisSpec("", f.INTEGER, 0, 100, 25, grid=True),
            "Punten per dimensie",
        ),
        *levers(25),
        *bridge(25),
        ChartSpec(
            "column",
            "B33",
            470,
            250,
            "card_months_title",
            "card_months_alt",
            (SeriesSpec("Omzet", "card_months", "month", "revenue"),),
            AxisSpec("", f.TEXT_PLAIN),
            AxisSpec("", f.EURO, None, None, None, grid=True),
            "Omzet per maand",
        ),
        *ahead(26),
        *to_do(33),
    ),
)
PAGE = Page(
    CARD_SHEET,
    frames=lambda source: source.once(card_frames),
    values=values,
    strips=(STRIP,),
    titles={
        "card_dimensions_title": titles.points_formula(DIMENSION_POINTS.area("score")),
        "card_months_title": titles.months_formula(CHANGE_CELL),
    },
    names=((LIST_NAME, LIST_SOURCE),),
)
