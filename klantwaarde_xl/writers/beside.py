"""The workbook of a report with its complete tables as Parquet beside it: all of them come, or none."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from pathlib import Path

import pandas as pd

from klantwaarde_xl.files.safe_file import make_folder, replace_together
from klantwaarde_xl.files.writable import refuse_unwritable
from klantwaarde_xl.report.complete import SHEETS
from klantwaarde_xl.report.document import Document
from klantwaarde_xl.report.specs import TableSpec
from klantwaarde_xl.writers.parquet import refuse_others, write_parquet
from klantwaarde_xl.writers.xlsx import xlsx_bytes


def tables_beside(output: Path) -> list[Path]:
    """Return the Parquet files that belong to a result, one per sheet, in a folder beside it.

    >>> tables_beside(Path("klanten-resultaat.xlsx"))[0].as_posix()
    'klanten-resultaat-tabellen/Klantwaarde.parquet'
    """
    folder = output.parent / f"{output.stem}-tabellen"
    return [folder / f"{sheet}.parquet" for sheet in SHEETS]


def refuse_to_replace(output: Path) -> None:
    """Raise KW-009 when a table would take the place of a file of somebody else.

    Raises KW-061 too, without the library that writes Parquet, and KW-005 where no table can be written.
    """
    paths = tables_beside(output)
    refuse_unwritable(paths, makes_folder=True)
    for path in paths:
        refuse_others(path)


def write_with_tables(
    document: Document, tables: Iterable[tuple[str, TableSpec, pd.DataFrame]], output: Path
) -> Path:
    """Write the workbook of a report and its tables, and return the folder of the tables.

    ``tables``: what :func:`~klantwaarde_xl.report.complete.complete_tables` gives, one for each of SHEETS.
    Raises ``KW-005`` when one of them cannot be written: then all of them are as they were before; and as
    :func:`refuse_to_replace`."""
    refuse_to_replace(output)
    paths = tables_beside(output)
    folder = paths[0].parent
    new = not folder.exists()
    make_folder(folder)
    try:
        with replace_together([output, *paths]) as (workbook, *places):
            workbook.write_bytes(xlsx_bytes(document))
            for (_, table, frame), place in zip(tables, places, strict=True):
                write_parquet(table, frame, place)
    except BaseException:
        if new:
            with contextlib.suppress(OSError):
                folder.rmdir()
        raise
    return folder
