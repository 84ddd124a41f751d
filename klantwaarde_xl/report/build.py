"""Builds the report: Start, the pages of REPORT for an analysis or empty, and the inputs behind them.

The result is a :class:`~klantwaarde_xl.report.document.Document`, the same for the file writer and the open
workbook."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace

import pandas as pd

from klantwaarde_xl.analysis.result import Analysis
from klantwaarde_xl.report.contents import OF_THE_HOUSE, REPORT
from klantwaarde_xl.report.document import Document, Part, whole
from klantwaarde_xl.report.formula_text import folded, shortened
from klantwaarde_xl.report.page import Source
from klantwaarde_xl.report.pages.inputs.sheets import all_inputs, for_readers, given_inputs
from klantwaarde_xl.report.pages.settings_used import without_settings
from klantwaarde_xl.report.specs import CellSpec

READERS_TABS = (
    *("Dashboard", "Klantwaarde", "Maandag", "Acties", "Accountmanagers", "Waarom veranderd", "Vooruit"),
    *("Klantkaart", "Toelichting"),
)
"""What somebody without the inputs sees besides Start; the other sheets are there, hidden."""


def build(
    analysis: Analysis,
    *,
    created: dt.datetime,
    with_inputs: bool = False,
    shared: bool = False,
    in_place: bool = False,
    versions: Mapping[str, str] | None = None,
) -> Document:
    """Return the report of an analysis: Start, the result sheets, Instellingen, and the inputs when asked.

    ``created`` goes into the file's properties and is the day of the snapshot; ``versions`` are shown on
    Toelichting beside the version of this package. A chart that has nothing to show is left out. ``shared``:
    for people without the inputs, so without Instellingen and what compares with it, and without the pages
    OF_THE_HOUSE. ``in_place``: the results go into the workbook that was read, where findings lead to the
    very cell."""
    day = None if shared else created.date()
    source = Source(analysis, versions or {}, in_place, with_inputs and not shared, day, shared)
    frames: dict[str, pd.DataFrame] = {}
    values: dict[str, object] = {}
    pages = [page for page in REPORT if not (shared and page in OF_THE_HOUSE)]
    for page in pages:
        frames |= page.frames(source)
        values |= page.values(source)
    sheets = tuple(page.fitted(frames, values) for page in pages)
    if shared:
        sheets = tuple(
            replace(without_settings(sheet), hidden=sheet.name not in READERS_TABS) for sheet in sheets
        )
        front = for_readers(sheets)
    else:
        front = given_inputs(analysis.settings, analysis.inputs if with_inputs else None, sheets)
    parts = _in_order(front, Part(sheets, frames, values, _names()))
    return _readable(whole(parts, title="Klantwaarde", created=created, active=sheets[0].name))


def empty_report(created: dt.datetime) -> Document:
    """Return the template: Start, the result sheets without a figure, Instellingen and all input sheets.

    A refresh fills the tables and blocks that its formulas and charts point at."""
    frames: dict[str, pd.DataFrame] = {}
    values: dict[str, object] = {}
    sheets = []
    for page in REPORT:
        sheet, empty_frames, empty_values = page.empty()
        sheets.append(sheet)
        frames |= empty_frames
        # A chart's title is empty on every page but its own.
        values = {**empty_values, **values}
    front = all_inputs(tuple(sheets))
    parts = _in_order(front, Part(tuple(sheets), frames, values, _names()))
    return _readable(whole(parts, title="Klantwaarde", created=created, active=front.sheets[0].name))


def _in_order(front: Part, results: Part) -> list[Part]:
    """Return Start, the results, and what the user fills behind them: so they also come from the printer."""
    start, filled = front.sheets[:1], front.sheets[1:]
    return [replace(front, sheets=start), results, Part(filled, {}, {})]


def _readable(document: Document) -> Document:
    """Return the document with every formula of a cell in pieces that can be read: the parts are names."""
    names: list[tuple[str, str]] = []
    sheets = []
    for sheet in document.sheets:
        blocks, of_sheet = list(sheet.blocks), "".join(filter(str.isalpha, sheet.name))[:4]
        for at, block in enumerate(blocks):
            if isinstance(block, CellSpec) and block.formula:
                formula, parts = shortened(folded(block.formula), f"Deel_{of_sheet}{block.at}_")
                blocks[at] = replace(block, formula=formula)
                names += parts
        sheets.append(replace(sheet, blocks=tuple(blocks)))
    return replace(document, sheets=tuple(sheets), names=(*document.names, *names))


def _names() -> tuple[tuple[str, str], ...]:
    return tuple(name for page in REPORT for name in page.names)
