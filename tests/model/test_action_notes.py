from __future__ import annotations

import datetime as dt

import numpy as np

from klantwaarde_xl.model.action_notes import action_notes, customers_of
from klantwaarde_xl.model.raw_column import RawColumn
from klantwaarde_xl.model.raw_table import RawTable


def table(**columns: list[object]) -> RawTable:
    cells = tuple(RawColumn.from_values(values) for values in columns.values())
    return RawTable(
        "Acties",
        tuple(columns),
        cells,
        np.arange(8, 8 + len(next(iter(columns.values())))),
        table="tblActies",
    )


def test_whatever_was_typed_becomes_text() -> None:
    found = action_notes(
        table(
            Klantnr=["007", 8.0, "9"],
            Eigenaar=["Noor", None, " "],
            STATUS=[None, True, None],
            Opmerking=[dt.datetime(2026, 3, 1), 12.5, None],
            Extra=["x", "y", "z"],
        )
    )
    assert found.to_dict("index") == {
        "007": {"owner": "Noor", "status": "", "note": "01-03-2026"},
        "8": {"owner": "", "status": "ja", "note": "12,5"},
    }


def test_the_last_row_of_a_customer_counts_and_rows_without_a_number_do_not() -> None:
    notes = table(Klantnr=["1", "1", "1", None], Eigenaar=["Noor", "Bram", None, "Els"])
    assert action_notes(notes)["owner"].to_dict() == {"1": "Bram"}
    assert customers_of(notes) == ["1", "1", "1", ""]


def test_a_table_without_customer_numbers_has_no_notes() -> None:
    assert action_notes(table(Eigenaar=["Noor"])).empty
