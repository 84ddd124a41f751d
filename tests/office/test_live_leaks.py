"""What the buttons do in an open workbook full of marks: none in the status bar, in messages or in the log,
and no socket."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import every_way
import pytest
import watched
import xlwings
from every_way import marks_in
from office_client import Office
from uno_engine import open_book

from klantwaarde_xl.commands.app import main
from klantwaarde_xl.files import failure_log
from klantwaarde_xl.ribbon import open_book as live
from klantwaarde_xl.writers import live_book as writer

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")


@pytest.fixture(scope="module")
def marked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("merken")
    every_way.write_book(folder / "in.xlsx")
    with pytest.raises(SystemExit):
        main(["vernieuw", str(folder / "in.xlsx"), "--uit", str(folder / "uit.xlsx"), "--met-invoer"])
    return folder / "uit.xlsx"


@pytest.fixture
def book(
    office: Office, marked: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[xlwings.Book]:
    monkeypatch.setattr(xlwings.App, "activate", lambda *_, **__: None)
    monkeypatch.setattr(failure_log, "log_path", lambda: tmp_path / "klantwaarde.log")
    opened = open_book(office, Path(shutil.copy(marked, tmp_path / "open.xlsx")))
    yield opened
    opened.close()


def shown(book: xlwings.Book) -> list[str]:
    """Return everything that stood in the status bar or in a message since the workbook was opened."""
    bars = [str(value) for name, value in book.app.impl.log if name == "status_bar"]
    return [*bars, *map(str, book.app.impl.alerts)]


def test_the_buttons_show_no_customer_and_make_no_socket(book: xlwings.Book) -> None:
    book.app.impl.log.clear()
    with watched.sockets() as seen:
        for work in (live.refresh_book, live.check_book, live.share_copy):
            with live.answered(book) as say:
                say(work(book))
        live.diagnosis_text()
        live.about_text()
    texts = shown(book)
    assert len(texts) > 10
    assert any("gelezen" in text for text in texts)
    assert [text for text in texts if marks_in(text)] == []
    assert seen == []


@pytest.mark.parametrize("kind", [ValueError, KeyError, OSError])
def test_a_fault_half_way_shows_and_logs_no_customer(
    book: xlwings.Book, tmp_path: Path, kind: type[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*_: object) -> None:
        raise kind(f"{every_way.MARK} BV {every_way.AMOUNT}")

    monkeypatch.setattr(writer, "fill_table", breaks)
    with live.answered(book) as say:
        say(live.refresh_book(book))
    assert book.app.impl.alerts
    assert [text for text in shown(book) if marks_in(text)] == []
    log = (tmp_path / "klantwaarde.log").read_text(encoding="utf-8")
    assert kind.__name__ in log
    assert marks_in(log) == []


def test_mistakes_in_the_tables_are_said_without_their_cells(book: xlwings.Book, tmp_path: Path) -> None:
    table = book.sheets["Transacties"].tables["tblTransacties"].range
    place = table.rows[0].value.index("Omzet")
    table.rows[0].columns[place].value = f"{every_way.MARK} kop"
    with live.answered(book) as say:
        say(live.refresh_book(book))
    assert book.app.impl.alerts[0].startswith("KW-103")
    table.rows[0].columns[place].value = "Omzet"
    for row in range(1, table.rows.count):
        table.rows[row].columns[place].value = f"{every_way.MARK}fout"
    with live.answered(book) as say:
        say(live.refresh_book(book))
    assert [text for text in shown(book) if marks_in(text.replace(f"{every_way.MARK} kop", ""))] == []
    assert marks_in((tmp_path / "klantwaarde.log").read_text(encoding="utf-8")) == []
