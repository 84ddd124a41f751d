"""Rows below a table: none twice, those of the workbook unchanged, blanks of new ones filled later."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from klantwaarde_xl.imports.choices import Choices
from klantwaarde_xl.imports.target_tables import TargetTables
from klantwaarde_xl.imports.understanding import understand_all
from klantwaarde_xl.model.raw_column import RawColumn
from klantwaarde_xl.model.raw_table import RawTable


def raw(table: str, sheet: str, headers: list[str], *rows: list[object]) -> dict[str, RawTable]:
    """Return one table of a workbook as it was read."""
    columns = tuple(RawColumn.from_values(list(cells)) for cells in zip(*rows, strict=True))
    return {table: RawTable(sheet, tuple(headers), columns, np.arange(len(rows)) + 2)}


def export(folder, name: str, text: str):
    """Return what is understood of a text export."""
    (folder / name).write_text(text, encoding="utf-8")
    (one,), failed = understand_all([folder / name], Choices())
    assert not failed
    return one


def customers(folder, name: str, *rows: str):
    return export(folder, name, "\n".join(["Klantnr;Klantnaam;Segment", *rows]) + "\n")


WORKBOOK = raw("tblKlanten", "Klanten", ["Klantnr", "Klantnaam"], ["001", "Jansen"], ["002", None])


def test_a_customer_who_is_there_stays_as_he_is_and_the_blank_is_reported(tmp_path) -> None:
    tables = TargetTables(WORKBOOK)
    assert tables.add(customers(tmp_path, "a.csv", "001;Anders;Zorg", "002;De Vries;", "003;Smit;Bouw"))
    assert tables.new_rows("tblKlanten")["customer_id"].tolist() == ["003"]
    assert tables.overlap["tblKlanten"] == 2
    no_column, filled = tables.kept("a.csv")
    assert (no_column.code, no_column.count, "Segment" in no_column.message) == ("KW-552", 1, True)
    assert (filled.code, filled.count, "Klantnaam" in filled.message) == ("KW-574", 1, True)
    assert tables.kept("a.csv") == []


def test_a_later_source_fills_what_an_earlier_one_left_blank_in_a_new_row(tmp_path) -> None:
    tables = TargetTables(WORKBOOK)
    tables.add(customers(tmp_path, "a.csv", "003;;Bouw"))
    assert [finding.code for finding in tables.nameless()] != []
    tables.add(customers(tmp_path, "b.csv", "003;Smit;Zorg"))
    (row,) = tables.new_rows("tblKlanten").to_dict("records")
    assert (row["name"], row["segment"]) == ("Smit", "Bouw")
    assert tables.nameless() == []


EQUAL = "01-03-2026;001;F1;10,00\n"
LINES = f"Datum;Klantnr;Factuurnr;Omzet\n{EQUAL}{EQUAL}02-03-2026;002;F2;5,50\n"


def test_equal_lines_of_one_source_all_count_and_those_that_are_there_do_not(tmp_path) -> None:
    headers = ["Datum", "Klantnr", "Factuurnr", "Omzet"]
    there = raw("tblTransacties", "Transacties", headers, [dt.datetime(2026, 3, 1), "001", "F1", 10.0])
    for known, wanted in (({}, [10.0, 10.0, 5.5]), (there, [10.0, 5.5])):
        tables = TargetTables(known)
        assert tables.add(export(tmp_path, "a.csv", LINES))
        assert tables.new_rows("tblTransacties")["revenue"].tolist() == wanted


def test_the_same_file_again_adds_nothing(tmp_path) -> None:
    tables = TargetTables({})
    assert tables.add(export(tmp_path, "a.csv", LINES))
    assert not tables.add(export(tmp_path, "b.csv", LINES))
    assert len(tables.new_rows("tblTransacties")) == 3


def test_changes_use_the_headers_of_the_workbook_and_only_columns_with_something(tmp_path) -> None:
    own = raw("tblKlanten", "Klanten", ["Naam", "Debiteurnummer", "Regio"], ["Jansen", "001", "Noord"])
    tables = TargetTables(own)
    tables.add(customers(tmp_path, "a.csv", "003;Smit;Bouw"))
    (change,) = tables.changes()
    assert (change.table, change.count) == ("tblKlanten", 1)
    assert dict(zip(change.headers, next(iter(change.rows)), strict=True)) == {
        "Debiteurnummer": "003",
        "Naam": "Smit",
    }


@pytest.mark.parametrize("tables", [{}, WORKBOOK])
def test_without_a_source_nothing_changes(tables: dict[str, RawTable]) -> None:
    assert list(TargetTables(tables).changes()) == []
    assert all(isinstance(frame, pd.DataFrame) for frame in TargetTables(tables).frames.values())
