"""The built workbook in a real spreadsheet program: its formulas work with our Python, and its results stand there without."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from function_book import modules_for_libreoffice
from office_client import Office
from small_workbook import small_document
from test_cells import as_over_com, in_cells
from windows_stub import WindowsXlwings

from klantwaarde_xl.excel.registry import FUNCTIONS
from klantwaarde_xl.template.build import macro_workbook
from klantwaarde_xl.template.functions_sheet import SHEET, TOP


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


def sheet_values(office: Office, document: str) -> list[list[object]]:
    bottom, right = office.ask("used", document=document, sheet=SHEET)
    return office.ask("read", document=document, sheet=SHEET, area=[TOP, 2, bottom, right])["values"]


def test_without_python_every_result_is_there(office: Office, opened: Callable[..., str]) -> None:
    document = opened()
    names = office.ask("read", document=document, sheet=SHEET, area=[5, 2, 5, 400])["values"][0]
    first = sheet_values(office, document)[0]
    where = [place for place, name in enumerate(names) if name]
    assert [names[place] for place in where] == [function.name for function in FUNCTIONS]
    assert all(first[place] not in {"", "Error 2015", "#NAME?"} for place in where)
    assert "Noor" in {cell for row in sheet_values(office, document) for cell in row}


def test_with_python_every_formula_gives_what_stands_in_the_file(office: Office, opened: Callable[..., str]) -> None:
    windows = WindowsXlwings()
    called = []

    def answer(name: str, arguments: list[Any]) -> object:
        assert name == "CallUDF", arguments
        called.append(arguments[1])
        return in_cells(windows.call(arguments[1], *map(as_over_com, arguments[2])))

    cached = sheet_values(office, opened())
    office.on_call = answer
    document = opened(modules=modules_for_libreoffice)
    office.ask("calculate", document=document)
    found = sheet_values(office, document)
    assert {function.name for function in FUNCTIONS} <= set(called)
    assert len(found) == len(cached)
    for row, (ours, theirs) in enumerate(zip(found, cached, strict=True)):
        for column, (one, other) in enumerate(zip(ours, theirs, strict=True)):
            if isinstance(other, float) and isinstance(one, float):
                assert one == pytest.approx(other, rel=1e-9, abs=1e-9), (row, column)
            elif other != "#N/A":
                assert one == other, (row, column)
