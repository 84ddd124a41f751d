"""A copy with rounded figures tells no amount to more than two digits."""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from pathlib import Path

import killing
import light
import openpyxl
import pytest

from klantwaarde_xl.report import formats as f
from klantwaarde_xl.use_cases.rounded import rounded_text
from klantwaarde_xl.use_cases.sharing import Way, share

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported")
CREATED = dt.datetime(2026, 1, 2)


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("afgerond")
    source = killing.small_workbook(folder / "klanten.xlsx")
    book = openpyxl.load_workbook(source)
    for row in book["Transacties"].iter_rows(min_row=2):
        row[3].value += 0.37
    book.save(source)
    return share(source, folder / "kopie.xlsx", Way(nameless=True, rounded=True), created=CREATED).workbook


def digits(value: float) -> int:
    """Return how many significant digits a figure has."""
    return len(f"{value:.15g}".split("e")[0].replace(".", "").replace("-", "").strip("0"))


def test_no_cell_tells_an_amount_to_more_than_two_digits(copy: Path) -> None:
    counts = {f.INTEGER.number_format, f.SHIFT.number_format, f.DATE.number_format}
    seen = 0
    # What a formula computes of rounded cells tells no more than they do.
    for sheet in light.load(copy):
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, float | int) and not isinstance(cell.value, bool):
                    whole = cell.number_format in {*counts, "General"} and float(cell.value).is_integer()
                    assert whole or digits(cell.value) <= 2, (sheet.title, cell.coordinate, cell.value)
                    seen += not whole
                if isinstance(cell.value, str) and not cell.value.startswith("="):
                    for amount in re.findall(r"€[ \u00a0]-?([\d.]+(?:,\d+)?)", cell.value):
                        figure = float(amount.replace(".", "").replace(",", "."))
                        assert digits(figure) <= 2, (sheet.title, cell.coordinate, cell.value)
    assert seen > 300
    sheet = light.load(copy, data_only=True)["Klantwaarde"]
    headers = [cell.value for cell in sheet[5]]
    for header in ("Omzet", "Brutomarge", "Nettobijdrage"):
        cells = [row[headers.index(header)] for row in sheet.iter_rows(min_row=6, values_only=True)]
        assert [value for value in cells[:-1] if digits(value) > 2] == [], header


@pytest.mark.slow
def test_no_exact_revenue_is_in_any_part(copy: Path, tmp_path: Path) -> None:
    exact = share(copy.with_name("klanten.xlsx"), tmp_path / "k.xlsx", created=CREATED).workbook
    sheet = light.load(exact, data_only=True)["Klantwaarde"]
    column = [cell.value for cell in sheet[5]].index("Omzet")
    rows = [row for row in sheet.iter_rows(min_row=6, values_only=True) if row[0]]
    amounts = {str(row[column]).removesuffix(".0") for row in rows}
    telling = {text for text in amounts if digits(float(text)) > 3}
    with zipfile.ZipFile(copy) as package:
        numbers = {
            number
            for name in package.namelist()
            for number in re.findall(r">(-?[\d.]+)<", package.read(name).decode("utf-8", "replace"))
        }
    assert len(telling) > 10
    assert telling & numbers == set()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("€ 1.260", "€ 1.300"),
        ("€\u00a0-1.249,50", "€\u00a0-1.200"),
        ("€ 0", "€ 0"),
        ("99,6 % van 1.234 klanten in 2025", "100 % van 1.234 klanten in 2025"),
        ("0,456 %", "0,46 %"),
        ("minder dan € 1", "minder dan € 1"),
        ("zonder cijfers", "zonder cijfers"),
        ("Nu € 1.234. Eerder € 567,89. Dat is 54,3 %.", "Nu € 1.200. Eerder € 570. Dat is 54 %."),
        ("12\u00a0345 klanten, 12.345 regels", "12\u00a0345 klanten, 12.345 regels"),
        ("0,456 %, 1.234,5 % en 7 stuks", "0,46 %, 1.200 % en 7 stuks"),
    ],
)
def test_sentences_follow(text: str, shown: str) -> None:
    assert rounded_text(text) == shown
