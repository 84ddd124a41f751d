"""Timing and peak memory of a piece of work, each in a process of its own so that one cannot warm up the
other."""

from __future__ import annotations

import contextlib
import json
import multiprocessing
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

MARK = "goal | "
"""How a line begins that says whether a goal was met; ``python -m benchmarks`` gathers them."""
_WATCH = """
import json, resource, subprocess, sys, time
start = time.perf_counter()
done = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL)
spent, used = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps([done.returncode, spent, used.ru_maxrss, used.ru_utime + used.ru_stime]))
"""
_MAXRSS_IN_MB = 1024**2 if sys.platform == "darwin" else 1024


@dataclass(frozen=True, slots=True)
class Measured:
    """Seconds of the run that took the least processor time, peak memory of the process in MB, and that
    processor time.

    Processor seconds hardly change when other programs use the machine; seconds do.
    """

    seconds: float
    peak_mb: float
    cpu_seconds: float


def peak_mb() -> float:
    """Return the most memory that this process had, in MB.

    Where Linux tells it, from the process itself: the figure of ``getrusage`` begins at what the parent had
    when it started it."""
    with contextlib.suppress(OSError), open("/proc/self/status", encoding="ascii") as status:
        for line in status:
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _MAXRSS_IN_MB


def measure_command(command: list[str]) -> Measured:
    """Return seconds, peak memory and processor seconds of a command and of all that it starts.

    A small Python between us and the command counts them: started by us, its peak would begin at ours, and
    those of commands before it would count too."""
    done = subprocess.run(
        [sys.executable, "-c", _WATCH, *command], stdout=subprocess.PIPE, text=True, check=True
    )
    code, seconds, peak, cpu = json.loads(done.stdout)
    if code:
        raise RuntimeError(f"{command[0]} ended with {code}; see above")
    return Measured(seconds, peak / _MAXRSS_IN_MB, cpu)


def _child(work: Callable[..., object], arguments: tuple, repeat: int, pipe) -> None:
    runs, peak = [], 0.0
    for _ in range(repeat):
        start, cpu = time.perf_counter(), time.process_time()
        work(*arguments)
        runs.append((time.process_time() - cpu, time.perf_counter() - start))
        peak = peak or peak_mb()
    cpu_seconds, seconds = min(runs)
    pipe.send(Measured(seconds, peak, cpu_seconds))


def measure(work: Callable[..., object], *arguments: object, repeat: int = 1) -> Measured:
    """Return the fastest of ``repeat`` runs of ``work(*arguments)`` in a new process, and its peak memory
    after the first.

    Who works with it runs it once: memory that a later run takes beside what the first left is no part of
    that."""
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


def alternately(
    floor: Callable[[], Measured], ours: Callable[[], Measured], rounds: int
) -> tuple[Measured, Measured]:
    """Return the round of each that took the least processor time, in turns, so that a busy minute of the
    machine meets both."""
    pairs = [(floor(), ours()) for _ in range(rounds)]
    first, second = zip(*pairs, strict=True)
    return min(first, key=lambda one: one.cpu_seconds), min(second, key=lambda one: one.cpu_seconds)


def table(headers: tuple[str, ...], rows: list[tuple[object, ...]]) -> str:
    """Return a Markdown table."""
    cells = [headers, tuple("---" for _ in headers), *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in row) + " |" for row in cells)


def markdown(frame: pd.DataFrame, digits: int = 3) -> str:
    """Return a frame as a markdown table, its index first."""
    rows = zip(frame.index, frame.to_numpy(dtype=object).tolist(), strict=True)
    text = [(label, *(f"{v:.{digits}f}" if isinstance(v, float) else v for v in row)) for label, row in rows]
    return table(("", *frame.columns), text)


def judge(what: str, measured: float, limit: float, unit: str = "x", *, least: bool = False) -> None:
    """Print whether a goal was met: what was measured, at most (or at ``least``) what, in which unit."""
    met = measured >= limit if least else measured <= limit
    bound = f"at {'least' if least else 'most'} {limit:g} {unit}"
    print(f"{MARK}{what} | {bound} | {measured:.2f} {unit} | {'met' if met else 'MISSED'}", flush=True)
