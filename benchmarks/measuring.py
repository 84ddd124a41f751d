"""Timing and peak memory of a piece of work, each in a process of its own so that one cannot warm up the other."""

from __future__ import annotations

import multiprocessing
import resource
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Measured:
    """Seconds of the fastest run, peak memory of the process in MB, and processor seconds of that run.

    Processor seconds hardly change when other programs use the machine; seconds do.
    """

    seconds: float
    peak_mb: float
    cpu_seconds: float


def _child(work: Callable[..., object], arguments: tuple, repeat: int, pipe) -> None:
    best = (float("inf"), 0.0)
    for _ in range(repeat):
        start, cpu = time.perf_counter(), time.process_time()
        work(*arguments)
        best = min(best, (time.perf_counter() - start, time.process_time() - cpu))
    pipe.send(Measured(best[0], resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, best[1]))


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
