"""A mapped table tells of every column of the export, and holds only those of the input table."""

from __future__ import annotations

import numpy as np

from klantwaarde_xl.imports.header_meanings import Use
from klantwaarde_xl.imports.mapping import map_export
from klantwaarde_xl.model.raw_column import RawColumn
from klantwaarde_xl.model.raw_table import RawTable
from klantwaarde_xl.model.tables import InvoiceLine


def test_every_column_is_told_of_and_those_of_the_model_are_kept() -> None:
    headers = ("Datum", "Debiteur", "Naam", "Omzet", "Kleur")
    cells = (["1-3-2025"], ["0042"], ["Jansen"], [12.5], ["rood"])
    columns = tuple(map(RawColumn.from_values, cells))
    found = map_export(RawTable("export", headers, columns, np.array([2])), InvoiceLine)
    assert [use.header for use in found.columns] == list(headers)
    assert {use.header: use.field for use in found.columns if use.use is not Use.UNKNOWN}["Debiteur"] == (
        "customer_id"
    )
    assert {*found.table.headers} <= {column.header for column in InvoiceLine.columns()}
    assert len(found.table) == 1
    column, place = found.beside["name"]
    assert (column.texts[0], place) == ("Jansen", 3)
