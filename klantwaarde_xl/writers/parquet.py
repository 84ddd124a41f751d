"""Writes tables of the report as Parquet: every row, under the headers of the sheet."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd

from klantwaarde_xl import errors
from klantwaarde_xl.files.extras import needed
from klantwaarde_xl.report.specs import ColumnSpec, TableSpec
from klantwaarde_xl.writers.cell_values import figures, texts

MADE_BY = b"klantwaarde_xl.table"
"""Key in a file that this made; its value is the Excel name of the table."""


def write_parquet(table: TableSpec, frame: pd.DataFrame, path: Path) -> None:
    """Write a table with a column per header: float64, date32 or string; blank is null."""
    arrow, parquet = needed("pyarrow", "Parquet"), needed("pyarrow.parquet", "Parquet")
    columns = {column.header: _array(frame[column.field], column) for column in table.columns}
    made = arrow.table(columns).replace_schema_metadata({MADE_BY: table.name})
    parquet.write_table(made, path, compression="zstd")


def refuse_others(path: Path) -> None:
    """Raise KW-009 when there is a file of that name that this did not make."""
    arrow, parquet = needed("pyarrow", "Parquet"), needed("pyarrow.parquet", "Parquet")
    if not path.exists():
        return
    try:
        ours = MADE_BY in (parquet.read_schema(path).metadata or {})
    except (OSError, arrow.ArrowException):
        ours = False
    if not ours:
        raise errors.EXISTS_ALREADY.error(path=path.name)


def _array(series: pd.Series, column: ColumnSpec) -> Any:
    arrow = needed("pyarrow", "Parquet")
    if column.format.kind == "date":
        days = pd.to_datetime(series).to_numpy().astype("datetime64[D]")
        return arrow.array(days, arrow.date32(), from_pandas=True)
    if column.format.kind == "number":
        return arrow.array(figures(series, column.format), arrow.float64(), from_pandas=True)
    return arrow.array(texts(series).to_numpy(object), arrow.string(), from_pandas=True)
