"""What the buttons do in an open workbook, and how they end: a sentence, or a message without traceback."""

from __future__ import annotations

import sys
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


class Sheets(list[Any]):
    """Sheets of which hiding the active one activates another, as in Excel."""

    def __init__(self, *names: str) -> None:
        super().__init__(self.sheet(name) for name in names)
        self.active = self[0]
        self.selected: list[str] = []

    def sheet(self, name: str) -> Any:
        one = SimpleNamespace(name=name, select=lambda: setattr(self, "active", one))
        one.range = lambda address: SimpleNamespace(select=lambda: self.selected.append(address))
        return one


def pdf_book(folder: Path, make: Any) -> Any:
    one = book(fullname=str(folder / "klant.xlsm"), sheets=Sheets("Start", "Dashboard", "Acties"))
    one.app.selection = SimpleNamespace(address="$B$7")

    def to_pdf(path: str, include: list[str]) -> None:
        one.sheets.active = one.sheets[1]  # Start was hidden
        make(Path(path), include)

    one.to_pdf = to_pdf
    return one


def test_excel_makes_the_pdf_of_the_sheets_that_are_there(tmp_path: Path) -> None:
    one = pdf_book(tmp_path, lambda path, include: path.write_text(" ".join(include)))
    assert open_book.export_pdf(one).endswith("klant.pdf")
    assert {path.name: path.read_text() for path in tmp_path.iterdir() if path.suffix == ".pdf"} == {
        "klant.pdf": "Dashboard Acties"
    }


def test_the_user_ends_where_the_click_was_also_when_the_pdf_fails(tmp_path: Path) -> None:
    def fail(_path: Path, _include: list[str]) -> None:
        raise RuntimeError("geen printer")

    for make, failure in ((lambda path, _: path.write_text("x"), None), (fail, RuntimeError)):
        one = pdf_book(tmp_path, make)
        if failure:
            with pytest.raises(failure):
                open_book.export_pdf(one)
        else:
            open_book.export_pdf(one)
        assert one.sheets.active.name == "Start"
        assert one.sheets.selected == ["$B$7"]
    assert (tmp_path / "klant.pdf").read_text() == "x", "a failure leaves the earlier one"


def test_a_pdf_that_a_reader_has_open_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def held(*_: object) -> None:
        raise PermissionError(13, "in gebruik", str(tmp_path / "klant.pdf"))

    monkeypatch.setattr("os.replace", held)
    with pytest.raises(errors.OutputError, match=r"KW-005: '.*klant\.pdf' kan niet worden geschreven"):
        open_book.export_pdf(pdf_book(tmp_path, lambda path, _: path.write_text("x")))


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


@pytest.mark.skipif(sys.platform == "win32", reason="links of Unix")
def test_the_manual_is_not_written_through_a_link(tmp_path: Path) -> None:
    letter = tmp_path / "brief.txt"
    letter.write_text("van de gebruiker")
    (tmp_path / open_book.MANUAL_PAGE).symlink_to(letter)
    with pytest.raises(errors.KlantwaardeError, match="KW-040"):
        open_book.manual_page(tmp_path)
    assert letter.read_text() == "van de gebruiker"


def test_diagnosis_and_about_are_plain_lines() -> None:
    assert "goed: Python" in open_book.diagnosis_text()
    assert "klantwaarde_xl" in open_book.about_text().splitlines()[0]
    assert "BSD" in open_book.about_text()
