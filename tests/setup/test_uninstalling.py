"""Taking back goes on past what it cannot remove, names it, and removes only what the program wrote."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from at_the_door import run
from own_files import SURROUNDINGS, as_junction

from klantwaarde_xl.files import leftovers
from klantwaarde_xl.files.failure_log import log_path
from klantwaarde_xl.files.leftovers import this_computer
from klantwaarde_xl.files.user_folder import CERTIFICATE, KEY, MANIFEST, addin_folder, user_folder
from klantwaarde_xl.imports.remembered_columns import choices_path
from klantwaarde_xl.setup.uninstalling import Undone, uninstall

fcntl = pytest.importorskip("fcntl", reason="locks, links and rights of Unix")

HERE = f"{this_computer()}01234567.onvoltooid"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home folder and a folder for temporary files of its own."""
    for name, below in SURROUNDINGS.items():
        monkeypatch.setenv(name, str(tmp_path / "thuis" / below))
    for name in ("USERPROFILE", "APPDATA", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "tijdelijk").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "tijdelijk"))
    return tmp_path / "thuis"


def kept() -> list[Path]:
    """Make what the program keeps for a user; return the paths."""
    addin_folder().mkdir(parents=True)
    paths = [choices_path(), *(addin_folder() / name for name in (MANIFEST, CERTIFICATE, KEY))]
    for path in paths:
        path.write_text("x")
    return paths


def test_it_goes_on_past_what_it_cannot_remove(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    paths = kept()
    unlink = Path.unlink

    def held(path: Path, missing_ok: bool = False) -> None:
        if path == choices_path():
            raise PermissionError(13, "Permission denied")
        unlink(path, missing_ok)

    monkeypatch.setattr(Path, "unlink", held)
    code, out, err = run(capsys, "installeer", "--verwijder")
    assert code == 1
    assert [path for path in paths if path.exists()] == [choices_path()]
    assert all(f"Verwijderd: {path}" in out for path in paths[1:])
    assert f"Blijft staan: {choices_path()} (" in err
    assert not addin_folder().exists()


def test_a_second_time_there_is_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    kept()
    assert run(capsys, "installeer", "--verwijder")[0] == 0
    assert not user_folder().exists()
    assert run(capsys, "installeer", "--verwijder") == (0, "Er was niets ingesteld.\n", "")


def test_settings_that_cannot_be_read_stay_and_the_rest_goes(home: Path) -> None:
    paths = kept()
    conf = home / ".xlwings" / "xlwings.conf"
    conf.mkdir(parents=True)
    undone = uninstall()
    assert not any(path.exists() for path in paths)
    assert [str(conf) in line for line in undone.stays] == [True]


def test_what_killed_runs_left_goes_too(home: Path, tmp_path: Path) -> None:
    kept()
    (home / ".xlwings").mkdir()
    left = [
        choices_path().with_name(f".kolomkeuzes-{HERE}.json"),
        home / ".xlwings" / f".xlwings-{HERE}.conf",
        addin_folder() / f".sleutel-{HERE}.pem",
        addin_folder() / f".klantwaarde-manifest-{HERE}.xml",
    ]
    for path in left:
        path.write_text("x")
    scratch = tmp_path / "tijdelijk" / "klantwaarde-tijdelijk-abcd1234"
    scratch.mkdir()
    (scratch / "klanten.csv").write_text("van een klant")
    other = tmp_path / "tijdelijk" / "klantwaarde-tijdelijk-van-iemand"
    other.mkdir()
    undone = uninstall()
    assert not any(path.exists() for path in (*left, scratch))
    assert all(f"Verwijderd: {path}" in undone.done for path in (*left, scratch))
    assert undone.stays == []
    assert other.exists()
    assert not user_folder().exists()
    assert not (home / ".xlwings").exists()


@pytest.fixture
def working(tmp_path: Path) -> Iterator[Path]:
    """The scratch folder of a run that still works, which holds a lock on it."""
    scratch = tmp_path / "tijdelijk" / "klantwaarde-tijdelijk-abcd1234"
    scratch.mkdir()
    handle = os.open(scratch, os.O_RDONLY)
    fcntl.flock(handle, fcntl.LOCK_EX)
    yield scratch
    os.close(handle)


def test_what_a_run_works_on_stays_and_is_named(working: Path) -> None:
    undone = uninstall()
    assert working.exists()
    assert undone.stays == [
        f"Blijft staan: {working} (een opdracht werkt ermee, of een andere computer deed dat vandaag nog)"
    ]


def test_where_no_lock_tells_what_killed_runs_left_goes_without_waiting_a_day(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(leftovers, "fcntl", None)  # as on Windows
    kept()
    choices_path().with_name(f".kolomkeuzes-{HERE}.json").write_text("x")
    scratch = tmp_path / "tijdelijk" / "klantwaarde-tijdelijk-abcd1234"
    scratch.mkdir()
    (scratch / "klanten.csv").write_text("van een klant")
    code, _, err = run(capsys, "installeer", "--verwijder")
    assert (code, err) == (0, "")
    assert not scratch.exists()
    assert not user_folder().exists()


def test_what_stays_is_told_once_with_the_reason(tmp_path: Path) -> None:
    undone = Undone()
    one, longer = tmp_path / "a", tmp_path / "a (b"
    undone.keep(longer, "in gebruik")
    assert one not in undone.kept
    assert undone.stays == [f"Blijft staan: {longer} (in gebruik)"]


def test_a_file_of_the_user_among_ours_stays_and_is_named() -> None:
    paths = kept()
    own = addin_folder() / "aantekening.txt"
    own.write_text("van de gebruiker")
    undone = uninstall()
    assert own.read_text() == "van de gebruiker"
    assert not any(path.exists() for path in paths)
    assert undone.stays == [f"Blijft staan: {own} (niet door het programma gemaakt)"]


@pytest.mark.parametrize("which", ["user", "office"])
def test_a_folder_that_is_a_link_is_named_and_not_followed(which: str, tmp_path: Path) -> None:
    kept()
    folder = {"user": user_folder, "office": addin_folder}[which]()
    elsewhere = tmp_path / "elders"
    folder.rename(elsewhere)
    folder.symlink_to(elsewhere)
    there = sorted(elsewhere.rglob("*"))
    undone = uninstall()
    assert sorted(elsewhere.rglob("*")) == there
    assert folder.is_symlink()
    assert [f"Blijft staan: {folder} (een koppeling naar {elsewhere}" in line for line in undone.stays] == [
        True
    ]


def test_of_a_link_the_link_goes_and_what_it_led_to_is_named(tmp_path: Path) -> None:
    kept()
    elsewhere = tmp_path / "sleutel-elders.pem"
    (addin_folder() / KEY).rename(elsewhere)
    (addin_folder() / KEY).symlink_to(elsewhere)
    undone = uninstall()
    assert elsewhere.read_text() == "x"
    assert not os.path.lexists(addin_folder() / KEY)
    assert undone.stays == [f"Blijft staan: {elsewhere} ({addin_folder() / KEY} was een koppeling hierheen)"]


def test_settings_that_are_a_link_lose_our_line_and_what_the_link_led_to_is_named(home: Path) -> None:
    conf, elsewhere = home / ".xlwings" / "xlwings.conf", home / "dotfiles.conf"
    conf.parent.mkdir(parents=True)
    conf.symlink_to(elsewhere)
    ours = '"INTERPRETER_WIN","/env/bin/pythonw.exe"'
    others = '"SHOW CONSOLE","False"\n"DEBUG UDFS","False"'
    elsewhere.write_text(f"{others}\n{ours}")
    assert uninstall(conf, Path("/env")).stays == []
    assert (conf.is_symlink(), elsewhere.read_text()) == (True, others)
    elsewhere.write_text(ours)
    undone = uninstall(conf, Path("/env"))
    assert undone.stays == [f"Blijft staan: {elsewhere} ({conf} was een koppeling hierheen)"]
    assert not os.path.lexists(conf)


def test_a_list_of_the_user_behind_a_link_keeps_every_line(home: Path) -> None:
    conf, elsewhere = home / ".xlwings" / "xlwings.conf", home / "lijst.csv"
    conf.parent.mkdir(parents=True)
    conf.symlink_to(elsewhere)
    theirs = "interpreter_win,/env/bin/pythonw.exe\nJansen,10,ook dit\n\n"
    elsewhere.write_text(theirs)
    undone = uninstall(conf, Path("/env"))
    assert (conf.is_symlink(), elsewhere.read_text()) == (True, theirs)
    assert [f"Blijft staan: {conf} (" in line for line in undone.stays] == [True]


@pytest.mark.parametrize("which", ["user", "office", "log"])
def test_a_junction_is_named_and_not_followed(
    which: str, home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    paths = kept()
    log_path().parent.mkdir(parents=True)
    log_path().write_text("x")
    folder = {"user": user_folder(), "office": addin_folder(), "log": log_path().parent}[which]
    as_junction(monkeypatch, folder)
    there = sorted(folder.rglob("*"))
    code, _, err = run(capsys, "installeer", "--verwijder")
    assert code == 1
    assert sorted(folder.rglob("*")) == there
    assert f"Blijft staan: {folder} (een koppeling naar " in err
    assert all(path.exists() == (folder in path.parents) for path in [*paths, log_path()])


def test_what_a_killed_run_left_in_a_junction_is_no_scratch_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "tijdelijk" / "klantwaarde-tijdelijk-abcdefgh"
    folder.mkdir()
    (folder / "brief.txt").write_text("van de gebruiker")
    as_junction(monkeypatch, folder)
    leftovers.clear_scratch()
    assert (folder / "brief.txt").read_text() == "van de gebruiker"


def test_a_folder_of_settings_that_is_a_link_is_named(home: Path) -> None:
    (home / "dotfiles").mkdir(parents=True)
    (home / ".xlwings").symlink_to(home / "dotfiles")
    (home / "dotfiles" / "xlwings.conf").write_text('"INTERPRETER_WIN","/env/bin/pythonw.exe"')
    undone = uninstall(None, Path("/env"))
    assert list((home / "dotfiles").iterdir()) == []
    assert undone.stays == [f"Blijft staan: {home / '.xlwings'} (een koppeling naar {home / 'dotfiles'})"]


def test_of_a_hard_link_it_is_told_that_another_name_keeps_it(tmp_path: Path) -> None:
    kept()
    os.link(addin_folder() / KEY, tmp_path / "reservekopie.pem")
    undone = uninstall()
    assert not (addin_folder() / KEY).exists()
    assert [
        f"Blijft staan: {addin_folder() / KEY} (weg onder deze naam" in line for line in undone.stays
    ] == [True]


def test_taking_back_leaves_other_settings_and_another_python(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = tmp_path / "log" / "klantwaarde.log"
    log.parent.mkdir()
    monkeypatch.setattr("klantwaarde_xl.setup.uninstalling.log_path", lambda: log)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    conf, ours = tmp_path / "xlwings.conf", r"C:\Kw\env"
    for kept in ("", '"SHOW CONSOLE","False"'):
        for path in (log, log.with_name("klantwaarde.log.1")):
            path.write_text("x")
        conf.write_text(
            "\n".join([*filter(None, [kept]), r'"INTERPRETER_WIN","c:\kw\ENV\Scripts\pythonw.exe"']),
            encoding="utf-8",
        )
        done = uninstall(conf, Path(ours)).done
        assert len(done) == 3, done
        assert (conf.read_text(encoding="utf-8") if kept else conf.exists()) == (kept or False)
        assert list(log.parent.iterdir()) == []
    other = r'"INTERPRETER_WIN","C:\Kw\env2\Scripts\pythonw.exe"'
    conf.write_text(other, encoding="utf-8")
    assert uninstall(conf, Path(ours)) == Undone()
    assert conf.read_text(encoding="utf-8") == other
