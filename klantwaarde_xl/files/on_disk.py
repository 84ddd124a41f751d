"""Waits until what was written is on disk, and names the file that an error is about."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator, Sequence
from pathlib import Path


@contextlib.contextmanager
def named(path: Path) -> Iterator[None]:
    """Let errors of the system in the block name this file.

    That a disk is full is told when something is written, and then the system names no file: of several files
    in several folders the wrong one would be blamed.

    >>> try:
    ...     with named(Path("uit.xlsx")):
    ...         raise OSError(28, "No space left on device")
    ... except OSError as problem:
    ...     print(problem)
    [Errno 28] No space left on device: 'uit.xlsx'
    """
    try:
        yield
    except OSError as problem:
        problem.filename = os.fspath(path)
        raise


def flush(path: Path) -> None:
    """Wait until the content is on disk, so that a power cut after the replacement leaves no empty file."""
    with named(path):
        handle = os.open(path, os.O_RDWR)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def flush_folders(targets: Sequence[Path]) -> None:
    """Wait until the names of these files are on disk, so that a power cut does not bring old names back."""
    if os.name == "nt":
        return  # Windows opens no folder
    for folder in {target.parent for target in targets}:
        # Not every drive can; the files have their places already.
        with contextlib.suppress(OSError):
            handle = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)
