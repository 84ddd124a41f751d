"""Whole or not at all: a file is written beside its target and takes the target's place only when it is complete.

A program that is killed cannot tidy up. What it leaves is named so that nobody takes it for a workbook of his own, can be read
by nobody else, and is cleared by a later run.
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
import secrets
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from klantwaarde_xl import errors

_DISK_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_OF_THE_DISK = _DISK_FULL | {errno.EIO, errno.EROFS}
_PRIVATE = 0o600
_UNFINISHED = "onvoltooid"
_SCRATCH = "klantwaarde-"
_LEFT_BEHIND = 24 * 3600
"""Seconds without a change after which an unfinished file is nobody's: no run takes a day."""


@contextlib.contextmanager
def replace_safely(path: str | os.PathLike[str]) -> Iterator[Path]:
    """Give a new empty file in the folder of ``path`` to write; on success it is flushed to disk and replaces ``path``.

    After any failure, also an interrupt, the new file is gone and what stood at ``path`` still stands there, byte for byte.
    The rights of a file that is replaced are kept; a symbolic link keeps pointing to the same place, whose content is
    replaced. Two writers at a time do not see each other's unfinished file: the last one to finish wins.

    The unfinished file is called ``.uit-0123456789ab.onvoltooid.xlsx`` for ``uit.xlsx`` and is readable by its owner alone.
    One that a killed program left is removed by the next writer of the same target, a day later at the earliest: before that
    it may be somebody's work.

    Raises ``KW-005`` when the folder is absent or read-only, the disk is full, or the file is held open by another program
    (Excel does). Other exceptions of the caller's block pass unchanged.

    >>> import tempfile
    >>> target = Path(tempfile.mkdtemp()) / "uit.txt"
    >>> with replace_safely(target) as unfinished:
    ...     _ = unfinished.write_text("klaar")
    >>> target.read_text()
    'klaar'
    """
    shown = os.fspath(path)
    target = Path(path).resolve()
    before, after = f".{target.stem[:60]}-", f".{_UNFINISHED}{target.suffix}"
    unfinished = target.with_name(f"{before}{secrets.token_hex(6)}{after}")
    try:
        os.close(os.open(unfinished, os.O_CREAT | os.O_EXCL | os.O_WRONLY, _PRIVATE))
    except OSError as problem:
        raise errors.CANNOT_WRITE.error(path=shown, reason=errors.reason_of(problem)) from problem
    try:
        _clear(target.parent, re.compile(f"{re.escape(before)}[0-9a-f]{{12}}{re.escape(after)}"))
        yield unfinished
        _flush(unfinished)
        if target.exists():
            shutil.copymode(target, unfinished)
        else:
            unfinished.chmod(_usual_rights())
        os.replace(unfinished, target)
    except OSError as problem:
        names = {problem.filename, problem.filename2}
        if problem.errno in _OF_THE_DISK or names & {str(unfinished), str(target)}:
            raise errors.CANNOT_WRITE.error(path=shown, reason=errors.reason_of(problem)) from problem
        raise
    finally:
        unfinished.unlink(missing_ok=True)


@contextlib.contextmanager
def scratch_folder() -> Iterator[Path]:
    """Give an empty folder among the system's temporary files that only this user can enter; afterwards it is gone.

    Folders that a killed program left a day or longer ago are removed too. Raises ``KW-005`` when no folder can be made.

    >>> with scratch_folder() as folder:
    ...     sorted(path.name for path in folder.iterdir())
    []
    """
    try:
        folder = Path(tempfile.mkdtemp(prefix=_SCRATCH))
    except OSError as problem:
        raise errors.CANNOT_WRITE.error(path="de map voor tijdelijke bestanden", reason=errors.reason_of(problem)) from problem
    try:
        _clear(folder.parent, re.compile(f"{_SCRATCH}[a-z0-9_]{{8}}"))
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _clear(folder: Path, left: re.Pattern[str]) -> None:
    """Remove what killed programs left in a folder: files and folders with such a name, unchanged for a day."""
    # What cannot be seen or removed (another user's, held open) stays: it must not stop anybody's work.
    with contextlib.suppress(OSError):
        found = [entry for entry in os.scandir(folder) if left.fullmatch(entry.name)]
        for entry in found:
            if time.time() - entry.stat(follow_symlinks=False).st_mtime < _LEFT_BEHIND:
                continue
            if entry.is_dir(follow_symlinks=False):
                shutil.rmtree(entry.path, ignore_errors=True)
            else:
                os.unlink(entry.path)


def _usual_rights() -> int:
    """Return the rights that a new file of this user gets."""
    mask = os.umask(0o077)  # the only way to ask is to set it
    os.umask(mask)
    return 0o666 & ~mask


def _flush(path: Path) -> None:
    """Wait until the content is on the disk, so that a power cut after the replacement leaves no empty file."""
    handle = os.open(path, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
