"""Packages whose parts two programs would see differently are refused."""

from __future__ import annotations

import struct
import zipfile
from pathlib import Path
from types import SimpleNamespace

import pytest

from klantwaarde_xl import errors
from klantwaarde_xl.errors import KlantwaardeError
from klantwaarde_xl.sources.workbook_file import read_workbook

CASES = Path(__file__).parent / "cases"
ROWS = [["Klantnr", "Klantnaam"], ["K1", "Een"]]


@pytest.fixture
def good(tmp_path: Path, books: SimpleNamespace) -> Path:
    return books.write(tmp_path / "goed.xlsx", books.rows_at("A1", ROWS))


def code_of(path: Path) -> str:
    with pytest.raises(KlantwaardeError) as caught:
        read_workbook(path)
    return caught.value.code


@pytest.mark.parametrize("name", ["unicode_path_fewer_rows.xlsx", "two_sheetData.xlsx"])
def test_the_hostile_cases_are_refused(name: str) -> None:
    assert code_of(CASES / name) == errors.DAMAGED_WORKBOOK.code


@pytest.mark.parametrize(
    ("field", "value"),
    [(8, b"\x63\x00"), (6, b"\x01\x00"), (14, b"\x01\x02\x03\x04"), (18, b"\x01\x00\x00\x00"), (30, b"XL")],
    ids=["another method", "encrypted here only", "another checksum", "another size", "another name"],
)
def test_a_header_before_the_part_that_tells_something_else_is_refused(
    good: Path, field: int, value: bytes
) -> None:
    with zipfile.ZipFile(good) as archive:
        offset = archive.getinfo("xl/worksheets/sheet1.xml").header_offset
    data = bytearray(good.read_bytes())
    data[offset + field : offset + field + len(value)] = value
    good.write_bytes(data)
    assert code_of(good) in {errors.DAMAGED_WORKBOOK.code, errors.PASSWORD_PROTECTED.code}


def test_parts_that_overlap_are_refused(good: Path) -> None:
    data = bytearray(good.read_bytes())
    first = data.index(b"PK\x01\x02")
    second = data.index(b"PK\x01\x02", first + 4)
    data[first + 42 : first + 46] = data[second + 42 : second + 46]
    good.write_bytes(data)
    assert code_of(good) == errors.DAMAGED_WORKBOOK.code


def test_an_extra_field_with_the_same_name_is_fine(tmp_path: Path, good: Path) -> None:
    with zipfile.ZipFile(good) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as archive:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name)
            entry.extra = struct.pack("<HHBL", 0x7075, 5 + len(name), 1, 0) + name.encode()
            archive.writestr(entry, content)
    assert "tblKlanten" in read_workbook(tmp_path / "a.xlsx").tables
