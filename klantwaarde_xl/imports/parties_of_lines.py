"""The customers and products of invoice lines, with what the lines tell of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pandas as pd

from klantwaarde_xl import errors
from klantwaarde_xl.imports.mapped_table import BESIDE, MappedTable
from klantwaarde_xl.model.findings import Finding
from klantwaarde_xl.model.raw_cells import Kind
from klantwaarde_xl.model.raw_column import RawColumn
from klantwaarde_xl.model.raw_table import RawTable
from klantwaarde_xl.model.tables import Customer


def parties_of(lines: pd.DataFrame, mapped: MappedTable) -> Mapping[str, RawTable]:
    """Return, by Excel table, a row per customer and per product of the good lines, in order of appearance.

    ``lines``: the good rows of an export, indexed by position in ``mapped.table``. A customer always gets a
    row, so that no line lacks one; a product only when the export knows its description or group: a code
    alone says nothing. Where lines disagree, what most of them say counts, and the first in the alphabet when
    as many say something else.
    """
    found: dict[str, RawTable] = {}
    for model, fields in BESIDE.items():
        told = {field: mapped.beside[field] for field in fields if field in mapped.beside}
        (key,) = model.key
        ids = lines[key].dropna()
        if not len(ids) or not (told or model is Customer):
            continue
        codes, names = pd.factorize(ids)
        rows = ids.index.to_numpy()
        columns = {key: (RawColumn.from_values(list(names)), mapped.table.first_column)}
        for field, (column, place) in told.items():
            columns[field] = (_most_told(codes, column.take(rows), len(names)), place)
        firsts = rows[np.unique(codes, return_index=True)[1]]
        known = np.zeros(len(names), bool)
        for field in told:
            known |= ~columns[field][0].blank()
        keep = np.flatnonzero(known | (model is Customer))
        if len(keep):
            headers = {item.field: item.header for item in model.columns()}
            found[model.table] = replace(
                mapped.table,
                headers=tuple(headers[field] for field in columns),
                columns=tuple(column.take(keep) for column, _ in columns.values()),
                rows=mapped.table.rows[firsts[keep]],
                places=tuple(place for _, place in columns.values()),
            )
    return found


def conflicts_in(lines: pd.DataFrame, mapped: MappedTable) -> list[Finding]:
    """Return a finding per detail of which lines tell different things of one customer or product."""
    found = []
    for model, fields in BESIDE.items():
        (key,) = model.key
        ids = lines[key].dropna()
        codes, names = pd.factorize(ids)
        header_of = {column.field: column.header for column in model.columns()}
        for field in fields:
            if field not in mapped.beside or not len(ids):
                continue
            told = mapped.beside[field][0].take(ids.index.to_numpy())
            text = told.kind == Kind.TEXT
            size = max(len(told.texts), 1)
            pairs = pd.unique(codes[text].astype(np.int64) * size + told.code[text])
            several = np.flatnonzero(np.bincount(pairs // size, minlength=len(names)) > 1)
            if len(several):
                details = {"path": mapped.table.source.name, "sheet": model.sheet, "field": header_of[field]}
                count = len(several)
                found.append(Finding.of(errors.PARTIES_DIFFER, "", names[several[0]], count=count, **details))
    return found


def _most_told(codes: np.ndarray, told: RawColumn, n: int) -> RawColumn:
    """Return the text that most lines tell of each of n things; blank where none tells any.

    ``codes``: the thing that each line is about, int (m,). ``told``: a cell per line (m).

    >>> column = RawColumn.from_values(["Bakker", "Bakker BV", "Bakker", None, "Zon", "Aap"])
    >>> most = _most_told(np.array([0, 0, 0, 1, 2, 2]), column, 3)
    >>> [most.value(row) for row in range(3)]
    ['Bakker', None, 'Aap']
    """
    text = told.kind == Kind.TEXT
    pairs, counts = np.unique(
        codes[text].astype(np.int64) * max(len(told.texts), 1) + told.code[text], return_counts=True
    )
    thing, label = np.divmod(pairs, max(len(told.texts), 1))
    alphabet = (
        np.argsort(np.argsort(np.array(told.texts, object), kind="stable"))
        if told.texts
        else np.zeros(0, int)
    )
    order = np.lexsort((alphabet[label], -counts, thing))
    thing, first = np.unique(thing[order], return_index=True)
    texts: list[str | None] = [None] * n
    for at, chosen in zip(thing.tolist(), label[order][first].tolist(), strict=True):
        texts[at] = told.texts[chosen]
    return RawColumn.from_values(texts)
