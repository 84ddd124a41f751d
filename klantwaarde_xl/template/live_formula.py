"""Reads the formula of a function on the workbook's own tables: as text for a file, and its arguments.

Only what such a formula needs is understood: whole tables, columns of tables, numbers, texts, arrays of
numbers, one cell, nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from klantwaarde_xl.functions.answers import Place
from klantwaarde_xl.functions.declaration import Function
from klantwaarde_xl.model.tables import BY_TABLE

CELL = "{cel}"
"""Stands for the first cell of the result before this one."""
_LEFT_OUT = '""'
_TABLE = re.compile(r"(\w+)\[(.+)\]")
_NUMBER = re.compile(r"-?\d+(?:,\d+)?%?")

Cells = list[list[object]]


@dataclass(frozen=True, slots=True, eq=False)
class TableCells:
    """A table of the workbook as cells: ``place`` is that of its first header; ``rows`` have no headers."""

    place: Place
    headers: tuple[str, ...]
    rows: Sequence[Sequence[object]]


@dataclass(frozen=True, slots=True, eq=False)
class LiveFormula:
    """A formula: as text in English notation, and the cells of its arguments, None for one left out.

    ``place`` is that of the first table it names, if any.
    """

    written: str
    given: tuple[Cells | None, ...]
    place: Place | None


def live_formula(
    function: Function, tables: Mapping[str, TableCells], cell: str, cell_value: object
) -> LiveFormula:
    """Return the live formula of a function for a workbook with these tables.

    ``cell`` and ``cell_value`` are the address and the value of the cell that ``{cel}`` stands for. In the
    place of an input table that the workbook does not have comes ``""``, which leaves out an optional
    argument. Raises KeyError for any other unknown table, and ValueError for an unknown column or notation.
    """
    inside = function.live[len(function.name) + 2 : -1]
    texts = [_LEFT_OUT if _is_absent(text, tables) else text for text in _split(inside)]
    read = [_argument(text, tables, cell, cell_value) for text in texts]
    given = [cells for _, cells in read] + [None] * (len(function.arguments) - len(read))
    first = next((tables[m[1]].place for text in texts if (m := _TABLE.fullmatch(text))), None)
    return LiveFormula(f"={function.name}({','.join(written for written, _ in read)})", tuple(given), first)


def _is_absent(text: str, tables: Mapping[str, TableCells]) -> bool:
    """Return whether an argument is an input table that is not there: a report has only those with rows."""
    found = _TABLE.fullmatch(text)
    return found is not None and found[1] in BY_TABLE and found[1] not in tables


def _split(inside: str) -> list[str]:
    """Return the arguments; a semicolon in braces belongs to an array.

    >>> _split('a;;{1;2};"x"')
    ['a', '', '{1;2}', '"x"']
    """
    return [part.strip() for part in re.split(r";(?![^{]*\})", inside)] if inside else []


def _argument(
    text: str, tables: Mapping[str, TableCells], cell: str, cell_value: object
) -> tuple[str, Cells | None]:
    """Return an argument as it is written in a file, and the cells that it stands for; None when left out.

    Raises ValueError for an argument of no known form.
    """
    if not text:
        return "", None
    if text == CELL:
        return cell, [[cell_value]]
    if text.startswith('"'):
        return text, [[text[1:-1]]]
    if _NUMBER.fullmatch(text):
        return _english(text), [[_number(text)]]
    if text.startswith("{"):
        return _array(text)
    if found := _TABLE.fullmatch(text):
        return _of_table(text, found[1], found[2], tables[found[1]])
    raise ValueError(f"unknown argument: {text}")


def _array(text: str) -> tuple[str, Cells]:
    """Return an array of numbers as a file has it, and its cells.

    >>> _array("{1\\\\0,5;2\\\\3}")
    ('{1,0.5;2,3}', [[1.0, 0.5], [2.0, 3.0]])
    """
    rows = [row.split("\\") for row in text[1:-1].split(";")]
    written = ";".join(",".join(_english(value) for value in row) for row in rows)
    return "{" + written + "}", [[_number(value) for value in row] for row in rows]


def _of_table(text: str, name: str, column: str, table: TableCells) -> tuple[str, Cells]:
    """Return a whole table (``#Alles``) or one column of it as a file has it, and its cells."""
    if column == "#Alles":
        # Excel shows this as [#Alles]; LibreOffice reads it with both brackets only.
        return f"{name}[[#All]]", [list(table.headers), *(list(row) for row in table.rows)]
    if column not in table.headers:
        raise ValueError(f"{name} has no column {column}")
    place = table.headers.index(column)
    return text, [[row[place]] for row in table.rows]


def _english(number: str) -> str:
    return number.replace(",", ".")


def _number(text: str) -> float:
    """Return a number in Dutch notation.

    >>> _number("80%"), _number("62,50")
    (0.8, 62.5)
    """
    value = float(_english(text.rstrip("%")))
    return value / 100 if text.endswith("%") else value
