"""Where a table begins and ends: header rows, totals, blank rows, and data beside or below it."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest
import xlsxwriter

from klantwaarde_xl import errors
from klantwaarde_xl.model.raw_table import RawTable
from klantwaarde_xl.sources.workbook_file import read_workbook

CUSTOMERS = [["Klantnr", "Klantnaam", "Regio"], ["00123", "Aa bv", "Noord"], ["123", "Bé nv", "Zuid"]]


def cells(table: RawTable) -> list[list[object]]:
    return [[column.value(row) for column in table.columns] for row in range(len(table))]


def only(path: Path) -> RawTable:
    (table,) = read_workbook(path).tables.values()
    return table


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "invoer.xlsx"


def test_data_beside_a_table_stays_out(out: Path, books: SimpleNamespace) -> None:
    beside = books.rows_at("G1", [["Notitie", "Omzet"], ["x", 9], ["y", 9], ["z", 9], ["z", 9]])
    books.write(out, {**beside, **books.rows_at("C2", CUSTOMERS)})
    assert cells(only(out)) == CUSTOMERS[1:]
    books.write(
        out,
        {**books.rows_at("F2", [["x"], ["y"], ["z"]]), **books.rows_at("C2", CUSTOMERS)},
        table="tblKlanten",
        ref="C2:E4",
    )
    assert cells(only(out)) == CUSTOMERS[1:]


def test_rows_directly_below_an_excel_table_come_in_with_a_note(out: Path, books: SimpleNamespace) -> None:
    more = {**books.rows_at("C8", [["K3", "Cc", "Oost"]]), "C10": "een notitie"}
    books.write(out, {**books.rows_at("C5", CUSTOMERS), **more}, table="tblKlanten", ref="C5:E7")
    contents = read_workbook(out)
    assert cells(contents.tables["tblKlanten"]) == [*CUSTOMERS[1:], ["K3", "Cc", "Oost"]]
    (finding,) = contents.findings
    assert (finding.code, finding.cell) == (errors.ROWS_BELOW_TABLE.code, "Klanten!C8")


def test_rows_behind_a_blank_row_below_an_excel_table_belong_to_it(out: Path, books: SimpleNamespace) -> None:
    more = {**books.rows_at("C9", [["K3", "Cc", None], ["K4", None, "Oost"]]), "C12": "een notitie"}
    books.write(out, {**books.rows_at("C5", CUSTOMERS), **more}, table="tblKlanten", ref="C5:E7")
    contents = read_workbook(out)
    assert [row[0] for row in cells(contents.tables["tblKlanten"])] == ["00123", "123", "K3", "K4"]
    assert [(finding.code, finding.count) for finding in contents.findings] == [
        (errors.ROWS_BELOW_TABLE.code, 2)
    ]


def test_the_totals_row_of_an_excel_table_is_left_out_in_silence(out: Path) -> None:
    with xlsxwriter.Workbook(out) as book:
        columns = [
            {"header": "Klantnr", "total_string": "Totaal"},
            {"header": "Klantnaam", "total_function": "count"},
        ]
        page = book.add_worksheet("Klanten")
        page.add_table(
            "B2:C5",
            {"name": "tblKlanten", "columns": columns, "total_row": True, "data": [["a", "A"], ["b", "B"]]},
        )
        page.write("B6", "een notitie")
    contents = read_workbook(out)
    assert cells(contents.tables["tblKlanten"]) == [["a", "A"], ["b", "B"]]
    assert contents.findings == ()


@pytest.mark.parametrize(
    "word", ["Totaal", "TOTAAL:", "Subtotaal", "Eindtotaal", "Totaal 2024", "Total", "Totaal generaal"]
)
def test_a_typed_totals_row_is_kept_out_with_a_finding(out: Path, books: SimpleNamespace, word: str) -> None:
    books.write(out, books.rows_at("C5", [*CUSTOMERS, [word, None, 15.75]]))
    contents = read_workbook(out)
    assert cells(contents.tables["tblKlanten"]) == CUSTOMERS[1:]
    (finding,) = contents.findings
    assert (finding.code, finding.cell, finding.value) == (errors.TOTAL_ROW.code, "Klanten!8:8", word)


@pytest.mark.parametrize(
    "row", [["T1", "Totaal", "x"], ["Totaal Bouw bv", "x", "x"], ["Totalia", None, None]]
)
def test_a_customer_with_such_a_name_is_no_total(
    out: Path, books: SimpleNamespace, row: list[object]
) -> None:
    books.write(out, books.rows_at("C5", [*CUSTOMERS, row]))
    assert cells(only(out))[-1] == row


def test_blank_rows_in_the_middle_are_skipped_and_rows_stay_true(out: Path, books: SimpleNamespace) -> None:
    books.write(
        out, books.rows_at("A1", [CUSTOMERS[0], [None], CUSTOMERS[1], [" ", ""], [None], CUSTOMERS[2]])
    )
    table = only(out)
    assert cells(table) == CUSTOMERS[1:]
    assert list(table.rows) == [3, 6]


def test_headers_merged_over_two_rows(out: Path) -> None:
    with xlsxwriter.Workbook(out) as book:
        page = book.add_worksheet("Transacties")
        page.merge_range("B2:B3", "Klantnr")
        page.merge_range("C2:D2", "Bedragen")
        page.write_row("C3", ["Omzet", "Kostprijs"])
        page.merge_range("E2:E3", "Factuurdatum")
        page.write_row("B4", ["K1", 10, 4, "31-01-2024"])
    table = only(out)
    assert table.headers == ("Klantnr", "Omzet", "Kostprijs", "Factuurdatum")
    assert (cells(table), table.header_row) == ([["K1", 10.0, 4.0, "31-01-2024"]], 3)


def test_a_header_merged_over_two_columns_leaves_one_without_name(out: Path) -> None:
    with xlsxwriter.Workbook(out) as book:
        page = book.add_worksheet("Klanten")
        page.merge_range("A1:B1", "Klantnr")
        page.write("C1", "Klantnaam")
        page.write_row("A2", ["K1", "bijschrift", "Aa"])
    assert (only(out).headers, cells(only(out))) == (
        ("Klantnr", "", "Klantnaam"),
        [["K1", "bijschrift", "Aa"]],
    )


@pytest.mark.parametrize("table", ["", "tblKlanten"])
def test_headers_only(out: Path, books: SimpleNamespace, table: str) -> None:
    books.write(out, books.rows_at("C5", CUSTOMERS[:1]), table=table, ref="C5:E6")
    assert (only(out).headers, len(only(out))) == (tuple(CUSTOMERS[0]), 0)
