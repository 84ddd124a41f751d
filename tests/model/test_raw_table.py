"""A raw table names its cells by their place in Excel, and holds no text that cannot be written."""

from __future__ import annotations

import numpy as np

from klantwaarde_xl.model.raw_column import RawColumn
from klantwaarde_xl.model.raw_table import PART, RawTable, SourceFile, TablePart


def test_halves_of_surrogate_pairs_become_question_marks_in_sheet_header_and_file_name() -> None:
    # Written to a file or hashed in an index they would stop the run.
    half, other = "Jans" + chr(0xD800), "Jans" + chr(0xDFFF)
    table = RawTable(half, (other,), (RawColumn.from_values([half]),), np.array([2]), source=SourceFile(half))
    assert (table.sheet, table.headers, table.source.name) == ("Jans?", ("Jans?",), "Jans?")


def test_a_joined_table_names_the_sheet_and_the_column_of_each_part() -> None:
    columns = (RawColumn.from_values(["a", "b"]), RawColumn.from_values([1.0, 2.0]))
    parts = (TablePart("Jan", 1, (1, 2)), TablePart("Feb 2025", 3, (0, 28)))
    table = RawTable("Jan", ("Klantnr", "Omzet"), columns, np.array([2, 7 + PART]), parts=parts)
    assert table.address(0, 1) == "Jan!B2"
    assert table.address(1, 1) == "'Feb 2025'!AB7"
    assert table.address(1, 0) == "'Feb 2025'!7:7"
    assert table.address(None, 0) == "Jan!A1"
