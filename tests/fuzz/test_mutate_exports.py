"""A bounded run of the mutation fuzz of exports; the long one is run by hand with --count 10000."""

from __future__ import annotations

import importlib.util
import sys
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from fuzz_run import outcomes

SCRIPT = Path(__file__).with_name("mutate_exports.py")


@pytest.fixture(scope="module")
def fuzz() -> ModuleType:
    spec = importlib.util.spec_from_file_location("mutate_exports", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.slow
def test_damaged_exports_are_read_in_full_or_refused_with_a_code() -> None:
    printed = outcomes(SCRIPT, 300)
    # Both outcomes must really occur for each kind, else the run proves nothing.
    for outcome in ("csv: read", "xaf: read", "ubl: read", "csv: KW-015", "xaf: KW-503", "ubl: KW-524"):
        assert outcome in printed


def shorter(table: Any) -> Any:
    """Return a table that lost its last row."""
    return replace(
        table,
        columns=tuple(column.take(range(len(table) - 1)) for column in table.columns),
        rows=table.rows[:-1],
    )


@pytest.mark.parametrize(
    ("kind", "reader", "field"),
    [
        ("csv", "read_delimited", "table"),
        ("xaf", "read_xaf", "transactions"),
        ("ubl", "read_ubl", "transactions"),
    ],
)
def test_the_judge_sees_a_table_that_is_a_row_short(
    kind: str, reader: str, field: str, fuzz: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / f"basis{fuzz.KINDS[kind]}"
    path.write_bytes(fuzz.base_export(kind, 0))
    check = {
        "csv": fuzz.check_text,
        "ubl": fuzz.check_invoice,
        "xaf": lambda given: fuzz.check_audit_file(given, path),
    }[kind]
    assert check(path)[1] == ""
    judge = sys.modules[fuzz.check_text.__module__]
    real = getattr(judge, reader)
    monkeypatch.setattr(
        judge, reader, lambda given: replace(found := real(given), **{field: shorter(getattr(found, field))})
    )
    assert check(path)[1] != ""
