"""Made-up companies and the sheets that they are written on, for the layouts of ``read_layouts``."""

from __future__ import annotations

import csv
import datetime as dt
import random
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import xlsxwriter

Cells = list[list[object]]
FIRST_1904, FIRST_1900 = dt.date(1904, 1, 1), dt.date(1899, 12, 30)


@dataclass(frozen=True)
class Line:
    """One invoice line as the company means it: cents excluding VAT, a credit negative."""

    day: dt.date
    customer: str
    invoice: str
    product: str
    quantity: int
    cents: int
    currency: str = "EUR"


def company(draw: random.Random) -> list[Line]:
    """Return the lines of a company, sorted by invoice; an invoice is of one day and one customer."""
    style = draw.choice(("{:05d}", "K{}", "{}", "DEB-{:03d}"))
    customers = [style.format(100 + number) for number in draw.sample(range(900), draw.randrange(3, 8))]
    products = [f"P{number:03d}" for number in range(draw.randrange(3, 9))]
    first, count = draw.choice((2022, 2023, 2024)), draw.randrange(8, 25)
    days = sorted(dt.date(first, 1, 1) + dt.timedelta(draw.randrange(730)) for _ in range(count))
    lines = []
    for number, day in enumerate(days):
        sign = -1 if draw.random() < 0.12 else 1
        customer, invoice = draw.choice(customers), f"F{day.year}{number:04d}"
        for product in draw.sample(products, draw.randrange(1, 4)):
            cents = sign * draw.choice((draw.randrange(101, 9_999), draw.randrange(10_001, 999_999)))
            lines.append(Line(day, customer, invoice, product, sign * draw.randrange(1, 20), cents))
    return lines


def turnover(lines: Iterable[Line]) -> Counter[str]:
    """Return the cents per customer of the lines in euros, without customers at nothing."""
    total: Counter[str] = Counter()
    for line in lines:
        if line.currency == "EUR":
            total[line.customer] += line.cents
    return Counter({customer: cents for customer, cents in total.items() if cents})


def dutch(cents: int) -> str:
    """Return an amount as a Dutch user types it."""
    return f"{cents / 100:,.2f}".translate(str.maketrans(",.", ".,"))


AMOUNTS: dict[str, Callable[[int], object]] = {
    "number": lambda cents: cents / 100,
    "noise": lambda cents: cents / 100 + 1e-11,
    "dutch": dutch,
    "english": lambda cents: f"{cents / 100:,.2f}",
    "swiss": lambda cents: f"{cents / 100:,.2f}".replace(",", "'"),
    "euro": lambda cents: f"€ {dutch(cents)}",
    "minus_behind": lambda cents: f"{dutch(abs(cents))}{'-' if cents < 0 else ''}",
    "brackets": lambda cents: f"({dutch(-cents)})" if cents < 0 else dutch(cents),
    "plain_comma": lambda cents: f"{cents / 100:.2f}".replace(".", ","),
}
"""How an amount stands in its cell."""
DAYS: dict[str, Callable[[dt.date, bool], object]] = {
    "date": lambda day, _: day,
    "dutch": lambda day, _: day.strftime("%d-%m-%Y"),
    "slash": lambda day, _: day.strftime("%d/%m/%Y"),
    "iso": lambda day, _: day.isoformat(),
    "compact": lambda day, _: int(day.strftime("%Y%m%d")),
    "serial": lambda day, from_1904: (day - (FIRST_1904 if from_1904 else FIRST_1900)).days,
}
"""How a date stands in its cell; serial numbers count from the first day of the workbook."""


@dataclass
class Sheet:
    """One sheet: its name, its cells from A1 on, the hidden rows, and the range of an Excel table."""

    name: str
    cells: Cells
    hidden: set[int] = field(default_factory=set)
    table: tuple[str, int, int, int, int] | None = None
    never_calculated: set[tuple[int, int]] = field(default_factory=set)


def write(path: Path, sheets: Sequence[Sheet], *, from_1904: bool) -> None:
    """Write sheets as a workbook; dates get a date format, a tuple is a number with the format beside it."""
    options = {"date_1904": from_1904, "strings_to_numbers": False, "strings_to_formulas": False}
    with xlsxwriter.Workbook(str(path), options) as book:
        day = book.add_format({"num_format": "dd-mm-yyyy"})
        for sheet in sheets:
            page = book.add_worksheet(sheet.name)
            for row, cells in enumerate(sheet.cells):
                for column, value in enumerate(cells):
                    if (row, column) in sheet.never_calculated:
                        page.write_formula(row, column, "=1+1", None, 0)
                    elif isinstance(value, dt.date):
                        page.write_datetime(row, column, value, day)
                    elif isinstance(value, tuple):
                        page.write_number(row, column, value[0], book.add_format({"num_format": value[1]}))
                    elif value is not None:
                        page.write(row, column, value)
            for row in sheet.hidden:
                page.set_row(row, None, None, {"hidden": True})
            if sheet.table is not None:
                name, top, left, bottom, right = sheet.table
                headers = [{"header": str(text)} for text in sheet.cells[top][left : right + 1]]
                page.add_table(top, left, bottom, right, {"name": name, "columns": headers})


def write_text(path: Path, cells: Cells, draw: random.Random) -> None:
    """Write cells as a text file, with a delimiter and an encoding of choice."""
    delimiter, encoding = draw.choice(((";", "utf-8-sig"), (",", "utf-8"), ("\t", "cp1252")))
    with path.open("w", newline="", encoding=encoding) as stream:
        rows = [
            [value.isoformat() if isinstance(value, dt.date) else value for value in row] for row in cells
        ]
        csv.writer(stream, delimiter=delimiter).writerows(rows)


def in_dollars(lines: Sequence[Line], draw: random.Random) -> list[Line]:
    """Return the lines with some of them in dollars, at least one."""
    chosen = set(draw.sample(range(len(lines)), max(1, len(lines) // 6)))
    return [replace(line, currency="USD" if at in chosen else "EUR") for at, line in enumerate(lines)]
