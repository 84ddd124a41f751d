"""Excel tables of the stand-in: headers, totals, filters and resizing, with what Excel refuses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from excel_calls import ComObject, refuse, unwrapped
from excel_contents import Cell, Contents, Table
from excel_language import ExcelError
from excel_ranges import Area, Range

if TYPE_CHECKING:
    from excel_com import Worksheet


class ListObjects(ComObject):
    """The tables of a sheet."""

    def __init__(self, sheet: Worksheet) -> None:
        super().__init__(sheet._app)
        object.__setattr__(self, "_sheet", sheet)

    @property
    def Count(self) -> int:
        return len(self._sheet._contents.tables)

    def Item(self, key: str | int) -> ListObject:
        tables = self._sheet._contents.tables
        if isinstance(key, int) and 1 <= key <= len(tables):
            return ListObject(self._sheet, tables[key - 1])
        for table in tables:
            if table.name.lower() == str(key).lower():
                return ListObject(self._sheet, table)
        return refuse("Subscript out of range")

    def __iter__(self) -> Iterator[ListObject]:
        return iter([ListObject(self._sheet, table) for table in self._sheet._contents.tables])


class ListObject(ComObject):
    """One Excel table."""

    def __init__(self, sheet: Worksheet, table: Table) -> None:
        super().__init__(sheet._app)
        object.__setattr__(self, "_sheet", sheet)
        object.__setattr__(self, "_table", table)

    @property
    def Name(self) -> str:
        return self._table.name

    DisplayName = Name

    @property
    def Parent(self) -> Worksheet:
        return self._sheet

    @property
    def Range(self) -> Range:
        return Range(self._sheet, self._table.area)

    @property
    def HeaderRowRange(self) -> Range:
        top, left, _, right = self._table.area
        return Range(self._sheet, (top, left, top, right))

    @property
    def DataBodyRange(self) -> Range:
        top, left, bottom, right = self._table.area
        return Range(self._sheet, (top + 1, left, bottom - int(self._table.totals), right))

    @property
    def AutoFilter(self) -> AutoFilter | None:
        return AutoFilter(self._sheet, self._table) if self._table.shows_filter else None

    @property
    def ShowTotals(self) -> bool:
        return self._table.totals

    @ShowTotals.setter
    def ShowTotals(self, shown: bool) -> None:
        table, cells = self._table, self._sheet._contents.cells
        if shown == table.totals:
            return
        top, left, bottom, right = table.area
        if not shown:
            table.kept_totals = [cells.pop((bottom, column), Cell()) for column in range(left, right + 1)]
            table.area, table.totals = (top, left, bottom - 1, right), False
            return
        _move_down(self._sheet._contents, (bottom + 1, left, right))
        table.area, table.totals = (top, left, bottom + 1, right), True
        for column, cell in zip(range(left, right + 1), table.kept_totals, strict=False):
            if cell != Cell():
                cells[bottom + 1, column] = cell

    def Resize(self, target: Any) -> None:
        area, table = unwrapped(target)._area, self._table
        if self._sheet._contents.protected:
            refuse("a protected sheet")
        if area[:2] != table.area[:2] or area[2] == area[0]:
            refuse("The headers must stay in the same row, and the new range must overlap the table.")
        if any(_overlap(area, other.area) for other in self._sheet._contents.tables if other is not table):
            refuse("A table cannot overlap another table.")
        table.area = area
        # Headers that the wider table has no text for are named by Excel; that is no fault of the writer.
        tidy_headers(self._sheet._contents, table, area, self._app.language.column)


class AutoFilter(ComObject):
    """The filters of a table."""

    def __init__(self, sheet: Worksheet, table: Table) -> None:
        super().__init__(sheet._app)
        object.__setattr__(self, "_table", table)

    @property
    def FilterMode(self) -> bool:
        return bool(self._table.filters)

    @property
    def Filters(self) -> AutoFilter:
        return self

    @property
    def Count(self) -> int:
        return self._table.area[3] - self._table.area[1] + 1

    def Item(self, field: int) -> Filter:
        return Filter(self._app, self._table.filters.get(field))

    def ShowAllData(self) -> None:
        if not self._table.filters:
            refuse("ShowAllData method of AutoFilter class failed")
        self._table.filters.clear()


class Filter(ComObject):
    """The filter of one column; of one on days, months and years Excel does not tell what it is."""

    def __init__(self, app: Any, criteria: dict[str, object] | None) -> None:
        super().__init__(app)
        object.__setattr__(self, "_criteria", criteria)

    @property
    def On(self) -> bool:
        return self._criteria is not None

    def _told(self, name: str) -> object:
        if "Secret" in self._criteria or (name not in self._criteria and name != "Operator"):
            refuse("Application-defined or object-defined error")
        return self._criteria.get(name, 0)

    Operator = property(lambda self: self._told("Operator"))
    Criteria1 = property(lambda self: self._told("Criteria1"))
    Criteria2 = property(lambda self: self._told("Criteria2"))


def tidy_headers(contents: Contents, table: Table, area: Area, word: str) -> list[str]:
    """Do with the headers in this area as Excel does; return what it changed.

    A blank one gets a name and a double one a number.
    """
    top, left, _, right = table.area
    if not area[0] <= top <= area[2]:
        return []
    changed = []
    for column in range(max(left, area[1]), min(right, area[3]) + 1):
        others = {
            str(contents.value((top, other))).lower() for other in range(left, right + 1) if other != column
        }
        value = contents.value((top, column))
        name = value.text if isinstance(value, ExcelError) else "" if value is None else str(value)
        wanted, number = name or word, 1 if name else column - left
        unique = name or f"{word}{max(number, 1)}"
        while unique.lower() in others:
            number += 1
            unique = f"{wanted}{number}"
        if unique != value:
            contents.cells[top, column] = Cell(unique)
            changed.append(f"{table.name}: the header {name!r} becomes {unique!r}")
    return changed


def grown(contents: Contents, area: Area) -> list[str]:
    """Return the tables that Excel makes longer or wider because something is written right beside them."""
    found = []
    for table in contents.tables:
        top, left, bottom, right = table.area
        below = [(bottom + 1, column) for column in range(left, right + 1)] if not table.totals else []
        beside = [(row, right + 1) for row in range(top, bottom + 1)]
        if any(
            area[0] <= row <= area[2] and area[1] <= column <= area[3] and (row, column) in contents.cells
            for row, column in (*below, *beside)
        ):
            found.append(f"{table.name} grows over what is written beside it")
    return found


def filled_down(contents: Contents, area: Area) -> list[str]:
    """Return the tables of which a column held nothing but the formula that was written into this area."""
    found = []
    for table in contents.tables:
        top, left, bottom, right = table.area
        body = range(top + 1, bottom + 1 - int(table.totals))
        rows = [row for row in body if area[0] <= row <= area[2]]
        for column in range(max(left, area[1]), min(right, area[3]) + 1):
            others = [(row, column) for row in body if row not in rows]
            if rows and others and not any(place in contents.cells for place in others):
                found.append(f"{table.name}: the formula fills the whole column")
    return found


def _overlap(one: Area, other: Area) -> bool:
    return one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]


def _move_down(contents: Contents, row: tuple[int, int, int]) -> None:
    """Make room for a totals row: what stands there and below it in these columns goes one down."""
    top, left, right = row
    if not any(place in contents.cells for place in ((top, column) for column in range(left, right + 1))):
        return
    moved = [place for place in contents.cells if place[0] >= top and left <= place[1] <= right]
    for place in sorted(moved, reverse=True):
        contents.cells[place[0] + 1, place[1]] = contents.cells.pop(place)
