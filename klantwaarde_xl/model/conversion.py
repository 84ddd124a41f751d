"""From the cells of one column to typed values as declared, logging every cell that does not fit.

Nothing here steps through rows: texts are understood once per different text, limits are array comparisons.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import numpy as np
import pandas as pd

from klantwaarde_xl import errors
from klantwaarde_xl.model.currencies import foreign_mark
from klantwaarde_xl.model.day_times import Shift, shift_of, times_of
from klantwaarde_xl.model.declaration import DAYS, Column, ColumnKind
from klantwaarde_xl.model.excel_cells import dutch_error
from klantwaarde_xl.model.findings import Finding
from klantwaarde_xl.model.log import Log
from klantwaarde_xl.model.month_values import parse_months
from klantwaarde_xl.model.notation import show
from klantwaarde_xl.model.raw_cells import Kind
from klantwaarde_xl.model.raw_column import RawColumn
from klantwaarde_xl.model.serial_days import is_serial, parse_days
from klantwaarde_xl.model.shares import is_percentage
from klantwaarde_xl.model.text_conversion import as_text
from klantwaarde_xl.model.text_values import Parsed, Reading, parse_dates, parse_hours, parse_numbers

_EPOCH = dt.date(1970, 1, 1)
_SERIAL_EPOCH = (dt.date(1899, 12, 30) - _EPOCH).days
_EPOCH_1904 = (dt.date(1904, 1, 1) - _EPOCH).days
_FIRST_COMPACT = 19_000_101
_FIRST_SERIAL = 10_000
"""Lowest number that is a day count, in 1927 or 1931: below it stand days of a month and years."""
_YES = {"ja", "j", "yes", "y", "waar", "true", "1", "x"}
_NO = {"nee", "n", "no", "onwaar", "false", "0"}


def absent(column: Column, n: int) -> object:
    """Return n blank values of the type that the column would have had."""
    if column.kind in DAYS:
        return np.full(n, np.datetime64("NaT", "s"))
    if column.kind in {ColumnKind.ID, ColumnKind.TEXT, ColumnKind.CHOICE}:
        return pd.Categorical.from_codes(np.full(n, -1, np.int8), categories=pd.Index([], dtype=str))
    return np.full(n, np.nan)


def convert(column: Column, position: int, log: Log) -> object:
    """Return the typed values (n,) of the column at ``position``, and log every cell that is wrong."""
    cells = log.raw.columns[position]
    names = {"column": column.header}
    log.add(
        errors.ERROR_CELL,
        np.flatnonzero(cells.kind == Kind.ERROR),
        position,
        lambda row: names | {"value": dutch_error(cells.texts[cells.code[row]])},
    )
    if column.required:
        log.add(errors.REQUIRED_VALUE, np.flatnonzero(cells.kind == Kind.BLANK), position, names)
    if column.kind in {ColumnKind.ID, ColumnKind.TEXT}:
        return as_text(column, position, log)
    if column.kind is ColumnKind.CHOICE:
        return _as_choice(column, position, log)
    if column.kind is ColumnKind.YES_NO:
        return _as_yes_no(column, position, log)
    if column.kind is ColumnKind.DATE:
        return _as_date(column, position, log)
    if column.kind is ColumnKind.MONTH:
        return _as_month(column, position, log)
    return _as_number(column, position, log)


def _understand(
    column: Column,
    position: int,
    log: Log,
    parse: Callable[[list[str]], Parsed],
    wrong: errors.Wording,
    unclear: errors.Wording,
) -> np.ndarray:
    """Return the figures (n,) that the text cells of a column stand for, NaN elsewhere; log the rest."""
    cells = log.raw.columns[position]
    values = np.full(len(cells), np.nan)
    rows = np.flatnonzero(cells.kind == Kind.TEXT)
    if not len(rows):
        return values
    texts, inverse = cells.texts_at(rows)
    parsed = parse(texts)
    values[rows] = parsed.values[inverse]
    reading = parsed.reading[inverse]
    names = {"column": column.header}
    is_wrong = parsed.reading == Reading.WRONG
    if is_wrong.any():
        kinds = np.array(
            [_wrong_as(column, text) if bad else "" for text, bad in zip(texts, is_wrong, strict=True)]
        )[inverse]
        wordings = {"%": errors.PERCENTAGE, "$": errors.NAMES_A_CURRENCY, "": wrong}
        for kind, wording in wordings.items():
            log.add(wording, rows[(reading == Reading.WRONG) & (kinds == kind)], position, names)
    log.add(unclear, rows[reading == Reading.AMBIGUOUS], position, names)
    return values


def _wrong_as(column: Column, text: str) -> str:
    """Return '%' for a percentage and '$' for an amount in another currency, where amounts are; else ''."""
    if column.kind is not ColumnKind.AMOUNT:
        return ""
    return "%" if is_percentage(text) else "$" if foreign_mark(text) else ""


def _as_number(column: Column, position: int, log: Log) -> np.ndarray:
    cells = log.raw.columns[position]
    names = {"column": column.header}
    parse = parse_hours if column.kind is ColumnKind.HOURS else parse_numbers
    values = _understand(column, position, log, parse, errors.NOT_A_NUMBER, errors.AMBIGUOUS_NUMBER)
    if column.kind is ColumnKind.HOURS:
        values = _clock_hours(column, position, log, values)
    numeric = cells.kind == Kind.NUMBER
    values[numeric] = cells.number[numeric]
    log.add(errors.NOT_FINITE, np.flatnonzero(numeric & ~np.isfinite(cells.number)), position, names)
    values[~np.isfinite(values)] = np.nan
    misfit = (cells.kind == Kind.BOOL) | (cells.kind == Kind.DATE)
    if column.kind is not ColumnKind.HOURS:
        misfit |= cells.kind == Kind.DURATION
    log.add(errors.NOT_A_NUMBER, np.flatnonzero(misfit), position, names)
    _check_limits(column, position, log, values)
    return values


def _clock_hours(column: Column, position: int, log: Log, values: np.ndarray) -> np.ndarray:
    """Fill in hours that were typed as a time (1:30 is 1.5)."""
    cells = log.raw.columns[position]
    lasting = cells.kind == Kind.DURATION
    values[lasting] = cells.number[lasting] * 24
    return values


def _as_date(column: Column, position: int, log: Log) -> np.ndarray:
    cells = log.raw.columns[position]
    names = {"column": column.header}
    values = _understand(column, position, log, parse_days, errors.NOT_A_DATE, errors.AMBIGUOUS_DATE)
    counted = np.flatnonzero(cells.where(list(map(is_serial, cells.texts))))
    if len(counted):
        place, first = log.raw.address(int(counted[0]), position), show(cells.value(int(counted[0])))
        day = str(np.datetime64(int(values[counted[0]]), "D").astype(dt.date).strftime("%d-%m-%Y"))
        found = Finding.of(errors.SERIAL_DAYS, place, first, count=len(counted), day=day, **names)
        log.findings.append(found)
    dated = cells.kind == Kind.DATE
    values[dated] = np.floor(cells.number[dated])
    numbers = np.flatnonzero(cells.kind == Kind.NUMBER)
    if len(numbers):
        values[numbers] = _days_of_numbers(cells.number[numbers], log.raw.date_1904)
        log.add(errors.NOT_A_DATE, numbers[np.isnan(values[numbers])], position, names)
    log.add(
        errors.NOT_A_DATE,
        np.flatnonzero((cells.kind == Kind.BOOL) | (cells.kind == Kind.DURATION)),
        position,
        names,
    )
    values += _days_later(column, position, log, values)
    _check_limits(column, position, log, values)
    return values.astype("datetime64[D]").astype("datetime64[s]")


def _as_month(column: Column, position: int, log: Log) -> np.ndarray:
    """Return the first day of each month."""
    cells = log.raw.columns[position]
    values = _understand(column, position, log, parse_months, errors.NOT_A_MONTH, errors.AMBIGUOUS_DATE)
    dated = cells.kind == Kind.DATE
    values[dated] = np.floor(cells.number[dated])
    numbers = np.flatnonzero(cells.kind == Kind.NUMBER)
    if len(numbers):
        # A year and a month together (202501) would be a day in the year 2454.
        typed = parse_months([str(int(number)) if number < 1e6 else "" for number in cells.number[numbers]])
        days = _days_of_numbers(cells.number[numbers], log.raw.date_1904)
        values[numbers] = np.where(np.isnan(typed.values), days, typed.values)
    misfit = (cells.kind == Kind.BOOL) | (cells.kind == Kind.DURATION)
    misfit[numbers] = np.isnan(values[numbers])
    log.add(errors.NOT_A_MONTH, np.flatnonzero(misfit), position, {"column": column.header})
    _check_limits(column, position, log, values)
    return values.astype("datetime64[D]").astype("datetime64[M]").astype("datetime64[s]")


def _days_later(column: Column, position: int, log: Log, days: np.ndarray) -> int:
    """Return 1 when the times of all dates show that the day after is meant, else 0; the log says so."""
    cells = log.raw.columns[position]
    text, dated = cells.kind == Kind.TEXT, cells.kind == Kind.DATE
    if not (dated.any() or any(":" in item for item in cells.texts)):
        return 0
    seconds, utc = np.full(len(cells), np.nan), np.zeros(len(cells), bool)
    if text.any():
        of_texts, marks = times_of(cells.texts)
        seconds[text], utc[text] = of_texts[cells.code[text]], marks[cells.code[text]]
    seconds[dated] = np.rint((cells.number[dated] - np.floor(cells.number[dated])) * 86_400)
    known = np.flatnonzero(np.isfinite(days))
    shift = shift_of(days[known], seconds[known], utc[known])
    if shift is Shift.NONE:
        return 0
    wording = {Shift.UTC: errors.DATES_IN_UTC, Shift.BEFORE_MIDNIGHT: errors.DATES_BEFORE_MIDNIGHT}.get(
        shift, errors.DATES_LATE
    )
    place = log.raw.address(int(known[0]), position)
    first = show(cells.value(int(known[0])))
    log.findings.append(Finding.of(wording, place, first, count=len(known), column=column.header))
    return 0 if shift is Shift.DOUBTFUL else 1


def _days_of_numbers(numbers: np.ndarray, date_1904: bool) -> np.ndarray:
    """Return days since 1970 of numbers in a date column: yyyymmdd, else Excel's day count, else NaN.

    A year (2024) or a day of a month (15) is no date, though as a day count it would be one in 1900.
    """
    days = np.full(len(numbers), np.nan)
    whole = np.isfinite(numbers) & (numbers == np.rint(numbers))
    compact = whole & (numbers >= _FIRST_COMPACT)
    if compact.any():
        parsed = parse_dates([str(int(number)) for number in numbers[compact]])
        days[compact] = parsed.values
    serial = np.isfinite(numbers) & (numbers >= _FIRST_SERIAL) & (numbers < _FIRST_COMPACT / 10)
    days[serial] = np.floor(numbers[serial]) + (_EPOCH_1904 if date_1904 else _SERIAL_EPOCH)
    return days


def _check_limits(column: Column, position: int, log: Log, values: np.ndarray) -> None:
    day = isinstance(column.minimum, dt.date) or isinstance(column.maximum, dt.date)
    below, above = (
        (("vroeger dan", "later"), ("later dan", "vroeger"))
        if day
        else (("kleiner dan", "meer"), ("groter dan", "minder"))
    )
    sides = (
        (column.minimum, errors.TOO_SMALL, np.less, below),
        (column.maximum, errors.TOO_LARGE, np.greater, above),
    )
    for limit, wording, beyond, (than, valid) in sides:
        if limit is None:
            continue
        bound = float((limit - _EPOCH).days) if isinstance(limit, dt.date) else float(limit)
        shown = limit.strftime("%d-%m-%Y") if isinstance(limit, dt.date) else show(float(limit))
        wrong = np.flatnonzero(beyond(values, bound))
        names = {"column": column.header, "limit": shown, "than": than, "valid": valid}
        log.add(wording, wrong, position, names)
        if position in log.spared:
            values[wrong] = np.nan


def _as_choice(column: Column, position: int, log: Log) -> pd.Categorical[str]:
    cells = log.raw.columns[position]
    known = {choice.lower(): i for i, choice in enumerate(column.choices)}
    table = np.array([known.get(text.strip().lower(), -1) for text in cells.texts] + [-1], np.int8)
    codes = np.where(cells.kind == Kind.TEXT, table[cells.code], -1)
    wrong = (codes < 0) & (cells.kind != Kind.BLANK) & (cells.kind != Kind.ERROR)
    log.add(
        errors.NOT_A_CHOICE,
        np.flatnonzero(wrong),
        position,
        {"column": column.header, "choices": ", ".join(column.choices)},
    )
    return pd.Categorical.from_codes(codes, categories=pd.Index(column.choices, dtype=str))


def yes_no_of(cells: RawColumn) -> np.ndarray:
    """Return 1 for yes, 0 for no and NaN for anything else, float64 (n,).

    >>> yes_no_of(RawColumn.from_values(["ja", "N", True, 0.0, "?"])).tolist()
    [1.0, 0.0, 1.0, 0.0, nan]
    """
    table = np.array(
        [
            1.0 if t in _YES else 0.0 if t in _NO else np.nan
            for t in (text.strip().lower() for text in cells.texts)
        ]
        + [np.nan]
    )
    values: np.ndarray = np.where(cells.kind == Kind.TEXT, table[cells.code], np.nan)
    plain = (cells.kind == Kind.BOOL) | ((cells.kind == Kind.NUMBER) & np.isin(cells.number, (0.0, 1.0)))
    values[plain] = cells.number[plain]
    return values


def _as_yes_no(column: Column, position: int, log: Log) -> np.ndarray:
    cells = log.raw.columns[position]
    values = yes_no_of(cells)
    wrong = np.isnan(values) & (cells.kind != Kind.BLANK) & (cells.kind != Kind.ERROR)
    log.add(errors.NOT_YES_NO, np.flatnonzero(wrong), position, {"column": column.header})
    return values
