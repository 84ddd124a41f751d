"""Each known failure between Excel and Python is named, with what to do about it."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from klantwaarde_xl import errors
from klantwaarde_xl.commands.app import main
from klantwaarde_xl.setup import diagnosis
from klantwaarde_xl.setup.diagnosis import Machine, State, checks, this_machine
from klantwaarde_xl.setup.xlwings_conf import INTERPRETER_KEY

HEALTHY = Machine(
    system="Windows",
    python="3.12.8",
    bits=64,
    interpreter=r"C:\Users\Jan\AppData\Local\klantwaarde_xl\env\Scripts\python.exe",
    prefix=r"C:\Users\Jan\AppData\Local\klantwaarde_xl\env",
    package="0.1.0",
    xlwings="0.37.8",
    pywin32="311",
    dlls=("xlwings32-0.37.8.dll", "xlwings64-0.37.8.dll"),
    conf_path=r"C:\Users\Jan\.xlwings\xlwings.conf",
    conf=f'"{INTERPRETER_KEY}","C:\\Users\\Jan\\AppData\\Local\\klantwaarde_xl\\env\\Scripts\\pythonw.exe"',
    import_seconds=0.8,
    log_path=r"C:\Users\Jan\AppData\Local\klantwaarde_xl\klantwaarde.log",
)


def wrong(machine: Machine) -> dict[str, str]:
    return {
        check.name: check.advice for check in checks(machine) if check.state in {State.WRONG, State.WARNING}
    }


def test_nothing_is_wrong_with_a_healthy_computer() -> None:
    assert wrong(HEALTHY) == {}
    ours = "%LOCALAPPDATA%\\klantwaarde_xl\\env\\Scripts\\pythonw.exe"
    local = replace(
        HEALTHY, conf=f'"{INTERPRETER_KEY}","{ours}"', local_data="C:\\Users\\Jan\\AppData\\Local"
    )
    assert wrong(local) == {}


@pytest.mark.parametrize(
    ("change", "name", "advice"),
    [
        ({"bits": 32}, "Python", "64 bits"),
        ({"xlwings": ""}, "xlwings", "opnieuw"),
        ({"dlls": ("xlwings64-0.37.7.dll",)}, "DLL van xlwings", "xlwings64-0.37.8.dll"),
        ({"pywin32": ""}, "pywin32", "installeer.cmd"),
        ({"interpreter": "C:\\Users\\Zoë\\python.exe"}, "Pad van Python", "bijzondere letters"),
        ({"prefix": "C:\\" + "x" * 200}, "Lengte van het pad", "150"),
        ({"conf": None}, "Instellingen van xlwings", "klantwaarde installeer"),
        ({"conf": HEALTHY.conf + '\n\n"A","b"'}, "Instellingen van xlwings", "lege regels"),
        ({"conf": "onzin"}, "Instellingen van xlwings", '"NAAM","waarde"'),
        (
            {"conf": f'"{INTERPRETER_KEY}","C:\\oud\\pythonw.exe"'},
            "Python volgens xlwings",
            "klantwaarde installeer",
        ),
        ({"conf": '"ONE","\udcff"'}, "Instellingen van xlwings", "opnieuw als tekst"),
        (
            {"conf_problem": errors.OWN_FILE_UNREADABLE.error(path="x", reason="y"), "conf": None},
            "Instellingen van xlwings",
            "verplaats wat daar staat",
        ),
        (
            {"conf_problem": errors.OWN_FILE_LINKED.error(path="x", place="z", reason="y"), "conf": None},
            "Instellingen van xlwings",
            "Haal alleen de koppeling weg",
        ),
        ({"import_seconds": float("inf")}, "Laden van de functies", "opnieuw"),
        ({"import_seconds": 12.0}, "Laden van de functies", "virusscanner"),
        ({"import_seconds": float("nan")}, "Laden van de functies", "opnieuw"),
    ],
)
def test_a_known_failure_is_named_with_the_way_out(change: dict[str, object], name: str, advice: str) -> None:
    found = wrong(replace(HEALTHY, **change))
    assert advice in found[name]


def test_elsewhere_what_only_windows_has_is_not_judged() -> None:
    linux = replace(HEALTHY, system="Linux", dlls=(), pywin32="", conf=None)
    assert wrong(linux) == {}
    assert {check.state for check in checks(linux)} == {State.GOOD, State.NOT_HERE}


def test_this_computer_has_facts() -> None:
    machine = this_machine()
    assert machine.xlwings
    assert 0 < machine.import_seconds < 60


def test_the_command_gives_json(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["diagnose", "--json"])
    names = [check["name"] for check in json.loads(capsys.readouterr().out)["checks"]]
    assert {"Python", "DLL van xlwings", "Pad van Python", "Laden van de functies"} <= set(names)
    assert ended.value.code in {0, 1}


@pytest.mark.skipif(sys.platform == "win32", reason="pipes of Unix")
def test_settings_that_would_be_waited_for_are_a_finding(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    (tmp_path / ".xlwings").mkdir()
    os.mkfifo(tmp_path / ".xlwings" / "xlwings.conf")
    with pytest.raises(SystemExit) as ended:
        main(["diagnose"])
    assert ended.value.code == 1
    assert "fout    Instellingen van xlwings: Wat het programma voor u bewaart in" in capsys.readouterr().out


def test_functions_that_do_not_load_are_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(diagnosis, "_PATIENCE", 0.01)  # no Python starts that soon
    found = wrong(replace(HEALTHY, import_seconds=diagnosis._import_seconds()))
    assert set(found) == {"Laden van de functies"}


def test_a_python_that_may_not_be_started_is_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_given: object, **_named: object) -> None:
        raise PermissionError(13, "This program is blocked by group policy")

    monkeypatch.setattr("subprocess.run", refused)
    found = wrong(replace(HEALTHY, import_seconds=this_machine().import_seconds))
    assert set(found) == {"Laden van de functies"}
