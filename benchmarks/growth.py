"""How time and memory of ``vernieuw`` grow with the number of invoice lines: ``python -m benchmarks.growth``.

Generated workbooks of 100,000, 300,000 and 1,000,000 lines (a customer per 20 lines, at most 300 groups). Prints the exponent of
growth, log(ratio) / log(size ratio): 1 is linear, the goal is at most 1.15 in processor time and memory above an empty process.
"""

from __future__ import annotations

import argparse
import math
import sys
import tempfile
from itertools import pairwise
from pathlib import Path

import pandas as pd

from benchmarks.core_speed import random_lines
from benchmarks.measuring import measure, table
from benchmarks.refresh_speed import just_read, refresh_it


def workbook(path: Path, lines: int) -> Path:
    """Write an input workbook with this many invoice lines."""
    import datasets

    frame = random_lines(lines, customers=max(50, lines // 20), groups=min(300, max(5, lines // 1_000)))
    sheets = {
        "Klanten": pd.DataFrame({"Klantnr": frame["customer_id"].cat.categories.astype(object)}),
        "Transacties": pd.DataFrame(
            {
                "Datum": frame["date"],
                "Klantnr": frame["customer_id"].astype(object),
                "Productcode": frame["product_group"].astype(object),
                "Factuurnr": frame["invoice_id"].astype(object),
                "Omzet": frame["revenue"],
                "Kostprijs": frame["cost"],
            }
        ),
    }
    return datasets.write_workbook(path, sheets)


def nothing() -> None:
    """Import what the command imports and do no work: the memory that every run takes."""
    import klantwaarde_xl.refreshing  # noqa: F401


def main() -> None:
    """Write the workbooks, measure, print a row per size as soon as it is known, and the exponents."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[100_000, 300_000, 1_000_000])
    sizes = parser.parse_args().sizes
    sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "support"))
    empty = measure(nothing).peak_mb
    found = []
    print(f"empty process {empty:.0f} MB")
    headers = ("lines", "reading s", "vernieuw s", "reading cpu s", "vernieuw cpu s", "reading MB", "vernieuw MB", "x reading")
    print(table(headers, []))
    with tempfile.TemporaryDirectory() as folder:
        for size in sizes:
            path = workbook(Path(folder) / f"{size}.xlsx", size)
            read = measure(just_read, str(path))
            ours = measure(refresh_it, str(path), str(Path(folder) / "uit.xlsx"))
            found.append((size, ours.cpu_seconds, ours.peak_mb - empty))
            print(
                f"| {size:,} | {read.seconds:.1f} | {ours.seconds:.1f} | {read.cpu_seconds:.1f} | {ours.cpu_seconds:.1f} "
                f"| {read.peak_mb:.0f} | {ours.peak_mb:.0f} | {ours.peak_mb / read.peak_mb:.2f} |",
                flush=True,
            )
            path.unlink()
    for (small, seconds, memory), (large, more_seconds, more_memory) in pairwise(found):
        growth = math.log(large / small)
        print(
            f"from {small:,} to {large:,} lines: processor time x size^{math.log(more_seconds / seconds) / growth:.2f}, "
            f"memory x size^{math.log(more_memory / memory) / growth:.2f}"
        )


if __name__ == "__main__":
    main()
