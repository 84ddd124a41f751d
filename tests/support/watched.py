"""Sees every socket that Python makes: in this process while asked to, or in a program and in every Python
that it starts."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_seen: list[str] | None = None
_hooked = False
SEEN = "KW_TEST_SOCKETS"
"""Variable with the file to which a watched program writes who wanted a socket, and for what."""
STOPS = 77
"""Exit code of a Python that wanted one."""
_HOOK = f"""
import os, sys

def watch(event, arguments):
    if event.startswith("socket."):
        with open(os.environ["{SEEN}"], "a", encoding="utf-8") as seen:
            seen.write(f"{{event}} {{arguments!r}} in {{sys.orig_argv}}\\n")
        os._exit({STOPS})

sys.addaudithook(watch)
"""
"""Python's own audit events, which come below every module that could be replaced; nothing can take the hook
away."""


def watched_environment(folder: Path, environment: dict[str, str]) -> dict[str, str]:
    """Return the environment in which every Python stops at its first socket and writes to
    ``folder/sockets.txt``."""
    folder.mkdir(exist_ok=True)
    (folder / "sitecustomize.py").write_text(_HOOK, encoding="utf-8")
    paths = os.pathsep.join(filter(None, [str(folder), environment.get("PYTHONPATH", "")]))
    return environment | {"PYTHONPATH": paths, SEEN: str(folder / "sockets.txt")}


@contextmanager
def sockets() -> Iterator[list[str]]:
    """Give the list of what this process did with sockets meanwhile; it is empty as long as it did
    nothing."""
    global _seen, _hooked  # noqa: PLW0603 - a hook cannot be taken away again, only be told to look elsewhere
    if not _hooked:
        sys.addaudithook(_watch)
        _hooked = True
    _seen = found = []
    try:
        yield found
    finally:
        _seen = None


def _watch(event: str, arguments: tuple[object, ...]) -> None:
    if _seen is not None and event.startswith("socket."):
        _seen.append(f"{event} {arguments!r}")
