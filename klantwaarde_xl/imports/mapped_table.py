"""An export under the headers of an input table, with what was understood of each of its columns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from klantwaarde_xl.imports.header_meanings import Use
from klantwaarde_xl.model.declaration import TableModel
from klantwaarde_xl.model.findings import Finding
from klantwaarde_xl.model.raw_column import RawColumn
from klantwaarde_xl.model.raw_table import RawTable
from klantwaarde_xl.model.tables import Customer, Product

HELPERS = {
    "unit_cost": "Kostprijs per stuk",
    "unit_price": "Prijs per stuk",
    "discount": "Korting",
    "debit": "Debet",
    "credit": "Credit",
    "side": "Debet of credit",
    "account": "Grootboekrekening",
}
"""Fields beside those of the table that the user may choose a column for, with their Dutch names; from these
a field is computed."""
BESIDE: Mapping[type[TableModel], tuple[str, ...]] = {
    Customer: ("name", "segment", "region", "account_manager"),
    Product: ("description", "product_group"),
}
"""What invoice lines may tell about their customers and products, by the table in which it comes."""


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
