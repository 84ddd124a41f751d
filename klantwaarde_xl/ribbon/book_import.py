"""Importing into the open workbook: show what is understood, ask what only the user knows, add on a yes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import xlwings as xw

from klantwaarde_xl import errors
from klantwaarde_xl.imports.adding import add_to_tables
from klantwaarde_xl.imports.kinds import file_filter
from klantwaarde_xl.imports.questions import Asking, Question
from klantwaarde_xl.imports.remembered_columns import choices_path, remembered_choices, save_choices
from klantwaarde_xl.imports.sentences import REMEMBER, added_words, understood_text
from klantwaarde_xl.imports.understanding import Failed, Understanding
from klantwaarde_xl.model.text_units import units
from klantwaarde_xl.ribbon.open_book import NOTHING_DONE, TITLE, stepper
from klantwaarde_xl.sources.live_book import read_book
from klantwaarde_xl.writers.live_book import undisturbed
from klantwaarde_xl.writers.live_tables import append_rows

LONGEST_PROMPT = 255
"""UTF-16 code units that Excel's InputBox takes."""
_CONFIRM = ("Wilt u dit overnemen?", "yes_no")
_CONFIRM_ACCOUNTS = (
    "Ja: overnemen. Nee: zelf de omzetrekeningen kiezen. Annuleren: er verandert niets.",
    "yes_no_cancel",
)


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
    asking = Asking(paths, remembered_choices())
    while True:
        understood, failed = _until_clear(book, asking)
        with undisturbed(book, f"{TITLE}: importeren"):
            seen = add_to_tables(tables, understood, failed, settings_cells=cells)
        if not understood:
            problems = [problem for _, problem in failed]
            raise problems[0].with_others(problems[1:])
        if not any(seen.added.values()) and not seen.filled:
            book.app.alert(understood_text(seen), TITLE)
            return f"{TITLE}: niets nieuws; er is niets veranderd."
        unsure = asking.optional(understood)
        question, buttons = _CONFIRM_ACCOUNTS if unsure else _CONFIRM
        pressed = book.app.alert(f"{understood_text(seen)}\n{question}", TITLE, buttons=buttons)
        if pressed == "yes":
            break
        if pressed != "no" or not unsure or not _ask(book, asking, unsure[0]):
            return NOTHING_DONE
    with undisturbed(book, f"{TITLE}: importeren"):
        result = add_to_tables(
            tables, understood, failed, lambda changes: append_rows(book, changes), settings_cells=cells
        )
    _remember(book, asking, understood)
    return f"{TITLE}: toegevoegd: {added_words(result.added, result.filled)}. Klik nu op Vernieuwen."


def _until_clear(book: xw.Book, asking: Asking) -> tuple[list[Understanding], list[Failed]]:
    """Return what the files give, after asking what only the user knows.

    A file stays refused when there is no answer.
    """
    while True:
        # A question is asked with the screen up to date.
        with undisturbed(book, f"{TITLE}: importeren"):
            understood, failed = asking.understand(stepper(book))
        questions = asking.open(understood, failed)
        if not questions:
            return understood, failed
        if not _ask(book, asking, questions[0]):
            asking.leave(questions[0])


def _ask(book: xw.Book, asking: Asking, question: Question) -> bool:
    """Let the user answer a question; False when there is no answer."""
    prompt = f"{question.message}\n{question.text}"
    if units(prompt) > LONGEST_PROMPT:
        book.app.alert(prompt, TITLE)
        prompt = re.split(r"(?<=[.?]) ", question.text)[-1]  # what to type
    while True:
        typed = book.app.api.InputBox(Prompt=prompt, Title=TITLE, Type=2)
        if not isinstance(typed, str) or not typed.strip():
            return False
        try:
            if asking.answer(question, typed):
                return True
        except errors.KlantwaardeError as mistake:
            book.app.alert(str(mistake), TITLE)


def _remember(book: xw.Book, asking: Asking, understood: Sequence[Understanding]) -> None:
    """Save the columns that were chosen now, when the user wants that."""
    chosen = asking.to_remember(understood)
    if chosen and book.app.alert(REMEMBER, TITLE, buttons="yes_no") == "yes":
        save_choices(choices_path(), chosen)
