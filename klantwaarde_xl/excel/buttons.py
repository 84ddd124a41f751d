"""The buttons of the ribbon, one function per button; each works on the active workbook.

The workbook may be any that the user has open, because the add-in has the same buttons. A button ends with
one sentence in the status bar, or with a message that says what to do.
"""

from __future__ import annotations

import tempfile
import webbrowser
from collections.abc import Callable
from pathlib import Path

import xlwings as xw

from klantwaarde_xl.ribbon import book_import, open_book


def _answer(work: Callable[[xw.Book], str]) -> None:
    """Do the work of a button on the active workbook and show the sentence that it returns."""
    book = xw.books.active
    with open_book.answered(book) as say:
        say(work(book))


def load_demo() -> None:
    """Fill the workbook with the demo's data and compute."""
    _answer(open_book.load_demo)


def check() -> None:
    """List what is wrong with the input on the sheet Controle."""
    _answer(open_book.check_book)


def refresh() -> None:
    """Compute everything and fill all result sheets."""
    _answer(open_book.refresh_book)


def refresh_scores() -> None:
    """Compute, and fill the sheets with scores and classes."""
    _answer(lambda book: open_book.refresh_book(book, open_book.SCORE_SHEETS))


def refresh_cross_sell() -> None:
    """Compute, and fill the sheets with chances and actions."""
    _answer(lambda book: open_book.refresh_book(book, open_book.CHANCE_SHEETS))


def customer_card() -> None:
    """Show the customer of the selected row on Klantkaart."""
    _answer(open_book.show_customer)


def import_files() -> None:
    """Add files that the user picks to the input tables."""
    _answer(book_import.pick_and_import)


def export_pdf() -> None:
    """Make a PDF of the sheets for paper."""
    _answer(open_book.export_pdf)


def share_copy() -> None:
    """Make a copy without names."""
    _answer(open_book.share_copy)


def diagnose() -> None:
    """Show what is wrong on this computer, and what to do."""
    _answer(lambda book: open_book.shown(book, open_book.diagnosis_text()))


def manual() -> None:
    """Open the manual in the browser."""
    _answer(_open_manual)


def _open_manual(_book: xw.Book) -> str:
    webbrowser.open(open_book.manual_page(Path(tempfile.gettempdir())).as_uri())
    return ""


def about() -> None:
    """Show versions and licences."""
    _answer(lambda book: open_book.shown(book, open_book.about_text()))
