from __future__ import annotations

import datetime as dt
from typing import Any

from klantwaarde_xl.model.settings import Settings
from klantwaarde_xl.report.build import build
from klantwaarde_xl.report.pages.dashboard.sheet import DASHBOARD
from klantwaarde_xl.report.pages.settings_used import (
    CHANGED_TEXT,
    SETTINGS_USED,
    used_values,
    without_settings,
)
from klantwaarde_xl.report.specs import CellSpec


def test_every_setting_is_compared_with_the_cell_of_its_name() -> None:
    formulas = [block.formula for block in SETTINGS_USED if isinstance(block, CellSpec) and block.formula]
    assert len(formulas) == len(Settings.declared())
    for item, formula in zip(Settings.declared(), formulas, strict=True):
        assert formula.startswith(f'IF(IF({item.cell_name}="",')


def test_defaults_are_those_of_the_settings() -> None:
    values = used_values()
    assert values["default_bound_a"] == 0.8
    assert values["default_by_parent"] == "nee"


def test_a_copy_for_readers_has_nothing_that_points_at_settings(
    make_analysis: Any, created: dt.datetime
) -> None:
    (full,), (bare,) = (
        [block.formula for block in sheet.blocks if isinstance(block, CellSpec) and block.value == "notice"]
        for sheet in (DASHBOARD, without_settings(DASHBOARD))
    )
    assert CHANGED_TEXT in full
    assert CHANGED_TEXT not in bare
    assert full.endswith(f"&{bare})")
    shared = build(make_analysis(10), created=created, shared=True)
    assert [sheet.name for sheet in shared.sheets][:2] == ["Start", "Dashboard"]
    formulas = [getattr(block, "formula", "") for sheet in shared.sheets for block in sheet.blocks]
    assert not [formula for formula in formulas if "Inst_" in formula or "$AM$" in formula]
