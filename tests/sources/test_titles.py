"""Which texts above a table belong to it."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

from klantwaarde_xl.sources import titles
from klantwaarde_xl.sources.workbook_file import read_workbook

HEAD = ["Datum", "Klantnr", "Omzet"]
LINES = [HEAD, ["2025-01-05", "K1", 10.0], ["2025-01-06", "K2", 20.0]]
OTHERS = [HEAD, ["2025-03-05", "K1", 30.0], ["2025-03-06", "K2", 40.0]]


def test_titles_are_read_from_top_to_bottom_and_a_value_goes_with_its_name(
    books: SimpleNamespace, tmp_path: Path
) -> None:
    rows = [["Jansen BV"], [], ["Eenheid:", "x € 1.000"], *LINES]
    raw = read_workbook(books.write(tmp_path / "a.xlsx", books.rows_at("A1", rows))).tables["tblTransacties"]
    assert raw.titles == ("Jansen BV", "Eenheid: x € 1.000")


def test_lines_of_a_table_above_are_no_titles(books: SimpleNamespace, tmp_path: Path) -> None:
    rows = [["Facturen"], *LINES, [], ["Offertes"], *OTHERS]
    raw = read_workbook(books.write(tmp_path / "a.xlsx", books.rows_at("A1", rows))).tables["tblTransacties"]
    assert [part.titles for part in raw.parts] == [("Facturen",), ("Offertes",)]


def test_a_title_above_another_table_beside_is_not_its_own(books: SimpleNamespace, tmp_path: Path) -> None:
    cells = books.rows_at("A1", [["Facturen"], *LINES]) | books.rows_at("F1", [["Offertes"], *OTHERS])
    raw = read_workbook(books.write(tmp_path / "a.xlsx", cells)).tables["tblTransacties"]
    assert [part.titles for part in raw.parts] == [("Facturen",), ("Offertes",)]


def test_an_excel_table_has_the_title_above_it(books: SimpleNamespace, tmp_path: Path) -> None:
    cells = books.rows_at("A3", LINES) | {"A1": "Bedragen x € 1.000"}
    path = books.write(tmp_path / "a.xlsx", cells, table="tblTransacties", ref="A3:C5")
    assert read_workbook(path).tables["tblTransacties"].titles == ("Bedragen x € 1.000",)


def test_of_the_rows_below_only_what_speaks_of_amounts_is_kept(
    books: SimpleNamespace, tmp_path: Path
) -> None:
    rows = [*LINES, [], ["Offertes tellen niet mee"], ["* bedragen x € 1.000"], ["Opgesteld door Jansen"]]
    raw = read_workbook(books.write(tmp_path / "a.xlsx", books.rows_at("A1", rows))).tables["tblTransacties"]
    assert raw.titles == ("* bedragen x € 1.000",)


def test_a_title_of_the_next_table_is_not_of_the_one_above_it(books: SimpleNamespace, tmp_path: Path) -> None:
    rows = [*LINES, [], ["Nog te factureren"], *OTHERS]
    raw = read_workbook(books.write(tmp_path / "a.xlsx", books.rows_at("A1", rows))).tables["tblTransacties"]
    assert [part.titles for part in raw.parts] == [(), ("Nog te factureren",)]


def test_cells_beside_a_table_are_not_read_for_its_title(
    books: SimpleNamespace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [["Facturen"], [], *LINES]
    wide = {f"{letter}1": "x € 1.000" for letter in ("H", "K", "Z")}
    path = books.write(tmp_path / "a.xlsx", books.rows_at("A1", rows) | wide)
    seen = []
    texts = titles.header_texts
    monkeypatch.setattr(titles, "header_texts", lambda *given: seen.append(texts(*given)) or seen[-1])
    assert read_workbook(path).tables["tblTransacties"].titles == ("Facturen",)
    assert {len(row) for row in seen} == {len(HEAD)}


@pytest.mark.parametrize(
    ("cells", "titles"),
    [
        ({"E1": "in k€"}, ("in k€",)),
        ({"D1": "in k€"}, ("in k€",)),
        ({"D2": "x 1.000"}, ("x 1.000",)),
        ({"F3": "bedragen incl. btw"}, ("bedragen incl. btw",)),
        ({"E2": "Bedragen:", "F2": "x € 1.000"}, ("Bedragen: x € 1.000",)),
        ({"E2": "Aantallen", "F2": "x 1.000"}, ()),
        ({"E2": "Omzet in k€", "F2": 30.0}, ()),
        ({"E1": "Klant", "F1": "Budget in k€", "E2": "K1", "F2": 12.0}, ()),
        ({"E2": "Let op: klanten boven € 1.000"}, ()),
        ({"E2": "Opgesteld door Jansen"}, ()),
    ],
)
def test_of_the_cells_beside_a_table_what_speaks_of_its_amounts_is_kept(
    cells: dict[str, object], titles: tuple[str, ...], books: SimpleNamespace, tmp_path: Path
) -> None:
    path = books.write(tmp_path / "a.xlsx", books.rows_at("A1", LINES) | cells)
    assert read_workbook(path).tables["tblTransacties"].titles == titles
    path = books.write(
        tmp_path / "b.xlsx", books.rows_at("A1", LINES) | cells, table="tblTransacties", ref="A1:C3"
    )
    assert read_workbook(path).tables["tblTransacties"].titles == titles
