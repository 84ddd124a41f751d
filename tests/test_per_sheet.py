"""Every filled cell of a workbook is used, part of a total, unread or text; page and exit code tell it."""

from __future__ import annotations

import itertools
import json
from pathlib import Path

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from klantwaarde_xl.commands.app import main

CUSTOMERS = [["Klantnr"], ["K1"], ["K2"]]
LINES = [
    ["Datum", "Klantnr", "Omzet"],
    *[["05-01-2025", "K1", 100.0], ["06-02-2025", "K2", 50.5], ["07-03-2025", "K2", 49.5]],
    ["Totaal", None, 200.0],
]
NOTES = [["Gemaakt door"], ["de boekhouding"]]
AWAY = [None] * 6
BESIDE = [[*AWAY, "01-04-2025", "Noord", 10.0], [*AWAY, "01-05-2025", "Zuid", 5.25]]


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A workbook with a total, lines that belong to no table, and a sheet with text."""
    book = openpyxl.Workbook()
    sheets = {
        "Klanten": CUSTOMERS,
        "Transacties": [*LINES, [], [], [*AWAY, "Los opgeschreven"], *BESIDE],
        "Uitleg": NOTES,
    }
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    del book["Sheet"]
    book.save(tmp_path / "bron.xlsx")
    return tmp_path / "bron.xlsx"


def run(*words: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(words)
    return int(ended.value.code)


def rows_below(path: Path, header: str) -> list[dict[str, object]]:
    """Return the rows of the list on Controle whose first header this is."""
    cells = CalamineWorkbook.from_path(path).get_sheet_by_name("Controle").to_python(skip_empty_area=False)
    ((top, left),) = [(at, row.index(header)) for at, row in enumerate(cells) if header in row]
    heads = [text for text in cells[top][left:] if text]
    below = [row[left : left + len(heads)] for row in cells[top + 1 :]]
    return [
        dict(zip(heads, row, strict=True)) for row in itertools.takewhile(lambda row: row[0] != "", below)
    ]


@pytest.mark.slow
def test_the_page_tells_per_sheet_what_became_of_every_cell(source: Path, tmp_path: Path) -> None:
    run("vernieuw", str(source), "--uit", str(tmp_path / "uit.xlsx"))
    found = {row["Blad"]: row for row in rows_below(tmp_path / "uit.xlsx", "Blad")}
    filled = {
        sheet.title: sum(cell.value is not None for row in sheet.iter_rows() for cell in row)
        for sheet in openpyxl.load_workbook(source)
    }
    assert {name: row["Cellen gevuld"] for name, row in found.items()} == filled
    parts = ("In tabellen", "In totaalrijen", "Niet gelezen", "Tekst eromheen")
    for row in found.values():
        assert sum(row[part] for part in parts) == row["Cellen gevuld"]
    lines = found["Transacties"]
    assert [lines[part] for part in parts] == [12, 2, 6, 1]
    assert (lines["Bedrag totaalrijen"], lines["Bedrag niet gelezen"]) == (200.0, 15.25)
    assert found["Uitleg"]["Tekst eromheen"] == 2


def test_the_other_programs_get_the_findings_with_sheet_and_amount(
    source: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("vernieuw", str(source), "--uit", str(tmp_path / "uit.xlsx"), "--json") == 1
    answer = json.loads(capsys.readouterr().out)
    assert answer["revenue"] == 200.0
    first = answer["findings"][0]
    assert {"code": "KW-144", "severity": "fout", "sheet": "Transacties"}.items() <= first.items()
    assert (first["cell"], first["amount"], first["count"]) == ("Transacties!G9", 15.25, 2)
    assert "15,25" in first["text"]


@pytest.mark.parametrize("command", ["controleer", "vernieuw", "kansen", "acties"])
def test_a_fault_in_turnover_gives_exit_code_1(command: str, source: Path) -> None:
    assert run(command, str(source)) == 1
