"""Functions in cells against the conversion of xlwings alone:

``python -m benchmarks.function_speed [--lines 60000]``.

Runs xlwings' own ``call_udf`` with its converters, as the COM server does for a cell on Windows; only COM
itself is played (see tests/support/windows_stub.py). The floor is a function that takes the same ranges and
hands back the same answer, ready made. The first function over some tables analyses them; a second one over
the same tables finds that it knows them: goal 0.1 s at 60,000 lines and the 400 customers of the demo."""

from __future__ import annotations

import argparse
import datetime as dt
import sys
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.core_speed import random_lines
from benchmarks.measuring import judge, table

HEADERS = ["Datum", "Klantnr", "Productcode", "Factuurnr", "Omzet", "Kostprijs"]
SECOND_CALL = 0.1
"""Processor seconds that a second function over the same 60,000 lines may take: one thread, so those waited
when it is quiet."""


def ranges(lines: int) -> tuple[list[list[object]], list[list[object]]]:
    """Return invoice lines and customers as COM hands ranges over: rows of datetimes, text and floats,
    headers first."""
    frame = random_lines(lines, customers=max(50, lines // 150), groups=12)
    columns = [list(frame["date"].dt.to_pydatetime())]
    columns += [
        frame[name].astype(object).tolist() for name in ("customer_id", "product_group", "invoice_id")
    ]
    columns += [frame[name].tolist() for name in ("revenue", "cost")]
    customers = [["Klantnr"], *([name] for name in frame["customer_id"].cat.categories)]
    return [HEADERS, *map(list, zip(*columns, strict=True))], customers


def over_com(rows: list[list[object]], moment: type[dt.datetime]) -> list[list[object]]:
    """Return rows with each datetime as COM gives it: of the class ``moment``, in UTC."""
    return [
        [moment.combine(cell, cell.time(), dt.UTC) if isinstance(cell, dt.datetime) else cell for cell in row]
        for row in rows
    ]


def seconds(work: Callable[[], object], repeat: int) -> tuple[float, float]:
    """Return wall and processor seconds of the fastest of some calls."""
    found = []
    for _ in range(repeat):
        start, cpu = time.perf_counter(), time.process_time()
        work()
        found.append((time.perf_counter() - start, time.process_time() - cpu))
    return min(wall for wall, _ in found), min(cpu for _, cpu in found)


def main() -> None:
    """Call the floor and our functions, and print what each took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lines", type=int, default=60_000)
    lines = parser.parse_args().lines
    sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "support"))
    import xlwings
    from windows_stub import MISSING, ComRange, ComTime, WindowsXlwings

    from klantwaarde_xl.functions import cache, of_tables, table_cells
    from klantwaarde_xl.model.tables import InvoiceLine

    windows = WindowsXlwings()

    ready: list[list[object]] = []

    @windows.udfs.xlfunc
    @windows.udfs.xlarg("transacties", ndim=2, err_to_str=True)
    @windows.udfs.xlarg("klanten", ndim=2, err_to_str=True)
    def bare(transacties, klanten):
        return ready

    windows.functions.bare = bare
    # Every call over COM brings new objects with the zone of pywin32.
    sent = [tuple(ComRange(over_com(rows, ComTime)) for rows in ranges(lines)) for _ in range(7)]
    lines_range, customers_range = sent[0]
    left_out = [MISSING] * 5

    def call(name: str) -> Callable[[], object]:
        return lambda: windows.call(name, *sent.pop(), *left_out)

    first = seconds(call("KW_KLANTEN"), 1)
    ready += call("KW_KLANTEN")()
    floor = seconds(lambda: windows.call("bare", lines_range, customers_range), 3)
    counted: list[int] = []
    analyse, of_tables.analyse = of_tables.analyse, lambda *a, **k: counted.append(1) or analyse(*a, **k)
    other = seconds(call("KW_ACTIES"), 1)
    second = seconds(call("KW_KLANTEN"), 3)
    marked = seconds(call("KW_TABELLEN"), 1)
    mark = ComRange([[windows.call("KW_TABELLEN", lines_range, customers_range, *left_out)]])
    by_mark = seconds(lambda: windows.call("KW_KLANTEN", mark, *[MISSING] * 8), 3)
    rows = ranges(lines)[0]
    cut = table_cells.cut_cells(rows, InvoiceLine, "transacties")
    reading = seconds(lambda: table_cells.cut_cells(rows, InvoiceLine, "transacties"), 3)
    hashing = seconds(lambda: cache.content_key(cut.table), 3)
    customers = customers_range.Rows.Count - 1
    print(
        f"xlwings {xlwings.__version__}, {lines:,} lines x {len(HEADERS)} columns and {customers:,} "
        f"customers\n"
    )
    shown = [
        ("conversion of xlwings alone", floor),
        ("KW_KLANTEN, the first call: everything is computed", first),
        ("KW_ACTIES over the same tables: nothing is analysed again", other),
        ("KW_KLANTEN again: nothing is computed", second),
        ("KW_TABELLEN over the same tables", marked),
        ("KW_KLANTEN over its mark: one cell comes over COM", by_mark),
        ("reading the cells, which the first call does", reading),
        ("hashing them, likewise", hashing),
    ]
    print(
        table(
            ("call", "seconds", "cpu s", "x xlwings"),
            [(name, f"{wall:.3f}", f"{cpu:.3f}", f"{cpu / floor[1]:.2f}") for name, (wall, cpu) in shown],
        )
    )
    judge("analyses that a second function makes", len(counted), 0, "analyses")
    judge(
        f"second function over {lines:,} lines, processor time",
        second[1],
        SECOND_CALL,
        "s",
    )


if __name__ == "__main__":
    main()
