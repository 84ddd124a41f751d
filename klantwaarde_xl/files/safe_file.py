"""Whole or not at all: a file is written beside its target and replaces it only when it is complete."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from klantwaarde_xl import errors
from klantwaarde_xl.files.leftovers import alone_in, private_folder, unfinished_file
from klantwaarde_xl.files.regular_file import refuse_device

_DISK_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_OF_THE_DISK = _DISK_FULL | {errno.EIO, errno.EROFS}


@contextlib.contextmanager
def replace_safely(path: str | os.PathLike[str], *, as_read: str | None = None) -> Iterator[Path]:
    """Give a new empty file beside ``path`` to write; on success it is flushed to disk and replaces ``path``.

    After any failure, also an interrupt, the new file is gone and what was at ``path`` is still there,
    byte for byte. The rights of a file that is replaced are kept; a symbolic link keeps pointing to the same
    place, whose content is replaced. Two writers at a time do not see each other's unfinished file: the last
    one to finish wins, unless ``as_read`` says from what the new file was made: the SHA-256 of the content
    that was there, or '' when there was no file.

    The unfinished file is called ``.uit-0123456789ab.onvoltooid.xlsx`` for ``uit.xlsx`` and is readable by
    its owner alone. One that a killed program left is removed by the next writer of the same target (see
    ``leftovers``).

    Raises ``KW-005`` when the folder is absent or read-only, the disk is full, or the file is held open by
    another program (Excel does), ``KW-023`` when it is a pipe or device, and ``KW-017`` when something
    else than ``as_read`` is there by now. Other exceptions of the caller's block pass unchanged.

    >>> import tempfile
    >>> target = Path(tempfile.mkdtemp()) / "uit.txt"
    >>> with replace_safely(target) as unfinished:
    ...     _ = unfinished.write_text("klaar")
    >>> target.read_text()
    'klaar'
    """
    with replace_together([path], as_read=as_read) as (unfinished,):
        yield unfinished


@contextlib.contextmanager
def replace_together(
    paths: Sequence[str | os.PathLike[str]], *, as_read: str | None = None
) -> Iterator[tuple[Path, ...]]:
    """Do as :func:`replace_safely` for files that belong together: all of them are replaced, or none.

    They take their places in the order of ``paths``, one straight after the other when all are complete; when
    one cannot, those before it get their old content back. Two runs on one computer take turns at that, so
    that the files of one never stand beside those of another. ``as_read`` is about the first. Raises as
    :func:`replace_safely`, naming the file that it is about.

    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp())
    >>> with replace_together([folder / "kopie.txt", folder / "sleutel.txt"]) as (copy, key):
    ...     _ = copy.write_text("K-1"), key.write_text("K-1 is Jansen")
    >>> sorted(path.name for path in folder.iterdir())
    ['kopie.txt', 'sleutel.txt']
    """
    targets = [real_path(path) for path in paths]
    shown = {str(target): os.fspath(path) for target, path in zip(targets, paths, strict=True)}
    with contextlib.ExitStack() as stack:
        unfinished: list[Path] = []
        for target in targets:
            refuse_device(target)
            try:
                unfinished.append(stack.enter_context(unfinished_file(target)))
            except OSError as problem:
                raise _cannot_write(shown[str(target)], problem) from problem
            shown[str(unfinished[-1])] = shown[str(target)]
        try:
            yield tuple(unfinished)
            for new in unfinished:
                _flush(new)
            if as_read is not None or len(targets) > 1:
                _take_turns(targets, as_read, stack)
            _replace(targets, unfinished, stack)
        except OSError as problem:
            about = shown.get(str(problem.filename)) or shown.get(str(problem.filename2))
            if about is None and problem.errno not in _OF_THE_DISK:
                raise
            raise _cannot_write(about or os.fspath(paths[0]), problem) from problem


def _take_turns(targets: Sequence[Path], as_read: str | None, stack: contextlib.ExitStack) -> None:
    """Wait for other runs in these folders; raise KW-017 when the first target is no longer ``as_read``."""
    for folder in sorted({target.parent for target in targets}):
        stack.enter_context(alone_in(folder))
    if as_read is not None and _content(targets[0]) != as_read:
        raise errors.CHANGED_MEANWHILE.error(path=targets[0].name)


def real_path(path: str | os.PathLike[str]) -> Path:
    """Return the path without symbolic links; a link that leads to itself stays as it is.

    ``Path.resolve`` raises for such a link and for a folder that is gone; here writing tells what is wrong.
    """
    try:
        return Path(os.path.realpath(path))
    except OSError:
        return Path(path)


def _cannot_write(path: str, problem: OSError) -> errors.KlantwaardeError:
    return errors.CANNOT_WRITE.error(path=path, reason=errors.reason_of(problem))


def _content(path: Path) -> str:
    if not path.is_file():
        return ""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def make_folder(folder: Path) -> None:
    """Make a folder with those above it where they are not there; raises ``KW-005`` when that cannot be."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise _cannot_write(os.fspath(folder), problem) from problem


def write_together(contents: Mapping[Path, bytes]) -> None:
    """Write these contents to their files, all of them or none; errors as of :func:`replace_together`."""
    with replace_together(list(contents)) as unfinished:
        for path, content in zip(unfinished, contents.values(), strict=True):
            path.write_bytes(content)


def _replace(targets: Sequence[Path], unfinished: Sequence[Path], stack: contextlib.ExitStack) -> None:
    """Put every unfinished file in its place; when one cannot go there, restore the files before it."""
    former: dict[Path, Path] = {}
    for target in targets[:-1]:
        if target.is_file():
            former[target] = stack.enter_context(unfinished_file(target))
            shutil.copy2(target, former[target])
    done: list[Path] = []
    try:
        for target, new in zip(targets, unfinished, strict=True):
            # Only now: until it is complete nobody else may read it.
            if target.exists():
                shutil.copymode(target, new)
            else:
                new.chmod(_usual_rights())
            os.replace(new, target)
            done.append(target)
    except OSError:
        for target in reversed(done):
            if target in former:
                os.replace(former[target], target)
            else:
                target.unlink()
        raise


@contextlib.contextmanager
def scratch_folder() -> Iterator[Path]:
    """Give an empty temporary folder that only this user can enter, and remove it afterwards.

    Folders that a killed program left are removed too (see ``leftovers``). Raises ``KW-005`` when no folder
    can be made, and when the disk turns out full or broken in the caller's block; other exceptions pass
    unchanged.

    >>> with scratch_folder() as folder:
    ...     sorted(path.name for path in folder.iterdir())
    []
    """
    with contextlib.ExitStack() as stack:
        try:
            folder = stack.enter_context(private_folder())
        except OSError as problem:
            raise _no_scratch(problem) from problem
        try:
            yield folder
        except OSError as problem:
            if problem.errno not in _OF_THE_DISK:
                raise
            raise _no_scratch(problem) from problem


def _no_scratch(problem: OSError) -> errors.KlantwaardeError:
    # Python looks for a folder that takes a few bytes; on a full disk it says that there is none.
    nowhere = isinstance(problem, FileNotFoundError)
    reason = "zij is er niet, of de schijf is vol" if nowhere else errors.reason_of(problem)
    return errors.CANNOT_WRITE.error(path="de map voor tijdelijke bestanden", reason=reason)


def _usual_rights() -> int:
    """Return the rights that a new file of this user gets."""
    mask = os.umask(0o077)  # the only way to ask is to set it
    os.umask(mask)
    return 0o666 & ~mask


def _flush(path: Path) -> None:
    """Wait until the content is on disk, so that a power cut after the replacement leaves no empty file."""
    handle = os.open(path, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
