"""What every function gives on a workbook's own tables, and where it stands: the same blocks on Functies and
Functiewaarden.

Blocks stand side by side, so that each can grow downward freely. Their widths follow from one invented
invoice line, not from the workbook: a template that is still empty keeps the room that its formulas will
need."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
from xlsxwriter.utility import xl_cell_to_rowcol, xl_rowcol_to_cell

from klantwaarde_xl import __version__
from klantwaarde_xl.functions.cell_values import SEPARATOR
from klantwaarde_xl.functions.dispatch import call
from klantwaarde_xl.functions.registry import FUNCTIONS, Function
from klantwaarde_xl.model.excel_cells import EXCEL_ERRORS
from klantwaarde_xl.model.raw_cells import CellError
from klantwaarde_xl.report.document import Document
from klantwaarde_xl.report.empty import empty_report
from klantwaarde_xl.report.pages.customer_value import CUSTOMER_VALUE
from klantwaarde_xl.template.live_formula import Cells, LiveFormula, TableCells, cached_result, live_formula
from klantwaarde_xl.template.vba import xlwings_version

NOTHING_YET = "Vul eerst het blad Transacties."
"""What a function shows in a workbook without invoice lines."""
TOO_MANY = "Te veel factuurregels om elke functie vooraf te berekenen; de resultaatbladen tonen hetzelfde."
MOST_LINES = 100_000
"""Invoice lines above which functions are not computed beforehand: single cells are far slower to handle than
columns."""
TOP = 9
"""Row of the results, counted from 0; name, help and formula stand above it."""
_FIRST = 2
_ERRORS = {"2042": "#N/A", "2015": "#VALUE!"}
_ANY_MOMENT = dt.datetime(2000, 1, 1)  # noqa: DTZ001 - nobody sees it
_LINE = {"Datum": dt.datetime(2024, 1, 31), "Klantnr": "1", "Omzet": 100.0, "Kostprijs": 60.0}  # noqa: DTZ001 - a date in a cell


@dataclass(frozen=True, slots=True, eq=False)
class Place:
    """Where a function stands: its column, counted from 0, how many columns it has, and the headers of a
    result that is a table.

    ``texts`` is the length of the longest text in each column, ``figures`` whether it has any.
    ``before`` is the address of the first result of the function before it.
    """

    column: int
    width: int
    headers: tuple[str, ...]
    texts: tuple[int, ...]
    figures: tuple[bool, ...]
    before: str


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """One function at work: its place, its formula and its result as rows of cells, an error as a marker."""

    function: Function
    place: Place
    formula: LiveFormula
    result: Cells


def function_blocks(document: Document, functions: tuple[Function, ...] = FUNCTIONS) -> tuple[Block, ...]:
    """Return every function on the tables of a document that holds its inputs.

    The result is NOTHING_YET when there are no invoice lines, and TOO_MANY when there are more than
    MOST_LINES."""
    tables = table_cells(document)
    lines = len(tables["tblTransacties"].rows)
    said = NOTHING_YET if not lines else TOO_MANY if lines > MOST_LINES else ""
    blocks: list[Block] = []
    for function, place in zip(functions, _places(functions), strict=True):
        formula = live_formula(function, tables, place.before, blocks[-1].result[0][0] if blocks else None)
        blocks.append(Block(function, place, formula, [[said]] if said else _result(function, formula)))
    return tuple(blocks)


@cache
def _places(functions: tuple[Function, ...]) -> tuple[Place, ...]:
    known = dict(table_cells(empty_report(_ANY_MOMENT)))
    for name, cell in (("tblTransacties", _LINE.get), (CUSTOMER_VALUE.name, lambda _header: 1.0)):
        headers = known[name].headers
        known[name] = TableCells(known[name].place, headers, [tuple(cell(header) for header in headers)])
    places, column, before = [], _FIRST, "A1"
    for function in functions:
        first, *others = _result(function, live_formula(function, known, before, None))
        cells = [[row[n] for row in others] for n in range(len(first))]
        texts = tuple(
            max((len(str(cell)) for cell in column_cells if _is_text(cell)), default=0)
            for column_cells in cells
        )
        figures = tuple(any(isinstance(cell, int | float) for cell in column_cells) for column_cells in cells)
        places.append(
            Place(
                column, len(first), tuple(map(str, first)) if len(first) > 1 else (), texts, figures, before
            )
        )
        before = xl_rowcol_to_cell(TOP, column)
        column += len(first) + 1
    return tuple(places)


def _is_text(value: object) -> bool:
    return isinstance(value, str) and not error_in(value)


def _result(function: Function, formula: LiveFormula) -> Cells:
    from_vba = {
        "plaats": f"[klantwaarde]{formula.place}",
        "reden": "",
        "werkmap": __version__,
        "xlwings_vba": xlwings_version(),
    }
    return cached_result(function, formula, from_vba, call)


def error_in(value: object) -> str:
    """Return the error, as a file names it, that a cell of a result stands for; '' for any other value.

    >>> error_in(f"{SEPARATOR}KW{SEPARATOR}2042{SEPARATOR}KW-613"), error_in("#N/A")
    ('#N/A', '')
    """
    marked = isinstance(value, str) and value.startswith(f"{SEPARATOR}KW{SEPARATOR}")
    return _ERRORS[str(value).split(SEPARATOR)[2]] if marked else ""


def fixed(result: Cells) -> Cells:
    """Return a result as plain values: an error is the text that a Dutch Excel shows for it.

    >>> fixed([["A", f"{SEPARATOR}KW{SEPARATOR}2042{SEPARATOR}KW-613"]])
    [['A', '#N/B']]
    """
    return [[EXCEL_ERRORS[error] if (error := error_in(value)) else value for value in row] for row in result]


def table_cells(document: Document) -> Mapping[str, TableCells]:
    """Return every Excel table of a document as the cells that Excel would hand over."""
    tables = {}
    for sheet in document.sheets:
        for block in sheet.tables:
            frame = document.frames[block.frame]
            columns = [_cells(frame[column.field]) for column in block.columns]
            row, column = xl_cell_to_rowcol(block.at)
            headers = tuple(column.header for column in block.columns)
            tables[block.name] = TableCells(
                f"{sheet.name}|{row + 1}|{column + 1}", headers, list(zip(*columns, strict=True))
            )
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
