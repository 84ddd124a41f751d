"""Two functions over one mark in LibreOffice: tables cross once per change, no figure stays behind."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from function_book import write_function_book
from office_client import Office
from small_company import CUSTOMERS, LINES, PRODUCTS
from test_cells import as_over_com, in_cells
from windows_stub import WindowsXlwings

SHEETS = {"Trans": LINES, "Klanten": CUSTOMERS, "Producten": PRODUCTS}
AREAS = {name: f"{name}!A1:{'ABCDE'[len(rows[0]) - 1]}{len(rows)}" for name, rows in SHEETS.items()}
GIVEN = ",".join(AREAS.values())
CELLS = sum(len(rows) * len(rows[0]) for rows in SHEETS.values())
FORMULAS = {
    # The functions stand before the sheet with the mark, as users may put them.
    "KW_KLANTEN": ("=KW_KLANTEN(Kenmerk!A1)", 25, 5),
    "KW_ACTIES": ("=KW_ACTIES(Kenmerk!A1)", 25, 3),
    "KW_GATEN": ('=KW_GATEN(Kenmerk!A1,"","00010",2)', 3, 3),
    "Kenmerk": (f"=KW_TABELLEN({GIVEN})", 1, 1),
    "Zelf": (f"=KW_KLANTEN({GIVEN})", 25, 5),
    "Ernaast": (f"=KW_KLANTEN(Kenmerk!A1,{AREAS['Klanten']})", 1, 1),
    "Reden": ("=KW_FOUT(Ernaast!A1)", 1, 1),
}
OF_A_MARK = ("KW_KLANTEN", "KW_ACTIES", "KW_GATEN")


ROW = max(range(1, len(LINES)), key=lambda row: LINES[row][0])
"""The last invoice line, which is in the period that counts."""


class Book:
    """A workbook that is open, and per call of a function how many cells crossed."""

    def __init__(self, office: Office, path: Any) -> None:
        self.areas = write_function_book(path, SHEETS, FORMULAS)
        self.windows, self.office = WindowsXlwings(), office
        self.crossed: list[tuple[str, int]] = []
        office.on_call = self.answer
        self.document = office.ask("open", path=str(path))
        office.ask("calculate", document=self.document)

    def answer(self, _: str, arguments: list[Any]) -> object:
        _, function, given, _, _ = arguments
        ranges = [one["range"] for one in given if isinstance(one, dict) and "range" in one]
        self.crossed.append((function, sum(len(rows) * len(rows[0]) for rows in ranges)))
        return in_cells(self.windows.call(function, *map(as_over_com, given)))

    def shown(self, name: str) -> list[list[object]]:
        return self.office.ask("read", document=self.document, sheet=name, area=self.areas[name])["values"]

    def type(self, sheet: str, row: int, column: int, value: object) -> list[tuple[str, int]]:
        """Type a value and return what crossed because of it, without the function that takes the tables
        itself."""
        self.crossed.clear()
        area = [row, column, row, column]
        self.office.ask("write", document=self.document, sheet=sheet, area=area, values=[[value]])
        self.office.ask("calculate", document=self.document)
        return [one for one in self.crossed if one != ("KW_KLANTEN", CELLS)]


@pytest.fixture(scope="module")
def book(office: Office, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Book]:
    opened = Book(office, tmp_path_factory.mktemp("kenmerk") / "kenmerk.xlsm")
    yield opened
    office.ask("close", document=opened.document)
    office.on_call = None


def test_a_mark_gives_the_figures_of_its_tables(book: Book) -> None:
    (mark,) = book.shown("Kenmerk")[0]
    assert str(mark).startswith(f"KW-tabellen, {len(LINES) - 1} factuurregels, ")
    assert book.shown("KW_KLANTEN") == book.shown("Zelf")
    assert book.shown("KW_ACTIES")[0][0] == "Klantnr"
    assert [row[0] for row in book.shown("KW_GATEN")[1:]] == ["00010", "00010"]


def test_tables_beside_a_mark_are_an_error_that_says_so(book: Book) -> None:
    assert book.shown("Ernaast") == [["Error 2015"]]
    assert str(book.shown("Reden")[0][0]).startswith("KW-622: klanten staat naast de cel met KW_TABELLEN")


def test_a_change_sends_the_tables_once_and_one_cell_per_function(book: Book) -> None:
    before = book.shown("Kenmerk"), book.shown("KW_KLANTEN")
    for value in (5_000.0, 6_000.0):
        crossed = book.type("Trans", ROW, 3, value)
        assert crossed.count(("KW_TABELLEN", CELLS)) == 1
        ones = [name for name, cells in crossed if cells == 1]
        assert set(OF_A_MARK) <= set(ones)
        assert all(cells == 1 for name, cells in crossed if name in OF_A_MARK[1:])
        assert book.shown("Kenmerk") != before[0]
        assert book.shown("KW_KLANTEN") == book.shown("Zelf") != before[1]
    book.type("Trans", ROW, 3, LINES[ROW][3])
    assert (book.shown("Kenmerk"), book.shown("KW_KLANTEN")) == before
