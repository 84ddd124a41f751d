"""The help of the commands in Dutch: what the library says by itself, in its own English, is said again
here."""

from __future__ import annotations

from typing import Any

import typer.core

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

    def get_params(self, ctx: Any) -> list[Any]:
        """Return the parameters; a switch and an argument need no type, their name says enough."""
        found = super().get_params(ctx)  # type: ignore[misc]
        for param in found:
            if set(param.opts) == set(HELP_OPTIONS):
                # The library takes their order from a set, so it differs from run to run.
                param.opts, param.help = list(HELP_OPTIONS), "Toon deze uitleg en stop."
            if isinstance(param, typer.core.TyperArgument):
                param.display_type_rich = _no_type
            elif param.is_flag:
                param.metavar = ""
        return found


def _no_type(ctx: Any) -> None:
    """Return no type to show."""


class DutchCommand(_InDutch, typer.core.TyperCommand):
    """A command whose help is in Dutch."""


class DutchGroup(_InDutch, typer.core.TyperGroup):
    """All commands together, with their help in Dutch."""
