"""The workbook reader: where tables are found, what is left out, and every kind of bad input."""

from __future__ import annotations

import datetime as dt
import hashlib
import math
import tempfile
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from klantwaarde_xl import errors
from klantwaarde_xl.model.raw_cells import Kind
from klantwaarde_xl.model.raw_table import RawTable
from klantwaarde_xl.sources.workbook_file import read_workbook

CUSTOMERS = [["Klantnr", "Klantnaam", "Regio"], ["00123", "Aa bv", "Noord"], ["123", "Bé nv", "Zuid"]]
LINES = [
    ["Datum", "Klantnr", "Omzet"],
    [dt.datetime(2024, 1, 31), "00123", 12.5],
    [dt.datetime(2024, 2, 29), "123", -3.25],
]


def cells(table: RawTable) -> list[list[object]]:
    return [[column.value(row) for column in table.columns] for row in range(len(table))]


def codes(path: Path) -> list[str]:
    return [finding.code for finding in read_workbook(path).findings]


def only(path: Path) -> RawTable:
    (table,) = read_workbook(path).tables.values()
    return table


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "invoer.xlsx"


def test_a_table_is_found_by_its_excel_name_wherever_it_stands(out: Path, books: SimpleNamespace) -> None:
    books.write(
        out,
        {"A1": "Onze klanten", **books.rows_at("C5", CUSTOMERS)},
        sheet="Blad van Jan",
        table="tblKlanten",
        ref="C5:E7",
    )
    table = read_workbook(out).tables["tblKlanten"]
    assert table.headers == ("Klantnr", "Klantnaam", "Regio")
    assert cells(table) == CUSTOMERS[1:]
    assert (table.header_row, table.first_column, list(table.rows), table.table) == (
        5,
        3,
        [6, 7],
        "tblKlanten",
    )
    assert table.address(0, 0) == "'Blad van Jan'!C6"


@pytest.mark.parametrize("sheet", ["Klanten", "KLANTEN", "Blad1"])
def test_a_table_is_found_by_sheet_name_or_headers(out: Path, books: SimpleNamespace, sheet: str) -> None:
    books.write(out, {"A1": "Overzicht per 31-12", **books.rows_at("C5", CUSTOMERS)}, sheet=sheet)
    table = read_workbook(out).tables["tblKlanten"]
    assert cells(table) == CUSTOMERS[1:]
    assert table.address(1, 2) == f"{sheet}!E7"


def test_a_table_with_the_name_that_excel_gave_it_is_recognised_by_its_headers(
    out: Path, books: SimpleNamespace
) -> None:
    books.write(
        out,
        books.rows_at("B2", LINES),
        sheet="Export",
        table="Tabel1",
        ref="B2:D4",
        default_date_format="dd-mm-yyyy",
    )
    assert cells(read_workbook(out).tables["tblTransacties"]) == LINES[1:]


def test_results_of_ours_are_never_taken_for_input(out: Path, books: SimpleNamespace) -> None:
    books.write(out, books.rows_at("A1", CUSTOMERS), sheet="Klantwaarde", table="tblKlantwaarde", ref="A1:C3")
    assert read_workbook(out).tables == {}


def test_two_sheets_of_one_kind_are_one_table_and_every_cell_keeps_its_place(out: Path) -> None:
    with xlsxwriter.Workbook(out) as book:
        for name in ("Een", "Twee"):
            page = book.add_worksheet(name)
            page.write_row(0, 0, CUSTOMERS[0] if name == "Een" else ["Regio", "Naam", "Klantnr"])
            page.write_row(1, 0, [name, name, name])
    contents = read_workbook(out)
    table = contents.tables["tblKlanten"]
    assert cells(table) == [["Een"] * 3, ["Twee"] * 3]
    assert table.headers == ("Klantnr", "Klantnaam", "Regio")
    assert [table.address(row, 0) for row in (None, 0, 1)] == ["Een!A1", "Een!A2", "Twee!C2"]
    assert [finding.code for finding in contents.findings] == [errors.TABLES_JOINED.code]


def test_hidden_rows_are_counted(out: Path) -> None:
    with xlsxwriter.Workbook(out) as book:
        page = book.add_worksheet("Klanten")
        for number, row in enumerate(CUSTOMERS):
            page.write_row(number, 0, row)
        page.set_row(1, None, None, {"hidden": True})
        page.set_row(40, None, None, {"hidden": True})
    contents = read_workbook(out)
    assert len(contents.tables["tblKlanten"]) == 2
    assert contents.tables["tblKlanten"].hidden_rows == 1
    # The check of the table says it, once: here nothing is said yet.
    assert contents.findings == ()


def test_an_empty_sheet_holds_no_table(out: Path, books: SimpleNamespace) -> None:
    assert read_workbook(books.write(out, {})).tables == {}


def test_values_keep_their_kind(out: Path) -> None:
    with xlsxwriter.Workbook(out) as book:
        page = book.add_worksheet("Klanten")
        page.write_row(0, 0, ["Klantnr", "Klant sinds", "Betaaldagen", "Meetellen", "Segment", "Regio"])
        page.write_number(1, 0, 123)
        page.write_datetime(
            1, 1, dt.datetime(2024, 1, 31, 13, 30), book.add_format({"num_format": "dd-mm-yyyy hh:mm"})
        )
        page.write_number(1, 2, 1.5, book.add_format({"num_format": "[h]:mm"}))
        page.write_boolean(1, 3, True)
        page.write_string(1, 4, "=1+1")
        page.write_formula(1, 5, "=1/0", None, "#DIV/0!")
    table = only(out)
    assert [Kind(column.kind[0]) for column in table.columns] == [
        Kind.NUMBER,
        Kind.DATE,
        Kind.DURATION,
        Kind.BOOL,
        Kind.TEXT,
        Kind.ERROR,
    ]
    assert cells(table) == [
        [123.0, dt.datetime(2024, 1, 31, 13, 30), dt.timedelta(hours=36), True, "=1+1", "#DIV/0!"]
    ]


def test_the_1904_calendar(out: Path, books: SimpleNamespace) -> None:
    books.write(
        out, books.rows_at("A1", LINES), sheet="Transacties", date_1904=True, default_date_format="dd-mm-yyyy"
    )
    assert cells(only(out)) == LINES[1:]


def test_error_cells_keep_their_text_and_place(out: Path, books: SimpleNamespace) -> None:
    books.write(out, books.rows_at("C5", [*CUSTOMERS, ["K9", "naam", "fout"]]))
    books.replace(out, '<c r="E8" t="s"><v>11</v></c>', '<c r="E8" t="e"><v>#N/A</v></c>')
    table = only(out)
    assert (table.columns[2].kind[2], table.columns[2].value(2), table.address(2, 2)) == (
        Kind.ERROR,
        "#N/A",
        "Klanten!E8",
    )


@pytest.mark.parametrize(
    ("text", "check"), [("NaN", math.isnan), ("INF", math.isinf), ("-INF", math.isinf), ("1E400", math.isinf)]
)
def test_numbers_that_are_not_finite_stay_numbers(
    out: Path, books: SimpleNamespace, text: str, check
) -> None:
    books.write(out, books.rows_at("A1", [["Klantnr", "Betaaldagen"], ["K1", 31]]))
    books.replace(out, "<v>31</v>", f"<v>{text}</v>")
    column = only(out).columns[1]
    assert column.kind[0] == Kind.NUMBER
    assert check(column.number[0])


def test_the_source_is_named_without_its_folder_and_hashed(out: Path, books: SimpleNamespace) -> None:
    books.write(out, books.rows_at("A1", CUSTOMERS))
    source = read_workbook(out).source
    assert (source.name, source.sha256) == ("invoer.xlsx", hashlib.sha256(out.read_bytes()).hexdigest())


VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.floats(allow_nan=False, allow_infinity=False, width=32),
    st.integers(-(2**50), 2**50),
    # A carriage return alone and characters that XML has no place for cannot stand in a cell; the reader
    # leaves out what nobody sees (Cf), see plain_text.
    st.text(
        st.characters(codec="utf-8", exclude_categories=["Cc", "Cf", "Cs", "Cn", "Co"]),
        min_size=1,
        max_size=20,
    ),
    st.datetimes(dt.datetime(1900, 3, 1), dt.datetime(2199, 12, 31)).map(
        lambda value: value.replace(microsecond=0)
    ),
)


def write_with(writer: str, path: Path, rows: list[list[object]], top: int, left: int, marked: bool) -> None:
    """Write rows from this place on with one of two programs; ``marked``: as an Excel table."""
    if writer == "openpyxl":
        book = openpyxl.Workbook()
        page = book.active
        page.title = "Klanten"
        for number, row in enumerate(rows, top + 1):
            for position, value in enumerate(row, left + 1):
                cell = page.cell(number, position)
                cell.value = value
                if isinstance(value, str):
                    cell.data_type = "s"
        book.save(path)
        return
    options = {
        "default_date_format": "yyyy-mm-dd hh:mm:ss",
        "strings_to_formulas": False,
        "strings_to_urls": False,
    }
    with xlsxwriter.Workbook(path, options) as book:
        page = book.add_worksheet("Klanten")
        if marked:
            columns = [{"header": header} for header in rows[0]]
            area = (top, left, top + max(len(rows) - 1, 1), left + len(columns) - 1)
            page.add_table(*area, {"name": "tblKlanten", "columns": columns})
        for number, row in enumerate(rows, top):
            page.write_row(number, left, row)


def expected(value: object) -> object:
    """Return what a written value must be read as."""
    if isinstance(value, str) and not value.strip():
        return None
    if isinstance(value, float | int) and not isinstance(value, bool):
        return pytest.approx(value, rel=1e-15, abs=0)
    return value


WRITTEN = {
    "rows": st.lists(st.lists(VALUES, min_size=3, max_size=3), max_size=12),
    "top": st.integers(0, 30),
    "left": st.integers(0, 60),
    "writer": st.sampled_from(["xlsxwriter", "openpyxl"]),
    "marked": st.booleans(),
}


@settings(max_examples=10, deadline=None)
@given(**WRITTEN)
def test_what_was_written_is_read(**written: Any) -> None:
    is_read(**written)


@pytest.mark.slow
@settings(max_examples=40, deadline=None)
@given(**WRITTEN)
def test_whatever_was_written_is_read(**written: Any) -> None:
    is_read(**written)


def is_read(rows: list[list[object]], top: int, left: int, writer: str, marked: bool) -> None:
    data = [["K" + str(number), *row] for number, row in enumerate(rows)]
    headers = ["Klantnr", "Klantnaam", "Segment", "Regio"]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "gemaakt.xlsx"
        write_with(writer, path, [headers, *data], top, left, marked)
        table = only(path)
    assert table.headers == tuple(headers)
    assert list(table.rows) == [top + 2 + number for number in range(len(data))]
    assert cells(table) == [[expected(value) for value in row] for row in data]


def test_a_sheet_whose_elements_carry_a_prefix_is_read_the_same(out: Path, books: SimpleNamespace) -> None:
    # The guard then looks at every cell one by one.
    books.write(out, books.rows_at("C5", [*CUSTOMERS, ["K9", "naam", "fout"]]))
    books.replace(out, '<c r="E8" t="s"><v>11</v></c>', '<c r="E8" t="e"><v>#N/A</v></c>')
    plain = cells(only(out))
    books.edit(out, books.SHEET, books.prefixed)
    assert cells(only(out)) == plain
    assert plain[-1] == ["K9", "naam", "#N/A"]
