"""Every table of a workbook: a sheet per month or year, copies, tables beside and below each other."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace

import pytest
import xlsxwriter
from plain_book import write_book

from klantwaarde_xl import errors
from klantwaarde_xl.errors import Severity
from klantwaarde_xl.model.checking import check_table
from klantwaarde_xl.model.tables import InvoiceLine
from klantwaarde_xl.sources.delimited import read_delimited
from klantwaarde_xl.sources.workbook_file import WorkbookContents, read_workbook

CASES = Path(__file__).parent / "cases"
HEADERS = ["Datum", "Klantnr", "Omzet"]
Rows = Sequence[Sequence[object]]


def lines(first: int, count: int, amount: float = 10.0) -> list[list[object]]:
    return [[dt.datetime(2024, 1 + n % 12, 5), f"K{n % 3}", amount] for n in range(first, first + count)]


def write(path: Path, *sheets: tuple[str, Rows, str], hidden: str = "") -> Path:
    """Write sheets of rows; a name of a table makes one of the rows from the first header row on."""
    with xlsxwriter.Workbook(path, {"default_date_format": "dd-mm-yyyy"}) as book:
        for name, rows, table in sheets:
            page = book.add_worksheet(name)
            for number, row in enumerate(rows):
                page.write_row(number, 0, row)
            if table:
                columns = [{"header": header} for header in rows[0]]
                page.add_table(0, 0, len(rows) - 1, len(columns) - 1, {"name": table, "columns": columns})
            if name == hidden:
                page.hide()
    return path


def revenue(contents: WorkbookContents) -> float:
    checked = check_table(contents.tables["tblTransacties"], InvoiceLine)
    return round(float(checked.good_rows()["revenue"].sum()), 2)


def codes(contents: WorkbookContents) -> list[str]:
    return [finding.code for finding in contents.findings]


@pytest.mark.parametrize(
    ("name", "total", "rows"),
    [
        ("months.xlsx", 32_755.16, 120),
        ("two_tables.xlsx", 32_755.16, 120),
        ("jaar_b.xlsx", 132_000.0, 240),
        ("leeg_tabelklein.xlsx", 6_000.0, 60),
        ("total.xlsx", 132_755.16, 122),
        ("table_headers_disagree.xlsx", 34_859.49, 80),
    ],
)
def test_the_cases_give_all_their_lines(name: str, total: float, rows: int) -> None:
    contents = read_workbook(CASES / name)
    assert len(contents.tables["tblTransacties"]) == rows
    assert revenue(contents) == total
    assert not len(contents.tables.get("tblInspanning", ()))
    assert sum(count.unread for count in contents.counts) == 0


VARIANTS: dict[str, list[tuple[str, Rows, str]]] = {
    "a sheet per month": [
        (name, [HEADERS, *lines(n, 4)], "") for n, name in enumerate(("jan", "feb", "mrt"))
    ],
    "tables with the names of copies": [
        ("a", [HEADERS, *lines(0, 6)], "tblTransacties"),
        ("b", [HEADERS, *lines(6, 6)], "tblTransacties_2"),
    ],
    "a table and a plain sheet": [
        ("Transacties", [HEADERS, *lines(0, 6)], "tblTransacties"),
        ("Transacties 2025", [HEADERS, *lines(6, 6)], ""),
    ],
    "a table with a name of its own": [("a", [HEADERS, *lines(0, 12)], "Verkopen")],
    "other order and other words": [
        ("a", [HEADERS, *lines(0, 6)], ""),
        ("b", [["Netto omzet", "Factuurdatum", "Debiteurnr."], *([c, a, b] for a, b, c in lines(6, 6))], ""),
    ],
    "below each other with the headers again": [
        ("a", [HEADERS, *lines(0, 5), [], ["Februari"], HEADERS, *lines(5, 7)], "")
    ],
    "below each other with a blank row": [("a", [HEADERS, *lines(0, 5), [], *lines(5, 7)], "")],
    "beside each other": [
        (
            "a",
            [
                [*HEADERS, None, *HEADERS],
                *([*x, None, *y] for x, y in zip(lines(0, 6), lines(6, 6), strict=True)),
            ],
            "",
        )
    ],
    "a column behind a blank one": [
        ("a", [["Datum", "Klantnr", None, "Omzet"], *([a, b, None, c] for a, b, c in lines(0, 12))], "")
    ],
    "the sheets of a former result between them": [
        ("a", [HEADERS, *lines(0, 6)], ""),
        ("Klantwaarde", [["Klantnr", "Klantnaam", "Omzet"], ["K1", "Een", 99.0]], "tblKlantwaarde"),
        ("Dashboard", [["Omzet", 120.0], ["Klanten", 3]], ""),
        ("b", [HEADERS, *lines(6, 6)], ""),
    ],
}


@pytest.mark.parametrize("kind", VARIANTS)
def test_every_layout_gives_the_same_turnover(tmp_path: Path, kind: str) -> None:
    contents = read_workbook(write(tmp_path / "a.xlsx", *VARIANTS[kind]))
    assert revenue(contents) == 120.0
    assert not [finding for finding in contents.findings if finding.severity is Severity.ERROR]
    assert sum(count.unread for count in contents.counts) == 0


def test_every_cell_of_a_joined_table_keeps_its_own_address(tmp_path: Path) -> None:
    wrong = [["31-02-2024", "K1", 5.0]]
    book = write(tmp_path / "a.xlsx", ("een", [HEADERS, *lines(0, 3)], ""), ("twee", [HEADERS, *wrong], ""))
    checked = check_table(read_workbook(book).tables["tblTransacties"], InvoiceLine)
    assert [finding.cell for finding in checked.findings] == ["twee!A2"]


def test_a_copy_of_a_table_counts_once_and_is_named(tmp_path: Path) -> None:
    rows = [HEADERS, *lines(0, 6)]
    contents = read_workbook(write(tmp_path / "a.xlsx", ("alles", rows, ""), ("kopie", rows[:4], "")))
    assert revenue(contents) == 60.0
    assert codes(contents) == [errors.TABLE_IS_A_COPY.code]


def test_a_customer_on_two_sheets_is_one_customer(tmp_path: Path) -> None:
    first = ("Klanten", [["Klantnr", "Klantnaam"], ["1", "Een"], ["2", "Twee"]], "")
    second = ("Nieuw", [["Klantnr", "Klantnaam"], [2, "Twee bv"], ["3", "Drie"]], "")
    contents = read_workbook(write(tmp_path / "a.xlsx", first, second))
    table = contents.tables["tblKlanten"]
    assert [str(table.columns[0].value(row)) for row in range(len(table))] == ["1", "2", "3"]
    assert errors.KEYS_KNOWN.code in codes(contents)


def test_lines_that_no_table_holds_are_an_error_with_their_amount(tmp_path: Path) -> None:
    loose = [[], ["Dag", "Wie", "Euro"], *[["05-03-2025", "K9", 250.25]] * 2]
    sheets = (("Transacties", [HEADERS, *lines(0, 3)], ""), ("Blad2", loose[1:], ""))
    contents = read_workbook(write(tmp_path / "a.xlsx", *sheets))
    (finding,) = [finding for finding in contents.findings if finding.severity is Severity.ERROR]
    assert (finding.code, finding.cell) == (errors.UNREAD_LINES.code, "Blad2!A2")
    assert "€ 500,50" in finding.message
    assert [(count.sheet, count.filled, count.used, count.unread) for count in contents.counts] == [
        ("Transacties", 12, 12, 0),
        ("Blad2", 9, 0, 6),
    ]


@pytest.mark.parametrize(
    "rows",
    [[["Notities"], ["bellen met K1"]], [["Bron", "Exact"], ["Gemaakt door", "Jan"]], [["Totaal", 12.5]]],
)
def test_text_around_the_data_is_no_error(tmp_path: Path, rows: Rows) -> None:
    sheets = (("Transacties", [HEADERS, *lines(0, 3)], ""), ("Blad2", rows, ""))
    assert read_workbook(write(tmp_path / "a.xlsx", *sheets)).findings == ()


def test_a_sheet_with_a_date_and_a_customer_only_is_no_effort(tmp_path: Path) -> None:
    rows = [["Datum", "Klantnr", "Bedrag"], *lines(0, 3)]
    contents = read_workbook(write(tmp_path / "a.xlsx", ("Blad1", rows, "")))
    assert contents.tables == {}
    assert [table.headers for table in contents.others] == [("Datum", "Klantnr", "Bedrag")]
    assert codes(contents) == [errors.UNREAD_LINES.code]


def test_a_hidden_sheet_counts_and_is_named(tmp_path: Path) -> None:
    sheets = (("jan", [HEADERS, *lines(0, 3)], ""), ("feb", [HEADERS, *lines(3, 3)], ""))
    contents = read_workbook(write(tmp_path / "a.xlsx", *sheets, hidden="feb"))
    assert revenue(contents) == 60.0
    assert errors.HIDDEN_SHEET.code in codes(contents)


def test_a_text_file_with_two_exports_below_each_other_is_read_whole() -> None:
    found = read_delimited(CASES / "two_exports_concat.csv")
    good = check_table(found.table, InvoiceLine).good_rows()
    assert (len(good), round(float(good["revenue"].sum()), 2)) == (80, 34_859.49)
    assert errors.HEADER_READ_AS.code in [finding.code for finding in found.findings]
    assert found.table.address(0, 0) == "'two_exports_concat.csv'!A2"


def test_subtotals_that_add_up_are_left_out() -> None:
    found = read_delimited(CASES / "subtotal.csv")
    good = check_table(found.table, InvoiceLine).good_rows()
    assert good["revenue"].tolist() == [100.0, 50.0]
    assert [finding.code for finding in found.findings] == [errors.TOTAL_ROW.code] * 2


def test_an_excel_table_on_a_sheet_without_cells_is_a_table_without_rows(
    tmp_path: Path, books: SimpleNamespace
) -> None:
    path = write(tmp_path / "a.xlsx", ("Transacties", [HEADERS, *lines(0, 3)], "tblTransacties"))
    empty = lambda data: re.sub(rb"<sheetData>.*</sheetData>", b"<sheetData/>", data)  # noqa: E731
    books.edit(path, books.SHEET, empty)
    table = read_workbook(path).tables["tblTransacties"]
    assert (table.headers, len(table), len(table.columns)) == (tuple(HEADERS), 0, 3)


def test_lines_with_names_of_customers_and_an_amount_that_may_be_anything_are_no_customers(
    tmp_path: Path,
) -> None:
    day = dt.date(2023, 1, 2)
    head = ["Datum", "Klantnr", "Klantnaam", "Regio", "Bedrag"]
    sheets = {
        "Klanten": [["Klantnr", "Klantnaam"], ["K1", "Jansen"], ["K2", "Smit"]],
        "Transacties": [["Datum", "Klantnr", "Omzet"], [day, "K1", 10.0], [day, "K2", 10.0]],
        "2023": [head, [day, "K1", "Jansen", "Noord", 100.0], [day, "K2", "Smit", "Zuid", 50.0]],
    }
    contents = read_workbook(write_book(tmp_path / "w.xlsx", sheets))
    assert len(contents.tables["tblKlanten"]) == 2
    (found,) = contents.findings
    assert (found.code, found.count, "€ 150,00" in found.message) == ("KW-144", 2, True)
