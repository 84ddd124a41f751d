"""Lines of which only the first of a document states date and customer, as nested lists are exported."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from klantwaarde_xl import errors
from klantwaarde_xl.model.findings import Finding
from klantwaarde_xl.model.headers import match_headers
from klantwaarde_xl.model.raw_column import RawColumn
from klantwaarde_xl.model.raw_table import RawTable
from klantwaarde_xl.model.tables import Customer, InvoiceLine

_HEADS = ("date", "customer_id")
"""Blank together on a line that belongs to the one above it."""
_REPEATED = (*_HEADS, "invoice_id", "currency", "entity")
_FIGURES = {"revenue", "cost", "margin", "quantity"}


def fill_grouped(raw: RawTable, where: Mapping[str, int]) -> tuple[RawTable, list[Finding]]:
    """Return invoice lines with the cells of the line above where a document states them once, and a finding.

    ``where``: column (position) by field. A line belongs to the one above it when date and customer are both
    blank and it holds an amount and something that is no figure, such as a product: an amount alone may be a
    total.
    """
    if not {*_HEADS, "revenue"} <= set(where):
        return raw, []
    blank = np.logical_and.reduce([raw.columns[where[field]].blank() for field in _HEADS])
    if not blank.any() or blank.all():
        return raw, []
    figures = {where[field] for field in (*_FIGURES, *_REPEATED) if field in where}
    told = np.zeros(len(raw), bool)
    for place, column in enumerate(raw.columns):
        if place not in figures:
            told |= ~column.blank()
    rows = blank & told & ~raw.columns[where["revenue"]].blank()
    rows[: int(np.argmin(blank))] = False
    if not rows.any():
        return raw, []
    above = np.maximum.accumulate(np.where(blank, 0, np.arange(len(raw))))
    columns = list(raw.columns)
    headers = []
    for field in _REPEATED:
        if field in where:
            place = where[field]
            columns[place] = _filled(columns[place], rows, above)
            headers.append(f"'{raw.headers[place]}'")
    count, named = int(rows.sum()), " en ".join((", ".join(headers[:-1]), headers[-1]))
    found = Finding.of(errors.FILLED_DOWN, raw.sheet, sheet=raw.sheet, headers=named, count=count)
    return replace(raw, columns=tuple(columns)), [found]


def below_headings(raw: RawTable) -> tuple[RawTable, tuple[Finding, ...]]:
    """Return lines with the customer that stands alone in a row above them, without those rows.

    Where a line states its customer itself, or no row holds a customer alone, the table stays as it is.

    >>> cells = (["Jansen", None, None], [None, "2024-01-02", "2024-01-03"], [None, 10.0, 20.0])
    >>> columns = tuple(map(RawColumn.from_values, cells))
    >>> raw = RawTable("Blad1", ("Klantnr", "Datum", "Omzet"), columns, np.array([2, 3, 4]))
    >>> [below_headings(raw)[0].columns[0].value(row) for row in (0, 1)]
    ['Jansen', 'Jansen']
    """
    lines, parties = (match_headers(raw.headers, model).fields for model in (InvoiceLine, Customer))
    place = lines.get("customer_id", parties.get("name", -1))
    if place < 0 or "date" not in lines or not len(raw):
        return raw, ()
    named, dated = ~raw.columns[place].blank(), ~raw.columns[lines["date"]].blank()
    others = np.logical_or.reduce([~cells.blank() for at, cells in enumerate(raw.columns) if at != place])
    heading = named & ~others
    first = int(np.argmax(heading))
    if not heading.any() or (named & others).any() or not dated[first:].any() or dated[:first].any():
        return raw, ()
    above = np.maximum.accumulate(np.where(heading, np.arange(len(raw)), 0))
    columns = list(raw.columns)
    columns[place] = columns[place].take(above)
    kept, header = ~heading, f"'{raw.headers[place]}'"
    count = int((kept & dated).sum())
    found = Finding.of(errors.FILLED_DOWN, raw.sheet, sheet=raw.sheet, headers=header, count=count)
    taken = tuple(column.take(kept) for column in columns)
    return replace(raw, columns=taken, rows=raw.rows[kept]), (found,)


def _filled(column: RawColumn, rows: np.ndarray, above: np.ndarray) -> RawColumn:
    """Return the column with, in these rows, the cell at the position above where it is blank."""
    source = np.where(rows & column.blank(), above, np.arange(len(column)))
    return column.take(source)
