"""The tables of the result sheets with all their rows, also those that a sheet leaves out."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace

import pandas as pd

from klantwaarde_xl.analysis.result import Analysis
from klantwaarde_xl.report.contents import BEHIND, REPORT
from klantwaarde_xl.report.page import Source
from klantwaarde_xl.report.specs import TableSpec

SHEETS = tuple(
    page.spec.name
    for page in REPORT
    if page not in BEHIND and any(isinstance(block, TableSpec) for block in page.spec.blocks)
)
"""The sheets with a table for people; those behind the others only feed them."""


def complete_tables(analysis: Analysis) -> Iterator[tuple[str, TableSpec, pd.DataFrame]]:
    """Yield the sheet, the table and its frame of each of SHEETS, as if lists had no end.

    The frame has a column for every field of the table; what the settings say of the longest list does not
    count."""
    settings = analysis.settings.model_copy(update={"longest_list": sys.maxsize})
    source = Source(replace(analysis, inputs=replace(analysis.inputs, settings=settings)))
    for page in REPORT:
        if page.spec.name not in SHEETS:
            continue
        frames = page.frames(source)
        # Only the tables are wanted: charts and grids need the values of the page too.
        tables = tuple(block for block in page.spec.blocks if isinstance(block, TableSpec))
        for table in replace(page, spec=replace(page.spec, blocks=tables)).fitted(frames, {}).blocks:
            assert isinstance(table, TableSpec)
            yield page.spec.name, table, frames[table.frame]
