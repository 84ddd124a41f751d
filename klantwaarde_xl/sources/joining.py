"""Several tables of one kind as one: a sheet per month or year, or tables below each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from klantwaarde_xl import errors
from klantwaarde_xl.model.declaration import TableModel, normalise_header
from klantwaarde_xl.model.findings import Finding
from klantwaarde_xl.model.headers import match_headers
from klantwaarde_xl.model.raw_cells import Kind
from klantwaarde_xl.model.raw_column import RawColumn
from klantwaarde_xl.model.raw_table import PART, RawTable, TablePart
from klantwaarde_xl.sources.cutting import Area, Cut

_NAMED = 3
"""Sheets that a finding names."""


def join_cuts(cuts: Sequence[Cut]) -> Cut:
    """Return one table of the tables of one kind (at least one), with every row where it stood.

    A table whose rows all stand in a larger one too is a copy: it is left out, with a finding. In a table
    with a key a row whose key stood in an earlier table is left out, with a finding per table.
    """
    kept, findings = _without_copies(list(cuts))
    if len(kept) == 1:
        return replace(kept[0], findings=(*findings, *kept[0].findings))
    model = kept[0].model
    headers, places = _union([cut.table for cut in kept], model)
    tables = [cut.table for cut in kept]
    if model is not None and model.key:
        tables, more = _without_known_keys(tables, places, headers, model)
        findings += more
    columns = tuple(
        RawColumn.concat([_column(table, where[at]) for table, where in zip(tables, places, strict=True)])
        for at in range(len(headers))
    )
    parts = tuple(_part(table, where) for table, where in zip(tables, places, strict=True))
    rows = np.concatenate([table.rows + PART * at for at, table in enumerate(tables)])
    sheets = list(dict.fromkeys(table.sheet for table in tables))
    first = tables[0]
    joined = replace(
        first,
        sheet=_named(sheets),
        headers=tuple(headers),
        columns=columns,
        rows=rows,
        first_column=1,
        places=(),
        parts=parts,
        hidden_rows=sum(table.hidden_rows for table in tables),
    )
    findings.append(_joined(tables, model, len(sheets)))
    findings += [finding for cut in kept for finding in cut.findings]
    return Cut(joined, model, tuple(findings), kept[0].area)


def join_tables(tables: Sequence[RawTable], model: type[TableModel]) -> tuple[RawTable, tuple[Finding, ...]]:
    """Return tables that turned out to be of one kind as one, and what to say of it."""
    nowhere = Area(0, slice(0), slice(0))
    joined = join_cuts([Cut(table, model, (), nowhere) for table in tables])
    return joined.table, joined.findings


def _joined(tables: Sequence[RawTable], model: type[TableModel] | None, sheets: int) -> Finding:
    names = [table.sheet for table in tables]
    told = [_range(table) if names.count(table.sheet) > 1 else table.sheet for table in tables[:_NAMED]]
    rows = ", ".join(f"{name} ({len(table)})" for name, table in zip(told, tables, strict=False))
    more = f" en nog {len(tables) - _NAMED}" if len(tables) > _NAMED else ""
    name = model.sheet if model is not None else tables[0].sheet
    return Finding.of(errors.TABLES_JOINED, sheet=name, places=rows + more, count=len(tables))


def _range(table: RawTable) -> str:
    """Return the cells of a table with its headers, ``Blad!A1:D16``, for one that shares its sheet."""
    first = table.address(None, 0)
    last = table.address(len(table) - 1, len(table.headers) - 1) if len(table) else first
    return f"{first}:{last.rpartition('!')[2]}"


def _named(sheets: Sequence[str]) -> str:
    more = f" en nog {len(sheets) - _NAMED}" if len(sheets) > _NAMED else ""
    return ", ".join(sheets[:_NAMED]) + more


def _union(tables: Sequence[RawTable], model: type[TableModel] | None) -> tuple[list[str], list[list[int]]]:
    """Return the joined headers, and per table the position of each of them in it (-1: absent).

    Columns of one field are one column, whatever their headers; else columns with equal headers are.
    """
    headers: list[str] = []
    keys: list[str] = []
    found: list[dict[int, int]] = []
    for table in tables:
        fields = match_headers(table.headers, model).fields if model is not None else {}
        names = {place: field for field, place in fields.items()}
        here: dict[int, int] = {}
        for place, header in enumerate(table.headers):
            key = f"={names[place]}" if place in names else normalise_header(header) or f"?{place}"
            at = next((i for i, known in enumerate(keys) if known == key and i not in here), None)
            if at is None:
                at = len(keys)
                keys.append(key)
                headers.append(header)
            here[at] = place
        found.append(here)
    return headers, [[here.get(at, -1) for at in range(len(keys))] for here in found]


def _column(table: RawTable, place: int) -> RawColumn:
    return table.columns[place] if place >= 0 else RawColumn.blank_column(len(table))


def _part(table: RawTable, where: Sequence[int]) -> TablePart:
    places = table.places or tuple(table.first_column + at for at in range(len(table.headers)))
    columns = tuple(places[at] if at >= 0 else 0 for at in where)
    return TablePart(table.sheet, table.header_row, columns, table.titles)


def _without_copies(cuts: list[Cut]) -> tuple[list[Cut], list[Finding]]:
    """Return the tables without those whose rows all stand in larger ones, with a finding for each."""
    if len(cuts) < 2 or cuts[0].model is None or cuts[0].model.key:
        return cuts, []
    model = cuts[0].model
    order = sorted(range(len(cuts)), key=lambda at: (-len(cuts[at].table), at))
    kept: list[int] = []
    findings = []
    fields_of = [match_headers(cut.table.headers, model).fields for cut in cuts]
    known: dict[tuple[str, ...], Counter[int]] = {}
    for at in order:
        table, fields = cuts[at].table, tuple(sorted(fields_of[at]))
        # A copy may leave columns out: it is compared by those that it has.
        fuller = [one for one in kept if set(fields) <= set(fields_of[one])]
        prints = _prints(table, fields, fields_of[at])
        if fields not in known:
            known[fields] = Counter()
            for one in fuller:
                known[fields].update(_prints(cuts[one].table, fields, fields_of[one]))
        if fuller and prints and not prints - known[fields]:
            findings.append(
                Finding.of(
                    errors.TABLE_IS_A_COPY,
                    sheet=table.sheet,
                    count=len(table),
                    used=_named([cuts[one].table.sheet for one in fuller]),
                )
            )
            continue
        kept.append(at)
        for other, counted in known.items():
            if set(other) <= set(fields):
                counted.update(_prints(table, other, fields_of[at]))
    return [cuts[at] for at in sorted(kept)], findings


def _prints(table: RawTable, fields: Sequence[str], where: Mapping[str, int]) -> Counter[int]:
    """Return how often each row occurs, by a hash of its cells in these fields; ``where`` their columns."""
    total = np.zeros(len(table), np.uint64)
    for field in fields:
        column = table.columns[where[field]]
        hashes = pd.util.hash_array(np.nan_to_num(column.number, nan=-1.5), categorize=False)
        if column.texts:
            stripped = np.array([text.strip() for text in column.texts], object)
            texts = pd.util.hash_array(stripped, categorize=False)
            hashes = np.where(column.code >= 0, texts[column.code], hashes)
        total = total * np.uint64(31) + hashes
    return Counter(total.tolist())


def _without_known_keys(
    tables: Sequence[RawTable],
    places: Sequence[Sequence[int]],
    headers: Sequence[str],
    model: type[TableModel],
) -> tuple[list[RawTable], list[Finding]]:
    """Return the tables without the rows whose key stood in an earlier table, with a finding per table."""
    at = match_headers(headers, model).fields.get(model.key[0])
    if at is None or len(model.key) > 1:
        return list(tables), []
    seen: set[str] = set()
    done, findings = [], []
    for table, where in zip(tables, places, strict=True):
        column = _column(table, where[at])
        keys = [_key(column, row) for row in range(len(table))]
        keep = np.array([key not in seen for key in keys], bool)
        seen.update(key for key in keys if key)
        if not keep.all():
            known = int((~keep).sum())
            findings.append(Finding.of(errors.KEYS_KNOWN, table.sheet, sheet=table.sheet, count=known))
            cells = tuple(column.take(keep) for column in table.columns)
            table = replace(table, columns=cells, rows=table.rows[keep])  # noqa: PLW2901 - without those rows
        done.append(table)
    return done, findings


def _key(column: RawColumn, row: int) -> str:
    value = column.value(row)
    if column.kind[row] == Kind.NUMBER and isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value).strip()
