"""An export under the headers of an input table, with what was understood of each of its columns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from klantwaarde_xl.imports.header_meanings import Use
from klantwaarde_xl.model.findings import Finding
from klantwaarde_xl.model.raw_column import RawColumn
from klantwaarde_xl.model.raw_table import RawTable


@dataclass(frozen=True, slots=True)
class ColumnUse:
    """What was understood of one column: its header, how it is used, its field (or '') and Dutch words."""

    header: str
    use: Use
    field: str
    words: str


@dataclass(frozen=True, slots=True, eq=False)
class MappedTable:
    """An export under the headers of an input table.

    ``table`` holds only columns of the model; ``columns`` tells of all of them. ``beside``: of invoice lines,
    by field that they may tell of customers and products, the column that has it (n cells) and its place on
    the sheet.
    """

    table: RawTable
    columns: tuple[ColumnUse, ...]
    findings: tuple[Finding, ...]
    beside: Mapping[str, tuple[RawColumn, int]] = field(default_factory=dict)
