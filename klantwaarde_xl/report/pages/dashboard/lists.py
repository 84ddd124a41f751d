"""The short lists of the Dashboard: the best customers, those that cost money, the largest chances.

Which row of a table stands at each place is found on Grafiekgegevens; the Dashboard shows what is in that
row."""

from __future__ import annotations

from dataclasses import replace

from klantwaarde_xl.core.base.ranking import HALF_A_CENT
from klantwaarde_xl.model.action_notes import CLOSED
from klantwaarde_xl.report import formats as f
from klantwaarde_xl.report.pages.columns import TO_CARD
from klantwaarde_xl.report.pages.customer_value import CUSTOMER_VALUE
from klantwaarde_xl.report.pages.next_steps.actions import ACTIONS
from klantwaarde_xl.report.specs import CHART_DATA, ColumnSpec, GridSpec, TableSpec
from klantwaarde_xl.report.words import dashboard_phrases as w
from klantwaarde_xl.report.words import formula_sentences as say
from klantwaarde_xl.report.words.names import LABELS, LEFT_ALONE, LEVERS, SHORT_LEVERS

LISTED, FEWER = 10, 5
"""Rows of the short lists, and of the shorter ones below them."""
LIST_HEADER = 46
FEWER_HEADER = LIST_HEADER + LISTED + 3
DULL_HEADER = FEWER_HEADER + FEWER + 3
"""Rows of the headers of the short lists, on the Dashboard and on Grafiekgegevens alike: their formulas look
straight across."""
SIZE = 11
"""Letters of the page, in points: it is printed at about two thirds."""
_RANK, _GONE, _STAKE = map(CUSTOMER_VALUE.column, ("rank", "if_gone", "at_stake"))
_SIZE_RANK, _NET, _REVENUE = map(CUSTOMER_VALUE.column, ("rank_revenue", "contribution", "revenue"))
DULL = (
    f'({_SIZE_RANK}<>"")*({_SIZE_RANK}<=Dash_Grens)*({_NET}<>"")*'
    f"((({_NET}<={HALF_A_CENT})+({_NET}<{_REVENUE}*Dash_HalveMarge-{HALF_A_CENT}))>0)"
)
"""1 in the rows of customers of the largest 20 % that are not interesting, 0 in the others."""
MINIMUM = "Dash_Minimum"
"""Name of the cell with the smallest amount that is worth an action."""
_TO_DO = "".join(f'*({ACTIONS.column("status")}<>"{status}")' for status in CLOSED)
_OTHERS = f'({ACTIONS.column("rank_revenue")}>Dash_Grens)*({ACTIONS.column("label")}<>"{LEFT_ALONE}"){_TO_DO}'
_KEPT = f'{_OTHERS}*({ACTIONS.column("label")}<>"{LABELS["reconsider"]}")'
"""Of them those that are not to be reconsidered: they are no chance on growth."""
GROWTH = ("up_sell", "cross_sell")
"""Columns of Acties that growth is: what is certain, and what is expected of itself."""


def named_row(table: TableSpec, row: str, nobody: str) -> str:
    """Return the formula of the name in a row of a table, on one line; "" where the row is ``nobody``."""
    name = f"INDEX({table.column('name')},{row})"
    return f'IF({row}={nobody},"",{say.one_line(name)})'


def _ranked(column: str, function: str, sign: str = "") -> str:
    found = f"{function}({column},{{n}})"
    shown = f'IF(ROUND({found},2){sign}0,{found},"")' if sign else found
    return f'IF(COUNT({column})<{{n}},"",{shown})'


def _steps(
    name: str, table: TableSpec, key: ColumnSpec, only: str = "", fields: tuple[str, ...] = ()
) -> tuple[ColumnSpec, ...]:
    """Return the columns of a list: the figure it goes by, the row of the table with it, the name there.

    ``key`` is what the list goes by, with the formula of the figure at each place: a column of the table, or
    the sum of its ``fields``."""
    value, row = (f"{{at[{name}_{part}]}}" for part in ("value", "row"))
    found = say.table_row(
        table, fields or (key.field,), f"{value}{{row}}", f"{value}{{above}}", f"{row}{{above}}", only
    )
    name_there = named_row(table, f"{row}{{row}}", '""')
    return (
        ColumnSpec(f"{name}_value", key.header, key.format, 14, formula=key.formula),
        ColumnSpec(f"{name}_row", "Rij", f.INTEGER, 8, formula=found),
        ColumnSpec(f"{name}_name", "Klantnaam", f.TEXT_PLAIN, 30, formula=name_there),
    )


def _largest(fields: tuple[str, ...], only: str = _OTHERS, least: str = "0.01") -> str:
    """Return the formula of the largest sums of columns of Acties, one per row, of at least an amount.

    ``only``: the condition on the customers, as outside the largest 20 %."""
    euros = "+".join(ACTIONS.column(field) for field in fields)
    found = f"SUMPRODUCT(LARGE(({euros})*({only}),{{n}}))"
    return f'IF(ROWS({ACTIONS.column(fields[0])})<{{n}},"",IF(ROUND({found},2)<{least},"",{found}))'


_BEST = ColumnSpec("rank", "Rang", f.INTEGER, formula=_ranked(_RANK, "SMALL"))
_LOSING = ColumnSpec("if_gone", "Als hij gaat", f.EURO, formula=_ranked(_GONE, "SMALL", "<"))
_CHANCE = ColumnSpec("growth", "Groei", f.EURO, formula=_largest(GROWTH, _KEPT, f"MAX(0.01,N({MINIMUM}))"))
LIST_STEPS = GridSpec(
    "list_steps",
    (
        *_steps("best", CUSTOMER_VALUE, _BEST),
        *_steps("losing", CUSTOMER_VALUE, _LOSING),
        *_steps("chance", ACTIONS, _CHANCE, _KEPT, GROWTH),
    ),
    f"AR{LIST_HEADER}",
    LISTED,
    "Wie er op de korte lijsten van het Dashboard staan",
)
_SERVE = ColumnSpec("serve", "Te winnen", f.EURO, formula=_largest(("serve",)))
_AT_STAKE = ColumnSpec("at_stake", "Op het spel", f.EURO, formula=_ranked(_STAKE, "LARGE", ">"))
_MARGIN = ColumnSpec("margin", "Te winnen", f.EURO, formula=_largest(("margin",)))
FEWER_STEPS = GridSpec(
    "fewer_steps",
    (
        *_steps("serve", ACTIONS, _SERVE, _OTHERS),
        *_steps("stake", CUSTOMER_VALUE, _AT_STAKE),
        *_steps("price", ACTIONS, _MARGIN, _OTHERS),
    ),
    f"AR{FEWER_HEADER}",
    FEWER,
    "Wie er op de kortere lijsten van het Dashboard staan",
)
_DULL = ColumnSpec(
    "rank_revenue",
    "Rang omzet",
    f.INTEGER,
    formula=f'IF(Dash_Saai<{{n}},"",SUMPRODUCT(SMALL({_SIZE_RANK}+10^9*(1-{DULL}),{{n}})))',
)
DULL_STEPS = GridSpec(
    "dull_steps",
    _steps("dull", CUSTOMER_VALUE, _DULL, DULL),
    f"AR{DULL_HEADER}",
    LISTED,
    "Wie van de grootste 20 % niet interessant is",
)
LIST_WIDTHS = (("AQ:AQ", 3), ("AR:AZ", 14), ("BA:BA", 3))


def _cell(field: str) -> str:
    """Return the address of a list's step in the row at hand."""
    letters = LIST_STEPS.letters | FEWER_STEPS.letters | DULL_STEPS.letters
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


_NET_COLUMN = ColumnSpec("contribution", "Nettobijdrage", f.EURO, conditional="negative")
_SAVED = f"-INDEX({_GONE},{{found}})"
_ID = f"INDEX({CUSTOMER_VALUE.column('customer_id')},{{found}})"
_ACTION = f"MATCH({_ID},{ACTIONS.column('customer_id')},0)"
_STEP = f'INDEX({ACTIONS.column("best_lever")},{_ACTION})&""'
_STATUS = f"INDEX({ACTIONS.column('status')},{_ACTION})"
for _lever, _word in SHORT_LEVERS.items():
    _STEP = f'SUBSTITUTE({_STEP},"{LEVERS[_lever]}","{_word}")'
_TITLES = {
    "best": "Tien beste klanten op score, naast hun nettobijdrage",
    "losing": "Wie mag weg als de eerste stap niet lukt, en wat dat scheelt",
    "opportunities": "Tien grootste kansen op groei in de andere 80 %",
    "served": "Besparing in de andere 80 %: goedkoper bedienen, uren tegen kostprijs",
    "at_stake": "Voor wie het meest op het spel staat",
    "priced": "Prijs in de andere 80 %: betere marge",
    "dull": "Grootste 20 % die niet interessant zijn",
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
            "hours": ColumnSpec("hours", "Uren vrij", f.INTEGER),
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
LISTS = tuple(
    GridSpec(frame, columns, f"{letters}{header}", rows, _TITLES[frame])
    for lists, header, rows in (
        (_COLUMNS, LIST_HEADER, LISTED),
        (_FEWER, FEWER_HEADER, FEWER),
        (_THIRD, DULL_HEADER, LISTED),
    )
    for (frame, columns), letters in zip(lists.items(), ("B", "H", "N"), strict=False)
)
"""The blocks on the Dashboard."""
