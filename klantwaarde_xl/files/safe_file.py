"""Whole or not at all: a file is written beside its target and replaces it only when it is complete."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from klantwaarde_xl import errors
from klantwaarde_xl.files.leftovers import PRIVATE, alone_in, private_folder, unfinished_file
from klantwaarde_xl.files.neighbours import (
    Rights,
    refuse_key,
    refuse_open,
    rights_of,
    usual_rights,
    warn_of_other_names,
)
from klantwaarde_xl.files.on_disk import flush, flush_folders, named
from klantwaarde_xl.files.regular_file import refuse_device

_DISK_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_OF_THE_DISK = _DISK_FULL | {errno.EIO, errno.EROFS}


@contextlib.contextmanager
def replace_safely(path: str | os.PathLike[str], *, as_read: str | None = None) -> Iterator[Path]:
    """Give a new empty file beside ``path`` to write; on success it is flushed to disk and replaces ``path``.

    After any failure, also an interrupt, the new file is gone and what was at ``path`` is still there,
    byte for byte. The rights and the owner of a file that is replaced are kept, or a warning tells that they
    could not be; a symbolic link keeps pointing to the same place, whose content is replaced. Two writers at
    a time do not see each other's unfinished file: the last one to finish wins, unless ``as_read`` says from
    what the new file was made: the SHA-256 of the content that was there, or '' when there was no file.

    The unfinished file is called ``.uit-0123456789ab.onvoltooid.xlsx`` for ``uit.xlsx`` and is readable by
    its owner alone. One that a killed program left is removed by the next writer of the same target (see
    ``leftovers``).

    Raises ``KW-005`` when the folder is absent or read-only, the disk is full, or the file is held open by
    another program (Excel does), ``KW-031`` when Excel or LibreOffice left a sign that they have it open,
    ``KW-023`` when it is a pipe or device, and ``KW-017`` when something else than ``as_read`` is there by
    now. Other exceptions of the caller's block pass unchanged.

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
    paths: Sequence[str | os.PathLike[str]],
    *,
    as_read: str | None = None,
    ahead: Sequence[str | os.PathLike[str]] = (),
    private: Collection[str | os.PathLike[str]] = (),
) -> Iterator[tuple[Path, ...]]:
    """Do as :func:`replace_safely` for files that belong together: all of them are replaced, or none.

    At no moment files of two sets stand beside each other, also when the program is killed: old files are
    taken away before new ones take their places, the first one by its replacement. When one cannot, all get
    their old content back. Two runs on one computer take turns. ``as_read`` is about the first.

    ``ahead`` are new files, readable by their owner alone, that must be there before the set is and stay when
    a later run replaces it, such as the key of a copy; they stand in the folder of the first of ``paths``.
    Their unfinished files come after those of ``paths``. ``private`` are those of ``paths`` for their owner
    alone, whatever the rights before. Raises as :func:`replace_safely`, naming the file that it is about, and
    ``KW-009`` when one of ``ahead`` is there.

    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp())
    >>> with replace_together([folder / "kopie.txt"], ahead=[folder / "sleutel-1.txt"]) as (copy, key):
    ...     _ = copy.write_text("K-1"), key.write_text("K-1 is Jansen")
    >>> sorted(path.name for path in folder.iterdir())
    ['kopie.txt', 'sleutel-1.txt']
    """
    every = [*paths, *ahead]
    targets = [real_path(path) for path in every]
    shown = {str(target): os.fspath(path) for target, path in zip(targets, every, strict=True)}
    with contextlib.ExitStack() as stack:
        unfinished: list[Path] = []
        for target in targets:
            refuse_device(target)
            refuse_open(target)
            refuse_key(target)
            try:
                # Those of files with a new name every time would not be found by the next run.
                named = target if len(unfinished) < len(paths) else targets[0]
                unfinished.append(stack.enter_context(unfinished_file(named)))
            except OSError as problem:
                raise _cannot_write(shown[str(target)], problem) from problem
            shown[str(unfinished[-1])] = shown[str(target)]
        try:
            yield tuple(unfinished)
            for new in unfinished:
                flush(new)
            if as_read is not None or len(targets) > 1:
                _take_turns({target.parent for target in targets}, stack)
            if as_read is not None and _content(targets[0]) != as_read:
                raise errors.CHANGED_MEANWHILE.error(path=targets[0].name)
            sets = targets[: len(paths)], targets[len(paths) :], {*map(real_path, private)}
            _Placing(shown, stack, *sets).put(unfinished)
        except OSError as problem:
            about = shown.get(str(problem.filename)) or shown.get(str(problem.filename2))
            if about is None and (problem.filename is not None or problem.errno not in _OF_THE_DISK):
                raise
            raise _cannot_write(about or os.fspath(paths[0]), problem) from problem


def _take_turns(folders: set[Path], stack: contextlib.ExitStack) -> None:
    """Wait for other runs that put files in their places in these folders."""
    for folder in sorted(folders):
        stack.enter_context(alone_in(folder))


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


def make_folder(folder: Path, *, private: bool = False) -> None:
    """Make a folder, with those above it where they are not there; ``private``: for its owner alone.

    Raises ``KW-005`` when that cannot be."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if private:
            folder.chmod(0o700)
    except OSError as problem:
        raise _cannot_write(os.fspath(folder), problem) from problem


def write_together(
    contents: Mapping[Path, bytes], ahead: Mapping[Path, bytes] | None = None, private: Collection[Path] = ()
) -> None:
    """Write these contents to their files, all of them or none; as :func:`replace_together`."""
    later = ahead or {}
    with replace_together(list(contents), ahead=list(later), private=private) as unfinished:
        for path, content in zip(unfinished, [*contents.values(), *later.values()], strict=True):
            with named(path):
                path.write_bytes(content)


_Move = tuple[Path, Path, Rights]
"""Where a file goes, its unfinished file, and the rights that it gets there."""


@dataclass(slots=True)
class _Placing:
    """One set of files that takes its place, with new files ahead of it; what was begun can be undone."""

    shown: Mapping[str, str]
    stack: contextlib.ExitStack
    targets: Sequence[Path]
    ahead: Sequence[Path]
    private: Collection[Path] = ()
    former: dict[Path, tuple[Path, Rights]] = field(default_factory=dict)
    begun: dict[Path, Path] = field(default_factory=dict)

    def put(self, unfinished: Sequence[Path]) -> None:
        """Put the unfinished files, those of ``ahead`` last, in their places; undo all after a failure."""
        every = [*self.targets, *self.ahead]
        for target in every:
            refuse_open(target)
            warn_of_other_names(target, self.shown[str(target)])
        own = {*self.private, *self.ahead}
        rights = [Rights(PRIVATE) if one in own else rights_of(one) or usual_rights() for one in every]
        moves = list(zip(every, unfinished, rights, strict=True))
        if len(moves) == 1:
            self._replace(*moves[0])
        else:
            self._keep(moves)
            try:
                self._put_set(moves)
            except BaseException:
                self._undo()
                raise
        flush_folders(every)

    def _put_set(self, moves: Sequence[_Move]) -> None:
        """Put the files ahead in place, take away what would be mixed, and put the set in place."""
        for move in moves[len(self.targets) :]:
            if move[0].exists():
                raise errors.EXISTS_ALREADY.error(path=move[0].name)
            self._replace(*move)
        for target in self.targets[1:]:
            target.unlink(missing_ok=True)
        flush_folders([*self.targets, *self.ahead])
        for move in moves[: len(self.targets)]:
            self._replace(*move)

    def _keep(self, moves: Sequence[_Move]) -> None:
        """Copy what stands there now; the copies go when the set is complete."""
        for target, _, rights in moves:
            if target.is_file():
                with named(target):  # also for the copy: the room is lacking where the target stands
                    copy = self.stack.enter_context(unfinished_file(target))
                    copy.write_bytes(target.read_bytes())
                    flush(copy)
                self.former[target] = copy, rights

    def _replace(self, target: Path, new: Path, rights: Rights) -> None:
        self.begun[target] = new  # before it is done: an interrupt may come in between
        os.replace(new, target)
        # Only now: what a killed run leaves unfinished is for its owner alone.
        rights.give_to(target, self.shown[str(target)])

    def _undo(self) -> None:
        """Put back what stood there, without old and new files beside each other at any moment."""
        placed = [target for target, new in self.begun.items() if not new.exists()]
        first = self.targets[0]
        for target in reversed(placed):
            if target in self.targets[1:] or (target == first and first not in self.former):
                target.unlink(missing_ok=True)
        for target in self.targets:
            if target in self.former and (target in placed or not target.exists()):
                copy, rights = self.former[target]
                os.replace(copy, target)
                rights.give_to(target, self.shown[str(target)])
        for target in self.ahead:
            if target in placed:
                target.unlink(missing_ok=True)


@contextlib.contextmanager
def scratch_folder() -> Iterator[Path]:
    """Give an empty temporary folder that only this user can enter, and remove it afterwards.

    Folders that a killed program left are removed too (see ``leftovers``). Raises ``KW-005`` when no folder
    can be made, and when the disk turns out full or broken in the caller's block; other exceptions pass
    unchanged.

    >>> with scratch_folder() as folder:
    ...     folder.is_dir()
    True
    """
    with contextlib.ExitStack() as stack:
        try:
            folder = stack.enter_context(private_folder())
        except OSError as problem:
            raise _no_scratch(problem) from problem
        try:
            yield folder
        except OSError as problem:
            elsewhere = problem.filename is not None and folder not in Path(problem.filename).parents
            if elsewhere or problem.errno not in _OF_THE_DISK:
                raise
            raise _no_scratch(problem) from problem


def _no_scratch(problem: OSError) -> errors.KlantwaardeError:
    # Python looks for a folder that takes a few bytes; on a full disk it says that there is none.
    nowhere = isinstance(problem, FileNotFoundError)
    reason = "zij is er niet, of de schijf is vol" if nowhere else errors.reason_of(problem)
    return errors.CANNOT_WRITE.error(path="de map voor tijdelijke bestanden", reason=reason)
