"""How long the command and the functions take before they do anything: ``python -m benchmarks.start_up``.

Goals: ``klantwaarde --help`` under 0.4 s, import of ``klantwaarde_xl.excel.functions`` under 1.0 s. The floor is Python itself.
"""

from __future__ import annotations

import subprocess
import sys
import time

from benchmarks.measuring import table

WHAT = {
    "python -c pass": ("-c", "pass"),
    "klantwaarde --help": ("-m", "klantwaarde_xl", "--help"),
    "klantwaarde --versie": ("-m", "klantwaarde_xl", "--versie"),
    "import klantwaarde_xl.excel.functions": ("-c", "import klantwaarde_xl.excel.functions"),
}


def seconds(arguments: tuple[str, ...], repeat: int = 7) -> float:
    """Return the fastest of some runs, the first of which fills the caches."""
    times = []
    for _ in range(repeat):
        start = time.perf_counter()
        subprocess.run([sys.executable, *arguments], check=True, capture_output=True)
        times.append(time.perf_counter() - start)
    return min(times)


def main() -> None:
    """Print a row per command."""
    rows = [(name, seconds(arguments)) for name, arguments in WHAT.items()]
    floor = rows[0][1]
    print(table(("what", "seconds", "x Python"), [(name, f"{spent:.2f}", f"{spent / floor:.1f}") for name, spent in rows]))


if __name__ == "__main__":
    main()
