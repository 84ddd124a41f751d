"""Pasting under the headers of the empty workbook, as people do: save in the spreadsheet program, refresh, read the answer."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

import numpy as np
import openpyxl
import pytest
from office_client import Office

from klantwaarde_xl.refreshing import refresh, write_empty
from klantwaarde_xl.report.input_sheets import HEADER_ROW

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported")
CREATED = dt.datetime(2025, 1, 15, 9, 30)
ROWS = int(os.environ.get("KW_PASTED_ROWS", "4000"))
"""Invoice lines that are pasted; 50,000 take about half a minute."""
CUSTOMERS = 300
_FIRST_DAY = 45_292
"""1 January 2024 as a day number."""


@pytest.fixture
def pasted(office: Office, tmp_path: Path) -> tuple[Path, np.ndarray, np.ndarray]:
    """Return the saved workbook, and customer and cents of every line."""
    empty, filled = tmp_path / "leeg.xlsx", tmp_path / "gevuld.xlsx"
    write_empty(empty, CREATED)
    draw = np.random.default_rng(8)
    who = draw.integers(1, CUSTOMERS + 1, ROWS)
    cents = draw.integers(-2_000, 90_000, ROWS)
    days = _FIRST_DAY + draw.integers(0, 366, ROWS)
    document = office.ask("open", path=str(empty))
    try:
        customers = [[f"{n:05d}", f"Klant {n} & Zn"] for n in range(1, CUSTOMERS + 1)]
        paste(office, document, "Klanten", {"Klantnr": [row[0] for row in customers], "Klantnaam": [row[1] for row in customers]})
        columns = {
            "Datum": [float(day) for day in days],
            "Klantnr": [f"{n:05d}" for n in who],
            "Productcode": [f"P{n % 7}" for n in range(ROWS)],
            "Omzet": (cents / 100).tolist(),
            "Kostprijs": (cents / 200).tolist(),
        }
        paste(office, document, "Transacties", columns)
        office.ask("save", document=document, path=str(filled), filter_name="Calc MS Excel 2007 XML")
    finally:
        office.ask("close", document=document)
    return filled, who, cents


def paste(office: Office, document: str, sheet: str, columns: dict[str, list[object]]) -> None:
    """Put columns below their headers; nothing is done about the table, which ends after its first row."""
    headers = office.ask("read", document=document, sheet=sheet, area=[HEADER_ROW - 1, 0, HEADER_ROW - 1, 30])["values"][0]
    for header, values in columns.items():
        column = headers.index(header)
        area = [HEADER_ROW, column, HEADER_ROW + len(values) - 1, column]
        office.ask("write", document=document, sheet=sheet, area=area, values=[[value] for value in values])


def test_what_is_pasted_is_counted_to_the_cent(pasted: tuple[Path, np.ndarray, np.ndarray], tmp_path: Path) -> None:
    filled, who, cents = pasted
    analysis = refresh(filled, tmp_path / "resultaat.xlsx", created=CREATED)
    assert [finding.code for finding in analysis.findings if str(finding.severity) == "fout"] == []
    assert analysis.inputs.read_lines == ROWS
    table = openpyxl.load_workbook(tmp_path / "resultaat.xlsx", read_only=True)["Klantwaarde"]
    rows = [row for row in table.iter_rows(min_row=5, values_only=True) if row[1]]
    headers = rows[0]
    number, name, revenue = (headers.index(header) for header in ("Klantnr", "Klantnaam", "Omzet"))
    found = {row[number]: (row[name], round(row[revenue] * 100)) for row in rows[1:]}
    for customer in np.unique(who):
        code = f"{customer:05d}"
        assert found[code] == (f"Klant {customer} & Zn", int(cents[who == customer].sum())), code
    assert sum(amount for _, amount in found.values()) == int(cents.sum())
