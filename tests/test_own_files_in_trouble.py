"""Files of our own in the home folder that are damaged: every command that meets one answers, or names it.

A pipe where such a file goes would be waited for without end; the test ends by an alarm then."""

from __future__ import annotations

import re
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn
from addin_client import free_port
from at_the_door import run
from own_files import DAMAGE, FILES, LETTER, SURROUNDINGS, contents, no_home
from patience import ended_after

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="pipes, devices and alarms of Unix")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A home folder of its own, and an end to whatever waits."""
    for name, below in SURROUNDINGS.items():
        monkeypatch.setenv(name, str(tmp_path / "thuis" / below))
    monkeypatch.delenv("USERPROFILE", raising=False)
    monkeypatch.setattr(uvicorn.Server, "run", lambda *_given, **_named: None)
    with ended_after(120):
        yield tmp_path / "thuis"


def line_of(command: str, folder: Path) -> list[str]:
    """Return a command line that meets the files of a user."""
    if command == "importeer":
        (folder / "export.csv").write_text("Datum;Klantnr;Bedrag\n01-03-2026;1;10,00\n", encoding="utf-8")
        options = ["--naar", str(folder / "uit.xlsx"), "--kolom", "Omzet=Bedrag", "--onthoud"]
        return ["importeer", str(folder / "export.csv"), *options]
    if command == "web":
        return ["web", "--manifest", "--poort", str(free_port())]
    return ["installeer", "--verwijder"] if command == "verwijder" else [command]


@pytest.mark.parametrize("damage", DAMAGE)
@pytest.mark.parametrize("name", FILES)
def test_a_command_that_meets_it_answers_or_names_it(
    name: str, damage: str, home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = home / name
    path.parent.mkdir(parents=True)
    DAMAGE[damage](path)
    line = line_of(FILES[name], tmp_path)
    given = contents(tmp_path)
    code, out, err = run(capsys, *line)
    assert code in {0, 1, 2}, err
    assert "KW-90" not in err, err
    assert "Traceback" not in out + err, err
    options = {opt for opt in re.findall(r"--[a-z]+", err) if opt not in {"--kolom", "--onthoud"}}
    assert options <= {"--poort"}, err
    letter, nowhere = path.with_name("van-de-gebruiker"), path.with_name("nergens")
    assert not letter.exists() or letter.read_bytes() == LETTER
    assert not nowhere.exists()
    if code == 2:
        assert path.name in err or path.parent.name in err
        assert contents(tmp_path) == given


@pytest.mark.parametrize("command", ["importeer", "diagnose", "installeer", "verwijder", "web"])
def test_without_a_home_folder_a_command_says_so_or_does_without(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in SURROUNDINGS:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(Path, "home", no_home)
    without_a_home(command, tmp_path, capsys)


@pytest.mark.parametrize("home", ["", ".", "thuis"])
@pytest.mark.parametrize("command", ["importeer", "diagnose", "installeer", "verwijder", "web"])
def test_a_home_folder_that_is_no_whole_path_is_none(
    home: str,
    command: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    # Nothing of the user's may follow the working folder, wherever a command is started.
    (tmp_path / "werk" / "thuis").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "werk")
    for name in SURROUNDINGS:
        monkeypatch.setenv(name, home)
    without_a_home(command, tmp_path, capsys)
    assert contents(tmp_path / "werk") == {}


@pytest.mark.parametrize("command", ["importeer", "diagnose", "installeer", "verwijder", "web"])
def test_other_folders_that_are_no_whole_path_are_ignored(
    command: str,
    home: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "werk").mkdir()
    home.mkdir()
    # Where others work, taking the program away tells of their folders.
    (tmp_path / "tijdelijk").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tijdelijk"))
    monkeypatch.chdir(tmp_path / "werk")
    for name in ("XDG_CONFIG_HOME", "XDG_STATE_HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA"):
        monkeypatch.setenv(name, ".")
    code, _, err = run(capsys, *line_of(command, tmp_path))
    assert code == 0, err
    assert contents(tmp_path / "werk") == {}
    kept = {"importeer": ["kolomkeuzes.json"], "web": ["klantwaarde-manifest.xml"]}.get(command, [])
    assert [path.name for path in home.rglob("*") if path.suffix in {".json", ".xml"}] == kept


def without_a_home(command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Run a command where the system tells no home folder: it says so, or does without."""
    line = line_of(command, tmp_path)
    given = contents(tmp_path)
    code, out, err = run(capsys, *line)
    assert "Traceback" not in out + err, err
    if command == "diagnose":
        assert code == 1
        assert err == ""
        assert "fout    Uw eigen map: Het systeem zegt niet waar uw eigen map is" in out
        assert "HOME" in out
        assert re.search("goed    Laden van de functies: [0-9],[0-9] s", out), "all other checks are done"
        assert contents(tmp_path) == given
        return
    assert "KW-851" in err
    assert "HOME" in err
    if command == "importeer":
        assert (code, "Toegevoegd aan" in out) == (1, True), "the rows are in; only the columns are not kept"
        assert run(capsys, *line[:-1])[0] == 0, "nothing of the home folder is needed for rows alone"
    else:
        assert code == 2
        assert contents(tmp_path) == given
