"""What every function gives on a workbook's own tables, and where: the same for Functies and Functiewaarden.

The blocks are side by side, so that each can grow downward freely. Their widths follow from one made-up
invoice line, not from the workbook: a template that is still empty reserves the room that its formulas need.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from xlsxwriter.utility import xl_cell_to_rowcol, xl_rowcol_to_cell

from klantwaarde_xl import __version__
from klantwaarde_xl.functions.answers import ErrorValue, Place, Value
from klantwaarde_xl.functions.declaration import Context, Function
from klantwaarde_xl.functions.dispatch import call
from klantwaarde_xl.functions.encoders.vba import door_versions
from klantwaarde_xl.functions.registry import FUNCTIONS
from klantwaarde_xl.model.excel_cells import EXCEL_ERRORS
from klantwaarde_xl.model.raw_cells import CellError
from klantwaarde_xl.model.tables import InvoiceLine
from klantwaarde_xl.report.build import empty_report
from klantwaarde_xl.report.document import Document
from klantwaarde_xl.report.pages.customer_value import CUSTOMER_VALUE
from klantwaarde_xl.template.live_formula import LiveFormula, TableCells, live_formula
from klantwaarde_xl.template.vba import xlwings_version

NOTHING_YET = "Vul eerst het blad Transacties."
"""What a function shows in a workbook without invoice lines."""
TOO_MANY = "Te veel factuurregels om elke functie vooraf te berekenen; de resultaatbladen tonen hetzelfde."
LINES_OUTSIDE = "De factuurregels staan buiten de werkmap; de resultaatbladen tonen de cijfers."
"""What a function shows in a workbook whose invoice lines are elsewhere."""
MOST_LINES = 100_000
"""Above this many invoice lines nothing is computed beforehand: single cells are slower than columns."""
TOP = 9
"""Row of the results, counted from 0; name, help and formula stand above it."""
_FIRST = 2
_ANY_MOMENT = dt.datetime(2000, 1, 1)  # noqa: DTZ001 - nobody sees it
_LINE = {"Datum": dt.datetime(2024, 1, 31), "Klantnr": "1", "Omzet": 100.0, "Kostprijs": 60.0}  # noqa: DTZ001 - a date in a cell


@dataclass(frozen=True, slots=True)
class Room:
    """The columns of a function: the first, counted from 0, how many, and the headers of a table.

    Per column ``texts`` is the length of its longest text and ``figures`` whether it has figures. ``before``
    is the address of the first result of the function before it.
    """

    column: int
    width: int
    headers: tuple[str, ...]
    texts: tuple[int, ...]
    figures: tuple[bool, ...]
    before: str


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """One function at work: its room on the sheet, its formula, and its result as rows of cells."""

    function: Function
    place: Room
    formula: LiveFormula
    result: list[list[Value]]


def function_blocks(document: Document, functions: tuple[Function, ...] = FUNCTIONS) -> tuple[Block, ...]:
    """Return every function on the tables of a document that holds its inputs.

    The result is NOTHING_YET without invoice lines, LINES_OUTSIDE when these are not in the document, and
    TOO_MANY for more than MOST_LINES of them.
    """
    tables = table_cells(document)
    instead = _instead(tables.get(InvoiceLine.table))
    blocks: list[Block] = []
    for function, place in zip(functions, _places(functions), strict=True):
        before = in_file(blocks[-1].result[0][0]) if blocks else None
        formula = live_formula(function, tables, place.before, before)
        result: list[list[Value]] = [[instead]] if instead else _result(function, formula)
        blocks.append(Block(function, place, formula, result))
    return tuple(blocks)


def _instead(lines: TableCells | None) -> str:
    """Return what every function shows in the place of its result, '' for the result itself."""
    if lines is None:
        return LINES_OUTSIDE
    if not lines.rows:
        return NOTHING_YET
    return TOO_MANY if len(lines.rows) > MOST_LINES else ""


def _places(functions: tuple[Function, ...]) -> tuple[Room, ...]:
    # Not remembered: a function that fails once would keep too little room for as long as the process lives.
    known = dict(table_cells(empty_report(_ANY_MOMENT)))
    for name, cell in ((InvoiceLine.table, _LINE.get), (CUSTOMER_VALUE.name, lambda _header: 1.0)):
        headers = known[name].headers
        known[name] = TableCells(known[name].place, headers, [tuple(cell(header) for header in headers)])
    places: list[Room] = []
    column, before = _FIRST, "A1"
    for function in functions:
        first, *others = _result(function, live_formula(function, known, before, None))
        below = [[row[n] for row in others] for n in range(len(first))]
        texts = tuple(
            max((len(cell) for cell in cells if isinstance(cell, str)), default=0) for cells in below
        )
        figures = tuple(any(isinstance(cell, int | float) for cell in cells) for cells in below)
        headers = tuple(map(str, first)) if len(first) > 1 else ()
        places.append(Room(column, len(first), headers, texts, figures, before))
        before = xl_rowcol_to_cell(TOP, column)
        column += len(first) + 1
    return tuple(places)


def _result(function: Function, formula: LiveFormula) -> list[list[Value]]:
    context = {
        Context.PLACE: formula.place,
        Context.WORKBOOK_VERSION: __version__,
        Context.DOOR_VERSIONS: door_versions(xlwings_version()),
    }
    answer = call(function, formula.given, context, logged=False)
    return answer if isinstance(answer, list) else [[answer]]


def in_file(value: Value) -> Value:
    """Return a value as a file holds it: an error by its English name."""
    return value.kind.value if isinstance(value, ErrorValue) else value


def fixed(result: Sequence[Sequence[Value]]) -> list[list[Value]]:
    """Return a result as plain values: an error is the text that a Dutch Excel shows for it.

    >>> from klantwaarde_xl.functions.answers import ErrorKind
    >>> fixed([["A", ErrorValue("KW-613", ErrorKind.NOT_AVAILABLE, "KW-613: geen uitkomst")]])
    [['A', '#N/B']]
    """
    return [
        [EXCEL_ERRORS[cell.kind.value] if isinstance(cell, ErrorValue) else cell for cell in row]
        for row in result
    ]


def table_cells(document: Document) -> Mapping[str, TableCells]:
    """Return every Excel table of a document as the cells that Excel would hand over."""
    tables = {}
    for sheet in document.sheets:
        for block in sheet.tables:
            frame = document.frames[block.frame]
            columns = [_cells(frame[column.field]) for column in block.columns]
            row, column = xl_cell_to_rowcol(block.at)
            headers = tuple(column.header for column in block.columns)
            place = Place(sheet.name, row + 1, column + 1)
            tables[block.name] = TableCells(place, headers, list(zip(*columns, strict=True)))
    return tables


def _cells(series: pd.Series) -> list[object]:
    return [_cell(value) for value in series.astype(object).tolist()]


def _cell(value: object) -> object:
    if isinstance(value, CellError):
        return value.text
    if value is None or value is pd.NaT or (isinstance(value, float) and not math.isfinite(value)):
        return None
    if isinstance(value, pd.Timestamp | np.datetime64):
        return pd.Timestamp(value).to_pydatetime()
    return float(value) if isinstance(value, int | np.number) and not isinstance(value, bool) else value
