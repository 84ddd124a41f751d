"""Importing into the open workbook: show what is understood, ask what only the user knows, add on a yes."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import xlwings as xw

from klantwaarde_xl import errors
from klantwaarde_xl.imports.adding import add_to_tables
from klantwaarde_xl.imports.choices import EXPORT_TABLES, Choices, column_choice
from klantwaarde_xl.imports.kinds import file_filter
from klantwaarde_xl.imports.remembered_columns import Layout, choices_path, load_choices, save_choices
from klantwaarde_xl.imports.sentences import added_words, understood_text
from klantwaarde_xl.imports.understanding import Understanding, understand_all
from klantwaarde_xl.model.foreign import parse_currency_rates
from klantwaarde_xl.ribbon.open_book import NOTHING_DONE, TITLE, stepper
from klantwaarde_xl.sources.live_book import read_book
from klantwaarde_xl.sources.xaf import XafFile
from klantwaarde_xl.writers.live_book import undisturbed
from klantwaarde_xl.writers.live_tables import append_rows

Failed = tuple[str, errors.KlantwaardeError]
Answered = Callable[[Choices, str], Choices]
"""How what the user typed changes the choices."""
LONGEST_PROMPT = 255
"""Characters that Excel's InputBox takes."""
_CONFIRM = ("Wilt u dit overnemen?", "yes_no")
_CONFIRM_ACCOUNTS = (
    "Ja: overnemen. Nee: zelf de omzetrekeningen kiezen. Annuleren: er verandert niets.",
    "yes_no_cancel",
)


def _columns(choices: Choices, typed: str) -> Choices:
    """Take a column, or the table that an export is."""
    if typed.lower() in EXPORT_TABLES:
        return _table(choices, typed)
    return replace(choices, columns={**choices.columns, **column_choice(typed)})


def _table(choices: Choices, typed: str) -> Choices:
    return replace(choices, table=EXPORT_TABLES.get(typed.lower(), choices.table))


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
    **{wording.code: _accounts for wording in (errors.LEDGER_EXPORT, errors.NO_REVENUE_ACCOUNTS)},
    **{wording.code: _rates for wording in (errors.INVOICE_CURRENCY, errors.FOREIGN_LEDGER)},
    errors.WRONG_ENCODING.code: _encoding,
    errors.PURCHASE_INVOICES.code: _sales,
    errors.READ_AS_HOURS.code: _columns,
}
"""What an answer changes, by code of the error for which a source was refused, or by which it is unclear."""


def choose_files(book: xw.Book) -> list[Path]:
    """Return the files that the user picks in Excel's own window; none when it is cancelled."""
    chosen = book.app.api.GetOpenFilename(FileFilter=file_filter(), Title="Importeren", MultiSelect=True)
    return [Path(path) for path in chosen] if isinstance(chosen, tuple | list) else []


def pick_and_import(book: xw.Book) -> str:
    """Import the files that the user picks; return what was added."""
    chosen = choose_files(book)
    return import_files(book, chosen) if chosen else NOTHING_DONE


def import_files(book: xw.Book, paths: Sequence[Path]) -> str:
    """Add exports, audit files or e-invoices to the input tables of an open workbook; return what was added.

    What was understood is shown first, and nothing is added without a yes. Raises what the reader of the
    workbook raises, and the errors of the sources when not one of them can be used."""
    with undisturbed(book, f"{TITLE}: importeren"):
        contents = read_book(book)
    tables, cells = contents.tables, contents.settings_cells
    asking = _Asking(book, paths)
    while True:
        understood, failed = asking.until_clear()
        with undisturbed(book, f"{TITLE}: importeren"):
            seen = add_to_tables(tables, understood, failed, settings_cells=cells)
        if not understood:
            problems = [problem for _, problem in failed]
            raise problems[0].with_others(problems[1:])
        if not any(seen.added.values()) and not seen.filled:
            book.app.alert(understood_text(seen), TITLE)
            return f"{TITLE}: niets nieuws; er is niets veranderd."
        unsure = asking.unsure(understood)
        question, buttons = _CONFIRM_ACCOUNTS if unsure else _CONFIRM
        pressed = book.app.alert(f"{understood_text(seen)}\n{question}", TITLE, buttons=buttons)
        if pressed == "yes":
            break
        if pressed != "no" or not unsure or not asking.accounts(unsure):
            return NOTHING_DONE
    with undisturbed(book, f"{TITLE}: importeren"):
        result = add_to_tables(
            tables, understood, failed, lambda changes: append_rows(book, changes), settings_cells=cells
        )
    _remember(book, understood)
    return f"{TITLE}: toegevoegd: {added_words(result.added, result.filled)}. Klik nu op Vernieuwen."


class _Asking:
    """The files that the user picked and what was asked of them.

    A rate counts for all files; columns, accounts and encoding only for the file that they were asked for.
    """

    def __init__(self, book: xw.Book, paths: Sequence[Path]) -> None:
        self.book, self.paths = book, paths
        self.usual = Choices(saved=load_choices(choices_path()))
        self.own: dict[tuple[Path, ...], Choices] = {}
        self.unanswered: set[tuple[str, str]] = set()

    def until_clear(self) -> tuple[list[Understanding], list[Failed]]:
        """Return what the files give, after asking what only the user knows.

        A file stays refused when there is no answer.
        """
        while True:
            # A question is asked with the screen up to date.
            with undisturbed(self.book, f"{TITLE}: importeren"):
                understood, failed = self._understand()
            asked = [
                (name, problem.code, problem.message, problem.question)
                for name, problem in (*failed, *_unclear(understood))
                if problem.code in _ANSWERS and (name, problem.code) not in self.unanswered
            ]
            group = self._named({Path(asked[0][0]).parts[0]}) if asked else ()
            if not group:
                return understood, failed
            (name, code, message, question), before = asked[0], self.own.get(group, self.usual)
            answered = _ask(self.book, message, question, _ANSWERS[code], before)
            if code == errors.READ_AS_HOURS.code or answered is None:
                self.unanswered.add((name, code))
            if answered is None:
                continue
            if answered.rates != before.rates:
                self.usual = replace(self.usual, rates=answered.rates)
                self.own = {
                    other: replace(choices, rates=answered.rates) for other, choices in self.own.items()
                }
            else:
                self.own[group] = answered

    def unsure(self, understood: Sequence[Understanding]) -> Understanding | None:
        """Return an audit file whose revenue accounts were chosen by number and name, which may be wrong."""
        chosen = (
            one for one in understood if any(f.code == errors.CONFIRM_ACCOUNTS.code for f in one.findings)
        )
        return next((one for one in chosen if self._parts(one)), None)

    def accounts(self, one: Understanding) -> bool:
        """Ask which accounts of an audit file are revenue; False when there is no answer."""
        group = self._parts(one)
        before = self.own.get(group, self.usual)
        (asked,) = (finding for finding in one.findings if finding.code == errors.CONFIRM_ACCOUNTS.code)
        answered = _ask(self.book, asked.message, errors.CONFIRM_ACCOUNTS.question, _accounts, before)
        if answered is None:
            return False
        self.own[group] = answered
        return True

    def _understand(self) -> tuple[list[Understanding], list[Failed]]:
        apart = {path for group in self.own for path in group}
        step = stepper(self.book)
        understood, failed = understand_all(
            [path for path in self.paths if path not in apart], self.usual, step
        )
        for group, choices in self.own.items():
            more, refused = understand_all(group, choices, step)
            understood, failed = [*understood, *more], [*failed, *refused]
        return understood, failed

    def _parts(self, one: Understanding) -> tuple[Path, ...]:
        """Return the files of an audit file, which may be split."""
        return (
            self._named({file.name for file in one.detail.files}) if isinstance(one.detail, XafFile) else ()
        )

    def _named(self, names: set[str]) -> tuple[Path, ...]:
        return tuple(path for path in self.paths if path.name in names)


def _unclear(understood: Sequence[Understanding]) -> list[Failed]:
    """Return the sources whose table is not sure, as amounts of theirs would be lost, with what to ask."""
    wording = errors.READ_AS_HOURS
    return [
        (one.name, errors.UnusableInputError(found.code, found.message, found.hint, wording.question))
        for one in understood
        for found in one.findings
        if found.code == wording.code
    ]


def _ask(book: xw.Book, message: str, question: str, answered: Answered, before: Choices) -> Choices | None:
    """Return the choices with what the user typed about a source; None when there is no answer."""
    prompt = f"{message}\n{question}"
    if len(prompt) > LONGEST_PROMPT:
        book.app.alert(prompt, TITLE)
        prompt = re.split(r"(?<=[.?]) ", question)[-1]  # what to type
    while True:
        typed = book.app.api.InputBox(Prompt=prompt, Title=TITLE, Type=2)
        if not isinstance(typed, str) or not typed.strip():
            return None
        try:
            choices = answered(before, typed.strip().strip('"'))
        except errors.KlantwaardeError as mistake:
            book.app.alert(str(mistake), TITLE)
            continue
        if choices != before:
            return choices


def _remember(book: xw.Book, understood: Sequence[Understanding]) -> None:
    """Save the columns that were chosen now, when the user wants that."""
    saved = load_choices(choices_path())
    chosen: dict[Layout, dict[str, str]] = {
        layout: dict(columns)
        for one in understood
        for layout, columns in one.chosen.items()
        if columns and saved.get(layout) != columns
    }
    question = "Wilt u de gekozen kolommen onthouden voor volgende exports met dezelfde koppen?"
    if chosen and book.app.alert(question, TITLE, buttons="yes_no") == "yes":
        save_choices(choices_path(), chosen)
