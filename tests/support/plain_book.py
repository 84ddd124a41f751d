"""Small workbooks from rows of values, as a user would type them."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import xlsxwriter

from klantwaarde_xl.model.inputs import Inputs

Rows = list[list[object]]
Refreshed = Callable[..., Inputs]
"""The fixture ``read``: rows of Transacties, and of other sheets by name, as a workbook that was read."""
WHOLE = 6045.0
"""Turnover of :func:`plain_lines`: thirty lines of 100, 107 ... 303 euros."""

HEADERS = ["Datum", "Klantnr", "Factuurnr", "Omzet"]
"""Headers of the lines of :func:`plain_lines`."""


def write_book(
    path: Path, sheets: Mapping[str, Sequence[Sequence[object]]], number_format: str = "0%"
) -> Path:
    """Write rows as sheets: None is a blank cell, a tuple of one number gets ``number_format``."""
    book = xlsxwriter.Workbook(str(path))
    day, special = (
        book.add_format({"num_format": "dd-mm-yyyy"}),
        book.add_format({"num_format": number_format}),
    )
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for i, row in enumerate(rows):
            for j, value in enumerate(row):
                if isinstance(value, dt.date):
                    sheet.write_datetime(i, j, value, day)
                elif isinstance(value, tuple):
                    sheet.write_number(i, j, value[0], special)
                elif isinstance(value, bool):
                    sheet.write_boolean(i, j, value)
                elif isinstance(value, str):
                    sheet.write_string(i, j, value)
                elif value is not None:
                    sheet.write_number(i, j, value)
    book.close()
    return path


def plain_lines(count: int = 30, customers: int = 5) -> list[list[object]]:
    """Return invoice lines of 100, 107, 114 ... euros in 2024, of customers 00001, 00002 ... in turn."""
    return [
        [dt.date(2024, 1 + n % 12, 1 + n % 27), f"{1 + n % customers:05d}", f"F{n:03d}", 100.0 + 7 * n]
        for n in range(count)
    ]


def plain_customers(count: int = 5) -> list[list[object]]:
    """Return a sheet Klanten with its headers."""
    return [["Klantnr", "Klantnaam"], *([f"{1 + n:05d}", f"Naam {chr(65 + n)}"] for n in range(count))]


def as_csv(path: Path, rows: Rows) -> Path:
    """Write rows as a text file with semicolons."""
    with path.open("w", newline="", encoding="utf-8") as stream:
        csv.writer(stream, delimiter=";").writerows(rows)
    return path


def turnover(inputs: Inputs) -> float:
    """Return the turnover of the good lines, to the cent."""
    return round(float(inputs.transactions["revenue"].sum()), 2)


def said(inputs: Inputs, code: str) -> list[str]:
    """Return severity and message of the findings with this code."""
    return [f"{found.severity.value}: {found.message}" for found in inputs.findings if found.code == code]
