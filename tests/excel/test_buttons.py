"""Every button of the ribbon has its function, which works on the active workbook."""

from __future__ import annotations

import inspect
from types import SimpleNamespace
from typing import Any
from unittest import mock

import pytest

from klantwaarde_xl.excel import buttons
from klantwaarde_xl.ribbon import book_import, open_book
from klantwaarde_xl.template.ribbon import BUTTONS

WORK = {
    "load_demo": (open_book, "load_demo", ()),
    "check": (open_book, "check_book", ()),
    "refresh": (open_book, "refresh_book", ()),
    "refresh_scores": (open_book, "refresh_book", (open_book.SCORE_SHEETS,)),
    "refresh_cross_sell": (open_book, "refresh_book", (open_book.CHANCE_SHEETS,)),
    "customer_card": (open_book, "show_customer", ()),
    "import_files": (book_import, "pick_and_import", ()),
    "export_pdf": (open_book, "export_pdf", ()),
    "share_copy": (open_book, "share_copy", ()),
}
"""Per button the function that does its work, and what it gets after the workbook."""
SHOWN = {"diagnose": "diagnosis_text", "about": "about_text"}


@pytest.fixture
def book(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Return the active workbook, as far as a button asks about it."""
    one = SimpleNamespace(app=SimpleNamespace(status_bar="bezig", alert=mock.Mock()))
    monkeypatch.setattr(buttons.xw, "books", SimpleNamespace(active=one))
    return one


@pytest.mark.parametrize("button", BUTTONS, ids=lambda button: button.id)
def test_every_button_has_a_function_without_arguments(button: Any) -> None:
    function = getattr(buttons, button.python)
    assert not inspect.signature(function).parameters
    assert button.python in {*WORK, *SHOWN, "manual"}


@pytest.mark.parametrize("name", WORK)
def test_a_click_works_on_the_active_workbook_and_shows_what_was_done(
    name: str, book: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    room, function, others = WORK[name]
    work = mock.Mock(return_value="gedaan")
    monkeypatch.setattr(room, function, work)
    getattr(buttons, name)()
    work.assert_called_once_with(book, *others)
    assert book.app.status_bar == "gedaan"


@pytest.mark.parametrize("name", SHOWN)
def test_a_text_is_shown_in_a_window(name: str, book: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(open_book, SHOWN[name], lambda: "zo is het")
    getattr(buttons, name)()
    book.app.alert.assert_called_once_with("zo is het", open_book.TITLE)
    assert book.app.status_bar is False, "Excel has its status bar back"


def test_the_manual_is_opened_as_a_page(book: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr(buttons.webbrowser, "open", opened.append)
    buttons.manual()
    assert opened[0].startswith("file://")
    assert opened[0].endswith("klantwaarde-handleiding.html")


def test_a_click_that_fails_ends_in_a_message(book: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(open_book, "check_book", mock.Mock(side_effect=ValueError("geheim")))
    buttons.check()
    (shown, *_), _ = book.app.alert.call_args
    assert shown.startswith("KW-699")
    assert "geheim" not in shown
