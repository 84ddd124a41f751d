"""Our modules, put by another program into a project that Excel made, are read whole and compile."""

from __future__ import annotations

from pathlib import Path

import pytest
from function_book import modules_for_libreoffice
from office_client import Office

from klantwaarde_xl.template.vba_project import Module, ModuleKind

excel = pytest.importorskip("pyopenvba.excel")
PROBES = """Option Explicit
Public Function Proef() As String
    Dim cel As Object
    Set cel = ThisWorkbook.Sheets(1).Range("A1:A3")
    Proef = IsError(KW_PARETO(cel)) & "/" & KwRegels()
End Function
Private Function KwRegels() As Long
    Dim geknipt As Variant
    geknipt = KwBegrensd(Array(ThisWorkbook.Sheets(1).Range("A1:A1048576")))
    KwRegels = geknipt(0).Rows.Count
End Function
"""


def imported(path: Path) -> dict[str, str]:
    """Add our modules to a new workbook by pyopenvba; return the text of each."""
    modules: list[Module] = modules_for_libreoffice([], PROBES)
    with excel.ExcelFile.create_new(path) as book:
        project = book.vba_project()
        for module in modules:
            if module.kind is ModuleKind.STANDARD:
                project.add_module(module.name, module.source())
            else:
                book.set_module(module.name, module.code.replace("\n", "\r\n"))
        book.save()
    return {module.name: module.code for module in modules}


def test_the_project_compiles_and_answers(office: Office, tmp_path: Path) -> None:
    path = tmp_path / "ingevoerd.xlsm"
    given = imported(path)
    with excel.ExcelFile(path) as book:
        found = book.vba_modules()
    assert set(found) >= set(given)
    for name, code in given.items():
        assert found[name].replace("\r\n", "\n").rstrip().endswith(code.rstrip()), name
    office.on_call = lambda _name, _arguments: [["A"], ["B"], ["C"]]
    document = office.ask("open", path=str(path))
    try:
        answer = office.ask("run", document=document, macro="VBAProject.Proeven.Proef", arguments=[])
    finally:
        office.ask("close", document=document)
        office.on_call = None
    assert answer == "False/1"


def test_the_project_that_we_write_is_read_the_same_by_it(tmp_path: Path) -> None:
    path = next((Path(__file__).resolve().parents[2] / "workbook").glob("*.xlsm"))
    with excel.ExcelFile(path) as book:
        book.validate()
        found = book.vba_modules()
        sheets = [name for name in found if name.startswith("Blad")]
    from klantwaarde_xl.template.vba import workbook_modules

    assert found == {module.name: module.source() for module in workbook_modules(sheets)}
