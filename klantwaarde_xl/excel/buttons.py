"""The buttons of the ribbon: each works on the active workbook, the one of the user also when the add-in
asks.

A button ends with one sentence in the status bar, or with a message that says what to do.
"""

from __future__ import annotations

import tempfile
import webbrowser
from pathlib import Path

import xlwings as xw

from klantwaarde_xl.ribbon import book_import, open_book


def load_demo() -> None:
    """Fill the workbook with the demo's data and compute."""
    book = xw.books.active
    with open_book.answered(book) as say:
        say(open_book.load_demo(book))


def check() -> None:
    """Put what is wrong with the input on the sheet Controle."""
    book = xw.books.active
    with open_book.answered(book) as say:
        say(open_book.check_book(book))


def refresh() -> None:
    """Compute everything and fill all result sheets."""
    book = xw.books.active
    with open_book.answered(book) as say:
        say(open_book.refresh_book(book))


def refresh_scores() -> None:
    """Compute, and fill the sheets with scores and classes."""
    book = xw.books.active
    with open_book.answered(book) as say:
        say(open_book.refresh_book(book, open_book.SCORE_SHEETS))


def refresh_cross_sell() -> None:
    """Compute, and fill the sheets with chances and actions."""
    book = xw.books.active
    with open_book.answered(book) as say:
        say(open_book.refresh_book(book, open_book.CHANCE_SHEETS))


def customer_card() -> None:
    """Show the customer of the selected row on Klantkaart."""
    book = xw.books.active
    with open_book.answered(book) as say:
        say(open_book.show_customer(book))


def import_files() -> None:
    """Add files that the user picks to the input tables."""
    book = xw.books.active
    with open_book.answered(book) as say:
        chosen = book_import.choose_files(book)
        say(book_import.import_files(book, chosen) if chosen else open_book.NOTHING_DONE)


def export_pdf() -> None:
    """Make a PDF of the sheets for paper."""
    book = xw.books.active
    with open_book.answered(book) as say:
        say(open_book.export_pdf(book))


def share_copy() -> None:
    """Make a copy without names."""
    book = xw.books.active
    with open_book.answered(book) as say:
        say(open_book.share_copy(book))


def diagnose() -> None:
    """Show what is wrong on this computer, and what to do."""
    book = xw.books.active
    with open_book.answered(book) as say:
        book.app.alert(open_book.diagnosis_text(), open_book.TITLE)
        say("")


def manual() -> None:
    """Open the manual in the browser."""
    with open_book.answered(xw.books.active) as say:
        webbrowser.open(open_book.manual_page(Path(tempfile.gettempdir())).as_uri())
        say("")


def about() -> None:
    """Show versions and licences."""
    book = xw.books.active
    with open_book.answered(book) as say:
        book.app.alert(open_book.about_text(), open_book.TITLE)
        say("")
