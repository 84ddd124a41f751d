"""An option that advice names is one of the command that gives the advice, or of a command named with it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import typer
from at_the_door import run
from killing import small_workbook

from klantwaarde_xl import errors
from klantwaarde_xl.commands.app import COMMANDS, app

PROGRAM = typer.main.get_command(app)
GIVEN_BY = {
    "KW-008": ("vernieuw", "deel"),
    **dict.fromkeys(("KW-010", "KW-034", "KW-417"), ("vernieuw",)),
    "KW-139": ("importeer",),
    "KW-208": ("importeer",),
    "KW-825": ("deel",),
    **dict.fromkeys(("KW-843", "KW-844"), ("web",)),
}
"""Commands that give advice with an option in it; without a row here it is about imports (5xx)."""
OUTPUTS = {
    "demo": ["--uit", "{place}"],
    "nieuw": ["{place}/uit.xlsx"],
    "importeer": ["{folder}/export.csv", "--naar", "{place}/uit.xlsx"],
    "regels": ["{folder}/bron.toml", "--tel-op", "{place}"],
    "vernieuw": ["{folder}/klanten.xlsx", "--uit", "{place}/uit.xlsx"],
    "deel": ["{folder}/klanten.xlsx", "--uit", "{place}/uit.xlsx"],
    "web": ["{folder}/export.csv", "--manifest"],
    "bouw": ["--uit", "{place}"],
}
"""Commands that write, with their output below a file, where nothing can be written."""
LATE = {"bouw", "deel"}
"""Those that have much to make before they write."""
WRITE_NOTHING = {"controleer", "kansen", "acties", "verschil", "diagnose", "installeer", "pak"}
"""Commands without an output of the user's choice; ``pak`` fetches packages first, and has ``--uit``."""


def options(command: str) -> set[str]:
    """Return the options that a command declares."""
    return {name for one in PROGRAM.commands[command].params for name in one.opts if name.startswith("--")}


def not_had(commands: tuple[str, ...], text: str) -> set[str]:
    """Return the options in a text that one of these commands lacks, and every command named in the text."""
    named = [name for name in COMMANDS if re.search(rf"\b{name}\b", text)]
    own = set.intersection(*map(options, commands)) if commands else set()
    known = own.union(*map(options, named))
    return {one for one in re.findall(r"--[a-z][a-z0-9-]*", text) if one not in known}


def test_advice_names_options_of_the_command_that_gives_it() -> None:
    hints = {code: one.hint for code, one in errors.CATALOGUE.items() if re.search(r"--[a-z]", one.hint)}
    alone = {code for code, hint in hints.items() if not_had((), hint)}
    without = {code for code in alone if code not in GIVEN_BY and not code.startswith("KW-5")}
    assert without - {"KW-833"} == set()
    for code in alone:
        assert not_had(GIVEN_BY.get(code, ("importeer",)), hints[code]) == set(), code


def test_an_option_of_another_command_is_seen() -> None:
    assert not_had(("web",), "Kies met --uit een andere map.") == {"--uit"}
    assert not_had(("web", "bouw"), "Kies met --poort een andere.") == {"--poort"}
    assert not_had(("web",), "Geef klantwaarde bouw met --uit een andere map.") == set()


def test_every_command_is_tried_or_writes_nothing() -> None:
    assert {*OUTPUTS, *WRITE_NOTHING} == set(COMMANDS)


@pytest.mark.parametrize(
    "command", [pytest.param(one, marks=pytest.mark.slow if one in LATE else ()) for one in OUTPUTS]
)
def test_what_cannot_be_written_is_told_with_options_that_the_command_has(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    if command == "regels":
        pytest.importorskip("narwhals")
    for name in ("HOME", "XDG_CONFIG_HOME", "APPDATA"):
        monkeypatch.setenv(name, str(tmp_path / "thuis"))
    small_workbook(tmp_path / "klanten.xlsx")
    (tmp_path / "export.csv").write_text("Datum;Klantnr;Factuurnr;Omzet\n01-03-2026;1;F1;10,00\n", "utf-8")
    (tmp_path / "bron.toml").write_text("[regels]\nsoort = 'csv'\npad = 'export.csv'\n", "utf-8")
    place = tmp_path / "export.csv" / "map"
    line = [part.format(folder=tmp_path, place=place) for part in OUTPUTS[command]]
    code, _, err = run(capsys, command, *line)
    assert code == 2
    assert "KW-005" in err
    assert not_had((command,), err.replace(str(tmp_path), "")) == set(), err
