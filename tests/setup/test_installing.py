"""Installing tells Excel which Python, keeps the user's other settings and files, and leaves no empty line to
hang on."""

from __future__ import annotations

import ctypes
import datetime as dt
import sys
import zipfile
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from quick import first_quick

from klantwaarde_xl import __version__
from klantwaarde_xl.commands.app import main
from klantwaarde_xl.errors import KlantwaardeError
from klantwaarde_xl.files.leftovers import this_computer
from klantwaarde_xl.imports.remembered_columns import choices_path
from klantwaarde_xl.setup.installing import (
    ADDIN,
    TEMPLATE,
    documents,
    install,
    make_plan,
    trusted_location_advice,
)
from klantwaarde_xl.setup.uninstalling import Undone, uninstall
from klantwaarde_xl.setup.xlwings_conf import INTERPRETER_KEY, read_conf
from klantwaarde_xl.template.build import stamp, stamp_of
from klantwaarde_xl.web.addin.serving import Chosen, prepare


@pytest.mark.slow
def test_it_is_done_twice_without_harm(tmp_path: Path) -> None:
    conf = tmp_path / ".xlwings" / "xlwings.conf"
    conf.parent.mkdir()
    conf.write_text('"SHOW CONSOLE","False"\n"INTERPRETER_WIN","C:\\oud\\pythonw.exe"\n', encoding="utf-8")
    (tmp_path / "Documents").mkdir()
    plan = make_plan(conf, tmp_path, r"C:\env\Scripts\python.exe")
    done = install(plan)
    assert read_conf(conf.read_text()) == {
        "SHOW CONSOLE": "False",
        INTERPRETER_KEY: r"C:\env\Scripts\pythonw.exe",
    }
    assert "" not in conf.read_text().split("\n")
    folder = tmp_path / "Documents" / "Klantwaarde"
    assert all(zipfile.is_zipfile(folder / name) for name in (TEMPLATE, ADDIN))
    assert len(done) == 3
    with zipfile.ZipFile(folder / TEMPLATE, "a") as package:
        package.writestr("van/de/gebruiker", "x")
    before = {name: (folder / name).read_bytes() for name in (TEMPLATE, ADDIN)}
    (folder / f".klantwaarde-{this_computer()}01234567.onvoltooid.xlam").write_bytes(b"of a killed run")
    again = install(make_plan(conf, tmp_path, r"C:\env\Scripts\python.exe"))
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    assert sum("niet veranderd" in line for line in again) == 2


@pytest.mark.slow
def test_a_user_with_an_accent_keeps_what_other_programs_wrote(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # VBA reads xlwings.conf in the code page of Windows: as UTF-8 it would read RenÃ©, and find no Python.
    monkeypatch.setattr("locale.getencoding", lambda: "cp1252")
    monkeypatch.setenv("LOCALAPPDATA", "C:\\Users\\René\\AppData\\Local")
    python = "C:\\Users\\René\\AppData\\Local\\klantwaarde_xl\\env\\Scripts\\python.exe"
    other = '"PYTHONPATH","C:\\Users\\René\\macro\'s"'.encode("cp1252")
    conf = tmp_path / "xlwings.conf"
    conf.write_bytes(other)
    install(make_plan(conf, tmp_path, python))
    ours = b'"INTERPRETER_WIN","%LOCALAPPDATA%\\klantwaarde_xl\\env\\Scripts\\pythonw.exe"'
    assert conf.read_bytes().split(b"\n") == [other, ours]
    uninstall(conf, Path("C:\\Users\\René\\AppData\\Local\\klantwaarde_xl\\env"))
    assert conf.read_bytes() == other


@pytest.mark.parametrize("encoding", first_quick(1, ["utf-8", "cp1252"]))
def test_bytes_that_are_no_text_stay_as_they_are(
    encoding: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("locale.getencoding", lambda: encoding)
    conf = tmp_path / "xlwings.conf"
    conf.write_bytes(b'"ANDERS","\xe9\x81"')
    install(make_plan(conf, tmp_path, "python"))
    assert conf.read_bytes().startswith(b'"ANDERS","\xe9\x81"\n')


def test_a_new_version_replaces_the_add_in_and_comes_beside_a_workbook_with_data(tmp_path: Path) -> None:
    plan = make_plan(tmp_path / "xlwings.conf", tmp_path, "python")
    plan.folder.mkdir(parents=True)
    for name in (TEMPLATE, ADDIN):
        (plan.folder / name).write_bytes(b"van een oude versie")
    done = install(plan)
    beside = plan.folder / f"klantwaarde-{__version__}.xlsm"
    assert (plan.folder / TEMPLATE).read_bytes() == b"van een oude versie"
    assert stamp_of(beside) == stamp_of(plan.folder / ADDIN) == stamp()
    assert [line.split(":")[0] for line in done[1:]] == [
        "Hoort bij een andere versie en is niet veranderd",
        "Gemaakt",
        "Vervangen",
    ]
    beside.write_bytes(b"met gegevens")
    install(plan)
    assert beside.read_bytes() == b"met gegevens"


@pytest.mark.parametrize("blocked", first_quick(1, [ADDIN, TEMPLATE, "xlwings.conf"]))
def test_what_cannot_be_written_leaves_all_as_it_was(blocked: str, tmp_path: Path) -> None:
    (tmp_path / "Documents" / "Klantwaarde").mkdir(parents=True)
    conf = tmp_path / "xlwings.conf"
    conf.write_text('"SHOW CONSOLE","False"', encoding="utf-8")
    addin = tmp_path / "Documents" / "Klantwaarde" / ADDIN
    addin.write_bytes(b"of an earlier version")
    plan = make_plan(conf, tmp_path, r"C:\env\Scripts\python.exe")
    way = conf if blocked == conf.name else addin.with_name(blocked)
    way.unlink(missing_ok=True)
    if blocked == TEMPLATE:  # a folder of that name is not ours; the workbook would go beside it
        (way.parent / f"klantwaarde-{__version__}.xlsm").write_bytes(b"of the user")
    way.mkdir()
    there = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    if blocked == TEMPLATE:
        install(plan)
        assert (way.parent / f"klantwaarde-{__version__}.xlsm").read_bytes() == b"of the user"
        return
    with pytest.raises(KlantwaardeError, match="KW-005"):
        install(plan)
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == there


@pytest.mark.parametrize("content", [b"", b"PK\x05\x06" + b"\xff" * 18, b"\xff" * 40])
def test_a_damaged_add_in_has_no_stamp(content: bytes, tmp_path: Path) -> None:
    (tmp_path / ADDIN).write_bytes(content)
    assert stamp_of(tmp_path / ADDIN) == ""
    assert stamp_of(tmp_path) == ""
    assert stamp_of(tmp_path / "weg") == ""


def test_the_stamp_is_read_as_excel_saves_it(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsm"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr(
            "docProps/custom.xml",
            '<Properties xmlns:vt="x"><property fmtid="{D5CD}" pid="2" name="klantwaarde_xl">'
            "<vt:lpwstr>0.0.9, xlwings 0.30</vt:lpwstr></property></Properties>",
        )
    assert stamp_of(path) == "0.0.9, xlwings 0.30"


def test_documents_are_where_windows_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # With OneDrive, or on a laptop of a company, that is seldom the folder Documents below the user's own.
    def folder_path(_owner: None, number: int, _token: None, _flags: int, buffer: Any) -> int:
        assert number == 5
        buffer.value = str(tmp_path / "OneDrive - Firma" / "Documenten")
        return said

    monkeypatch.setattr("sys.platform", "win32")
    monkeypatch.setattr(
        ctypes,
        "windll",
        SimpleNamespace(shell32=SimpleNamespace(SHGetFolderPathW=folder_path)),
        raising=False,
    )
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    said = 0
    assert documents() == tmp_path / "OneDrive - Firma" / "Documenten"
    said = -1
    assert documents() == tmp_path / "Documents"


def test_elsewhere_it_only_says_what_it_would_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    monkeypatch.setattr("sys.platform", "linux")
    with pytest.raises(SystemExit):
        main(["installeer"])
    said = capsys.readouterr().out
    assert "hier is niets veranderd" in said
    assert "Vertrouwde locaties" in said
    assert list(tmp_path.iterdir()) == []


def test_the_trusted_location_is_named_and_not_set() -> None:
    assert "/documenten/Klantwaarde" in trusted_location_advice(Path("/documenten/Klantwaarde"))


def test_taking_back_leaves_nothing_but_workbooks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("XDG_STATE_HOME", "XDG_CONFIG_HOME", "APPDATA", "LOCALAPPDATA", "USERPROFILE", "HOME"):
        monkeypatch.setenv(name, str(tmp_path / name))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr("sys.platform", "win32")
    monkeypatch.setattr("klantwaarde_xl.setup.installing._known_documents", lambda: None)
    conf = tmp_path / ".xlwings" / "xlwings.conf"
    python = tmp_path / "env" / "Scripts" / "pythonw.exe"
    plan = make_plan(conf, None, str(python))
    install(plan)
    choices_path().parent.mkdir(parents=True)
    log = tmp_path / "LOCALAPPDATA" / "klantwaarde_xl" / "klantwaarde.log"
    monkeypatch.setattr("klantwaarde_xl.setup.uninstalling.log_path", lambda: log)
    log.parent.mkdir(parents=True)
    for path in (choices_path(), log, log.with_name("klantwaarde.log.1")):
        path.write_text("x")
    (tmp_path / "klantwaarde-handleiding.html").write_text("x")
    done = uninstall(conf, tmp_path / "env").done
    assert len(done) == 6
    left = {path.name for path in tmp_path.rglob("*") if path.is_file()}
    assert left == {"klantwaarde.xlsm"}
    assert not [path for path in tmp_path.rglob("*") if path.name in {"klantwaarde_xl", ".xlwings"}]


@pytest.mark.skipif(sys.platform == "win32", reason="links of Unix")
@pytest.mark.parametrize(
    "content",
    [None, b"", b"PK\x03\x04", b'{"a": 1, "b": 2}', b"<a/>\n", b"A,1\nA,2\n", b"PYTHONPATH,123\n"],
)
def test_settings_that_are_a_link_to_something_else_are_refused(
    content: bytes | None, tmp_path: Path
) -> None:
    conf, elsewhere = tmp_path / "xlwings.conf", tmp_path / "van-de-gebruiker"
    if content is not None:
        elsewhere.write_bytes(content)
    conf.symlink_to(elsewhere)
    with pytest.raises(KlantwaardeError, match="KW-040"):
        install(make_plan(conf, tmp_path / "thuis", "/env/python.exe"))
    assert (elsewhere.read_bytes() if elsewhere.exists() else None) == content
    elsewhere.write_text('"SHOW CONSOLE","False"\n"DEBUG UDFS",""')
    install(make_plan(conf, tmp_path / "thuis", "/env/python.exe"))
    assert conf.is_symlink()
    assert elsewhere.read_text().endswith('"DEBUG UDFS",""\n"INTERPRETER_WIN","/env/pythonw.exe"')


@pytest.mark.skipif(sys.platform == "win32", reason="links of Unix")
def test_an_add_in_that_is_a_link_to_something_else_is_refused(tmp_path: Path) -> None:
    plan = make_plan(tmp_path / "xlwings.conf", tmp_path / "thuis", "/env/python.exe")
    plan.addins.mkdir(parents=True)
    for name in (ADDIN, TEMPLATE):
        (plan.addins / name).symlink_to(tmp_path / "van-de-gebruiker.xlsm")
        for content in (None, b"van de gebruiker"):
            if content:
                (tmp_path / "van-de-gebruiker.xlsm").write_bytes(content)
            before = sorted(path.name for path in tmp_path.rglob("*"))
            if name == ADDIN or not content:
                with pytest.raises(KlantwaardeError, match="KW-040"):
                    install(plan)
            assert sorted(path.name for path in tmp_path.rglob("*")) == before
        (tmp_path / "van-de-gebruiker.xlsm").unlink()
        (plan.addins / name).unlink()


def test_an_add_in_of_somebody_else_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("APPDATA", str(tmp_path))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))
    monkeypatch.setattr("sys.platform", "win32")
    monkeypatch.setattr("klantwaarde_xl.setup.installing._known_documents", lambda: tmp_path)
    other = tmp_path / "Microsoft" / "AddIns" / ADDIN
    other.parent.mkdir(parents=True)
    other.write_bytes(b"of somebody else")
    uninstall(tmp_path / "xlwings.conf", tmp_path)
    assert other.read_bytes() == b"of somebody else"


def test_on_windows_the_add_in_comes_where_excel_looks_for_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.platform", "win32")
    monkeypatch.setenv("APPDATA", str(tmp_path / "Roaming"))
    plan = make_plan(tmp_path / "xlwings.conf", tmp_path, "python.exe")
    monkeypatch.undo()
    addins = tmp_path / "Roaming" / "Microsoft" / "AddIns"
    assert any(str(addins) in line and ADDIN in line for line in plan.lines())
    install(plan)
    assert stamp_of(addins / ADDIN) == stamp()
    assert not (plan.folder / ADDIN).exists()
    (plan.folder / ADDIN).write_bytes(b"van een oude versie")
    done = install(plan)
    assert stamp_of(plan.folder / ADDIN) == stamp(), "Excel may still load it from there"
    assert [line.split(":")[0] for line in done[2:]] == ["Stond er al en is niet veranderd", "Vervangen"]


def test_the_key_and_the_secret_of_the_add_in_go_and_trust_is_mentioned(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("XDG_STATE_HOME", "XDG_CONFIG_HOME", "APPDATA", "LOCALAPPDATA", "HOME"):
        monkeypatch.setenv(name, str(tmp_path / name))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    office = choices_path().parent / "office"
    now = dt.datetime.now(dt.UTC)
    prepared = prepare(office, Chosen(), now)
    prepared.write(now)
    there = {prepared.manifest, prepared.certificate, prepared.key}
    assert set(office.iterdir()) == there
    done = uninstall(tmp_path / "xlwings.conf", tmp_path).done
    assert not choices_path().parent.exists()
    for path in there:
        assert f"Verwijderd: {path}" in done
    assert "certmgr.msc" in " ".join(done)
    assert uninstall(tmp_path / "xlwings.conf", tmp_path) == Undone()
