"""The log of failed functions: a rotating file with codes and places in our code, never cell contents."""

from __future__ import annotations

import logging
import sys
import traceback
from functools import cache
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path

from klantwaarde_xl.errors import KlantwaardeError
from klantwaarde_xl.files.own_file import refuse_link
from klantwaarde_xl.files.regular_file import refuse_device
from klantwaarde_xl.files.user_folder import home_folder, named_folder

_BYTES = 500_000
_KEPT = 2


def log_path() -> Path:
    """Return where the log is written: where this system keeps the logs of a user. Raises NO_HOME."""
    if sys.platform == "win32":
        base = named_folder("LOCALAPPDATA") or home_folder() / "AppData" / "Local"
        return base / "klantwaarde_xl" / "klantwaarde.log"
    if sys.platform == "darwin":
        return home_folder() / "Library" / "Logs" / "klantwaarde_xl" / "klantwaarde.log"
    base = named_folder("XDG_STATE_HOME") or home_folder() / ".local" / "state"
    return base / "klantwaarde_xl" / "klantwaarde.log"


class _Quiet(RotatingFileHandler):
    """A log that says nothing on the screen when it cannot be written, as where a link has its name."""

    def _open(self) -> TextIOWrapper:
        """Open the log, also a new one after it was full; ``handleError`` gets what stands in the way."""
        path = Path(self.baseFilename)
        refuse_link(path)  # what it leads to is not the log
        refuse_device(path)  # a pipe would be waited for
        if path.is_file() and path.stat().st_nlink > 1:
            path.unlink()  # its content stays under its other name, which may be one of the user's
        return super()._open()

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - the name is that of logging
        """Leave it: the function that failed has its own message."""


@cache
def _logger(path: Path) -> logging.Logger:
    logger = logging.getLogger(f"klantwaarde_xl.excel.{path}")
    logger.propagate = False
    logger.setLevel(logging.INFO)
    handler: logging.Handler
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handler = _Quiet(path, maxBytes=_BYTES, backupCount=_KEPT, encoding="utf-8", delay=True)
    except OSError:  # a read-only profile must not make a function fail
        handler = logging.NullHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    logger.addHandler(handler)
    return logger


def log_failure(function: str, error: Exception, path: Path | None = None) -> None:
    """Write that a function failed: its name, the code or kind of error, and where our own fault happened.

    The message of an error may quote a cell, so it is left out."""
    try:
        logger = _logger(path or log_path())
    except KlantwaardeError:  # no home folder, so no log; the function that failed has its own message
        return
    if isinstance(error, KlantwaardeError):
        logger.info("%s %s", function, error.code)
        return
    frames = traceback.extract_tb(error.__traceback__)
    where = " < ".join(
        f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in reversed(frames)
    )
    logger.error("%s %s at %s", function, type(error).__name__, where)
