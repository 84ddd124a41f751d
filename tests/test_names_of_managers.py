"""Names of account managers as people type them, in Klanten, Team and Inspanning, through the command."""

from __future__ import annotations

from typing import Any

import datasets
import openpyxl
import pandas as pd
import pytest
from quick import first_quick

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported")
IDS = [f"K{number}" for number in range(6)]


@pytest.mark.parametrize(
    ("owners", "employees", "counted"),
    first_quick(
        2,
        [
            # Two rows of the sheet, as Klanten has two names; the hours of both are hers.
            (["Noor", "noor"] * 3, ["Noor", "NOOR"] * 3, {"Noor": 6.0, "noor": 6.0}),
            (["Noor"] * 6, ["noor "] * 5 + [None], {"Noor": 12.0}),
            (["Noor"] * 6, ["Binnendienst"] * 5 + ["Noor"], {"Noor": 2.0}),
            # Fewer than nine in ten hours with a name, or nobody of the team: all hours for her customers.
            (["Noor"] * 6, [None] * 5 + ["Noor"], {"Noor": 12.0}),
            (["Noor"] * 6, [7] * 6, {"Noor": 12.0}),
        ],
    ),
    ids=["alike", "in small letters", "the office", "few names", "numbers"],
)
def test_hours_are_of_who_wrote_them(
    door: Any, owners: list[str], employees: list[object], counted: dict[str, float]
) -> None:
    days = pd.date_range("2024-01-05", "2025-12-20", periods=96).floor("D")
    sheets = {
        "Klanten": pd.DataFrame({"Klantnr": IDS, "Klantnaam": IDS, "Accountmanager": owners}),
        "Transacties": pd.DataFrame(
            {"Datum": days, "Klantnr": IDS * 16, "Omzet": 100.0, "Kostprijs": 20.0, "Factuurnr": "F1"}
        ),
        "Inspanning": pd.DataFrame(
            {
                "Datum": pd.Timestamp(2025, 3, 3),
                "Klantnr": IDS,
                "Activiteit": "Bezoek",
                "Uren": 2.0,
                "Medewerker": pd.Series(employees, dtype=object),
            }
        ),
        "Team": pd.DataFrame({"Naam": ["Noor"], "Capaciteit": [50.0]}),
    }
    path = datasets.write_workbook(door.folder / "in.xlsx", sheets)
    door.run("vernieuw", path, "--uit", door.folder / "uit.xlsx")
    book = openpyxl.load_workbook(door.folder / "uit.xlsx", read_only=True, data_only=True)
    rows = list(book["Accountmanagers"].iter_rows(min_row=9, values_only=True))
    book.close()
    name, hours = (rows[0].index(header) for header in ("Accountmanager", "Uren tegen capaciteit"))
    assert {row[name]: row[hours] for row in rows[1 : 1 + len(counted)]} == counted
