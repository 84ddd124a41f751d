"""Every function, called from a cell of a workbook with our own VBA in LibreOffice, gives what Python gives.

The way is the real one: cell, our VBA wrapper, xlwings' own ``call_udf``, our Python, and back."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Iterator
from typing import Any

import pytest
from function_book import write_function_book
from leaving_company import LINES as LEAVING
from office_client import Office
from same_in_officejs import without_digest
from small_company import CUSTOMERS, LINES, PRODUCTS
from windows_stub import MISSING, ComRange, WindowsXlwings

from klantwaarde_xl.functions.encoders.vba import SEPARATOR
from klantwaarde_xl.functions.registry import FUNCTIONS
from klantwaarde_xl.model.action_notes import NOTE_HEADERS
from klantwaarde_xl.report.contents import CHANCES

DATA: list[list[Any]] = [
    # omzet, marge, tijdkosten, uren, energie, tekst, vergelijking
    [50_000.0, 12_000.0, 1_500.0, 20.0, 4.0, "1.234,50", 1.0, 3.0, 5.0],
    [30_000.0, 15_000.0, 400.0, 5.0, None, "12,5", 1 / 3, 1.0, 2.0],
    [None, None, None, None, None, None, 0.2, 0.5, 1.0],
    [15_000.0, -2_000.0, 900.0, 12.0, 2.0, "abc", None, None, None],
    [5_000.0, 2_500.0, 100.0, 1.5, 5.0, "7", None, None, None],
]
FAULTY: list[list[Any]] = [["Datum", "Klantnr", "Omzet"], ["2024-01-31", "1", "abc"], [None, "2", 5.0]]
TRANS, CUSTOMER_CELLS = f"Trans!A1:E{len(LINES)}", f"Klanten!A1:D{len(CUSTOMERS)}"
PRODUCT_CELLS = f"Producten!A1:B{len(PRODUCTS)}"
BUYERS, ASKED = f"Kopers!A1:D{len(LEAVING)}", [["Klantnr"], ["0001"], ["9999"], ["0002"]]
WIDTHS = {page.spec.name: len(page.spec.tables[0].columns) for page in CHANCES if page.spec.tables}
WIDTHS["Acties"] -= len(NOTE_HEADERS) + 4  # typed, by hours of the team, small charts, as on Klantwaarde
FORMULAS: dict[str, tuple[str, int, int]] = {
    "KW_SCORE": ("=KW_SCORE(Data!A1:A5,Data!B1:B5,Data!C1:C5,Data!D1:D5,Data!E1:E5)", 5, 1),
    "KW_UITLEG": ("=KW_UITLEG(2,Data!A1:A5,Data!B1:B5,Data!C1:C5)", 8, 5),
    "KW_NETTOBIJDRAGE": ("=KW_NETTOBIJDRAGE(Data!B1:B5,Data!D1:D5,62.5)", 5, 1),
    "KW_PARETO": ("=KW_PARETO(Data!A1:A5,0.5)", 5, 1),
    "KW_CUMULATIEF": ("=KW_CUMULATIEF(Data!F1:F5)", 5, 1),
    "KW_CONCENTRATIE": ("=KW_CONCENTRATIE(Data!A1:A5)", 5, 3),
    "KW_WALVIS": ("=KW_WALVIS(Data!B1:B5)", 103, 4),
    "KW_GEWICHTEN": ("=KW_GEWICHTEN(Data!G1:I3)", 6, 2),
    "KW_VERSIE": ("=KW_VERSIE()", 6, 2),
    "KW_TABELLEN": (f"=KW_TABELLEN({TRANS},{CUSTOMER_CELLS},{PRODUCT_CELLS})", 1, 1),
    "KW_KLANTEN": (f"=KW_KLANTEN({TRANS},{CUSTOMER_CELLS},{PRODUCT_CELLS})", 25, 5),
    "KW_ACTIES": (f"=KW_ACTIES({TRANS},{CUSTOMER_CELLS},{PRODUCT_CELLS})", 25, WIDTHS["Acties"]),
    "KW_GATEN": (f'=KW_GATEN({TRANS},{PRODUCT_CELLS},"00010",2)', 3, WIDTHS["Cross-sell"]),
    "KW_SAMEN": (f'=KW_SAMEN({TRANS},{PRODUCT_CELLS},"Dozen")', 4, WIDTHS["Samen gekocht"]),
    "KW_VOLGENDJAAR": (f"=KW_VOLGENDJAAR({TRANS},{CUSTOMER_CELLS},{PRODUCT_CELLS})", 25, 9),
    "KW_WEG": (f"=KW_WEG({BUYERS},Gevraagd!A1:A4)", 3, 1),
    "KW_BRUG": (f'=KW_BRUG({TRANS},{PRODUCT_CELLS},"00010","01-01-2024")', 13, 2),
    "KW_CONTROLE": ('=KW_CONTROLE(Invoer!A1:C3,"Transacties")', 3, 6),
    "KW_FOUT": ("=KW_FOUT(Fout_KW_PARETO!A1)", 1, 1),
}
WRONG: dict[str, tuple[str, str]] = {
    "KW_SCORE": ("=KW_SCORE(Data!A1:A5,Data!B1:B4)", "KW-602"),
    "KW_UITLEG": ("=KW_UITLEG(3,Data!A1:A5,Data!B1:B5)", "KW-608"),
    "KW_NETTOBIJDRAGE": ("=KW_NETTOBIJDRAGE(Data!B1:B5,Data!D1:D5,-1)", "KW-614"),
    "KW_PARETO": ("=KW_PARETO(Data!A1:A5,0.9,0.5)", "KW-303"),
    "KW_CUMULATIEF": ("=KW_CUMULATIEF(Data!A1:B5)", "KW-603"),
    "KW_CONCENTRATIE": ("=KW_CONCENTRATIE(Data!F1:F5)", "KW-611"),
    "KW_WALVIS": ("=KW_WALVIS(Data!F1:F5)", "KW-611"),
    "KW_GEWICHTEN": ("=KW_GEWICHTEN(Data!G1:H3)", "KW-304"),
    "KW_TABELLEN": (f"=KW_TABELLEN({TRANS},Data!A1:A1)", "KW-616"),
    "KW_KLANTEN": (f"=KW_KLANTEN({CUSTOMER_CELLS})", "KW-103"),
    "KW_ACTIES": (f"=KW_ACTIES({CUSTOMER_CELLS})", "KW-103"),
    "KW_GATEN": (f'=KW_GATEN({TRANS},{PRODUCT_CELLS},"99")', "KW-615"),
    "KW_SAMEN": (f'=KW_SAMEN({TRANS},{PRODUCT_CELLS},"Koffie")', "KW-615"),
    "KW_VOLGENDJAAR": ("=KW_VOLGENDJAAR(Kopers!A1:C9)", "KW-620"),
    "KW_WEG": (f"=KW_WEG({TRANS},{CUSTOMER_CELLS})", "KW-619"),
    "KW_BRUG": (f'=KW_BRUG({TRANS},{PRODUCT_CELLS},"00010","31-02-2024")', "KW-618"),
    "KW_CONTROLE": ('=KW_CONTROLE(Invoer!A1:C3,"Facturen")', "KW-606"),
}
"""One call of each function that cannot succeed, and the code of its reason."""
PROBES = """Option Explicit
Public Function HeelIsFout() As Boolean
    HeelIsFout = IsError(KW_PARETO(ThisWorkbook.Sheets("Data").Range("A1:A5"), 0.9, 0.5))
End Function
Public Function DelenMetFout() As String
    Dim uitkomst, rij
    uitkomst = KW_CUMULATIEF(ThisWorkbook.Sheets("Data").Range("F1:F5"))
    For rij = 1 To 5
        DelenMetFout = DelenMetFout & IsError(uitkomst(rij, 1)) & ";"
    Next rij
End Function
Public Sub Klik()
    KwKnopVernieuwen Nothing
End Sub
"""


@pytest.fixture(scope="module")
def windows() -> WindowsXlwings:
    return WindowsXlwings()


@pytest.fixture(scope="module")
def book(
    office: Office, windows: WindowsXlwings, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, Any]]:
    path = tmp_path_factory.mktemp("functies") / "functies.xlsm"
    formulas = FORMULAS | {f"Fout_{name}": (formula, 1, 1) for name, (formula, _) in WRONG.items()}
    # What the manual gives for inside a table: row 1 of the sheet asks for the fourth outcome.
    formulas["Index"] = ("=INDEX(KW_PARETO(Data!A1:A5,0.5),ROW()+3)", 1, 1)
    tables = {"Invoer": FAULTY, "Trans": LINES, "Klanten": CUSTOMERS, "Producten": PRODUCTS}
    tables |= {"Kopers": LEAVING, "Gevraagd": ASKED}
    areas = write_function_book(path, {"Data": DATA, **tables}, formulas, PROBES)
    executed: list[str] = []
    answers: list[tuple[str, str]] = []

    def answer(name: str, arguments: list[Any]) -> object:
        if name == "Exec":
            executed.append(arguments[0])
            return None
        _, function, given, _, _ = arguments
        result = windows.call(function, *map(as_over_com, given))
        answers.append((function, str(result)))
        return in_cells(result)

    office.on_call = answer
    document = office.ask("open", path=str(path))
    office.ask("calculate", document=document)
    yield {
        "office": office,
        "document": document,
        "areas": areas,
        "executed": executed,
        "answers": answers,
        "path": path,
    }
    office.ask("close", document=document)
    office.on_call = None


def as_over_com(value: Any) -> object:
    """Return an argument of LibreOffice's VBA as COM would hand it over."""
    if value is None:
        return MISSING
    if isinstance(value, dict):
        return ComRange(
            [[a_date(cell) if isinstance(cell, dict) else cell for cell in row] for row in value["range"]]
        )
    return value


def in_cells(result: Any) -> Any:
    """Return a result as cells hold it: a date is a number of days."""
    if isinstance(result, list):
        return [in_cells(item) for item in result]
    if isinstance(result, dt.datetime):
        return (result.replace(tzinfo=None) - dt.datetime(1899, 12, 30)) / dt.timedelta(days=1)
    return result


def a_date(cell: dict[str, float]) -> dt.datetime:
    return dt.datetime(1899, 12, 30) + dt.timedelta(days=cell["date"])


def values(book: dict[str, Any], name: str) -> list[list[object]]:
    return book["office"].ask("read", document=book["document"], sheet=name, area=book["areas"][name])[
        "values"
    ]


def expected(windows: WindowsXlwings, function: str, *arguments: object) -> list[list[object]]:
    """Return what cells must show of a call in Python: an error as LibreOffice writes it, numbers as they
    are."""
    result = windows.call(function, *arguments)
    rows = (
        result
        if isinstance(result, list) and isinstance(result[0], list)
        else [result if isinstance(result, list) else [result]]
    )
    return [
        [f"Error {cell.split(SEPARATOR)[2]}" if str(cell).startswith(SEPARATOR) else cell for cell in row]
        for row in rows
    ]


def same(row: list[object], other: list[object]) -> bool:
    """Whether two rows of cells hold the same, but for the last bits of a number."""
    return len(row) == len(other) and all(
        math.isclose(a, b, rel_tol=1e-12, abs_tol=1e-12)
        if isinstance(a, float) and isinstance(b, float | int)
        else without_digest(a) == without_digest(b)
        for a, b in zip(row, other, strict=True)
    )


def column(number: int, count: int = 5) -> ComRange:
    return ComRange([[row[number]] for row in DATA[:count]])


_WHOLE = [ComRange(LINES), ComRange(CUSTOMERS), ComRange(PRODUCTS), *[MISSING] * 4]
ARGUMENTS: dict[str, list[Any]] = {
    **dict.fromkeys(("KW_TABELLEN", "KW_KLANTEN", "KW_ACTIES", "KW_VOLGENDJAAR"), _WHOLE),
    "KW_SCORE": [column(0), column(1), column(2), column(3), column(4), *[MISSING] * 4],
    "KW_UITLEG": [2.0, column(0), column(1), column(2), *[MISSING] * 6],
    "KW_NETTOBIJDRAGE": [column(1), column(3), 62.5, *[MISSING] * 4],
    "KW_PARETO": [column(0), 0.5, MISSING],
    "KW_CUMULATIEF": [column(5)],
    "KW_CONCENTRATIE": [column(0)],
    "KW_WALVIS": [column(1)],
    "KW_GATEN": [ComRange(LINES), ComRange(PRODUCTS), "00010", 2.0, MISSING, MISSING],
    "KW_SAMEN": [ComRange(LINES), ComRange(PRODUCTS), "Dozen", MISSING, MISSING],
    "KW_WEG": [ComRange(LEAVING), ComRange(ASKED), *[MISSING] * 5],
    "KW_BRUG": [ComRange(LINES), ComRange(PRODUCTS), "00010", "01-01-2024", MISSING],
    "KW_CONTROLE": [ComRange(FAULTY), "Transacties", "[functies.xlsm]Invoer|1|1"],
    "KW_GEWICHTEN": [ComRange([row[6:9] for row in DATA[:3]])],
}


def test_every_function_is_called_and_made_to_fail() -> None:
    assert set(FORMULAS) == {function.name for function in FUNCTIONS}
    assert set(FORMULAS) - {"KW_FOUT", "KW_VERSIE"} == set(WRONG) == set(ARGUMENTS)


@pytest.mark.parametrize("name", ARGUMENTS)
def test_a_cell_shows_what_python_computes_and_arrays_fill_their_range(
    book: dict[str, Any], windows: WindowsXlwings, name: str
) -> None:
    shown, computed = values(book, name), expected(windows, name, *ARGUMENTS[name])
    width = len(shown[0])
    assert len(shown) == len(computed)
    assert width == len(computed[0]) or name == "KW_KLANTEN"
    for row, (mine, theirs) in enumerate(zip(shown, computed, strict=True)):
        assert same(mine, theirs[:width]), f"row {row}: {mine} is not {theirs}"


def test_one_outcome_of_a_spill_can_stand_inside_a_table(book: dict[str, Any]) -> None:
    assert values(book, "Index") == [[values(book, "KW_PARETO")[3][0]]] != [[""]]


def test_blank_rows_stay_blank_and_one_bad_cell_costs_one_row(book: dict[str, Any]) -> None:
    # 1234.5 + 12.5 + 7 = 1254; the text 'abc' is an error in its own row only.
    assert same(
        [row[0] for row in values(book, "KW_CUMULATIEF")], [1234.5 / 1254, 1247 / 1254, "", "Error 2042", 1.0]
    )


@pytest.mark.parametrize("name", WRONG)
def test_a_call_that_cannot_succeed_shows_an_error_value(book: dict[str, Any], name: str) -> None:
    assert values(book, f"Fout_{name}") == [["Error 2015"]]
    code = WRONG[name][1]
    assert any(code in answer for function, answer in book["answers"] if function == name)


def test_vba_itself_calls_it_an_error_whole_and_in_a_row(book: dict[str, Any]) -> None:
    def run(name: str) -> object:
        return book["office"].ask(
            "run", document=book["document"], macro=f"Klantwaarde.Proeven.{name}", arguments=[]
        )

    assert run("HeelIsFout") is True
    assert run("DelenMetFout") == "False;False;False;True;False;"


def test_kw_fout_says_why(book: dict[str, Any]) -> None:
    text = values(book, "KW_FOUT")[0][0]
    assert text.startswith("KW-303: De Pareto-grenzen 0,9 en 0,5 kloppen niet.")


def test_kw_versie_compares_workbook_and_python(book: dict[str, Any]) -> None:
    rows = dict(values(book, "KW_VERSIE"))
    assert rows["Werkmap"] == rows["Klantwaarde"]
    assert rows["xlwings in de werkmap"] == rows["xlwings in Python"]
    assert re.fullmatch(r"3\.\d+\.\d+", rows["Python"])


def test_opening_asks_python_whether_the_versions_fit(book: dict[str, Any]) -> None:
    asked = [
        arguments
        for name, arguments in book["office"].calls
        if name == "CallUDF" and arguments[1] == "version_message"
    ]
    assert asked, "Workbook_Open ran and survived that LibreOffice has no MacroOptions"


def test_a_button_runs_its_python_function(book: dict[str, Any]) -> None:
    book["office"].ask("run", document=book["document"], macro="Klantwaarde.Proeven.Klik", arguments=[])
    assert book["executed"][-1] == "import klantwaarde_xl.excel.buttons as knoppen; knoppen.refresh()"


def test_without_python_a_function_is_an_error_and_says_what_to_do(book: dict[str, Any]) -> None:
    office = book["office"]
    answer, office.on_call = office.on_call, None
    try:
        reopened = office.ask("open", path=str(book["path"]))
        office.ask("calculate", document=reopened)
        shown = office.ask("read", document=reopened, sheet="KW_PARETO", area=[0, 0, 0, 0])["values"]
        office.ask("close", document=reopened)
    finally:
        office.on_call = answer
    assert shown == [["Error 2015"]]
