"""The encoder of the VBA door: errors as markers, and the values that only VBA can fill in.

An error in Excel is a value of its own kind that Python cannot make. A *marker* is a text that no cell can
hold; the workbook's VBA turns it into the error and keeps its text for KW_FOUT.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version

from klantwaarde_xl.functions.answers import Answer, ErrorKind, ErrorValue, Place, Value
from klantwaarde_xl.functions.declaration import Context, Function
from klantwaarde_xl.model.text_units import cut

SEPARATOR = "\x1f"
"""A control character that XML forbids, so that no cell of a workbook can hold it."""
LONGEST_TEXT = 255
"""A text of more UTF-16 code units in an array that VBA hands to Excel makes the whole spill #WAARDE!."""
_NUMBERS = {ErrorKind.VALUE: 2015, ErrorKind.NOT_AVAILABLE: 2042}
"""Excel's numbers of the errors (XlCVError)."""


def marker(error: ErrorValue) -> str:
    """Return the text that the workbook's VBA turns into the error.

    >>> marker(ErrorValue("KW-604", ErrorKind.VALUE, "KW-604: grens_a is geen getal.")).split(SEPARATOR)
    ['', 'KW', '2015', 'KW-604: grens_a is geen getal.']
    """
    return SEPARATOR.join(["", "KW", str(_NUMBERS[error.kind]), error.text.replace(SEPARATOR, " ")])


def encode(answer: Answer) -> object:
    """Return an answer as VBA takes it: a text or rows of cells, with markers in the place of errors.

    A text among rows is cut at LONGEST_TEXT, with an ellipsis; one that stands alone is not.

    >>> encode([["A"], [ErrorValue("KW-613", ErrorKind.NOT_AVAILABLE, "KW-613: x")]])[1]
    ['\\x1fKW\\x1f2042\\x1fKW-613: x']
    """
    if isinstance(answer, list):
        return [[_cell(value) for value in row] for row in answer]
    return marker(answer) if isinstance(answer, ErrorValue) else answer


def _cell(value: Value) -> object:
    if isinstance(value, ErrorValue):
        return marker(value)
    return cut(value, LONGEST_TEXT) if isinstance(value, str) else value


@dataclass(frozen=True, slots=True)
class Filled:
    """How VBA fills in a context: parameter, help, expression and how Python reads the expression's value.

    ``{first}`` in the expression is the function's first argument.
    """

    name: str
    help: str
    expression: str
    read: Callable[[object], object]


def _place(cell: object) -> Place | None:
    """Return the place that KwPlek gives as ``[book]sheet|row|column``; None when it gives nothing."""
    name, _, rest = str(cell or "").partition("|")
    if not rest:
        return None
    row, column = rest.split("|")
    return Place(name.rpartition("]")[2], int(row), int(column))


def door_versions(module: object) -> tuple[tuple[str, object], ...]:
    """Return the versions of what connects the workbook and Python; ``module`` is that of the VBA module."""
    return ("xlwings in de werkmap", module), ("xlwings in Python", version("xlwings"))


def _same(cell: object) -> object:
    return cell


FILLED: Mapping[Context, Filled] = {
    Context.PLACE: Filled("plaats", "Waar de tabel staat.", "KwPlek({first})", _place),
    Context.REASON: Filled("reden", "De reden die de werkmap heeft onthouden.", "KwReden({first})", _same),
    Context.WORKBOOK_VERSION: Filled("werkmap", "De versie van de werkmap.", "KW_WERKMAPVERSIE", _same),
    Context.DOOR_VERSIONS: Filled(
        "xlwings_vba", "De versie van de xlwings-module in de werkmap.", "XLWINGS_VERSION", door_versions
    ),
}
"""What VBA passes after the arguments of the user, by what the function asks."""


def expressions(function: Function) -> list[str]:
    """Return the VBA expressions that a wrapper passes after the arguments.

    >>> from klantwaarde_xl.functions.registry import BY_NAME
    >>> expressions(BY_NAME["KW_CONTROLE"])
    ['KwPlek(tabel)']
    """
    first = function.arguments[0].name if function.arguments else ""
    return [FILLED[asked].expression.format(first=first) for asked in function.context]


def read_context(function: Function, cells: Sequence[object]) -> dict[Context, object]:
    """Return what VBA filled in, by context, from the values of :func:`expressions`."""
    return {
        asked: FILLED[asked].read(_first(cell)) for asked, cell in zip(function.context, cells, strict=True)
    }


def _first(value: object) -> object:
    while isinstance(value, (list, tuple)):
        value = value[0]
    return value
