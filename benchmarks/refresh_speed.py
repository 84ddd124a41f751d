"""``vernieuw`` on the web shop's 541,909 lines against just reading that workbook, in time and peak memory.

Run: ``python -m benchmarks.refresh_speed [--data ../shared/data]``. Goals: within 2 x the time, at most 1.5 x
the memory. Time is judged by processor time, which other programs hardly change; the seconds waited stand
beside it."""

from __future__ import annotations

import argparse
import datetime as dt
import sys
import tempfile
from pathlib import Path

from benchmarks.measuring import alternately, judge, measure, table


def just_read(path: str) -> None:
    """Read every cell of every sheet as Python values, as one would with the reader alone."""
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_path(path)
    _cells = [book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names]


def refresh_it(path: str, output: str) -> None:
    """Do what the command does."""
    from klantwaarde_xl.use_cases.refreshing import refresh

    refresh(Path(path), Path(output), created=dt.datetime(2026, 1, 1))  # noqa: DTZ001 - Excel has no time zone


def main() -> None:
    """Write the workbook, measure both, print the ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path(__file__).resolve().parents[2] / "shared" / "data")
    arguments = parser.parse_args()
    sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "support"))
    import datasets

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "webshop.xlsx"
        datasets.write_workbook(
            path, datasets.online_retail(arguments.data / "online_retail", with_unknown=True)
        )
        size = path.stat().st_size / 1e6
        output = str(Path(folder) / "resultaat.xlsx")
        read, refreshed = alternately(
            lambda: measure(just_read, str(path), repeat=2),
            lambda: measure(refresh_it, str(path), output, repeat=2),
            3,
        )
    print(f"workbook of {size:.1f} MB")
    rows = [
        (
            "just reading",
            f"{read.seconds:.2f}",
            "1.00",
            f"{read.cpu_seconds:.2f}",
            "1.00",
            f"{read.peak_mb:.0f}",
            "1.00",
        ),
        (
            "vernieuw",
            f"{refreshed.seconds:.2f}",
            f"{refreshed.seconds / read.seconds:.2f}",
            f"{refreshed.cpu_seconds:.2f}",
            f"{refreshed.cpu_seconds / read.cpu_seconds:.2f}",
            f"{refreshed.peak_mb:.0f}",
            f"{refreshed.peak_mb / read.peak_mb:.2f}",
        ),
    ]
    print(table(("", "seconds", "x", "cpu s", "x", "peak MB", "x"), rows))
    judge(
        "vernieuw of 541,909 lines, processor time x just reading",
        refreshed.cpu_seconds / read.cpu_seconds,
        2.0,
    )
    judge("vernieuw of 541,909 lines, memory x just reading", refreshed.peak_mb / read.peak_mb, 1.5)


if __name__ == "__main__":
    main()
