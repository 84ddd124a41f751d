"""Timing and peak memory of a piece of work, each in a process of its own so that one cannot warm up the other."""

from __future__ import annotations

import multiprocessing
import resource
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Measured:
    """Seconds of the fastest run, and peak memory of the process in MB."""

    seconds: float
    peak_mb: float


def _child(work: Callable[..., object], arguments: tuple, repeat: int, pipe) -> None:
    best = float("inf")
    for _ in range(repeat):
        start = time.perf_counter()
        work(*arguments)
        best = min(best, time.perf_counter() - start)
    pipe.send(Measured(best, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024))


def measure(work: Callable[..., object], *arguments: object, repeat: int = 1) -> Measured:
    """Return seconds (fastest of ``repeat``) and peak memory of ``work(*arguments)`` in a new process."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_child, args=(work, arguments, repeat, theirs))
    process.start()
    theirs.close()
    try:
        result = ours.recv()
    except EOFError:
        raise RuntimeError(f"{work.__name__} failed; see above") from None
    process.join()
    return result


def table(headers: tuple[str, ...], rows: list[tuple[object, ...]]) -> str:
    """Return a Markdown table."""
    cells = [headers, tuple("---" for _ in headers), *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in row) + " |" for row in cells)
