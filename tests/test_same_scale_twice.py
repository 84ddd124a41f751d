"""A workbook that gets other lines is refreshed again: its scores rest on the scale of the first refresh."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import light
import openpyxl
import pytest
from excel_contents import Cell
from excel_session import Session
from killing import small_workbook
from windows_stub import WindowsXlwings

from klantwaarde_xl.report.pages.inputs.sheets import HEADER_ROW
from klantwaarde_xl.use_cases.refreshing import Chosen, refresh
from klantwaarde_xl.use_cases.sharing import share

# openpyxl does not know the data bars of our sheets; it says so and goes on.
pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")
SUMMER, WINTER = dt.datetime(2026, 1, 5), dt.datetime(2026, 7, 6)


def with_more(path: Path) -> None:
    """Let one customer buy more than anyone did."""
    book = openpyxl.load_workbook(path)
    book["Transacties"].append([dt.date(2025, 12, 1), "003", "P1", 40_000.0, 1_000.0])
    book.save(path)


@pytest.mark.parametrize("way", ["vervangen", "genoemd"])
def test_scores_are_compared_with_those_of_the_first_refresh(way: str, tmp_path: Path) -> None:
    workbook, first = small_workbook(tmp_path / "klanten.xlsx", 12, 120), tmp_path / "uit.xlsx"
    refresh(workbook, first, created=SUMMER)
    with_more(workbook)
    second = first if way == "vervangen" else tmp_path / "later.xlsx"
    chosen = Chosen(former=None if way == "vervangen" else first)
    analysis = refresh(workbook, second, created=WINTER, chosen=chosen)
    book = light.load(second)
    told = book["Opvolging"]["A2"].value
    assert told == "Sinds 05-01-2026 steeg de score van 1 klant en daalde die van geen klanten."
    scales = {row[-1].value for row in book["Geschiedenis"].iter_rows(min_row=6) if row[0].value}
    assert len(scales - {"Maatstaf"}) == 1
    assert analysis.customers["score"].max() <= 100


def test_a_copy_of_the_workbook_has_the_scores_of_its_result(tmp_path: Path) -> None:
    workbook, result = small_workbook(tmp_path / "klanten.xlsx", 12, 120), tmp_path / "klanten-resultaat.xlsx"
    refresh(workbook, result, created=SUMMER)
    with_more(workbook)
    refresh(workbook, result, created=WINTER)
    share(workbook, tmp_path / "deel.xlsx", created=WINTER)
    found = [light.load(path)["Klantwaarde"] for path in (result, tmp_path / "deel.xlsx")]
    scores = [light.column(sheet, "tblKlantwaarde", "Score") for sheet in found]
    assert scores[0] == pytest.approx(scores[1])
    # A result that cannot be read does not stop a copy; its scale is then that of the lines.
    result.write_bytes(result.read_bytes()[:5_000])
    share(workbook, tmp_path / "later.xlsx", created=WINTER)
    later = light.column(light.load(tmp_path / "later.xlsx")["Klantwaarde"], "tblKlantwaarde", "Score")
    assert later != pytest.approx(scores[0])


@pytest.mark.slow
def test_in_an_open_workbook_the_scale_of_the_first_refresh_stays(filled: bytes, tmp_path: Path) -> None:
    session = Session(WindowsXlwings(), tmp_path / "klant.xlsm", filled)
    settings, lines = session.contents("Instellingen"), session.contents("Transacties")
    places = [(row, 2) for row in range(90) if str(settings.value((row, 1))).startswith("Maatstaf")]
    for place in places:
        settings.cells.pop(place, None)
    session.click("refresh")
    first = [settings.value(place) for place in places]
    assert len(first) == 4
    assert None not in first
    (omzet,) = (column for column in range(1, 30) if lines.value((HEADER_ROW, column)) == "Omzet")
    lines.cells[HEADER_ROW + 1, omzet] = Cell(987_654.0)
    session.click("refresh")
    assert not session.app.said
    assert [settings.value(place) for place in places] == first
