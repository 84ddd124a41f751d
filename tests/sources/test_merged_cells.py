"""Cells merged over several rows: who and when hold for each row, an amount counts once."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import openpyxl
import pytest
from plain_book import write_book

from klantwaarde_xl.use_cases.refreshing import load

DAYS = [dt.date(2024, 1, day) for day in range(1, 5)]
HEAD = ["Datum", "Klantnr", "Factuurnr", "Omzet"]


def read(path: Path, rows: list[list[object]], *merged: str) -> tuple[dict[str, float], list[str]]:
    """Return the turnover per customer of a workbook with merged cells, and the codes that are said."""
    write_book(path, {"Klanten": [["Klantnr"], ["K1"], ["K2"]], "Transacties": [HEAD, *rows]})
    book = openpyxl.load_workbook(path)
    for area in merged:
        book["Transacties"].merge_cells(area)
    book.save(path)
    inputs = load(path)
    lines = inputs.transactions
    sums = lines.groupby(lines["customer_id"].astype(str))["revenue"].sum()
    return sums.to_dict(), [found.code for found in inputs.findings]


@pytest.mark.parametrize("merged", [("B2:B4",), ("A2:A3", "B2:B4")])
def test_a_customer_over_three_rows_has_three_lines(tmp_path: Path, merged: tuple[str, ...]) -> None:
    days = [DAYS[0], None, DAYS[2], DAYS[3]] if len(merged) > 1 else DAYS
    names = ["K1", None, None, "K2"]
    rows = [
        [day, name, f"F{at}", 10.0 * (at + 1)] for at, (day, name) in enumerate(zip(days, names, strict=True))
    ]
    assert read(tmp_path / "werkmap.xlsx", rows, *merged) == ({"K1": 60.0, "K2": 40.0}, ["KW-149"])


def test_a_merged_amount_counts_once(tmp_path: Path) -> None:
    rows = [[DAYS[0], "K1", "F1", 10.0], [DAYS[1], "K1", "F2", None], [DAYS[2], "K2", "F3", 5.0]]
    assert read(tmp_path / "werkmap.xlsx", rows, "D2:D3") == ({"K1": 10.0, "K2": 5.0}, ["KW-110"])


def test_blank_cells_that_are_not_merged_stay_blank(tmp_path: Path) -> None:
    rows = [[DAYS[0], "K1", "F1", 10.0], [DAYS[1], None, "F2", 20.0], [DAYS[2], "K2", "F3", 5.0]]
    assert read(tmp_path / "werkmap.xlsx", rows, "H8:H9") == ({"K1": 10.0, "K2": 5.0}, ["KW-110"])
