"""The report before the first calculation: every result sheet with its headers, formulas and charts, and no
figure."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import replace

import pandas as pd

from klantwaarde_xl.report.document import Document
from klantwaarde_xl.report.pages.customer_card.formulas import LIST_NAME, LIST_SOURCE
from klantwaarde_xl.report.pages.inputs.sheets import input_document
from klantwaarde_xl.report.sheets import REPORT
from klantwaarde_xl.report.specs import (
    CellSpec,
    ChartSpec,
    FigureSpec,
    GridSpec,
    SheetSpec,
    TableSpec,
    TextSpec,
)
from klantwaarde_xl.report.words.dashboard_phrases import AFTER_REFRESH, NOT_YET


def empty_report(created: dt.datetime, sheets: tuple[SheetSpec, ...] = REPORT) -> Document:
    """Return the template:

    Start, Instellingen and all input sheets, and the result sheets of ``sheets`` without results.

    Of charts that take turns at one place the first is drawn; a refresh fills the blocks that it points at.
    """
    inputs = input_document(created, results=sheets)
    frames: dict[str, pd.DataFrame] = {}
    values: dict[str, object] = {}
    results = []
    for sheet in sheets:
        blocks, taken = [], set()
        for block in sheet.blocks:
            kept = block
            if isinstance(block, ChartSpec):
                if block.at in taken:
                    continue
                taken.add(block.at)
                values |= {block.title_value: AFTER_REFRESH, block.alt_value: AFTER_REFRESH}
            elif isinstance(block, TableSpec | GridSpec):
                fields = [column.field for column in block.columns]
                known = frames.get(block.frame, pd.DataFrame())
                frames[block.frame] = pd.DataFrame(
                    columns=list(dict.fromkeys([*known.columns, *fields])), dtype=object
                )
                if isinstance(block, TableSpec) and block.spread:
                    kept = replace(block, spread=None)
            if isinstance(block, GridSpec) and block.title_value:
                values.setdefault(block.title_value, "")
            if isinstance(block, TextSpec | CellSpec) and block.value:
                values.setdefault(block.value, "")
            if isinstance(block, FigureSpec):
                values |= {block.value: math.nan, block.previous: math.nan}
            blocks.append(kept)
        values[sheet.message] = NOT_YET
        values.setdefault(sheet.subtitle, "")
        results.append(replace(sheet, blocks=tuple(blocks), back=sheet.back or "A4"))
    return Document(
        sheets=(*inputs.sheets, *results),
        frames={**frames, **inputs.frames},
        values={**values, **inputs.values},
        title="Klantwaarde",
        created=created,
        active=inputs.active,
        names=(*inputs.names, (LIST_NAME, LIST_SOURCE)),
    )
