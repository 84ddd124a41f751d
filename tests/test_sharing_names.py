"""A copy without names, tried with names that are hard to find or easy to mistake for something else."""

from __future__ import annotations

import datetime as dt
import html
import random
import re
import zipfile
from pathlib import Path

import light
import openpyxl
import pytest

from klantwaarde_xl.use_cases.sharing import Way, share

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")
NAMES = (
    "An",
    "O'Brien & Zn",
    "Bo < Co >",
    'Café "De Wed."',
    "Horeca",
    "Verpakking",
    "Müller–Çelik",
    "Li",
    "=1+1",
    "Noor",
)
"""Quotes, markup, accents, two letters, the name of a segment and of a product group, a formula, an account
manager's name."""


def workbook(path: Path) -> Path:
    draw = random.Random(1)
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Klanten"
    sheet.append(["Klantnr", "Klantnaam", "Segment", "Accountmanager"])
    for n in range(40):
        sheet.append(
            [
                f"QX{n:03}Y",
                NAMES[n] if n < len(NAMES) else f"Zwqv{n} Firma",
                ("Zorg", "Horeca")[n % 2],
                ("Wjk Managér", "An")[n % 2],
            ]
        )
        if NAMES[n % len(NAMES)].startswith("="):
            sheet.cell(sheet.max_row, 2).data_type = "s"
    sheet = book.create_sheet("Transacties")
    sheet.append(["Datum", "Klantnr", "Productcode", "Omzet", "Kostprijs", "Factuurnr"])
    for n in range(1_500):
        day = dt.date(2024 + n % 2, 1 + n % 12, 1 + n % 28)
        sheet.append([day, f"QX{draw.randrange(40):03}Y", f"P{n % 9}", 10.0 + n, 5.0 + n % 20, f"FKT{n}"])
    sheet = book.create_sheet("Producten")
    sheet.append(["Productcode", "Omschrijving", "Productgroep"])
    for n in range(9):
        sheet.append([f"P{n}", f"Ding {n}", "Verpakking" if n < 2 else f"Groep {n}"])
    book.save(path)
    return path


def test_awkward_names_are_gone_and_what_merely_looks_like_one_stays(tmp_path: Path) -> None:
    copy = share(
        workbook(tmp_path / "in.xlsx"),
        tmp_path / "kopie.xlsx",
        Way(nameless=True),
        created=dt.datetime(2026, 1, 2),
    )
    with zipfile.ZipFile(copy.workbook) as package:
        content = "\n".join(
            html.unescape(package.read(name).decode("utf-8", "replace")) for name in package.namelist()
        )
    hidden = ("O'Brien", "Bo <", "De Wed", "Müller", "Zwqv", "QX0", "FKT", "Wjk", "=1+1")
    assert [name for name in hidden if name in content] == []
    book = light.load(copy.workbook)
    cells = {
        cell.value
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell.value, str)
    }
    # Names of two letters stand in many a word; as a word of their own they may be nowhere.
    assert [cell for cell in cells if re.search(r"\b(?:An|Li|Noor)\b", cell)] == []
    assert {"Horeca", "Zorg", "Verpakking"} <= cells, "segments and product groups are no names"
    headers, *rows = list(book["Klantwaarde"].iter_rows(min_row=5, max_row=45, values_only=True))
    names = [row[headers.index("Klantnaam")] for row in rows]
    assert len(names) == 40
    assert all(re.fullmatch(r"Klant K-[0-9A-Z]{6,}", name) for name in names)


@pytest.mark.slow
def test_the_same_names_stand_in_a_copy_with_names(tmp_path: Path) -> None:
    copy = share(workbook(tmp_path / "in.xlsx"), tmp_path / "kopie.xlsx", created=dt.datetime(2026, 1, 2))
    book = light.load(copy.workbook)
    cells = {cell.value for row in book["Klantwaarde"].iter_rows() for cell in row}
    assert set(NAMES) <= cells
