"""The settings that the results were computed with, beside those on the sheet Instellingen now.

A change shows on the Dashboard before the next refresh."""

from __future__ import annotations

from dataclasses import replace

from klantwaarde_xl.model.setting_declaration import Setting
from klantwaarde_xl.model.settings import Settings
from klantwaarde_xl.report import formats as f
from klantwaarde_xl.report.page import Strip
from klantwaarde_xl.report.pages.inputs.settings import setting_format, shown
from klantwaarde_xl.report.specs import (
    CHART_DATA,
    Block,
    CellSpec,
    SheetSpec,
    TextSpec,
    columns_from,
    gap_before,
)

CHANGED_TEXT = (
    "Let op: de instellingen zijn gewijzigd; de resultaten zijn van vóór deze wijziging. Vernieuw de "
    "werkmap om ze te gebruiken."
)
_FIRST = 7
_LABEL, _USED, _DEFAULT, _CHANGED = columns_from("AJ", 4)
_HEADERS = {_USED: "Gebruikt", _DEFAULT: "Standaard", _CHANGED: "Gewijzigd"}


def _row(row: int, item: Setting) -> tuple[Block, ...]:
    """Return the cells of one setting: label, value used, default, and 1 when the sheet now differs.

    A blank cell on the sheet is the default.
    """
    name, used, default = item.cell_name, f"{_USED}{row}", f"{_DEFAULT}{row}"
    changed = f'IF(IF({name}="",{default},{name})={used},0,1)'
    look = setting_format(item)
    return (
        TextSpec(f"{_LABEL}{row}", item.label, format=f.TEXT_PLAIN),
        CellSpec(used, f"setting_{item.field}", look),
        CellSpec(default, f"default_{item.field}", look),
        CellSpec(f"{_CHANGED}{row}", "setting_changed", f.INTEGER, formula=changed, live=True),
    )


SETTINGS_USED: tuple[Block, ...] = (
    TextSpec(f"{_LABEL}5", "Instellingen bij het vernieuwen", format=f.HEADING),
    TextSpec(f"{_LABEL}6", "Instelling", format=f.HEADER_LINE),
    *(TextSpec(f"{letters}6", text, format=f.HEADER_FIGURE) for letters, text in _HEADERS.items()),
    *(block for row, item in enumerate(Settings.declared(), _FIRST) for block in _row(row, item)),
)
STRIP = Strip(SETTINGS_USED, (gap_before(_LABEL), (f"{_LABEL}:{_LABEL}", 28), (f"{_USED}:{_CHANGED}", 14)))
_LAST = _FIRST + len(Settings.declared()) - 1
_SUM = f"SUM({CHART_DATA}!${_CHANGED}${_FIRST}:${_CHANGED}${_LAST})"


def with_changes(notice: CellSpec) -> CellSpec:
    """Return a cell of text that first says so when the settings have changed since the refresh."""
    changed = f'IF({_SUM}=0,"","{CHANGED_TEXT} ")'
    return replace(notice, formula=f"TRIM({changed}&{notice.formula})", for_readers=notice.formula)


def used_values() -> dict[str, object]:
    """Return the values of the named cells, besides those of the sheet Instellingen.

    Right after the calculation no setting has changed.
    """
    defaults = {f"default_{item.field}": shown(item.default) for item in Settings.declared()}
    return {**defaults, "setting_changed": 0}


def without_settings(sheet: SheetSpec) -> SheetSpec:
    """Return a sheet without the blocks that point at the sheet Instellingen."""
    blocks = [block for block in sheet.blocks if block not in SETTINGS_USED]
    return replace(sheet, blocks=tuple(_for_readers(block) for block in blocks))


def _for_readers(block: Block) -> Block:
    if not isinstance(block, CellSpec) or not block.for_readers:
        return block
    return replace(block, formula=block.for_readers, for_readers="")
