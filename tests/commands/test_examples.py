"""The examples in the help: one for every command, shown whole, with options that the command has."""

from __future__ import annotations

import shlex

import pytest
import typer

from klantwaarde_xl.commands.app import COMMANDS, app, main
from klantwaarde_xl.commands.examples import EXAMPLES


def test_every_command_has_examples() -> None:
    assert list(EXAMPLES) == list(COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_its_help_shows_them_one_per_line(
    command: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "120")
    with pytest.raises(SystemExit) as stopped:
        main([command, "--help"])
    assert stopped.value.code == 0
    lines = [line.strip() for line in capsys.readouterr().out.splitlines()]
    assert [line for line in lines if line in EXAMPLES[command]] == list(EXAMPLES[command])


@pytest.mark.parametrize("example", [one for examples in EXAMPLES.values() for one in examples])
def test_an_example_can_be_typed(example: str) -> None:
    program, name, *rest = shlex.split(example)
    assert program == "klantwaarde"
    command = typer.main.get_command(app).commands[name]
    context = command.make_context(name, rest)
    assert context.args == []
