"""Whatever happens, a cell gets a result or a marked error, and the log holds no cell contents."""

from __future__ import annotations

from pathlib import Path

import pytest

from klantwaarde_xl.functions import dispatch
from klantwaarde_xl.functions.cell_values import SEPARATOR
from klantwaarde_xl.functions.registry import BY_NAME, Argument, Function, Kind, Result

FAULTY = Function(
    "KW_KAPOT",
    "functions.of_columns:pareto",
    "",
    (Argument("a", Kind.TABLE, ""), Argument("b", Kind.TABLE, "")),
    Result.TEXT,
    "",
    "",
)


def test_a_result_comes_back_as_cells() -> None:
    assert dispatch.call(BY_NAME["KW_PARETO"], ([[80.0], [20.0]], None, None)) == [["A"], ["B"]]


def test_a_mistake_of_the_user_is_one_marker_with_its_reason(own_log: Path) -> None:
    found = dispatch.call(BY_NAME["KW_PARETO"], ([["geheim BV"]], [[2.0]], None))
    assert found.split(SEPARATOR)[:3] == ["", "KW", "2015"]
    assert found.split(SEPARATOR)[3].startswith("KW-614")
    assert "KW_PARETO KW-614" in own_log.read_text(encoding="utf-8")


def test_a_fault_of_our_own_shows_no_traceback_and_logs_where_it_was(own_log: Path) -> None:
    found = dispatch.call(FAULTY, ([["geheim BV"]], [["geheim BV"]]))
    assert found.split(SEPARATOR)[3].startswith("KW-699: KW_KAPOT is mislukt")
    log = own_log.read_text(encoding="utf-8")
    assert "KW_KAPOT TypeError at of_columns.py:" in log
    assert "geheim" not in log


def test_a_log_that_cannot_be_written_does_not_matter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "bestand").write_text("")
    monkeypatch.setattr("klantwaarde_xl.files.failure_log.log_path", lambda: tmp_path / "bestand" / "log")
    assert "KW-601" in dispatch.call(BY_NAME["KW_PARETO"], (None, None, None))
