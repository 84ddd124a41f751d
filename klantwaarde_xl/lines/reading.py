"""All lines of a source as one raw table, as if they stood on a sheet: what is checked is the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from klantwaarde_xl import errors
from klantwaarde_xl.lines.databases import duckdb_parts, postgres_parts
from klantwaarde_xl.lines.description import LineSource
from klantwaarde_xl.lines.parquet import parquet_parts
from klantwaarde_xl.lines.parts import LinePart
from klantwaarde_xl.lines.pieces import ColumnPieces, below, once
from klantwaarde_xl.lines.text import text_parts
from klantwaarde_xl.model.declaration import normalise_header
from klantwaarde_xl.model.findings import Finding
from klantwaarde_xl.model.headers import column_called
from klantwaarde_xl.model.raw_column import RawColumn
from klantwaarde_xl.model.raw_table import PART, RawTable, SourceFile, TablePart
from klantwaarde_xl.model.tables import InvoiceLine
from klantwaarde_xl.sources.cutting import Area, Cut, Grid, cut_area

_READERS: Mapping[str, Callable[[LineSource], Iterator[LinePart]]] = {
    "parquet": parquet_parts,
    "csv": text_parts,
    "duckdb": duckdb_parts,
    "postgres": postgres_parts,
}
_MOST_NAMED = 10


@dataclass(frozen=True, slots=True, eq=False)
class LinesRead:
    """The lines of a source: the table, what there is to say of reading it, and the headers as they were."""

    table: RawTable
    findings: tuple[Finding, ...]
    headers: tuple[str, ...]


def read_lines(source: LineSource) -> LinesRead:
    """Return all lines of a source as a raw table of invoice lines; row 1 is that of the headers.

    Total rows and blank rows are left out as on a sheet. A cell's address names its file and row. Raises what
    the readers raise, KW-073 for too many lines, KW-064 for a file whose columns are not those of the first
    one, and KW-532/533 for a field or header of the description that does not exist."""
    first: LinePart | None = None
    tables: list[RawTable] = []
    findings: list[Finding] = []
    headers: tuple[str, ...] = ()
    room = _Room(source)
    for part in _READERS[source.kind](source):
        first = first or part
        headers = headers or renamed(first.headers, source)
        cut = _cut(part, _order(part, first), headers, room)
        findings += [*part.findings, *cut.findings]
        tables.append(cut.table)
    if first is None:
        raise errors.EMPTY_TABLE.error(sheet=source.name)
    return LinesRead(_joined(tables), tuple(findings), tuple(first.headers))


def renamed(headers: Sequence[str], source: LineSource) -> tuple[str, ...]:
    """Return the headers with the chosen ones under the names of their fields.

    A header that has such a name already, of a column that was not chosen, gets another.

    >>> from pathlib import Path
    >>> columns = {"Omzet": "net_amount"}
    >>> renamed(["Omzet", "net_amount"], LineSource("r.toml", Path(), "csv", columns=columns))
    ('Omzet (niet gekozen)', 'Omzet')
    """
    known, title = InvoiceLine.by_header(), {column.field: column.header for column in InvoiceLine.columns()}
    named = list(headers)
    chosen: dict[int, str] = {}
    for field, header in (source.columns or {}).items():
        if normalise_header(field) not in known:
            raise errors.UNKNOWN_FIELD.error(field=field, fields=", ".join(title.values()))
        place = column_called(header, headers)
        if place is None:
            raise errors.NO_SUCH_HEADER.error(header=header, path=source.name, headers=", ".join(headers))
        chosen[place] = known[normalise_header(field)]
    for at, name in enumerate(headers):
        if at in chosen:
            named[at] = title[chosen[at]]
        elif known.get(normalise_header(name)) in chosen.values():
            named[at] = f"{name} (niet gekozen)"
    return tuple(named)


def _order(part: LinePart, first: LinePart) -> list[int]:
    """Return where in a part each column of the first one is; raises KW-064 when they are not the same."""
    if list(part.headers) == list(first.headers):
        return list(range(len(part.headers)))
    missing = [name for name in first.headers if name not in part.headers]
    extra = [name for name in part.headers if name not in first.headers]
    if missing or extra or len(part.headers) != len(first.headers):
        words = [f"'{name}' ontbreekt" for name in missing] + [f"'{name}' is erbij" for name in extra]
        difference = ", ".join(words[:_MOST_NAMED]) or "een naam staat er vaker"
        raise errors.OTHER_COLUMNS.error(path=part.name, first=first.name, difference=difference)
    return [list(part.headers).index(name) for name in first.headers]


@dataclass(slots=True)
class _Room:
    """How many lines were read of a source that may have so many."""

    source: LineSource
    lines: int = 0

    def take(self, count: int) -> None:
        """Count lines; raises KW-073 when there are more than the source may have."""
        self.lines += count
        if self.lines > self.source.most:
            most = f"{self.source.most:,}".replace(",", ".")
            raise errors.MORE_THAN_FITS.error(path=self.source.name, limit=most)


def _cut(part: LinePart, order: Sequence[int], headers: tuple[str, ...], room: _Room) -> Cut:
    pieces = [ColumnPieces() for _ in order]
    for block in part.blocks:
        room.take(len(block[0]) if block else 0)
        for place, column in zip(order, pieces, strict=True):
            column.add(block[place])
    columns = tuple(column.column() for column in pieces)
    grid = Grid(part.name, columns, part.header_row + 1, source=SourceFile(part.name))
    area = Area(-1, slice(0, None), slice(0, None))
    return cut_area(grid, area, headers, InvoiceLine)


def _joined(tables: Sequence[RawTable]) -> RawTable:
    """Return one table of those of the files; every row keeps its file and its row there."""
    width = range(len(tables[0].headers))
    columns = [_small(below([table.columns[at] for table in tables])) for at in width]
    first = replace(tables[0], columns=tuple(columns))
    if len(tables) == 1:
        return first
    every = tuple(range(1, len(columns) + 1))
    return replace(
        first,
        sheet=f"{first.sheet} en nog {len(tables) - 1}",
        rows=np.concatenate([table.rows + PART * at for at, table in enumerate(tables)]),
        parts=tuple(TablePart(table.sheet, table.header_row, every) for table in tables),
    )


def _small(column: RawColumn) -> RawColumn:
    return RawColumn(once(column.kind), once(column.number), once(column.code), column.texts)
