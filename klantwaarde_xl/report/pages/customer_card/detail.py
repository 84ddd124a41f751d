"""The page Klantkaart vervolg: products, concern, hours and last lines of the customer of Klantkaart."""

from __future__ import annotations

from collections.abc import Hashable, Mapping

import numpy as np
import pandas as pd

from klantwaarde_xl.model.tables import InvoiceLine
from klantwaarde_xl.report import formats as f
from klantwaarde_xl.report.page import Frames, Page, Source, Strip, Values
from klantwaarde_xl.report.pages.customer_card import last_lines, trend
from klantwaarde_xl.report.pages.customer_card.blocks import COUNT_CELL
from klantwaarde_xl.report.pages.customer_card.concern import MEMBERS, PRODUCTS
from klantwaarde_xl.report.pages.customer_card.data import CARD_TABLE, DETAIL_NAME, card_frame
from klantwaarde_xl.report.pages.customer_card.steps import escaped_search, nth, picked
from klantwaarde_xl.report.pages.customer_card.titles import trend_formula, trend_title
from klantwaarde_xl.report.pages.customer_card.values import Cell, figure, known, with_first
from klantwaarde_xl.report.pages.customer_value import CUSTOMER_VALUE, customer_frame
from klantwaarde_xl.report.pages.next_steps.managers import MANAGERS, manager_rows
from klantwaarde_xl.report.specs import (
    Block,
    CellSpec,
    ColumnSpec,
    GridSpec,
    LinkSpec,
    SheetSpec,
    TextSpec,
    gap_before,
)
from klantwaarde_xl.report.words import dashboard_phrases as w

CARD_NAME = "Klantkaart"
_TOP, _CAPACITY = 7, 18
FIRST_ROW = _TOP - 1
"""Row of the first heading."""


def _nth(field: str) -> str:
    """Return the formula of the n-th column of a field of the chosen row of tblKaart."""
    return nth(f"{CARD_TABLE.position(f'{field}_1') - 1}+")


_LAST = _TOP + PRODUCTS + 1
"""Row of the products without a row of their own."""


def _summed(letters: str, field: str) -> str:
    """Return the formula of an amount: per product, and in the last row of all together."""
    total = f'IF(Kaart_Lijst=0,"",SUM({letters}{_TOP + 1}:{letters}{_LAST}))'
    return f"IF({{n}}={PRODUCTS + 2},{total},{_nth(field)})"


PRODUCT_GRID = GridSpec(
    "card_products",
    (
        ColumnSpec(
            "name",
            "In EUR",
            f.TEXT_SHRUNK,
            34,
            formula=f'IF({{n}}={PRODUCTS + 2},IF(Kaart_Lijst=0,"","Samen"),{_nth("product_name")})',
        ),
        ColumnSpec("now", "Deze periode", f.EURO, 12.5, formula=_summed("C", "product_now")),
        ColumnSpec("before", "Vorige", f.EURO, 12.5, formula=_summed("D", "product_before")),
        ColumnSpec(
            "change",
            "Verschil",
            f.EURO,
            12.5,
            formula='IF({at[name]}{row}="","",N({at[now]}{row})-N({at[before]}{row}))',
            conditional="negative",
        ),
        ColumnSpec(
            "change_pct",
            "Verschil %",
            f.CHANGE,
            12.5,
            formula=f'IF(N({{at[before]}}{{row}})>0,ROUND(N({{at[now]}}{{row}})/{{at[before]}}{{row}}-1,{f.SHOWN_DECIMALS}),"")',
        ),
    ),
    f"B{_TOP}",
    PRODUCTS + 2,
    "Grootste producten van beide perioden",
    total_row=True,
)
MEMBER_GRID = GridSpec(
    "card_members",
    (
        ColumnSpec("name", "Klanten van hetzelfde concern", f.TEXT_SHRUNK, 34, formula=_nth("member_name")),
        ColumnSpec("revenue", "Omzet", f.EURO, 14, formula=_nth("member_revenue")),
        ColumnSpec("contribution", "Nettobijdrage", f.EURO, 14, formula=_nth("member_contribution")),
    ),
    f"J{_TOP}",
    MEMBERS + 1,
    "Concern",
)
_MANAGER = picked(CUSTOMER_VALUE.column("account_manager"), "Kaart_Rij")
_USED = (
    ("capacity_hours", "Zijn capaciteit, uren per jaar", f.INTEGER),
    ("counted_hours", "Uren tegen zijn capaciteit", f.INTEGER),
    ("used", "Bezet", f.PERCENTAGE),
    ("free_hours", "Vrije uren", f.INTEGER),
)
"""What is shown of the account manager: field of his row, label and look."""


def _capacity() -> list[Block]:
    """Return what the customer asks of the hours of its account manager."""
    first = _CAPACITY + 3
    share = f'IF(OR(K{_CAPACITY + 2}="",N(K{first})<=0),"",K{_CAPACITY + 2}/K{first})'
    row = "Kaart_Manager"
    blocks: list[Block] = [
        TextSpec(f"J{_CAPACITY}", "Capaciteit", format=f.HEADING),
        TextSpec(f"J{_CAPACITY + 1}", "Accountmanager", format=f.TEXT_PLAIN),
        CellSpec(f"K{_CAPACITY + 1}", "card_manager", f.RIGHT, formula=_MANAGER, live=True),
        TextSpec(f"J{_CAPACITY + 2}", "Zijn uren voor deze klant, per jaar", format=f.TEXT_PLAIN),
        CellSpec(
            f"K{_CAPACITY + 2}",
            "detail_hours_a_year",
            f.HOURS,
            formula=picked(CARD_TABLE.column("hours_a_year"), "Kaart_Lijst"),
            live=True,
        ),
    ]
    for n, (field, label, look) in enumerate(_USED):
        formula = picked(MANAGERS.column(field), row)
        blocks += [
            TextSpec(f"J{first + n}", label, format=f.TEXT_PLAIN),
            CellSpec(f"K{first + n}", f"card_manager_{field}", look, formula=formula, live=True),
        ]
    return [
        *blocks,
        TextSpec(f"J{first + len(_USED)}", "Deel van zijn capaciteit", format=f.TEXT_PLAIN),
        CellSpec(f"K{first + len(_USED)}", "card_manager_share", f.PERCENTAGE, formula=share, live=True),
    ]


_POINTS, TREND_GRID = trend.grids({field: _nth(f"trend_{field}") for field in trend.FIELDS})
_FOUND = (
    f'IF({_MANAGER}="",0,IFERROR(MATCH({escaped_search(_MANAGER)},{MANAGERS.column("account_manager")},0),0))'
)
_STEP = CellSpec("DX7", "Kaart_Manager", f.INTEGER, "Kaart_Manager", _FOUND, live=True)
_STEPS = (
    TextSpec("DW6", "Klantkaart vervolg", format=f.HEADER_LINE),
    TextSpec("DW7", "Rij van de accountmanager", format=f.TEXT_PLAIN),
    _STEP,
)


def detail_frames(card: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Return the rows of products and of the concern for the first row of tblKaart."""
    first = card.iloc[0].to_dict() if len(card) else {}
    products = _rows(
        first, {"name": "product_name", "now": "product_now", "before": "product_before"}, PRODUCTS
    )
    now, before = (products[name].astype(float) for name in ("now", "before"))
    if first:
        total = {"name": "Samen", "now": now.sum(), "before": before.sum()}
        products = pd.concat([products, pd.DataFrame([total])], ignore_index=True).astype(object)
        now, before = (products[name].astype(float) for name in ("now", "before"))
    products["change"] = (now.fillna(0.0) - before.fillna(0.0)).where(products["name"].notna())
    change = now.fillna(0.0) / before.where(before > 0) - 1
    products["change_pct"] = change.map(f.as_shown, na_action="ignore")
    fields = {name: f"member_{name}" for name in ("name", "revenue", "contribution")}
    return {PRODUCT_GRID.frame: products, MEMBER_GRID.frame: _rows(first, fields, MEMBERS)}


def _rows(first: Mapping[Hashable, Cell], names: Mapping[str, str], count: int) -> pd.DataFrame:
    """Return numbered columns of a row below each other, by the name that they get."""
    return pd.DataFrame(
        {
            shown: pd.Series([known(first.get(f"{field}_{n}")) for n in range(1, count + 2)], dtype=object)
            for shown, field in names.items()
        }
    )


def detail_values(customers: pd.DataFrame, card: pd.DataFrame, managers: pd.DataFrame) -> dict[str, object]:
    """Return the values of the cells for the first row of tblKaart."""
    first = card.iloc[0].to_dict() if len(card) else {}
    shown = customers[customers["customer_id"] == first.get("customer_id")]
    name = known(shown["account_manager"].iloc[0]) if len(shown) else None
    same = managers["account_manager"].astype(str).str.casefold() == str(name).casefold()
    place = int(np.argmax(same)) + 1 if name is not None and same.any() else 0
    of_manager = managers.iloc[place - 1].to_dict() if place else {}
    values: dict[str, object] = {
        f"card_manager_{field}": known(of_manager.get(field)) for field, _, _ in _USED
    }
    hours, capacity = figure(first.get("hours_a_year")), figure(of_manager.get("capacity_hours"))
    share = hours / capacity if hours is not None and capacity is not None and capacity > 0 else None
    told = f"{first['label']}: producten, concern en uren." if first else "Geen klant gevonden."
    return values | {
        "card_manager": name,
        "detail_hours_a_year": hours,
        "card_manager_share": share,
        "detail_member_note": known(first.get("member_note")),
        "Kaart_Manager": place,
        "card_detail_message": told,
        "card_detail_subtitle": "Kies de klant op Klantkaart; dit blad volgt. Bedragen in EUR.",
    }


def detail_of(frames: Frames, customer: str) -> tuple[Frames, Values]:
    """Return the frames and values of this page for another customer of Klantkaart than the first.

    ``frames`` are those of the report. A number that is not in the list gives the first customer."""
    card = with_first(frames["card"], customer)
    lines = frames.get(InvoiceLine.table)
    shown = detail_frames(card) | trend.trend_frames(card, list(frames["card_trend"]["date"]))
    shown |= last_lines.no_lines() if lines is None else last_lines.line_frames(lines, customer)
    values = detail_values(frames["customers"], card, frames[MANAGERS.frame])
    return shown, {**values, "card_trend_title": trend_title(shown["card_trend"]["score"])}


def _frames(source: Source) -> dict[str, pd.DataFrame]:
    card = source.once(card_frame)
    frames = detail_frames(card) | trend.trend_frames(card, trend.shown_days(source))
    first = str(card["customer_id"].iloc[0]) if len(card) else ""
    if last_lines.lines_there(source) and first:
        return frames | last_lines.line_frames(last_lines.lines_of(source.analysis.inputs, first), first)
    return frames | last_lines.no_lines()


def _values(source: Source) -> dict[str, object]:
    card, there = source.once(card_frame), last_lines.lines_there(source)
    managers = manager_rows(source.analysis)
    values = detail_values(source.once(customer_frame), card, managers)
    return values | {
        **trend.CHART_TEXTS,
        "card_trend_title": trend_title(source.once(_frames)["card_trend"]["score"]),
        trend.SHOWS_TREND: bool(source.once(trend.trend_rows)[0]),
        "card_trend_note": trend.trend_note(source),
        last_lines.SHOWS_LINES: there,
        "card_lines_note": last_lines.note(source.analysis.inputs, there=there),
    }


PAGE = Page(
    SheetSpec(
        DETAIL_NAME,
        title="Klantkaart, vervolg",
        about="van de klant op Klantkaart: producten, concern, uren, laatste regels, score door de tijd",
        message="card_detail_message",
        message_formula=(
            f'IF(Kaart_Lijst=0,IF({CARD_NAME}!{COUNT_CELL}=0,"{w.NOT_YET}","Geen klant gevonden."),'
            f'INDEX({CARD_TABLE.column("label")},Kaart_Lijst)&": producten, concern en uren.")'
        ),
        subtitle="card_detail_subtitle",
        tab_colour=f.ACCENT,
        widths=(*(("A:A", 1.5), ("B:B", 34), ("C:H", 12.5), ("I:I", 2), ("J:J", 34), ("K:L", 14)),),
        pages_tall=1,
        freeze="A5",
        print_area=f"A1:L{trend.TOP + trend.POINTS + 12}",
        back="B4",
        left="B",
        blocks=(
            LinkSpec("D4", CARD_NAME, "Terug naar Klantkaart"),
            PRODUCT_GRID,
            MEMBER_GRID,
            CellSpec(
                f"J{_TOP + MEMBERS + 2}",
                "detail_member_note",
                f.SUBTITLE_CELL,
                formula=picked(CARD_TABLE.column("member_note"), "Kaart_Lijst"),
                live=True,
            ),
            *_capacity(),
            TextSpec(f"B{last_lines.TOP - 2}", "Laatste factuurregels", format=f.HEADING),
            TextSpec(f"B{last_lines.TOP - 1}", value="card_lines_note", format=f.SUBTITLE_CELL),
            last_lines.GRID,
            TREND_GRID,
            TextSpec(f"J{trend.TOP + trend.POINTS + 1}", value="card_trend_note", format=f.SUBTITLE_CELL),
            trend.CHART,
        ),
    ),
    frames=lambda source: source.once(_frames),
    values=_values,
    strips=(
        Strip(
            (*_STEPS, last_lines.STEPS, _POINTS),
            (
                *(gap_before("DW"), ("DW:DW", 28), ("DX:DX", 10), gap_before("DZ"), *last_lines.STEPS.widths),
                *(gap_before("EC"), *_POINTS.widths),
            ),
        ),
    ),
    titles={"card_trend_title": trend_formula(_POINTS.area("score"), trend.POINTS)},
)
