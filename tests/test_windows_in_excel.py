"""The buttons that only show something, diagnose and manual, in a Dutch, a German and an English Excel."""

from __future__ import annotations

import platform
from pathlib import Path

import pytest
from excel_language import DUTCH, LANGUAGES
from excel_session import Session
from quick import first_quick
from windows_stub import WindowsXlwings

from klantwaarde_xl.excel import buttons
from klantwaarde_xl.setup.installing import MANUAL_PAGE


@pytest.fixture(scope="module")
def windows() -> WindowsXlwings:
    return WindowsXlwings()


@pytest.fixture(
    params=first_quick(1, sorted(LANGUAGES, key=lambda one: one != DUTCH)), ids=lambda language: language.name
)
def session(
    request: pytest.FixtureRequest, windows: WindowsXlwings, template: bytes, tmp_path: Path
) -> Session:
    return Session(windows, tmp_path / "klant.xlsm", template, request.param)


def test_what_is_wrong_here_comes_in_one_window(session: Session) -> None:
    session.click("diagnose")
    (text,) = session.app.said
    assert f"Python: {platform.python_version()}" in text
    assert session.app.state["status"] is False, "the bar is Excel's own again"
    assert session.faults == []


def test_the_manual_opens_in_the_browser(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(buttons.tempfile, "gettempdir", lambda: str(tmp_path))
    monkeypatch.setattr(buttons.webbrowser, "open", opened.append)
    session.click("manual")
    assert not session.app.said
    page = tmp_path / MANUAL_PAGE
    assert opened == [page.as_uri()]
    assert "Klantwaarde" in page.read_text(encoding="utf-8")
    assert session.app.state["status"] is False, "the bar is Excel's own again"
    assert session.faults == []
