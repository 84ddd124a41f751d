"""The encoder of the Office.js door: answers as JSON, functions.json, and what the add-in tells.

Office.js has no values of Python: a date is Excel's day count, an error an object with a text that Excel
shows at the cell, an empty cell an empty text. The names and limits are those of Microsoft's documentation
of custom functions (https://learn.microsoft.com/office/dev/add-ins/excel/custom-functions-json).
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Mapping, Sequence

from klantwaarde_xl.files.cell_text import LONGEST_TEXT
from klantwaarde_xl.functions.answers import Answer, ErrorValue, Place, Value
from klantwaarde_xl.functions.declaration import Context, Function
from klantwaarde_xl.functions.registry import FUNCTIONS
from klantwaarde_xl.model.sheet_grid import column_number
from klantwaarde_xl.model.text_units import cut

NAMESPACE = "KW"
"""Excel writes a function of an add-in as NAMESPACE.NAME, and allows no other name."""
_PREFIX = f"{NAMESPACE}_"
_EPOCH = dt.datetime(1899, 12, 30)  # noqa: DTZ001 - a date in a cell has no time zone
_NAME = re.compile(rf"\b{_PREFIX}(?=[A-Z])")
_ADDRESS = re.compile(r"(?:'(?P<quoted>(?:[^']|'')+)'|(?P<plain>[^!]+))!\$?(?P<column>[A-Z]*)\$?(?P<row>\d*)")


def function_id(function: Function) -> str:
    """Return the identity and name of a function after the namespace.

    >>> from klantwaarde_xl.functions.registry import BY_NAME
    >>> function_id(BY_NAME["KW_PARETO"])
    'PARETO'
    """
    return function.name.removeprefix(_PREFIX)


BY_ID: Mapping[str, Function] = {function_id(function): function for function in FUNCTIONS}
"""Function by the identity that the add-in sends."""


def metadata(functions: Sequence[Function] = FUNCTIONS) -> dict[str, object]:
    """Return what functions.json tells Excel: names, Dutch help and arguments of every function.

    Every argument is a range, so that more cells than one reach the function and it can say so; a single
    value comes as a range of one cell. Error values in cells reach the function as well.
    """
    return {"allowErrorForDataTypeAny": True, "functions": [_described(function) for function in functions]}


def _described(function: Function) -> dict[str, object]:
    options = {"cancelable": True, "requiresAddress": True}
    if {Context.PLACE, Context.REASON} & {*function.context}:
        options["requiresParameterAddresses"] = True
    return {
        "id": function_id(function),
        "name": function_id(function),
        "description": _as_written_here(function.help),
        "parameters": [
            {
                "name": argument.name,
                "description": _as_written_here(argument.help),
                "type": "any",
                "dimensionality": "matrix",
                "optional": argument.optional,
            }
            for argument in function.arguments
        ],
        "result": {"type": "any", "dimensionality": "matrix"},
        "options": options,
    }


def _as_written_here(text: str) -> str:
    """Return a help text with functions as this door names them.

    >>> _as_written_here("Zonder klanten: in die van KW_KLANTEN. Zie KW-601.")
    'Zonder klanten: in die van KW.KLANTEN. Zie KW-601.'
    """
    return _NAME.sub(f"{NAMESPACE}.", text)


def encode(answer: Answer) -> list[list[object]]:
    """Return an answer as rows of what JSON holds; an error is ``{"error": ..., "text": ...}``.

    >>> from klantwaarde_xl.functions.answers import ErrorKind
    >>> encode([["Dag"], [dt.datetime(2024, 1, 31, 12)], [None]])
    [['Dag'], [45322.5], ['']]
    >>> encode(ErrorValue("KW-601", ErrorKind.VALUE, "KW-601: marge ontbreekt."))
    [[{'error': '#VALUE!', 'text': 'KW-601: marge ontbreekt.'}]]
    """
    rows = answer if isinstance(answer, list) else [[answer]]
    return [[_cell(value) for value in row] for row in rows]


def _cell(value: Value) -> object:
    if isinstance(value, ErrorValue):
        return {"error": value.kind.value, "text": value.text}
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        return (value - _EPOCH) / dt.timedelta(days=1)
    return cut(value, LONGEST_TEXT) if isinstance(value, str) else value


def decode(text: str | bytes) -> object:
    """Return JSON as the functions take it: every number is a float, as Excel's are.

    Raises ValueError for what is no JSON, and for NaN and Infinity, which JSON does not have.

    >>> decode("[[1, true, null]]")
    [[1.0, True, None]]
    """
    return json.loads(text, parse_int=float, parse_constant=_refuse)


def _refuse(word: str) -> object:
    raise ValueError(word)


def read_context(function: Function, told: Mapping[str, object]) -> dict[Context, object]:
    """Return by context what the add-in told beside the arguments.

    ``told`` may hold ``address`` (of the first argument), ``reason`` (the text of the error in that cell) and
    ``host`` (name and version of the program around the add-in). No workbook tells its version to an add-in.
    """
    host = told.get("host")
    known: dict[Context, object] = {
        Context.PLACE: place_of(told.get("address")),
        Context.REASON: told.get("reason"),
        Context.DOOR_VERSIONS: (("Excel", host),) if isinstance(host, str) else (),
    }
    return {asked: known.get(asked) for asked in function.context}


def place_of(address: object) -> Place | None:
    """Return the first cell of an address as Office.js writes it; None when it is none.

    >>> place_of("'Invoer ''24'!C4:D9"), place_of("Blad1!B:B"), place_of("")
    (Place(sheet="Invoer '24", row=4, column=3), Place(sheet='Blad1', row=1, column=2), None)
    """
    found = _ADDRESS.match(address) if isinstance(address, str) else None
    if found is None or not (found["column"] or found["row"]):
        return None
    sheet = found["plain"] or found["quoted"].replace("''", "'")
    return Place(sheet, int(found["row"] or 1), column_number(found["column"]) or 1)
