"""Whole or not at all: a file is written beside its target and takes the target's place only when it is complete."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path

from klantwaarde_xl import errors

_DISK_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_OF_THE_DISK = _DISK_FULL | {errno.EIO, errno.EROFS}


@contextlib.contextmanager
def replace_safely(path: str | os.PathLike[str]) -> Iterator[Path]:
    """Give a new empty file in the folder of ``path`` to write; on success it is flushed to disk and replaces ``path``.

    After any failure, also an interrupt, the new file is gone and what stood at ``path`` still stands there, byte for byte.
    The rights of a file that is replaced are kept; a symbolic link keeps pointing to the same place, whose content is
    replaced. Two writers at a time do not see each other's unfinished file: the last one to finish wins.

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
    unfinished = target.with_name(f".{target.stem[:60]}-{secrets.token_hex(6)}{target.suffix}")
    try:
        os.close(os.open(unfinished, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666))
    except OSError as problem:
        raise errors.CANNOT_WRITE.error(path=shown, reason=errors.reason_of(problem)) from problem
    try:
        yield unfinished
        _flush(unfinished)
        if target.exists():
            shutil.copymode(target, unfinished)
        os.replace(unfinished, target)
    except OSError as problem:
        names = {problem.filename, problem.filename2}
        if problem.errno in _OF_THE_DISK or names & {str(unfinished), str(target)}:
            raise errors.CANNOT_WRITE.error(path=shown, reason=errors.reason_of(problem)) from problem
        raise
    finally:
        unfinished.unlink(missing_ok=True)


def _flush(path: Path) -> None:
    """Wait until the content is on the disk, so that a power cut after the replacement leaves no empty file."""
    handle = os.open(path, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
