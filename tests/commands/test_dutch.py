"""Help and mistakes of the command line are Dutch, also where the library would say them in English."""

from __future__ import annotations

import re
from types import SimpleNamespace

import pytest
import typer

from klantwaarde_xl.commands.app import COMMANDS, main
from klantwaarde_xl.commands.dutch import HELP_OPTIONS, usage_text


def help_of(capsys: pytest.CaptureFixture[str], *command: str) -> str:
    with pytest.raises(SystemExit):
        main([*command, "--help"])
    return capsys.readouterr().out


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_no_word_of_the_library_is_left_in_the_help(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    shown = help_of(capsys, *filter(None, [command]))
    assert shown.strip().startswith("Gebruik:")
    assert "Toon deze uitleg en stop." in shown
    left = re.findall(r"Usage|OPTIONS|Options|Arguments|Commands|COMMAND|required|default:|Show this", shown)
    assert left == []


def test_the_names_of_the_help_option_always_stand_in_one_order(capsys: pytest.CaptureFixture[str]) -> None:
    assert re.search(r"--hulp\s*,?\s*--help", help_of(capsys, "vernieuw"))
    assert HELP_OPTIONS == ("--hulp", "--help")


def mistake(kind: str, **about: object) -> object:
    """Return an error of a class of that name, as the library has them."""
    return type(kind, (SimpleNamespace,), {})(**{"message": "", **about})


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (
            mistake("MissingParameter", param=SimpleNamespace(metavar=None, name="bestand")),
            "BESTAND ontbreekt.",
        ),
        (
            mistake("NoSuchOption", option_name="--x", possibilities=[]),
            "De optie --x bestaat niet.",
        ),
        (
            mistake("NoSuchOption", option_name="--vn", possibilities=["--van"]),
            "De optie --vn bestaat niet. Bedoelde u --van?",
        ),
        (mistake("BadOptionUsage", option_name="--van"), "Bij de optie --van hoort een waarde."),
        (typer.BadParameter("te klein.", param_hint="--aantal"), "--aantal: te klein."),
        (mistake("UsageError", message="No such command 'x'."), "Die opdracht bestaat niet; kies uit: a, b."),
        (
            mistake("UsageError", message="Got unexpected extra argument"),
            "Er staat iets te veel achter de opdracht; zet een naam met spaties tussen aanhalingstekens.",
        ),
    ],
)
def test_every_kind_of_mistake_has_its_sentence(wrong: object, said: str) -> None:
    assert usage_text(wrong, ["a", "b"]) == said
