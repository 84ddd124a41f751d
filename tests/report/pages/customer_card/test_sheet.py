from __future__ import annotations

import re

import pytest

from klantwaarde_xl.report.contents import REPORT
from klantwaarde_xl.report.pages.customer_card import data
from klantwaarde_xl.report.pages.customer_card.data import CARD_TABLE, GROUPS
from klantwaarde_xl.report.pages.customer_card.sheet import CARD_SHEET
from klantwaarde_xl.report.pages.customer_card.steps import CARD_STEPS, LIST_SOURCE
from klantwaarde_xl.report.pages.dashboard.sheet import DASHBOARD
from klantwaarde_xl.report.pages.settings_used import SETTINGS_USED
from klantwaarde_xl.report.specs import CellSpec, FigureSpec, GridSpec

VOLATILE = ("OFFSET", "INDIRECT", "TODAY", "NOW", "RAND", "CELL", "INFO")
LATER_THAN_2016 = (
    "FILTER",
    "XLOOKUP",
    "XMATCH",
    "SORT",
    "UNIQUE",
    "LET",
    "TEXTJOIN",
    "CONCAT",
    "IFS",
    "SWITCH",
    "SEQUENCE",
)
BLOCKS = [*CARD_SHEET.blocks, *CARD_STEPS, *SETTINGS_USED, *DASHBOARD.blocks]
FORMULAS = {
    *(block.formula for block in BLOCKS if isinstance(block, CellSpec | FigureSpec) and block.formula),
    *(
        column.formula
        for block in BLOCKS
        if isinstance(block, GridSpec)
        for column in block.columns
        if column.formula
    ),
    *(CARD_SHEET.message_formula, LIST_SOURCE),
}
HEADERS = {
    table.name: {column.header for column in table.columns} for page in REPORT for table in page.spec.tables
}


@pytest.mark.parametrize("formula", sorted(FORMULAS))
def test_formulas_use_only_what_excel_2016_and_libreoffice_know(formula: str) -> None:
    called = set(re.findall(r"([A-Z]+)\(", formula))
    assert not called & {*VOLATILE, *LATER_THAN_2016, "TEXT"}
    assert len(formula) < 8_000
    assert formula.count("(") == formula.count(")")


@pytest.mark.parametrize("formula", sorted(FORMULAS))
def test_formulas_name_columns_that_exist(formula: str) -> None:
    for table, header in re.findall(r"(tbl\w+)\[([^\[\]#]+)\]", formula):
        assert header in HEADERS[table], f"{table}[{header}]"
    names = {block.name for block in BLOCKS if isinstance(block, CellSpec)}
    assert set(re.findall(r"\bKaart_\w+", formula)) <= names


def test_groups_stand_where_the_card_looks_for_them() -> None:
    fields = [column.field for column in CARD_TABLE.columns]
    first = fields.index("group_1")
    (cell,) = [
        block for block in CARD_SHEET.blocks if isinstance(block, CellSpec) and block.value == "card_group_1"
    ]
    assert f"Kaart_Lijst,{first}+1)" in cell.formula
    assert fields[first : first + GROUPS + 1] == [f"group_{n}" for n in range(1, GROUPS + 2)]


def test_no_two_blocks_of_the_card_share_a_cell() -> None:
    places = [block.at for block in CARD_SHEET.blocks]
    assert len(set(places)) == len(places)


def test_the_card_is_one_page_and_its_data_a_sheet_of_its_own() -> None:
    assert CARD_SHEET.pages_tall == 1
    assert data.PAGE.spec.tables == (CARD_TABLE,)
    assert data.PAGE in REPORT
