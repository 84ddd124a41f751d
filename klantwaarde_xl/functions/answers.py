"""What a function in a cell answers: plain values and typed errors, the same for every door.

Each door turns them into what its program takes; see :mod:`~klantwaarde_xl.functions.encoders`.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import Enum
from typing import Self

from klantwaarde_xl.errors import KlantwaardeError


class ErrorKind(Enum):
    """Which error the cell shows; the value is its name in workbook files."""

    VALUE = "#VALUE!"
    NOT_AVAILABLE = "#N/A"


@dataclass(frozen=True, slots=True)
class ErrorValue:
    """An error in a cell: its KW code, the kind of error that Excel shows, and the Dutch text with code."""

    code: str
    kind: ErrorKind
    text: str

    @classmethod
    def of(cls, error: KlantwaardeError, kind: ErrorKind = ErrorKind.VALUE) -> Self:
        """Return an error of the catalogue as the value of a cell.

        >>> from klantwaarde_xl.errors import ARGUMENT_MISSING
        >>> ErrorValue.of(ARGUMENT_MISSING.error(argument="marge")).text
        'KW-601: marge ontbreekt. Vul dit argument in de formule in.'
        """
        return cls(error.code, kind, str(error))


@dataclass(frozen=True, slots=True)
class Place:
    """Where a cell is: the name of its sheet, and its row and column counted from 1."""

    sheet: str
    row: int
    column: int


Value = float | str | bool | dt.datetime | None | ErrorValue
"""What one cell shows; None is an empty cell."""
Answer = str | ErrorValue | list[list[Value]]
"""What a function returns: one text, one error, or rows of cells to spill."""
