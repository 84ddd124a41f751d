"""Ranges of the stand-in for Excel: what a cell gives and what it makes of what is written into it."""

from __future__ import annotations

import datetime as dt
import math
import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from excel_calls import ComObject, refuse, unwrapped
from excel_contents import Cell, Contents, Place
from excel_language import ExcelError, Formula, is_currency, is_date, result_of, units
from openpyxl.utils.cell import get_column_letter
from windows_stub import ComTime

if TYPE_CHECKING:
    from excel_com import Worksheet

EPOCH = dt.datetime(1899, 12, 30)
LONGEST_CELL, LONGEST_IN_ARRAY, LONGEST_FORMULA, LONGEST_ADDRESS = 32_767, 8_203, 8_192, 255
_SAFE_FORMAT = re.compile(r'[0#%@+\-; "]+')
Area = tuple[int, int, int, int]
"""Top, left, bottom and right, counted from 1."""


class Counted(ComObject):
    """The rows or columns of a range, as far as they are counted."""

    def __init__(self, app: Any, count: int) -> None:
        super().__init__(app)
        object.__setattr__(self, "_count", count)

    @property
    def Count(self) -> int:
        return self._count


class Range(ComObject):
    """One rectangle of cells."""

    def __init__(self, sheet: Worksheet, area: Area) -> None:
        super().__init__(sheet._app)
        object.__setattr__(self, "_sheet", sheet)
        object.__setattr__(self, "_area", area)

    def __call__(self, row: int, column: int) -> Range:
        top, left, *_ = self._area
        place = (top + int(row) - 1, left + int(column) - 1)
        if not (1 <= place[0] <= 1_048_576 and 1 <= place[1] <= 16_384):
            refuse("Application-defined or object-defined error")
        return Range(self._sheet, (*place, *place))

    @property
    def _contents(self) -> Contents:
        return self._sheet._contents

    @property
    def Worksheet(self) -> Worksheet:
        return self._sheet

    Parent = Worksheet

    @property
    def Application(self) -> Any:
        return self._app

    @property
    def Row(self) -> int:
        return self._area[0]

    @property
    def Column(self) -> int:
        return self._area[1]

    @property
    def Rows(self) -> Counted:
        return Counted(self._app, self._area[2] - self._area[0] + 1)

    @property
    def Columns(self) -> Counted:
        return Counted(self._app, self._area[3] - self._area[1] + 1)

    @property
    def Count(self) -> int:
        return _size(self._area)

    @property
    def Address(self) -> str:
        top, left, bottom, right = self._area
        first = f"${get_column_letter(left)}${top}"
        return first if _size(self._area) == 1 else f"{first}:${get_column_letter(right)}${bottom}"

    def GetAddress(self, *_: object) -> str:
        return self.Address

    def rows_of(self, give: Any) -> tuple[tuple[Any, ...], ...]:
        top, left, bottom, right = self._area
        return tuple(
            tuple(give((row, column)) for column in range(left, right + 1)) for row in range(top, bottom + 1)
        )

    def _given(self, give: Any) -> Any:
        rows = self.rows_of(give)
        return rows[0][0] if _size(self._area) == 1 else rows

    @property
    def Value(self) -> Any:
        return self._given(lambda place: shown(self._contents, place))

    @Value.setter
    def Value(self, data: Any) -> None:
        self._may_write()
        rows = self._rows(data)
        single = _size(self._area) == 1
        for at, row in enumerate(rows):
            for beside, value in enumerate(row):
                place = (self._area[0] + at, self._area[1] + beside)
                self._store(place, value, in_array=not single)
                self._sheet.after_header(place)
        self._sheet.after_write(self._area)

    @property
    def Formula(self) -> Any:
        def formula(place: Place) -> object:
            cell = self._contents.cells.get(place, Cell())
            value = "" if cell.value is None else cell.value
            return cell.formula or (value.text if isinstance(value, ExcelError) else str(value))

        return self._given(formula)

    @Formula.setter
    def Formula(self, data: Any) -> None:
        self._may_write()
        for at, row in enumerate(self._rows(data)):
            for beside, text in enumerate(row):
                place = (self._area[0] + at, self._area[1] + beside)
                self._store_formula(place, text)
                self._sheet.after_header(place)
        self._sheet.after_write(self._area)
        self._sheet.after_formula(self._area)

    @property
    def MergeCells(self) -> bool:
        """Whether the cells are merged; none is on the sheets of this stand-in."""
        return False

    @property
    def ColumnWidth(self) -> float | None:
        return self._contents.width(self._area)

    @ColumnWidth.setter
    def ColumnWidth(self, width: float) -> None:
        self._contents.widths |= dict.fromkeys(range(self._area[1], self._area[3] + 1), float(width))

    @property
    def NumberFormat(self) -> str | None:
        codes = {code for row in self.rows_of(self._contents.format) for code in row}
        return self._app.language.local_format(codes.pop()) if len(codes) == 1 else None

    @NumberFormat.setter
    def NumberFormat(self, code: str) -> None:
        self._may_write()
        if not _SAFE_FORMAT.fullmatch(code):
            self._app.line.fault(
                f"the format code {code} is read as a user of Excel in this language types it"
            )
        for row in self.rows_of(lambda place: place):
            self._contents.formats |= dict.fromkeys(row, code)

    def ClearContents(self) -> None:
        self._may_write()
        gone = [place for place in self._contents.cells if self._holds(place)]
        for place in gone:
            del self._contents.cells[place]
            self._sheet.after_header(place)

    def Copy(self, Destination: Any = None) -> None:
        target = unwrapped(Destination)
        if target is None:
            self._app.line.fault("the clipboard of the user is used")
            return
        target._may_write()
        top, left, bottom, right = self._area
        for row, column in [place for line in target.rows_of(lambda place: place) for place in line]:
            source = (
                top + (row - target._area[0]) % (bottom - top + 1),
                left + (column - target._area[1]) % (right - left + 1),
            )
            target._contents.formats[row, column] = self._contents.format(source)
            if source in self._contents.cells:
                cell = self._contents.cells[source]
                target._contents.cells[row, column] = Cell(cell.value, cell.formula)
            else:
                target._contents.cells.pop((row, column), None)
            target._sheet.after_header((row, column))
        target._sheet.after_write(target._area)

    def Select(self) -> None:
        if self._app.book.front is not self._sheet:
            refuse("Select method of Range class failed")
        self._app.selected = self

    def AutoFilter(self, Field: int, **criteria: object) -> None:
        table = next(table for table in self._contents.tables if table.area == self._area)
        table.filters[int(Field)] = criteria

    def _holds(self, place: Place) -> bool:
        top, left, bottom, right = self._area
        return top <= place[0] <= bottom and left <= place[1] <= right

    def _may_write(self) -> None:
        if self._contents.protected:
            refuse("The cell or chart you're trying to change is on a protected sheet.")
        for table in self._contents.tables:
            if table.filters and any(self._holds((row, table.area[1])) for row in range(*table.area[0::2])):
                self._app.line.fault(f"{table.name} is written while a filter hides rows of it")

    def _rows(self, data: Any) -> list[list[Any]]:
        top, left, bottom, right = self._area
        if not isinstance(data, list | tuple):
            return [[data] * (right - left + 1)] * (bottom - top + 1)
        rows = [list(row) if isinstance(row, list | tuple) else [row] for row in data]
        if {len(row) for row in rows} != {right - left + 1} or len(rows) != bottom - top + 1:
            self._app.line.fault(f"{self._contents.name}: {len(rows)} rows in {self._area}: the rest is #N/A")
            refuse("the array has another size than the range")
        return rows

    def _store(self, place: Place, value: Any, *, in_array: bool) -> None:
        found = self._kept(place, value, in_array)
        if isinstance(found, Formula):
            self._app.line.fault(f"{self._contents.name}: Excel makes a formula of {value!r}")
            self._contents.cells[place] = Cell(0.0, found.text)
        elif found is None:
            self._contents.cells.pop(place, None)
        else:
            self._contents.cells[place] = Cell(found)

    def _kept(self, place: Place, value: Any, in_array: bool) -> object:
        """Return what the cell holds when this is written."""
        if value is None or value == "":
            return None
        if isinstance(value, bool):
            return value
        if isinstance(value, dt.datetime):
            if value.tzinfo is None:
                raise TypeError("must be a pywintypes time object")
            return (value.replace(tzinfo=None) - EPOCH) / dt.timedelta(days=1)
        if type(value) in {int, float, Decimal}:
            if not math.isfinite(value):
                refuse("not a finite number")
            return float(value)
        if type(value) is not str:
            raise TypeError(f"pywin32 makes no variant of a {type(value)}")
        return self._kept_text(place, value, in_array)

    def _kept_text(self, place: Place, text: str, in_array: bool) -> object:
        if units(text) > (LONGEST_IN_ARRAY if in_array else LONGEST_CELL):
            refuse("Application-defined or object-defined error")
        if text.startswith("'"):
            return text[1:] or None
        if self._contents.format(place) == "@":
            return text
        found = self._app.language.typed(text)
        if not isinstance(found, str | ExcelError) or (text.startswith("#") and found == text):
            self._app.line.fault(
                f"{self._contents.name}: Excel in {self._app.language.name} makes {found!r} of {text!r}"
            )
        return found

    def _store_formula(self, place: Place, text: object) -> None:
        if not isinstance(text, str) or not text.startswith("="):
            self._store(place, text, in_array=False)
            return
        if units(text) > LONGEST_FORMULA:
            refuse("Application-defined or object-defined error")
        if (value := result_of(text)) is None:
            refuse(f"no formula, which is English and holds short texts: {text}")
        self._contents.cells[place] = Cell(value, text)


def _size(area: Area) -> int:
    top, left, bottom, right = area
    return (bottom - top + 1) * (right - left + 1)


def shown(contents: Contents, place: Place) -> object:
    """Return what ``Value`` gives for a cell: dates as time, amounts with a currency as a decimal, errors as
    numbers."""
    value = contents.value(place)
    if isinstance(value, ExcelError):
        return value.over_com
    if isinstance(value, float):
        code = contents.format(place)
        if is_date(code):
            moment = EPOCH + dt.timedelta(days=value)
            return ComTime(*moment.timetuple()[:6], moment.microsecond, dt.UTC)
        if is_currency(code):
            return Decimal(value).quantize(Decimal("0.0001"))
    return value
