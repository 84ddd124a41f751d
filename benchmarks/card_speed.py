"""How long LibreOffice takes to recalculate a report after a choice on Klantkaart:

``python -m benchmarks.card_speed``.

Goal: under 1 s with 5,000 customers. Every formula of the workbook is calculated, those of the Dashboard too;
Excel, which only calculates what depends on the choice, has less to do. Left out, with a remark, where there
is no LibreOffice."""

from __future__ import annotations

import time
from pathlib import Path

from benchmarks.in_office import CHOICE, CREATED, Book, Office, by_size, many
from benchmarks.measuring import judge, table
from klantwaarde_xl.report.build import build

SIZES = (500, 5_000)
CHOICES = 7
SECONDS = 1.0
"""At most, for 5,000 customers."""


def seconds(office: Office, count: int, folder: Path) -> float:
    """Return the fastest of some choices, each another customer: choose, recalculate, read the card."""
    document = build(many(count), created=CREATED)
    book = Book(office, document, folder / f"{count}.xlsx")
    labels, spent = document.frames["card"]["label"], []
    for n in range(CHOICES):
        start = time.perf_counter()
        book.put(CHOICE, labels.iloc[n * count // CHOICES])
        book.recalculated("Klantkaart", "M43")
        spent.append(time.perf_counter() - start)
    book.close()
    return min(spent)


def main() -> None:
    """Print a row per number of customers."""
    if (rows := by_size(seconds, SIZES)) is None:
        return
    print(
        table(
            ("customers", "seconds", "x"),
            [(count, f"{spent:.3f}", f"{spent / rows[0][1]:.1f}") for count, spent in rows],
        )
    )
    judge(f"Klantkaart recalculated with {rows[-1][0]:,} customers", rows[-1][1], SECONDS, "s")


if __name__ == "__main__":
    main()
