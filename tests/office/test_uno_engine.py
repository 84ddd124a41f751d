"""The engine behaves as xlwings over Excel does: values there and back, tables, and no text that Excel would
read otherwise."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
import xlsxwriter
import xlwings
from office_client import Office
from uno_engine import open_book
from uno_values import NotStoredAsTyped


@pytest.fixture
def book(office: Office, tmp_path: Path) -> Iterator[xlwings.Book]:
    path = tmp_path / "boek.xlsx"
    with xlsxwriter.Workbook(path) as made:
        sheet = made.add_worksheet("Klanten")
        sheet.write_row("A1", ["Klantnr", "Naam", "Omzet", "Sinds"])
        sheet.write_row("A2", ["00123", "Jansen", 12.5])
        sheet.write_datetime("D2", dt.datetime(2024, 3, 1), made.add_format({"num_format": "dd-mm-yyyy"}))
        sheet.write_formula("F2", "=1/0")
        sheet.write_formula("F3", "=NA()")
        sheet.set_column("H:H", 10, made.add_format({"num_format": "@"}))
        sheet.add_table(
            "A1:D2",
            {"name": "tblKlanten", "columns": [{"header": h} for h in ("Klantnr", "Naam", "Omzet", "Sinds")]},
        )
        made.add_worksheet("Leeg")
        made.define_name("Inst_Proef", "=Klanten!$C$2")
    opened = open_book(office, path)
    yield opened
    opened.close()


def test_values_come_as_xlwings_gives_them(book: xlwings.Book) -> None:
    sheet = book.sheets["Klanten"]
    book.app.calculate()
    assert sheet.range("A2:D2").value == ["00123", "Jansen", 12.5, dt.datetime(2024, 3, 1)]
    assert sheet.range("A2").value == "00123"
    assert sheet.range("E1:E2").options(ndim=2).value == [[None], [None]]
    assert sheet.range("F2:F3").value == [None, None]
    assert sheet.range("F2:F3").options(err_to_str=True).value == ["#DIV/0!", "#N/A"]
    assert [sheet.name for sheet in book.sheets] == ["Klanten", "Leeg"]


def test_a_block_is_written_in_one_go_and_read_back(book: xlwings.Book) -> None:
    sheet = book.sheets["Leeg"]
    rows = [["naam", 1.5, None], ["'=1+1", -2, "tekst"], ["'00123", 3, "'-2"]]
    sheet.range("B3").value = rows
    assert sheet.range("B3:D5").value == [["naam", 1.5, None], ["=1+1", -2.0, "tekst"], ["00123", 3.0, "-2"]]
    book.app.calculate()
    assert sheet.range("B4").value == "=1+1", "still text"
    assert sheet.used_range.last_cell.address == "$D$5"


@pytest.mark.parametrize("text", ["=1+1", "+31 20", "-2", "@jan", "00123", "12,5", "1-2-2024", "WAAR"])
def test_text_that_excel_would_read_otherwise_is_refused(book: xlwings.Book, text: str) -> None:
    cell = book.sheets["Leeg"].range("A1")
    with pytest.raises(NotStoredAsTyped):
        cell.value = text
    with pytest.raises(NotStoredAsTyped):
        cell.value = [["goed", text]]
    cell.value = "'" + text
    assert cell.value == text


def test_a_cell_with_the_text_format_keeps_its_text(book: xlwings.Book) -> None:
    book.sheets["Klanten"].range("H5").value = [["00123"], ["=1+1"]]
    assert book.sheets["Klanten"].range("H5:H6").value == ["00123", "=1+1"]
    cell = book.sheets["Leeg"].range("C3")
    cell.number_format = "@"
    cell.value = "007"
    assert cell.value == "007"


def test_a_table_grows_with_its_rows(book: xlwings.Book) -> None:
    table = book.sheets["Klanten"].tables["tblKlanten"]
    assert table.range.address == "$A$1:$D$2"
    assert table.header_row_range.value == ["Klantnr", "Naam", "Omzet", "Sinds"]
    table.resize(table.range.resize(5, 4))
    assert table.data_body_range.address == "$A$2:$D$5"
    assert len(book.sheets["Leeg"].tables) == 0


def test_names_formulas_clearing_and_selection(book: xlwings.Book) -> None:
    assert book.names["Inst_Proef"].refers_to_range.value == 12.5
    sheet = book.sheets["Leeg"]
    sheet.range("A1").value = 4
    sheet.range("A2").formula = "=A1*2"
    book.app.calculate()
    assert sheet.range("A2").value == 8.0
    sheet.range("A1:A2").clear_contents()
    assert sheet.range("A1:A2").value == [None, None]
    sheet.range("B2:C3").select()
    assert book.app.selection.address == "$B$2:$C$3"
    assert book.sheets.active.name == "Leeg"


def test_what_was_set_on_the_application_can_be_followed(book: xlwings.Book) -> None:
    book.app.screen_updating = False
    book.app.status_bar = "Bezig"
    book.app.screen_updating = True
    assert [entry for entry in book.app.impl.log if entry[0] in {"screen_updating", "status_bar"}] == [
        ("screen_updating", False),
        ("status_bar", "Bezig"),
        ("screen_updating", True),
    ]
