"""The sheet Functies: every function at work on the workbook's own tables, side by side, so that each can spill down freely."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from klantwaarde_xl import __version__
from klantwaarde_xl.excel.dispatch import call
from klantwaarde_xl.excel.registry import FUNCTIONS, Function
from klantwaarde_xl.excel.values import SEPARATOR
from klantwaarde_xl.model.raw_table import CellError
from klantwaarde_xl.report import formats
from klantwaarde_xl.report.document import Document
from klantwaarde_xl.report.formats import CellFormat
from klantwaarde_xl.report.specs import TableSpec
from klantwaarde_xl.report.writers.xlsx import format_properties
from klantwaarde_xl.template.live_formula import Cells, LiveFormula, TableCells, cached_result, live_formula
from klantwaarde_xl.template.vba import xlwings_version

SHEET = "Functies"
NOTHING_YET = "Vul eerst het blad Transacties."
"""What a formula shows in a workbook without invoice lines."""
TOP = 9
"""Row of the results, counted from 0; name, help and formula stand above it."""
_FIRST, _WIDE, _NARROW = 2, 46, 14
_ERROR_TEXTS = {"2042": "#N/A", "2015": "#VALUE!"}
_INTRODUCTION = (
    "Elke functie aan het werk op de tabellen van deze werkmap.",
    "Kopieer een formule en ga ermee verder. Excel 365 en 2021 laten de uitkomst vanzelf uitlopen; in 2016 en 2019 selecteert u"
    " het bereik en sluit u af met Ctrl+Shift+Enter.",
)


def add_functions_sheet(book: Any, document: Document) -> None:
    """Add the sheet to a drawn workbook: one block per function with help, formula and live result.

    The results in the file are those of Python, for whoever opens it without. In a workbook without invoice lines each formula
    says so instead, until there are some.
    """
    drawing = _Sheet(book, document)
    tables = table_cells(document)
    empty = not tables["tblTransacties"].rows
    column, cell, value = _FIRST, "A1", None
    for number, function in enumerate(FUNCTIONS):
        formula = live_formula(function, tables, cell, value)
        result = [[NOTHING_YET]] if empty else cached_result(function, formula, _from_vba(formula), call)
        drawing.index(number, function, column)
        drawing.block(function, formula, result, column, guarded=empty)
        cell, value = xl_rowcol_to_cell(TOP, column), result[0][0]
        column += len(result[0]) + 1


def _from_vba(formula: LiveFormula) -> dict[str, object]:
    """Return what the workbook's VBA fills in, by argument."""
    return {
        "plaats": f"[klantwaarde]{formula.place}",
        "reden": "",
        "werkmap": __version__,
        "xlwings_vba": xlwings_version(),
    }


def table_cells(document: Document) -> Mapping[str, TableCells]:
    """Return every Excel table of a document as the cells that Excel would hand over."""
    tables = {}
    for sheet in document.sheets:
        for block in sheet.tables:
            frame = document.frames[block.frame]
            columns = [_cells(frame[column.field]) for column in block.columns]
            left, top = block.at.rstrip("0123456789"), block.at.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
            place = f"{sheet.name}|{top}|{ord(left) - 64}"
            headers = tuple(column.header for column in block.columns)
            tables[block.name] = TableCells(place, headers, list(zip(*columns, strict=True)))
    return tables


def _cells(series: pd.Series) -> list[object]:
    return [_cell(value) for value in series.astype(object).tolist()]


def _cell(value: Any) -> object:
    if isinstance(value, CellError):
        return value.text
    if value is None or value is pd.NaT or (isinstance(value, float) and not math.isfinite(value)):
        return None
    if isinstance(value, pd.Timestamp | np.datetime64):
        return pd.Timestamp(value).to_pydatetime()
    return float(value) if isinstance(value, int | np.number) and not isinstance(value, bool) else value


class _Error(NamedTuple):
    """An error as a plain value."""

    text: str
    format: Any


class _SpillSheet(Worksheet):
    """A worksheet that can hold an error without a formula, as the cells of a spill do; the library only knows formulas."""

    def write_error(self, row: int, column: int, text: str, look: Any) -> None:
        """Write an error value."""
        self.table[row][column] = _Error(text, look)

    def _write_cell(self, row: int, col: int, cell: Any) -> None:
        if not isinstance(cell, _Error):
            super()._write_cell(row, col, cell)
            return
        self._xml_start_tag("c", [("r", xl_rowcol_to_cell(row, col)), ("s", cell.format._get_xf_index()), ("t", "e")])
        self._write_cell_value(cell.text)
        self._xml_end_tag("c")


class _Sheet:
    """The sheet under construction."""

    def __init__(self, book: Any, document: Document) -> None:
        self.book = book
        self.known: dict[CellFormat, Any] = {}
        blocks = [block for sheet in document.sheets for block in sheet.blocks if isinstance(block, TableSpec)]
        self.by_header = {
            column.header: column.format for block in blocks for column in block.columns if column.format.kind != "text"
        }
        self.sheet = book.add_worksheet(SHEET, _SpillSheet)
        self.sheet.hide_gridlines(2)
        self.sheet.set_tab_color(formats.GREY)
        self.sheet.set_landscape()
        self.sheet.set_paper(9)
        self.sheet.freeze_panes(TOP, 1)
        self.sheet.set_column(0, 0, 24)
        self.sheet.set_column(1, 1, 3)
        self.sheet.set_row(1, 24)
        self.sheet.set_row(6, 54)
        self.sheet.set_row(7, 68)
        self.text(0, 0, SHEET, formats.SHEET_TITLE)
        self.text(1, 0, _INTRODUCTION[0], formats.MESSAGE)
        self.text(2, 0, _INTRODUCTION[1], formats.SUBTITLE)
        self.sheet.write_url(3, 0, f"internal:'{document.sheets[0].name}'!A1", self.look(formats.LINK), string="Terug naar Start")
        self.text(5, 0, "Ga naar", formats.HEADING)

    def look(self, wanted: CellFormat) -> Any:
        if wanted not in self.known:
            self.known[wanted] = self.book.add_format(format_properties(wanted))
        return self.known[wanted]

    def text(self, row: int, column: int, text: str, look: CellFormat) -> None:
        self.sheet.write_string(row, column, text, self.look(look))

    def index(self, number: int, function: Function, column: int) -> None:
        target = xl_rowcol_to_cell(5, column)
        self.sheet.write_url(TOP + number, 0, f"internal:'{SHEET}'!{target}", self.look(formats.LINK), string=function.name)

    def block(self, function: Function, formula: LiveFormula, result: Cells, column: int, *, guarded: bool) -> None:
        """Draw one function: name, help, the formula as a Dutch Excel shows it, and its result."""
        self.sheet.set_column(column, column, _WIDE)
        if len(result[0]) > 1:
            self.sheet.set_column(column + 1, column + len(result[0]) - 1, _NARROW)
        self.sheet.set_column(column + len(result[0]), column + len(result[0]), 3)
        self.text(5, column, function.name, formats.HEADING)
        self.text(6, column, function.help, formats.WRAPPED)
        shown = function.live.replace("{cel}", formula.written.rpartition("(")[2].rstrip(")"))
        self.text(7, column, shown, formats.WRAPPED)
        looks = self._looks(result)
        written = formula.written
        if guarded:
            written = f'=IF(COUNT(tblTransacties[Omzet])=0,"{NOTHING_YET}",{written[1:]})'
        last = (TOP + len(result) - 1, column + len(result[0]) - 1)
        self.sheet.write_dynamic_array_formula(TOP, column, *last, written, looks[0][0], _shown(result[0][0]))
        for row, cells in enumerate(result):
            for place, value in enumerate(cells):
                if (row, place) != (0, 0):
                    self._value(TOP + row, column + place, value, looks[min(row, 1)][place])

    def _looks(self, result: Cells) -> tuple[list[Any], list[Any]]:
        """Return the formats of the first row and of the others: a table has headers, and figures as on their own sheet."""
        headed = len(result) > 1 and len(result[0]) > 1
        below = []
        for place, header in enumerate(result[0]):
            dated = any(isinstance(row[place], dt.datetime) for row in result[1:])
            look = (
                self.by_header.get(str(header), formats.DATE if dated else formats.NUMBER_FREE) if headed else formats.NUMBER_FREE
            )
            below.append(self.look(look))
        return ([self.look(formats.HEADER_TEXT)] * len(result[0]) if headed else below), below

    def _value(self, row: int, column: int, value: object, look: Any) -> None:
        shown = _shown(value)
        if shown is None:
            self.sheet.write_blank(row, column, None, look)
        elif isinstance(shown, dt.datetime):
            self.sheet.write_datetime(row, column, shown, look)
        elif isinstance(shown, str) and shown in _ERROR_TEXTS.values():
            self.sheet.write_error(row, column, shown, look)
        elif isinstance(shown, str):
            self.sheet.write_string(row, column, shown, look)
        else:
            self.sheet.write_number(row, column, shown, look)


def _shown(value: Any) -> Any:
    """Return what a cell shows of a result: a marker is an error."""
    if isinstance(value, str) and value.startswith(f"{SEPARATOR}KW{SEPARATOR}"):
        return _ERROR_TEXTS[value.split(SEPARATOR)[2]]
    return value
