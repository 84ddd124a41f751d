"""The Excel tables of a sheet: in LibreOffice database ranges with headers, with a totals row that Excel
would keep."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, ClassVar

from uno_range import UnoRange

if TYPE_CHECKING:
    from uno_book import UnoSheet


class UnoTables:
    def __init__(self, sheet: UnoSheet) -> None:
        self.sheet, self.api = sheet, None

    def _found(self) -> dict[str, list[int]]:
        return {
            name: area
            for name, (sheet, area) in self.sheet.book.ask("tables").items()
            if sheet == self.sheet.name
        }

    def __len__(self) -> int:
        return len(self._found())

    def __contains__(self, name: object) -> bool:
        found = self.sheet.book.ask("table", name=name)
        return found is not None and found[0] == self.sheet.name

    def __iter__(self) -> Iterator[UnoTable]:
        return (UnoTable(self.sheet, name) for name in self._found())

    def __call__(self, key: object) -> UnoTable:
        if isinstance(key, int):
            return UnoTable(self.sheet, list(self._found())[key - 1])
        if key not in self:
            raise ValueError(f"{key} is no table of {self.sheet.name}")
        return UnoTable(self.sheet, str(key))


class UnoTable:
    """An Excel table; in LibreOffice a database range with headers."""

    _totals: ClassVar[dict[tuple[str, str], list[str]]] = {}

    def __init__(self, sheet: UnoSheet, name: str) -> None:
        self.parent, self._name, self.api = sheet, name, UnoTableObject(self)

    @property
    def show_totals(self) -> bool:
        return self.parent.book.ask("totals", name=self._name)

    @show_totals.setter
    def show_totals(self, shown: bool) -> None:
        """Do as Excel does: hide takes the row away, show puts it below the table with the formulas that it
        had."""
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
        return UnoRange(self.parent, self.parent.book.ask("table", name=self._name)[1])

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


class UnoTableObject:
    """The part of Excel's ListObject that xlwings does not cover: its filters; criteria are ``=text`` or
    ``>=number``."""

    def __init__(self, table: UnoTable) -> None:
        self._table = table
        self.Range = self.AutoFilter = self.Filters = self

    def _ask(self, do: str, **arguments: object) -> Any:
        return self._table.parent.book.ask(do, name=self._table.name, **arguments)

    @property
    def FilterMode(self) -> bool:  # noqa: N802 - COM's name
        return bool(self._ask("filters"))

    @property
    def Count(self) -> int:  # noqa: N802 - COM's name
        return self._table.range.shape[1]

    def Item(self, field: int) -> SimpleNamespace:  # noqa: N802 - COM's name
        criteria = dict(self._ask("filters")).get(field - 1)
        return SimpleNamespace(On=criteria is not None, Operator=0, Criteria1=criteria)

    def ShowAllData(self) -> None:  # noqa: N802 - COM's name
        self._ask("set_filters", filters=[])

    def __call__(self, Field: int, Criteria1: str) -> None:  # noqa: N803 - COM's names
        others = [item for item in self._ask("filters") if item[0] != Field - 1]
        self._ask("set_filters", filters=[*others, [Field - 1, Criteria1]])
