"""The blocks of Klantkaart: each is a heading with labels and formulas, from a row down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from klantwaarde_xl.report import formats as f
from klantwaarde_xl.report.pages.customer_card.data import ADVICE_LINES, CARD_TABLE, CHANCES, CHANGED, GROUPS
from klantwaarde_xl.report.pages.customer_card.steps import (
    GROUP_CELLS,
    nth,
    picked,
)
from klantwaarde_xl.report.pages.customer_card.values import FACT_ABSENT
from klantwaarde_xl.report.pages.customer_value import CUSTOMER_VALUE
from klantwaarde_xl.report.specs import Block, CellSpec, TextSpec, columns_from
from klantwaarde_xl.report.words.ahead_sentences import SAID_AHEAD, SEE_AHEAD
from klantwaarde_xl.report.words.bridge_sentences import CARD_STEPS
from klantwaarde_xl.report.words.names import LEVERS
from klantwaarde_xl.report.words.state_sentences import on_actions_formula

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


def _header(row: int, columns: Sequence[str], *texts: str) -> list[TextSpec]:
    looks = [f.HEADER_LINE, *[f.HEADER_FIGURE] * (len(texts) - 1)]
    return [
        TextSpec(f"{column}{row}", text, format=look)
        for column, text, look in zip(columns, texts, looks, strict=True)
    ]


def _label(at: str, text: str, *, total: bool = False) -> TextSpec:
    return TextSpec(at, text, format=f.TOTAL_TEXT if total else f.TEXT_PLAIN)


def key_figures(top: int) -> list[Block]:
    """Return the figures of both periods, the margin and the class."""
    label_at, now, before, changed = columns = columns_from("B", 4)
    blocks: list[Block] = [TextSpec(f"{label_at}{top}", "Kerncijfers", format=f.HEADING)]
    blocks += _header(top + 1, columns, "In EUR", "Deze periode", "Vorige", "Verschil")
    for n, (field, label) in enumerate(CHANGED):
        row, total = top + 2 + n, field == "contribution"
        euro, change = (look.as_total() if total else look for look in (f.EURO, f.CHANGE))
        compared = (
            f'IF(OR({now}{row}="",{before}{row}=""),"",IF({before}{row}>0,'
            f'ROUND({now}{row}/{before}{row}-1,{f.SHOWN_DECIMALS}),""))'
        )
        blocks += [
            _label(f"{label_at}{row}", label, total=total),
            _value(f"{now}{row}", field, euro),
            _card(f"{before}{row}", f"previous_{field}", euro.in_colour(f.GREY)),
            CellSpec(f"{changed}{row}", f"card_change_{field}", change, formula=compared, live=True),
        ]
    row = top + 2 + len(CHANGED)
    return [
        *blocks,
        _label(f"{label_at}{row}", "Marge %"),
        _value(f"{now}{row}", "margin_pct", f.PERCENTAGE),
        _label(f"{label_at}{row + 1}", "Klasse"),
        _value(f"{now}{row + 1}", "pareto_class", _ANSWER),
        _value(f"{before}{row + 1}", "previous_class", _ANSWER.in_colour(f.GREY)),
    ]


TOP = 8
"""Row of the headings of the upper blocks."""
_RANKS = {
    "rank": "Rang op score",
    "rank_revenue": "Rang op omzet",
    "rank_contribution": "Rang op nettobijdrage",
}
RANK_CELLS = {field: f"H{TOP + 2 + n}" for n, field in enumerate(_RANKS)}
COUNT_CELL = f"I{TOP + 2}"
CHANGE_CELL = f"Klantkaart!$E${TOP + 2}"
"""How the turnover changed, as another sheet names it."""


def position(top: int) -> list[Block]:
    """Return the ranks and score of the customer, and its ranks under chance and other weights."""
    count = f"COUNT({CUSTOMER_VALUE.column('rank_revenue')})"
    blocks: list[Block] = [TextSpec(f"G{top}", "Plaats tussen de klanten", format=f.HEADING)]
    blocks += _header(top + 1, "GHI", "", "Deze klant", "Van")
    for n, (field, label) in enumerate(_RANKS.items()):
        row = top + 2 + n
        blocks += [_label(f"G{row}", label), _value(RANK_CELLS[field], field, f.INTEGER)]
        blocks += [
            CellSpec(f"I{row}", "card_customers", f.INTEGER.in_colour(f.GREY), formula=count, live=True)
        ]
    row = top + 2 + len(_RANKS)
    return [
        *blocks,
        _label(f"G{row}", "Score als het onbekende tegen- en meevalt"),
        _value(f"H{row}", "score_low", f.SCORE),
        _value(f"I{row}", "score_high", f.SCORE),
        _label(f"G{row + 1}", "Rang bij toeval en gewichten, van en tot"),
        _value(f"H{row + 1}", "both_low", f.INTEGER),
        _value(f"I{row + 1}", "both_high", f.INTEGER),
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
    ("at_risk_reason", "Koopt later of minder", f.TEXT_PLAIN),
)
_EFFORT = (
    ("hours", "Uren", f.HOURS),
    ("time_cost", "Tijdkosten", f.EURO),
    ("expense", "Andere kosten", f.EURO),
    ("financing", "Financiering", f.EURO),
    ("cost_to_serve", "Bedienkosten", f.EURO),
    ("contribution_per_hour", "Bijdrage per uur", f.EURO_CENTS),
)


def facts(top: int) -> list[Block]:
    """Return what is known of the customer."""
    blocks: list[Block] = [TextSpec(f"L{top}", "Gegevens", format=f.HEADING)]
    for n, (field, label, look) in enumerate(_FACTS):
        fact = _value(f"M{top + 1 + n}", field, look, FACT_ABSENT.get(field, ""))
        blocks += [_label(f"L{top + 1 + n}", label), fact]
    return blocks


def effort(top: int) -> list[Block]:
    """Return what the customer costs, beside the median of all customers."""
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


def bought_groups(top: int) -> list[Block]:
    """Return which product groups the customer buys, and how many customers do."""
    group, revenue, bought_at, share = columns = columns_from("G", 4)
    blocks: list[Block] = [
        TextSpec(f"{group}{top}", "Productgroepen, gekocht en niet gekocht", format=f.HEADING)
    ]
    blocks += _header(top + 1, columns, "Groep", "Omzet", "", "Van alle klanten")
    before = f"{CARD_TABLE.position('group_1') - 1}+"
    for n in range(1, GROUPS + 2):
        row = top + 1 + n
        name, buyers = (GROUP_CELLS.cell(field, n).replace("$", "") for field in ("name", "buyers"))
        bought = f'IF(OR(Kaart_Lijst=0,{group}{row}=""),"",IF(N({revenue}{row})>0,"gekocht","niet gekocht"))'
        blocks += [
            CellSpec(
                f"{group}{row}",
                f"card_group_name_{n}",
                f.TEXT_SHRUNK,
                formula=f'IF({name}="","",{name})',
                live=True,
            ),
            CellSpec(
                f"{revenue}{row}", f"card_group_{n}", f.EURO, formula=nth(before).format(n=n), live=True
            ),
            CellSpec(f"{bought_at}{row}", f"card_bought_{n}", _ANSWER, formula=bought, live=True),
            CellSpec(
                f"{share}{row}",
                f"card_buyers_{n}",
                f.PERCENTAGE.in_colour(f.GREY),
                formula=f'IF({buyers}="","",{buyers})',
                live=True,
            ),
        ]
    return blocks


def to_do(top: int) -> list[Block]:
    """Return the advice with what was typed about it on Acties, and the chances with the most margin."""
    typed = on_actions_formula("Kaart_Status", "Kaart_Opmerking")
    row = top + ADVICE_LINES + 2
    return [
        TextSpec(f"G{top}", "Wat te doen", format=f.HEADING),
        _card(f"H{top}", "advice", f.HEADING),
        *(_card(f"G{top + n}", f"advice_{n}", f.TEXT_PLAIN) for n in range(1, ADVICE_LINES + 1)),
        CellSpec(f"G{row - 1}", "card_typed", f.TEXT_PLAIN, formula=typed, live=True),
        *_header(row, "GHIJKLM", "Wat hij nog kan kopen", "", "", "", "", "", "Marge per jaar"),
        *(_card(f"G{row + n}", f"chance_{n}", f.TEXT_PLAIN) for n in range(1, CHANCES + 1)),
        *(_card(f"M{row + n}", f"chance_margin_{n}", f.EURO) for n in range(1, CHANCES + 1)),
    ]


def bridge(top: int) -> list[Block]:
    """Return why the contribution changed since the previous period, in five amounts."""
    blocks: list[Block] = [
        TextSpec(f"D{top}", "Waarom veranderd", format=f.HEADING),
        _card(f"D{top + 1}", "bridge_note", f.HEADER_LINE),
        TextSpec(f"E{top + 1}", format=f.HEADER_FIGURE),
    ]
    for row, (field, (name, _)) in enumerate(CARD_STEPS.items(), top + 2):
        blocks += [_label(f"D{row}", name), _card(f"E{row}", f"bridge_{field}", f.EURO)]
    return blocks


def levers(top: int) -> list[Block]:
    """Return what can be won, by lever, and below the sum what is expected of itself."""
    blocks: list[Block] = [TextSpec(f"B{top}", "Te winnen", format=f.HEADING)]
    blocks += _header(top + 1, "BC", "In EUR marge per jaar", "Deze klant")
    for n, (field, header) in enumerate(LEVERS.items()):
        blocks += [_label(f"B{top + 2 + n}", header), _card(f"C{top + 2 + n}", field, f.EURO)]
    row = top + 2 + len(LEVERS)
    return [
        *blocks,
        _label(f"B{row}", "Samen", total=True),
        _card(f"C{row}", "potential", f.EURO.as_total()),
        _label(f"B{row + 1}", "Cross-sell, verwacht uit zichzelf"),
        _card(f"C{row + 1}", "cross_sell", f.EURO),
    ]


_EURO_OR_TEXT = replace(f.EURO, name="euro_or_text", align="right")
AHEAD = (
    ("value_next", "Waarde", f.EURO),
    ("value_low", "Laag", _EURO_OR_TEXT),
    ("value_high", "Hoog", _EURO_OR_TEXT),
    ("value_three", "Drie jaar samen", _EURO_OR_TEXT),
    ("leave_chance", "Kans weg", replace(f.PERCENTAGE, name="percentage_or_text", align="right")),
    ("if_gone", "Als hij gaat", f.EURO),
    ("at_stake", "Op het spel", _EURO_OR_TEXT),
)
"""What lies ahead of a customer: field, label and look."""


def ahead(top: int) -> list[Block]:
    """Return what the customer is expected to be worth, and what goes when it goes."""
    blocks: list[Block] = [TextSpec(f"L{top}", "Komend jaar", format=f.HEADING)]
    for n, (field, label, look) in enumerate(AHEAD):
        shown = _value(f"M{top + 1 + n}", field, look)
        if field in SAID_AHEAD:
            # Who has a value has no bounds, chance or three years where the firm has none; Vooruit says why.
            why = f'IF(AND(M{top + 1}<>"",{shown.formula}=""),"{SEE_AHEAD}",{shown.formula})'
            shown = replace(shown, formula=why)
        blocks += [_label(f"L{top + 1 + n}", label), shown]
    return blocks
