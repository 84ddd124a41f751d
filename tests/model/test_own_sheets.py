"""The names of our own sheets and tables are those that the report and the template write."""

from __future__ import annotations

from pathlib import Path

import pytest

from klantwaarde_xl.model.own_sheets import is_result_sheet, is_result_table
from klantwaarde_xl.model.tables import BY_TABLE, TABLES
from klantwaarde_xl.sources.guard import inspect_workbook

WORKBOOKS = Path(__file__).resolve().parents[2] / "workbook"
INPUTS = {model.sheet for model in TABLES} | {"Instellingen"}


@pytest.mark.parametrize("name", ["klantwaarde.xlsx", "klantwaarde.xlsm"])
def test_every_sheet_that_we_write_is_known(name: str) -> None:
    sheets = inspect_workbook(WORKBOOKS / name).package.sheets
    ours = [sheet for sheet in sheets if sheet.name not in INPUTS]
    assert ours
    assert [sheet.name for sheet in ours if not is_result_sheet(sheet.name)] == []
    assert [table.name for sheet in ours for table in sheet.tables if not is_result_table(table.name)] == []
    assert not any(is_result_sheet(name) for name in INPUTS)
    assert not any(is_result_table(name) for name in BY_TABLE)
