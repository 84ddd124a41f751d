"""The built workbooks: every part the same twice, macros that are ours, a sheet per promise, and no function
left out."""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from pathlib import Path

import light
import pytest
from small_workbook import small_document

from klantwaarde_xl.functions.registry import FUNCTIONS
from klantwaarde_xl.report.words.dashboard_phrases import NOT_YET
from klantwaarde_xl.template import build
from klantwaarde_xl.template.function_results import NOTHING_YET, TOP
from klantwaarde_xl.template.functions_sheet import SHEET
from klantwaarde_xl.template.ribbon import PART
from klantwaarde_xl.template.vba import workbook_modules

olevba = pytest.importorskip("oletools.olevba")

pytestmark = pytest.mark.filterwarnings(
    "ignore:.*extension is not supported:UserWarning", "ignore::ResourceWarning"
)


def parts(data: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: hashlib.sha256(package.read(name)).hexdigest() for name in package.namelist()}


def modules_in(data: bytes, name: str) -> dict[str, str]:
    found = olevba.VBA_Parser(name, data=data)
    try:
        return {module.rpartition(".")[0]: code for _, _, module, code in found.extract_all_macros()}
    finally:
        found.close()


@pytest.mark.slow
def test_a_second_run_gives_the_same_parts(template: bytes, filled: bytes) -> None:
    assert parts(build.macro_workbook(build.template_document())) == parts(template)
    assert parts(build.macro_workbook(small_document())) == parts(filled)
    assert parts(build.addin()) == parts(build.addin())


def test_exactly_our_modules_are_inside(template: bytes) -> None:
    for data, is_addin in ((template, False), (build.addin(), True)):
        found = modules_in(data, "klantwaarde.xlsm")
        sheets = [name for name in found if name.startswith("Blad")]
        ours = workbook_modules(sheets, addin=is_addin)
        assert set(found) == {module.name for module in ours}
        for module in ours:
            assert module.code.replace("\r\n", "\n").strip() in found[module.name].replace("\r\n", "\n")


def test_every_sheet_has_a_code_name_and_the_package_its_ribbon(template: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(template)) as package:
        book = light.load(template)
        for number in range(1, len(book.sheetnames) + 1):
            assert f'codeName="Blad{number}"'.encode() in package.read(f"xl/worksheets/sheet{number}.xml")
        assert PART in package.namelist()


def test_excel_keeps_what_is_in_the_file(template: bytes) -> None:
    for data in (template, build.addin()):
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            # An older engine number than Excel's own, or fullCalcOnLoad, would compute all cells at opening.
            assert re.findall(rb"<calcPr[^>]*>", package.read("xl/workbook.xml")) == [
                b'<calcPr calcId="191029"/>'
            ]


def test_the_add_in_says_that_it_is_one() -> None:
    with zipfile.ZipFile(io.BytesIO(build.addin())) as package:
        types = package.read("[Content_Types].xml")
        assert b"addin.macroEnabled" in types
        assert b"sheet.macroEnabled" not in types


def test_a_new_template_has_every_function_and_no_figure(template: bytes) -> None:
    book = light.load(template, data_only=True)
    row = [cell.value for cell in book[SHEET][TOP + 1] if cell.value][1:]
    assert row == [NOTHING_YET] * len(FUNCTIONS)
    assert book["Dashboard"]["B2"].value == NOT_YET
    formulas = light.load(template)[SHEET]
    names = [cell.value for cell in formulas[6] if cell.value][1:]
    assert names == [function.name for function in FUNCTIONS]


def test_the_functions_show_what_the_sheets_show(filled: bytes) -> None:
    book = light.load(filled, data_only=True)
    sheet, value = book[SHEET], book["Klantwaarde"]
    where = {cell.value: cell.column for cell in sheet[6] if cell.value}
    headers = {cell.value: cell.column for cell in value[5]}
    count = sum(
        1
        for row in value.iter_rows(min_row=6, max_col=2, values_only=True)
        if isinstance(row[0], int | float)
    )
    assert count == 23, "24 customers, one of which is merged into another"

    def result(name: str, row: int) -> object:
        return sheet.cell(TOP + 1 + row, where[name]).value

    for row in range(count):
        assert result("KW_SCORE", row) == pytest.approx(value.cell(6 + row, headers["Score"]).value)
    assert result("KW_KLANTEN", 0) == "Rang"
    assert sheet.cell(TOP + 2, where["KW_KLANTEN"] + 1).value == value["B6"].value
    assert result("KW_FOUT", 0) == "Deze cel bevat geen fout."
    assert "=1+1" in {cell.value for cell in sheet[1 + TOP + 0]} | {
        c.value for r in sheet.iter_rows(min_row=TOP + 1) for c in r
    }


def test_build_all_writes_the_workbooks(tmp_path: Path) -> None:
    written = build.build_all(tmp_path / "nieuw", lambda _step: None, demo=False)
    assert [path.name for path in written] == ["klantwaarde.xlsx", "klantwaarde.xlsm", "klantwaarde.xlam"]
    assert all(zipfile.is_zipfile(path) for path in written)
    with zipfile.ZipFile(written[0]) as package:
        assert not [name for name in package.namelist() if "vba" in name.lower() or "customUI" in name]
