"""The short lists of the Dashboard: the best customers, those that cost money, the largest chances.

Which row of a table stands at each place is found on Grafiekgegevens; the Dashboard shows what is in that
row."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from klantwaarde_xl.report import formats as f
from klantwaarde_xl.report.formats import one_line, short_name
from klantwaarde_xl.report.page import Source
from klantwaarde_xl.report.pages.columns import TO_CARD
from klantwaarde_xl.report.pages.customer_value import CUSTOMER_VALUE, customer_frame
from klantwaarde_xl.report.pages.next_steps.actions import ACTIONS, action_frame
from klantwaarde_xl.report.specs import CHART_DATA, ColumnSpec, GridSpec, TableSpec
from klantwaarde_xl.report.words import dashboard_phrases as w
from klantwaarde_xl.report.words import formula_sentences as say
from klantwaarde_xl.report.words.dashboard_sentences import BestAndLargest

LISTED = 10
"""Rows of the short lists."""
LIST_HEADER = 36
"""Row of the headers of the short lists, on the Dashboard and on Grafiekgegevens alike: their formulas look
straight across."""
TOP = 0.2
"""Share of the customers that counts as the largest."""
SIZE = 11
"""Letters of the page, in points: it is printed at about three quarters."""
_RANK, _NET = (CUSTOMER_VALUE.column(field) for field in ("rank", "contribution"))
_POTENTIAL = ACTIONS.column("potential")
_OTHERS = f"{ACTIONS.column('rank_revenue')}>Dash_Grens"
_LARGEST_CHANCE = f"SUMPRODUCT(LARGE({_POTENTIAL}*({_OTHERS}),{{n}}))"


def named_row(table: TableSpec, row: str, nobody: str) -> str:
    """Return the formula of the name in a row of a table, on one line; "" where the row is ``nobody``."""
    name = f"INDEX({table.column('name')},{row})"
    return f'IF({row}={nobody},"",{say.one_line(name)})'


def _ranked(column: str, function: str, *, losing: bool = False) -> str:
    found = f"{function}({column},{{n}})"
    shown = f'IF(ROUND({found},2)<0,{found},"")' if losing else found
    return f'IF(COUNT({column})<{{n}},"",{shown})'


def _steps(name: str, table: TableSpec, key: ColumnSpec, only: str = "") -> tuple[ColumnSpec, ...]:
    """Return the columns of a list: the figure it goes by, the row of the table with it, the name there.

    ``key`` is the column of the table that the list goes by, with the formula of the figure at each place."""
    value, row = (f"{{at[{name}_{part}]}}" for part in ("value", "row"))
    found = say.table_row(table, key.field, f"{value}{{row}}", f"{value}{{above}}", f"{row}{{above}}", only)
    name_there = named_row(table, f"{row}{{row}}", '""')
    return (
        ColumnSpec(f"{name}_value", table.header(key.field), key.format, 14, formula=key.formula),
        ColumnSpec(f"{name}_row", "Rij", f.INTEGER, 8, formula=found),
        ColumnSpec(f"{name}_name", "Klantnaam", f.TEXT_PLAIN, 30, formula=name_there),
    )


_BEST = ColumnSpec("rank", "", f.INTEGER, formula=_ranked(_RANK, "SMALL"))
_LOSING = ColumnSpec("contribution", "", f.EURO, formula=_ranked(_NET, "SMALL", losing=True))
_CHANCE = ColumnSpec(
    "potential",
    "",
    f.EURO,
    formula=f'IF(ROWS({_POTENTIAL})<{{n}},"",IF(ROUND({_LARGEST_CHANCE},2)<=0,"",{_LARGEST_CHANCE}))',
)
LIST_STEPS = GridSpec(
    "list_steps",
    (
        *_steps("best", CUSTOMER_VALUE, _BEST),
        *_steps("losing", CUSTOMER_VALUE, _LOSING),
        *_steps("chance", ACTIONS, _CHANCE, _OTHERS),
    ),
    f"AR{LIST_HEADER}",
    LISTED,
    "Wie er op de korte lijsten van het Dashboard staan",
)
LIST_WIDTHS = (("AQ:AQ", 3), ("AR:AZ", 14), ("BA:BA", 3))


def _cell(field: str) -> str:
    """Return the address of a list's step in the row at hand."""
    return f"{CHART_DATA}!${LIST_STEPS.letters[field]}{{row}}"


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
        cell = f"INDEX({table.column(source)},{row})"
        shown.append(replace(column, formula=f'IF({row}="","",IF({cell}="","",{cell}))'))
    return tuple(replace(column, format=column.format.sized(SIZE).shrunk()) for column in shown)


_SCORE_COLUMN = ColumnSpec("score", "Score", f.SCORE)
_REVENUE_COLUMN = ColumnSpec("revenue", "Omzet", f.EURO)
_NET_COLUMN = ColumnSpec("contribution", "Nettobijdrage", f.EURO, conditional="negative")
_RANK_COLUMN = ColumnSpec("rank_revenue", "Rang omzet", f.INTEGER)
_TITLES = {
    "best": "Tien beste klanten",
    "losing": "Tien klanten die het meeste geld kosten",
    "opportunities": "Tien grootste kansen in de andere 80 % van de klanten",
}
_COLUMNS = {
    "best": _list(
        "best",
        CUSTOMER_VALUE,
        {"score": _SCORE_COLUMN, "contribution": _NET_COLUMN, "rank_revenue": _RANK_COLUMN},
    ),
    "losing": _list(
        "losing",
        CUSTOMER_VALUE,
        {"revenue": _REVENUE_COLUMN, "contribution": _NET_COLUMN, "rank_revenue": _RANK_COLUMN},
        f'IF(Dash_Bekend=0,"{w.LOSSES_UNKNOWN}","{w.NOBODY_LOSES}")',
    ),
    "opportunities": _list(
        "chance",
        ACTIONS,
        {
            "potential": ColumnSpec("amount", "EUR per jaar", f.EURO),
            "best_lever": ColumnSpec("detail", "Waarmee", f.TEXT_PLAIN),
        },
        f'"{w.NO_CHANCES}"',
    ),
}
LISTS = tuple(
    GridSpec(frame, columns, f"{letters}{LIST_HEADER}", LISTED, _TITLES[frame])
    for (frame, columns), letters in zip(_COLUMNS.items(), ("B", "H", "N"), strict=True)
)
"""The blocks on the Dashboard."""


def best_and_largest(customers: pd.DataFrame) -> BestAndLargest:
    """Return who is best and who is largest; of equals the first row counts.

    ``customers`` has ``name``, ``rank`` and ``rank_revenue`` (NaN where there is none).

    >>> frame = pd.DataFrame({"name": ["a", "b"], "rank": [1.0, 2.0], "rank_revenue": [2.0, 1.0]})
    >>> found = best_and_largest(frame)
    >>> found.best, found.best_rank_revenue, found.largest, found.largest_rank, found.customers
    ('a', 2, 'b', 2, 2)
    """

    def first(rank: str) -> pd.Series | None:
        known = customers[rank].astype(float)
        return customers.iloc[int(np.nanargmin(known))] if known.notna().any() else None

    def position(row: pd.Series | None, rank: str) -> int:
        return 0 if row is None or pd.isna(row[rank]) else int(row[rank])

    best, largest = first("rank"), first("rank_revenue")
    names = ["" if row is None else str(row["name"]) for row in (best, largest)]
    ranks = position(best, "rank_revenue"), position(largest, "rank")
    return BestAndLargest(
        names[0], ranks[0], names[1], ranks[1], int(customers["rank_revenue"].notna().sum())
    )


def list_frames(source: Source) -> dict[str, pd.DataFrame]:
    """Return the short lists, and the rows of the tables that they show, as frames by key.

    Of equal figures the upper row comes first.
    """
    customers, actions = source.once(customer_frame), source.once(action_frame)
    net = customers["contribution"]
    best = _first(customers["rank"], descending=False)
    losing = _first(net.where(_cents(net) < 0), descending=False)
    outside = actions["rank_revenue"].astype(float) > math.ceil(
        round(TOP * customers["rank_revenue"].notna().sum(), 9)
    )
    winnable = actions["potential"].astype(float).where(outside)
    chances = _first(winnable.where(_cents(winnable) > 0), descending=True)
    steps = {
        **_found("best", customers, "rank", best),
        **_found("losing", customers, "contribution", losing),
        **_found("chance", actions, "potential", chances),
    }
    nobody = w.NOBODY_LOSES if net.notna().any() else w.LOSSES_UNKNOWN
    return {
        "best": _listed(customers.iloc[best], ("score", "contribution", "rank_revenue")),
        "losing": _listed(customers.iloc[losing], ("revenue", "contribution", "rank_revenue"), nobody),
        "opportunities": _listed(actions.iloc[chances], ("potential", "best_lever"), w.NO_CHANCES).rename(
            columns={"potential": "amount", "best_lever": "detail"}
        ),
        "list_steps": pd.DataFrame(steps),
    }


def _cents(amounts: pd.Series[float]) -> pd.Series[float]:
    return amounts.astype(float).round(2)


def _first(values: pd.Series[float], *, descending: bool) -> npt.NDArray[np.intp]:
    """Return the positions of the first LISTED known values.

    Values that a spreadsheet takes for equal stay in their order.
    """
    known = values.astype(float).to_numpy()
    positions = np.flatnonzero(~np.isnan(known))
    keys = np.array([float(f"{value:.14g}") for value in known[positions]])
    return positions[np.argsort(-keys if descending else keys, kind="stable")][:LISTED]


def _found(name: str, frame: pd.DataFrame, field: str, rows: npt.NDArray[np.intp]) -> dict[str, pd.Series]:
    found = frame[[field, "name"]].iloc[rows].reset_index(drop=True).reindex(range(LISTED))
    names = [one_line(text) if isinstance(text, str) else "" for text in found["name"]]
    return {
        f"{name}_value": found[field].astype(float),
        f"{name}_row": pd.Series(rows + 1.0).reindex(range(LISTED)),
        f"{name}_name": pd.Series(names, dtype=object),
    }


def _listed(rows: pd.DataFrame, fields: tuple[str, ...], empty: str = "") -> pd.DataFrame:
    """Return the LISTED rows of a short list, blank where there are fewer.

    Without any, the first row tells so.
    """
    count = len(rows)
    names = [short_name(str(name)) for name in rows["name"]] + [""] * (LISTED - count)
    if not count:
        names[0] = empty
    shown = pd.DataFrame({"position": [*range(1, count + 1), *[None] * (LISTED - count)], "name": names})
    for field in fields:
        shown[field] = rows[field].reset_index(drop=True).reindex(range(LISTED))
    return shown
