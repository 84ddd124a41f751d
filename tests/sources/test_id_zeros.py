"""Numbers that show leading zeros by their format meet the same number on other sheets."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import openpyxl
import pytest

from klantwaarde_xl.use_cases.refreshing import load


def workbook(path: Path, *, customers: object, lines: object, formats: tuple[str, str]) -> Path:
    book = openpyxl.Workbook()
    page = book.active
    page.title = "Klanten"
    page.append(["Klantnr", "Klantnaam"])
    page.append([customers, "Jansen"])
    page["A2"].number_format = formats[0]
    page = book.create_sheet("Transacties")
    page.append(["Datum", "Klantnr", "Omzet"])
    page.append([dt.datetime(2025, 1, 31), lines, 100.0])
    page["B2"].number_format = formats[1]
    book.save(path)
    return path


@pytest.mark.parametrize(
    ("customers", "lines", "formats", "number"),
    [
        (123, "00123", ("00000", "General"), "00123"),
        ("00123", 123, ("General", "00000"), "00123"),
        (123, 123, ("00000", "General"), "00123"),
        (123, 123, ("General", "00000"), "00123"),
        (123, 123, ("00000", "00000"), "00123"),
        (123, 123, ("General", "General"), "123"),
        (123, 123, ("0", "General"), "123"),
        (123, "123", ("General", "@"), "123"),
        (7, 7, ("000;-000", "General"), "007"),
    ],
)
def test_one_customer_however_its_number_shows(
    customers: object, lines: object, formats: tuple[str, str], number: str, tmp_path: Path
) -> None:
    inputs = load(workbook(tmp_path / "a.xlsx", customers=customers, lines=lines, formats=formats))
    assert inputs.customers["customer_id"].tolist() == [number]
    assert inputs.transactions["customer_id"].tolist() == [number]
    assert not {"KW-201", "KW-209", "KW-124"} & {one.code for one in inputs.findings}


def test_a_text_without_the_zeros_stays_another_number_and_is_named(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", customers=123, lines="123", formats=("00000", "@"))
    inputs = load(path)
    assert inputs.transactions["customer_id"].tolist() == ["123"]
    assert "KW-209" in {one.code for one in inputs.findings}
