"""The input tables as they were read, for the result workbook: refused rows and wrong cells as well.

Nothing may disappear on the way from the file that was read to the file that is written: a colleague must
find in the result the very cell that a finding is about, and refreshing the result must find the same
mistakes again.
"""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from klantwaarde_xl.model.declaration import DAYS, Column, ColumnKind, TableModel
from klantwaarde_xl.model.headers import match_headers
from klantwaarde_xl.model.raw_cells import CellError, Kind
from klantwaarde_xl.model.raw_column import RawColumn
from klantwaarde_xl.model.raw_table import RawTable
from klantwaarde_xl.model.sheet_grid import column_letters
from klantwaarde_xl.model.text_conversion import id_text
from klantwaarde_xl.model.text_units import cut

_LABELS = {ColumnKind.ID, ColumnKind.TEXT}
_TEXT_CELLS = {ColumnKind.ID, ColumnKind.TEXT, ColumnKind.CHOICE, ColumnKind.YES_NO}
_FIGURE_CELLS = {ColumnKind.AMOUNT, ColumnKind.NUMBER, ColumnKind.HOURS}
_NOT_IN_HEADERS = re.compile("[\x00-\x1f\x7f-\x9f\ufffe\uffff]|_x(?=[0-9A-Fa-f]{4}_)")
"""Characters that an attribute cannot hold, and the start of what is read as an escape there."""
_LONGEST_HEADER = 110
"""UTF-16 code units of a header, of the 255 that a table allows: a suffix may follow."""
_EARLIEST_SERIAL = -25_508
"""1 March 1900 as days since 1970: from here on Excel's day numbers are right."""


def as_read(raw: RawTable, model: type[TableModel]) -> tuple[pd.DataFrame, dict[str, str]]:
    """Return the cells of a table (n rows) in the order of the model, and the headers of unknown columns.

    The headers are given by field.

    A column that holds only what it should is float64, datetime64 or categorical; any other is of object
    dtype with None, float, str, bool, datetime, timedelta and :class:`CellError` mixed. Numbers in columns of
    ids and names become their text, as the checks read them. Fields that the table has not are blank.

    >>> cells = (["Noor", 7.0], [1200.0, "veel"], ["ja", None])
    >>> columns = tuple(RawColumn.from_values(values) for values in cells)
    >>> raw = RawTable("Team", ("Naam", "Capaciteit", "Auto"), columns, np.array([7, 8]))
    >>> from klantwaarde_xl.model.tables import AccountManager
    >>> frame, more = as_read(raw, AccountManager)
    >>> frame["name"].tolist(), frame["capacity_hours"].tolist(), more
    (['Noor', '7'], [1200.0, 'veel'], {'column_3': 'Auto'})
    """
    where = match_headers(raw.headers, model).fields
    data = {
        column.field: _cells(raw.columns[where[column.field]], column.kind)
        if column.field in where
        else _blank(column, len(raw))
        for column in model.columns()
    }
    more: dict[str, str] = {}
    known = {column.header.lower() for column in model.columns()}
    for position in sorted(set(range(len(raw.columns))) - set(where.values())):
        letters = column_letters(raw.first_column + position)
        header = plain_header(raw.headers[position]) or f"Kolom {letters}"
        # Excel wants different headers in a table, whatever their case.
        if header.lower() in known:
            header = f"{header} (kolom {letters})"
        known.add(header.lower())
        field = f"column_{position + 1}"
        more[field] = header
        data[field] = _cells(raw.columns[position], None)
    return pd.DataFrame(data, index=pd.RangeIndex(len(raw))), more


def column_order(raw: RawTable, model: type[TableModel]) -> dict[int, int]:
    """Return the position of each column in the copy, by its position in the table that was read.

    >>> raw = RawTable("Team", ("Auto", "Capaciteit", "Naam"), (), np.array([], int))
    >>> from klantwaarde_xl.model.tables import AccountManager
    >>> order = column_order(raw, AccountManager)
    >>> order[2], order[1], order[0] == len(AccountManager.columns())
    (0, 1, True)
    """
    where = match_headers(raw.headers, model).fields
    fields = [column.field for column in model.columns()]
    order = {position: fields.index(field) for field, position in where.items()}
    rest = sorted(set(range(len(raw.headers))) - set(order))
    return order | {position: len(fields) + n for n, position in enumerate(rest)}


def plain_header(header: str) -> str:
    """Return a header as a table can have it: single blanks, no control characters, not too long.

    A table names its columns in an attribute, where the escapes of cells do not exist: one bell in it and
    Excel repairs the file.

    >>> plain_header(" Korting \\n\\x07 % "), len(plain_header("x" * 300))
    ('Korting %', 110)
    """
    return cut(" ".join(_NOT_IN_HEADERS.sub(" ", header).split()), _LONGEST_HEADER, "").rstrip()


def _blank(column: Column, count: int) -> pd.Series:
    kind = {**dict.fromkeys(DAYS, "datetime64[s]"), **dict.fromkeys(_FIGURE_CELLS, "float64")}.get(
        column.kind, "object"
    )
    return pd.Series(np.nan if kind == "float64" else None, index=range(count), dtype=kind)


def _cells(cells: RawColumn, wanted: ColumnKind | None) -> pd.Series:
    """Return the cells of one column, typed where they are all of the wanted kind or blank."""
    held = set(np.unique(cells.kind).tolist()) - {int(Kind.BLANK)}
    if wanted in _FIGURE_CELLS and held <= {Kind.NUMBER}:
        return pd.Series(cells.number)
    if wanted in DAYS and held <= {Kind.DATE} and not (cells.number < _EARLIEST_SERIAL).any():
        seconds = np.where(
            np.isnan(cells.number), np.iinfo(np.int64).min, np.rint(np.nan_to_num(cells.number) * 86_400.0)
        )
        return pd.Series(seconds.astype(np.int64).astype("datetime64[s]"))
    if (wanted in _TEXT_CELLS or wanted is None) and held <= {Kind.TEXT}:
        return pd.Series(pd.Categorical.from_codes(cells.code, pd.Index(cells.texts, dtype=object)))
    values = np.empty(len(cells), object)
    values[:] = [cells.value(row) for row in range(len(cells))]
    for row in np.flatnonzero(cells.kind == Kind.ERROR):
        values[row] = CellError(values[row])
    if wanted in _LABELS:
        for row in np.flatnonzero(cells.kind == Kind.NUMBER):
            values[row] = id_text(Kind.NUMBER, cells.number[row])
    return pd.Series(values, dtype=object)
