"""Pasting under the headers of the empty workbook, as people do: copy from an export, paste, save, refresh,
read the answer."""

from __future__ import annotations

import datetime as dt
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pytest
import xlsxwriter
from office_client import Office

from klantwaarde_xl.model.tables import Customer, InvoiceLine
from klantwaarde_xl.report.pages.inputs.sheets import HEADER_ROW
from klantwaarde_xl.use_cases.new_workbook import write_empty
from klantwaarde_xl.use_cases.refreshing import refresh

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported")
CREATED = dt.datetime(2025, 1, 15, 9, 30)
ROWS = int(os.environ.get("KW_PASTED_ROWS", "50000"))
"""Invoice lines that are pasted."""
CUSTOMERS = 300
FIRST_DAY = dt.date(2024, 1, 1)
MONTHS = ("jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec")


@dataclass(frozen=True)
class Export:
    """Two sheets of another program: columns by header, cells as they stand there; and the truth in plain
    numbers."""

    customers: dict[str, list[object]]
    lines: dict[str, list[object]]
    who: np.ndarray
    cents: np.ndarray
    cost_cents: np.ndarray


def dutch_amount(cents: int, look: int) -> str:
    """Write an amount as a Dutch program exports it: thousands with a dot, a decimal comma, and minus before
    or after."""
    whole = f"{abs(cents) // 100:,}".replace(",", ".") + f",{abs(cents) % 100:02d}"
    if look == 0:
        return f"-{whole}" if cents < 0 else whole
    if look == 1:
        return f"{whole}-" if cents < 0 else whole
    return f"€ -{whole}" if cents < 0 else f"€ {whole}"


def dutch_date(day: dt.date, look: int) -> str:
    if look == 0:
        return f"{day.day:02d}-{day.month:02d}-{day.year}"
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}" if look == 1 else day.isoformat()


@pytest.fixture(scope="module")
def export() -> Export:
    draw = np.random.default_rng(8)
    who = draw.integers(1, CUSTOMERS + 1, ROWS)
    cents = draw.integers(-200_000, 9_000_000, ROWS)
    cost_cents = cents // 2
    days = [FIRST_DAY + dt.timedelta(days=int(day)) for day in draw.integers(0, 366, ROWS)]
    as_text, look = draw.random((2, ROWS)) < 0.1, draw.integers(0, 3, ROWS)
    numbers = range(1, CUSTOMERS + 1)
    return Export(
        customers={
            "Klantnr": [f"{n:05d}" for n in numbers],
            "Klantnaam": [f"Klant {n} & Zn" for n in numbers],
        },
        lines={
            "Datum": [
                dutch_date(day, k) if text else day
                for day, text, k in zip(days, as_text[0], look, strict=True)
            ],
            "Klantnr": [f"{n:05d}" for n in who],
            "Productcode": [f"P{n % 7}" for n in range(ROWS)],
            "Factuurnr": [24_000_000 + n // 3 for n in range(ROWS)],
            "Omzet": [
                dutch_amount(n, k) if text else n / 100
                for n, text, k in zip(cents.tolist(), as_text[1], look, strict=True)
            ],
            "Kostprijs": (cost_cents / 100).tolist(),
        },
        who=who,
        cents=cents,
        cost_cents=cost_cents,
    )


def write_export(path: Path, columns: dict[str, list[object]], model: Any) -> int:
    """Write the columns in the order of an input table, without headers, and return how many columns that
    table has."""
    headers = [column.header for column in model.columns()]
    book = xlsxwriter.Workbook(path, {"strings_to_formulas": False})
    sheet, date = book.add_worksheet("Export"), book.add_format({"num_format": "dd-mm-yyyy"})
    for header, values in columns.items():
        column = headers.index(header)
        for row, value in enumerate(values):
            if isinstance(value, dt.date):
                sheet.write_datetime(row, column, value, date)
            else:
                sheet.write(row, column, value)
    book.close()
    return len(headers)


@pytest.fixture(scope="module")
def pasted(office: Office, export: Export, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the empty workbook after both exports were pasted below its headers and it was saved."""
    folder = tmp_path_factory.mktemp("plakken")
    empty, filled = folder / "leeg.xlsx", folder / "gevuld.xlsx"
    write_empty(empty, CREATED)
    document = office.ask("open", path=str(empty))
    try:
        for model, columns in ((Customer, export.customers), (InvoiceLine, export.lines)):
            source = folder / f"{model.sheet}.xlsx"
            wide, tall = write_export(source, columns, model), len(next(iter(columns.values())))
            opened = office.ask("open", path=str(source))
            area = [0, 0, tall - 1, wide - 1]
            # Nothing is done about the table on the sheet, which ends after its first row.
            office.ask(
                "paste", document=document, sheet=model.sheet, at=[HEADER_ROW, 0], source=opened, area=area
            )
            office.ask("close", document=opened)
        office.ask("save", document=document, path=str(filled), filter_name="Calc MS Excel 2007 XML")
    finally:
        office.ask("close", document=document)
    return filled


def shown(path: Path) -> dict[str, dict[str, Any]]:
    """Return the rows of the sheet Klantwaarde, by customer number and header."""
    book = openpyxl.load_workbook(path, read_only=True)
    try:
        rows = [row for row in book["Klantwaarde"].iter_rows(min_row=5, values_only=True) if row[1]]
    finally:
        book.close()
    return {str(row[1]): dict(zip(rows[0], row, strict=True)) for row in rows[1:]}


def test_what_is_pasted_is_counted_to_the_cent(pasted: Path, export: Export, tmp_path: Path) -> None:
    analysis = refresh(pasted, tmp_path / "resultaat.xlsx", created=CREATED)
    assert [finding.code for finding in analysis.findings if str(finding.severity) == "fout"] == []
    assert analysis.inputs.read_lines == ROWS
    found = shown(tmp_path / "resultaat.xlsx")
    assert len(found) == len(np.unique(export.who))
    for customer in np.unique(export.who):
        row, own = found[f"{customer:05d}"], export.who == customer
        assert row["Klantnaam"] == f"Klant {customer} & Zn"
        assert round(row["Omzet"] * 100) == int(export.cents[own].sum()), customer
        assert round(row["Brutomarge"] * 100) == int((export.cents - export.cost_cents)[own].sum()), customer
    assert sum(round(row["Omzet"] * 100) for row in found.values()) == int(export.cents.sum())


def test_a_part_came_as_text(pasted: Path, export: Export) -> None:
    book = openpyxl.load_workbook(pasted, read_only=True)
    try:
        rows = [
            row[:6] for row in book[InvoiceLine.sheet].iter_rows(min_row=HEADER_ROW + 1, values_only=True)
        ][:ROWS]
    finally:
        book.close()
    texts = [sum(isinstance(row[column], str) for row in rows) for column in (0, 1, 5)]
    wanted = [
        sum(isinstance(value, str) for value in export.lines[header])
        for header in ("Datum", "Klantnr", "Omzet")
    ]
    assert texts == wanted
    assert min(texts) > ROWS / 20
