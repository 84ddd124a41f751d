"""Whatever happens, a cell gets a result or a marked error, and the log holds no cell contents."""

from __future__ import annotations

from pathlib import Path

import pytest

from klantwaarde_xl.functions import dispatch
from klantwaarde_xl.functions.answers import ErrorKind, ErrorValue, Place
from klantwaarde_xl.functions.declaration import Argument, Context, Function, Kind, Result
from klantwaarde_xl.functions.registry import BY_NAME

FAULTY = Function(
    "KW_KAPOT",
    "klantwaarde_xl.functions.of_columns:pareto",
    "",
    (Argument("a", Kind.TABLE, ""), Argument("b", Kind.TABLE, "")),
    Result.TEXT,
    "",
    "",
)


def test_a_result_comes_back_as_cells() -> None:
    assert dispatch.call(BY_NAME["KW_PARETO"], ([[80.0], [20.0]], None, None)) == [["A"], ["B"]]


def test_a_mistake_of_the_user_is_one_error_value_with_its_text(own_log: Path) -> None:
    found = dispatch.call(BY_NAME["KW_PARETO"], ([["geheim BV"]], [[2.0]], None))
    assert isinstance(found, ErrorValue)
    assert (found.code, found.kind) == ("KW-614", ErrorKind.VALUE)
    assert found.text.startswith("KW-614: grens_a kan niet")
    assert "KW_PARETO KW-614" in own_log.read_text(encoding="utf-8")


def test_a_fault_of_our_own_shows_no_traceback_and_logs_where_it_was(own_log: Path) -> None:
    found = dispatch.call(FAULTY, ([["geheim BV"]], [["geheim BV"]]))
    assert found.text.startswith("KW-699: KW_KAPOT is mislukt")
    log = own_log.read_text(encoding="utf-8")
    assert "KW_KAPOT TypeError at of_columns.py:" in log
    assert "geheim" not in log


def test_a_log_that_cannot_be_written_does_not_matter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "bestand").write_text("")
    monkeypatch.setattr("klantwaarde_xl.files.failure_log.log_path", lambda: tmp_path / "bestand" / "log")
    assert dispatch.call(BY_NAME["KW_PARETO"], (None, None, None)).code == "KW-601"


def test_what_the_door_knows_reaches_the_function() -> None:
    table = [["Datum", "Klantnr", "Omzet"], ["2024-01-31", "1", "abc"]]
    where = {Context.PLACE: Place("Invoer", 4, 3)}
    found = dispatch.call(BY_NAME["KW_CONTROLE"], (table, [["Transacties"]]), where)
    assert found[1][0] == "Invoer!E5"
    reason = {Context.REASON: "KW-602: zo zit het"}
    assert dispatch.call(BY_NAME["KW_FOUT"], ([["#VALUE!"]],), reason) == "KW-602: zo zit het"


@pytest.mark.parametrize("name", ["KW_CONTROLE", "KW_FOUT", "KW_VERSIE"])
def test_a_door_that_knows_nothing_gets_an_answer_as_well(name: str) -> None:
    table = [["Datum", "Klantnr", "Omzet"], ["2024-01-31", "1", "abc"]]
    given = {"KW_CONTROLE": (table, [["Transacties"]]), "KW_FOUT": ([["#N/A"]],)}
    assert not isinstance(dispatch.call(BY_NAME[name], given.get(name, ())), ErrorValue)
