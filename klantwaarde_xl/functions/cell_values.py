"""Between doors and functions: cells become what a function takes, its result becomes an answer."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from klantwaarde_xl import errors
from klantwaarde_xl.functions.answers import Answer, ErrorKind, ErrorValue, Value
from klantwaarde_xl.functions.declaration import Argument, Function, Kind, Undefined
from klantwaarde_xl.model.excel_cells import EXCEL_ERRORS, newer_error, raw_column
from klantwaarde_xl.model.raw_cells import Kind as Cell
from klantwaarde_xl.model.settings_cells import day_of
from klantwaarde_xl.model.text_values import Reading, parse_numbers

Cells = Sequence[Sequence[object]]
"""A range: rows of cells."""
_NO_NUMBER = errors.CELL_NOT_A_NUMBER.code


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """One column of n cells: ``values`` float64 (n,), NaN when blank or unreadable; ``blank`` bool (n,).

    ``problems`` gives the error of each row that cannot be read; such a row is not blank.
    """

    name: str
    values: np.ndarray
    blank: np.ndarray
    problems: Mapping[int, errors.KlantwaardeError] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.values)


@dataclass(frozen=True, slots=True, eq=False)
class Spill:
    """One outcome per row, to be shown in one column.

    ``values`` (n,) of float or text, ``blank`` bool (n,) rows that stay empty, ``problems`` per row.
    """

    values: np.ndarray
    blank: np.ndarray
    problems: Mapping[int, errors.KlantwaardeError]


def read_argument(value: object, argument: Argument) -> object:
    """Return an argument as the function takes it: Column, float, text, array or rows; None if left out.

    ``value`` is rows of cells (float, str, bool, None, datetime, or the text of an error) or one cell.
    Raises InvalidFigureError (KW-601 and on) for a required argument that is missing, and for a shape or
    content that the kind does not allow.

    >>> read_argument([["12,50"]], Argument("grens", Kind.NUMBER, ""))
    12.5
    """
    if value is None:
        if not argument.optional:
            raise errors.ARGUMENT_MISSING.error(argument=argument.name)
        return None
    cells = _rows(value)
    if argument.optional and argument.kind in {Kind.TABLE, Kind.NUMBERS} and _is_empty(cells):
        return None
    return _READERS[argument.kind](cells, argument)


def _rows(value: object) -> Cells:
    if not isinstance(value, (list, tuple)):
        return [[value]]
    return value if value and isinstance(value[0], (list, tuple)) else [value]


def read_column(cells: Cells, argument: Argument) -> Column:
    """Return one column of cells as numbers.

    Text is read in Dutch or English notation, as the column as a whole shows.
    """
    if len(cells[0]) != 1:
        raise errors.MORE_THAN_ONE_COLUMN.error(argument=argument.name, count=len(cells[0]))
    return _column([row[0] for row in cells], argument.name)


def _place(position: int, width: int = 1) -> str:
    """Return the row and column of the cell at a position of a range, counted row by row.

    >>> _place(4), _place(4, 3)
    ('rij 5', 'rij 2, kolom 2')
    """
    row, column = divmod(position, width)
    return f"rij {row + 1}" if width == 1 else f"rij {row + 1}, kolom {column + 1}"


def _column(cells: Sequence[object], name: str, width: int = 1) -> Column:
    """Return cells as one column; ``width`` is that of the range they come from, for messages."""
    raw = raw_column(cells)
    finite = (raw.kind == Cell.NUMBER) & np.isfinite(raw.number)
    values = np.where(finite, raw.number, np.nan)
    problems: dict[int, errors.KlantwaardeError] = {}
    texts = np.flatnonzero(raw.kind == Cell.TEXT)
    if len(texts):
        parsed = parse_numbers(raw.texts)
        values[texts] = parsed.values[raw.code[texts]]
        for row in texts[np.isnan(values[texts])].tolist():
            ambiguous = parsed.reading[raw.code[row]] == Reading.AMBIGUOUS
            wording = errors.CELL_AMBIGUOUS if ambiguous else errors.CELL_NOT_A_NUMBER
            problems[row] = wording.error(argument=name, place=_place(row, width))
    for row in np.flatnonzero(raw.kind == Cell.ERROR).tolist():
        text = raw.texts[raw.code[row]]
        problems[row] = errors.CELL_HOLDS_ERROR.error(
            argument=name, place=_place(row, width), value=EXCEL_ERRORS.get(text, text)
        )
    for row in np.flatnonzero(~finite & ~np.isin(raw.kind, (Cell.TEXT, Cell.ERROR, Cell.BLANK))).tolist():
        problems[row] = errors.CELL_NOT_A_NUMBER.error(argument=name, place=_place(row, width))
    return Column(name, values, raw.kind == Cell.BLANK, problems)


def _read_numbers(cells: Cells, argument: Argument) -> np.ndarray:
    column = _column([cell for row in cells for cell in row], argument.name, len(cells[0]))
    if column.problems:
        raise next(iter(column.problems.values()))
    return column.values


def _read_matrix(cells: Cells, argument: Argument) -> np.ndarray:
    width = len(cells[0])
    for position, cell in enumerate(cell for row in cells for cell in row):
        if isinstance(cell, dt.datetime):
            raise errors.DATE_FOR_COMPARISON.error(argument=argument.name, place=_place(position, width))
    return _read_numbers(cells, argument).reshape(len(cells), width)


def _one_cell(cells: Cells, argument: Argument) -> object:
    if len(cells) != 1 or len(cells[0]) != 1:
        raise errors.NOT_ONE_CELL.error(argument=argument.name)
    return cells[0][0]


def _read_number(cells: Cells, argument: Argument) -> float | None:
    cell = _one_cell(cells, argument)
    before = cell.rstrip().removesuffix("%") if isinstance(cell, str) and cell.rstrip().endswith("%") else ""
    percent = bool(before.strip())
    column = _column([before if percent else cell], argument.name)
    if column.problems:
        raise errors.ARGUMENT_NOT_A_NUMBER.error(argument=argument.name)
    if column.blank[0]:
        if not argument.optional:
            raise errors.ARGUMENT_MISSING.error(argument=argument.name)
        return None
    value = float(column.values[0])
    return round(value / 100, 12) if percent else value


def _read_text(cells: Cells, argument: Argument) -> str | None:
    value = _one_cell(cells, argument)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = "" if value is None else str(value).strip()
    if found := EXCEL_ERRORS.get(text) or newer_error(value):
        raise errors.CELL_HOLDS_ERROR.error(argument=argument.name, place=_place(0), value=found)
    if not text and not argument.optional:
        raise errors.ARGUMENT_MISSING.error(argument=argument.name)
    return text or None


def _read_date(cells: Cells, argument: Argument) -> dt.date | None:
    """Return a day: a date, its serial number or text, as a cell or ``DATUM(...)`` gives it."""
    text, day = _read_text(cells, argument), day_of(_one_cell(cells, argument))
    if text and day is None:
        raise errors.ARGUMENT_NOT_A_DATE.error(argument=argument.name, value=text)
    return day


def _read_table(cells: Cells, _argument: Argument) -> Cells:
    return cells


def _first_cell(cells: Cells, _argument: Argument) -> object:
    return cells[0][0]


_READERS: Mapping[Kind, Callable[[Cells, Argument], object]] = {
    Kind.COLUMN: read_column,
    Kind.NUMBERS: _read_numbers,
    Kind.MATRIX: _read_matrix,
    Kind.NUMBER: _read_number,
    Kind.TEXT: _read_text,
    Kind.DATE: _read_date,
    Kind.TABLE: _read_table,
    Kind.CELL: _first_cell,
}


def read_arguments(given: Sequence[object], function: Function) -> list[object]:
    """Return all arguments of one call, each as :func:`read_argument` gives it.

    An optional argument counts as left out when it is one empty cell (or ``""``) where a column of more
    rows, a table or a list belongs. Optional arguments at the end that are not given count as left out: the
    VBA of an older workbook does not know them. A first row of headers is blank (:func:`_without_headers`).
    Raises InvalidFigureError (KW-602) for columns of unequal height.
    """
    given = [*given, *[None] * (len(function.arguments) - len(given))]
    read = [read_argument(value, argument) for value, argument in zip(given, function.arguments, strict=True)]
    columns = [value for value in read if isinstance(value, Column)]
    for position, (column, argument) in enumerate(zip(read, function.arguments, strict=True)):
        if not isinstance(column, Column) or len(column) == len(columns[0]):
            continue
        if argument.optional and len(column) == 1 and column.blank[0]:
            read[position] = None
            continue
        raise errors.UNEQUAL_HEIGHTS.error(
            argument=column.name, count=len(column), first=columns[0].name, expected=len(columns[0])
        )
    return _without_headers(read, given)


def _without_headers(read: list[object], given: Sequence[object]) -> list[object]:
    """Return the arguments of one call with a first row of headers as a blank row.

    Who types ``=KW_PARETO(A:A)`` gives the header of the column along with its figures. The first row holds
    headers when every column has a name there, or nothing: a name beside a figure is none, for those columns
    may begin at different rows, and the error that it gives says so.
    """
    columns = {position: column for position, column in enumerate(read) if isinstance(column, Column)}
    named = {n for n, column in columns.items() if _has_header(column, _rows(given[n])[0][0])}
    if not named or not all(n in named or column.blank[0] for n, column in columns.items()):
        return read
    for position in named:
        column = columns[position]
        blank = column.blank.copy()
        blank[0] = True
        problems = {row: problem for row, problem in column.problems.items() if row}
        read[position] = Column(column.name, column.values, blank, problems)
    return read


def _has_header(column: Column, first: object) -> bool:
    """Return whether the first cell is a name above figures, and not a figure with a typing error."""
    if not isinstance(first, str) or getattr(column.problems.get(0), "code", "") != _NO_NUMBER:
        return False
    letters, digits = sum(map(str.isalpha, first)), sum(map(str.isdigit, first))
    name = first.strip()[0].isalpha() or letters > digits
    return name and bool(np.isfinite(column.values[1:]).any())


def _is_empty(cells: Cells) -> bool:
    """Return whether a range is one cell without anything in it, as ``""`` in a formula is."""
    return len(cells) == len(cells[0]) == 1 and (cells[0][0] is None or not str(cells[0][0]).strip())


def as_answer(result: Spill | pd.DataFrame | str, undefined: Undefined) -> Answer:
    """Return a result as an answer: a text, or rows of float, text, date, None and error values.

    A Spill becomes one column, a frame a table with its column names on top. NaN is an empty cell or a
    not-available error, as ``undefined`` states.

    >>> frame = pd.DataFrame({"Maat": ["Gini"], "Waarde": [np.nan]})
    >>> as_answer(frame, Undefined.BLANK)
    [['Maat', 'Waarde'], ['Gini', None]]
    """
    if isinstance(result, str):
        return result
    gap = None
    if undefined is Undefined.NOT_AVAILABLE:
        gap = ErrorValue.of(errors.NO_OUTCOME.error(), ErrorKind.NOT_AVAILABLE)
    if isinstance(result, pd.DataFrame):
        columns = [_shown(result[name], gap) for name in result.columns]
        return [[str(name) for name in result.columns], *map(list, zip(*columns, strict=True))]
    cells = _shown(pd.Series(result.values), gap)
    for row in np.flatnonzero(result.blank).tolist():
        cells[row] = None
    for row, problem in result.problems.items():
        cells[row] = ErrorValue.of(problem, ErrorKind.NOT_AVAILABLE)
    return [[cell] for cell in cells]


def _shown(column: pd.Series, gap: ErrorValue | None) -> list[Value]:
    if pd.api.types.is_datetime64_any_dtype(column.dtype):
        return [gap if pd.isna(moment) else moment.to_pydatetime() for moment in column]
    if pd.api.types.is_bool_dtype(column.dtype):
        return ["ja" if value else "nee" for value in column]
    if pd.api.types.is_float_dtype(column.dtype):
        # Most of a customer table is figures: only the gaps among them cost a step.
        cells: list[Value] = column.tolist()
        for row in np.flatnonzero(~np.isfinite(column.to_numpy(float, na_value=np.nan))).tolist():
            cells[row] = gap
        return cells
    return [gap if _is_missing(value) else value for value in column.tolist()]


def _is_missing(value: object) -> bool:
    return value is None or value is pd.NA or (isinstance(value, float) and not math.isfinite(value))
