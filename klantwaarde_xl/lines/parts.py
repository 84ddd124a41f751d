"""What every reader of lines from outside gives: a part per file or query, its cells in blocks."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from klantwaarde_xl import errors
from klantwaarde_xl.files.regular_file import refuse_device
from klantwaarde_xl.model.findings import Finding
from klantwaarde_xl.model.raw_column import RawColumn

BLOCK = 65_536
"""Lines that are read at a time."""


@dataclass(slots=True)
class LinePart:
    """The lines of one file or query.

    ``name``: of the file or table. ``headers``: text per column. ``blocks``: the cells, so many lines at a
    time, each a column per header. ``header_row``: the row of the headers as a spreadsheet would count, and
    the first line is in the next one. ``findings`` are filled while the blocks are read.
    """

    name: str
    headers: Sequence[str]
    blocks: Iterator[Sequence[RawColumn]]
    header_row: int = 1
    findings: list[Finding] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Unchanged:
    """A file as it was when reading began, to see afterwards whether it still is the same."""

    path: Path
    state: tuple[int, int, int]

    @classmethod
    def now(cls, path: Path) -> Unchanged:
        """Return the file as it is now.

        Raises KW-001 or KW-006 when it cannot be looked at, and NOT_A_FILE for a pipe or a device, from which
        a reader would wait for ever.
        """
        refuse_device(path)
        try:
            return cls(path, _state(path))
        except FileNotFoundError:
            raise errors.NO_SUCH_FILE.error(path=path.name) from None
        except OSError as fault:
            raise errors.CANNOT_READ.error(path=path.name, reason=errors.reason_of(fault)) from None

    def confirm(self) -> None:
        """Raise KW-017 when the file is another one by now, or is gone."""
        try:
            same = _state(self.path) == self.state
        except OSError:
            same = False
        if not same:
            raise errors.CHANGED_MEANWHILE.error(path=self.path.name)


def _state(path: Path) -> tuple[int, int, int]:
    found = os.stat(path)
    return found.st_ino, found.st_size, found.st_mtime_ns
