"""Without the folder of the user nothing is set up, and that is said."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from klantwaarde_xl.setup.pack_parts import inrichten

WINDOWS = {"LOCALAPPDATA": "C:/Users/Zoë", "USERNAME": "Zoë", "PUBLIC": "C:/Users/Public"}


@pytest.mark.parametrize("home", [None, "", ".", "thuis"])
@pytest.mark.parametrize("what", ["", "verwijder", "diagnose"])
@pytest.mark.skipif(sys.platform == "win32", reason="HOME is of Unix")
def test_without_a_home_a_script_says_so_and_does_nothing(
    what: str, home: str | None, tmp_path: Path
) -> None:
    surroundings = {"PATH": os.environ["PATH"], **({} if home is None else {"HOME": home})}
    command = [sys.executable, "-I", "-B", str(Path(inrichten.__file__)), *filter(None, [what])]
    done = subprocess.run(
        command, env=surroundings, cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert (done.returncode, done.stderr) == (2, "")
    assert "HOME is leeg of geen heel pad. Er is niets veranderd" in done.stdout
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("what", ["verwijder", "diagnose"])
@pytest.mark.parametrize("loose", ["klantwaarde_xl", "klantwaarde_xl/env"])
@pytest.mark.skipif(sys.platform == "win32", reason="rights and programs of Unix")
def test_what_another_could_change_is_not_started_or_removed(what: str, loose: str, tmp_path: Path) -> None:
    folder = tmp_path / "klantwaarde_xl" / "env"
    (folder / "bin").mkdir(parents=True)
    (folder / "pyvenv.cfg").write_text("")
    (folder / "bin" / "python").write_text(f"#!/bin/sh\ntouch {tmp_path}/gestart\n")
    (folder / "bin" / "python").chmod(0o755)
    (tmp_path / loose).chmod(0o777)
    command = [sys.executable, "-I", "-B", str(Path(inrichten.__file__)), what]
    given = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "KLANTWAARDE_MAP": str(tmp_path)}
    done = subprocess.run(command, env=given, capture_output=True, text=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stderr) == (1, "")
    assert (
        f"{tmp_path / loose} is door een andere gebruiker gemaakt of voor anderen te wijzigen" in done.stdout
    )
    assert not (tmp_path / "gestart").exists()
    assert (folder / "bin" / "python").exists()
    (tmp_path / loose).chmod(0o755)
    subprocess.run(command, env=given, capture_output=True, check=False)
    assert (tmp_path / "gestart").exists()


@pytest.mark.parametrize("missing", list(WINDOWS))
@pytest.mark.parametrize("empty", [False, True])
def test_what_windows_does_not_tell_is_named(
    missing: str, empty: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(inrichten, "short_name", lambda path: path)
    for action in ("install", "remove", "diagnose"):
        monkeypatch.setattr(inrichten, action, lambda _folder: pytest.fail("nothing may be done"))
    given = {name: value for name, value in WINDOWS.items() if name != missing}
    assert inrichten.main("", given | ({missing: ""} if empty else {}), "win32") == 2
    assert f"{missing} is leeg" in capsys.readouterr().out


def nothing_runs(*_command: object) -> bool:
    raise AssertionError("nothing may run")


def test_a_folder_with_work_of_the_user_is_not_cleared(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(inrichten, "_run", nothing_runs)
    work = tmp_path / "klantwaarde_xl" / "env" / "offerte.xlsx"
    work.parent.mkdir(parents=True)
    work.write_bytes(b"van de gebruiker")
    chosen = {"KLANTWAARDE_MAP": str(tmp_path)}
    assert inrichten.main("", chosen, "linux") == 1
    assert "niet van het programma is. Er is niets veranderd" in capsys.readouterr().out
    assert inrichten.main("verwijder", chosen, "linux") == 2
    assert work.read_bytes() == b"van de gebruiker"


@pytest.mark.parametrize("left", ["pyvenv.cfg", "python313._pth", "python.exe"])
def test_what_an_earlier_attempt_left_is_installed_over(
    left: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran: list[tuple[object, ...]] = []
    monkeypatch.setattr(inrichten, "_run", lambda *command: bool(ran.append(command)) or True)
    folder = tmp_path / "klantwaarde_xl" / "env"
    folder.mkdir(parents=True)
    folder.parent.chmod(0o700)
    (folder / left).write_bytes(b"")
    assert inrichten.main("", {"KLANTWAARDE_MAP": str(tmp_path)}, "linux") == 0
    assert ran


def test_a_place_that_cannot_be_made_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(inrichten, "_run", nothing_runs)
    (tmp_path / "bestand").write_bytes(b"")
    assert inrichten.main("", {"HOME": str(tmp_path / "bestand" / "huis")}, "linux") == 1
    assert "kan niet worden gemaakt" in capsys.readouterr().out
