"""What blocks of a sheet are drawn with: the formats of the workbook, and single values and formulas."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

import pandas as pd
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from klantwaarde_xl.files.cell_text import clean
from klantwaarde_xl.model.sheet_grid import column_number
from klantwaarde_xl.report import formats
from klantwaarde_xl.report.formats import CellFormat
from klantwaarde_xl.report.specs import ColumnSpec, split_address
from klantwaarde_xl.writers.cell_looks import format_properties
from klantwaarde_xl.writers.cell_values import figures, formula_text, is_blank

Place = tuple[int, int]
"""Row and column of a cell, from 0."""


def place(at: str) -> Place:
    """Return the row and column of a cell address, from 0.

    >>> place("AJ7")
    (6, 35)
    """
    letters, row = split_address(at)
    return row - 1, column_number(letters) - 1


class Pen:
    """Writes values in one workbook: a declared format is made once.

    ``unseen``: the names of its hidden sheets, to which Excel follows no link."""

    def __init__(self, book: xlsxwriter.Workbook, unseen: Collection[str] = ()) -> None:
        self.book, self.unseen = book, frozenset(unseen)
        self.known: dict[CellFormat, Format] = {}
        self.negative = book.add_format({"font_color": formats.ACCENT_2})

    def look(self, wanted: CellFormat) -> Format:
        """Return the workbook's format for a declared one."""
        if wanted not in self.known:
            self.known[wanted] = self.book.add_format(format_properties(wanted))
        return self.known[wanted]

    def text(self, sheet: Worksheet, at: Place, text: str, look: CellFormat) -> None:
        """Write text; a blank one leaves a formatted empty cell, which a refresh in the open book fills."""
        if text:
            sheet.write_string(*at, clean(text), self.look(look))
        else:
            sheet.write_blank(*at, None, self.look(look))

    def value(self, sheet: Worksheet, at: Place, value: object, look: CellFormat, formula: str = "") -> None:
        """Write one value as its kind, and words in the place of a figure as words.

        A blank one leaves a formatted empty cell, and drops the formula.
        """
        cell_format = self.look(look)
        if is_blank(value):
            sheet.write_blank(*at, None, cell_format)
        elif formula:
            sheet.write_formula(*at, f"={formula}", cell_format, value)
        elif look.kind == "date" and isinstance(value, dt.date):
            sheet.write_datetime(*at, dt.datetime.combine(value, dt.time()), cell_format)
        elif look.kind == "number" and not isinstance(value, str):
            sheet.write_number(*at, as_number(value), cell_format)
        else:
            sheet.write_string(*at, clean(str(value)), cell_format)

    def formula(self, sheet: Worksheet, at: Place, formula: str, value: object, look: CellFormat) -> None:
        """Write a formula with its present value; a blank value is written as empty text."""
        if is_blank(value):
            value = ""
        elif isinstance(value, str):
            value = formula_text(clean(value))
        elif look.kind == "date":
            value = int(figures(pd.Series([value]), look)[0])
        sheet.write_formula(*at, f"={formula}", self.look(look), value)

    def conditional(self, sheet: Worksheet, column: ColumnSpec, first: Place, last_row: int) -> None:
        """Give a column the data bars or the colour of negatives that it declares, down to a row."""
        if column.conditional == "data_bar":
            rule: dict[str, object] = {"type": "data_bar", "bar_solid": True, "bar_color": formats.BAR}
            rule |= {"data_bar_2010": True}
            rule |= {"bar_negative_color": formats.ACCENT_2, "bar_negative_border_color": formats.ACCENT_2}
            whole = 1 if "%" in column.format.number_format else 100
            rule |= {"min_type": "num", "min_value": 0, "max_type": "num", "max_value": whole}
        elif column.conditional == "negative":
            rule = {"type": "cell", "criteria": "<", "value": 0, "format": self.negative}
        else:
            return
        sheet.conditional_format(*first, last_row, first[1], rule)


def as_number(value: object) -> float:
    """Return a value of a number cell as a float; raises TypeError for what is no number."""
    if not hasattr(value, "__float__"):
        raise TypeError(f"not a number: {value!r}")
    return float(value)
