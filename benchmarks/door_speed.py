"""The same 60,000 invoice lines through every door: ``python -m benchmarks.door_speed``.

Commands read and write a file. Buttons work in an open workbook and functions in a cell, both over COM: Excel
is played by the stand-in of the tests, whose own work counts too, and the calls over COM are counted, for
each costs about a millisecond between two real programs. Goal: twenty seconds of calls at most for the
button that does everything. What a function may take is judged by ``function_speed``."""

from __future__ import annotations

import argparse
import datetime as dt
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.measuring import judge, measure, table
from benchmarks.refresh_speed import refresh_it

ROOT = Path(__file__).resolve().parents[1]
MOST_CALLS = 20_000
BUTTONS = {"Controleren": "check", "Alleen scores": "refresh_scores", "Vernieuwen": "refresh"}


def spent(work: Callable[[], object]) -> float:
    """Return the processor seconds of a piece of work."""
    start = time.process_time()
    work()
    return time.process_time() - start


def share_it(path: str, output: str) -> None:
    """Do what ``deel`` does."""
    from klantwaarde_xl.use_cases.sharing import Way, share

    share(Path(path), Path(output), Way(nameless=True), created=dt.datetime(2026, 1, 1))  # noqa: DTZ001 - Excel has no time zone


def commands(book: Path) -> list[tuple[str, float, str]]:
    """Return what the work of commands on a workbook takes, each in a process of its own."""
    return [
        (f"command {name}", measure(work, str(book), str(book.with_name(f"{name}.xlsx"))).cpu_seconds, "")
        for name, work in (("vernieuw", refresh_it), ("deel", share_it))
    ]


def buttons(book: Path) -> list[tuple[str, float, str]]:
    """Return what each button in an open workbook takes, with its calls over COM."""
    from excel_session import Session
    from windows_stub import WindowsXlwings

    session, rows = Session(WindowsXlwings(), book, book.read_bytes()), []
    for label, python in BUTTONS.items():
        before = session.app.line.calls
        seconds = spent(lambda python=python: session.click(python))
        assert not session.app.said, session.app.said
        calls = session.app.line.calls - before
        rows.append((f"button {label}", seconds, f"{calls:,}"))
    judge("calls over COM of the button Vernieuwen", calls, MOST_CALLS, "calls")
    return rows


def table_cells(book: Path) -> dict[str, list[tuple[object, ...]]]:
    """Return the cells of the tables Transacties and Klanten, with their headers."""
    from openpyxl import load_workbook

    from klantwaarde_xl.report.pages.inputs.sheets import HEADER_ROW

    sheets = load_workbook(book, read_only=True, data_only=True)
    return {
        name: [row for row in sheets[name].iter_rows(min_row=HEADER_ROW, values_only=True) if any(row)]
        for name in ("Transacties", "Klanten")
    }


def web_page(book: Path) -> list[tuple[str, float, str]]:
    """Return what the local page takes: from a dropped workbook to the first sheet with results."""
    from web_client import Browser, running

    with running() as page:
        browser = Browser(page.address)

        def dropped() -> None:
            browser.drop((book.name, book.read_bytes()))
            while "refresh" in (reply := browser.get("bezig")).headers:
                time.sleep(0.5)
            assert browser.sheet("Klantwaarde").status == 200, reply.text

        return [("web page, a dropped workbook", spent(dropped), "")]


def add_in(cells: dict[str, list[tuple[object, ...]]]) -> list[tuple[str, float, str]]:
    """Return what functions take by way of the add-in without VBA, which sends each table once."""
    from addin_client import addin

    with tempfile.TemporaryDirectory() as folder, addin(Path(folder)) as client:

        def asked(send: bool) -> None:
            if send:
                sent = ([[_plain(cell) for cell in row] for row in rows] for rows in cells.values())
                keys[:] = [client.keep(rows)[0] for rows in sent]
            reply = client.call({"function": "KLANTEN", "arguments": [{"table": key} for key in keys]})
            assert reply.body.count(b"error") == 0, reply.body[:300]

        keys: list[str] = []
        return [
            ("add-in KW.KLANTEN, the first", spent(lambda: asked(True)), ""),
            ("add-in KW.KLANTEN again", spent(lambda: asked(False)), ""),
        ]


def _plain(cell: object) -> object:
    """Return a cell as Excel gives it to a script: a day as a number, a blank as no text."""
    if isinstance(cell, dt.datetime):
        return (cell - dt.datetime(1899, 12, 30)) / dt.timedelta(days=1)  # noqa: DTZ001 - Excel has no time zone
    return "" if cell is None else cell


def functions(tables: dict[str, list[tuple[object, ...]]]) -> list[tuple[str, float, str]]:
    """Return what functions in cells take over the tables of a workbook."""
    from windows_stub import MISSING, ComRange, WindowsXlwings

    windows = WindowsXlwings()
    ranges = [ComRange(rows) for rows in tables.values()]
    headers, *lines = ranges[0].Value
    amounts = ComRange([[line[headers.index("Omzet")]] for line in lines])
    left_out = [MISSING] * 7
    rows = [
        (
            "function KW_PARETO over a column",
            spent(lambda: windows.call("KW_PARETO", amounts, MISSING, MISSING)),
            "",
        ),
        ("function KW_KLANTEN, the first", spent(lambda: windows.call("KW_KLANTEN", *ranges, *left_out)), ""),
        ("function KW_ACTIES, the second", spent(lambda: windows.call("KW_ACTIES", *ranges, *left_out)), ""),
    ]
    again = min(spent(lambda: windows.call("KW_KLANTEN", *ranges, *left_out)) for _ in range(3))
    return [*rows, ("function KW_KLANTEN again", again, "")]


def main() -> None:
    """Make the workbook of the demo and take it through every door."""
    argparse.ArgumentParser(description=__doc__).parse_args()
    sys.path[:0] = [str(ROOT / "tests" / name) for name in ("support", "office")]
    from benchmarks.typed_in_office import typed
    from klantwaarde_xl.template.build import build_all

    with tempfile.TemporaryDirectory() as folder:
        made = build_all(Path(folder), lambda _step: None, demo=True)
        book = next(path for path in made if path.name == "klantwaarde-demo.xlsm")
        cells = table_cells(book)
        headers, *lines = cells["Transacties"]
        amounts = [line[headers.index("Omzet")] for line in lines]
        rows = [*commands(book), *buttons(book), *functions(cells), *typed(book, amounts)]
        rows += [*web_page(book), *add_in(cells)]
    print(
        table(
            ("door", "cpu s", "calls over COM, or cells"),
            [(name, f"{cpu:.2f}", calls) for name, cpu, calls in rows],
        )
    )


if __name__ == "__main__":
    main()
