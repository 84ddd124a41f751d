"""tblSamenvoegen through the doors: commands, import, functions and the sheets, against plain Python."""

from __future__ import annotations

import datetime as dt
import shutil
from collections import defaultdict
from pathlib import Path

import firm_workbook
import openpyxl
import pytest
from at_the_door import Door
from quick import first_quick
from result_cells import cells, columns

from klantwaarde_xl.files.table_rows import TableChange, change_tables
from klantwaarde_xl.functions.of_tables import actions, customers, gaps
from klantwaarde_xl.use_cases.new_workbook import write_empty

PAIRS = {"030": "029", "029": "028", "007": "001"}
"""Thirty counts as 29, which counts as 28; seven as one."""
FIRST, LAST = dt.date(2025, 1, 1), dt.date(2025, 12, 31)


def plain_turnover() -> dict[str, float]:
    """Turnover in 2025 per customer, each line under the end of its chain."""
    found: dict[str, float] = defaultdict(float)
    for day, number, _, revenue, _ in firm_workbook.lines():
        if day is None or not FIRST <= day <= LAST:
            continue
        end = str(number)
        while end in PAIRS:
            end = PAIRS[end]
        found[end] += float(revenue)
    return dict(found)


@pytest.fixture
def door(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Door:
    return Door(capsys, tmp_path)


@pytest.fixture
def firm(tmp_path: Path) -> Path:
    path = tmp_path / "firma.xlsx"
    write_empty(path, dt.datetime(2026, 1, 5))
    firm_workbook.fill(path)
    change_tables(
        path, [TableChange("tblSamenvoegen", ("Klantnr", "Hoort bij"), [*PAIRS.items()], len(PAIRS))]
    )
    return path


def test_a_refresh_counts_merged_customers_as_one(door: Door, firm: Path) -> None:
    answer = door.refreshes(firm, "--van", "01-01-2025", "--tot", "31-12-2025")
    expected = plain_turnover()
    assert (answer.code, answer.json["customers"]) == (answer.code, len(expected))
    rows = columns(door.folder / "resultaat.xlsx", "Klantwaarde", "Klantnr", "Omzet")
    assert dict(rows) == pytest.approx(expected)
    assert round(answer.json["revenue"], 2) == round(sum(expected.values()), 2)


@pytest.mark.slow
def test_the_reconciliation_has_a_line_for_it(door: Door, firm: Path) -> None:
    door.refreshes(firm)
    rows = {row[0]: (row[2], row[3]) for row in cells(door.folder / "resultaat.xlsx", "Controle")}
    moved = [line for line in firm_workbook.lines() if line[0] is not None and line[1] in PAIRS]
    said = rows["Transacties: waarvan samengevoegd (3 klanten)"]
    assert said == (len(moved), pytest.approx(sum(float(line[3]) for line in moved)))


@pytest.mark.slow
def test_a_refresh_of_the_result_and_an_import_keep_it(door: Door, firm: Path) -> None:
    first = door.refreshes(firm)
    copy = Path(shutil.copy(door.folder / "resultaat.xlsx", door.folder / "nog eens.xlsx"))
    again = door.refreshes(copy)
    assert again.json["customers"] == first.json["customers"]
    export = door.folder / "meer.csv"
    export.write_text("Datum;Klantnr;Omzet\n15-12-2025;030;1000,50\n", encoding="utf-8")
    assert door.run("importeer", export, "--naar", firm).code == 0
    door.refreshes(firm, "--van", "01-01-2025", "--tot", "31-12-2025")
    rows = dict(columns(door.folder / "resultaat.xlsx", "Klantwaarde", "Klantnr", "Omzet"))
    assert rows["028"] == pytest.approx(plain_turnover()["028"] + 1000.5)
    assert "030" not in rows


def test_functions_that_get_the_table_give_the_same(firm: Path) -> None:
    lines = [
        ["Datum", "Klantnr", "Productcode", "Omzet", "Kostprijs"],
        *map(list, firm_workbook.lines()[:-1]),
    ]
    products = [["Productcode", "Productgroep"], *map(list, firm_workbook.GROUPS.items())]
    merges = [["Klantnr", "Hoort bij"], *map(list, PAIRS.items())]
    settings = [["Periode van", FIRST], ["Periode tot", LAST]]
    found = customers(lines, None, products, None, None, None, settings, merges)
    assert dict(zip(found["Klantnr"], found["Omzet"], strict=True)) == pytest.approx(plain_turnover())
    without = customers(lines, None, products, None, None, None, settings)
    assert len(without) == len(found) + len(PAIRS)
    assert set(actions(lines, None, products, None, None, None, settings, merges)["Klantnr"]) == set(
        found["Klantnr"]
    )
    assert not set(gaps(lines, products, None, None, None, settings, merges)["Klantnr"]) & set(PAIRS)


@pytest.mark.parametrize("named", first_quick(1, ["Samenvoegen", "samenvoegen "]))
def test_a_plain_sheet_of_that_name_is_the_table(door: Door, named: str) -> None:
    book = openpyxl.Workbook()
    book.active.title = "Transacties"
    for row in (["Datum", "Klantnr", "Omzet"], *[[FIRST, n, 10.0] for n in ("1", "2", "3")]):
        book.active.append(row)
    for title, rows in (
        ("Klanten", [["Klantnr", "Klantnaam"], ["1", "A"], ["2", "B"], ["3", "C"]]),
        (named, [["Klantnr", "Klantnaam", "Hoort bij"], ["1", "A", "2"]]),
    ):
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    path = door.folder / "kaal.xlsx"
    book.save(path)
    assert door.refreshes(path).json["customers"] == 2
