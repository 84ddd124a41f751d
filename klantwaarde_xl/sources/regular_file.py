"""Opens files for reading, and nothing that only looks like one."""

from __future__ import annotations

import stat
from io import BufferedReader
from pathlib import Path

from klantwaarde_xl import errors


def open_regular(path: Path) -> BufferedReader:
    """Return an ordinary file, open for reading bytes.

    A pipe or a device gives bytes without end, or waits for ever: it is refused before it is opened. Raises
    FileNotFoundError, and other errors of the system; CANNOT_READ for what is neither file nor folder.
    """
    mode = path.stat().st_mode
    if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
        raise errors.CANNOT_READ.error(path=path.name, reason="het is geen gewoon bestand")
    return path.open("rb")
