"""Unfinished files and scratch folders: their names, who works on them, and how old ones are cleared.

A program that is killed cannot tidy up. Whoever writes holds a lock on the unfinished file; the operating
system releases it when the program ends, however it ends. So the next run on the same computer can tell that
nobody works on what a killed run left. Windows has no such locks, but removes no file that is open: there a
scratch folder has one. Where nothing tells (unfinished files on Windows, some network drives), and for files
of other computers, age decides; not for who takes the program away."""

from __future__ import annotations

import contextlib
import enum
import hashlib
import os
import platform
import re
import secrets
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from klantwaarde_xl.files.links import is_link

try:
    import fcntl
except ImportError:
    fcntl = None  # type: ignore[assignment]  # Windows has no such locks

PRIVATE = 0o600
"""Rights of a file that its owner alone may read and write."""
_UNFINISHED = "onvoltooid"
_SCRATCH = "klantwaarde-tijdelijk-"
_SCRATCH_NAME = re.compile(f"{_SCRATCH}[a-z0-9_]{{8}}()")
_HELD = ".in-gebruik"
"""The file in a scratch folder that its run holds open on Windows."""
_PATIENCE = 10.0
"""Seconds to wait for another run that puts its files in their places, which takes a fraction of one."""
_LEFT_BEHIND = 24 * 3600
"""Seconds without a change after which a file is nobody's where no lock can tell: no run takes a day."""


class _Lock(enum.Enum):
    """The answer to asking for the lock of a file."""

    OURS = enum.auto()
    BUSY = enum.auto()
    UNKNOWN = enum.auto()


def this_computer() -> str:
    """Return four hexadecimal digits that tell this computer from most others; locks hold on one computer.

    >>> len(this_computer())
    4
    """
    return hashlib.sha256(platform.node().encode("utf-8", "surrogateescape")).hexdigest()[:4]


@contextlib.contextmanager
def unfinished_file(target: Path) -> Iterator[Path]:
    """Give a new empty file beside ``target``, readable by its owner alone, and remove it afterwards.

    It is called ``.uit-0123456789ab.onvoltooid.xlsx`` for ``uit.xlsx``. Those that killed runs left there are
    removed first. Raises OSError when it cannot be made."""
    before, after = _around(target)
    while True:
        path = target.with_name(f"{before}{this_computer()}{secrets.token_hex(4)}{after}")
        handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, PRIVATE)
        # Between these two lines another run may have taken it for left behind, and removed it.
        if _lock(handle) is not _Lock.BUSY and path.exists():
            break
        os.close(handle)
    if fcntl is None:
        os.close(handle)  # Windows replaces no file that is open, and has no lock to hold
    try:
        clear_left(target)
        yield path
    finally:
        path.unlink(missing_ok=True)
        if fcntl is not None:
            os.close(handle)


def _around(target: Path) -> tuple[str, str]:
    """Return how the names of unfinished files for a target begin and end."""
    # A name is at most 255 bytes long on most systems; one letter takes up to four of them.
    stem = target.stem.encode("utf-8", "surrogateescape")[:60].decode("utf-8", "ignore")
    return f".{stem}-", f".{_UNFINISHED}{target.suffix}"


def clear_left(target: Path, *, young: bool = False) -> None:
    """Remove the unfinished files of a target that killed runs left, also when it need not be written.

    ``young``: of this computer also those of less than a day of which nothing tells whose they are."""
    _clear(target.parent, _unfinished(target), young=young)


def left_beside(target: Path) -> list[Path]:
    """Return the unfinished files of a target, whether anybody works on them or not."""
    return _named(target.parent, _unfinished(target))


def _unfinished(target: Path) -> re.Pattern[str]:
    before, after = map(re.escape, _around(target))
    return re.compile(f"{before}([0-9a-f]{{4}})[0-9a-f]{{8}}{after}")


def clear_scratch() -> None:
    """Remove the scratch folders that killed runs left, also young ones of which nothing tells whose.

    Raises OSError without a temporary folder."""
    _clear(Path(tempfile.gettempdir()), _SCRATCH_NAME, young=True)


def scratch_left() -> list[Path]:
    """Return the scratch folders of all runs, also of those that work. Raises OSError as above."""
    return _named(Path(tempfile.gettempdir()), _SCRATCH_NAME)


def _named(folder: Path, names: re.Pattern[str]) -> list[Path]:
    """Return what has such a name in a folder; nothing where the folder cannot be seen."""
    with contextlib.suppress(OSError):
        return sorted(Path(entry) for entry in os.scandir(folder) if names.fullmatch(entry.name))
    return []


@contextlib.contextmanager
def private_folder() -> Iterator[Path]:
    """Give a temporary folder that only this user can enter, and remove it afterwards.

    It is empty, but on Windows for the file that tells that it is in use. Those that killed runs left are
    removed first. Raises OSError when no folder can be made.
    """
    folder, handle = _locked_folder()
    try:
        _clear(folder.parent, _SCRATCH_NAME)
        yield folder
    finally:
        if fcntl is None:
            os.close(handle)  # Windows removes no file that is open
            shutil.rmtree(folder, ignore_errors=True)
        else:
            shutil.rmtree(folder, ignore_errors=True)
            os.close(handle)


def _locked_folder() -> tuple[Path, int]:
    """Make a temporary folder and lock it; the handle keeps the lock."""
    while True:
        folder = Path(tempfile.mkdtemp(prefix=_SCRATCH))
        if fcntl is None:
            return folder, os.open(folder / _HELD, os.O_CREAT | os.O_RDWR, PRIVATE)
        # Until it is locked, another run may take the folder for left behind and remove it.
        try:
            handle = os.open(folder, os.O_RDONLY)
        except FileNotFoundError:
            continue
        if _lock(handle) is not _Lock.BUSY and folder.exists():
            return folder, handle
        os.close(handle)


@contextlib.contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """Let one run at a time put files in their places in this folder; later runs on this computer wait.

    They wait at most ten seconds, and not at all where the system has no such locks."""
    with contextlib.ExitStack() as stack:
        if fcntl is not None:
            with contextlib.suppress(OSError):
                handle = os.open(folder, os.O_RDONLY)
                stack.callback(os.close, handle)
                until = time.monotonic() + _PATIENCE
                while _lock(handle) is _Lock.BUSY and time.monotonic() < until:
                    time.sleep(0.01)
        yield


def _lock(handle: int) -> _Lock:
    if fcntl is None:
        return _Lock.UNKNOWN
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return _Lock.BUSY
    except OSError:
        return _Lock.UNKNOWN
    return _Lock.OURS


def _let_go(folder: Path) -> _Lock:
    """Return whether a run holds the file in its scratch folder open, in the place of a lock (Windows)."""
    try:
        os.unlink(folder / _HELD)
    except FileNotFoundError:
        return _Lock.UNKNOWN
    except OSError:
        return _Lock.BUSY
    return _Lock.OURS


def _clear(folder: Path, left: re.Pattern[str], *, young: bool = False) -> None:
    """Remove files and folders with such a name that nobody works on; ``young`` as in :func:`clear_left`."""
    # What cannot be seen or removed (another user's, held open) stays: it must not stop anybody's work.
    with contextlib.suppress(OSError):
        named = [(entry, found) for entry in os.scandir(folder) if (found := left.fullmatch(entry.name))]
        for entry, found in named:
            with contextlib.suppress(OSError):
                _clear_one(entry, here=found[1] in {"", this_computer()}, young=young)


def _clear_one(entry: os.DirEntry[str], *, here: bool, young: bool) -> None:
    """Remove one left file or folder; ``here`` says whether a run that works on it works on this computer."""
    if is_link(entry.path) or not (entry.is_file() or entry.is_dir()):
        return
    old = time.time() - entry.stat(follow_symlinks=False).st_mtime >= _LEFT_BEHIND
    handle, lock = None, _Lock.UNKNOWN
    if fcntl is not None:
        handle = os.open(entry.path, os.O_RDONLY | os.O_NOFOLLOW)
        lock = _lock(handle)
    elif entry.is_dir():
        lock = _let_go(Path(entry.path))
    sure = lock is _Lock.OURS or (young and lock is _Lock.UNKNOWN)
    try:
        if lock is _Lock.BUSY or not (old or (here and sure)):
            return
        if entry.is_dir():
            shutil.rmtree(entry.path, ignore_errors=True)
        else:
            os.unlink(entry.path)
    finally:
        if handle is not None:
            os.close(handle)
