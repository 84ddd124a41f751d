"""A range of cells in an open document, with what xlwings asks of it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from uno_values import EPOCH, ERRORS, CellError, NotStoredAsTyped, stored
from xlwings import base_classes, utils

if TYPE_CHECKING:
    from uno_book import UnoSheet

_DATE, _TEXT = 2, 256
_CONTENTS = 1 | 2 | 4 | 16  # numbers, dates, text, formulas


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
        return (
            first if (top, left) == (bottom, right) else f"{first}:${utils.col_name(right + 1)}${bottom + 1}"
        )

    def get_address(self, row_absolute: bool, col_absolute: bool, external: bool) -> str:
        return self.address

    def _ask(self, do: str, **arguments: object) -> Any:
        return self.sheet.book.ask(do, sheet=self.sheet.name, area=self.area, **arguments)

    @property
    def merge_cells(self) -> bool | None:
        """False without merged cells, None when some are, as Excel gives it; of one cell True."""
        return (True if len(self) == 1 else None) if self._ask("is_merged") else False

    @property
    def merge_area(self) -> UnoRange:
        return UnoRange(self.sheet, self._ask("merge_area"))

    @property
    def raw_value(self) -> Any:
        found = self._ask("read")
        values = found["values"]
        for top, left, bottom, right in self._ask("format_areas", kind=_DATE):
            for row in values[top : bottom + 1]:
                for column in range(left, right + 1):
                    if isinstance(row[column], float):
                        row[column] = EPOCH + dt.timedelta(days=row[column])
        for row, column, number, text in found["errors"]:
            values[row][column] = CellError(ERRORS.get(number, text))
        return values[0][0] if self.shape == (1, 1) else values

    @raw_value.setter
    def raw_value(self, data: Any) -> None:
        rows, columns = self.shape
        if not isinstance(data, list | tuple):
            data = [[data] * columns] * rows
        as_text = {
            (row, column)
            for top, left, bottom, right in self._ask("format_areas", kind=_TEXT)
            for row in range(top, bottom + 1)
            for column in range(left, right + 1)
        }
        where = f"{self.sheet.name}!{self.address}"
        values = [
            [stored(value, (i, j) in as_text, where) for j, value in enumerate(row)]
            for i, row in enumerate(data)
        ]
        self._ask("write", values=values)

    @property
    def formula(self) -> Any:
        found = self._ask("formulas")
        return found[0][0] if self.shape == (1, 1) else tuple(map(tuple, found))

    @formula.setter
    def formula(self, value: str | list[list[str]]) -> None:
        # Excel separates arguments by commas, LibreOffice's API by semicolons.
        if isinstance(value, str):
            self._ask("set_formula", formula=value.replace(",", ";"), array=False)
        else:
            self._ask("set_formulas", formulas=[[one.replace(",", ";") for one in row] for row in value])

    def _set_number_format(self, code: str) -> None:
        if code != "@":
            raise NotStoredAsTyped(f"Excel reads the format code {code} in the language of the user")
        self._ask("set_number_format", code=code)

    def _number_format(self) -> str | None:
        return self._ask("number_format")

    number_format = property(_number_format, _set_number_format)

    @property
    def column_width(self) -> float:
        return self._ask("column_width")

    @column_width.setter
    def column_width(self, width: float) -> None:
        self._ask("set_column_width", width=width)

    def copy(self, destination: Any) -> None:
        self._ask("copy", to=destination.api.area)

    def clear_contents(self) -> None:
        self._ask("clear", flags=_CONTENTS)

    def select(self) -> None:
        self._ask("select")
