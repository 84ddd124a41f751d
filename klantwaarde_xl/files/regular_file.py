"""Opens ordinary files, and nothing that only looks like one: no pipes, no devices."""

from __future__ import annotations

import os
import stat
from io import BufferedReader
from pathlib import Path
from typing import Protocol

from klantwaarde_xl import errors

_WINDOWS = os.name == "nt"
_DEVICES = {"con", "prn", "aux", "nul", "conin$", "conout$"} | {
    name + number for name in ("com", "lpt") for number in "0123456789¹²³"
}
"""Names that Windows keeps for devices, in every folder and whatever comes behind a dot."""


def open_regular(path: Path) -> BufferedReader:
    """Return an ordinary file, open for reading bytes.

    A pipe or a device gives bytes without end, or waits for ever: it is refused before it is opened. Raises
    FileNotFoundError, and other errors of the system; NOT_A_FILE for what is neither file nor folder.
    """
    _refuse(path, path.stat().st_mode)
    return path.open("rb")


def refuse_device(path: Path) -> None:
    """Raise NOT_A_FILE where a pipe or device stands that a file would be written over."""
    try:
        mode = path.stat().st_mode
    except OSError:
        mode = stat.S_IFREG
    _refuse(path, mode)


class _Named(Protocol):
    """A path, or what has the name of one, as a file in a zip."""

    @property
    def name(self) -> str: ...


def called(path: _Named) -> str:
    """Return the name by which a source is told: of a folder such as ``.`` or a whole disk, what it is.

    >>> called(Path("map/export.csv")), called(Path("/")), called(Path()) == Path.cwd().name
    ('export.csv', '/', True)
    """
    typed = str(path)
    return path.name or os.path.basename(os.path.abspath(typed)) or typed


def names_device(name: str) -> bool:
    """Return whether Windows takes a file name for a device, whatever comes behind its first dot.

    >>> names_device("NUL.xlsx"), names_device("com1.tar.gz"), names_device("console.xlsx")
    (True, True, False)
    """
    return name.split(".", maxsplit=1)[0].split(":", maxsplit=1)[0].strip().lower() in _DEVICES


def _refuse(path: Path, mode: int) -> None:
    if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)) or (_WINDOWS and names_device(path.name)):
        raise errors.NOT_A_FILE.error(path=path.name)
