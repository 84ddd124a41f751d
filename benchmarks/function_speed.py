"""What a function in a cell costs when its tables were seen before: ``python -m benchmarks.function_speed``.

The demo's tables (60,000 invoice lines) as cells, as Excel hands them over. Goal: a second function over them computes nothing
and takes at most 0.2 s. The floor is to hash the same cells with a plain loop over the columns; processor time, best of seven.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable

from benchmarks.measuring import table
from klantwaarde_xl.excel import table_functions
from klantwaarde_xl.excel.dispatch import call
from klantwaarde_xl.excel.registry import BY_NAME
from klantwaarde_xl.template.build import demo_document
from klantwaarde_xl.template.function_results import table_cells
from klantwaarde_xl.template.live_formula import live_formula

GOAL = 0.2


def spent(what: Callable[[], object]) -> float:
    """Return the processor seconds of one run."""
    start = time.process_time()
    what()
    return time.process_time() - start


def main() -> None:
    """Print the first call, a second function and the floor."""
    tables = table_cells(demo_document(lambda _step: None))
    given = list(live_formula(BY_NAME["KW_KLANTEN"], tables, "A1", None).given)

    def cells() -> list[list[list[object]] | None]:
        """Return new objects of the same contents, as every call over COM brings."""
        return [rows and [list(row) for row in rows] for rows in given]

    def ask(name: str) -> Callable[[], object]:
        arguments = cells()
        return lambda: call(BY_NAME[name], arguments)

    def hashing() -> None:
        for rows in given:
            for column in zip(*rows or [], strict=True):
                hashlib.blake2b(repr(column).encode()).digest()

    first = spent(ask("KW_KLANTEN"))
    counted: list[int] = []
    analyse, table_functions.analyse = table_functions.analyse, lambda *a, **k: counted.append(1) or analyse(*a, **k)
    spent(ask("KW_ACTIES"))  # makes its own sentences once; the analysis is there already
    second = min(spent(ask("KW_ACTIES")) for _ in range(7))
    floor = min(spent(hashing) for _ in range(7))
    rows = [("hash the cells (floor)", floor), ("KW_KLANTEN, first", first), ("KW_ACTIES, tables seen before", second)]
    print(table(("what", "seconds", "x floor"), [(name, f"{t:.3f}", f"{t / floor:.2f}") for name, t in rows]))
    print(f"\nanalyses made by the second function: {len(counted)}; goal {GOAL} s: {'met' if second <= GOAL else 'missed'}")


if __name__ == "__main__":
    main()
