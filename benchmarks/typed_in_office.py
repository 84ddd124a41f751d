"""What a user types in a workbook with 60,000 invoice lines, for ``door_speed``: a whole column as an
argument, and one more line.

The whole column goes the whole way: a cell of LibreOffice, our VBA, which cuts it, xlwings' own converters,
our Python, and back. Of the line is counted which formulas call a function of ours on sheets that calculate
(Excel leaves out the sheet Functies, which LibreOffice does not), and timed what the other formulas take."""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.measuring import judge

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "support"))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "office"))

from function_book import write_function_book
from office_client import Office, why_not
from package_reading import Package
from sheet_calls import calls
from windows_stub import MISSING, ComRange, WindowsXlwings

from klantwaarde_xl.report.pages.inputs.sheets import HEADER_ROW
from klantwaarde_xl.template.functions_sheet import SHEET

ROWS_OF_A_SHEET = 1_048_576
PARETO = f"=KW_PARETO(Data!A1:A{ROWS_OF_A_SHEET})"
Row = tuple[str, float, str]


def typed(book: Path, amounts: list[object]) -> list[Row]:
    """Return what typing takes, by door: its name, its seconds, and what travelled.

    ``book`` is the macro workbook of the demo, ``amounts`` its turnover per line; seconds are processor
    seconds of ours, and of LibreOffice what one waits."""
    by_sheet = calls(Package(book.read_bytes()))
    behind = by_sheet.pop(SHEET)
    judge("calls of functions when a line is typed", sum(by_sheet.values()), 0, "calls")
    rows = [("a line typed: functions called", 0.0, f"{sum(by_sheet.values())} of {behind}")]
    rows += _uncut(amounts)
    if reason := why_not():
        print(f"left out, a whole column and a line in LibreOffice: {reason}")
        return rows
    with tempfile.TemporaryDirectory() as name:
        office = Office(Path(name))
        try:
            rows += [_whole_column(office, Path(name), amounts), _line(office, book.with_suffix(".xlsx"))]
        finally:
            office.stop()
    return rows


def _uncut(amounts: list[object]) -> list[Row]:
    """Return what a whole column takes when every row of the sheet travels: what the cut saves."""
    windows = WindowsXlwings()
    column = [["Omzet"], *[[amount] for amount in amounts]]
    column += [[None]] * (ROWS_OF_A_SHEET - len(column))
    start = time.process_time()
    windows.call("KW_PARETO", ComRange(column), MISSING, MISSING)
    return [("KW_PARETO(A:A), not cut", time.process_time() - start, f"{ROWS_OF_A_SHEET:,} cells")]


def _whole_column(office: Office, folder: Path, amounts: list[object]) -> Row:
    from test_cells import as_over_com, in_cells

    windows, travelled, spent = WindowsXlwings(), [], []

    def answer(_name: str, arguments: list[Any]) -> object:
        _, function, given, *_ = arguments
        travelled.append(len(given[0]["range"]))
        start = time.process_time()
        result = in_cells(windows.call(function, *map(as_over_com, given)))
        spent.append(time.process_time() - start)
        return result

    path = folder / "kolom.xlsm"
    data = [["Omzet"], *[[amount] for amount in amounts]]
    write_function_book(path, {"Data": data}, {"Pareto": (PARETO, 1, 1)})
    office.on_call = answer
    document = office.ask("open", path=str(path))
    waited = _seconds(lambda: office.ask("calculate", document=document))
    office.ask("close", document=document)
    office.on_call = None
    judge("cells of KW_PARETO(A:A) that travel", max(travelled), len(data), "cells")
    return (
        f"KW_PARETO(A:A), cut by our VBA ({waited:.1f} s in LibreOffice)",
        max(spent),
        f"{max(travelled):,} cells",
    )


def _line(office: Office, book: Path) -> Row:
    """Type the cells of the last line anew; all that depends on Transacties is calculated when it is read."""
    document = office.ask("open", path=str(book))
    office.ask("calculate", document=document)
    last, _ = office.ask("used", document=document, sheet="Transacties")
    area = [last, 0, last, 11]
    (line,) = office.ask("read", document=document, sheet="Transacties", area=area)["values"]
    sheets = office.ask("sheets", document=document)
    places = {name: office.ask("used", document=document, sheet=name) for name in sheets}
    del places["Transacties"]

    def shown() -> None:
        for name, (row, column) in places.items():
            office.ask("read", document=document, sheet=name, area=[0, 0, row, column])

    looked = min(_seconds(shown) for _ in range(3))

    def type_it() -> None:
        office.ask("write", document=document, sheet="Transacties", area=area, values=[line])
        shown()

    waited = min(_seconds(type_it) for _ in range(3))
    office.ask("close", document=document)
    assert last >= HEADER_ROW + 60_000
    return "a line typed: all other formulas, LibreOffice (waited)", max(waited - looked, 0.0), ""


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start
