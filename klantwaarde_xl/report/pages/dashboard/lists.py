"""The short lists of the Dashboard: the best customers, those that cost money, the largest chances.

Which row of a table stands at each place is found on Grafiekgegevens; the Dashboard shows what is in that
row."""

from __future__ import annotations

from dataclasses import replace

from klantwaarde_xl.model.action_notes import CLOSED
from klantwaarde_xl.report import formats as f
from klantwaarde_xl.report.pages.columns import TO_CARD
from klantwaarde_xl.report.pages.customer_value import CUSTOMER_VALUE
from klantwaarde_xl.report.pages.dashboard.list_steps import (
    DULL_HEADER,
    DULL_STEPS,
    FEWER,
    FEWER_HEADER,
    FEWER_STEPS,
    FIRST_STEPS,
    GONE_STEPS,
    LIST_HEADER,
    LIST_STEPS,
    LISTED,
)
from klantwaarde_xl.report.pages.dashboard.who import FIRST
from klantwaarde_xl.report.pages.next_steps.actions import ACTIONS
from klantwaarde_xl.report.pages.next_steps.monday import MONDAY
from klantwaarde_xl.report.specs import CHART_DATA, ColumnSpec, GridSpec, TableSpec
from klantwaarde_xl.report.words import dashboard_phrases as w
from klantwaarde_xl.report.words import formula_sentences as say
from klantwaarde_xl.report.words.names import LEVERS, SHORT_LEVERS

SIZE = 11
"""Letters of the page, in points: it is printed at about two thirds."""


def _cell(field: str) -> str:
    """Return the address of a list's step in the row at hand."""
    letters = LIST_STEPS.letters | FEWER_STEPS.letters
    for grid in (DULL_STEPS, FIRST_STEPS, GONE_STEPS):
        letters = letters | grid.letters
    return f"{CHART_DATA}!${letters[field]}{{row}}"


def _list(
    name: str, table: TableSpec, columns: dict[str, ColumnSpec], nobody: str = '""'
) -> tuple[ColumnSpec, ...]:
    """Return the columns of a list: position, name, and columns of the table at the row found.

    ``nobody`` is the formula of what stands in the first row when there is no one to list."""
    row = _cell(f"{name}_row")
    absent = f'IF(AND({{n}}=1,Dash_Klanten>0),{nobody},"")' if nobody != '""' else nobody
    called = f'IF({row}="",{absent},{say.shortened(_cell(f"{name}_name"))})'
    shown = [
        ColumnSpec("position", "#", f.INTEGER, formula=f'IF({row}="","",{{n}})'),
        ColumnSpec("name", "Klantnaam", f.TEXT_PLAIN, formula=called, link=TO_CARD),
    ]
    for source, column in columns.items():
        cell = column.formula.replace("{found}", row) or f"INDEX({table.column(source)},{row})"
        empty = cell if column.formula else f'IF({cell}="","",{cell})'
        shown.append(replace(column, formula=f'IF({row}="","",{empty})'))
    return tuple(replace(column, format=column.format.sized(SIZE).shrunk()) for column in shown)


_GONE, _STAKE = map(CUSTOMER_VALUE.column, ("if_gone", "at_stake"))
_NET_COLUMN = ColumnSpec("contribution", "Nettobijdrage", f.EURO, conditional="negative")
_SAVED = f"-INDEX({_GONE},{{found}})"
_ID = f"INDEX({CUSTOMER_VALUE.column('customer_id')},{{found}})"
_ACTION = f"MATCH({_ID},{ACTIONS.column('customer_id')},0)"
_STEP = f'INDEX({ACTIONS.column("best_lever")},{_ACTION})&""'
_WON = f"INDEX({ACTIONS.column('potential')},{_ACTION})"
_STATUS = f"INDEX({ACTIONS.column('status')},{_ACTION})"
_SETTLED = "OR(" + ",".join(f'{_STATUS}="{status}"' for status in CLOSED) + ")"
_TO_WIN = f'IFERROR(IF({_SETTLED},"",{_WON}),"")'
for _lever, _word in SHORT_LEVERS.items():
    _STEP = f'SUBSTITUTE({_STEP},"{LEVERS[_lever]}","{_word}")'
_TITLES = {
    "best": "Tien beste klanten op score, naast hun nettobijdrage",
    "losing": "Wie mag weg als geen stap lukt, en wat dat scheelt zonder hun uren",
    "opportunities": "Tien grootste kansen op groei in de andere 80 %, beide samen",
    "served": "Besparing in de andere 80 %: goedkoper bedienen, uren tegen kostprijs",
    "at_stake": "Bij wie het meest op het spel staat, nog te behouden",
    "priced": "Prijs in de andere 80 %: betere marge",
    "dull": "Grootste 20 % die niet interessant zijn",
    "gone": "Op het spel en waarschijnlijk al weg (boven 90 %)",
    "first": "Maandag eerst: vertrek, dan winst; nog niet begonnen",
}
_COLUMNS = {
    "best": _list(
        "best",
        CUSTOMER_VALUE,
        {
            "score": ColumnSpec("score", "Score", f.SCORE),
            "contribution": _NET_COLUMN,
            "rank_contribution": ColumnSpec("rank_contribution", "Rang nettobijdrage", f.INTEGER),
            "completeness": ColumnSpec("completeness", "Gegevens bekend", f.PERCENTAGE),
        },
    ),
    "losing": _list(
        "losing",
        CUSTOMER_VALUE,
        {
            "saved": ColumnSpec("saved", "Scheelt per jaar", f.EURO, formula=_SAVED),
            "first": ColumnSpec("first", "Eerste stap", f.TEXT_PLAIN, formula=f'IFERROR({_STEP},"")'),
            "potential": ColumnSpec("potential", "Te winnen", f.EURO, formula=_TO_WIN),
            "status": ColumnSpec("status", "Status", f.TEXT_PLAIN, formula=f'IFERROR({_STATUS}&"","")'),
        },
        f'IF(Dash_Bekend=0,"{w.LOSSES_UNKNOWN}",IF(Dash_Verlies>0,"{w.NOBODY_SAVES}",'
        f'IF(Dash_Zeker=0,"{w.UNSAID_WITHOUT_HOURS}","{w.NOBODY_LOSES}")))',
    ),
    "opportunities": _list(
        "chance",
        ACTIONS,
        {
            "up_sell": ColumnSpec("up_sell", "Aannemelijk", f.EURO),
            "cross_sell": ColumnSpec("cross_sell", "Verwacht nieuw", f.EURO),
        },
        f'IF(Dash_Bekend=0,"{w.CHANCES_IN_TURNOVER}","{w.NO_CHANCES}")',
    ),
}
_FEWER = {
    "served": _list(
        "serve",
        ACTIONS,
        {
            "serve": ColumnSpec("serve", "Te winnen", f.EURO),
            "freed_hours": ColumnSpec("freed_hours", "Uren vrij", f.INTEGER),
        },
        f'IF(Dash_Bekend=0,"{w.UNSAID}",IF(Dash_MetUren=0,"{w.UNSAID_WITHOUT_HOURS}","{w.NO_SAVING}"))',
    ),
    "at_stake": _list(
        "stake",
        CUSTOMER_VALUE,
        {
            "at_stake": ColumnSpec("at_stake", "Op het spel", f.EURO),
            "leave_chance": ColumnSpec("leave_chance", "Kans weg", f.PERCENTAGE),
            "if_gone": ColumnSpec("if_gone", "Als hij gaat", f.EURO),
            "status": ColumnSpec("status", "Status", f.TEXT_PLAIN, formula=f'IFERROR({_STATUS}&"","")'),
        },
        f'IF(COUNT({_STAKE})=0,"{w.UNSAID}","{w.NOTHING_AT_STAKE}")',
    ),
    "priced": _list(
        "price",
        ACTIONS,
        {
            "margin": ColumnSpec("margin", "Te winnen", f.EURO),
            "label": ColumnSpec("label", "Wat te doen", f.RIGHT),
        },
        f'IF(Dash_Bekend=0,"{w.UNSAID}","{w.NO_PRICE}")',
    ),
}
_THIRD = {
    "dull": _list(
        "dull",
        CUSTOMER_VALUE,
        {"revenue": ColumnSpec("revenue", "Omzet", f.EURO), "contribution": _NET_COLUMN},
        f'IF(Dash_TopOnbekend>0,"{w.UNSAID}",'
        f'IF(Dash_MetUren=0,"{w.UNSAID_WITHOUT_HOURS}","{w.NOBODY_DULL}"))',
    ),
}
_BEGIN = _list(
    "first",
    MONDAY,
    {
        "amount": ColumnSpec("amount", "Per jaar", f.EURO),
        "step": ColumnSpec("step", "Stap", f.TEXT_PLAIN),
        "account_manager": ColumnSpec("account_manager", "Wie", f.TEXT_PLAIN),
    },
    f'"{w.NOTHING_ON_MONDAY}"',
)
_GONE_ALREADY = _list(
    "gone",
    CUSTOMER_VALUE,
    {
        "at_stake": ColumnSpec("at_stake", "Op het spel", f.EURO),
        "status": ColumnSpec("status", "Status", f.TEXT_PLAIN, formula=f'IFERROR({_STATUS}&"","")'),
    },
    f'IF(COUNT({_STAKE})=0,"{w.UNSAID}","{w.NOBODY_GONE}")',
)
_WIDE = replace(_BEGIN[-1], format=f.TEXT_PLAIN.sized(SIZE))
"""Not shrunk: beside it there is room."""
LISTS = (
    *(
        GridSpec(frame, columns, f"{letters}{header}", rows, _TITLES[frame])
        for lists, header, rows in (
            (_COLUMNS, LIST_HEADER, LISTED),
            (_FEWER, FEWER_HEADER, FEWER),
            (_THIRD, DULL_HEADER, LISTED),
        )
        for (frame, columns), letters in zip(lists.items(), ("B", "H", "N"), strict=False)
    ),
    GridSpec("first", (*_BEGIN[:-1], _WIDE), f"H{DULL_HEADER}", FIRST, _TITLES["first"]),
    GridSpec("gone", _GONE_ALREADY, f"N{DULL_HEADER}", FEWER, _TITLES["gone"]),
)
"""The blocks on the Dashboard."""
