"""Headers over two rows are one header; a first row of texts is never eaten."""

from __future__ import annotations

from pathlib import Path

import pytest

from klantwaarde_xl.imports.choices import Choices
from klantwaarde_xl.imports.understanding import understand_all
from klantwaarde_xl.model.raw_column import RawColumn
from klantwaarde_xl.model.tables import BY_HEADERS
from klantwaarde_xl.sources.cutting import Grid, header_texts
from klantwaarde_xl.sources.header_lines import with_one_header_line

LINES = ("31-01-2024;K1;F1;100,00", "29-02-2024;K2;F2;50,50")


@pytest.mark.parametrize(
    ("upper", "lower"),
    [
        ("Datum;Klantnr;Factuurnr;Netto", ";;;bedrag"),
        ("Factuur;Klant;Factuur;Netto", "datum;nummer;nummer;bedrag"),
        ("Datum;Klantnr;Factuurnr;Omzet", ";;;(excl. btw)"),
        ("Datum;Klantnr;Factuurnr;Omzet", ";;;EUR"),
        ("Datum;Klantnr;Factuurnr;Omzet", "dd-mm-jjjj;;;€"),
        ("Invoice;Customer;Invoice;Net", "date;number;number;amount"),
        ("Rechnungs;Kunden;Rechnungs;Netto", "datum;nummer;nummer;betrag"),
        ("Datum;Klantnr;Factuurnr;Bedrag", ";;;excl. btw"),
    ],
)
def test_a_header_of_two_rows_is_one(upper: str, lower: str, tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    path.write_text("\n".join((upper, lower, *LINES)), encoding="utf-8")
    (found,), failed = understand_all([path], Choices())
    assert failed == []
    assert (found.revenue, found.read) == (150.5, 2)
    lines = found.tables["tblTransacties"]
    assert [str(day)[:10] for day in lines["date"]] == ["2024-01-31", "2024-02-29"]
    assert lines["customer_id"].tolist() == ["K1", "K2"]
    assert [one.code for one in found.findings if one.severity.value == "fout"] == []


@pytest.mark.parametrize(
    "rows",
    [
        [["Klantnr", "Klantnaam", "Segment"], ["JANSEN", "Jansen", "Zorg"], ["BAKKER", "Bakker", "Bouw"]],
        [["Klantnr", "Klantnaam"], ["A", "naam"], ["B", "Bakker"]],
        [["Datum", "Klantnr", "Omzet"], ["31-01-2024", "K1", "100,00"], ["29-02-2024", "K2", "50,50"]],
    ],
)
def test_the_first_row_of_data_stays(rows: list[list[str]]) -> None:
    columns = tuple(RawColumn.from_values(column) for column in zip(*rows, strict=True))
    grid = with_one_header_line(Grid("Blad1", columns), BY_HEADERS)
    assert [header_texts(grid, row) for row in range(3)] == rows


@pytest.mark.parametrize(
    ("upper", "lower"),
    [
        (["Datum", "Klantnr", "Omzet"], ["Date", "Customer", "Amount"]),
        (["Datum", "Klantnr", "Omzet"], ["(dd-mm-jjjj)", "(tekst)", "(EUR)"]),
        (["Datum", "Klantnr", "Omzet"], ["Datum", "Klantnr", "Omzet"]),
    ],
)
def test_a_second_line_that_says_the_headers_again_is_no_data(upper: list[str], lower: list[str]) -> None:
    rows = [upper, lower, ["31-01-2024", "K1", "100,00"]]
    columns = tuple(RawColumn.from_values(column) for column in zip(*rows, strict=True))
    grid = with_one_header_line(Grid("Blad1", columns), BY_HEADERS)
    assert [header_texts(grid, row) for row in range(3)] == [upper, ["", "", ""], rows[2]]


@pytest.mark.parametrize(
    "bad",
    [
        ["onbekend", "Jansen", "op aanvraag"],
        ["Datum", "K1", "Omzet"],
        ["Datum", "Klantnr", ""],
        ["x", "y", "z"],
    ],
)
def test_a_row_of_words_that_are_no_headers_stays_and_is_bad_data(bad: list[str]) -> None:
    rows = [["Datum", "Klantnr", "Omzet"], bad, ["31-01-2024", "K1", "100,00"]]
    columns = tuple(RawColumn.from_values(column) for column in zip(*rows, strict=True))
    grid = with_one_header_line(Grid("Blad1", columns), BY_HEADERS)
    assert header_texts(grid, 1) == bad
