"""Days that Excel counts, in text files; 9 January 2024 is day 45300 of Excel."""

from __future__ import annotations

from pathlib import Path

import pytest
from at_the_door import Door, cells, export


@pytest.mark.parametrize(
    ("typed", "day"),
    [("45300", "2024-01-09"), ("45300,75", "2024-01-09"), ("45299.5", "2024-01-08"), ("36526", "2000-01-01")],
)
def test_days_as_excel_counts_them_are_dates_and_are_said(
    typed: str, day: str, door: Door, tmp_path: Path
) -> None:
    answer = door.imports(export(tmp_path, f"{typed};K1;100,00", head="Datum;Klantnr;Omzet"))
    assert answer.turnover() == 100.0
    assert [str(value)[:10] for value in cells(door, "Transacties", "Datum")] == [day]
    (told,) = answer.findings("KW-185")
    assert told["severity"] == "info"


def test_beside_dates_they_are_read_too(door: Door, tmp_path: Path) -> None:
    rows = ("45300;K1;100,00", "31-01-2024;K1;50,00")
    answer = door.imports(export(tmp_path, *rows, head="Datum;Klantnr;Omzet"))
    assert (answer.turnover(), answer.findings("KW-185")[0]["count"]) == (150.0, 1)


@pytest.mark.parametrize("typed", ["12345", "99999", "2024", "453000", "31-02-2024", "15"])
def test_what_is_no_date_is_quoted(typed: str, door: Door, tmp_path: Path) -> None:
    rows = (f"{typed};K1;100,00", "31-01-2024;K1;50,00")
    answer = door.imports(export(tmp_path, *rows, head="Datum;Klantnr;Omzet"))
    (wrong,) = answer.findings("KW-113")
    assert wrong["message"] == f"Datum: '{typed}' is geen bestaande datum."
    assert answer.findings("KW-185") == []
    assert answer.turnover() == 50.0
