"""A new workbook: every input table, nothing of a customer, and no analysis loaded to make it."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from pathlib import Path

import pytest

from klantwaarde_xl import errors
from klantwaarde_xl.model.tables import TABLES
from klantwaarde_xl.sources.workbook_file import read_workbook
from klantwaarde_xl.use_cases.new_workbook import write_empty

CREATED = dt.datetime(2026, 1, 5, 9)


def test_every_input_table_is_there_and_empty(tmp_path: Path) -> None:
    path = tmp_path / "nieuw.xlsx"
    write_empty(path, CREATED)
    tables = read_workbook(path).tables
    assert set(tables) == {model.table for model in TABLES}
    for model in TABLES:
        assert list(tables[model.table].headers) == [column.header for column in model.columns()]
        assert len(tables[model.table]) == 0


def test_what_is_there_stays(tmp_path: Path) -> None:
    path = tmp_path / "nieuw.xlsx"
    path.write_bytes(b"al gevuld")
    with pytest.raises(errors.KlantwaardeError) as caught:
        write_empty(path, CREATED)
    assert caught.value.code == errors.EXISTS_ALREADY.code
    assert path.read_bytes() == b"al gevuld"


def test_it_needs_no_analysis() -> None:
    code = (
        "import sys, klantwaarde_xl.use_cases.new_workbook\n"
        "print([name for name in sys.modules if name.startswith('klantwaarde_xl.analysis.analyse')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
