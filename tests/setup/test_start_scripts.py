"""The scripts for Windows start only what they mean, wherever the zip was unpacked and the user stands.

The rules below follow from the grammar of cmd.exe: a folder may have a name with ^ & % ! or parentheses, and
a folder that anybody may write in may have a py.exe or python.exe."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from klantwaarde_xl.setup.pack_parts import eigen_python
from klantwaarde_xl.setup.packing import script_text

OWN = {"@echo", "call", "cd", "echo", "exit", "for", "goto", "if", "pause", "rem", "set", "setlocal"}
"""Commands of cmd.exe itself."""
SEARCHED = {"py", "python"}
"""Programs that are found on the PATH, once the current folder is left."""
AWAY = ('set "NoDefaultCurrentDirectoryInExePath=1"', r'cd /d "%SystemRoot%\System32"')
"""What keeps cmd.exe from looking in the folder of the zip or of the user."""


def launcher(folder: Path) -> str:
    eigen_python.write_launcher(folder)
    return (folder / eigen_python.LAUNCHER).read_bytes().decode("ascii")


@pytest.fixture(params=["installeer", "verwijder", "diagnose", "met eigen Python", "klantwaarde"])
def lines(request: pytest.FixtureRequest, tmp_path: Path) -> list[str]:
    texts = {
        "met eigen Python": lambda: script_text("installeer.cmd", "3.13", own=True),
        "klantwaarde": lambda: launcher(tmp_path),
    }
    name = request.param
    text = texts[name]() if name in texts else script_text(f"{name}.cmd", "3.13")
    assert text.count("\r\n") == text.count("\n"), "cmd.exe loses labels in a file with other line ends"
    return [line for line in text.split("\r\n") if line]


def started(line: str) -> str:
    """Return the program that a line starts, '' when it starts none."""
    command = re.sub(r"^(?:for .+? do |if (?:not )?(?:defined \w+|exist \"[^\"]*\") )+", "", line)
    first = re.match(r'"[^"]*"|\S+', command)
    word = first[0] if first else ""
    return "" if word.lower() in OWN or word.startswith(":") or command.startswith("goto ") else word


def test_a_program_is_started_by_its_whole_path_or_after_the_current_folder_was_left(
    lines: list[str],
) -> None:
    for place, line in enumerate(lines):
        if not (program := started(line)):
            continue
        if program in {*SEARCHED, "%PY%"}:
            assert all(lines.index(step) < place for step in AWAY), line
        else:
            assert re.fullmatch(r'"(%~dp0|%HIER%|%%~D\\)[\w\\.]+"', program), line


def test_the_folder_of_the_script_is_asked_before_another_becomes_current(lines: list[str]) -> None:
    # Of a quoted name cmd.exe makes %~dp0 by the folder that is current when it is asked for; outside a
    # subroutine also when it found that name on the PATH.
    left = [place for place, line in enumerate(lines) if line.startswith("cd ")]
    asked = [place for place, line in enumerate(lines) if "%~dp0" in line]
    assert asked
    assert not left or max(asked) < min(left)


def test_no_folder_is_read_twice(lines: list[str]) -> None:
    # call reads its line again: "a^b" becomes "a^^b", and "50%a%" loses its end.
    calls = [line for line in lines if re.search(r"\bcall\b", line) and not line.startswith("rem ")]
    assert all(re.fullmatch(r"call :\w+", line) for line in calls)
    # With delayed expansion, which a user may have on, "a!b" loses its exclamation mark.
    first = next(line for line in lines if not line.startswith(("@echo", "rem ")))
    assert first == "setlocal DisableDelayedExpansion"


def test_a_folder_is_always_between_quotes(lines: list[str]) -> None:
    # Without them "a & b" is two commands, "a) b" ends a block, and "a b" is two words.
    for line in lines:
        outside = re.sub(r'"[^"]*"', "", line)
        assert not re.search(r"%~dp0|%HIER%|%%~?D(?! in )|%LOCALAPPDATA%|%ProgramFiles%", outside), line
        assert line.count('"') % 2 == 0, line


def test_python_reads_no_settings_of_the_user(lines: list[str]) -> None:
    for line in lines:
        if "python" in (program := started(line)) or program in {"py", "%PY%"}:
            assert " -I " in line


@pytest.mark.skipif(sys.platform == "win32", reason="for macOS and Linux")
@pytest.mark.parametrize("folder", ["Jan & Co (50%) ^!", "-rf", "l'été $HOME `ls`", 'a"b; exit 3', "*"])
@pytest.mark.parametrize(
    ("script", "asked"), [("installeer", ""), ("verwijder", "verwijder"), ("diagnose", "diagnose")]
)
def test_scripts_for_a_mac_work_in_any_folder(folder: str, script: str, asked: str, tmp_path: Path) -> None:
    place, elsewhere = tmp_path / folder, tmp_path / "elders"
    place.mkdir()
    (elsewhere / folder).mkdir(parents=True)
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    for name in ("installeer.sh", "verwijder.sh", "diagnose.sh"):
        (place / name).write_text(script_text(name, version), encoding="utf-8")
    (place / "inrichten.py").write_text("import sys; print(__file__, sys.flags.isolated, *sys.argv[1:])")
    programs = tmp_path / "programs"
    programs.mkdir()
    (programs / f"python{version}").symlink_to(sys.executable)
    # With CDPATH, cd goes elsewhere and tells where.
    around = {"PATH": f"{programs}:/usr/bin:/bin", "CDPATH": str(elsewhere)}
    done = subprocess.run(
        ["sh", f"{folder}/{script}.sh" if folder != "-rf" else f"./{folder}/{script}.sh"],
        cwd=tmp_path,
        env=around,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.split("\n")[0] == f"{place}/inrichten.py 1 {asked}".rstrip(), done.stderr
    assert done.returncode == 0
