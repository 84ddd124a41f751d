"""The demo: the made-up wholesaler of ``demo_firm``, with mistakes to find, as tables and as a workbook."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd

from klantwaarde_xl.analysis.result import Analysis
from klantwaarde_xl.demo.firm import demo_inputs
from klantwaarde_xl.files.safe_file import make_folder
from klantwaarde_xl.model.declaration import ColumnKind
from klantwaarde_xl.model.inputs import check_inputs
from klantwaarde_xl.model.raw_cells import CellError
from klantwaarde_xl.model.raw_table import RawColumn, RawTable, SourceFile
from klantwaarde_xl.model.tables import TABLES
from klantwaarde_xl.report.pages.inputs.sheets import HEADER_ROW
from klantwaarde_xl.use_cases.refreshing import STEPS, answer

WORKBOOK = "klantwaarde-demo.xlsx"
CREATED = dt.datetime(2026, 1, 5, 9)  # noqa: DTZ001 - Excel knows no time zone
"""The moment in the properties of the demo workbook: always the same, so that equal versions write equal
files."""


def write_demo(folder: Path, step: Callable[[str], None]) -> tuple[Path, Analysis]:
    """Write the demo workbook, with data, mistakes and results, into a folder; return its path and the
    analysis.

    ``step`` is told in Dutch what is being done. The folder is made when it is not there; an earlier demo
    workbook is replaced. Raises OutputError when it cannot be written."""
    make_folder(folder)
    step(STEPS["check"])
    path = folder / WORKBOOK
    inputs = check_inputs(demo_tables())
    return path, answer(inputs, path, created=CREATED, with_inputs=True, step=step)


def demo_tables(seed: int = 1) -> dict[str, RawTable]:
    """Return the demo's input tables with their mistakes, where they will stand in the demo workbook.

    >>> table = demo_tables()["tblTransacties"]
    >>> len(table), table.address(60_001, 5)
    (60007, 'Transacties!F60008')
    """
    frames, mistakes = demo_inputs(seed), demo_mistakes()
    tables = {}
    for model in TABLES:
        frame, wrong = frames[model.table], mistakes.get(model.table, [])
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
    if kind is ColumnKind.DATE:
        return [None if value is None else value.to_pydatetime() for value in plain]
    return plain.tolist()


def demo_mistakes() -> dict[str, list[dict[str, object]]]:
    """Return rows with a mistake, by Excel table name, to put below the right ones so that the sheet Controle
    has work.

    A field that is absent is a blank cell; a :class:`CellError` is an error value, as a lost lookup leaves
    it.

    >>> sorted(demo_mistakes())
    ['tblBeoordeling', 'tblInspanning', 'tblKlanten', 'tblTransacties']
    """
    day = pd.Timestamp("2025-06-16")
    return {
        "tblTransacties": [
            {
                "date": day,
                "customer_id": "99999",
                "product_id": "1001",
                "invoice_id": "25009991",
                "quantity": 5.0,
                "revenue": 125.0,
            },
            {
                "date": day,
                "customer_id": "10007",
                "product_id": "1002",
                "invoice_id": "25009992",
                "revenue": "op aanvraag",
            },
            {
                "customer_id": "10012",
                "product_id": "1003",
                "invoice_id": "25009993",
                "quantity": 2.0,
                "revenue": 64.5,
            },
            {
                "date": day,
                "customer_id": "10020",
                "product_id": CellError("#N/A"),
                "invoice_id": "25009994",
                "revenue": 88.0,
            },
            {
                "date": day,
                "customer_id": "10033",
                "product_id": "1004",
                "invoice_id": "25009995",
                "revenue": CellError("#N/A"),
            },
            {
                "date": "31-02-2025",
                "customer_id": "10041",
                "product_id": "1005",
                "invoice_id": "25009996",
                "revenue": 42.0,
            },
            {"date": day, "product_id": "1006", "invoice_id": "25009997", "revenue": 17.95},
        ],
        "tblKlanten": [{"customer_id": "10001", "name": "Dubbel ingevoerd"}],
        "tblInspanning": [{"date": day, "customer_id": "10015", "activity": "Bezoek", "hours": -2.0}],
        "tblBeoordeling": [
            {"customer_id": "10018", "energy": 7.0, "culture": 4.0, "rater": "Joost van Rijn", "date": day}
        ],
    }
