"""A finding leads to the very cell it is about, also where the copy has the table in another place and
order."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import light
import pytest
import xlsxwriter

from klantwaarde_xl.report.pages.inputs.addresses import copied_addresses
from klantwaarde_xl.use_cases.refreshing import refresh

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported")
CREATED = dt.datetime(2025, 1, 15, 9, 30)
LINK = re.compile(r'=HYPERLINK\("#([^"]*)","([^"]*)"\)')


@pytest.fixture
def foreign(tmp_path: Path) -> Path:
    """Return a workbook of someone else: tables that start anywhere, columns in their own order, one of them
    unknown to us."""
    path = tmp_path / "eigen.xlsx"
    with xlsxwriter.Workbook(path) as book:
        customers, lines = book.add_worksheet("Onze relaties"), book.add_worksheet("Transacties")
        rows = [["Klantnaam", "Klantnr"], ["Jansen", "1"], ["Bakker", "2"]]
        lines_rows: list[list[object]] = [["Omzet", "Kleur", "Klantnr", "Datum"]]
        lines_rows += [[100 + n, "rood", "1", f"{n:02d}-03-2024"] for n in range(1, 20)]
        lines_rows[5] = ["veel", "rood", "2", "05-03-2024"]
        lines_rows[8] = [50, "rood", "2", "31-02-2024"]
        lines_rows[11] = [60, "rood", None, "11-03-2024"]
        for sheet, table, top, left in ((customers, rows, 2, 1), (lines, lines_rows, 8, 3)):
            for n, row in enumerate(table):
                sheet.write_row(top + n, left, row)
        customers.add_table(
            2, 1, 4, 2, {"name": "tblKlanten", "columns": [{"header": text} for text in rows[0]]}
        )
    return path


def test_every_finding_about_a_cell_leads_to_a_cell_with_that_value(foreign: Path, tmp_path: Path) -> None:
    output = tmp_path / "uit.xlsx"
    analysis = refresh(foreign, output, created=CREATED)
    book = light.load(output)
    shown = light.load(output, data_only=True)
    top = next(cell.row for cell in book["Controle"]["C"] if cell.value == "Cel")
    checked = {}
    for finding, row in zip(analysis.findings, range(top + 1, top + 1 + len(analysis.findings)), strict=True):
        formula = str(book["Controle"].cell(row, 4).value)
        text, value = (shown["Controle"].cell(row, column).value for column in (3, 5))
        if found := LINK.fullmatch(formula):
            sheet, at = found[1].split("!")
            checked[text] = (sheet, shown[sheet][at].value)
            assert found[1] == found[2] == shown["Controle"].cell(row, 4).value
            assert (value or None) == (
                None if shown[sheet][at].value is None else str(shown[sheet][at].value)
            )
        assert finding is not None
    assert checked == {
        "Transacties!D14": ("Transacties", "veel"),
        "Transacties!G17": ("Transacties", "31-02-2024"),
        "Transacties!F20": ("Transacties", None),
        "Transacties!E9": ("Transacties", "Kleur"),
    }


@pytest.mark.slow
def test_without_the_inputs_a_finding_is_text(
    foreign: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("klantwaarde_xl.use_cases.refreshing.MOST_INPUT_LINES", 3)
    output = tmp_path / "uit.xlsx"
    refresh(foreign, output, created=CREATED)
    sheet = light.load(output)["Controle"]
    assert "Transacties!D14" in [cell.value for cell in sheet["C"]]
    assert [cell.value for cell in sheet["D"] if "HYPERLINK" in str(cell.value)] == []


def test_an_address_of_nothing_we_know_leads_nowhere() -> None:
    assert copied_addresses(["Elders!A1", "zonder blad", "Transacties!A"], {}) == ["", "", ""]
