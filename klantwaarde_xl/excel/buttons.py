"""The buttons of the ribbon: each works on the active workbook, the one of the user also when the add-in asks.

A button ends with one sentence in the status bar, or with a message that says what to do.
"""

from __future__ import annotations

import xlwings as xw

from klantwaarde_xl.excel import open_book


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
