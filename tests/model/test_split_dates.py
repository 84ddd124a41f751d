"""Years, months and days in columns of their own are one date, in every kind of source."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from klantwaarde_xl.imports.choices import Choices
from klantwaarde_xl.imports.understanding import understand_all
from klantwaarde_xl.use_cases.refreshing import load

LINES = ("K1", 100.0), ("K2", 50.5)
LAYOUTS = {
    ("Jaar", "Maand", "Dag"): ([2024, 3, 31], [2024, "mrt", 5], "2024-03-31", "2024-03-05"),
    ("Boekjaar", "Periode"): ([2024, "P03"], [2024, 12], "2024-03-01", "2024-12-01"),
    ("Boek jaar", "Per."): ([2024, 3], [2024, 12], "2024-03-01", "2024-12-01"),
    ("Boekjr", "Prd"): ([2024, "03"], [2024, "P12"], "2024-03-01", "2024-12-01"),
    ("Fact. jaar", "Boek maand"): ([2024, "mrt"], [2024, "dec"], "2024-03-01", "2024-12-01"),
    ("Year", "Month"): ([2024, "March"], ["2024", "12"], "2024-03-01", "2024-12-01"),
    ("Jaar", "Maand"): ([2024, "januari"], [2024, "feb"], "2024-01-01", "2024-02-01"),
    ("Periode",): (["2024/03"], [202412], "2024-03-01", "2024-12-01"),
    ("Jahr", "Buchungsperiode", "Tag"): ([2024, "003", 1], [2024, "012", 31], "2024-03-01", "2024-12-31"),
    ("Dag", "Maand", "Jaar"): ([31, 3, 2024], [5, 4, 2024], "2024-03-31", "2024-04-05"),
}


@pytest.mark.parametrize("headers", LAYOUTS)
@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_pieces_of_a_date_are_a_date(headers: tuple[str, ...], ending: str, tmp_path: Path) -> None:
    *pieces, first, last = LAYOUTS[headers]
    rows = [[*headers, "Klantnr", "Omzet"]]
    rows += [[*piece, *line] for piece, line in zip(pieces, LINES, strict=True)]
    path = tmp_path / f"export.{ending}"
    if ending == "csv":
        text = "\n".join(";".join(str(cell).replace(".", ",") for cell in row) for row in rows)
        path.write_text(text, encoding="utf-8")
    else:
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(row)
        book.save(path)
    (found,), failed = understand_all([path], Choices())
    assert failed == []
    lines = found.tables["tblTransacties"]
    assert [str(day)[:10] for day in lines["date"]] == [first, last]
    assert lines["revenue"].sum() == 150.5
    (said,) = [one for one in found.findings if one.code == "KW-161"]
    assert ("eerste dag" in said.message) == (len(headers) < 3)
    assert not [one for one in found.findings if one.severity.value == "fout"]


def test_a_workbook_of_input_may_have_pieces_too(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "Transacties"
    for row in (["Jaar", "Maand", "Klantnr", "Omzet"], [2024, 3, "K1", 100.0], [2024, 13, "K1", 7.0]):
        book.active.append(row)
    page = book.create_sheet("Klanten")
    for row in (["Klantnr", "Klantnaam"], ["K1", "Jansen"]):
        page.append(row)
    path = tmp_path / "invoer.xlsx"
    book.save(path)
    inputs = load(path)
    assert [str(day)[:10] for day in inputs.transactions["date"]] == ["2024-03-01"]
    # The thirteenth month is no month: the line is refused by name, at the cell of its year.
    assert [(one.code, one.cell) for one in inputs.findings if one.severity.value == "fout"] == [
        ("KW-113", "Transacties!A3")
    ]
    assert inputs.rejected_revenue == 7.0


def test_a_date_of_its_own_goes_before_its_pieces(tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    path.write_text("Factuurdatum;Jaar;Maand;Klantnr;Omzet\n31-01-2024;2023;12;K1;5,00\n", encoding="utf-8")
    (found,), _ = understand_all([path], Choices())
    assert [str(day)[:10] for day in found.tables["tblTransacties"]["date"]] == ["2024-01-31"]
