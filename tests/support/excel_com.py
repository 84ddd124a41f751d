"""A stand-in for Excel over COM, in pure Python: what xlwings' own Windows code talks to.

It refuses what Excel in this language refuses, gives what Excel gives, and notes in ``line.faults`` what
Excel does without an error and nobody wants: text that becomes a formula, a header that gets another name, a
table that grows. It calculates nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from excel_calls import EXCEPTION, READING, ComObject, Line, refuse, unwrapped
from excel_contents import Contents, Place, read
from excel_language import DUTCH, Language, units
from excel_paper import PageSetup
from excel_ranges import LONGEST_ADDRESS, Area, Range
from excel_tables import ListObjects, filled_down, grown, tidy_headers
from openpyxl.utils.cell import range_boundaries
from windows_stub import ComError

AUTOMATIC, MANUAL = -4105, -4135
LONGEST_STATUS, LONGEST_PROMPT = 255, 255
_PRESSED = {"ok": 1, "cancel": 2, "yes": 6, "no": 7}


class Application(ComObject):
    """Excel itself, with one workbook open.

    ``answers`` are the buttons that the user presses and ``typed`` what the user types, in turn.
    """

    def __init__(self, path: Path, data: bytes, language: Language = DUTCH) -> None:
        super().__init__(self)
        self.language, self.line, self.shows_alerts = language, Line(), True
        self.selected: Any = None
        self.has_printer = True
        self.answers: list[str] = []
        self.typed: list[object] = []
        self.picked: object = False
        self.said: list[str] = []
        self.state: dict[str, Any] = {
            "screen": True,
            "events": True,
            "calculation": AUTOMATIC,
            "status": False,
            "fill": True,
        }
        self.book = Workbook(self, path, data)
        self.selected = Range(self.book.front, (1, 1, 1, 1))

    Name, Version, OperatingSystem, Hwnd = "Microsoft Excel", "16.0", "Windows (64-bit) NT 10.00", 1

    Application = AutoCorrect = property(lambda self: self)
    Workbooks = property(lambda self: SimpleNamespace(Count=1, Application=self))
    ActiveWorkbook = property(lambda self: self.book)
    ActiveSheet = property(lambda self: self.book.front)
    Selection = property(lambda self: self.selected)

    def _kept(name: str, *kinds: type) -> property:  # noqa: N805 - makes properties of this class
        def put(self: Application, value: Any) -> None:
            if type(value) not in kinds:
                refuse(f"Unable to set {name} to {value!r}")
            self.state[name] = value

        return property(lambda self: self.state[name], put)

    ScreenUpdating, EnableEvents = _kept("screen", bool), _kept("events", bool)
    AutoFillFormulasInLists = _kept("fill", bool)

    @property
    def Calculation(self) -> int:
        return self.state["calculation"]

    @Calculation.setter
    def Calculation(self, value: int) -> None:
        if value not in {AUTOMATIC, MANUAL, 2}:
            refuse("Unable to set the Calculation property of the Application class")
        self.state["calculation"] = value

    @property
    def DisplayAlerts(self) -> bool:
        return self.shows_alerts

    @DisplayAlerts.setter
    def DisplayAlerts(self, value: bool) -> None:
        self.shows_alerts = value

    @property
    def StatusBar(self) -> object:
        return self.state["status"]

    @StatusBar.setter
    def StatusBar(self, text: object) -> None:
        if text is not False and not (isinstance(text, str) and units(text) <= LONGEST_STATUS):
            refuse("Unable to set the StatusBar property of the Application class")
        self.state["status"] = text

    def Calculate(self) -> None:
        """The values stay those of the file."""

    def InputBox(self, Prompt: str, Title: str, Type: int) -> object:
        if units(Prompt) > LONGEST_PROMPT:
            refuse("the text of an InputBox is too long")
        assert Type == 2
        self.said.append(Prompt)
        self._asks()
        return self.typed.pop(0)

    def GetOpenFilename(self, FileFilter: str, Title: str, MultiSelect: bool) -> object:
        assert len(FileFilter.split(",")) % 2 == 0
        self._asks()
        return self.picked

    def message_box(self, _hwnd: int, text: str, _title: str, style: int) -> int:
        """Show a window of Windows, as xlwings does, and return the number of the button that is pressed."""
        self.said.append(text)
        self._asks()
        return _PRESSED[self.answers.pop(0)] if style & 0x0F else _PRESSED["ok"]

    def _asks(self) -> None:
        """The user looks at a window: the screen must be up to date, and time goes by."""
        self.line.waits(READING, self.shows_alerts)
        if not self.state["screen"]:
            self.line.fault("a window is shown while the screen is not updated")


class Workbook(ComObject):
    """The open workbook."""

    def __init__(self, app: Application, path: Path, data: bytes) -> None:
        super().__init__(app)
        self.path, self.data = path, data
        contents, self.names, front = read(data)
        self.sheets = [Worksheet(self, one) for one in contents]
        self.front = self.sheets[front]
        self.sheet_list, self.name_list = SheetList(self), NameList(self)

    Name = property(lambda self: self.path.name)
    FullName = property(lambda self: str(self.path))
    Path = property(lambda self: str(self.path.parent))
    Application = property(lambda self: self._app)
    ActiveSheet = property(lambda self: self.front)
    Date1904 = False
    Sheets = Worksheets = property(lambda self: self.sheet_list)
    Names = property(lambda self: self.name_list)

    def Activate(self) -> None:
        """It is the only one."""

    def ExportAsFixedFormat(self, Type: int, Filename: str, **_: object) -> None:
        assert Type == 0
        visible = [sheet._contents.name for sheet in self.sheets if sheet._contents.state == -1]
        Path(Filename).write_text("\n".join(visible), encoding="utf-8")


class SheetList(ComObject):
    """The sheets of the workbook."""

    def __init__(self, book: Workbook) -> None:
        super().__init__(book._app)
        self.book = book

    Parent = property(lambda self: self.book)
    Count = property(lambda self: len(self.book.sheets))

    def __iter__(self) -> Iterator[Worksheet]:
        return iter(self.book.sheets)

    def __call__(self, key: str | int) -> Worksheet:
        if isinstance(key, int) and 1 <= key <= len(self.book.sheets):
            return self.book.sheets[key - 1]
        for sheet in self.book.sheets:
            if sheet._contents.name.lower() == str(key).lower():
                return sheet
        return refuse("Subscript out of range")

    Item = __call__


class Worksheet(ComObject):
    """One sheet."""

    def __init__(self, book: Workbook, contents: Contents) -> None:
        super().__init__(book._app)
        self.book, self._contents = book, contents

    Name = property(lambda self: self._contents.name)
    Parent = property(lambda self: self.book)
    Application = property(lambda self: self._app)
    Index = property(lambda self: self.book.sheets.index(self) + 1)
    ProtectContents = property(lambda self: self._contents.protected)
    ListObjects = property(ListObjects)
    PageSetup = property(PageSetup)
    Cells = property(lambda self: Range(self, (1, 1, 1_048_576, 16_384)))
    UsedRange = property(lambda self: Range(self, (1, 1, *self._contents.corner())))

    def Range(self, first: Any, last: Any = None) -> Range:
        if isinstance(first, str):
            if units(first) > LONGEST_ADDRESS:
                refuse("Method 'Range' of object '_Worksheet' failed")
            left, top, right, bottom = range_boundaries(first.split(",")[0].replace("$", ""))
            return Range(self, (top, left, bottom, right))
        one, other = unwrapped(first)._area, unwrapped(last if last is not None else first)._area
        return Range(self, (*one[:2], *other[2:]))

    @property
    def Visible(self) -> int:
        return self._contents.state

    @Visible.setter
    def Visible(self, value: int | bool) -> None:
        shown = [sheet for sheet in self.book.sheets if sheet._contents.state == -1]
        if not value and shown == [self]:
            refuse("A workbook must contain at least one visible worksheet.")
        self._contents.state = -1 if value in {True, -1} else int(value)
        if self.book.front is self and not value:
            self._show(next(sheet for sheet in shown if sheet is not self))

    def Activate(self) -> None:
        if self._contents.state != -1:
            refuse("Activate method of Worksheet class failed")
        self._show(self)

    def Select(self) -> None:
        if self._contents.state != -1:
            refuse("Select method of Worksheet class failed")
        self._show(self)

    def _show(self, sheet: Worksheet) -> None:
        if self.book.front is not sheet:
            self.book.front = sheet
            self._app.selected = Range(sheet, (1, 1, 1, 1))

    def after_header(self, place: Place) -> None:
        """Do what Excel does with the header of a table after its cell has changed."""
        for table in self._contents.tables:
            if place[0] == table.area[0]:
                for change in tidy_headers(
                    self._contents, table, (*place, *place), self._app.language.column
                ):
                    self._app.line.fault(change)

    def after_write(self, area: Area) -> None:
        """Note the tables that grow when something is written into an area."""
        for fault in grown(self._contents, area):
            self._app.line.fault(fault)

    def after_formula(self, area: Area) -> None:
        """Note the tables of which Excel fills a whole column with the first formula in it."""
        if self._app.state["fill"]:
            for fault in filled_down(self._contents, area):
                self._app.line.fault(fault)


class NameList(ComObject):
    """The names of the workbook."""

    def __init__(self, book: Workbook) -> None:
        super().__init__(book._app)
        self.book = book

    Count = property(lambda self: len(self.book.names))

    def __call__(self, key: str | int) -> DefinedName:
        names = list(self.book.names)
        found = [names[key - 1]] if isinstance(key, int) else [n for n in names if n.lower() == key.lower()]
        if not found:
            raise ComError(EXCEPTION, "Exception occurred.", (0, None, "", None, 0, -2147352565), None)
        return DefinedName(self.book, found[0])


class DefinedName(ComObject):
    """One name."""

    def __init__(self, book: Workbook, name: str) -> None:
        super().__init__(book._app)
        self.book, self.name = book, name

    Name = property(lambda self: self.name)
    RefersTo = property(lambda self: f"={self.book.names[self.name]}")

    @property
    def RefersToRange(self) -> Range:
        sheet, _, area = self.book.names[self.name].rpartition("!")
        if not sheet or "(" in area:
            refuse("Application-defined or object-defined error")
        return self.book.sheet_list(sheet.strip("'")).Range(area)
