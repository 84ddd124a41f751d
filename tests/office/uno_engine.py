"""An xlwings engine over a real LibreOffice document: the same code that writes into Excel writes into it.

What Excel's COM does with a value and LibreOffice does not is played here, so that a test cannot pass on the difference: dates
come back as datetime, an empty cell as None, and text that Excel would turn into a formula or a number is *refused*.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar

import pandas as pd
import xlwings
from office_client import Office
from xlwings import base_classes, utils

_EPOCH = dt.datetime(1899, 12, 30)
_DATE, _TEXT = 2, 256
_ERRORS = {532: "#DIV/0!", 32767: "#N/A", 525: "#NAME?", 521: "#NULL!", 503: "#NUM!", 524: "#REF!", 519: "#VALUE!"}
_NUMBER = re.compile(r"\s*[-+]?(\d[\d.,\s]*%?|\d{1,4}[-/]\d{1,2}[-/]\d{1,4}|\d[eE]\d+)\s*|TRUE|FALSE|WAAR|ONWAAR", re.IGNORECASE)
_CONTENTS = 1 | 2 | 4 | 16  # numbers, dates, text, formulas


class NotStoredAsTyped(AssertionError):  # noqa: N818 - says what Excel would do
    """Excel would make something else of this text than the text itself."""


class UnoEngine:
    """The engine: one app, whose books are documents of a running LibreOffice."""

    name = "uno"
    type = "desktop"

    def __init__(self, office: Office) -> None:
        self.office = office
        self.apps = UnoApps(self)

    @staticmethod
    def clean_value_data(
        data: list[list[Any]], datetime_builder: Any, empty_as: Any, number_builder: Any, err_to_str: bool
    ) -> list[list[Any]]:
        def clean(value: Any) -> Any:
            if value in {None, ""}:
                return empty_as
            if isinstance(value, _Error):
                return value.text if err_to_str else None
            if isinstance(value, dt.datetime):
                return datetime_builder(
                    **{
                        name: getattr(value, name) for name in ("year", "month", "day", "hour", "minute", "second", "microsecond")
                    },
                    tzinfo=None,
                )
            if isinstance(value, float) and number_builder is not None:
                return number_builder(value)
            return value

        return [[clean(value) for value in row] for row in data]

    @staticmethod
    def prepare_xl_data_element(value: Any, _options: Any) -> Any:
        if pd.isna(value):
            return ""
        if isinstance(value, dt.datetime):
            return (value.replace(tzinfo=None) - _EPOCH) / dt.timedelta(days=1)
        if isinstance(value, dt.date):
            return float((value - _EPOCH.date()).days)
        if hasattr(value, "item"):
            return UnoEngine.prepare_xl_data_element(value.item(), _options)
        return value


class _Error:
    def __init__(self, text: str) -> None:
        self.text = text

    def __hash__(self) -> int:
        return hash(self.text)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Error) and other.text == self.text


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
        self._known: dict[str, Any] | None = None

    def _found(self) -> dict[str, Any]:
        if self._known is None:
            self._known = self.book.ask("names")
        return self._known

    def contains(self, name: str) -> bool:
        return name in self._found()

    def __contains__(self, name: str) -> bool:
        return name in self._found()

    def __len__(self) -> int:
        return len(self._found())

    def __call__(self, key: object) -> UnoName:
        found = self._found()
        name = list(found)[key - 1] if isinstance(key, int) else str(key)
        return UnoName(self.book, name, *found[name])


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

    def activate(self) -> None:
        self.book.ask("activate", sheet=self._name)

    def select(self) -> None:
        self.activate()

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


class UnoRange:
    """``area``: top, left, bottom, right, counted from 0."""

    max_cells_per_read = base_classes.DEFAULT_MAX_CELLS_PER_READ
    max_cells_per_write = base_classes.DEFAULT_MAX_CELLS_PER_WRITE

    def __init__(self, sheet: UnoSheet, area: list[int]) -> None:
        self.sheet, self.area = sheet, area
        self.options: dict[str, Any] = {}
        self.api = self

    @property
    def coords(self) -> tuple[Any, ...]:
        return (self.sheet.name, self.row, self.column, *self.shape)

    def __len__(self) -> int:
        return self.shape[0] * self.shape[1]

    @property
    def row(self) -> int:
        return self.area[0] + 1

    @property
    def column(self) -> int:
        return self.area[1] + 1

    @property
    def shape(self) -> tuple[int, int]:
        top, left, bottom, right = self.area
        return bottom - top + 1, right - left + 1

    def __call__(self, row: int, column: int | None = None) -> UnoRange:
        if column is None:
            row, column = divmod(row - 1, self.shape[1])
            row, column = row + 1, column + 1
        top, left = self.area[0] + row - 1, self.area[1] + column - 1
        return UnoRange(self.sheet, [top, left, top, left])

    @property
    def address(self) -> str:
        top, left, bottom, right = self.area
        first = f"${utils.col_name(left + 1)}${top + 1}"
        return first if (top, left) == (bottom, right) else f"{first}:${utils.col_name(right + 1)}${bottom + 1}"

    def get_address(self, row_absolute: bool, col_absolute: bool, external: bool) -> str:
        return self.address

    def _ask(self, do: str, **arguments: object) -> Any:
        return self.sheet.book.ask(do, sheet=self.sheet.name, area=self.area, **arguments)

    @property
    def raw_value(self) -> Any:
        found = self._ask("read")
        values = found["values"]
        for top, left, bottom, right in self._ask("format_areas", kind=_DATE):
            for row in values[top : bottom + 1]:
                for column in range(left, right + 1):
                    if isinstance(row[column], float):
                        row[column] = _EPOCH + dt.timedelta(days=row[column])
        for row, column, number, text in found["errors"]:
            values[row][column] = _Error(_ERRORS.get(number, text))
        return values[0][0] if self.shape == (1, 1) else values

    @raw_value.setter
    def raw_value(self, data: Any) -> None:
        rows, columns = self.shape
        if not isinstance(data, list | tuple):
            data = [[data] * columns] * rows
        as_text = [
            {(row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)}
            for top, left, bottom, right in self._ask("format_areas", kind=_TEXT)
        ]
        stored = [
            [self._stored(value, any((i, j) in area for area in as_text)) for j, value in enumerate(row)]
            for i, row in enumerate(data)
        ]
        self._ask("write", values=stored)

    def _stored(self, value: Any, is_text_cell: bool) -> Any:
        if isinstance(value, bool):
            return float(value)
        if not isinstance(value, str):
            return value
        if value.startswith("'"):
            return value[1:]
        if not is_text_cell and value[:1] in {"=", "+", "-", "@"}:
            raise NotStoredAsTyped(f"{self.sheet.name}!{self.address}: Excel makes a formula of {value!r}")
        if not is_text_cell and _NUMBER.fullmatch(value):
            raise NotStoredAsTyped(f"{self.sheet.name}!{self.address}: Excel makes a number or date of {value!r}")
        return value

    @property
    def formula(self) -> Any:
        found = self._ask("formulas")
        return found[0][0] if self.shape == (1, 1) else tuple(map(tuple, found))

    @formula.setter
    def formula(self, value: str) -> None:
        # Excel separates arguments by commas, LibreOffice's API by semicolons.
        self._ask("set_formula", formula=value.replace(",", ";"), array=False)

    @property
    def number_format(self) -> str:
        raise NotImplementedError

    @number_format.setter
    def number_format(self, code: str) -> None:
        self._ask("set_number_format", code=code)

    def clear_contents(self) -> None:
        self._ask("clear", flags=_CONTENTS)

    def select(self) -> None:
        self._ask("select")


class UnoTables:
    def __init__(self, sheet: UnoSheet) -> None:
        self.sheet, self.api = sheet, None

    def _found(self) -> dict[str, list[int]]:
        return {name: area for name, (sheet, area) in self.sheet.book.ask("tables").items() if sheet == self.sheet.name}

    def __len__(self) -> int:
        return len(self._found())

    def __contains__(self, name: object) -> bool:
        return name in self._found()

    def __iter__(self) -> Iterator[UnoTable]:
        return (UnoTable(self.sheet, name) for name in self._found())

    def __call__(self, key: object) -> UnoTable:
        names = list(self._found())
        return UnoTable(self.sheet, names[key - 1] if isinstance(key, int) else names[names.index(key)])


class UnoTable:
    """An Excel table; in LibreOffice a database range with headers."""

    _totals: ClassVar[dict[tuple[str, str], list[str]]] = {}

    def __init__(self, sheet: UnoSheet, name: str) -> None:
        self.parent, self._name, self.api = sheet, name, None

    @property
    def show_totals(self) -> bool:
        return self.parent.book.ask("totals", name=self._name)

    @show_totals.setter
    def show_totals(self, shown: bool) -> None:
        """Do as Excel does: hide takes the row away, show puts it below the table with the formulas that it had."""
        if shown == self.show_totals:
            return
        top, left, bottom, right = self.range.area
        key = (self.parent.book.key, self._name)
        if not shown:
            row = UnoRange(self.parent, [bottom, left, bottom, right])
            self._totals[key] = row._ask("formulas")[0]
            row.clear_contents()
            self.parent.book.ask("resize_table", name=self._name, area=[top, left, bottom - 1, right])
            self.parent.book.ask("set_totals", name=self._name, shown=False)
            return
        self.parent.book.ask("resize_table", name=self._name, area=[top, left, bottom + 1, right])
        self.parent.book.ask("set_totals", name=self._name, shown=True)
        for place, formula in enumerate(self._totals.pop(key)[: right - left + 1]):
            cell = UnoRange(self.parent, [bottom + 1, left + place, bottom + 1, left + place])
            if formula.startswith("="):
                cell.formula = formula
            elif formula:
                cell.raw_value = formula

    @property
    def name(self) -> str:
        return self._name

    @property
    def range(self) -> UnoRange:
        return UnoRange(self.parent, self.parent.book.ask("tables")[self._name][1])

    @property
    def header_row_range(self) -> UnoRange:
        top, left, _, right = self.range.area
        return UnoRange(self.parent, [top, left, top, right])

    @property
    def data_body_range(self) -> UnoRange | None:
        top, left, bottom, right = self.range.area
        return UnoRange(self.parent, [top + 1, left, bottom, right]) if bottom > top else None

    def resize(self, target: Any) -> None:
        area = getattr(target, "impl", target).area
        if area[:2] != self.range.area[:2]:
            raise ValueError("Excel resizes a table from its first header cell only")
        self.parent.book.ask("resize_table", name=self._name, area=area)


def open_book(office: Office, path: Path) -> xlwings.Book:
    """Return an open document as an xlwings book."""
    return xlwings.Book(impl=UnoEngine(office).apps[1].books.open(str(path)))
