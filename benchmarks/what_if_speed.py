"""How long LibreOffice takes to recalculate a report after a change on Wat als:

``python -m benchmarks.what_if_speed``.

Goal: under 1 s with 5,000 customers, of which other weights take the most: each of the twenty places is the
product of two tables. Every formula of the workbook is calculated; Excel, which only calculates what depends
on the cell that changed, has less to do. Left out, with a remark, where there is no LibreOffice."""

from __future__ import annotations

import time
from pathlib import Path

from xlsxwriter.utility import xl_cell_to_rowcol

from benchmarks.in_office import CREATED, Book, Office, by_size, many
from benchmarks.measuring import judge, table
from klantwaarde_xl.report.build import build
from klantwaarde_xl.report.pages.what_if.sheet import PAGE
from klantwaarde_xl.report.specs import CellSpec

SIZES = (500, 5_000)
SECONDS = 1.0
"""At most, for 5,000 customers."""
CHANGES = {"Als_Prijs": 0.05, "Als_Slechtste": 12, "Als_Dagen": 14, "Als_Gewicht_turnover": 0.6}
STEPS = {"Als_Prijs": 0.01, "Als_Slechtste": 1, "Als_Dagen": 1, "Als_Gewicht_turnover": 0.01}
"""What each run adds, so that no run repeats one."""
PLACES = {block.name: block.at for block in PAGE.spec.blocks if isinstance(block, CellSpec) and block.name}


def seconds(office: Office, count: int, folder: Path) -> dict[str, float]:
    """Return the seconds of each change: type it, recalculate, read the sheet; the fastest of three."""
    book = Book(office, build(many(count), created=CREATED), folder / f"{count}.xlsx")
    spent = {}
    for name, value in CHANGES.items():
        runs = []
        for n in range(3):
            start = time.perf_counter()
            book.put(xl_cell_to_rowcol(PLACES[name]), value + n * STEPS[name], "Wat als")
            book.recalculated("Wat als", "H80")
            runs.append(time.perf_counter() - start)
        spent[name] = min(runs)
    book.close()
    return spent


def main() -> None:
    """Print a row per number of customers."""
    if (rows := by_size(seconds, SIZES)) is None:
        return
    print(
        table(
            ("customers", *CHANGES),
            [(count, *(f"{spent:.3f}" for spent in found.values())) for count, found in rows],
        )
    )
    judge(f"Wat als recalculated with {rows[-1][0]:,} customers", max(rows[-1][1].values()), SECONDS, "s")


if __name__ == "__main__":
    main()
