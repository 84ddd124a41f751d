"""The demo: the made-up wholesaler of ``demo.firm``, with mistakes to find, as tables and as a workbook."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd

from klantwaarde_xl.analysis.result import Analysis
from klantwaarde_xl.demo.firm import demo_inputs
from klantwaarde_xl.demo.past import with_past
from klantwaarde_xl.files.safe_file import make_folder
from klantwaarde_xl.files.writable import refuse_unwritable
from klantwaarde_xl.model.declaration import DAYS, ColumnKind
from klantwaarde_xl.model.inputs import Inputs, check_inputs
from klantwaarde_xl.model.raw_cells import CellError
from klantwaarde_xl.model.raw_column import RawColumn
from klantwaarde_xl.model.raw_table import RawTable, SourceFile
from klantwaarde_xl.model.tables import TABLES
from klantwaarde_xl.report.pages.inputs.sheets import HEADER_ROW
from klantwaarde_xl.use_cases.refreshing import STEPS, answer

WORKBOOK = "klantwaarde-demo.xlsx"
CREATED = dt.datetime(2026, 1, 5, 9)  # noqa: DTZ001 - Excel knows no time zone
"""The moment in the properties of the demo workbook, always the same: equal versions write equal files."""


def write_demo(folder: Path, step: Callable[[str], None]) -> tuple[Path, Analysis]:
    """Write the demo workbook with data, mistakes and results; return its path and the analysis.

    ``step`` gets in Dutch what is being done. The folder is made when it is not there; an earlier demo
    workbook is replaced. Raises OutputError when it cannot be written."""
    path = folder / WORKBOOK
    refuse_unwritable([path], makes_folder=True)
    make_folder(folder)
    step(STEPS["check"])
    return path, answer(whole_demo(), path, created=CREATED, with_inputs=True, step=step)


def whole_demo(seed: int = 1) -> Inputs:
    """Return the checked inputs of the demo, with the snapshots and notes of earlier refreshes."""
    return with_past(check_inputs(demo_tables(seed)), seed)


def demo_tables(seed: int = 1) -> dict[str, RawTable]:
    """Return the demo's input tables with their mistakes, where they will stand in the demo workbook.

    >>> table = demo_tables()["tblTransacties"]
    >>> len(table), table.address(60_001, 5)
    (60007, 'Transacties!F60008')
    """
    frames, mistakes = demo_inputs(seed), demo_mistakes()
    tables = {}
    for model in TABLES:
        # A column that the firm does not fill (a new one) is blank.
        frame = frames[model.table].reindex(columns=[column.field for column in model.columns()])
        wrong = mistakes.get(model.table, [])
        columns = []
        for column in model.columns():
            right = RawColumn.from_values(_cells(frame[column.field], column.kind))
            columns.append(
                RawColumn.concat([right, RawColumn.from_values([row.get(column.field) for row in wrong])])
            )
        rows = HEADER_ROW + 1 + np.arange(len(frame) + len(wrong))
        headers = tuple(column.header for column in model.columns())
        tables[model.table] = RawTable(
            model.sheet, headers, tuple(columns), rows, HEADER_ROW, 1, model.table, SourceFile(WORKBOOK)
        )
    return tables


def _cells(values: pd.Series, kind: ColumnKind) -> list[object]:
    """Return a column as a person would have typed it: blanks as None, yes and no as words."""
    plain = values.astype(object).where(values.notna(), None)
    if kind is ColumnKind.YES_NO:
        return [None if value is None else "ja" if value else "nee" for value in plain]
    if kind in DAYS:
        return [None if value is None else value.to_pydatetime() for value in plain]
    return plain.tolist()


def demo_mistakes() -> dict[str, list[dict[str, object]]]:
    """Return rows with a mistake, by Excel table name, that give the sheet Controle something to find.

    A field that is absent is a blank cell; a :class:`CellError` is an error value, as of a failed lookup.

    >>> sorted(demo_mistakes())
    ['tblBeoordeling', 'tblInspanning', 'tblKlanten', 'tblTransacties']
    """
    day = pd.Timestamp("2025-06-16")
    fields = ("date", "customer_id", "product_id", "invoice_id", "quantity", "revenue")
    lines = [
        (day, "99999", "1001", "25009991", 5.0, 125.0),
        (day, "10007", "1002", "25009992", None, "op aanvraag"),
        (None, "10012", "1003", "25009993", 2.0, 64.5),
        (day, "10020", CellError("#N/A"), "25009994", None, 88.0),
        (day, "10033", "1004", "25009995", None, CellError("#N/A")),
        ("31-02-2025", "10041", "1005", "25009996", None, 42.0),
        (day, None, "1006", "25009997", None, 17.95),
    ]
    return {
        "tblTransacties": [dict(zip(fields, line, strict=True)) for line in lines],
        "tblKlanten": [{"customer_id": "10001", "name": "Dubbel ingevoerd"}],
        "tblInspanning": [{"date": day, "customer_id": "10015", "activity": "Bezoek", "hours": -2.0}],
        "tblBeoordeling": [
            {"customer_id": "10018", "energy": 7.0, "culture": 4.0, "rater": "Joost van Rijn", "date": day}
        ],
    }
