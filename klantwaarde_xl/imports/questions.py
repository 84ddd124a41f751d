"""What an import asks of the user, as only the user knows it, and what an answer changes."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from klantwaarde_xl import errors
from klantwaarde_xl.imports.choices import EXPORT_TABLES, Choices, column_choice
from klantwaarde_xl.imports.remembered_columns import Layout
from klantwaarde_xl.imports.understanding import Failed, Understanding, understand_all
from klantwaarde_xl.model.foreign import parse_currency_rates
from klantwaarde_xl.sources.xaf import XafFile

Answered = Callable[[Choices, str], Choices]
"""How what the user typed changes the choices."""


def _columns(choices: Choices, typed: str) -> Choices:
    """Take a column, or the table that an export is."""
    if typed.lower() in EXPORT_TABLES:
        return replace(choices, table=EXPORT_TABLES[typed.lower()])
    return replace(choices, columns={**choices.columns, **column_choice(typed)})


def _accounts(choices: Choices, typed: str) -> Choices:
    return replace(
        choices,
        revenue_accounts=tuple(filter(None, (part.strip() for part in typed.replace(";", ",").split(",")))),
    )


def _rates(choices: Choices, typed: str) -> Choices:
    return replace(choices, rates={**choices.rates, **parse_currency_rates(typed)})


def _encoding(choices: Choices, typed: str) -> Choices:
    return replace(choices, encoding=typed)


def _sales(choices: Choices, typed: str) -> Choices:
    return replace(choices, are_sales=typed.strip().lower() in {"ja", "j", "yes"})


_ANSWERS: dict[str, Answered] = {
    **{
        wording.code: _columns
        for wording in (
            errors.AMBIGUOUS_HEADER,
            errors.MISSING_FIELD,
            errors.TWO_COLUMNS_FOR_FIELD,
            errors.UNKNOWN_FIELD,
            errors.NO_SUCH_HEADER,
            errors.DISCOUNT_TO_CHOOSE,
        )
    },
    **{
        wording.code: _accounts
        for wording in (errors.LEDGER_EXPORT, errors.NO_REVENUE_ACCOUNTS, errors.CONFIRM_ACCOUNTS)
    },
    **{wording.code: _rates for wording in (errors.INVOICE_CURRENCY, errors.FOREIGN_LEDGER)},
    errors.WRONG_ENCODING.code: _encoding,
    errors.PURCHASE_INVOICES.code: _sales,
    errors.READ_AS_HOURS.code: _columns,
}
"""What an answer changes, by code of the error for which a source was refused, or by which it is unclear."""
_TABLE_UNSURE = errors.READ_AS_HOURS
_MISTYPED = {errors.UNKNOWN_FIELD.code, errors.NO_SUCH_HEADER.code}
"""Errors of an answer itself: the next answer takes its place."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question about a source: what was found (``message``), what is asked (``text``).

    ``files`` are those of which it is the source; ``choices`` are answers that can be given, often not all.
    """

    files: tuple[Path, ...]
    name: str
    code: str
    message: str
    text: str
    choices: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """Return what tells this question from any other, in letters and digits."""
        return hashlib.sha256("\0".join((self.name, self.code, self.message)).encode()).hexdigest()[:16]


class Asking:
    """The files of an import and the answers that were given about them.

    A rate counts for all files; columns, accounts and encoding only for the file that they were asked for.
    ``saved`` are the columns that were chosen before, by layout.
    """

    def __init__(self, paths: Sequence[Path], saved: Mapping[Layout, Mapping[str, str]]) -> None:
        self.paths, self.saved = paths, saved
        self.usual = Choices(saved=saved)
        self.own: dict[tuple[Path, ...], Choices] = {}
        self._earlier: dict[tuple[Path, ...], Choices] = {}
        self._settled: set[tuple[str, str]] = set()

    def understand(self, step: Callable[[str], None]) -> tuple[list[Understanding], list[Failed]]:
        """Return what the files give with the answers so far, and which sources are refused."""
        apart = {path for group in self.own for path in group}
        understood, failed = understand_all(
            [path for path in self.paths if path not in apart], self.usual, step
        )
        for group, choices in self.own.items():
            more, refused = understand_all(group, choices, step)
            understood, failed = [*understood, *more], [*failed, *refused]
        return understood, failed

    def open(self, understood: Sequence[Understanding], failed: Sequence[Failed]) -> list[Question]:
        """Return what must be answered before these sources count, or count as what they are."""
        asked = [
            Question(self._named(name), name, asks.code, asks.message, asks.question, asks.choices)
            for name, asks in (*failed, *_unclear(understood))
            if asks.code in _ANSWERS and (name, asks.code) not in self._settled
        ]
        return [question for question in asked if question.files]

    def optional(self, understood: Sequence[Understanding]) -> list[Question]:
        """Return which audit files have revenue accounts chosen by number and name, which may be wrong."""
        wording = errors.CONFIRM_ACCOUNTS
        return [
            Question(files, one.name, found.code, found.message, wording.question)
            for one in understood
            if isinstance(one.detail, XafFile)
            and (files := tuple(path for part in one.detail.files for path in self._named(part.name)))
            for found in one.findings
            if found.code == wording.code
        ]

    def answer(self, question: Question, typed: str) -> bool:
        """Take an answer; False when it says nothing. Raises the error of an answer that cannot be read."""
        group = question.files
        last = self.own.get(group, self.usual)
        before = self._earlier.get(group, last) if question.code in _MISTYPED else last
        answered = _ANSWERS[question.code](before, typed.strip().strip('"'))
        if answered in (before, last):
            return False
        if question.code == _TABLE_UNSURE.code:
            self.leave(question)
        if answered.rates != before.rates:
            self.usual = replace(self.usual, rates=answered.rates)
            self.own = {other: replace(one, rates=answered.rates) for other, one in self.own.items()}
        else:
            self._earlier[group] = before
            self.own[group] = answered
        return True

    def leave(self, question: Question) -> None:
        """Ask this no more; a source that is refused stays refused."""
        self._settled.add((question.name, question.code))

    def to_remember(self, understood: Sequence[Understanding]) -> dict[Layout, dict[str, str]]:
        """Return header by field, by layout, of the columns that were chosen now and not before."""
        return {
            layout: dict(columns)
            for one in understood
            for layout, columns in one.chosen.items()
            if columns and self.saved.get(layout) != columns
        }

    def _named(self, name: str) -> tuple[Path, ...]:
        """Return the files of a source; one in a zip file is told by the name of the zip file."""
        return tuple(path for path in self.paths if path.name == Path(name).parts[0]) if name else ()


def _unclear(understood: Sequence[Understanding]) -> list[Failed]:
    """Return the sources whose table is not sure, as amounts of theirs would be lost, with what to ask."""
    return [
        (
            one.name,
            errors.UnusableInputError(
                found.code, found.message, found.hint, _TABLE_UNSURE.question
            ).with_choices(["transacties"]),
        )
        for one in understood
        for found in one.findings
        if found.code == _TABLE_UNSURE.code
    ]
