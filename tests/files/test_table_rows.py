"""Existing workbooks: new rows in their tables, everything else byte for byte, and no half-written file."""

from __future__ import annotations

import datetime as dt
import json
import shutil
import subprocess
import zipfile
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from package_rules import faults

from klantwaarde_xl.errors import KlantwaardeError
from klantwaarde_xl.files.cell_text import LONGEST_TEXT
from klantwaarde_xl.files.table_rows import TableChange, change_tables

HEADERS = ("Datum", "Klantnr", "Omzet", "Bron")


def workbook(
    path: Path, rows: list[list[object]], *, below: str = "", totals: bool = False, blank_rows: int = 0
) -> Path:
    """A workbook with a table at B5, a chart, a validation, another sheet and a named cell, as XlsxWriter
    makes it."""
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False}) as book:
        date = book.add_format({"num_format": "dd-mm-yyyy"})
        sheet = book.add_worksheet("Transacties")
        sheet.write("A1", "Titel & zo")
        last = 5 + max(1, len(rows)) + blank_rows + totals
        columns = [{"header": header} for header in HEADERS]
        sheet.add_table(f"B5:E{last}", {"name": "tblTransacties", "columns": columns, "total_row": totals})
        for at, row in enumerate(rows):
            sheet.write_datetime(5 + at, 1, row[0], date)
            sheet.write_row(5 + at, 2, row[1:])
        if not rows:
            sheet.write_blank("B6", None, date)
        sheet.data_validation(f"D6:D{last}", {"validate": "decimal", "criteria": ">", "value": -1e9})
        if below:
            sheet.write(last + 1, 1, below)
        other = book.add_worksheet("Anders")
        other.write_row("A1", [1, 2, 3])
        chart = book.add_chart({"type": "column"})
        chart.add_series({"values": "=Anders!$A$1:$C$1"})
        other.insert_chart("E5", chart)
    return path


def change(
    *rows: tuple[object, ...], headers: tuple[str, ...] = HEADERS, replace: bool = False
) -> TableChange:
    return TableChange("tblTransacties", headers, rows, len(rows), replace)


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def content(path: Path) -> tuple[str, list[list[object]]]:
    sheet = openpyxl.load_workbook(path)["Transacties"]
    ref = sheet.tables["tblTransacties"].ref
    return ref, [[cell.value for cell in row] for row in sheet[ref]]


FIRST = [dt.datetime(2025, 1, 2), "00123", 10.5, "a.csv"]
NEW = (dt.date(2025, 3, 4), "=1+1", -3.25, 'b & "c" <d>.csv')


def test_rows_come_below_what_is_there_and_text_stays_text(tmp_path) -> None:
    path = workbook(tmp_path / "w.xlsx", [FIRST])
    change_tables(path, [change(NEW, (None, "@x", float("nan"), None))])
    ref, rows = content(path)
    assert ref == "B5:E8"
    assert rows == [list(HEADERS), FIRST, [dt.datetime(2025, 3, 4), *NEW[1:]], [None, "@x", None, None]]
    cell = openpyxl.load_workbook(path)["Transacties"]["C7"]
    assert cell.data_type == "s"
    assert openpyxl.load_workbook(path)["Transacties"]["B7"].number_format == "dd-mm-yyyy"


def test_only_the_parts_concerned_change(tmp_path) -> None:
    path = workbook(tmp_path / "w.xlsx", [FIRST])
    before = parts(path)
    change_tables(path, [change(NEW)])
    after = parts(path)
    assert list(before) == list(after)
    assert {name for name in before if before[name] != after[name]} == {
        "xl/worksheets/sheet1.xml",
        "xl/tables/table1.xml",
    }


def test_blank_rows_of_the_table_are_filled_first(tmp_path) -> None:
    path = workbook(tmp_path / "w.xlsx", [], blank_rows=2)
    change_tables(path, [change(NEW)])
    ref, rows = content(path)
    assert ref == "B5:E8"
    assert rows[1][1] == "=1+1"
    assert rows[2:] == [[None] * 4] * 2


def test_replacing_leaves_none_of_the_old_rows(tmp_path) -> None:
    path = workbook(tmp_path / "w.xlsx", [FIRST] * 3)
    change_tables(path, [change(NEW, replace=True)])
    ref, rows = content(path)
    assert ref == "B5:E6"
    assert [row[1] for row in rows[1:]] == ["=1+1"]
    change_tables(path, [change(replace=True)])
    assert content(path) == ("B5:E6", [list(HEADERS), [None] * 4])


def test_columns_are_found_by_name_and_validations_grow_with_the_table(tmp_path) -> None:
    path = workbook(tmp_path / "w.xlsx", [FIRST])
    change_tables(path, [change((7.0, "K"), headers=("Omzet", "Klantnr"))])
    assert content(path)[1][2] == [None, "K", 7, None]
    assert b'sqref="D6:D7"' in parts(path)["xl/worksheets/sheet1.xml"]


def test_another_target_leaves_the_source_alone(tmp_path) -> None:
    path = workbook(tmp_path / "w.xlsx", [FIRST])
    old = path.read_bytes()
    change_tables(path, [change(NEW)], tmp_path / "nieuw.xlsx")
    assert path.read_bytes() == old
    assert content(tmp_path / "nieuw.xlsx")[0] == "B5:E7"


def test_an_interrupted_change_leaves_the_workbook_as_it_was(tmp_path) -> None:
    path = workbook(tmp_path / "w.xlsx", [FIRST])
    old = path.read_bytes()

    def rows():
        yield NEW
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        change_tables(path, [TableChange("tblTransacties", HEADERS, rows(), 2)])
    assert path.read_bytes() == old
    assert [item.name for item in tmp_path.iterdir()] == ["w.xlsx"]


@pytest.mark.parametrize(
    ("options", "asked", "code"),
    [
        ({"below": "let op"}, change(NEW), "KW-544"),
        ({"totals": True}, change(NEW), "KW-544"),
        ({}, change(("x",), headers=("Weg",)), "KW-544"),
        ({}, TableChange("tblWeg", HEADERS, (NEW,), 1), "KW-543"),
        ({}, TableChange("tblTransacties", HEADERS, (NEW,), 1_048_576), "KW-542"),
    ],
)
def test_what_cannot_be_done_safely_is_refused(tmp_path, options, asked, code) -> None:
    path = workbook(tmp_path / "w.xlsx", [FIRST], **options)
    old = path.read_bytes()
    with pytest.raises(KlantwaardeError, match=code):
        change_tables(path, [asked])
    assert path.read_bytes() == old


def test_rows_directly_below_belong_to_the_table(tmp_path: Path) -> None:
    # Programs other than Excel do not let the table grow when a row is typed below it.
    path = workbook(tmp_path / "w.xlsx", [FIRST])
    book = openpyxl.load_workbook(path)
    for column, value in enumerate([dt.datetime(2025, 1, 3), "00124", 20.0, "hand"], 2):
        book["Transacties"].cell(7, column, value)
    book.save(path)
    change_tables(path, [change(NEW)])
    ref, rows = content(path)
    assert ref == "B5:E8"
    assert [row[2] for row in rows] == ["Omzet", 10.5, 20.0, -3.25]


def test_control_characters_and_long_texts_survive(tmp_path) -> None:
    path = workbook(tmp_path / "w.xlsx", [FIRST])
    text = "a\x01b\tc\nd _x0041_ e"
    change_tables(path, [change((None, text, None, "x" * 40_000))])
    row = content(path)[1][2]
    assert row[1].replace("_x0001_", "\x01").replace("_x005F_", "_") == text
    assert len(row[3]) == LONGEST_TEXT


@pytest.mark.slow
def test_many_rows_are_written_as_a_stream(tmp_path) -> None:
    path = workbook(tmp_path / "w.xlsx", [FIRST])
    made = ((dt.date(2025, 1, 1), f"{i:05d}", i / 100, "b.csv") for i in range(60_000))
    change_tables(path, [TableChange("tblTransacties", HEADERS, made, 60_000)])
    book = openpyxl.load_workbook(path, read_only=True)
    last = next(book["Transacties"].iter_rows(min_row=60_006, max_row=60_006, values_only=True))
    book.close()
    assert last[1:5] == (dt.datetime(2025, 1, 1), "59999", 599.99, "b.csv")


@pytest.mark.skipif(not shutil.which("ooxml-validator"), reason="de OOXML-validator is niet geïnstalleerd")
def test_the_validator_accepts_the_result(tmp_path) -> None:
    path = workbook(tmp_path / "w.xlsx", [FIRST])
    change_tables(path, [change(NEW)])
    done = subprocess.run(
        ["ooxml-validator", str(path), "--officeVersion", "Microsoft365"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert json.loads(done.stdout).get("errors", json.loads(done.stdout)) in ([], {}), done.stdout


def with_user_cells(path: Path) -> Path:
    """A workbook where the user has notes and a formula beside the table, and the order of calculation."""
    workbook(path, [FIRST], blank_rows=3)
    book = openpyxl.load_workbook(path)
    sheet = book["Transacties"]
    for row in range(6, 10):
        sheet.cell(row, 1, f"links {row}")
        sheet.cell(row, 7, f"=LEN(A{row})")
    sheet.cell(8, 4, "=1+1")
    sheet.row_dimensions[8].height = 33
    book.save(path)
    return with_chain(path)


def with_chain(path: Path) -> Path:
    chain = "".join(f'<c r="{place}" i="1"/>' for place in ("G9", "G8", "D8", "G7", "G6"))
    space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    held = parts(path)
    held["xl/calcChain.xml"] = f"<calcChain {space}>{chain}</calcChain>".encode()
    kind = (
        b'<Override PartName="/xl/calcChain.xml" ContentType="application/vnd.openxmlformats-officedocument'
    )
    kind += b'.spreadsheetml.calcChain+xml"/></Types>'
    held["[Content_Types].xml"] = held["[Content_Types].xml"].replace(b"</Types>", kind)
    of = b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/calcChain"'
    link = b'<Relationship Id="rId99" ' + of + b' Target="calcChain.xml"/></Relationships>'
    rels = "xl/_rels/workbook.xml.rels"
    held[rels] = held[rels].replace(b"</Relationships>", link)
    with zipfile.ZipFile(path, "w") as out:
        for name, data in held.items():
            out.writestr(name, data)
    return path


@pytest.mark.parametrize("replace", [False, True])
def test_cells_of_the_user_beside_the_table_stay(tmp_path: Path, replace: bool) -> None:
    path = with_user_cells(tmp_path / "w.xlsx")
    sheet = openpyxl.load_workbook(path)["Transacties"]
    sheet["D8"].value = None
    change_tables(path, [change(NEW, NEW, replace=replace)])
    after = openpyxl.load_workbook(path)["Transacties"]
    for row in range(6, 10):
        assert after.cell(row, 1).value == f"links {row}"
        assert after.cell(row, 7).value == f"=LEN(A{row})"
    assert after.row_dimensions[8].height == 33
    assert faults(path.read_bytes()) == []
    names = zipfile.ZipFile(path).namelist()
    assert "xl/calcChain.xml" not in names


def test_more_or_fewer_rows_than_promised_are_an_error(tmp_path: Path) -> None:
    path = workbook(tmp_path / "w.xlsx", [FIRST])
    before = path.read_bytes()
    for rows in ([NEW], [NEW] * 3):
        with pytest.raises(ValueError, match="rows were promised"):
            change_tables(path, [TableChange("tblTransacties", HEADERS, rows, 2)])
        assert path.read_bytes() == before
