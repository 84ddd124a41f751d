"""Lines of which only the first of a document states date and customer, as nested lists are exported."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from klantwaarde_xl import errors
from klantwaarde_xl.model.findings import Finding
from klantwaarde_xl.model.raw_column import RawColumn
from klantwaarde_xl.model.raw_table import RawTable

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


def _filled(column: RawColumn, rows: np.ndarray, above: np.ndarray) -> RawColumn:
    """Return the column with, in these rows, the cell at the position above where it is blank."""
    source = np.where(rows & column.blank(), above, np.arange(len(column)))
    return column.take(source)
