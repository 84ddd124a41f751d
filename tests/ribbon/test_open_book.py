"""What the buttons do in an open workbook, and how they end: a sentence, or a message without traceback."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import xlwings

from klantwaarde_xl import errors
from klantwaarde_xl.ribbon import book_import, open_book


class App:
    def __init__(self) -> None:
        self.status_bar: object = "bezig"
        self.said: list[str] = []

    def alert(self, text: str, *_: object, **__: object) -> str:
        self.said.append(text)
        return "ok"


def book(**more: object) -> Any:
    return SimpleNamespace(app=App(), name="klant.xlsm", **more)


@pytest.mark.parametrize(
    ("problem", "code"),
    [(errors.SHEET_MISSING.error(workbook="a", sheet="b"), "KW-813"), (ValueError("geheim"), "KW-699")],
)
def test_a_failure_is_one_message_without_traceback(problem: Exception, code: str) -> None:
    one = book()
    with open_book.answered(one):
        raise problem
    assert one.app.said[0].startswith(code)
    assert "geheim" not in one.app.said[0]
    assert one.app.status_bar == "bezig"


def test_the_last_words_stand_in_the_status_bar_and_nothing_gives_it_back() -> None:
    one = book()
    for said, shown in (("klaar", "klaar"), ("", False)):
        with open_book.answered(one) as say:
            say(said)
        assert one.app.status_bar == shown


def test_a_workbook_in_the_cloud_writes_among_the_documents(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    (tmp_path / "Documents").mkdir()
    assert (
        open_book.folder_of(book(fullname="https://bedrijf.sharepoint.com/klant.xlsm"))
        == tmp_path / "Documents"
    )
    assert open_book.folder_of(book(fullname=str(tmp_path / "klant.xlsm"))) == tmp_path

    class Cloud:
        @property
        def fullname(self) -> str:
            # what xlwings does on Windows
            raise xlwings.XlwingsError("Couldn't find the local OneDrive folder.")

    assert open_book.folder_of(Cloud()) == tmp_path / "Documents"


def test_excel_makes_the_pdf_of_the_sheets_that_are_there(tmp_path: Path) -> None:
    asked: dict[str, Any] = {}
    sheets = [SimpleNamespace(name=name) for name in ("Start", "Dashboard", "Acties")]
    one = book(
        fullname=str(tmp_path / "klant.xlsm"),
        sheets=sheets,
        to_pdf=lambda path, include: asked.update({path: include}),
    )
    assert open_book.export_pdf(one).endswith("klant.pdf")
    assert asked == {str(tmp_path / "klant.pdf"): ["Dashboard", "Acties"]}


@pytest.mark.parametrize(
    ("given", "wanted"), [(False, []), (("C:/a.csv", "C:/b.xaf"), [Path("C:/a.csv"), Path("C:/b.xaf")])]
)
def test_excel_lets_the_user_pick_files(given: object, wanted: list[Path]) -> None:
    one = book()
    one.app.api = SimpleNamespace(GetOpenFilename=lambda **_: given)
    assert book_import.choose_files(one) == wanted


def test_the_manual_opens_as_a_page(tmp_path: Path) -> None:
    page = open_book.manual_page(tmp_path).read_text(encoding="utf-8")
    assert page.startswith("<!doctype html>")
    assert "KW_" in page
    assert "<script" not in page


def test_diagnosis_and_about_are_plain_lines() -> None:
    assert "goed: Python" in open_book.diagnosis_text()
    assert "klantwaarde_xl" in open_book.about_text().splitlines()[0]
    assert "BSD" in open_book.about_text()
