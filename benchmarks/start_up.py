"""How long the command and the functions take before they do anything: ``python -m benchmarks.start_up``.

Goals: ``klantwaarde --help`` under 0.4 s, import of ``klantwaarde_xl.excel.functions`` under 1.0 s. The floor
is Python itself."""

from __future__ import annotations

import resource
import subprocess
import sys
import time

from benchmarks.measuring import judge, table

WHAT = {
    "python -c pass": ("-c", "pass"),
    "klantwaarde --help": ("-m", "klantwaarde_xl", "--help"),
    "klantwaarde --versie": ("-m", "klantwaarde_xl", "--versie"),
    "import klantwaarde_xl.excel.functions": ("-c", "import klantwaarde_xl.excel.functions"),
}


GOALS = {"klantwaarde --help": 0.4, "import klantwaarde_xl.excel.functions": 1.0}


def seconds(arguments: tuple[str, ...], repeat: int = 7) -> tuple[float, float]:
    """Return wall and processor seconds of the fastest of some runs, the first of which fills the caches."""
    times = []
    for _ in range(repeat):
        start, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, *arguments], check=True, capture_output=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        times.append((time.perf_counter() - start, cpu))
    return min(times)


def main() -> None:
    """Print a row per command."""
    rows = [(name, *seconds(arguments)) for name, arguments in WHAT.items()]
    floor = rows[0][1]
    shown = [(name, f"{spent:.2f}", f"{cpu:.2f}", f"{spent / floor:.1f}") for name, spent, cpu in rows]
    print(table(("what", "seconds", "cpu s", "x Python"), shown))
    for name, spent, _ in rows:
        if name in GOALS:
            judge(name, spent, GOALS[name], "s")


if __name__ == "__main__":
    main()
