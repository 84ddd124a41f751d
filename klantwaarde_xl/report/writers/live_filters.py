"""Filters of the Excel tables in an open workbook: off while rows change, and on again as they were.

A row that a filter hides would get other contents without being judged again, and clearing or resizing what is partly hidden is
not what Excel is made for. Filters on a colour, an icon or the largest few cannot be read back from Excel: those stay off.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

_AND, _OR, _VALUES, _DYNAMIC = 1, 2, 7, 11
"""Excel's numbers (XlAutoFilterOperator) of the filters that can be set again from what Excel says of them."""


@contextmanager
def unfiltered(book: Any) -> Iterator[None]:
    """Show every row of the tables of an open workbook for as long as this lasts, also when it ends in an error."""
    kept = [(table, found) for sheet in book.sheets for table in sheet.tables if (found := _filters(table.api)) is not None]
    for table, _ in kept:
        table.api.AutoFilter.ShowAllData()
    try:
        yield
    finally:
        for table, filters in kept:
            columns = table.range.columns.count
            for found in filters:
                if found["Field"] <= columns:
                    table.api.Range.AutoFilter(**found)


def _filters(table: Any) -> list[dict[str, Any]] | None:
    """Return what sets the filters of a table again, one per filtered column; None when it hides nothing.

    ``table`` is the program's own object behind an Excel table; one that knows no such filters has none.
    """
    auto = getattr(table, "AutoFilter", None)
    if auto is None or not auto.FilterMode:
        return None
    filters = [(field, auto.Filters.Item(field)) for field in range(1, auto.Filters.Count + 1)]
    found = []
    for field, one in filters:
        operator = one.Operator if one.On else None
        if operator in {_AND, _OR}:
            found.append({"Field": field, "Criteria1": one.Criteria1, "Operator": operator, "Criteria2": one.Criteria2})
        elif operator in {_VALUES, _DYNAMIC}:
            found.append({"Field": field, "Criteria1": one.Criteria1, "Operator": operator})
        elif operator == 0:
            found.append({"Field": field, "Criteria1": one.Criteria1})
    return found
