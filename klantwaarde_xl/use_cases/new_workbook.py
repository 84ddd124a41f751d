"""A new workbook with empty input tables; nothing that analyses is loaded for it."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

from klantwaarde_xl import errors
from klantwaarde_xl.report.pages.inputs.sheets import input_document
from klantwaarde_xl.writers.xlsx import write_xlsx


def write_empty(path: Path, created: dt.datetime) -> None:
    """Write a new workbook with empty input tables; an existing file is never overwritten (OutputError)."""
    if os.path.exists(path):
        raise errors.EXISTS_ALREADY.error(path=path.name)
    write_xlsx(input_document(created), path)
