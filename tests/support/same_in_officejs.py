"""One call through two doors: what VBA hands to Excel and what Office.js does, in one form to compare."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from functools import cache
from typing import Any

from klantwaarde_xl.excel import functions as vba_door
from klantwaarde_xl.functions.declaration import Context, Function, Kind
from klantwaarde_xl.functions.dispatch import call
from klantwaarde_xl.functions.encoders import officejs
from klantwaarde_xl.functions.encoders.vba import LONGEST_TEXT, SEPARATOR
from klantwaarde_xl.template.function_results import function_blocks

Rows = list[list[Any]]
ADDRESS, PLACE_IN_VBA = "'Blad 1'!C4:H40", "[boek.xlsx]Blad 1|4|3"
REASON = "KW-602: zo zit het"
FILLED = {
    Context.PLACE: [[PLACE_IN_VBA]],
    Context.REASON: [[REASON]],
    Context.WORKBOOK_VERSION: [[None]],
    Context.DOOR_VERSIONS: [["0.1"]],
}
ERROR_NAMES = {"2015": "#VALUE!", "2042": "#N/A"}
EPOCH = dt.datetime(1899, 12, 30)
OF_THE_DOOR = ("xlwings in de werkmap", "xlwings in Python", "Excel")
"""Rows of KW_VERSIE that tell which door it is."""
ODD: tuple[Any, ...] = (
    None,
    [[None]],
    [[""]],
    [["abc"]],
    [["#N/A"]],
    [["#SPILL!"]],
    [[True]],
    [["1.234"], ["5"]],
    [[-1.0]],
    [[1e300]],
    [[0.0]],
    [["12,5%"]],
    [["omzet"], [10.0], [None], ["#DIV/0!"], ["1.000,50"], [-3.0]],
    [[1.0, 2.0], [3.0, 4.0]],
    [["x" * 40_000]],
)
"""What people give where it does not belong; as rows of cells, None for an argument that is left out."""


@cache
def live_arguments() -> dict[str, tuple[Rows | None, ...]]:
    """Return the arguments of every function's own formula on the tables of the small company."""
    from small_workbook import small_document

    return {block.function.name: block.formula.given for block in function_blocks(small_document())}


def odd_calls(function: Function) -> list[tuple[Rows | None, ...]]:
    """Return the function's own call with one argument after the other odd.

    Of the tables only the first is made odd: every other change of a table costs an analysis."""
    given = live_arguments()[function.name]
    places = [n for n, argument in enumerate(function.arguments) if n == 0 or argument.kind is not Kind.TABLE]
    return [(*given[:place], odd, *given[place + 1 :]) for place in places for odd in ODD]


def through_vba(function: Function, given: Sequence[Rows | None]) -> Rows:
    """Return what the adapter of the VBA door gives."""
    filled = [FILLED[asked] for asked in function.context]
    answer = getattr(vba_door, function.name)(*given, *filled)
    rows = answer if isinstance(answer, list) else [[answer]]
    return [[_of_vba(cell) for cell in row] for row in rows if row[0] not in OF_THE_DOOR]


def _of_vba(cell: Any) -> Any:
    if isinstance(cell, str) and cell.startswith(SEPARATOR):
        _, _, number, text = cell.split(SEPARATOR)
        return ERROR_NAMES[number], text
    if isinstance(cell, dt.datetime):
        return (cell - EPOCH) / dt.timedelta(days=1)
    return "" if cell is None else without_digest(cell)


def without_digest(cell: Any) -> Any:
    """Return a mark without its hash, which is of cells as one door gives them; other cells as they are."""
    return cell.rpartition(" ")[0] if str(cell).startswith("KW-tabellen, ") else cell


def sent(given: Sequence[Rows | None]) -> str:
    """Return arguments as the add-in sends them: a day as its number, an empty cell as an empty text."""
    return json.dumps(
        [None if rows is None else [[_in_excel(cell) for cell in row] for row in rows] for rows in given]
    )


def _in_excel(cell: Any) -> Any:
    if isinstance(cell, dt.datetime):
        return (cell - EPOCH) / dt.timedelta(days=1)
    return "" if cell is None else cell


def through_officejs(function: Function, given: Sequence[Rows | None]) -> Rows:
    """Return what the Office.js door gives, with the JSON in between."""
    told = {"address": ADDRESS, "reason": REASON, "host": "16.0"}
    cells: Any = officejs.decode(sent(given))
    answer = officejs.encode(call(function, cells, officejs.read_context(function, told)))
    return in_common(json.loads(json.dumps(answer, allow_nan=False)))


def in_common(rows: Rows) -> Rows:
    """Return rows of the Office.js door in the common form: errors as pairs, long texts as VBA cuts them."""
    alone = len(rows) == len(rows[0]) == 1
    return [[_of_officejs(cell, alone) for cell in row] for row in rows if row[0] not in OF_THE_DOOR]


def _of_officejs(cell: Any, alone: bool) -> Any:
    if isinstance(cell, dict):
        return cell["error"], cell["text"]
    if isinstance(cell, str) and len(cell) > LONGEST_TEXT and not alone:
        return f"{cell[: LONGEST_TEXT - 1]}…"
    return without_digest(cell)
