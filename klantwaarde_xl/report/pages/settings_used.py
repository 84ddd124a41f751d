"""The settings that the results were computed with, beside those on the sheet now: a change is seen before
the next refresh."""

from __future__ import annotations

from dataclasses import replace

from klantwaarde_xl.model.settings import Settings
from klantwaarde_xl.report import formats as f
from klantwaarde_xl.report.pages.inputs.sheets import setting_format
from klantwaarde_xl.report.specs import Block, CellSpec, SheetSpec, TextSpec

_FIRST = 7
CHANGED_TEXT = (
    "Let op: de instellingen zijn gewijzigd; de resultaten zijn van vóór deze wijziging. Vernieuw de "
    "werkmap om ze te gebruiken."
)


def _row(row: int, field: str, label: str, cell_name: str, look: f.CellFormat) -> tuple[Block, ...]:
    """Return one setting: label, value used, default, and 1 when the sheet now says otherwise; a blank cell
    is the default."""
    changed = f'IF(IF({cell_name}="",AL{row},{cell_name})=AK{row},0,1)'
    return (
        TextSpec(f"AJ{row}", label, format=f.TEXT_PLAIN),
        CellSpec(f"AK{row}", f"setting_{field}", look),
        CellSpec(f"AL{row}", f"default_{field}", look),
        CellSpec(f"AM{row}", "setting_changed", f.INTEGER, formula=changed, live=True),
    )


SETTINGS_USED: tuple[Block, ...] = (
    TextSpec("AJ5", "Instellingen bij het vernieuwen", format=f.HEADING),
    TextSpec("AJ6", "Instelling", format=f.HEADER_LINE),
    *(
        TextSpec(f"{column}6", text, format=f.HEADER_FIGURE)
        for column, text in zip(("AK", "AL", "AM"), ("Gebruikt", "Standaard", "Gewijzigd"), strict=True)
    ),
    *(
        block
        for n, item in enumerate(Settings.declared())
        for block in _row(_FIRST + n, item.field, item.label, item.cell_name, setting_format(item))
    ),
)
"""What stands on the sheet Grafiekgegevens."""
USED_WIDTHS = (("AI:AI", 3), ("AJ:AJ", 28), ("AK:AM", 14))
_LAST = _FIRST + len(Settings.declared()) - 1
_CHANGED = f'IF(SUM(Grafiekgegevens!$AM${_FIRST}:$AM${_LAST})=0,"","{CHANGED_TEXT} ")'


def with_changes(notice: CellSpec) -> CellSpec:
    """Return a cell of text that first says so when the settings have changed since the refresh."""
    return replace(notice, formula=f"TRIM({_CHANGED}&{notice.formula})", for_readers=notice.formula)


def used_values() -> dict[str, object]:
    """Return the values that the cells name, besides those of the sheet Instellingen; just computed, nothing
    has changed."""
    defaults = {item.field: item.default for item in Settings.declared()}
    shown = {
        name: ("ja" if value else "nee") if isinstance(value, bool) else value
        for name, value in defaults.items()
    }
    return {f"default_{name}": value for name, value in shown.items()} | {"setting_changed": 0}


def without_settings(sheet: SheetSpec) -> SheetSpec:
    """Return a sheet without the blocks that point at the sheet Instellingen."""
    blocks = [block for block in sheet.blocks if block not in SETTINGS_USED]
    return replace(sheet, blocks=tuple(_for_readers(block) for block in blocks))


def _for_readers(block: Block) -> Block:
    if not isinstance(block, CellSpec) or not block.for_readers:
        return block
    return replace(block, formula=block.for_readers, for_readers="")
