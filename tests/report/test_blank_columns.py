"""A firm without a cost of its lines: what stays blank on every row is out of sight, and formulas hold."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import light
import numpy as np
import pandas as pd
import pytest

from klantwaarde_xl.report import formats as f
from klantwaarde_xl.report.blank_columns import without_blanks
from klantwaarde_xl.report.build import build
from klantwaarde_xl.report.chart_specs import AxisSpec, ChartSpec
from klantwaarde_xl.report.specs import CellSpec, ColumnSpec, TableSpec, Validation
from klantwaarde_xl.writers.xlsx import xlsx_bytes

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported")
TABLE = TableSpec(
    "tblA",
    "a",
    (
        ColumnSpec("name", "Naam"),
        ColumnSpec("margin", "Marge", f.EURO, group="Geld"),
        ColumnSpec("revenue", "Omzet", f.EURO),
        ColumnSpec("note", "Opmerking", f.TEXT.as_input()),
        ColumnSpec("status", "Status", validation=Validation("list", ("open",))),
    ),
)
FRAME = pd.DataFrame(
    {"name": ["", ""], "margin": [np.nan, np.nan], "revenue": [1.0, np.nan], "note": ["", ""], "status": ""}
)


def _hidden(table: TableSpec) -> list[str]:
    return [column.field for column in table.columns if column.hidden]


def test_the_first_column_and_what_is_typed_in_stay_and_a_title_moves_on() -> None:
    found = without_blanks(TABLE, FRAME)
    assert _hidden(found) == ["margin"]
    assert [column.group for column in found.columns] == ["", "", "Geld", "", ""]
    assert without_blanks(TABLE, FRAME.iloc[:0]) == TABLE
    # A value far below the rows that are looked at first counts too.
    long = pd.concat([FRAME] * 50, ignore_index=True)
    long.loc[99, "margin"] = 5.0
    assert _hidden(without_blanks(TABLE, long)) == []


def test_columns_under_another_block_stay() -> None:
    axis = AxisSpec("", f.TEXT_PLAIN)
    chart = ChartSpec("column", "A1", 300, 200, "t", "a", (), axis, axis, "")
    assert _hidden(without_blanks(TABLE, FRAME, [chart])) == []
    assert _hidden(without_blanks(TABLE, FRAME, [CellSpec("B2", "x")])) == []
    assert _hidden(without_blanks(TABLE, FRAME, [CellSpec("C2", "x")])) == ["margin"]


def test_a_firm_without_costs_shows_no_column_of_blanks(make_analysis: Any, created: dt.datetime) -> None:
    analysis = make_analysis(40)
    unknown = dict.fromkeys(("gross_margin", "margin_pct", "contribution", "contribution_per_hour"), np.nan)
    customers = analysis.customers.assign(**unknown)
    document = build(replace(analysis, customers=customers), created=created)
    book = light.load(xlsx_bytes(document))
    for spec in document.sheets:
        for table in spec.tables:
            frame, sheet = document.frames[table.frame], book[spec.name]
            top = sheet[table.at].row
            at = {sheet.cell(top, n).value: sheet.cell(top, n).column_letter for n in range(1, 90)}
            for column in table.columns:
                blank = len(frame) and (frame[column.field].isna() | (frame[column.field] == "")).all()
                if column.hidden:
                    assert blank, (spec.name, column.header)
                    assert sheet.column_dimensions[at[column.header]].hidden, (spec.name, column.header)
    (value,) = (spec for spec in document.sheets if spec.name == "Klantwaarde")
    assert {"gross_margin", "margin_pct", "contribution"} <= set(_hidden(value.tables[0]))
    on_paper = value.tables[0].columns[: value.tables[0].printed]
    count = sum(not column.hidden for column in on_paper)
    assert count < len(on_paper)
    assert f"op papier: {count} kolommen" in str(document.values["value_note"])
