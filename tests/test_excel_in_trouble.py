"""A click while Excel is busy, slow, typed in or gone, and what does not fit in its windows."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from excel_calls import GONE
from excel_session import Session, results, same
from quick import first_quick
from windows_stub import ComError, WindowsXlwings

from klantwaarde_xl.model.text_units import units


@pytest.fixture(scope="module")
def windows() -> WindowsXlwings:
    return WindowsXlwings()


@pytest.fixture
def full(windows: WindowsXlwings, filled: bytes, tmp_path: Path) -> Any:
    """Give what opens the workbook of the small company; what Excel would save of it keeps Excel's rules,
    also when a click ended half-way."""
    opened: list[Session] = []

    def book() -> Session:
        opened.append(Session(windows, tmp_path / "klant.xlsm", filled))
        return opened[-1]

    yield book
    for session in opened:
        assert session.wrong_when_saved() == []


@pytest.mark.parametrize("calls", first_quick(1, [400, 3_000]))
def test_excel_that_dies_half_way_ends_the_click(full: Any, calls: int) -> None:
    session = full()
    session.app.line.lives = calls
    with pytest.raises(ComError) as gone:
        session.click("refresh")
    assert gone.value.hresult == GONE


@pytest.mark.slow
def test_a_busy_excel_is_waited_for(full: Any) -> None:
    session, calls = full(), 1_500
    wanted = results(session)
    session.app.line.quiet, session.app.line.rejects = calls, 50
    session.click("refresh")
    assert not session.app.said
    same(results(session), wanted)


@pytest.mark.parametrize("calls", first_quick(1, [3_000, 40]))
def test_who_types_in_a_cell_meanwhile_hears_what_to_do(full: Any, calls: int) -> None:
    session = full()
    wanted = results(session)
    session.app.line.quiet, session.app.line.editing = calls, 5
    session.click("refresh")
    assert session.app.state["screen"]
    assert session.app.state["calculation"] == -4105
    if session.app.said:
        assert session.app.said[0].startswith("KW-818")
        session.app.said.clear()
        session.click("refresh")
    same(results(session), wanted)


@pytest.mark.slow
def test_a_slow_excel_shows_no_window_about_waiting(full: Any) -> None:
    session = full()
    session.app.line.delay = 0.1
    session.click("refresh")
    assert session.took > 60
    assert session.faults == []


@pytest.mark.slow
def test_calls_do_not_grow_with_the_rows(full: Any) -> None:
    """One call takes about a millisecond between two programs."""
    session = full()
    session.click("refresh")
    assert session.app.line.calls < 16_500, "measured 15,157 with thirty sheets"


@pytest.mark.slow
def test_texts_for_the_status_bar_and_long_selections_are_no_error(full: Any, tmp_path: Path) -> None:
    session = full()
    session.app.book.path = tmp_path / ("x" * 200) / f"{'y' * 180}.xlsm"
    session.app.book.path.parent.mkdir()
    session.click("export_pdf")
    assert not session.app.said
    assert units(str(session.app.state["status"])) <= 255
    session.app.selected = _ManyAreas(session.app.selected)
    session.click("check")
    assert not session.app.said


class _ManyAreas:
    """A selection of so many areas that Excel does not take its address back."""

    def __init__(self, one: Any) -> None:
        self.Address = ",".join(f"$A${row}" for row in range(1, 99, 2))
        self.Worksheet, self.Row, self.Column, self.Rows, self.Columns = (
            one.Worksheet,
            1,
            1,
            one.Rows,
            one.Columns,
        )
        self.Count = 50
