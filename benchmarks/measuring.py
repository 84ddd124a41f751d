"""Timing and peak memory of a piece of work, each in a process of its own so that one cannot warm up the other."""

from __future__ import annotations

import contextlib
import multiprocessing
import resource
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

MARK = "goal | "
"""How a line begins that says whether a goal was met; ``python -m benchmarks`` gathers them."""


@dataclass(frozen=True, slots=True)
class Measured:
    """Seconds of the fastest run, peak memory of the process in MB, and processor seconds of that run.

    Processor seconds hardly change when other programs use the machine; seconds do.
    """

    seconds: float
    peak_mb: float
    cpu_seconds: float


def peak_mb() -> float:
    """Return the most memory that this process had, in MB.

    Where Linux tells it, from the process itself: the figure of ``getrusage`` begins at what the parent had when it started it.
    """
    with contextlib.suppress(OSError), open("/proc/self/status", encoding="ascii") as status:
        for line in status:
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform != "darwin" else 1024**2)


def _child(work: Callable[..., object], arguments: tuple, repeat: int, pipe) -> None:
    best = (float("inf"), 0.0)
    for _ in range(repeat):
        start, cpu = time.perf_counter(), time.process_time()
        work(*arguments)
        best = min(best, (time.perf_counter() - start, time.process_time() - cpu))
    pipe.send(Measured(best[0], peak_mb(), best[1]))


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


def alternately(floor: Callable[[], Measured], ours: Callable[[], Measured], rounds: int) -> tuple[Measured, Measured]:
    """Return the fastest of some rounds of each, in turns, so that a busy minute of the machine meets both."""
    pairs = [(floor(), ours()) for _ in range(rounds)]
    first, second = zip(*pairs, strict=True)
    return min(first, key=lambda one: one.seconds), min(second, key=lambda one: one.seconds)


def table(headers: tuple[str, ...], rows: list[tuple[object, ...]]) -> str:
    """Return a Markdown table."""
    cells = [headers, tuple("---" for _ in headers), *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in row) + " |" for row in cells)


def judge(what: str, measured: float, limit: float, unit: str = "x") -> None:
    """Print whether a goal was met: what was measured, at most what, in which unit."""
    print(f"{MARK}{what} | {limit:g} {unit} | {measured:.2f} {unit} | {'met' if measured <= limit else 'MISSED'}", flush=True)
