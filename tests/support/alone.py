"""Runs a command alone: a server that it starts ends at once, its pip fetches wheels that are made up, and
installing goes as under Windows.

``python alone.py [--gebouwd FOLDER] ARGUMENTS`` with the arguments of the command; all else is as users have
it. With FOLDER ``bouw`` takes the workbooks of an earlier run from there, and only puts them in place."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace

from made_wheels import wheel


def nobody_answers(command: str) -> None:
    """Put what ends at once in the place of the server or of pip, where this command starts one."""
    if command == "web":
        import uvicorn

        uvicorn.Server.run = lambda *_given, **_named: None  # type: ignore[method-assign]
    if command == "pak":
        from klantwaarde_xl.setup import packing

        packing._pip = _fetched
    if command == "installeer":
        from klantwaarde_xl.commands import office

        office.sys = SimpleNamespace(platform="win32")  # type: ignore[assignment]


def built_before(folder: Path) -> None:
    """Let ``bouw`` take the workbooks that stand in a folder."""
    from klantwaarde_xl.template import build

    made = {path.name: path.read_bytes() for path in folder.iterdir()}
    build.template_workbooks = lambda: dict(made)
    build.demo_document = lambda _step: None  # type: ignore[assignment, return-value]
    build._both = lambda _name, _document: {}


def _fetched(arguments: Sequence[str]) -> None:
    """Put one wheel where pip would put those that it makes or fetches."""
    option = "--wheel-dir" if arguments[0] == "wheel" else "--dest"
    wheel(Path(arguments[list(arguments).index(option) + 1]), f"made_by_{arguments[0]}")


if __name__ == "__main__":
    from klantwaarde_xl.commands.app import main

    given = sys.argv[1:]
    if given[0] == "--gebouwd":
        built_before(Path(given[1]))
        given = given[2:]
    nobody_answers(given[0])
    main(given)
