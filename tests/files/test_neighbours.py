"""What others have to do with a file that is replaced is kept, told, or a reason to stop."""

from __future__ import annotations

import datetime as dt
import os
import sys
from pathlib import Path

import killing
import openpyxl
import pytest
from at_the_door import refused
from openpyxl.worksheet.table import Table
from quick import first_quick

from klantwaarde_xl.commands.app import main
from klantwaarde_xl.errors import OutputError
from klantwaarde_xl.files import neighbours
from klantwaarde_xl.files.neighbours import KEY_TABLE, refuse_key
from klantwaarde_xl.files.safe_file import replace_safely
from klantwaarde_xl.model.own_sheets import RESULT_TABLES
from klantwaarde_xl.use_cases.new_workbook import write_empty

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="Windows kent deze rechten en koppelingen niet")
SIGNS = [(".~lock.{}#", "LibreOffice"), ("~${}", "Excel")]


@pytest.mark.parametrize(("sign", "program"), first_quick(1, SIGNS))
def test_a_result_that_is_open_elsewhere_is_not_replaced(
    sign: str, program: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source, output = killing.small_workbook(tmp_path / "klanten.xlsx"), tmp_path / "uit.xlsx"
    output.write_bytes(killing.OLD)
    lock = tmp_path / sign.format(output.name)
    lock.write_text(",jan,pc,28.11.2026 10:00,file:///home/jan/.config/libreoffice/4;")
    error = refused(capsys, source, output)
    assert "KW-031" in error
    assert program in error
    assert lock.name in error
    assert output.read_bytes() == killing.OLD
    assert {path.name for path in tmp_path.iterdir()} == {source.name, output.name, lock.name}
    lock.unlink()
    with pytest.raises(SystemExit) as ended:
        main(["vernieuw", str(source), "--uit", str(output)])
    assert ended.value.code in {0, 1}
    assert output.read_bytes() != killing.OLD


@pytest.mark.parametrize(("sign", "program"), SIGNS)
def test_a_workbook_that_is_open_elsewhere_gets_no_import(
    sign: str, program: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book, export = tmp_path / "klanten.xlsx", tmp_path / "export.csv"
    write_empty(book, dt.datetime(2026, 1, 2))
    export.write_text("Datum;Klantnr;Factuurnr;Omzet\n01-03-2026;1;F1;10,00\n", encoding="utf-8")
    before = book.read_bytes()
    (tmp_path / sign.format(book.name)).write_bytes(b"x")
    with pytest.raises(SystemExit) as ended:
        main(["importeer", str(export), "--naar", str(book)])
    assert ended.value.code == 2
    assert "KW-031" in capsys.readouterr().err
    assert book.read_bytes() == before


def test_a_file_that_is_opened_while_the_new_one_is_made_is_not_replaced(tmp_path: Path) -> None:
    target = tmp_path / "uit.xlsx"
    target.write_bytes(b"oud")

    def write() -> None:
        with replace_safely(target) as unfinished:
            unfinished.write_bytes(b"nieuw")
            (tmp_path / "~$uit.xlsx").write_bytes(b"x")

    with pytest.raises(OutputError, match="KW-031"):
        write()
    assert target.read_bytes() == b"oud"


@pytest.mark.slow
@POSIX
def test_other_names_of_a_file_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "nieuw.xlsx"
    target.write_bytes(b"oud")
    (tmp_path / "archief.xlsx").hardlink_to(target)
    source = killing.small_workbook(tmp_path / "klanten.xlsx")
    with pytest.raises(SystemExit):
        main(["vernieuw", str(source), "--uit", str(target)])
    assert "KW-033" in capsys.readouterr().err
    assert (tmp_path / "archief.xlsx").read_bytes() == b"oud"


@POSIX
def test_the_owner_is_kept_where_that_may_be(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    if os.geteuid() != 0:
        pytest.skip("alleen de beheerder mag een bestand weggeven")
    target = tmp_path / "uit.xlsx"
    target.write_bytes(b"oud")
    os.chown(target, 1234, 2345)
    target.chmod(0o660)
    with replace_safely(target) as unfinished:
        unfinished.write_bytes(b"nieuw")
    there = target.stat()
    assert (there.st_uid, there.st_gid, there.st_mode & 0o777) == (1234, 2345, 0o660)
    assert caplog.records == []


@POSIX
def test_an_owner_that_cannot_be_kept_is_told(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    # As for anybody but the administrator, who replaces a file of a colleague in a shared folder.
    def refuse(*_given: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    target = tmp_path / "uit.xlsx"
    target.write_bytes(b"oud")
    there = target.stat()
    monkeypatch.setattr(os, "chown", refuse)
    monkeypatch.setattr(
        "klantwaarde_xl.files.safe_file.rights_of",
        lambda _path: neighbours.Rights(0o640, there.st_uid + 1, there.st_gid),
    )
    with replace_safely(target) as unfinished:
        unfinished.write_bytes(b"nieuw")
    assert target.read_bytes() == b"nieuw"
    assert target.stat().st_mode & 0o777 == 0o640
    assert [record.getMessage()[:6] for record in caplog.records] == ["KW-032"]


@POSIX
def test_a_drive_that_knows_no_rights_is_told_too(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_given: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(Path, "chmod", refuse)
    for told in ([], ["KW-032"]):  # a new file has no rights to keep
        with replace_safely(tmp_path / "uit.txt") as unfinished:
            unfinished.write_bytes(b"nieuw")
        assert (tmp_path / "uit.txt").read_bytes() == b"nieuw"
        assert [record.getMessage()[:6] for record in caplog.records] == told


def test_the_key_of_a_copy_is_known_by_what_is_in_it(tmp_path: Path) -> None:
    assert KEY_TABLE in RESULT_TABLES
    key, other = tmp_path / "anders.xlsx", tmp_path / "uit-sleutel-1.xlsx"
    for path, table in ((key, KEY_TABLE), (other, "tblSleutels")):
        book = openpyxl.Workbook()
        book.active.append(["Soort", "In de kopie"])
        book.active.append(["klant", "K-1"])
        book.active.add_table(Table(displayName=table, ref="A1:B2"))
        book.save(path)
    before = key.read_bytes()
    with pytest.raises(OutputError, match="is de sleutel van een gedeelde kopie"):
        refuse_key(key)
    with pytest.raises(OutputError), replace_safely(key) as unfinished:
        unfinished.write_bytes(b"")
    assert key.read_bytes() == before
    refuse_key(other)
    refuse_key(tmp_path / "is er niet.xlsx")
