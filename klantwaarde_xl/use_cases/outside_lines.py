"""Lines from outside the workbook in the place of those on Transacties: by an option, or by a setting."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from klantwaarde_xl import errors
from klantwaarde_xl.lines.description import read_description
from klantwaarde_xl.lines.reading import LinesRead, read_lines
from klantwaarde_xl.model.findings import Finding
from klantwaarde_xl.model.inputs import Inputs, check_inputs
from klantwaarde_xl.model.raw_table import RawTable
from klantwaarde_xl.model.settings import Settings
from klantwaarde_xl.model.tables import InvoiceLine

_PLAIN_NAME = re.compile(r"[^/\\:*?\"<>|]+\.toml", re.IGNORECASE)


def described_lines(settings: Settings, folder: Path) -> Path:
    """Return the toml that the setting *Regels van buiten* names.

    The setting is only a name, of a file in the folder of the workbook: a workbook from somebody else never
    makes this program open a file elsewhere, let alone on another computer. Raises KW-069 for anything else.
    """
    if not _PLAIN_NAME.fullmatch(settings.lines_from):
        raise errors.NOT_BESIDE.error(value=settings.lines_from)
    return folder / settings.lines_from


def look_at_lines(path: Path) -> tuple[LinesRead, Inputs]:
    """Read the lines that a toml describes and check them alone, without a workbook."""
    read = read_lines(read_description(path))
    inputs = check_inputs({InvoiceLine.table: read.table}, findings=read.findings, customers_required=False)
    return read, inputs


def with_outside_lines(
    path: Path, tables: Mapping[str, RawTable], settings: Settings, findings: tuple[Finding, ...]
) -> Inputs:
    """Return the checked inputs of these tables with the lines that a toml describes.

    They are checked as those on a sheet; the raw lines are not kept, and never go along into the outcome."""
    read = read_lines(read_description(path))
    table = InvoiceLine.table
    notes = [
        Finding.of(errors.LINES_FROM_OUTSIDE, path=read.table.sheet, count=len(read.table)),
        *read.findings,
    ]
    if table in tables and (own := len(tables[table])):
        notes.append(Finding.of(errors.OWN_LINES_UNUSED, InvoiceLine.sheet, count=own, path=path.name))
    others = {name: raw for name, raw in tables.items() if name != table}
    inputs = check_inputs({**others, table: read.table}, settings, findings=(*findings, *notes))
    return replace(inputs, raw=others, lines_from=read.table.sheet)
