from __future__ import annotations

from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

import pytest

from klantwaarde_xl.errors import OutputError
from klantwaarde_xl.report.build import empty_report
from klantwaarde_xl.writers.live_book import in_status_bar, same_place, write_book


def book_of(done: list[object]) -> Any:
    selected = SimpleNamespace(select=lambda: done.append("B2"))
    sheet = SimpleNamespace(name="Start", select=lambda: done.append("Start"), range=lambda _at: selected)

    class Sheets(list[Any]):
        active = sheet

    app = SimpleNamespace(
        selection=SimpleNamespace(address="$B$2"), properties=contextmanager(lambda **_: (yield))
    )
    return SimpleNamespace(name="map.xlsx", sheets=Sheets([sheet]), app=app)


def test_the_user_comes_back_where_he_was_also_after_a_failure() -> None:
    done: list[object] = []
    with pytest.raises(ValueError, match="stuk"), same_place(book_of(done)):
        raise ValueError("stuk")
    assert done == ["Start", "B2"]


@pytest.mark.parametrize("text", ["x" * 300, "😀" * 150, "Klant 😀" * 60])
def test_a_text_in_the_status_bar_is_no_longer_than_excel_takes(text: str) -> None:
    shown = in_status_bar(text)
    assert len(shown.encode("utf-16-le")) // 2 <= 255  # Application.StatusBar refuses more
    assert shown.endswith("…")
    assert text.startswith(shown[:-1])


def test_a_sheet_that_is_gone_is_named_before_anything_is_written(created: Any) -> None:
    with pytest.raises(OutputError, match="KW-813"):
        write_book(empty_report(created), book_of([]))
