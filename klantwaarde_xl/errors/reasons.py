"""Reasons of faults, of the system or our own, for messages: in Dutch, without names or data."""

from __future__ import annotations

import errno
import traceback
from pathlib import PurePath

_REASONS = {
    errno.ENOSPC: "de schijf is vol",
    errno.EDQUOT: "de schijf is vol",
    errno.EFBIG: "het bestand wordt groter dan daar mag",
    errno.EROFS: "de schijf kan alleen worden gelezen",
    errno.ENAMETOOLONG: "de naam of het pad is te lang",
    errno.ELOOP: "de koppeling verwijst naar zichzelf",
    errno.EMFILE: "er staan te veel bestanden open",
    errno.ENFILE: "er staan te veel bestanden open",
    errno.EIO: "de schijf of de verbinding ermee werkt niet",
    errno.EBADF: "de uitvoer is gesloten",
}
"""What the operating system means by its most common error numbers."""


def reason_of(problem: OSError) -> str:
    """Return in Dutch why the system refused a file, without its path (that says who and where).

    >>> reason_of(PermissionError(13, "Permission denied"))
    'het staat nog open in een ander programma, of u hebt daar geen rechten'
    """
    if isinstance(problem, FileNotFoundError):
        return "de map bestaat niet"
    if isinstance(problem, NotADirectoryError | IsADirectoryError | FileExistsError):
        return "op die plaats staat geen bestand maar een map, of andersom"
    if isinstance(problem, PermissionError):
        return "het staat nog open in een ander programma, of u hebt daar geen rechten"
    if known := _REASONS.get(problem.errno or 0):
        return known
    return f"het besturingssysteem meldt fout {problem.errno}"


def origin_of(problem: BaseException) -> str:
    """Return where a fault of our own arose: three files and lines at most, never data.

    The innermost comes first.

    >>> try:
    ...     int("Jansen BV")
    ... except ValueError as fault:
    ...     origin_of(fault).endswith(":2")
    True
    """
    frames = traceback.extract_tb(problem.__traceback__)[-3:]
    return " < ".join(f"{PurePath(frame.filename).name}:{frame.lineno}" for frame in reversed(frames))
