"""How ``vernieuw`` grows with the number of invoice lines, and what the largest costs:

``python -m benchmarks.growth``.

Generated workbooks of 100,000, 300,000 and 1,000,000 lines over three years (a customer per 20 lines, at most
300 groups).
Growth is the time of each size beside that of the smallest one times their ratio: 1 is linear, the goal is at
most 1.15; memory, above an empty process, likewise. For the largest: all sheets within 2.0 x of reading the
workbook and writing the very same cells with XlsxWriter, the fastest writer that can make tables and charts,
and at most 1.6 x the memory of reading alone. Time is judged by processor time, which other programs hardly
change; the seconds waited stand beside it."""

from __future__ import annotations

import argparse
import pickle
import sys
import tempfile
from pathlib import Path

import pandas as pd

from benchmarks.core_speed import random_lines
from benchmarks.measuring import Measured, judge, measure, table
from benchmarks.refresh_speed import just_read, refresh_it

RUNS = 2
"""Of every size as many, since the first also loads what every later one finds loaded."""


def workbook(path: Path, lines: int, customers: int = 0, groups: int = 0) -> Path:
    """Write an input workbook with this many invoice lines; as many customers and groups as fit them when not
    given."""
    import datasets

    frame = random_lines(
        lines, customers or max(50, lines // 20), groups or min(300, max(5, lines // 1_000)), years=3
    )
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
    import klantwaarde_xl.use_cases.refreshing  # noqa: F401


def keep_cells(path: str, target: str) -> None:
    """Keep every cell of a workbook as Python values, by sheet, for those who write them again."""
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_path(path)
    rows = {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}
    with Path(target).open("wb") as stream:
        pickle.dump(rows, stream)


def write_again(cells: str, path: str) -> None:
    """Write the cells as one would with XlsxWriter: each by the method of its kind, an Excel table over each
    long sheet."""
    _write(cells, path, {})


def write_without_tables(cells: str, path: str) -> None:
    """Write the cells with XlsxWriter's fastest mode, which can make no tables."""
    _write(cells, path, {"constant_memory": True})


def _write(cells: str, path: str, options: dict[str, bool]) -> None:
    import xlsxwriter

    with Path(cells).open("rb") as stream:
        sheets = pickle.load(stream)
    book = xlsxwriter.Workbook(path, options)
    for number, (name, rows) in enumerate(sheets.items()):
        sheet = book.add_worksheet(name)
        for r, row in enumerate(rows):
            for c, value in enumerate(row):
                if isinstance(value, str):
                    if value:
                        sheet.write_string(r, c, value)
                elif isinstance(value, float | int):
                    sheet.write_number(r, c, value)
                else:
                    sheet.write_datetime(r, c, value)
        if len(rows) > 100 and not options:
            columns = [{"header": f"Kolom {c}"} for c in range(len(rows[0]))]
            sheet.add_table(
                4, 0, len(rows) - 1, len(rows[0]) - 1, {"name": f"tabel{number}", "columns": columns}
            )
    book.close()


def load_cells(cells: str) -> None:
    """Load the kept cells and do no more: what is no writing in the measurements of writing."""
    with Path(cells).open("rb") as stream:
        pickle.load(stream)


def against_floor(read: Measured, ours: Measured, output: Path, folder: Path) -> None:
    """Print what the largest run costs beside reading plus writing the same cells."""
    cells, again = str(folder / "cellen.pickle"), str(folder / "nogmaals.xlsx")
    measure(keep_cells, str(output), cells)
    loading = measure(load_cells, cells)
    writers = {
        "XlsxWriter, with tables": write_again,
        "XlsxWriter, constant_memory, no tables": write_without_tables,
    }
    written = {name: measure(work, cells, again) for name, work in writers.items()}
    rows = [("just reading", read), *written.items(), ("vernieuw, all sheets", ours)]
    print(
        table(
            ("what", "seconds", "cpu s", "peak MB"),
            [
                (name, f"{one.seconds:.1f}", f"{one.cpu_seconds:.1f}", f"{one.peak_mb:.0f}")
                for name, one in rows
            ],
        )
    )
    for name, one in written.items():
        floor = read.seconds + one.seconds - loading.seconds
        cpu = read.cpu_seconds + one.cpu_seconds - loading.cpu_seconds
        print(
            f"reading + writing by {name}: {floor:.1f} s, cpu {cpu:.1f} s; vernieuw "
            f"{ours.seconds / floor:.2f} x the seconds"
        )
        judge(f"vernieuw of the largest, processor time x reading + {name}", ours.cpu_seconds / cpu, 2.0)
    judge("vernieuw of the largest, memory x just reading", ours.peak_mb / read.peak_mb, 1.6)


def main() -> None:
    """Write the workbooks, measure, print a row per size as soon as it is known, the growth, and the largest
    beside its floor."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[100_000, 300_000, 1_000_000])
    sizes = parser.parse_args().sizes
    sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "support"))
    empty = measure(nothing).peak_mb
    print(f"empty process {empty:.0f} MB")
    headers = (
        "lines",
        "reading s",
        "vernieuw s",
        "x",
        "reading cpu s",
        "vernieuw cpu s",
        "x",
        "reading MB",
        "vernieuw MB",
        "x",
    )
    print(table(headers, []))
    found: list[tuple[int, Measured]] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        output = folder / "uit.xlsx"
        for size in sizes:
            path = workbook(folder / f"{size}.xlsx", size)
            read = measure(just_read, str(path), repeat=RUNS)
            ours = measure(refresh_it, str(path), str(output), repeat=RUNS)
            found.append((size, ours))
            print(
                f"| {size:,} | {read.seconds:.1f} | {ours.seconds:.1f} | {ours.seconds / read.seconds:.2f} "
                f"| {read.cpu_seconds:.1f} | {ours.cpu_seconds:.1f} "
                f"| {ours.cpu_seconds / read.cpu_seconds:.2f} | {read.peak_mb:.0f} | {ours.peak_mb:.0f} "
                f"| {ours.peak_mb / read.peak_mb:.2f} |",
                flush=True,
            )
            path.unlink()
        print()
        smallest, first = found[0]
        for size, one in found[1:]:
            linear = size / smallest
            what = f"from {smallest:,} to {size:,} lines"
            print(f"{what}: seconds {one.seconds / first.seconds / linear:.2f} x linear")
            judge(f"{what}: processor time x linear", one.cpu_seconds / first.cpu_seconds / linear, 1.15)
            judge(f"{what}: memory x linear", (one.peak_mb - empty) / (first.peak_mb - empty) / linear, 1.15)
        print()
        against_floor(read, ours, output, folder)


if __name__ == "__main__":
    main()
