"""Without the folder of the user nothing is set up, and that is said."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from klantwaarde_xl.setup.pack_parts import inrichten

WINDOWS = {"LOCALAPPDATA": "C:/Users/Zoë", "USERNAME": "Zoë", "PUBLIC": "C:/Users/Public"}


@pytest.mark.parametrize("home", [None, ""])
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
    assert "HOME is leeg. Er is niets veranderd" in done.stdout
    assert list(tmp_path.iterdir()) == []


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
