"""A firm without a previous period: nothing is called new or changed, behind any door."""

from __future__ import annotations

import datetime as dt
import json
import warnings
from pathlib import Path

import openpyxl
import pytest
from at_the_door import run
from handed_in import workbook
from quick import first_quick

from klantwaarde_xl.core.measures.bridge import COLUMNS

LINES = ["Datum", "Klantnr", "Omzet", "Kostprijs"]
FIRST = {
    "one year": dt.date(2025, 1, 2),
    "begins halfway the year before": dt.date(2024, 6, 5),
    "sold nothing in the year before": dt.date(2022, 1, 5),
}


@pytest.mark.parametrize("first", first_quick(1, FIRST.values()), ids=FIRST)
def test_a_firm_with_nothing_to_compare_with_has_no_bridge(
    tmp_path: Path, first: dt.date, capsys: pytest.CaptureFixture[str]
) -> None:
    """All of it was booked as new customers, beside the finding that there is nothing to compare with."""
    lines = [
        LINES,
        [first, "a", 100, 60],
        [dt.date(2025, 1, 5), "a", 132, 84],
        [dt.date(2025, 3, 5), "c", 11, 7],
    ]
    days = [["Periode van", dt.date(2025, 1, 1)], ["Periode tot", dt.date(2025, 12, 31)]]
    customers = [["Klantnr", "Klantnaam"], ["a", "Anna BV"], ["c", "Carla"]]
    path, result = tmp_path / "jong.xlsx", tmp_path / "uit.xlsx"
    workbook(path, Klanten=customers, Transacties=lines, Instellingen=days)
    told = "Waardoor de nettobijdrage veranderde is niet te zeggen: "
    out = run(capsys, "verschil", path)[1]
    assert out.startswith(told)
    assert len(out.splitlines()) == 1
    one = run(capsys, "verschil", path, "--klant", "c")[1].splitlines()
    assert one[:2] == ["Carla (c)", ""]
    assert one[2:] == out.splitlines()
    found = json.loads(run(capsys, "verschil", path, "--json")[1])
    assert found["comparable"] is False
    assert [row["customer_id"] for row in found["customers"]] == ["a", "c"]
    for row in (found, *found["customers"]):
        assert {*(row[name] for name in COLUMNS), *row["turnover"].values()} == {None}
    run(capsys, "vernieuw", path, "--uit", result)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        made = openpyxl.load_workbook(result, data_only=True)
    changed = made["Waarom veranderd"]
    assert changed["A2"].value == out.strip()
    rows = [row for row in changed.iter_rows(min_row=6, values_only=True) if row[0] in {"a", "c"}]
    assert len(rows) == 2
    assert {cell for row in rows for cell in row[2 : len(COLUMNS) + 3]} == {None}
    assert {made["Verloop"][f"D{row}"].value for row in range(14, 26)} == {None}
    assert made["Klantkaart"]["D26"].value == "geen vorige periode"
    assert {made["Klantkaart"][f"E{row}"].value for row in range(27, 32)} <= {None, ""}
    said = " ".join(str(made["Dashboard"][f"H{row}"].value) for row in range(6, 26))
    assert "nieuwe klanten" not in said
    assert "steeg" not in said
    assert "daalde" not in said
    data = made["Wat-als-gegevens"].iter_rows(min_row=5, values_only=True)
    headers = next(row for row in data if "Klantnr" in row)
    assert [dict(zip(headers, row, strict=True))["Van nieuwe"] for row in data if "a" in row] == [0]
