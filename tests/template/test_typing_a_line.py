"""Typing an invoice line in a workbook of any size makes Excel call none of our functions.

Excel calculates what depends on a changed cell, on sheets that calculate. So the formulas are counted that
call a function, by sheet, in the workbooks as they are built; what switches the one sheet off is tried in
tests/office/test_vba_behaviour.py.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from package_reading import Package
from sheet_calls import calls

from klantwaarde_xl.functions.registry import FUNCTIONS
from klantwaarde_xl.template.functions_sheet import SHEET
from klantwaarde_xl.template.vba import calculation_module

WORKBOOKS = sorted((Path(__file__).resolve().parents[2] / "workbook").glob("*.xl*"))


@pytest.mark.parametrize("path", WORKBOOKS, ids=lambda path: path.name)
def test_only_the_sheet_that_does_not_calculate_behind_calls_functions(path: Path) -> None:
    found = calls(Package(path.read_bytes()))
    if path.suffix == ".xlsm":
        assert found.pop(SHEET) >= len(FUNCTIONS), "each function once, some on the result of another"
        assert f'KW_FUNCTIEBLAD As String = "{SHEET}"' in calculation_module()
    assert found == {}


def test_no_function_is_volatile() -> None:
    """A volatile function is calculated at each change, whatever it depends on."""
    from klantwaarde_xl.template.vba import workbook_modules

    for addin in (False, True):
        code = "\n".join(m.code for m in workbook_modules([], addin=addin) if m.name.startswith("Mod"))
        assert "volatile" not in code.lower()
