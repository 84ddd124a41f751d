"""Doubts about customers with one name and days of more than 24 hours, and about nothing ordinary."""

from __future__ import annotations

import numpy as np

from klantwaarde_xl.model.checking import check_table
from klantwaarde_xl.model.raw_column import RawColumn
from klantwaarde_xl.model.raw_table import RawTable
from klantwaarde_xl.model.table_plausibility import table_doubts
from klantwaarde_xl.model.tables import BY_TABLE, Customer, Effort


def raw(sheet: str, headers: tuple[str, ...], rows: list[tuple[object, ...]]) -> RawTable:
    columns = tuple(RawColumn.from_values(list(cells)) for cells in zip(*rows, strict=True))
    return RawTable(sheet, headers, columns, np.arange(len(rows)) + 2)


def test_names_alike_and_long_days() -> None:
    names = raw("Klanten", ("Klantnr", "Klantnaam"), [("1", "Bakkerij Zoë B.V."), ("2", "bakkerij  ZOE bv")])
    hours = raw(
        "Inspanning",
        ("Datum", "Klantnr", "Uren", "Medewerker"),
        [
            ("2025-01-03", "1", 20.0, "Noor"),
            ("2025-01-03", "2", 6.0, "Noor"),
            ("2025-01-04", "2", 8.0, "Noor"),
        ],
    )
    checked = {"tblKlanten": check_table(names, Customer), "tblInspanning": check_table(hours, Effort)}
    found = table_doubts(checked)
    assert [one.code for one in found] == ["KW-230", "KW-231"]
    assert "'1'" in found[0].message
    assert "26,0 uur" in found[1].message
    assert set(checked) <= set(BY_TABLE)


def test_branches_of_one_name_are_no_doubt() -> None:
    rows = [("1", "Fietsenzaak", "Noord"), ("2", "Fietsenzaak", "Zuid")]
    table = raw("Klanten", ("Klantnr", "Klantnaam", "Regio"), rows)
    assert table_doubts({"tblKlanten": check_table(table, Customer)}) == []
