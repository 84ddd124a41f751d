"""Cells merged over several rows of a table: the value stands in the first, and holds for each of them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from klantwaarde_xl import errors
from klantwaarde_xl.model.findings import Finding
from klantwaarde_xl.model.headers import match_headers
from klantwaarde_xl.model.raw_table import RawTable
from klantwaarde_xl.model.tables import Customer, InvoiceLine
from klantwaarde_xl.sources.cutting import Cut, Grid

_REPEATED = ("date", "customer_id", "invoice_id", "currency", "entity")
"""Fields of a line that a merged cell states for all its rows; an amount counts once, so it is none."""


def fill_merged(grid: Grid, cut: Cut) -> Cut:
    """Return invoice lines with the value of each merged cell in all of its rows, and a finding.

    Only of cells that say to whom or when a line belongs, and of one column.
    """
    if not grid.merged or cut.model not in {InvoiceLine, None} or not len(cut.table):
        return cut
    table = cut.table
    lines, parties = (match_headers(table.headers, model).fields for model in (InvoiceLine, Customer))
    repeated = {lines[field] for field in _REPEATED if field in lines} | {parties.get("name", -1)} - {-1}
    places = table.places or tuple(table.first_column + at for at in range(len(table.headers)))
    columns, filled = list(table.columns), np.zeros(len(table), bool)
    for at in sorted(repeated):
        source = np.arange(len(table))
        for top, left, bottom, right in grid.merged:
            if bottom > top and left == right == places[at]:
                inside = np.flatnonzero((table.rows >= top) & (table.rows <= bottom))
                source[inside] = inside[0] if len(inside) and table.rows[inside[0]] == top else inside
        source = np.where(columns[at].blank(), source, np.arange(len(table)))
        changed = source != np.arange(len(table))
        columns[at] = columns[at].take(source) if changed.any() else columns[at]
        filled |= changed
    if not filled.any():
        return cut
    headers = _named(table, [at for at in sorted(repeated) if columns[at] is not table.columns[at]])
    found = Finding.of(
        errors.FILLED_DOWN, table.sheet, sheet=table.sheet, headers=headers, count=int(filled.sum())
    )
    return replace(cut, table=replace(table, columns=tuple(columns)), findings=(*cut.findings, found))


def _named(table: RawTable, places: list[int]) -> str:
    return " en ".join(f"'{table.headers[at]}'" for at in places)
