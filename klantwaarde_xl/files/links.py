"""Whether a name is a link: the one place that answers, for every folder in which the program looks."""

from __future__ import annotations

import os
import stat

_JUNCTION = 0xA0000003
"""IO_REPARSE_TAG_MOUNT_POINT: ``stat`` has the name on Windows alone."""


def is_link(path: str | os.PathLike[str]) -> bool:
    """Return whether a name leads elsewhere: a symbolic link, or a junction of Windows.

    Any user of Windows may make a junction, a symbolic link only some, and Python knows it for a folder.
    What is not there, or cannot be looked at, is none.

    >>> is_link("/er/is/niets")
    False
    """
    try:
        there = os.lstat(path)
    except (OSError, ValueError):
        return False
    return stat.S_ISLNK(there.st_mode) or tag_of(there) == _JUNCTION


def tag_of(there: os.stat_result) -> int:
    """Return the reparse tag that Windows gives a file that is more than a file, 0 elsewhere."""
    tag: int = getattr(there, "st_reparse_tag", 0)
    return tag
