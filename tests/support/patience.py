"""Ends what waits without end, such as for a pipe that nobody writes to."""

from __future__ import annotations

import contextlib
import signal
from collections.abc import Iterator


class Waits(BaseException):
    """Something waits; no error of the system, which a program may catch and tell as another fault."""


@contextlib.contextmanager
def ended_after(seconds: int) -> Iterator[None]:
    """Raise Waits in what takes longer, also where it waits for the system; not on Windows."""
    if not hasattr(signal, "SIGALRM"):
        yield
        return

    def waited(_number: int, _frame: object) -> None:
        raise Waits

    before = signal.signal(signal.SIGALRM, waited)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
