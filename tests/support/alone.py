"""Runs a command alone: a server that it starts ends at once, and its pip fetches wheels that are made up.

``python alone.py ARGUMENTS`` with the arguments of the command; all else is as users have it."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from made_wheels import wheel


def nobody_answers(command: str) -> None:
    """Put what ends at once in the place of the server or of pip, where this command starts one."""
    if command == "web":
        import uvicorn

        uvicorn.Server.run = lambda *_given, **_named: None  # type: ignore[method-assign]
    if command == "pak":
        from klantwaarde_xl.setup import packing

        packing._pip = _fetched


def _fetched(arguments: Sequence[str]) -> None:
    """Put one wheel where pip would put those that it makes or fetches."""
    option = "--wheel-dir" if arguments[0] == "wheel" else "--dest"
    wheel(Path(arguments[list(arguments).index(option) + 1]), f"made_by_{arguments[0]}")


if __name__ == "__main__":
    from klantwaarde_xl.commands.app import main

    nobody_answers(sys.argv[1])
    main(sys.argv[1:])
