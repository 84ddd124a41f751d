"""What the guard refuses by the first bytes of a file or by its zip directory, before it reads a part."""

from __future__ import annotations

import zipfile
from pathlib import Path
from types import SimpleNamespace

import pytest

from klantwaarde_xl import errors
from klantwaarde_xl.errors import KlantwaardeError
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


@pytest.mark.parametrize(
    ("streams", "wording"),
    [
        (["EncryptionInfo", "EncryptedPackage"], errors.PASSWORD_PROTECTED),
        (["Workbook"], errors.OLD_WORKBOOK),
        (["Book"], errors.OLD_WORKBOOK),
        (["WordDocument"], errors.NOT_A_WORKBOOK),
    ],
)
def test_compound_files_are_told_apart(
    tmp_path: Path, books: SimpleNamespace, streams: list[str], wording: errors.Wording
) -> None:
    assert refused(books.compound_file(tmp_path / "oud.xlsx", streams)).code == wording.code


@pytest.mark.parametrize(
    "content", [b"", b"PK", b"Klantnr;Naam\n", b"%PDF-1.7 ...", b"<svg><table></table></svg>"]
)
def test_other_files_are_no_workbook(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "iets.xlsx"
    path.write_bytes(content)
    assert refused(path).code == errors.NOT_A_WORKBOOK.code


def test_too_many_parts_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "veel.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(20_001):
            archive.writestr(zipfile.ZipInfo(f"xl/{number}"), b"")
    assert refused(path).code == errors.TOO_MANY_PARTS.code


def test_bytes_before_or_after_the_package_are_refused(good: Path) -> None:
    whole = good.read_bytes()
    good.write_bytes(whole + b"PK\x05\x06" + bytes(18) + b"x")
    assert refused(good).code == errors.DAMAGED_WORKBOOK.code
