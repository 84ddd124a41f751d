"""Ids and texts: every cell as its shortest text, and a warning for ids that look alike."""

from __future__ import annotations

import datetime as dt

import numpy as np

from klantwaarde_xl.model.checking import check_table
from klantwaarde_xl.model.raw_column import RawColumn
from klantwaarde_xl.model.raw_table import RawTable
from klantwaarde_xl.model.tables import InvoiceLine


def test_ids_stay_text_and_a_number_becomes_its_shortest_text() -> None:
    ids = ["00123", 123.0, " 00123 ", 12.5, 1e14, dt.date(2024, 1, 31), True]
    day, amount = [dt.date(2024, 1, 31)] * len(ids), [10.0] * len(ids)
    columns = tuple(RawColumn.from_values(cells) for cells in (day, ids, amount))
    table = RawTable("Transacties", ("Datum", "Klantnr", "Omzet"), columns, np.arange(len(ids)) + 2)
    checked = check_table(table, InvoiceLine)
    expected = ["00123", "123", "00123", "12.5", "100000000000000", "2024-01-31", "ja"]
    assert checked.frame["customer_id"].tolist() == expected
    assert [(found.code, found.cell) for found in checked.findings] == [("KW-124", "Transacties!B3")]
    assert checked.rejected.sum() == 0


def test_a_text_is_too_long_as_the_sheet_counts_it() -> None:
    # The rule of the column is a text of at most 255; LEN in Excel counts an emoji for two.
    ids = ["😀" * 127, "😀" * 128, "x" * 255, "x" * 256]
    day, amount = [dt.date(2024, 1, 31)] * len(ids), [10.0] * len(ids)
    columns = tuple(RawColumn.from_values(cells) for cells in (day, ids, amount))
    table = RawTable("Transacties", ("Datum", "Klantnr", "Omzet"), columns, np.arange(len(ids)) + 2)
    found = [one.cell for one in check_table(table, InvoiceLine).findings if one.code == "KW-122"]
    assert found == ["Transacties!B3", "Transacties!B5"]
