"""One workbook open in the stand-in for Excel, with xlwings' own Windows code in between, and clicks on its
ribbon."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest import mock

import pytest
import xlwings
from excel_com import Application
from excel_language import DUTCH, Language
from excel_saved import saved
from package_rules import faults
from small_workbook import CREATED
from windows_stub import WindowsXlwings

from klantwaarde_xl.excel import buttons
from klantwaarde_xl.report.contents import REPORT

_STYLES = {
    "MB_OK": 0,
    "MB_OKCANCEL": 1,
    "MB_YESNOCANCEL": 3,
    "MB_YESNO": 4,
    "MB_ICONWARNING": 0x30,
    "MB_ICONINFORMATION": 0x40,
}
ATTEMPTS = 300
"""How often xlwings tries again; without a limit it would wait for as long as somebody types in a cell."""

RESULTS = [page.spec for page in REPORT if any(not table.input for table in page.spec.tables)]
OF_THIS_COMPUTER = {"Versie", "Bron"}
"""What Toelichting says of programs and of the file itself."""


class Session:
    """Excel with one workbook, and the xlwings book of it."""

    def __init__(self, windows: WindowsXlwings, path: Path, data: bytes, language: Language = DUTCH) -> None:
        self.app = Application(path, data, language)
        self.windows = windows.windows
        self.windows.N_COM_ATTEMPTS = ATTEMPTS
        self.windows.win32api.MessageBox = self.app.message_box
        self.windows.win32process.GetWindowThreadProcessId = lambda hwnd: (0, hwnd)
        for name, number in _STYLES.items():
            setattr(self.windows.win32con, name, number)
        wrapped = self.windows.COMRetryObjectWrapper(self.app.book)
        self.now, self.took = CREATED, 0.0
        self.book = xlwings.Book(impl=self.windows.Book(xl=wrapped))

    @property
    def faults(self) -> list[str]:
        return self.app.line.faults

    def click(self, button: str) -> None:
        """Click a button as the VBA of the ribbon does: without alerts for as long as Python works.

        Excel waits anew at each click; ``took`` is for how many seconds it did."""
        self.app.shows_alerts, self.app.line.seconds = False, 0.0
        with (
            mock.patch.object(buttons.xw, "books", SimpleNamespace(active=self.book)),
            mock.patch("klantwaarde_xl.ribbon.open_book.now", return_value=self.now),
            mock.patch.object(xlwings.App, "activate"),
        ):
            getattr(buttons, button)()
        self.took, self.app.line.seconds, self.app.shows_alerts = self.app.line.seconds, 0.0, True

    def wrong_when_saved(self) -> list[str]:
        """Return which of Excel's rules the workbook would break that Excel saves now; it was opened without
        a breach."""
        data = saved(self.app.book)
        return [] if data is self.app.book.data else faults(data)

    def cells(self, sheet: str) -> dict[tuple[int, int], Any]:
        """Return the value of every filled cell of a sheet by place."""
        contents = next(one._contents for one in self.app.book.sheets if one._contents.name == sheet)
        return {place: cell.value for place, cell in contents.cells.items()}

    def contents(self, sheet: str) -> Any:
        """Return a sheet as the stand-in holds it."""
        return next(one._contents for one in self.app.book.sheets if one._contents.name == sheet)

    def table(self, name: str) -> Any:
        """Return a table as the stand-in holds it."""
        return next(t for one in self.app.book.sheets for t in one._contents.tables if t.name == name)


def results(session: Session) -> dict[str, Any]:
    """Return the cells of every result sheet, but for hash, time and what a formula shows."""
    found = {}
    for spec in RESULTS:
        contents = session.contents(spec.name)
        for table in contents.tables:
            top, left, bottom, right = table.area
            rows = [
                [contents.value((row, column)) for column in range(left, right + 1)]
                for row in range(top, bottom + 1 - int(table.totals))
            ]
            found[table.name] = [row for row in rows if row[0] not in OF_THIS_COMPUTER]
    return found


def same(found: dict[str, Any], wanted: dict[str, Any]) -> None:
    assert set(found) == set(wanted)
    for name, rows in wanted.items():
        assert len(found[name]) == len(rows), name
        for mine, theirs in zip(found[name], rows, strict=True):
            assert mine == [
                pytest.approx(cell, rel=1e-12, abs=1e-9) if isinstance(cell, float) else cell
                for cell in theirs
            ], name
