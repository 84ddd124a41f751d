"""The guard: what is refused before anything opens it, how fast, and what passes."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from types import SimpleNamespace

import bad_files
import pytest

from klantwaarde_xl import errors
from klantwaarde_xl.errors import KlantwaardeError, UnsafeFileError
from klantwaarde_xl.sources.guard import inspect_workbook

HEADERS = ["Klantnr", "Klantnaam", "Regio"]
ROWS = [HEADERS, ["K1", "Aa bv", 1.5], ["K2", "Bé nv", 2.5]]


@pytest.fixture
def good(tmp_path: Path, books: SimpleNamespace) -> Path:
    return books.write(tmp_path / "goed.xlsx", books.rows_at("C5", ROWS))


def refused(path: Path) -> KlantwaardeError:
    with pytest.raises(KlantwaardeError) as caught:
        inspect_workbook(path)
    assert path.name in str(caught.value)
    assert str(path.parent) not in str(caught.value)
    return caught.value


def sheet_xml(cells: str) -> bytes:
    return f'<?xml version="1.0"?><worksheet><sheetData>{cells}</sheetData></worksheet>'.encode()


def test_a_sound_workbook_passes_and_is_described(good: Path) -> None:
    report = inspect_workbook(good)
    assert [sheet.name for sheet in report.package.sheets] == ["Klanten"]
    scan = report.scans["xl/worksheets/sheet1.xml"]
    assert scan.cells == 9
    assert scan.last_row >= 7
    assert scan.last_column >= 5


def test_a_note_far_down_is_no_attack(tmp_path: Path, books: SimpleNamespace) -> None:
    path = books.write(tmp_path / "notitie.xlsx", {**books.rows_at("A1", ROWS), "H900000": "notitie"})
    assert inspect_workbook(path).scans[books.SHEET].last_row >= 900_000


def test_blank_formatted_cells_far_away_are_no_attack(good: Path, books: SimpleNamespace) -> None:
    books.replace(good, "</sheetData>", '<row r="1048576"><c r="XFD1048576" s="0"/></row></sheetData>')
    scan = inspect_workbook(good).scans[books.SHEET]
    assert scan.places <= 16_000_000


FILES = {
    "a cell at the far end": (bad_files.far_cells, {}, errors.FAR_CELL),
    "a bomb": (bad_files.bomb, {}, errors.ZIP_BOMB),
    "a bomb that states a kilobyte": (bad_files.bomb, {"states_its_size": False}, errors.DAMAGED_WORKBOOK),
}


@pytest.mark.parametrize("kind", FILES)
def test_what_would_fill_all_memory_is_refused_in_a_second_and_under_200_mb(
    tmp_path: Path, good: Path, kind: str
) -> None:
    make, how, wording = FILES[kind]
    path = make(tmp_path / "kwaad.xlsx", good, **how)
    assert path.stat().st_size < 3_000_000
    found = bad_files.inspected(path)
    assert found.code == wording.code
    assert found.seconds < 1
    assert found.peak_mb < 200


def test_a_far_cell_is_named_by_its_place(tmp_path: Path, good: Path) -> None:
    fault = refused(bad_files.far_cells(tmp_path / "ver.xlsx", good))
    assert isinstance(fault, UnsafeFileError)
    assert "1048576" in fault.message
    assert "16384" in fault.message


def test_the_bomb_is_one(tmp_path: Path, good: Path) -> None:
    # What is refused must really hold two gigabytes, or the refusal proves nothing.
    inflated = 0
    with (
        zipfile.ZipFile(bad_files.bomb(tmp_path / "bom.xlsx", good)) as archive,
        archive.open(bad_files.TEXTS) as stream,
    ):
        while piece := stream.read(1 << 22):
            inflated += len(piece)
            if inflated > 100 << 20:
                break
        assert archive.getinfo(bad_files.TEXTS).file_size > 2 << 30
    assert inflated > 100 << 20


def test_the_stated_size_is_not_trusted(good: Path) -> None:
    data = bytearray(good.read_bytes())
    entry = data.rindex(b"PK\x01\x02", 0, data.rindex(b"xl/worksheets/sheet1.xml"))
    data[entry + 24 : entry + 28] = (10).to_bytes(4, "little")
    good.write_bytes(data)
    assert refused(good).code == errors.DAMAGED_WORKBOOK.code


def test_many_small_bombs_are_one_bomb(tmp_path: Path, good: Path) -> None:
    with zipfile.ZipFile(good, "a", zipfile.ZIP_DEFLATED) as archive:
        for number in range(4):
            archive.writestr(f"xl/media/{number}.bin", bytes(40 << 20))
    assert refused(good).code == errors.ZIP_BOMB.code


def test_a_zip_of_something_else_is_no_workbook(tmp_path: Path) -> None:
    path = tmp_path / "foto.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("foto.jpg", b"...")
    assert refused(path).code == errors.NOT_A_WORKBOOK.code


def test_missing_file_and_folder(tmp_path: Path) -> None:
    assert refused(tmp_path / "weg.xlsx").code == errors.NO_SUCH_FILE.code
    assert refused(tmp_path).code == errors.CANNOT_READ.code


def test_a_file_open_elsewhere_cannot_be_read(good: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Windows answers like this while another program holds the file; the build machine cannot be made to do
    # it.
    def locked(*_: object, **__: object) -> io.BytesIO:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", locked)
    fault = refused(good)
    assert fault.code == errors.CANNOT_READ.code
    assert "nog open" in fault.message


@pytest.mark.parametrize("keep", [0.2, 0.5, 0.9, 0.99])
def test_a_file_cut_short_is_damaged(good: Path, keep: float) -> None:
    data = good.read_bytes()
    good.write_bytes(data[: int(len(data) * keep)])
    assert refused(good).code == errors.DAMAGED_WORKBOOK.code


@pytest.mark.parametrize("marker", [b'<c r="D6"', b'<row r="7"', b"</sheetData>", b"</worksheet>"])
def test_a_sheet_cut_short_inside_a_sound_zip_is_damaged(
    good: Path, books: SimpleNamespace, marker: bytes
) -> None:
    books.edit(good, books.SHEET, lambda data: data[: data.index(marker)])
    assert refused(good).code == errors.DAMAGED_WORKBOOK.code


@pytest.mark.parametrize(
    "part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "docProps/app.xml"]
)
def test_a_doctype_is_refused_in_every_part(good: Path, books: SimpleNamespace, part: str) -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
    books.edit(good, part, lambda data: data.replace(b"?>", b"?>" + bomb, 1))
    assert refused(good).code == errors.DOCTYPE_IN_PART.code


@pytest.mark.parametrize(
    "name", ["../../kwaad.txt", "/etc/kwaad", "xl/../../kwaad", "c:/kwaad", "xl\\..\\kwaad"]
)
def test_names_that_point_outside_are_refused(good: Path, name: str) -> None:
    with zipfile.ZipFile(good, "a") as archive:
        archive.writestr(zipfile.ZipInfo(name), b"x")
    assert refused(good).code == errors.UNSAFE_PART_NAME.code


def test_two_parts_of_one_name_are_refused(good: Path) -> None:
    with zipfile.ZipFile(good, "a") as archive:
        archive.writestr("XL/Worksheets/Sheet1.xml", sheet_xml(""))
    assert refused(good).code == errors.DUPLICATE_PART.code


def test_links_to_outside_are_counted_and_harmless(tmp_path: Path, books: SimpleNamespace) -> None:
    path = books.write(tmp_path / "link.xlsx", {**books.rows_at("A1", ROWS), "F1": "https://voorbeeld.nl/"})
    assert inspect_workbook(path).external_links == 1


@pytest.mark.parametrize("reference", ["ZZZZZZZ7", "D0", "D1048577", "XFE1", "$D$5", "7", ""])
def test_impossible_references_are_refused(good: Path, books: SimpleNamespace, reference: str) -> None:
    # calamine 0.9.1 asks for 390 GB and aborts the process for the first of these.
    books.replace(good, 'r="D6"', f'r="{reference}"')
    assert refused(good).code == errors.DAMAGED_WORKBOOK.code


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="A1" r="XFD1048576"><v>1</v></c>',
        "<c r='XFD1048576'><v>1</v></c>",
        '<x:c r="XFD1048576"><v>1</v></x:c>',
        '<c s=">" r="XFD1048576"><v>1</v></c>',
        '<c\n r = "XFD1048576"><v>1</v></c>',
        '<row r="1048576"><c><v>1</v></c><c r="XFD1"><v>1</v></c></row>',
    ],
)
def test_far_cells_in_disguise_are_seen(good: Path, books: SimpleNamespace, cell: str) -> None:
    books.replace(good, "</sheetData>", cell + "</sheetData>")
    assert refused(good).code == errors.FAR_CELL.code
