"""Ids that are numbers in their cells and show leading zeros by their format, on one sheet or another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from klantwaarde_xl.model.declaration import ColumnKind, TableModel
from klantwaarde_xl.model.headers import match_headers
from klantwaarde_xl.model.raw_cells import Kind
from klantwaarde_xl.model.raw_column import RawColumn
from klantwaarde_xl.model.raw_table import RawTable
from klantwaarde_xl.model.tables import Customer, InvoiceLine

_CUSTOMERS = {"customer_id", "parent_id", "into"}
"""Fields that hold numbers of customers, which must meet."""


def id_columns(headers: Sequence[str], model: type[TableModel] | None) -> set[int]:
    """Return the columns (positions) of ids; without a model those of invoice lines and customers.

    >>> sorted(id_columns(["Datum", "Klantnr", "Omzet", "Factuurnr"], InvoiceLine))
    [1, 3]
    """
    return {place for each in _models(model) for place in _ids(headers, each)}


def _models(model: type[TableModel] | None) -> list[type[TableModel]]:
    return [model] if model else [InvoiceLine, Customer]


def _ids(headers: Sequence[str], model: type[TableModel]) -> dict[int, str]:
    fields = match_headers(headers, model).fields
    return {
        fields[column.field]: column.field
        for column in model.columns()
        if column.kind is ColumnKind.ID and column.field in fields
    }


def with_digits(column: RawColumn, digits: Mapping[int, int]) -> RawColumn:
    """Return a column with whole numbers in these rows as texts of so many digits.

    >>> column = with_digits(RawColumn.from_values([123.0, 7.5, "x"]), {0: 5, 1: 5, 2: 5})
    >>> [column.value(row) for row in range(3)]
    ['00123', 7.5, 'x']
    """
    texts = {
        row: f"{int(column.number[row]):0{width}d}"
        for row, width in digits.items()
        if column.kind[row] == Kind.NUMBER and column.number[row] >= 0 and column.number[row].is_integer()
    }
    return _with_texts(column, texts)


def _with_texts(column: RawColumn, texts: Mapping[int, str]) -> RawColumn:
    if not texts:
        return column
    kind, number, code = column.kind.copy(), column.number.copy(), column.code.copy()
    order = {text: at for at, text in enumerate(column.texts)}
    for row, text in texts.items():
        kind[row], number[row], code[row] = Kind.TEXT, np.nan, order.setdefault(text, len(order))
    return RawColumn(kind, number, code, tuple(order))


def zeros_shown(before: RawTable, after: RawTable, model: type[TableModel] | None) -> dict[float, str]:
    """Return the numbers of customers that became texts with leading zeros, with those texts."""
    shown: dict[float, str] = {}
    for each in _models(model):
        for place, field in _ids(after.headers, each).items():
            if field not in _CUSTOMERS or place >= len(before.columns):
                continue
            old, new = before.columns[place], after.columns[place]
            for row in np.flatnonzero((old.kind == Kind.NUMBER) & (new.kind == Kind.TEXT)).tolist():
                shown.setdefault(float(old.number[row]), str(new.value(row)))
    return shown


def meet_zeros(table: RawTable, model: type[TableModel] | None, shown: Mapping[float, str]) -> RawTable:
    """Return a table with plain numbers of customers as another sheet shows the same number (``shown``).

    A number that only one sheet shows with leading zeros is one customer all the same; a text of digits stays
    as it is typed.
    """
    if not shown or model is None:
        return table
    columns = list(table.columns)
    for place, field in _ids(table.headers, model).items():
        column = columns[place]
        if field in _CUSTOMERS:
            hit = np.flatnonzero((column.kind == Kind.NUMBER) & np.isin(column.number, list(shown)))
            columns[place] = _with_texts(
                column, {row: shown[float(column.number[row])] for row in hit.tolist()}
            )
    return replace(table, columns=tuple(columns))
