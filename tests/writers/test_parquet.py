"""Tables as Parquet: types, blanks, and files that are not ours."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pandas as pd
import pytest

from klantwaarde_xl.errors import KlantwaardeError
from klantwaarde_xl.report import formats
from klantwaarde_xl.report.specs import ColumnSpec, TableSpec

pytest.importorskip("pyarrow")

from klantwaarde_xl.writers.parquet import refuse_others, write_parquet

TABLE = TableSpec(
    "tblKlanten",
    "customers",
    (
        ColumnSpec("name", "Klantnaam"),
        ColumnSpec("revenue", "Omzet", formats.EURO_CENTS),
        ColumnSpec("last", "Laatste aankoop", formats.DATE),
    ),
)
FRAME = pd.DataFrame(
    {
        "name": ["=1+1", ""],
        "revenue": [0.1, float("nan")],
        "last": pd.to_datetime(["2024-02-29", None]),
        "rest": 1,
    }
)


def test_columns_have_the_type_of_their_look_and_blank_is_null(tmp_path: Path) -> None:
    import pyarrow.parquet

    write_parquet(TABLE, FRAME, tmp_path / "k.parquet")
    found = pyarrow.parquet.read_table(tmp_path / "k.parquet")
    assert [str(field.type) for field in found.schema] == ["string", "double", "date32[day]"]
    assert found.to_pylist() == [
        {"Klantnaam": "=1+1", "Omzet": 0.1, "Laatste aankoop": dt.date(2024, 2, 29)},
        {"Klantnaam": None, "Omzet": None, "Laatste aankoop": None},
    ]


def test_a_table_without_rows_has_its_columns(tmp_path: Path) -> None:
    write_parquet(TABLE, FRAME.iloc[:0], tmp_path / "k.parquet")
    found = pd.read_parquet(tmp_path / "k.parquet")
    assert (len(found), list(found)) == (0, ["Klantnaam", "Omzet", "Laatste aankoop"])


def test_only_what_we_made_is_replaced(tmp_path: Path) -> None:
    write_parquet(TABLE, FRAME, tmp_path / "ours.parquet")
    refuse_others(tmp_path / "ours.parquet")
    refuse_others(tmp_path / "none.parquet")
    FRAME.to_parquet(tmp_path / "theirs.parquet")
    (tmp_path / "text.parquet").write_text("geen parquet")
    (tmp_path / "folder.parquet").mkdir()
    for name in ("theirs", "text", "folder"):
        with pytest.raises(KlantwaardeError) as told:
            refuse_others(tmp_path / f"{name}.parquet")
        assert told.value.code == "KW-009"
