"""Both sheets with the functions: the same results in the same cells, once live and once as values."""

from __future__ import annotations

import light
import openpyxl
import pytest

from klantwaarde_xl.functions.registry import FUNCTIONS
from klantwaarde_xl.model.excel_cells import EXCEL_ERRORS
from klantwaarde_xl.template.function_results import TOP
from klantwaarde_xl.template.functions_sheet import (
    CALCULATES,
    CALCULATES_NOT,
    FIXED_SHEET,
    SHEET,
    WITHOUT_PYTHON,
)

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")


def rows(data: bytes, name: str) -> list[tuple[object, ...]]:
    sheet = light.load(data, data_only=True)[name]
    return list(sheet.iter_rows(min_row=TOP + 1, min_col=3, values_only=True))


@pytest.mark.slow
def test_what_is_live_stands_in_the_same_cells_as_values(filled: bytes) -> None:
    live, fixed = rows(filled, SHEET), rows(filled, FIXED_SHEET)
    for here, there in zip(live, fixed, strict=True):
        for cell, value in zip(here, there, strict=True):
            wanted = pytest.approx(value, rel=1e-12) if isinstance(value, float) else value
            assert EXCEL_ERRORS.get(cell, cell) == wanted
    assert sum(cell is not None for row in fixed for cell in row) > 2_000


def test_one_sheet_computes_and_the_other_does_not(filled: bytes) -> None:
    book = light.load(filled)
    for name, count in ((SHEET, len(FUNCTIONS)), (FIXED_SHEET, 0)):
        kinds = [cell.data_type for row in book[name].iter_rows() for cell in row if cell.value is not None]
        assert kinds.count("f") == count


def test_who_has_no_python_is_told_where_to_look(filled: bytes) -> None:
    cell = light.load(filled)[SHEET]["A4"]
    assert cell.value == WITHOUT_PYTHON
    assert FIXED_SHEET in WITHOUT_PYTHON


def test_figures_look_as_on_their_own_sheet(filled: bytes) -> None:
    book = light.load(filled, data_only=True)
    own = {cell.value: cell.column for cell in book["Klantwaarde"][5]}
    for name in (SHEET, FIXED_SHEET):
        sheet = book[name]
        start = next(cell.column for cell in sheet[6] if cell.value == "KW_KLANTEN")
        there = {cell.value: cell.column for cell in sheet[TOP + 1][start - 1 :]}
        for header in ("Score", "Omzet", "Marge %"):
            wanted = book["Klantwaarde"].cell(6, own[header]).number_format
            assert sheet.cell(TOP + 2, there[header]).number_format == wanted


@pytest.mark.slow
def test_texts_have_room_and_figures_stand_under_their_header(filled: bytes, template: bytes) -> None:
    for data in (filled, template):
        sheet = light.load(data, data_only=True)[FIXED_SHEET]
        start = {cell.value: cell.column for cell in sheet[6] if cell.value}

        def header(name: str, offset: int, sheet=sheet, start=start) -> tuple[object, object, float]:
            cell = sheet.cell(TOP + 1, start[name] + offset)
            return cell.value, cell.alignment.horizontal, sheet.column_dimensions[cell.column_letter].width

        assert header("KW_CONCENTRATIE", 1)[1] == "right"
        assert header("KW_CONCENTRATIE", 2)[2] >= len("alle klanten; 80 % van het positieve totaal")
        assert header("KW_CONTROLE", 4)[2] > 50
        assert header("KW_GEWICHTEN", 1)[1] == "right"


def test_a_template_is_ready_for_results(template: bytes) -> None:
    book = light.load(template)
    sheet = book[FIXED_SHEET]
    start = next(cell.column for cell in sheet[6] if cell.value == "KW_KLANTEN")
    assert sheet.cell(TOP + 1, start + 9).font.bold, "headers"
    assert sheet.column_dimensions[openpyxl.utils.get_column_letter(start + 9)].width > 8


def test_start_names_both(filled: bytes) -> None:
    book = light.load(filled)
    assert {book[name].sheet_state for name in (SHEET, FIXED_SHEET)} == {"hidden"}
    named = [row[1].value for row in book["Start"].iter_rows() if row[1].value]
    assert named[-2:] == [SHEET, FIXED_SHEET]
    targets = [cell.hyperlink.location for row in book["Start"].iter_rows() for cell in row if cell.hyperlink]
    places = [cell.coordinate for row in book["Start"].iter_rows() for cell in row if cell.hyperlink]
    assert len(set(places)) == len(places) == len(set(targets))


def test_the_user_chooses_whether_many_lines_are_calculated(filled: bytes) -> None:
    book = light.load(filled)
    assert book[SHEET]["A5"].value == CALCULATES_NOT
    (rule,) = (one for one in book[SHEET].data_validations.dataValidation if "A5" in one.sqref)
    assert rule.formula1 == f'"{CALCULATES_NOT},{CALCULATES}"'
    assert book[FIXED_SHEET]["A5"].value is None
