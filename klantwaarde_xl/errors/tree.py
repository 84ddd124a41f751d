"""The exception tree, how bad a finding is, and what a wording is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Self


class Severity(StrEnum):
    """How bad a finding is; the value is the Dutch word that the user sees."""

    ERROR = "fout"
    WARNING = "waarschuwing"
    INFO = "info"


class KlantwaardeError(Exception):
    """Base of all errors: a code, a Dutch message and a hint; ``str()`` gives all three in one line.

    ``question`` is what the ribbon asks in the place of the hint, '' when the user cannot mend it by an
    answer; ``choices`` are answers that can be given.

    >>> from klantwaarde_xl.errors import NO_SUCH_FILE
    >>> str(NO_SUCH_FILE.error(path="klanten.xlsx"))
    "KW-001: Bestand 'klanten.xlsx' bestaat niet. Controleer de naam en de map."
    """

    def __init__(self, code: str, message: str, hint: str = "", question: str = "") -> None:
        self.code = code
        self.message = message
        self.hint = hint
        self.question = question
        self.others: tuple[KlantwaardeError, ...] = ()
        self.choices: tuple[str, ...] = ()
        super().__init__(f"{code}: {message} {hint}".strip())

    def with_others(self, others: Iterable[KlantwaardeError]) -> Self:
        """Return this error with others found at the same time, so that the user sees all of them at once."""
        self.others = tuple(others)
        return self

    def with_choices(self, choices: Iterable[str]) -> Self:
        """Return this error with answers to its question, each as the user would type it."""
        self.choices = tuple(choices)
        return self


class UnusableInputError(KlantwaardeError):
    """The input cannot be used at all; nothing was computed (exit code 2)."""


class InvalidFigureError(KlantwaardeError, ValueError):
    """A calculation got figures without meaning (negative weights, unequal lengths)."""


class OutputError(KlantwaardeError):
    """The result could not be written; what was there before is unchanged."""


class UnsafeFileError(UnusableInputError):
    """The file was refused before it was opened, because opening it could do harm."""


class ReconciliationError(KlantwaardeError):
    """Our own totals do not agree to the cent: a fault of the program, never shown as a result."""


@dataclass(frozen=True, slots=True)
class Wording:
    """One mistake: its code, severity, Dutch message, hint and question, all with ``{names}`` to fill in.

    The hint may name options of the command; the question is for who has a window to type in, its last
    sentence says what."""

    code: str
    severity: Severity
    message: str
    hint: str = ""
    exception: type[KlantwaardeError] = UnusableInputError
    question: str = ""

    def error(self, **names: object) -> KlantwaardeError:
        """Return the exception of this wording with its names filled in; the caller raises it."""
        return self.exception(
            self.code, *(text.format(**names) for text in (self.message, self.hint, self.question))
        )
