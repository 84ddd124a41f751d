"""A small firm typed into the workbook that the command ``nieuw`` makes."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from klantwaarde_xl.files.table_rows import TableChange, change_tables

CUSTOMERS = [(f"{n:03d}", f"Klant {n}", "Noor" if n % 2 else "Bram") for n in range(1, 31)]
GROUPS = {"L1": "Lijm", "T1": "Tape", "F1": "Folie"}


def lines() -> list[tuple[object, ...]]:
    """Two years of invoice lines: all buy Lijm, 24 also Tape, 12 also Folie; one line has no date."""
    found: list[tuple[object, ...]] = []
    for number in range(1, 31):
        for code in [code for code, most in (("L1", 30), ("T1", 24), ("F1", 12)) if number <= most]:
            for year, month in ((2024, 3), (2024, 9), (2025, 1), (2025, 5), (2025, 8), (2025, 12)):
                revenue = 100.0 * number + month
                found.append((dt.date(year, month, 28), f"{number:03d}", code, revenue, revenue * 0.6))
    found.append((None, "001", "L1", 50.0, 30.0))
    return found


def fill(path: Path) -> None:
    """Type the firm into an empty workbook of ``nieuw``."""
    rows = lines()
    products = [(code, f"{group} groot", group) for code, group in GROUPS.items()]
    change_tables(
        path,
        [
            TableChange("tblKlanten", ("Klantnr", "Klantnaam", "Accountmanager"), CUSTOMERS, len(CUSTOMERS)),
            TableChange(
                "tblProducten", ("Productcode", "Omschrijving", "Productgroep"), products, len(products)
            ),
            TableChange(
                "tblTransacties", ("Datum", "Klantnr", "Productcode", "Omzet", "Kostprijs"), rows, len(rows)
            ),
            TableChange("tblAccountmanagers", ("Naam", "Capaciteit"), [("Noor", 4.0), ("Bram", 900.0)], 2),
        ],
    )
