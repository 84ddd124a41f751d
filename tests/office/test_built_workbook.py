"""The built workbook in a real spreadsheet program: its formulas work with our Python, and its results stand
there without."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import light
import pytest
import xlwings
from function_book import modules_for_libreoffice
from office_client import Office
from small_workbook import small_document
from test_cells import as_over_com, in_cells
from uno_engine import open_book
from windows_stub import WindowsXlwings

from klantwaarde_xl.functions.registry import FUNCTIONS
from klantwaarde_xl.model.excel_cells import EXCEL_ERRORS
from klantwaarde_xl.ribbon import open_book as live
from klantwaarde_xl.template.build import macro_workbook, template_document
from klantwaarde_xl.template.function_results import NOTHING_YET, TOP
from klantwaarde_xl.template.functions_sheet import FIXED_SHEET, SHEET, WITHOUT_PYTHON
from klantwaarde_xl.writers.live_book import write_inputs

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")


@pytest.fixture
def opened(office: Office, tmp_path: Path) -> Iterator[Callable[..., str]]:
    """Return what opens the small company's workbook and closes it again after the test."""
    documents = []

    def open_workbook(**more: Any) -> str:
        path = tmp_path / f"gebouwd{len(documents)}.xlsm"
        path.write_bytes(macro_workbook(small_document(), **more))
        documents.append(office.ask("open", path=str(path)))
        return documents[-1]

    yield open_workbook
    office.on_call = None
    for document in documents:
        office.ask("close", document=document)


def cached(data: bytes, name: str = SHEET) -> list[list[object]]:
    """Return what the file holds of the results on the sheet Functies, from its first result to the last."""
    sheet = light.load(data, data_only=True)[name]
    return [list(row) for row in sheet.iter_rows(min_row=TOP + 1, min_col=3, values_only=True)]


def in_words(rows: list[list[object]]) -> list[list[object]]:
    """Return cells as the sheet with plain values shows them: errors by their Dutch name, dates as day
    numbers."""
    return [
        [EXCEL_ERRORS.get(value, value) if isinstance(value, str) else in_cells(value) for value in row]
        for row in rows
    ]


def alike(found: list[list[object]], wanted: list[list[object]]) -> None:
    """Fail when two blocks of cells differ by more than the last bits of a number."""
    assert len(found) == len(wanted)
    for row, (ours, theirs) in enumerate(zip(found, wanted, strict=True)):
        for column, (one, other) in enumerate(zip(ours, theirs, strict=True)):
            if isinstance(other, int | float):
                assert one == pytest.approx(other, rel=1e-9, abs=1e-9), (row, column)
            else:
                assert (one or None) == (other or None), (row, column)


def test_without_python_every_result_and_what_to_do_are_there(
    office: Office, opened: Callable[..., str]
) -> None:
    document = opened()
    shown = office.ask("read", document=document, sheet="Klantwaarde", area=[5, 0, 28, 5])
    assert not shown["errors"]
    assert "=1+1" in {row[2] for row in shown["values"]}
    start = office.ask("read", document=document, sheet="Start", area=[0, 0, 20, 3])["values"]
    assert any(
        "vragen een computer waarop klantwaarde_xl is geïnstalleerd" in str(cell)
        for row in start
        for cell in row
    )
    assert office.ask("read", document=document, sheet=SHEET, area=[3, 0, 3, 0])["values"] == [
        [WITHOUT_PYTHON]
    ]
    wanted = in_words(cached(macro_workbook(small_document())))
    assert sum(value is not None for row in wanted for value in row) > 2_000
    area = [TOP, 2, TOP + len(wanted) - 1, 1 + len(wanted[0])]
    found = office.ask("read", document=document, sheet=FIXED_SHEET, area=area)
    assert not found["errors"]
    alike(found["values"], wanted)


def test_a_refresh_writes_the_results_of_the_functions_as_values(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # there is one window, and it is hidden
    monkeypatch.setattr(xlwings.App, "activate", lambda *_, **__: None)
    wanted = in_words(cached(macro_workbook(small_document()), FIXED_SHEET))
    path = tmp_path / "leeg.xlsm"
    path.write_bytes(macro_workbook(template_document()))
    book = open_book(office, path)
    try:
        sheet = book.sheets[FIXED_SHEET]
        corner = sheet.range((TOP + 1, 3))
        assert corner.value == NOTHING_YET
        sheet.range((TOP + 900, 3)).value = "'van een vorige keer"
        write_inputs(small_document(), book)
        for _ in range(2):
            live.refresh_book(book)
            found = corner.resize(len(wanted), len(wanted[0])).options(ndim=2).value
            alike(in_words(found), wanted)
        assert sheet.range((TOP + 900, 3)).value is None
    finally:
        book.close()


def test_with_python_every_formula_gives_what_stands_in_the_file(
    office: Office, opened: Callable[..., str]
) -> None:
    windows = WindowsXlwings()
    called = []

    def answer(name: str, arguments: list[Any]) -> object:
        assert name == "CallUDF", arguments
        called.append(arguments[1])
        return in_cells(windows.call(arguments[1], *map(as_over_com, arguments[2])))

    wanted = cached(macro_workbook(small_document()))
    office.on_call = answer
    document = opened(modules=modules_for_libreoffice)
    office.ask("calculate", document=document)
    area = [TOP, 2, TOP + len(wanted) - 1, 1 + len(wanted[0])]
    found = office.ask("read", document=document, sheet=SHEET, area=area)["values"]
    assert {function.name for function in FUNCTIONS} <= set(called)
    compared = 0
    for row, (ours, theirs) in enumerate(zip(found, wanted, strict=True)):
        for column, (one, other) in enumerate(zip(ours, theirs, strict=True)):
            if isinstance(other, int | float):
                assert one == pytest.approx(other, rel=1e-9, abs=1e-9), (row, column)
                compared += 1
            elif isinstance(other, str) and other not in {"#N/A", "#VALUE!"}:
                assert one == other, (row, column)
                compared += 1
    assert compared > 1_000
