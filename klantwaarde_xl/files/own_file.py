"""Reads what the program keeps for a user in the home folder, whatever stands there by now.

Such a file is nobody's input: the user never chose it, and may not know of it. So each is read through here:
no pipe is waited for, nothing without end is read, and what cannot be read is named with its whole path.
A link stays a link, and what it leads to is replaced only when that is known for ours.
"""

from __future__ import annotations

import os
from pathlib import Path

from klantwaarde_xl import errors
from klantwaarde_xl.files.links import is_link
from klantwaarde_xl.files.regular_file import open_regular

LARGEST = 10_000_000
"""Bytes of the largest file of our own; all of them are far smaller."""


def read_own(path: Path) -> bytes | None:
    """Return what is in a file of our own, None when there is none.

    Raises OWN_FILE_UNREADABLE for a pipe, a device, a folder, a file without rights or of more than LARGEST
    bytes, and where a folder above it is a file; OWN_FILE_LINKED for a link to any of these or to nothing.

    >>> import tempfile
    >>> read_own(Path(tempfile.mkdtemp()) / "kolomkeuzes.json") is None
    True
    """
    try:
        with open_regular(path) as stream:
            content = stream.read(LARGEST + 1)
    except FileNotFoundError:
        refuse_link(path)  # writing would make a file in a place that nobody chose
        return None
    except OSError as problem:
        raise unusable(path, errors.reason_of(problem)) from problem
    except errors.KlantwaardeError as problem:
        raise unusable(path, "het is een apparaat of een doorgeefluik tussen programma's") from problem
    if len(content) > LARGEST:
        raise unusable(path, "het is te groot")
    return content


def refuse_link(path: Path) -> None:
    """Refuse a link to what is not known for ours: writing would change something of the user's.

    Raises OWN_FILE_LINKED."""
    if is_link(path):
        raise unusable(path, "wat daar staat, is misschien van u")


def unusable(path: Path, reason: str) -> errors.KlantwaardeError:
    """Return the error for what stands in the way of a file of our own; of a link, that it is one."""
    if is_link(path):
        return errors.OWN_FILE_LINKED.error(path=path, place=os.path.realpath(path), reason=reason)
    return errors.OWN_FILE_UNREADABLE.error(path=path, reason=reason)
