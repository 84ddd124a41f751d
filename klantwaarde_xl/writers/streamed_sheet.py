"""A worksheet that keeps the body of its table as arrays and turns it into XML in one stream.

XlsxWriter keeps an object per cell and cannot stream a sheet with a table; fifty thousand customers then ask
for gigabytes. This class leans on its private drawing methods; the tests read the streamed cells back and
fail by name if they change."""

from __future__ import annotations

import functools
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple
from xml.sax.saxutils import escape

import numpy as np
import numpy.typing as npt
import pandas as pd
from xlsxwriter.format import Format
from xlsxwriter.url import Url
from xlsxwriter.utility import xl_col_to_name, xl_range
from xlsxwriter.worksheet import Worksheet

_ROWS_AT_A_TIME = 2_000
_EXACT = 2.0**53
"""Up to here a float holds every whole number, and can be written as one."""


@dataclass(frozen=True, slots=True, eq=False)
class BodyColumn:
    """One column of a body: figures with NaN for blank, or positions in the shared strings with -1 for blank.

    ``keep_blank`` writes blank cells with their look, for columns with a background.
    """

    figures: np.ndarray
    text: bool
    cell_format: Format
    keep_blank: bool = False


class MixedCell(NamedTuple):
    """One cell of a column whose cells differ in type: type in the file, value and look.

    The type is 's' for text, 'e' for an error.

    A ``formula`` that gives text has type 'str'.
    """

    type: Literal["s", "n", "b", "e", "str"]
    value: str | float
    cell_format: Format
    formula: str = ""


_PREPARING = Worksheet()
_CALLED = re.compile(r"(?<![\w.])[\w.]+\(")


@functools.lru_cache(maxsize=1_000)
def _newer(called: str) -> bool:
    """Return whether the library gives a function, such as ``SORT(``, another name in the file."""
    return bool(_PREPARING._prepare_formula(called) != called)


@functools.lru_cache(maxsize=20_000)
def _prepared(formula: str) -> str:
    """Return what XlsxWriter makes of a formula, which costs it thirty searches in each.

    The functions that our formulas call are few: a formula that calls none with another name in the file only
    loses the = in front."""
    braces = formula.startswith("{") or formula.endswith("}")
    if not braces and not any(map(_newer, set(_CALLED.findall(formula)))):
        return formula.removeprefix("=")
    prepared: str = _PREPARING._prepare_formula(formula)
    return prepared


class StreamedSheet(Worksheet):
    """A worksheet with at most one body of many rows, in which nothing else stands."""

    dim_rowmin: int
    dim_rowmax: int

    def __init__(self) -> None:
        """Start without a body."""
        super().__init__()
        self.body: list[BodyColumn | list[MixedCell | None]] = []
        self.body_at = (0, 0)
        self.heights = np.empty(0)
        self.link_ends: dict[tuple[int, int], int] = {}

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
        if expand_future_functions or self.use_future_functions:
            whole: str = super()._prepare_formula(formula, expand_future_functions)
            return whole
        return _prepared(formula)

    def start_body(self, row: int, column: int, rows: int, columns: int, heights: np.ndarray) -> None:
        """Announce the body: its first cell and size.

        Its columns follow with :meth:`add_text` and :meth:`add_figures`.

        ``heights`` in points, float (rows,); NaN leaves a row to Excel. They are a start: Excel fits a row
        again when its text changes.
        """
        self.heights = heights
        self.body_at = (row, column)
        self._check_dimensions(row, column)
        self._check_dimensions(row + rows - 1, column + columns - 1)

    def add_figures(self, figures: np.ndarray, cell_format: Format) -> None:
        """Add the next column: figures, float (rows,); NaN and infinite are blank."""
        self.body.append(BodyColumn(np.where(np.isfinite(figures), figures, np.nan), False, cell_format))

    def add_text(self, texts: pd.Series, cell_format: Format, *, keep_blank: bool = False) -> None:
        """Add the next column: str (rows,); missing is blank, and has its look when ``keep_blank``."""
        codes, known = pd.factorize(texts)
        positions = np.array([*(self.str_table._get_shared_string_index(text) for text in known), -1])
        self.str_table.count += int((codes >= 0).sum()) - len(known)
        self.body.append(BodyColumn(positions[codes], True, cell_format, keep_blank))

    def _write_string(
        self, row: int, col: int, string: str, cell_format: Format | None = None
    ) -> Literal[0, -1, -2]:
        """Write a text as the library does; one that is written over is no second use of a shared string."""
        self._forget_text(row, col)
        return super()._write_string(row, col, string, cell_format)

    def _forget_text(self, row: int, column: int) -> None:
        """Count one use less of the shared strings when a cell that is written over holds a text."""
        if type(self.table.get(row, {}).get(column)).__name__ == "String":
            self.str_table.count -= 1

    def add_mixed(self, cells: Sequence[MixedCell | None]) -> None:
        """Add the next column cell by cell, None for a blank one.

        Slower than the others; for columns in which cells of every type occur.
        """
        shared = self.str_table._get_shared_string_index
        self.body.append(
            [
                cell._replace(value=shared(cell.value)) if cell is not None and cell.type == "s" else cell
                for cell in cells
            ]
        )

    def link_column(self, first: int, last: int, column: int, target: str, tip: str) -> None:
        """Link every cell of these rows of a column to a name or place in the workbook.

        It is one link in the file, whatever the number of rows.
        """
        url = Url(f"internal:{target}")
        url.tip = tip
        self.hyperlinks[first][column] = url
        self.link_ends[first, column] = last

    def _write_hyperlinks(self) -> None:
        for row, column in self.link_ends:
            # the library looks for the cell there, and the first one of a column may be blank
            if row in self.table:
                self.table[row].setdefault(column, None)
        super()._write_hyperlinks()

    def _write_hyperlink_internal(self, row: int, col: int, url: Url) -> None:
        last = self.link_ends.get((row, col))
        if last is None:
            super()._write_hyperlink_internal(row, col, url)
            return
        where = [("ref", xl_range(row, col, last, col)), ("location", url._link), ("tooltip", url._tip)]
        self._xml_empty_tag("hyperlink", where)

    def add_long_table(self, area: tuple[int, int, int, int], options: dict[str, object]) -> None:
        """Add an Excel table on an area, with the options of ``add_table``.

        The area is first row, first column, last row, last column, counted from 0.

        The library notes every cell of a table, to refuse another one that overlaps: for a million cells that
        takes a second and half a gigabyte. So it is shown the first row only, and told the true area
        afterwards.
        """
        first_row, first_column, last_row, last_column = area
        totals = 1 if options["total_row"] else 0
        shown_last = min(first_row + 1 + totals, last_row)
        self.add_table(first_row, first_column, shown_last, last_column, options)
        if totals and shown_last < last_row:
            # What the library wrote as totals of the small area stands in the body, which is streamed.
            for column in range(first_column, last_column + 1):
                self._forget_text(shown_last, column)
                self.table.get(shown_last, {}).pop(column, None)
        table = self.tables[-1]
        table["range"] = xl_range(*area)
        table["a_range"] = table["autofilter"] = xl_range(
            first_row, first_column, last_row - totals, last_column
        )

    def _write_rows(self) -> None:
        if not self.body:
            super()._write_rows()
            return
        first, last = self.dim_rowmin, self.dim_rowmax
        top, rows = self.body_at[0], len(self.heights)
        self.dim_rowmax = top - 1
        super()._write_rows()
        for start in range(0, rows, _ROWS_AT_A_TIME):
            self._write_body(start, min(start + _ROWS_AT_A_TIME, rows))
        if top + rows <= last:
            self.dim_rowmin, self.dim_rowmax = top + rows, last
            super()._write_rows()
        self.dim_rowmin, self.dim_rowmax = first, last

    def _write_body(self, start: int, stop: int) -> None:
        numbers = range(self.body_at[0] + start + 1, self.body_at[0] + stop + 1)
        columns = [
            _mixed_part(index, numbers, column[start:stop])
            if isinstance(column, list)
            else _part(index, numbers, column, column.figures[start:stop])
            for index, column in enumerate(self.body, self.body_at[1])
        ]
        heights = self.heights[start:stop].tolist()
        sizes = [f' ht="{points}"' if math.isfinite(points) else "" for points in heights]
        rows = zip(numbers, sizes, zip(*columns, strict=True), strict=True)
        self.fh.write("".join(f'<row r="{row}"{size}>{"".join(cells)}</row>' for row, size, cells in rows))


def _part(index: int, numbers: range, column: BodyColumn, part: npt.NDArray[np.float64]) -> list[str]:
    """Return the cells of a column in these rows, as XML."""
    head, look = f'<c r="{xl_col_to_name(index)}', column.cell_format._get_xf_index()
    blank = part < 0 if column.text else np.isnan(part)
    figures = np.where(blank, 0, part)
    if column.text or (np.all(figures == np.floor(figures)) and np.all(np.abs(figures) < _EXACT)):
        figures = figures.astype(np.int64)
    kind = ' t="s"' if column.text else ""
    tail = f'" s="{look}"{kind}><v>'
    empty = f'" s="{look}"/>'
    values = zip(numbers, figures.tolist(), blank.tolist(), strict=True)
    if column.keep_blank:
        return [
            f"{head}{row}{empty}" if gone else f"{head}{row}{tail}{value}</v></c>"
            for row, value, gone in values
        ]
    return ["" if gone else f"{head}{row}{tail}{value}</v></c>" for row, value, gone in values]


def _mixed_part(index: int, numbers: range, part: Sequence[MixedCell | None]) -> list[str]:
    head = f'<c r="{xl_col_to_name(index)}'
    cells = zip(numbers, part, strict=True)
    return ["" if cell is None else _mixed(head, row, cell) for row, cell in cells]


def _mixed(head: str, row: int, cell: MixedCell) -> str:
    kind = "" if cell.type == "n" else f' t="{cell.type}"'
    value = f"<v>{cell.value}</v>"
    if cell.formula:
        value = f"<f>{escape(cell.formula)}</f><v>{escape(str(cell.value))}</v>"
    return f'{head}{row}" s="{cell.cell_format._get_xf_index()}"{kind}>{value}</c>'
