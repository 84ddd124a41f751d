"""Importing into the open workbook: show what was understood, ask what only the user can tell, and add it after a yes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import xlwings as xw

from klantwaarde_xl import errors
from klantwaarde_xl.excel.open_book import NOTHING_DONE, TITLE, stepper
from klantwaarde_xl.import_words import added_words, understood_text
from klantwaarde_xl.importing import add_to_tables
from klantwaarde_xl.model.inputs import parse_currency_rates
from klantwaarde_xl.report.writers.live_book import append_rows, undisturbed
from klantwaarde_xl.saved_choices import Layout, choices_path, load_choices, save_choices
from klantwaarde_xl.sources.live_book import read_book
from klantwaarde_xl.understanding import Choices, Understanding, column_choice, understand_all

Failed = tuple[str, errors.KlantwaardeError]
LONGEST_PROMPT = 255
"""Characters that Excel's InputBox takes."""


def _columns(choices: Choices, typed: str) -> Choices:
    return replace(choices, columns={**choices.columns, **column_choice(typed)})


def _accounts(choices: Choices, typed: str) -> Choices:
    return replace(choices, revenue_accounts=tuple(filter(None, (part.strip() for part in typed.replace(";", ",").split(",")))))


def _rates(choices: Choices, typed: str) -> Choices:
    return replace(choices, rates={**choices.rates, **parse_currency_rates(typed)})


def _encoding(choices: Choices, typed: str) -> Choices:
    return replace(choices, encoding=typed)


_COLUMN = ("Typ het veld en de kop, bijvoorbeeld Omzet=Bedrag.", _columns)
_ACCOUNT = ("Typ de omzetrekeningen, bijvoorbeeld 8000, 8010.", _accounts)
_RATE = ("Typ de koers in euro per eenheid, bijvoorbeeld USD=0,92.", _rates)
_QUESTIONS: dict[str, tuple[str, Callable[[Choices, str], Choices]]] = {
    **{
        wording.code: _COLUMN
        for wording in (
            errors.AMBIGUOUS_HEADER,
            errors.MISSING_FIELD,
            errors.TWO_COLUMNS_FOR_FIELD,
            errors.UNKNOWN_FIELD,
            errors.NO_SUCH_HEADER,
        )
    },
    **{wording.code: _ACCOUNT for wording in (errors.LEDGER_EXPORT, errors.NO_REVENUE_ACCOUNTS)},
    **{wording.code: _RATE for wording in (errors.INVOICE_CURRENCY, errors.FOREIGN_LEDGER)},
    errors.WRONG_ENCODING.code: ("Typ de codering, bijvoorbeeld windows-1252.", _encoding),
}
"""What is asked when a source was refused for something that the user can tell, by code of the error."""


def choose_files(book: xw.Book) -> list[Path]:
    """Return the files that the user picks in Excel's own window; none when it is cancelled."""
    kinds = "Exports (*.xlsx;*.xlsm;*.csv;*.txt;*.xml;*.xaf;*.zip),*.xlsx;*.xlsm;*.csv;*.txt;*.xml;*.xaf;*.zip"
    chosen = book.app.api.GetOpenFilename(FileFilter=kinds, Title="Importeren", MultiSelect=True)
    return [Path(path) for path in chosen] if isinstance(chosen, tuple | list) else []


def import_files(book: xw.Book, paths: Sequence[Path]) -> str:
    """Add exports, audit files or e-invoices to the input tables of an open workbook; return what was added.

    What was understood is shown first, and nothing is added without a yes. Raises what the reader of the workbook raises, and the
    errors of the sources when not one of them can be used.
    """
    with undisturbed(book, f"{TITLE}: importeren"):
        tables = read_book(book).tables
        understood, failed = _ask_until_clear(book, paths)
        seen = add_to_tables(tables, understood, failed)
    if not understood:
        problems = [problem for _, problem in failed]
        raise problems[0].with_others(problems[1:])
    if not any(seen.added.values()):
        book.app.alert(understood_text(seen), TITLE)
        return f"{TITLE}: niets nieuws; er is niets veranderd."
    if book.app.alert(f"{understood_text(seen)}\nWilt u dit overnemen?", TITLE, buttons="yes_no") != "yes":
        return NOTHING_DONE
    with undisturbed(book, f"{TITLE}: importeren"):
        result = add_to_tables(tables, understood, failed, lambda changes: append_rows(book, changes))
    _remember(book, understood)
    return f"{TITLE}: toegevoegd: {added_words(result.added)}. Klik nu op Vernieuwen."


def _ask_until_clear(book: xw.Book, paths: Sequence[Path]) -> tuple[list[Understanding], list[Failed]]:
    """Return what the files give, after asking for what only the user can tell; what is not answered stays refused.

    A rate counts for all files; columns, accounts and encoding only for the file that they were asked for.
    """
    usual, unanswered = Choices(saved=load_choices(choices_path())), set()
    own: dict[Path, Choices] = {}
    while True:
        understood, failed = _understand(book, paths, usual, own)
        asked = [one for one in failed if one[1].code in _QUESTIONS and (one[0], one[1].code) not in unanswered]
        path = next((path for path in paths if asked and path.name == Path(asked[0][0]).parts[0]), None)
        if path is None:
            return understood, failed
        (name, problem), before = asked[0], own.get(path, usual)
        answered = _answer(book, problem, before)
        if answered is None:
            unanswered.add((name, problem.code))
        elif answered.rates != before.rates:
            usual = replace(usual, rates=answered.rates)
            own = {other: replace(choices, rates=answered.rates) for other, choices in own.items()}
        else:
            own[path] = answered


def _understand(
    book: xw.Book, paths: Sequence[Path], usual: Choices, own: dict[Path, Choices]
) -> tuple[list[Understanding], list[Failed]]:
    understood, failed = understand_all([path for path in paths if path not in own], usual, stepper(book))
    for path, choices in own.items():
        more, refused = understand_all([path], choices, stepper(book))
        understood, failed = [*understood, *more], [*failed, *refused]
    return understood, failed


def _answer(book: xw.Book, problem: errors.KlantwaardeError, choices: Choices) -> Choices | None:
    """Return the choices with what the user typed; None when he gave no answer."""
    question, understand = _QUESTIONS[problem.code]
    said = f"{problem.message} {problem.hint}".replace("--kolom ", "").replace("--koers ", "").replace("--omzetrekening ", "")
    if len(said) + len(question) >= LONGEST_PROMPT:
        book.app.alert(said, TITLE)
        said = ""
    while True:
        typed = book.app.api.InputBox(Prompt=f"{said}\n{question}".strip(), Title=TITLE, Type=2)
        if not isinstance(typed, str) or not typed.strip():
            return None
        try:
            answered = understand(choices, typed.strip().strip('"'))
        except errors.KlantwaardeError as mistake:
            book.app.alert(str(mistake), TITLE)
            continue
        if answered != choices:
            return answered


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
