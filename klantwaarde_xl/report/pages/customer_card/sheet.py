"""The page Klantkaart: one customer at a time, on formulas that Excel 2016 and LibreOffice know.

Its rows, lists and steps are found on Grafiekgegevens; no formula gives an error: what is absent is "" or a
word that says so."""

from __future__ import annotations

from klantwaarde_xl.report import formats as f
from klantwaarde_xl.report.page import Page
from klantwaarde_xl.report.pages.columns import CARD_SEARCH
from klantwaarde_xl.report.pages.customer_card.data import ADVICE_LINES, CARD_TABLE, CHANCES, GROUPS
from klantwaarde_xl.report.pages.customer_card.steps import (
    CARD_CHOICE,
    GROUP_CELLS,
    LIST_NAME,
    LIST_SOURCE,
    LISTED,
    STRIP,
    nth,
    picked,
)
from klantwaarde_xl.report.pages.customer_card.values import CHANGED, FACT_ABSENT, card_frames, values
from klantwaarde_xl.report.pages.customer_value import CUSTOMER_VALUE
from klantwaarde_xl.report.specs import (
    AxisSpec,
    Block,
    CellSpec,
    ChartSpec,
    SeriesSpec,
    SheetSpec,
    TextSpec,
    Validation,
)
from klantwaarde_xl.report.words import dashboard_phrases as w
from klantwaarde_xl.report.words.names import LEVERS

_ANSWER = f.CellFormat("card_answer", "text", align="right")


def _value(at: str, field: str, look: f.CellFormat, absent: str = "") -> CellSpec:
    formula = picked(CUSTOMER_VALUE.column(field), "Kaart_Rij", absent)
    return CellSpec(at, f"card_{field}", look, formula=formula, live=True)


def _card(at: str, field: str, look: f.CellFormat) -> CellSpec:
    formula = picked(CARD_TABLE.column(field), "Kaart_Lijst")
    return CellSpec(at, f"card_{field}", look, formula=formula, live=True)


def _median(at: str, field: str, look: f.CellFormat) -> CellSpec:
    formula = f'IFERROR(MEDIAN({CUSTOMER_VALUE.column(field)}),"")'
    return CellSpec(at, f"median_{field}", look.in_colour(f.GREY), formula=formula, live=True)


def _header(row: int, columns: str, *texts: str) -> list[TextSpec]:
    looks = [f.HEADER_LINE, *[f.HEADER_FIGURE] * (len(texts) - 1)]
    return [
        TextSpec(f"{column}{row}", text, format=look)
        for column, text, look in zip(columns, texts, looks, strict=True)
    ]


def _label(at: str, text: str, *, total: bool = False) -> TextSpec:
    return TextSpec(at, text, format=f.TOTAL_TEXT if total else f.TEXT_PLAIN)


def _key_figures(top: int) -> list[Block]:
    blocks: list[Block] = [TextSpec(f"B{top}", "Kerncijfers", format=f.HEADING)]
    blocks += _header(top + 1, "BCDE", "In EUR", "Deze periode", "Vorige", "Verschil")
    for n, (field, label) in enumerate(CHANGED):
        row, total = top + 2 + n, field == "contribution"
        euro, change = (look.as_total() if total else look for look in (f.EURO, f.CHANGE))
        compared = f'IF(OR(C{row}="",D{row}=""),"",IF(D{row}>0,C{row}/D{row}-1,""))'
        blocks += [
            _label(f"B{row}", label, total=total),
            _value(f"C{row}", field, euro),
            _value(f"D{row}", f"previous_{field}", euro.in_colour(f.GREY)),
            CellSpec(f"E{row}", f"card_change_{field}", change, formula=compared, live=True),
        ]
    row = top + 2 + len(CHANGED)
    return [
        *blocks,
        _label(f"B{row}", "Marge %"),
        _value(f"C{row}", "margin_pct", f.PERCENTAGE),
        _label(f"B{row + 1}", "Klasse"),
        _value(f"C{row + 1}", "pareto_class", _ANSWER),
        _value(f"D{row + 1}", "previous_class", _ANSWER.in_colour(f.GREY)),
    ]


_TOP = 8
"""Row of the headings of the upper blocks."""
_RANKS = {
    "rank": "Rang op waarde",
    "rank_revenue": "Rang op omzet",
    "rank_contribution": "Rang op nettobijdrage",
}
_RANK_CELLS = {field: f"H{_TOP + 2 + n}" for n, field in enumerate(_RANKS)}
_COUNT_CELL = f"I{_TOP + 2}"


def _position(top: int) -> list[Block]:
    count = f"COUNTA({CUSTOMER_VALUE.column('customer_id')})"
    blocks: list[Block] = [TextSpec(f"G{top}", "Plaats tussen de klanten", format=f.HEADING)]
    blocks += _header(top + 1, "GHI", "", "Deze klant", "Van")
    for n, (field, label) in enumerate(_RANKS.items()):
        row = top + 2 + n
        blocks += [_label(f"G{row}", label), _value(_RANK_CELLS[field], field, f.INTEGER)]
        blocks += [
            CellSpec(f"I{row}", "card_customers", f.INTEGER.in_colour(f.GREY), formula=count, live=True)
        ]
    row = top + 2 + len(_RANKS)
    return [
        *blocks,
        _label(f"G{row}", "Verschil rang omzet en waarde"),
        _value(f"H{row}", "rank_shift", f.SHIFT),
        _label(f"G{row + 1}", "Rang bij andere gewichten, van en tot"),
        _value(f"H{row + 1}", "rank_low", f.INTEGER),
        _value(f"I{row + 1}", "rank_high", f.INTEGER),
    ]


_FACTS = (
    ("customer_id", "Klantnr", f.TEXT_PLAIN),
    ("account_manager", "Accountmanager", f.TEXT_PLAIN),
    ("segment", "Segment", f.TEXT_PLAIN),
    ("region", "Regio", f.TEXT_PLAIN),
    (
        "last_purchase",
        "Laatste aankoop",
        f.CellFormat("date_left", "date", "dd-mm-yyyy", align="left", indent=1),
    ),
    ("at_risk_reason", "Risico", f.TEXT_PLAIN),
)
_EFFORT = (
    ("hours", "Uren", f.HOURS),
    ("time_cost", "Tijdkosten", f.EURO),
    ("expense", "Andere kosten", f.EURO),
    ("financing", "Financiering", f.EURO),
    ("cost_to_serve", "Bedienkosten", f.EURO),
    ("contribution_per_hour", "Bijdrage per uur", f.EURO_CENTS),
)


def _facts(top: int) -> list[Block]:
    blocks: list[Block] = [TextSpec(f"L{top}", "Gegevens", format=f.HEADING)]
    for n, (field, label, look) in enumerate(_FACTS):
        fact = _value(f"M{top + 1 + n}", field, look, FACT_ABSENT.get(field, ""))
        blocks += [_label(f"L{top + 1 + n}", label), fact]
    return blocks


def _effort(top: int) -> list[Block]:
    blocks: list[Block] = [TextSpec(f"B{top}", "Inspanning en kosten", format=f.HEADING)]
    blocks += _header(top + 1, "BCD", "In EUR en uren", "Deze klant", "Mediaan")
    for n, (field, label, look) in enumerate(_EFFORT):
        row, total = top + 2 + n, field == "cost_to_serve"
        shown = look.as_total() if total else look
        blocks += [
            _label(f"B{row}", label, total=total),
            _value(f"C{row}", field, shown),
            _median(f"D{row}", field, shown),
        ]
    return blocks


def _bought(top: int) -> list[Block]:
    blocks: list[Block] = [TextSpec(f"G{top}", "Productgroepen, gekocht en niet gekocht", format=f.HEADING)]
    blocks += _header(top + 1, "GHIJ", "Groep", "Omzet", "", "Van alle klanten")
    before = f"{CARD_TABLE.position('group_1') - 1}+"
    for n in range(1, GROUPS + 2):
        row = top + 1 + n
        name, buyers = (GROUP_CELLS.cell(field, n).replace("$", "") for field in ("name", "buyers"))
        bought = f'IF(OR(Kaart_Lijst=0,G{row}=""),"",IF(N(H{row})>0,"gekocht","niet gekocht"))'
        blocks += [
            CellSpec(
                f"G{row}",
                f"card_group_name_{n}",
                f.TEXT_SHRUNK,
                formula=f'IF({name}="","",{name})',
                live=True,
            ),
            CellSpec(f"H{row}", f"card_group_{n}", f.EURO, formula=nth(before).format(n=n), live=True),
            CellSpec(f"I{row}", f"card_bought_{n}", _ANSWER, formula=bought, live=True),
            CellSpec(
                f"J{row}",
                f"card_buyers_{n}",
                f.PERCENTAGE_WHOLE.in_colour(f.GREY),
                formula=f'IF({buyers}="","",{buyers})',
                live=True,
            ),
        ]
    return blocks


def _to_do(top: int) -> list[Block]:
    blocks: list[Block] = [
        TextSpec(f"G{top}", "Wat te doen", format=f.HEADING),
        _card(f"H{top}", "advice", f.HEADING),
        *(_card(f"G{top + n}", f"advice_{n}", f.TEXT_PLAIN) for n in range(1, ADVICE_LINES + 1)),
    ]
    row = top + ADVICE_LINES + 1
    blocks += [
        *_header(row, "GHIJKLM", "Kansen op verkoop", "", "", "", "", "", "Marge per jaar"),
        *(_card(f"G{row + n}", f"chance_{n}", f.TEXT_PLAIN) for n in range(1, CHANCES + 1)),
        *(_card(f"M{row + n}", f"chance_margin_{n}", f.EURO) for n in range(1, CHANCES + 1)),
    ]
    return blocks


def _levers(top: int) -> list[Block]:
    blocks: list[Block] = [TextSpec(f"B{top}", "Te winnen", format=f.HEADING)]
    blocks += _header(top + 1, "BC", "In EUR marge per jaar", "Deze klant")
    for n, (field, header) in enumerate(LEVERS.items()):
        blocks += [_label(f"B{top + 2 + n}", header), _card(f"C{top + 2 + n}", field, f.EURO)]
    row = top + 2 + len(LEVERS)
    return [
        *blocks,
        _label(f"B{row}", "Samen", total=True),
        _card(f"C{row}", "potential", f.EURO.as_total()),
    ]


_RANK, _REVENUE = _RANK_CELLS["rank"], _RANK_CELLS["rank_revenue"]
_MESSAGE = (
    f'IF(Kaart_Lijst=0,IF({_COUNT_CELL}=0,"{w.NOT_YET}","Geen klant gevonden."),'
    f"INDEX({CARD_TABLE.column('label')},Kaart_Lijst)"
    f'&IF({_RANK}="",": geen score",": "&{_RANK}&"e op waarde")'
    f'&IF({_REVENUE}="","",", "&{_REVENUE}&"e op omzet")&", van "&{_COUNT_CELL}'
    f'&IF({_COUNT_CELL}=1," klant."," klanten."))'
)
_NOTE = (
    'IF(Kaart_Gevonden=0,"Maak de zoekcel leeg of typ iets anders.",'
    'IF(Kaart_Lijst<>Kaart_Gekozen,"Getoond: de eerste van "&Kaart_Gevonden&" gevonden.",'
    'Kaart_Gevonden&IF(Kaart_Gevonden=1," klant"," klanten")&" in de keuzelijst"'
    f'&IF(Kaart_Gevonden>{LISTED},"; de eerste {LISTED} staan erin.",".")))'
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
        TextSpec("B5", "Zoek op naam of nummer", format=f.HEADING),
        CellSpec("B6", "card_search", _PLAIN_INPUT, CARD_SEARCH, validation=_SEARCH_PROMPT),
        CellSpec("B7", "card_note", f.SUBTITLE_CELL, formula=_NOTE, live=True),
        TextSpec("G5", "Kies een klant", format=f.HEADING),
        CellSpec(
            "G6",
            "card_choice",
            _PLAIN_INPUT,
            CARD_CHOICE,
            validation=Validation("list", LIST_NAME, message="Kies een klant uit de lijst.", strict=True),
        ),
        *(TextSpec(f"{column}6", format=_PLAIN_INPUT) for column in "HIJ"),
        *_key_figures(_TOP),
        *_position(_TOP),
        *_facts(_TOP),
        *_effort(16),
        *_bought(16),
        ChartSpec(
            "bar",
            "L16",
            306,
            368,
            "card_dimensions_title",
            "card_dimensions_alt",
            (
                SeriesSpec("Deze klant", "card_dimensions", "name", "score"),
                SeriesSpec("Mediaan", "card_dimensions", "name", "median", colour=f.PREVIOUS),
            ),
            AxisSpec("", f.TEXT_PLAIN),
            AxisSpec("", f.INTEGER, 0, 100, 25, grid=True),
            "Score per dimensie",
            legend=True,
        ),
        *_levers(25),
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
        *_to_do(33),
    ),
)
PAGE = Page(
    CARD_SHEET,
    frames=lambda source: source.once(card_frames),
    values=values,
    strips=(STRIP,),
    titles={"card_dimensions_title": "", "card_months_title": ""},
    names=((LIST_NAME, LIST_SOURCE),),
)
