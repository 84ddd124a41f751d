"""What the declaration of a function in cells consists of; nothing here loads a calculation."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from functools import cache
from importlib import import_module
from typing import Any

LONGEST_HELP = 255
"""Excel shows no more of a description."""
CATEGORY = "Klantwaarde"


class Kind(Enum):
    """How an argument is read from what Excel gives."""

    COLUMN = "kolom met getallen"
    NUMBERS = "bereik met getallen"
    MATRIX = "vierkant bereik"
    NUMBER = "getal"
    TEXT = "tekst"
    DATE = "datum"
    TABLE = "tabel met kopteksten"
    CELL = "cel"


class Context(Enum):
    """What a function asks of the door through which it is called, besides what the user fills in.

    A door that cannot tell gives None.
    """

    PLACE = "the Place of the first argument's first cell"
    REASON = "the text of the error that the cell shows"
    WORKBOOK_VERSION = "the version that made the workbook"
    DOOR_VERSIONS = "pairs of name and version, of what connects workbook and Python"


class Result(Enum):
    """What a function returns."""

    COLUMN = "één waarde per rij"
    TABLE = "tabel met kopteksten"
    TEXT = "tekst"


class Undefined(Enum):
    """What a row of a spill shows when it holds figures but has no outcome."""

    NOT_AVAILABLE = "#N/B"
    BLANK = "leeg"


class Unit(Enum):
    """The unit of the figures of a column."""

    NONE = ""
    POINTS = "punten van 0 tot 100"
    EUR = "EUR"
    SHARE = "deel van het totaal, 0 tot 1"
    CHANCE = "kans, 0 tot 1"


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument that the user fills in: its Dutch name (an ASCII VBA name), kind and help."""

    name: str
    kind: Kind
    help: str
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Function:
    """One function in cells.

    ``implementation`` is ``module:name``; it takes one value per argument (see
    :mod:`~klantwaarde_xl.functions.cell_values`), then one per ``context``, and returns what ``result``
    states. ``example`` is a formula in Dutch notation; ``live`` is one on the tables of our own workbook,
    shown with its result on the sheet Functies (``{cel}`` is the first cell of the result before it).
    """

    name: str
    implementation: str
    help: str
    arguments: tuple[Argument, ...]
    result: Result
    example: str
    live: str
    undefined: Undefined = Undefined.NOT_AVAILABLE
    category: str = CATEGORY
    unit: Unit = Unit.NONE
    context: tuple[Context, ...] = ()

    @property
    def signature(self) -> str:
        """The call in Dutch notation, optional arguments in brackets.

        >>> from klantwaarde_xl.functions.registry import BY_NAME
        >>> BY_NAME["KW_PARETO"].signature
        'KW_PARETO(waarden; [grens_a]; [grens_b])'
        """
        names = [f"[{a.name}]" if a.optional else a.name for a in self.arguments]
        return f"{self.name}({'; '.join(names)})"

    @property
    def slow(self) -> bool:
        """Whether it works on whole tables: too slow for the wizard, which calls it at every argument.

        >>> from klantwaarde_xl.functions.registry import BY_NAME
        >>> BY_NAME["KW_PARETO"].slow, BY_NAME["KW_KLANTEN"].slow
        (False, True)
        """
        return any(argument.kind is Kind.TABLE for argument in self.arguments)

    def resolve(self) -> Callable[..., Any]:
        """Return the Python function behind it; its module is imported at the first call."""
        return _resolve(self.implementation)


@cache
def _resolve(implementation: str) -> Callable[..., Any]:
    module, _, name = implementation.partition(":")
    function: Callable[..., Any] = getattr(import_module(module), name)
    return function
