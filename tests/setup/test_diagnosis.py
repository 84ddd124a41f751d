"""Each known failure between Excel and Python is named, with what to do about it."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from klantwaarde_xl.commands.app import main
from klantwaarde_xl.setup.diagnosis import INTERPRETER_KEY, Machine, State, checks, read_conf, this_machine

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


def test_settings_are_read_as_xlwings_writes_them() -> None:
    assert read_conf('"ONE","a, b"\n"Two",""') == {"ONE": "a, b", "TWO": ""}
