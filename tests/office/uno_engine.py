"""An xlwings engine over a real LibreOffice document: the same code that writes into Excel writes into it.

What Excel's COM does with a value and LibreOffice does not is played here, so that a test cannot pass on the
difference: dates come back as datetime, an empty cell as None, and text that Excel would turn into a formula
or a number is *refused*."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import xlwings
from office_client import Office
from uno_book import UnoBook, UnoSheet
from uno_range import UnoRange
from uno_values import clean_value, prepared


class UnoEngine:
    """The engine: one app, whose books are documents of a running LibreOffice."""

    name = "uno"
    type = "desktop"

    def __init__(self, office: Office) -> None:
        self.office = office
        self.apps = UnoApps(self)

    @staticmethod
    def clean_value_data(data: list[list[Any]], *how: Any) -> list[list[Any]]:
        return [[clean_value(value, *how) for value in row] for row in data]

    @staticmethod
    def prepare_xl_data_element(value: Any, _options: Any) -> Any:
        return prepared(value)


class UnoApps:
    def __init__(self, engine: UnoEngine) -> None:
        self._app = UnoApp(engine)

    def keys(self) -> list[int]:
        return [self._app.pid]

    def __iter__(self) -> Iterator[UnoApp]:
        return iter([self._app])

    def __len__(self) -> int:
        return 1

    def __getitem__(self, key: object) -> UnoApp:
        return self._app


class UnoApp:
    """Keeps what Excel's Application keeps; ``log`` holds every setting in the order in which it was set."""

    screen_updating = True
    display_alerts = True
    enable_events = True
    calculation = "automatic"
    status_bar: object = False

    def __init__(self, engine: UnoEngine) -> None:
        object.__setattr__(self, "log", [])
        self.alerts: list[str] = []
        self.answer = "no"
        self.engine = engine
        self.pid = 1
        self.api = self
        self.books = UnoBooks(self)

    def __setattr__(self, name: str, value: object) -> None:
        self.log.append((name, value))
        object.__setattr__(self, name, value)

    @property
    def selection(self) -> UnoRange | None:
        book = self.books.active
        sheet, area = self.engine.office.ask("selection", document=book.key)
        return UnoRange(UnoSheet(book, sheet), area)

    def alert(self, prompt: str, title: str, buttons: str, mode: str, callback: object) -> str:
        self.alerts.append(prompt)
        return self.answer

    def calculate(self) -> None:
        for book in self.books:
            self.engine.office.ask("calculate", document=book.key)

    def activate(self, steal_focus: bool | None = None) -> None:
        """LibreOffice has one window here."""


class UnoBooks:
    def __init__(self, app: UnoApp) -> None:
        self.app = app
        self.api = None
        self._books: list[UnoBook] = []

    @property
    def active(self) -> UnoBook:
        return self._books[-1]

    def open(self, fullname: str, *_: object, **__: object) -> UnoBook:
        book = UnoBook(self.app, Path(fullname), self.app.engine.office.ask("open", path=str(fullname)))
        self._books.append(book)
        return book

    def forget(self, book: UnoBook) -> None:
        self._books.remove(book)

    def __iter__(self) -> Iterator[UnoBook]:
        return iter(self._books)

    def __len__(self) -> int:
        return len(self._books)

    def __call__(self, key: object) -> UnoBook:
        if isinstance(key, int):
            return self._books[key - 1]
        return next(book for book in self._books if book.name == key)


def open_book(office: Office, path: Path) -> xlwings.Book:
    """Return an open document as an xlwings book."""
    return xlwings.Book(impl=UnoEngine(office).apps[1].books.open(str(path)))
