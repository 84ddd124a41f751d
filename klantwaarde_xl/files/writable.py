"""Refuses before long work what could not be written after it."""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Iterable
from pathlib import Path

from klantwaarde_xl import errors
from klantwaarde_xl.files.leftovers import unfinished_file
from klantwaarde_xl.files.neighbours import refuse_key, refuse_open
from klantwaarde_xl.files.regular_file import refuse_device
from klantwaarde_xl.files.safe_file import real_path


def refuse_unwritable(paths: Iterable[Path], *, makes_folder: bool = False) -> None:
    """Refuse files that cannot be written as things are now, with the errors that writing would give.

    ``makes_folder``: their folder is made when it is not there. Nothing is made here. On Windows only writing
    itself tells of rights. Raises ``KW-005``, ``KW-023``, ``KW-031`` and ``KW-041`` as
    :func:`~klantwaarde_xl.files.safe_file.replace_safely`.

    >>> import tempfile
    >>> refuse_unwritable([Path(tempfile.mkdtemp(), "map", "uit.xlsx")], makes_folder=True)
    """
    for path in paths:
        target = real_path(path)
        refuse_device(target)
        refuse_open(target)
        refuse_key(target)
        try:
            _try(target, _to_be_made(path) if makes_folder else target)
        except OSError as problem:
            raise errors.CANNOT_WRITE.error(path=path, reason=errors.reason_of(problem)) from problem


def _to_be_made(path: Path) -> Path:
    """Return what is made first for a file: itself without links, or the topmost folder that is not there."""
    if os.path.isdir(path.parent):
        return real_path(path)
    while not os.path.lexists(path.parent):
        path = path.parent
    return path


def _try(target: Path, place: Path) -> None:
    """Raise the error of the system that writing would end with, if any; ``place`` is what is made first."""
    if os.path.isdir(target):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), os.fspath(target))
    folder = place.parent
    if not (os.path.isdir(folder) and os.access(folder, os.W_OK | os.X_OK)):
        with unfinished_file(place):  # the system says what is wrong, and whether anything is
            return
    with contextlib.suppress(FileNotFoundError):
        place.lstat()  # as of a name that is too long
