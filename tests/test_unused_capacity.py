"""The example of Kaplan & Anderson (HBR, November 2004) from the sheet Tarieven to the sheets of results.

A quarter costs 560,000 for 700,000 minutes. 49,000 orders of 8 minutes, 1,400 inquiries of 44 and 2,500
credit checks of 50 use 462,880 of it; 97,120 is not used. Here orders are invoices, inquiries are logged
hours and credit checks are credit lines, and the capacity is typed per activity, in hours a year."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import datasets
import numpy as np
import pandas as pd
import pytest
from result_cells import cells, columns

from klantwaarde_xl.commands.app import main

QUARTER = ("--van", "2025-01-01", "--tot", "2025-03-31")
MINUTES_A_QUARTER = 700_000
CENTS_A_MINUTE = 80


def department(parts: int) -> dict[str, pd.DataFrame]:
    """Return the sheets of a firm of which everything is so many times smaller than in the example."""
    orders, inquiries, credits_ = 49_000 // parts, 1_400 // parts, 2_500 // parts
    days = pd.Timestamp("2025-01-01") + pd.to_timedelta(np.arange(orders) % 90, "D")
    customers = np.arange(orders) % 7 + 1
    hours = 4 * MINUTES_A_QUARTER / 60 / parts
    return {
        "Klanten": pd.DataFrame({"Klantnr": [f"K{n}" for n in range(1, 8)]}),
        "Transacties": pd.DataFrame(
            {
                "Datum": days,
                "Klantnr": [f"K{n}" for n in customers],
                "Factuurnr": [f"F{n}" for n in range(orders)],
                "Omzet": np.where(np.arange(orders) < credits_, -10.0, 100.0),
                "Kostprijs": np.where(np.arange(orders) < credits_, -6.0, 60.0),
            }
        ),
        "Inspanning": pd.DataFrame(
            {
                "Datum": days[:inquiries],
                "Klantnr": [f"K{n}" for n in customers[:inquiries]],
                "Activiteit": "Vragen",
                "Uren": 44 / 60,
            }
        ),
        "Tarieven": pd.DataFrame(
            {
                "Activiteit": ["Orders", "vragen ", "Kredietcontrole"],
                "Kostprijs per uur": 60 * CENTS_A_MINUTE / 100,
                "Drijver": ["factuur", "uur", "creditregel"],
                "Minuten per stuk": [8.0, np.nan, 50.0],
                "Capaciteit": [0.7 * hours, 0.1 * hours, 0.2 * hours],
            }
        ),
    }


def refreshed(path: Path, result: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    """Return what ``klantwaarde vernieuw --json`` tells of the quarter."""
    with pytest.raises(SystemExit) as ended:
        main(["vernieuw", str(path), "--uit", str(result), "--json", *QUARTER])
    assert ended.value.code == 0
    told: dict[str, Any] = json.loads(capsys.readouterr().out)
    return told


@pytest.mark.parametrize("parts", [100, pytest.param(1, marks=pytest.mark.slow)])
def test_unused_capacity_goes_from_the_rates_to_the_sheets(
    parts: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = datasets.write_workbook(tmp_path / "afdeling.xlsx", department(parts))
    result = tmp_path / "uitkomst.xlsx"
    told = refreshed(path, result, capsys)
    assert told["capacity"] == {
        "capacity": 560_000 / parts,
        "used": pytest.approx(462_880 / parts, abs=0.005),
        "unused": pytest.approx(97_120 / parts, abs=0.005),
    }
    fields = ("Activiteit", "Over uren", "Kosten capaciteit", "Gebruikt", "Niet gebruikt")
    rows = {name: amounts for name, *amounts in columns(result, "Controle", *fields)}
    total = [121_400 / 60 / parts, *(amount / parts for amount in (560_000, 462_880, 97_120))]
    assert rows["Totaal"] == pytest.approx(total, abs=0.01)
    for name, amount in (("Orders", 313_600), ("vragen", 49_280), ("Kredietcontrole", 100_000)):
        assert rows[name][2] == pytest.approx(amount / parts, abs=0.01)
    unused = f"{round(97_120 / parts):,}".replace(",", ".")
    assert any(f"€ {unused}" in str(row[0]) for row in cells(result, "Accountmanagers")[:4])
    # It is spread over nobody: customers are charged what they use.
    charged = [cost for _, cost in columns(result, "Klantwaarde", "Klantnr", "Tijdkosten")][:7]
    assert sum(charged) == pytest.approx(462_880 / parts, abs=0.01)
