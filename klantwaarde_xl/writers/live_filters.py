"""Filters of the Excel tables in an open workbook: off while rows change, and on again as they were.

A row that a filter hides would get other contents without being judged again, and clearing or resizing what
is partly hidden is not what Excel is made for. Filters on a colour, an icon, the largest few or on days,
months and years of a list cannot be read back from Excel: those stay off, and are named."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Protocol

import xlwings as xw

_AND, _OR, _VALUES, _DYNAMIC = 1, 2, 7, 11
"""Excel's numbers (XlAutoFilterOperator) of the filters that can be set again from what Excel says of
them."""


class _Filter(Protocol):
    """The filter of one column, as Excel's object model has it."""

    On: bool
    Operator: int
    Criteria1: object
    Criteria2: object


class _Filters(Protocol):
    Count: int

    def Item(self, field: int) -> _Filter: ...  # noqa: N802 - Excel's name


class _AutoFilter(Protocol):
    FilterMode: bool
    Filters: _Filters


class _Area(Protocol):
    def AutoFilter(self, **how: object) -> object: ...  # noqa: N802 - Excel's name


class _Table(Protocol):
    """An Excel table, as Excel's object model has it; other programs may have no AutoFilter."""

    AutoFilter: _AutoFilter | None
    Range: _Area


def is_protected(sheet: xw.Sheet) -> bool:
    """Return whether a sheet of an open workbook is protected, so that nothing can be written on it."""
    return bool(getattr(sheet.api, "ProtectContents", False))


@contextmanager
def unfiltered(book: xw.Book) -> Iterator[list[str]]:
    """Show every row of the tables of an open workbook inside the block, and restore the filters after.

    They are restored after an error too.

    Gives a list that holds, when it is over, a header per filter that could not be set again. A protected
    sheet is left alone.
    """
    tables = [table for sheet in book.sheets if not is_protected(sheet) for table in sheet.tables]
    kept = [(table, found) for table in tables if (found := _filters(table.api)) is not None]
    lost: list[str] = []
    try:
        for table, _ in kept:
            table.api.AutoFilter.ShowAllData()
        yield lost
    finally:
        for table, filters in kept:
            headers = table.range.rows[0].options(ndim=1).value
            for field, how in filters:
                if field <= len(headers) and not (how and _set_again(table.api, field, how)):
                    lost.append(str(headers[field - 1]))


def _set_again(table: _Table, field: int, how: dict[str, object]) -> bool:
    with suppress(Exception):  # the rows that it asks for may be gone; every other filter still has its turn
        table.Range.AutoFilter(**{"Field": field, **how})
        return True
    return False


def _filters(table: _Table) -> list[tuple[int, dict[str, object]]] | None:
    """Return each filtered column with the arguments that set its filter again.

    The arguments are empty when Excel does not give them. None when nothing is hidden.

    ``table`` is the program's own object behind an Excel table; one that knows no such filters has none.
    """
    auto: _AutoFilter | None = getattr(table, "AutoFilter", None)
    if auto is None or not auto.FilterMode:
        return None
    filters = [(field, auto.Filters.Item(field)) for field in range(1, auto.Filters.Count + 1)]
    return [(field, _criteria(one)) for field, one in filters if one.On]


def _criteria(one: _Filter) -> dict[str, object]:
    with suppress(Exception):  # asked for the days, months and years of a list, Excel answers with an error
        if one.Operator in {_AND, _OR}:
            return {"Criteria1": one.Criteria1, "Operator": one.Operator, "Criteria2": one.Criteria2}
        if one.Operator in {_VALUES, _DYNAMIC}:
            return {"Criteria1": one.Criteria1, "Operator": one.Operator}
        if not one.Operator:
            return {"Criteria1": one.Criteria1}
    return {}
