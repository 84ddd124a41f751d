"""The page Doorsneden: what can be chosen, what stands where, and formulas that Excel 2016 knows."""

from __future__ import annotations

import re

import pytest

from klantwaarde_xl.report.pages.sections.data import PAIRED, SECTIONS
from klantwaarde_xl.report.pages.sections.sheet import PAGE, TABLE
from klantwaarde_xl.report.pages.sections.steps import STRIPS
from klantwaarde_xl.report.specs import CellSpec, ChartSpec, GridSpec, TextSpec, split_address
from klantwaarde_xl.report.words.comparison_sentences import PORTFOLIOS

BLOCKS = [*PAGE.spec.blocks, *(block for strip in STRIPS for block in strip.blocks)]
CELLS = [block for block in BLOCKS if isinstance(block, CellSpec)]
FORMULAS = {
    *(cell.formula for cell in CELLS if cell.formula),
    *(c.formula for block in BLOCKS if isinstance(block, GridSpec) for c in block.columns if c.formula),
}
OF_EXCEL_2016 = {
    *("IF", "IFERROR", "AND", "OR", "INDEX", "MATCH", "SUMIFS", "COUNTIFS", "SUM", "COUNT", "ROUND", "LOWER"),
}
"""Names in Microsoft's list of functions of Excel 2016 that none of its formulas needs to go beyond."""
PROPERTIES = ("Segment", "Regio", "Accountmanager", "Klasse", "Productgroep", "Administratie")


@pytest.mark.parametrize("formula", sorted(FORMULAS))
def test_formulas_use_old_functions_and_known_names(formula: str) -> None:
    assert set(re.findall(r"([A-Z.]+)\(", formula)) <= OF_EXCEL_2016
    assert len(formula) < 8192  # the limit of Excel
    assert formula.count("(") == formula.count(")")
    assert set(re.findall(r"\bSnij_\w+", formula)) <= {cell.name for cell in CELLS}
    headers = {column.header for column in SECTIONS.columns}
    assert set(re.findall(r"tblDoorsneden\[([^\]]+)\]", formula)) <= headers


def test_the_choices_are_the_six_properties_and_no_second_one() -> None:
    by_name = {cell.name: cell.validation for cell in CELLS}
    options = {name: by_name[name].source for name in ("Snij_Per", "Snij_Over")}  # type: ignore[union-attr]
    assert options == {"Snij_Per": PROPERTIES, "Snij_Over": ("(geen)", *PROPERTIES)}


def test_the_blocks_leave_room_for_each_other() -> None:
    """The chart ends above the crossing: Excel's rows are 15 points, 20 pixels, unless they are taller."""
    (chart,) = (block for block in BLOCKS if isinstance(block, ChartSpec))
    last = split_address(chart.at)[1] + -(-chart.height // 20)
    heading = next(split_address(cell.at)[1] for cell in CELLS if cell.value == "section_crossing")
    assert last < heading
    rows = [split_address(cell.at)[1] for cell in CELLS if cell.value.startswith("section_left_")]
    assert len(rows) == len(PAIRED)
    assert max(rows) < heading < TABLE.row


def test_no_two_cells_stand_at_one_place() -> None:
    places = [block.at for block in PAGE.spec.blocks if isinstance(block, CellSpec)]
    assert len(set(places)) == len(places)


def test_two_account_managers_beside_each_other_come_with_a_warning() -> None:
    texts = {str(block.text): block.at for block in BLOCKS if isinstance(block, TextSpec)}
    heading = split_address(texts["Accountmanager naast accountmanager"])[1]
    assert split_address(texts[PORTFOLIOS])[1] == heading + 1
    assert "geen prestaties" in PORTFOLIOS
