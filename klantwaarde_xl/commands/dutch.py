"""The command-line library in Dutch: its help and what it says about commands that were typed wrongly."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import typer.core

_WORDS = {
    "ARGUMENTS_PANEL_TITLE": "Argumenten",
    "OPTIONS_PANEL_TITLE": "Opties",
    "COMMANDS_PANEL_TITLE": "Opdrachten",
    "REQUIRED_LONG_STRING": "[verplicht]",
    "DEFAULT_STRING": "[standaard: {}]",
}
"""What the library's page of help has in English, by its name there."""
HELP_OPTIONS = ("--hulp", "--help")


class _InDutch:
    """Dutch words in usage, help option and types; mixed into the library's command and group."""

    def get_usage(self, ctx: Any) -> str:
        """Return the line that says how to type the command."""
        usage = super().get_usage(ctx)  # type: ignore[misc]
        for english, dutch in (
            ("Usage:", "Gebruik:"),
            ("[OPTIONS]", "[OPTIES]"),
            ("COMMAND [ARGS]...", "OPDRACHT ..."),
        ):
            usage = usage.replace(english, dutch, 1)
        return usage

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Show the help; only who asks for it waits for what draws it."""
        from typer import rich_utils

        for name, word in _WORDS.items():
            setattr(rich_utils, name, word)
        super().format_help(ctx, formatter)  # type: ignore[misc]

    def get_params(self, ctx: Any) -> list[Any]:
        """Return the parameters; a switch and an argument need no type, their name says enough."""
        found = super().get_params(ctx)  # type: ignore[misc]
        for param in found:
            if set(param.opts) == set(HELP_OPTIONS):
                # The library takes their order from a set, so it differs from run to run.
                param.opts, param.help = list(HELP_OPTIONS), "Toon deze uitleg en stop."
            if isinstance(param, typer.core.TyperArgument):
                setattr(param, "display_type_rich", _no_type)  # noqa: B010 - mypy forbids to assign a method
            elif param.is_flag:
                param.metavar = ""
        return found


def _no_type(ctx: Any) -> None:
    """Show no type."""


class DutchCommand(_InDutch, typer.core.TyperCommand):
    """A command whose help is in Dutch."""


class DutchGroup(_InDutch, typer.core.TyperGroup):
    """All commands together, with their help in Dutch."""


def usage_text(mistake: Any, commands: Iterable[str]) -> str:
    """Return in Dutch what is wrong with the way a command was typed; the library says it in English.

    ``mistake`` is one of the library's usage errors, whose classes have no public names; ``commands`` are the
    names of all commands."""
    kind = type(mistake).__name__
    if kind == "MissingParameter":
        name = mistake.param.metavar or mistake.param.name.upper()
        return f"{name} ontbreekt."
    if kind == "NoSuchOption":
        near = f" Bedoelde u {mistake.possibilities[0]}?" if mistake.possibilities else ""
        return f"De optie {mistake.option_name} bestaat niet.{near}"
    if kind == "BadOptionUsage":
        few = "geen" if "not take" in mistake.message else "een"
        return f"Bij de optie {mistake.option_name} hoort {few} waarde."
    param = getattr(mistake, "param", None)
    if isinstance(mistake, typer.BadParameter) and param is None:
        return f"{mistake.param_hint}: {mistake.message}"
    if param is not None:
        # The only values that the library itself refuses are those that must be a number.
        return f"{param.opts[0]}: schrijf een geheel getal van 1 of meer."
    if "command" in mistake.message:
        return f"Die opdracht bestaat niet; kies uit: {', '.join(commands)}."
    return "Er staat iets te veel achter de opdracht; zet een naam met spaties tussen aanhalingstekens."
