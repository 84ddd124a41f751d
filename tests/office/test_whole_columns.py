"""Whole columns, as people type them, travel no further than what is filled, and their header is no error."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from function_book import write_function_book
from office_client import Office
from test_cells import as_over_com, in_cells
from windows_stub import WindowsXlwings

DATA: list[list[Any]] = [
    ["Omzet", "Marge", None, "Klantnr"],
    [500.0, 100.0, None, "1"],
    [300.0, None, None, "2"],
    [None, None, None, None],
    [200.0, 50.0, None, "3"],
    [None, 10.0, None, None],
    *[[None, None, None, None]] * 43,
    [None, None, "onder", None],
]
"""Turnover to row 5, margin to row 6, and a remark in row 50: the used range has fifty rows."""
PROBES = """Option Explicit
Private Function Maat(ByVal bereik As Variant) As String
    Dim geknipt As Variant
    geknipt = KwBegrensd(Array(bereik))
    Maat = geknipt(0).Rows.Count & "x" & geknipt(0).Columns.Count & "+" & geknipt(0).Row
End Function
Public Function Maten() As String
    With ThisWorkbook.Sheets("Data")
        Maten = Maat(.Range("A1:A1048576")) & " " & Maat(.Columns(1)) & " " & Maat(.Range("A2:A1048576"))
        Maten = Maten & " " & Maat(.Range("A1:B1048576")) & " " & Maat(.Range("E1:E1048576"))
        Maten = Maten & " " & Maat(.Range("A60:A1048576")) & " " & Maat(.Range("A1:A20"))
        Maten = Maten & " " & Maat(.Rows(2)) & " " & Maat(.Cells)
    End With
End Function
Public Function Samen() As String
    Dim geknipt As Variant
    With ThisWorkbook.Sheets("Data")
        geknipt = KwBegrensd(Array(.Columns(1), .Columns(2), 7, "x"))
        Samen = geknipt(0).Rows.Count & "/" & geknipt(1).Rows.Count & "/" & geknipt(2) & "/" & geknipt(3)
        geknipt = KwBegrensd(Array(.Range("A1:B1048576"), .Range("C1:D1048576"), .Columns(1)))
        Samen = Samen & "/" & geknipt(0).Rows.Count & "/" & geknipt(1).Rows.Count
        Samen = Samen & "/" & geknipt(2).Rows.Count
    End With
End Function
"""
FORMULAS = {
    "Pareto": ("=KW_PARETO(Data!A1:A1048576)", 8, 1),
    "Score": ("=KW_SCORE(Data!A1:A1048576,Data!B1:B1048576)", 8, 1),
    "Concentratie": ("=KW_CONCENTRATIE(Data!A1:A1048576)", 5, 3),
}


@pytest.fixture(scope="module")
def book(office: Office, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    path = tmp_path_factory.mktemp("kolommen") / "kolommen.xlsm"
    areas = write_function_book(path, {"Data": DATA}, FORMULAS, PROBES)
    windows = WindowsXlwings()
    heights: dict[str, list[int]] = {}

    def answer(name: str, arguments: list[Any]) -> object:
        _, function, given, _, _ = arguments
        heights[function] = [len(one["range"]) for one in given if isinstance(one, dict) and "range" in one]
        return in_cells(windows.call(function, *map(as_over_com, given)))

    office.on_call = answer
    document = office.ask("open", path=str(path))
    office.ask("calculate", document=document)
    yield {"office": office, "document": document, "areas": areas, "heights": heights}
    office.ask("close", document=document)
    office.on_call = None


def shown(book: dict[str, Any], name: str) -> list[list[object]]:
    return book["office"].ask("read", document=book["document"], sheet=name, area=book["areas"][name])[
        "values"
    ]


def test_what_travels_and_spills_ends_at_the_last_filled_row(book: dict[str, Any]) -> None:
    assert book["heights"]["KW_PARETO"] == [5]
    # 500 of 1,000 is half, with 300 it is 80 %: both below the bound of 80 % of the settings; then B.
    classes = [row[0] for row in shown(book, "Pareto")]
    assert classes[:5] == ["", "A", "A", "", "B"]


def test_columns_of_one_call_stay_equally_high(book: dict[str, Any]) -> None:
    assert book["heights"]["KW_SCORE"] == [6, 6]
    scores = [row[0] for row in shown(book, "Score")]
    assert scores[0] == scores[3] == ""
    assert all(isinstance(scores[row], float) for row in (1, 2, 4))


def test_a_header_does_not_fail_a_function_that_needs_every_cell(book: dict[str, Any]) -> None:
    rows = {row[0]: row[1] for row in shown(book, "Concentratie")}
    # Herfindahl of 0.5, 0.3 and 0.2, times 10,000.
    assert rows["HHI"] == pytest.approx((0.25 + 0.09 + 0.04) * 10_000)


def run(book: dict[str, Any], probe: str) -> str:
    return book["office"].ask(
        "run", document=book["document"], macro=f"Klantwaarde.Proeven.{probe}", arguments=[]
    )


def test_only_what_reaches_the_edge_of_the_sheet_is_cut(book: dict[str, Any]) -> None:
    assert run(book, "Maten").split() == [
        *("5x1+1", "5x1+1", "4x1+2", "6x2+1"),
        *("1x1+1", "1x1+60"),  # an empty column, and one below all that is filled
        *("20x1+1", "1x4+2"),  # what somebody chose stays; a whole row ends at the used range
        "50x4+1",
    ]


def test_other_arguments_stay_as_they_are_and_tables_end_at_their_own_row(book: dict[str, Any]) -> None:
    assert run(book, "Samen") == "6/6/7/x/6/50/5"
