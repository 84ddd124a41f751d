"""A folder of text exports that are tables of one database: joined by the numbers that they share.

Orders, order lines, customers and products in files of their own say together what an export of invoice lines
says alone. The lines are the table with most columns of lines; every other table is joined whose key,
a column with a header that it shares, has no value twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from klantwaarde_xl import errors
from klantwaarde_xl.imports.header_meanings import meaning_of
from klantwaarde_xl.model.declaration import normalise_header
from klantwaarde_xl.model.findings import Finding
from klantwaarde_xl.model.raw_cells import Kind
from klantwaarde_xl.model.raw_column import RawColumn
from klantwaarde_xl.model.raw_table import RawTable
from klantwaarde_xl.model.tables import Customer, Product

_FIGURES = {
    *("quantity", "unit_price", "revenue", "amount", "gross_amount", "cost", "margin", "discount"),
    *("unit_cost", "date", "vat_amount"),
}
"""Meanings of columns that are never a key, also where no value stands twice."""
_OF_LINES = {*_FIGURES, "product_id", "invoice_id"} - {"unit_cost", "date"}
_OWNED = {
    **{column.field: "customer_id" for column in Customer.columns()},
    **dict.fromkeys(("description", "product_group", "unit_cost"), "product_id"),
    **dict.fromkeys(("customer_id", "date"), ""),
}
"""What a column may come with: the name of a supplier is no name of a customer."""
_UNIT_COST = next(column.header for column in Product.columns() if column.field == "unit_cost")


@dataclass(frozen=True, slots=True, eq=False)
class Joined:
    """The lines of a folder with the columns of the tables around them, and what was joined on what."""

    lines: RawTable
    findings: tuple[Finding, ...]


def join_folder(name: str, tables: Sequence[RawTable]) -> Joined | None:
    """Return the tables of a folder joined into one; None when they do not belong together.

    ``name`` is the folder's, for messages. A finding names a table that joins with no other.
    """
    lines = max(tables, key=_likeness_to_lines)
    rest = [table for table in tables if table is not lines]
    joined: list[str] = []
    alike: list[RawTable] = []
    while found := next((pair for table in rest if (pair := _key_between(lines, table))), None):
        table, header = found
        rest = [other for other in rest if other is not table]
        wider = _with_columns(lines, table, header)
        if len(wider.headers) == len(lines.headers):
            alike.append(table)
            continue
        lines = wider
        joined.append(f"{table.source.name} op {header}")
    if not joined:
        return None
    findings = [Finding.of(errors.FOLDER_JOINED, "", lines.source.name, path=name, tables=", ".join(joined))]
    if unused := [f"'{table.source.name}'" for table in (*rest, *alike)]:
        names = ", ".join(unused)
        findings.append(Finding.of(errors.FOLDER_UNUSED, "", "", path=name, tables=names, count=len(unused)))
    return Joined(lines, tuple(findings))


def _likeness_to_lines(table: RawTable) -> tuple[int, int]:
    fields = {meaning.name for header in table.headers if (meaning := meaning_of(header)).name in _OF_LINES}
    return len(fields), len(table)


def _key_between(lines: RawTable, table: RawTable) -> tuple[RawTable, str] | None:
    """Return the table with the header on which it can be joined to the lines, None when there is none.

    The key is a shared column without a value twice in the table, of which the lines know most values.
    """
    known = {normalise_header(header): place for place, header in enumerate(lines.headers) if header}
    best: tuple[float, str] = (0.5, "")
    for place, header in enumerate(table.headers):
        at = known.get(normalise_header(header))
        if at is None or meaning_of(header).name in _FIGURES:
            continue
        values = _texts(table.columns[place])
        filled = values[values != ""]
        if len(filled) != len(table) or len(np.unique(filled)) != len(filled):
            continue
        share = float(np.isin(_texts(lines.columns[at]), filled).mean()) if len(lines) else 0.0
        if share > best[0]:
            best = (share, header)
    return (table, best[1]) if best[1] else None


def _with_columns(lines: RawTable, table: RawTable, header: str) -> RawTable:
    """Return the lines with the columns of a table that they have not yet, found by the key's header."""
    key = normalise_header(header)
    there = [normalise_header(text) for text in lines.headers]
    keys = _texts(table.columns[[normalise_header(text) for text in table.headers].index(key)])
    places = pd.Index(keys).get_indexer(_texts(lines.columns[there.index(key)]))
    owner = meaning_of(header).name
    new = [
        at
        for at, text in enumerate(table.headers)
        if text
        and normalise_header(text) not in there
        and _OWNED.get(meaning_of(text).name, "") in {"", owner}
    ]
    columns = tuple(_taken(table.columns[at], places) for at in new)
    own = lines.places or tuple(lines.first_column + at for at in range(len(lines.headers)))
    return replace(
        lines,
        headers=(*lines.headers, *(_beside_lines(table.headers[at], owner) for at in new)),
        columns=(*lines.columns, *columns),
        # A joined column has no place in the file of the lines; a finding then names the row.
        places=(*own, *(0 for _ in new)),
    )


def _beside_lines(header: str, owner: str) -> str:
    """Return the header of a column of a list as it stands beside lines: a product costs what one does."""
    is_cost = owner == "product_id" and meaning_of(header).name == "cost_amount"
    return _UNIT_COST if is_cost else header


def _taken(column: RawColumn, places: np.ndarray) -> RawColumn:
    """Return the cells at these positions, blank for -1."""
    found = column.take(np.maximum(places, 0))
    missing = places < 0
    return RawColumn(
        np.where(missing, np.int8(Kind.BLANK), found.kind),
        np.where(missing, np.nan, found.number),
        np.where(missing, np.int32(-1), found.code),
        found.texts,
    )


def _texts(column: RawColumn) -> np.ndarray:
    """Return the cells as text, object (n,); '' for a blank."""
    texts = np.array([*(text.strip() for text in column.texts), ""], object)
    shown = texts[column.code]
    numbers = np.flatnonzero(column.kind == Kind.NUMBER)
    shown[numbers] = [f"{number:.15g}" for number in column.number[numbers]]
    return shown
