"""Which row of a table stands at each place of the short lists of the Dashboard: found on Grafiekgegevens."""

from __future__ import annotations

from functools import partial

from klantwaarde_xl.core.base.leave_chance import SURELY
from klantwaarde_xl.core.base.ranking import HALF_A_CENT
from klantwaarde_xl.model.action_notes import CLOSED
from klantwaarde_xl.report import formats as f
from klantwaarde_xl.report.pages.customer_value import CUSTOMER_VALUE
from klantwaarde_xl.report.pages.dashboard.who import FIRST
from klantwaarde_xl.report.pages.next_steps.actions import ACTIONS
from klantwaarde_xl.report.pages.next_steps.monday import MONDAY
from klantwaarde_xl.report.specs import ColumnSpec, GridSpec, TableSpec
from klantwaarde_xl.report.words import formula_sentences as say
from klantwaarde_xl.report.words.names import LABELS, LEFT_ALONE

LISTED, FEWER = 10, 5
"""Rows of the short lists, and of the shorter ones below them."""
LIST_HEADER = 46
FEWER_HEADER = LIST_HEADER + LISTED + 3
DULL_HEADER = FEWER_HEADER + FEWER + 3
"""Rows of the headers of the short lists, on the Dashboard and on Grafiekgegevens alike: their formulas look
straight across."""
_RANK, _GONE, _STAKE, _LEAVES = map(CUSTOMER_VALUE.column, ("rank", "if_gone", "at_stake", "leave_chance"))
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


def _largest_of(table: TableSpec, fields: tuple[str, ...], only: str, least: str = "0.01") -> str:
    """Return the formula of the largest sums of columns of a table, one per row, of at least an amount.

    ``only``: the condition on the customers, as outside the largest 20 %."""
    euros = "+".join(table.column(field) for field in fields)
    found = f"SUMPRODUCT(LARGE(({euros})*({only}),{{n}}))"
    return f'IF(ROWS({table.column(fields[0])})<{{n}},"",IF(ROUND({found},2)<{least},"",{found}))'


_largest = partial(_largest_of, ACTIONS)


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
_SERVE = ColumnSpec("serve", "Te winnen", f.EURO, formula=_largest(("serve",), _OTHERS))
_KEPT_YET, _GONE_YET = (f"({_LEAVES}{sign}{SURELY})" for sign in ("<=", ">"))
_AT_STAKE, _LEFT_YET = (
    ColumnSpec("at_stake", "Op het spel", f.EURO, formula=_largest_of(CUSTOMER_VALUE, ("at_stake",), only))
    for only in (_KEPT_YET, _GONE_YET)
)
_MARGIN = ColumnSpec("margin", "Te winnen", f.EURO, formula=_largest(("margin",), _OTHERS))
FEWER_STEPS = GridSpec(
    "fewer_steps",
    (
        *_steps("serve", ACTIONS, _SERVE, _OTHERS),
        *_steps("stake", CUSTOMER_VALUE, _AT_STAKE, _KEPT_YET),
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
_IDS, _KEY = MONDAY.column("customer_id"), "{at[first_id]}{row}"
# LibreOffice takes a table of one row for a figure, in which MATCH cannot search.
_THERE = f'IF({_KEY}="","",IF(ROWS({_IDS})=1,1,MATCH({_KEY},{_IDS},0)))'
_CALLED = named_row(MONDAY, "{at[first_row]}{row}", '""')
FIRST_STEPS = GridSpec(
    "first_steps",
    (
        ColumnSpec("first_id", "Klantnr", f.TEXT, 14),
        ColumnSpec("first_row", "Rij", f.INTEGER, 8, formula=_THERE),
        ColumnSpec("first_name", "Klantnaam", f.TEXT_PLAIN, 30, formula=_CALLED),
    ),
    f"AU{DULL_HEADER}",
    FIRST,
    "Met wie maandag te beginnen",
)
GONE_STEPS = GridSpec(
    "gone_steps",
    _steps("gone", CUSTOMER_VALUE, _LEFT_YET, _GONE_YET),
    f"AX{DULL_HEADER}",
    FEWER,
    "Bij wie het meest op het spel staat en die waarschijnlijk al weg is",
)
LIST_WIDTHS = (("AQ:AQ", 3), ("AR:AZ", 14), ("BA:BA", 3))
