"""Dropped files: under which name they are kept, and which of them is the workbook."""

from __future__ import annotations

import io
import threading
import time
from pathlib import Path
from typing import Any

import bad_files
import pytest
from web_client import EXPORT

from klantwaarde_xl.imports.understanding import understand_all
from klantwaarde_xl.web.desk import (
    Answer,
    Busy,
    Desk,
    Refused,
    State,
    Understood,
)
from klantwaarde_xl.web.dropped import copy_into, keep


def settled(desk: Desk) -> State:
    """Return what there is when the work is done."""
    for _ in range(1200):
        if not isinstance(desk.state, Busy):
            return desk.state
        time.sleep(0.05)
    raise AssertionError("the desk stays busy")


def dropped(desk: Desk, *files: tuple[str, bytes]) -> State:
    """Return what there is after these files were dropped."""
    tray = desk.tray()
    for name, content in files:
        keep(io.BytesIO(content), tray, name)
    assert desk.begin(tray)
    return settled(desk)


@pytest.mark.slow
def test_exports_go_into_a_workbook_of_ours_that_is_among_them(small: Path) -> None:
    with Desk() as desk:
        state = dropped(desk, ("klein.xlsx", small.read_bytes()), ("verkoop.csv", EXPORT.encode()))
        assert isinstance(state, Understood)
        assert state.target is not None
        assert state.target.name == "klein.xlsx"
        assert state.result.added["tblTransacties"] == 120
        before = state.target.read_bytes()
        assert desk.confirm()
        answer = settled(desk)
        assert isinstance(answer, Answer)
        assert answer.name == "klein-resultaat.xlsx"
        assert state.target.read_bytes() != before
        assert small.read_bytes() == before


def test_the_files_of_a_folder_are_read_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "verkoop.csv").write_text(EXPORT)
    (tmp_path / "map").mkdir()
    (tmp_path / "map" / "diep.csv").write_text("x")
    with Desk() as desk:
        tray = desk.tray()
        copy_into(tray, [tmp_path])
        desk.begin(tray)
        state = settled(desk)
    assert isinstance(state, Understood)
    assert [one.name for one in state.sources] == ["verkoop.csv"]
    assert (tmp_path / "verkoop.csv").read_text() == EXPORT


def test_a_second_drop_is_refused_while_the_first_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    go_on = threading.Event()

    def patient(*arguments: Any) -> Any:
        assert go_on.wait(30)
        return understand_all(*arguments)

    monkeypatch.setattr("klantwaarde_xl.imports.questions.understand_all", patient)
    with Desk() as desk:
        assert not desk.confirm()  # nothing waits for a yes
        tray = desk.tray()
        keep(io.BytesIO(EXPORT.encode()), tray, "a.csv")
        assert desk.begin(tray)
        assert not desk.begin(tray)
        assert not desk.confirm()
        go_on.set()
        assert isinstance(settled(desk), Understood)


def test_a_workbook_that_could_do_harm_is_refused_by_the_guard(small: Path, tmp_path: Path) -> None:
    harmful = bad_files.bomb(tmp_path / "bom.xlsx", small)
    with Desk() as desk:
        state = dropped(desk, ("bom.xlsx", harmful.read_bytes()))
    assert isinstance(state, Refused)
    assert [mistake.code for mistake in state.mistakes] == ["KW-702"]


def test_a_fault_of_ours_is_told_by_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ValueError("Jansen BV")

    monkeypatch.setattr("klantwaarde_xl.imports.questions.understand_all", broken)
    with Desk() as desk:
        state = dropped(desk, ("x.csv", b"a"))
    assert isinstance(state, Refused)
    assert [mistake.code for mistake in state.mistakes] == ["KW-902"]
    assert "Jansen" not in str(state.mistakes[0])


def test_the_folder_goes_with_the_desk() -> None:
    with Desk() as desk:
        tray = desk.tray()
        keep(io.BytesIO(b"x"), tray, "x.csv")
        assert tray.exists()
    assert not tray.parent.exists()
