"""What Wat als answers for an analysis and inputs, by the name of the cell."""

from __future__ import annotations

from klantwaarde_xl.analysis.result import Analysis
from klantwaarde_xl.report.page import Source
from klantwaarde_xl.report.pages.what_if.data import what_if_frame
from klantwaarde_xl.report.pages.what_if.sheet import Drawn, drawn, firm_of, nothing_typed
from klantwaarde_xl.report.specs import CellSpec


def sheet_of(analysis: Analysis, **typed: object) -> Drawn:
    """Return the sheet with these inputs; the others are blank."""
    source = Source(analysis)
    return drawn(source.once(what_if_frame), {**nothing_typed(), **typed}, firm_of(analysis))


def answers(analysis: Analysis, **typed: object) -> dict[str, object]:
    """Return the steps by name without Als_, and the cells of the sheet by address."""
    found = sheet_of(analysis, **typed)
    blocks = [*found.blocks, *(block for strip in found.strips for block in strip)]
    return {
        block.name.removeprefix("Als_") or block.at: found.values[block.value]
        for block in blocks
        if isinstance(block, CellSpec) and (block.name or block in found.blocks)
    }
