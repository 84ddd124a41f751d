"""A workbook as a stand-in for Excel holds it: sheets, cells, formats, tables and names, read from a package.

Nothing is calculated: a formula keeps the value that the file has for it.
"""

from __future__ import annotations

import pickle
import re
from dataclasses import dataclass, field
from functools import lru_cache

from excel_language import ExcelError
from lxml import etree
from openpyxl.styles.numbers import BUILTIN_FORMATS
from openpyxl.utils.cell import column_index_from_string, range_boundaries
from package_reading import MAIN, Package, Sheet

PRINT_AREA = "_xlnm.Print_Area"
Place = tuple[int, int]
"""Row and column, counted from 1."""
_PLACE = re.compile(r"([A-Z]+)(\d+)")
MOST_COLUMNS = 500
"""Of which widths and looks are kept; what stands on a sheet of ours ends before."""
STATES = {"hidden": 0, "veryHidden": 2}


@dataclass
class Cell:
    """One cell: its value (None, float, str, bool or ExcelError) and its formula, '' for none."""

    value: object = None
    formula: str = ""


@dataclass
class Table:
    """One Excel table: name and corners (top, left, bottom, right), with headers and totals."""

    name: str
    area: tuple[int, int, int, int]
    totals: bool
    filters: dict[int, dict[str, object]] = field(default_factory=dict)
    kept_totals: list[Cell] = field(default_factory=list)
    shows_filter: bool = True

    def holds(self, place: Place) -> bool:
        top, left, bottom, right = self.area
        return top <= place[0] <= bottom and left <= place[1] <= right


@dataclass
class Contents:
    """One sheet: its cells and formats by place, its tables, whether it is shown and protected."""

    name: str
    state: int = -1
    protected: bool = False
    cells: dict[Place, Cell] = field(default_factory=dict)
    formats: dict[Place, str] = field(default_factory=dict)
    column_formats: dict[int, str] = field(default_factory=dict)
    widths: dict[int, float] = field(default_factory=dict)
    """Of columns that have one of their own; 0 where hidden."""
    tables: list[Table] = field(default_factory=list)
    paper: str = ""
    """The print area as Excel gives it, $A$1:$O$7; '' for none."""

    def value(self, place: Place) -> object:
        cell = self.cells.get(place)
        return None if cell is None else cell.value

    def format(self, place: Place) -> str:
        return self.formats.get(place) or self.column_formats.get(place[1], "General")

    def width(self, area: tuple[int, int, int, int]) -> float | None:
        """Return the width that all columns of an area share, None when they differ."""
        widths = {self.widths.get(column, 8.43) for column in range(area[1], area[3] + 1)}
        return widths.pop() if len(widths) == 1 else None

    def corner(self) -> Place:
        """Return the last row and column that are used, by a value or a format."""
        places = [*self.cells, *self.formats]
        return max((row for row, _ in places), default=1), max((column for _, column in places), default=1)


Workbook = tuple[list[Contents], dict[str, str], int]
"""Sheets, what each name refers to, and which sheet is in front."""


def read(data: bytes) -> Workbook:
    """Return a workbook to write in; reading the same one again is quick."""
    return pickle.loads(_read(data))


@lru_cache(maxsize=4)
def _read(data: bytes) -> bytes:
    package = Package(data)
    formats = _formats(package)
    states = [one.get("state", "") for one in package.workbook.iter(f"{MAIN}sheet")]
    sheets = [
        _sheet(package, sheet, STATES.get(state, -1), formats)
        for sheet, state in zip(package.sheets, states, strict=True)
    ]
    for one in package.workbook.iter(f"{MAIN}definedName"):
        if one.get("name") == PRINT_AREA:
            sheets[int(one.get("localSheetId"))].paper = (one.text or "").rpartition("!")[2]
    names = {
        one.get("name"): one.text
        for one in package.workbook.iter(f"{MAIN}definedName")
        if one.get("localSheetId") is None
    }
    view = next(package.workbook.iter(f"{MAIN}workbookView"), None)
    front = int(view.get("activeTab", 0)) if view is not None else 0
    return pickle.dumps((sheets, names, front))


def _formats(package: Package) -> list[str]:
    root = package.xml("xl/styles.xml")
    own = {int(one.get("numFmtId")): one.get("formatCode") for one in root.iter(f"{MAIN}numFmt")}
    codes = {**BUILTIN_FORMATS, 14: "dd-mm-yyyy", **own}
    return [codes.get(int(xf.get("numFmtId", 0)), "General") for xf in root.find(f"{MAIN}cellXfs")]


def _sheet(package: Package, sheet: Sheet, state: int, formats: list[str]) -> Contents:
    found = Contents(sheet.name, state, sheet.root.find(f"{MAIN}sheetProtection") is not None)
    for column in sheet.root.iter(f"{MAIN}col"):
        last = min(int(column.get("max")), MOST_COLUMNS)
        width = 0.0 if column.get("hidden") in {"1", "true"} else float(column.get("width", 8.43))
        found.widths |= dict.fromkeys(range(int(column.get("min")), last + 1), width)
        if code := formats[int(column.get("style", 0))]:
            found.column_formats |= dict.fromkeys(range(int(column.get("min")), last + 1), code)
    for address, cell in sheet.cells.items():
        letters, digits = _PLACE.fullmatch(address).groups()
        place = int(digits), column_index_from_string(letters)
        found.formats[place] = formats[int(cell.get("s", 0))]
        value, formula = _value(package, cell), cell.findtext(f"{MAIN}f")
        if value is not None or formula:
            found.cells[place] = Cell(value, f"={formula}" if formula else "")
    for owner, table in package.tables:
        if owner.name == sheet.name:
            left, top, right, bottom = range_boundaries(table.get("ref"))
            totals = table.get("totalsRowCount", "0") != "0"
            found.tables.append(Table(table.get("displayName"), (top, left, bottom, right), totals))
    return found


def _value(package: Package, cell: etree._Element) -> object:
    kind, text = cell.get("t", "n"), cell.findtext(f"{MAIN}v")
    if kind in {"s", "inlineStr"}:
        return package.text(cell)
    if not text:
        return None
    if kind == "e":
        return ExcelError(text)
    if kind == "b":
        return text == "1"
    return float(text) if kind == "n" else text
