"""Reads what the program keeps for a user in the home folder, whatever stands there by now.

Such a file is nobody's input: the user never chose it, and may not know of it. So each is read through here:
no pipe is waited for, nothing without end is read, and what cannot be read is named with its whole path.
A link stays a link, and what it leads to is replaced only when that is known for ours.
"""

from __future__ import annotations

import os
from pathlib import Path

from klantwaarde_xl import errors
from klantwaarde_xl.files.regular_file import open_regular

LARGEST = 10_000_000
"""Bytes of the largest file of our own; all of them are far smaller."""


def read_own(path: Path) -> bytes | None:
    """Return what is in a file of our own, None when there is none.

    Raises OWN_FILE_UNREADABLE for a pipe, a device, a folder, a file without rights or of more than LARGEST
    bytes, a link to where nothing is, and where a folder above it is a file.

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
        raise _unreadable(path, errors.reason_of(problem)) from problem
    except errors.KlantwaardeError as problem:
        raise _unreadable(path, "het is een apparaat of een doorgeefluik tussen programma's") from problem
    if len(content) > LARGEST:
        raise _unreadable(path, "het is te groot")
    return content


def refuse_link(path: Path) -> None:
    """Refuse a link to what is not known for ours: writing would change something of the user's.

    Raises OWN_FILE_UNREADABLE."""
    if os.path.islink(path):
        reason = f"het is een koppeling naar {os.path.realpath(path)}, en wat daar staat is misschien van u"
        raise _unreadable(path, f"{reason}; haal de koppeling weg")


def _unreadable(path: Path, reason: str) -> errors.KlantwaardeError:
    return errors.OWN_FILE_UNREADABLE.error(path=path, reason=reason)
