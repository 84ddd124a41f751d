from __future__ import annotations

import datetime as dt

import pytest

from klantwaarde_xl.model.settings import Settings
from klantwaarde_xl.report.document import Document
from klantwaarde_xl.report.pages.inputs.settings import setting_format, settings_sheet
from klantwaarde_xl.report.pages.inputs.sheets import input_document
from klantwaarde_xl.report.specs import CellSpec, TextSpec


@pytest.fixture(scope="module")
def empty(created: dt.datetime) -> Document:
    return input_document(created)


def test_every_setting_is_one_named_cell_with_its_default(empty: Document) -> None:
    cells = {cell.name: cell for cell in settings_sheet().blocks if isinstance(cell, CellSpec)}
    for item in Settings.declared():
        cell = cells[item.cell_name]
        expected = (
            {True: "ja", False: "nee"}.get(item.default, item.default)
            if isinstance(item.default, bool)
            else item.default
        )
        assert empty.values[cell.value] == expected
        assert cell.validation is not None
        assert setting_format(item).as_input() == cell.format
    assert len({cell.at for cell in cells.values()}) == len(cells)


def test_the_eight_that_most_users_change_are_on_top_and_the_rest_under_more() -> None:
    blocks = settings_sheet().blocks
    (more,) = (int(block.at[1:]) for block in blocks if isinstance(block, TextSpec) and block.text == "Meer")
    rows = {
        cell.name: int(cell.at[1:])
        for cell in blocks
        if isinstance(cell, CellSpec) and cell.name.startswith("Inst_") and cell.validation
    }
    top = sorted((name for name in rows if rows[name] < more), key=rows.__getitem__)
    assert top == [
        *("Inst_PeriodeVan", "Inst_PeriodeTot", "Inst_KostprijsPerUur", "Inst_Vermogenskosten"),
        *("Inst_Paretomaat", "Inst_GrensA", "Inst_PerConcern", "Inst_CrosssellNiveau"),
    ]
    assert len(rows) == len(Settings.declared())


def test_the_sum_of_the_weights_covers_exactly_the_weights() -> None:
    cells = {cell.name: cell for cell in settings_sheet().blocks if isinstance(cell, CellSpec)}
    weights = [cells[item.cell_name].at for item in Settings.declared() if item.group == "Gewichten"]
    assert cells["Inst_SomGewichten"].formula == f"SUM({weights[0]}:{weights[-1]})"
    rows = [int(at[1:]) for at in weights]
    assert rows == list(range(rows[0], rows[0] + 7))
