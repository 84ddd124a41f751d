"""What others have to do with a file that is replaced: who has it open, whose it is, its other names."""

from __future__ import annotations

import contextlib
import logging
import os
import stat
import zipfile
from dataclasses import dataclass
from pathlib import Path

from klantwaarde_xl import errors

_LOCKS = {"LibreOffice": (".~lock.", "#"), "Excel": ("~$", "")}
"""What these programs put before and behind the name of a file that they have open, in a file beside it."""
KEY_TABLE = "tblSleutel"
"""Excel table that only the key of a shared copy has."""
_KEY, _FIRST_BYTES = f'="{KEY_TABLE}"'.encode(), 4_000
"""What the table of a key begins with, in its first bytes."""
_LOG = logging.getLogger(__name__)
"""Warnings about what could not be kept; commands show them, and a result is written all the same."""


def refuse_open(target: Path) -> None:
    """Raise OPEN_ELSEWHERE when LibreOffice or Excel left the sign beside a file that they have it open.

    On Windows Excel also refuses a replacement itself; on other systems and shared drives nothing but the
    sign tells."""
    for program, (before, after) in _LOCKS.items():
        sign = target.with_name(f"{before}{target.name}{after}")
        if os.path.lexists(sign):
            raise errors.OPEN_ELSEWHERE.error(path=target.name, program=program, other=sign.name)


def refuse_key(target: Path) -> None:
    """Raise KEY_AS_OUTPUT for the key of a shared copy, by its content: without it a copy says nothing."""
    with contextlib.suppress(OSError, zipfile.BadZipFile), zipfile.ZipFile(target) as book:
        for part in book.namelist():
            if part.startswith("xl/tables/"):
                with book.open(part) as table:
                    if _KEY in table.read(_FIRST_BYTES):
                        raise errors.KEY_AS_OUTPUT.error(path=target.name)


@dataclass(frozen=True, slots=True)
class Rights:
    """Who may do what with a file: permission bits, owner and group (None where the system has none)."""

    mode: int
    user: int | None = None
    group: int | None = None

    def give_to(self, path: Path, shown: str) -> None:
        """Give these rights to a file; warn with OTHER_OWNER when those of an earlier one cannot be kept."""
        kept = self.user is None or self.group is None or _handed_over(path, self.user, self.group)
        try:
            path.chmod(self.mode)
        except OSError:  # some shared drives know no rights
            kept = self.user is None
        if not kept:
            _LOG.warning("%s", errors.OTHER_OWNER.error(path=shown))


def _handed_over(path: Path, user: int, group: int) -> bool:
    """Give a file to an owner and group; return whether it has both now."""
    # The group alone is a user's own to choose among his groups; the owner is not.
    for who in ((user, group), (-1, group)):
        there = path.stat()
        if (there.st_uid, there.st_gid) == (user, group):
            return True
        with contextlib.suppress(OSError):
            os.chown(path, *who)
    there = path.stat()
    return (there.st_uid, there.st_gid) == (user, group)


def rights_of(path: Path) -> Rights | None:
    """Return the rights of a file that is there; None for no file."""
    try:
        there = path.stat()
    except OSError:
        return None
    if not hasattr(os, "chown"):
        return Rights(stat.S_IMODE(there.st_mode))
    return Rights(stat.S_IMODE(there.st_mode), there.st_uid, there.st_gid)


def usual_rights() -> Rights:
    """Return the rights that a new file of this user gets."""
    mask = os.umask(0o077)  # the only way to ask is to set it
    os.umask(mask)
    return Rights(0o666 & ~mask)


def warn_of_other_names(path: Path, shown: str) -> None:
    """Warn with OTHER_NAMES when a file that will be replaced has more names (hard links).

    Those keep the old content: a file can only be replaced whole under one name."""
    with contextlib.suppress(OSError):
        there = path.stat()
        if stat.S_ISREG(there.st_mode) and there.st_nlink > 1:
            _LOG.warning("%s", errors.OTHER_NAMES.error(path=shown, count=there.st_nlink - 1))
