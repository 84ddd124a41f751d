"""A document that is open in LibreOffice as a workbook: its sheets and its names."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from uno_range import UnoRange
from uno_tables import UnoTables
from xlwings import utils

if TYPE_CHECKING:
    from uno_engine import UnoApp


class UnoBook:
    def __init__(self, app: UnoApp, path: Path, key: str) -> None:
        self.app, self.path, self.key = app, path, key
        self.api = self

    @property
    def name(self) -> str:
        return self.path.name

    @property
    def fullname(self) -> str:
        return str(self.path)

    @property
    def sheets(self) -> UnoSheets:
        return UnoSheets(self)

    def ask(self, do: str, **arguments: object) -> Any:
        return self.app.engine.office.ask(do, document=self.key, **arguments)

    def activate(self) -> None:
        """The last one opened is the active one."""

    def save(self, path: str | None = None, password: str | None = None) -> None:
        self.ask("save", path=path or str(self.path), filter_name="Calc MS Excel 2007 XML")

    def close(self) -> None:
        self.ask("close")
        self.app.books.forget(self)

    @property
    def names(self) -> UnoNames:
        return UnoNames(self)


class UnoNames:
    def __init__(self, book: UnoBook) -> None:
        self.book, self.api = book, None

    def contains(self, name: str) -> bool:
        return self.book.ask("named", name=name) is not None

    def __contains__(self, name: str) -> bool:
        return self.contains(name)

    def __len__(self) -> int:
        return len(self.book.ask("names"))

    def __call__(self, key: object) -> UnoName:
        name = list(self.book.ask("names"))[key - 1] if isinstance(key, int) else str(key)
        return UnoName(self.book, name, *self.book.ask("named", name=name))


class UnoName:
    def __init__(self, book: UnoBook, name: str, sheet: str, area: list[int]) -> None:
        self.name, self.api = name, None
        self.refers_to_range = UnoRange(UnoSheet(book, sheet), area)


class UnoSheets:
    def __init__(self, book: UnoBook) -> None:
        self.book, self.api = book, None

    @property
    def active(self) -> UnoSheet:
        return UnoSheet(self.book, self.book.ask("active"))

    def __call__(self, key: object) -> UnoSheet:
        names = self.book.ask("sheets")
        return UnoSheet(self.book, names[key - 1] if isinstance(key, int) else names[names.index(key)])

    def __len__(self) -> int:
        return len(self.book.ask("sheets"))

    def __iter__(self) -> Iterator[UnoSheet]:
        return (UnoSheet(self.book, name) for name in self.book.ask("sheets"))

    def __contains__(self, name: object) -> bool:
        return name in self.book.ask("sheets")


class UnoSheet:
    def __init__(self, book: UnoBook, name: str) -> None:
        self.book, self._name = book, name
        self.api = self

    @property
    def name(self) -> str:
        return self._name

    @property
    def index(self) -> int:
        return self.book.ask("sheets").index(self._name) + 1

    @property
    def visible(self) -> int:
        """Return what Excel's Visible gives over COM: -1 for a sheet that shows, 0 for a hidden one."""
        return -1 if self.book.ask("is_visible", sheet=self._name) else 0

    def activate(self) -> None:
        self.book.ask("activate", sheet=self._name)

    def select(self) -> None:
        self.activate()

    @property
    def ProtectContents(self) -> bool:  # noqa: N802 - COM's name
        return self.book.ask("is_protected", sheet=self._name)

    def range(self, first: Any, last: Any = None) -> UnoRange:
        if isinstance(first, UnoRange):
            area = [*first.area[:2], *(last or first).area[2:]]
            return UnoRange(self, area)
        if isinstance(first, str):
            first, last = utils.a1_to_tuples(first)
        if len(first) == 4:
            row, column, rows, columns = first
            first, last = (row, column), (row + rows - 1, column + columns - 1)
        last = last or first
        return UnoRange(self, [first[0] - 1, first[1] - 1, last[0] - 1, last[1] - 1])

    @property
    def cells(self) -> UnoRange:
        return UnoRange(self, [0, 0, 1_048_575, 16_383])

    @property
    def used_range(self) -> UnoRange:
        row, column = self.book.ask("used", sheet=self._name)
        return UnoRange(self, [0, 0, row, column])

    @property
    def tables(self) -> UnoTables:
        return UnoTables(self)
