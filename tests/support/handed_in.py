"""Small workbooks as a user might hand them in, and the commands that judge them."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import openpyxl
import pytest
from at_the_door import run

Rows = list[list[object]]
CUSTOMERS: Rows = [["Klantnr", "Klantnaam"], ["1", "Jansen"], ["2", "De Vries"]]
LINES: Rows = [
    ["Datum", "Klantnr", "Omzet", "Kostprijs"],
    [dt.date(2025, 3, 1), "1", 100.0, 60.0],
    [dt.date(2025, 4, 1), "2", 50.0, 20.0],
]


def workbook(path: Path, **sheets: Rows) -> Path:
    """Write sheets of plain cells; Klanten and Transacties have good rows unless they are given."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in ({"Klanten": CUSTOMERS, "Transacties": LINES} | sheets).items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def check(capsys: pytest.CaptureFixture[str], path: Path) -> tuple[int, list[dict]]:
    """Return exit code and findings of ``klantwaarde controleer --json``."""
    code, out, err = run(capsys, "controleer", str(path), "--json")
    assert not err
    return code, json.loads(out)["findings"]


def lines_with(**cells: object) -> Rows:
    """Return good lines with one more row that differs in these columns."""
    row = dict(zip(LINES[0], [dt.date(2025, 5, 1), "1", 10.0, 5.0], strict=True)) | cells
    return [*LINES, list(row.values())]
