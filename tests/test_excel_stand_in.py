"""The stand-in for Excel over COM refuses and gives what Excel does, by xlwings' own Windows code."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from excel_calls import GONE
from excel_contents import Cell
from excel_language import DUTCH, ENGLISH, GERMAN, LANGUAGES, ExcelError, Language
from excel_session import Session
from windows_stub import ComError, WindowsXlwings

SHEET = "Klanten"
IN_EVERY_LANGUAGE = pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.name)


@pytest.fixture(scope="module")
def windows() -> WindowsXlwings:
    return WindowsXlwings()


@pytest.fixture
def session(windows: WindowsXlwings, template: bytes) -> Session:
    return Session(windows, Path("klant.xlsm"), template, DUTCH)


def in_language(windows: WindowsXlwings, template: bytes, language: Language) -> Any:
    opened = Session(windows, Path("klant.xlsm"), template, language)
    return opened, opened.book.sheets["Kaartgegevens"]


def put(session: Session, sheet: str, place: tuple[int, int], value: object, code: str = "General") -> None:
    contents = session.contents(sheet)
    contents.cells[place], contents.formats[place] = Cell(value), code


def test_a_cell_gives_what_excel_gives(session: Session) -> None:
    cells = [None, 3.0, "00123", True, ExcelError("#N/A"), 45_658.5, 1234.56789]
    codes = ["General", "0", "@", "General", "General", "[$-413]d mmm yyyy", '"€" #,##0.00']
    for column, (value, code) in enumerate(zip(cells, codes, strict=True), 1):
        put(session, "Start", (90, column), value, code)
    given = session.book.sheets["Start"].range("A90:G90").raw_value[0]
    # The error is XlCVError 2042 as COM gives it (0x800A07FA); a day is a number of days since 30-12-1899.
    assert given[:5] == (None, 3.0, "00123", True, -2146826246)
    assert type(given[1]) is float
    assert given[5].replace(tzinfo=None) == dt.datetime(2025, 1, 1, 12)
    assert given[6] == Decimal("1234.5679"), "a currency has four decimals"
    assert session.book.sheets["Start"].range("B90").raw_value == 3.0


@pytest.mark.parametrize(
    ("language", "text", "becomes"),
    [
        (DUTCH, "1,5", 1.5),
        (ENGLISH, "1.5", 1.5),
        (DUTCH, "WAAR", True),
        (GERMAN, "WAHR", True),
        (ENGLISH, "WAAR", "WAAR"),
        (DUTCH, "#N/B", ExcelError("#N/A")),
        (DUTCH, "#N/A", "#N/A"),
        (GERMAN, "#NV", ExcelError("#N/A")),
        (ENGLISH, "#N/A", ExcelError("#N/A")),
        (DUTCH, "'=1+1", "=1+1"),
        (DUTCH, "'00123", "00123"),
        (DUTCH, "Jansen", "Jansen"),
    ],
)
def test_a_text_is_read_as_a_user_of_that_excel_types_it(
    windows: WindowsXlwings, template: bytes, language: Language, text: str, becomes: object
) -> None:
    opened, sheet = in_language(windows, template, language)
    sheet.range("CA9").value = text
    assert opened.contents("Kaartgegevens").value((9, 79)) == becomes


@pytest.mark.parametrize("text", ["=1+1", "-2", "1-2-2024", "#N/A", "12"])
def test_a_text_that_becomes_something_else_is_noted(session: Session, text: str) -> None:
    session.book.sheets["Start"].range("CA9").value = text
    assert session.faults


@IN_EVERY_LANGUAGE
def test_formulas_are_english_and_formats_local(
    windows: WindowsXlwings, template: bytes, language: Language
) -> None:
    opened, sheet = in_language(windows, template, language)
    sheet.range("CA9").formula = "=SUM(A1,A2)"
    for wrong in ("=SOM(A1,A2)", "=SUM(A1;A2)"):
        with pytest.raises(ComError):
            sheet.range("CA9").formula = wrong
    assert not opened.faults
    sheet.range("CA9").number_format = "#,##0.00"
    assert "#,##0.00" in opened.faults[0]
    opened.contents("Kaartgegevens").formats[9, 80] = "[$-413]#,##0.00"
    shown = {"nl": "[$-413]#.##0,00", "de": "[$-413]#.##0,00", "en": "[$-413]#,##0.00"}
    assert sheet.range("CB9").number_format == shown[language.name]


def test_long_texts_and_wrong_sizes_are_refused(session: Session) -> None:
    sheet = session.book.sheets["Start"]
    sheet.range("CA9").value = "x" * 30_000
    with pytest.raises(ComError):
        sheet.range("CA9:CB9").value = [["x" * 8_204, None]]
    with pytest.raises(ComError):
        sheet.range("CA9").value = "x" * 32_768
    with pytest.raises(ComError):
        sheet.range("CA9:CB9").raw_value = [[1.0]]
    with pytest.raises(TypeError):
        sheet.range("CA9").raw_value = dt.datetime(2025, 1, 1)
    with pytest.raises(ComError):
        session.book.app.status_bar = "x" * 256
    with pytest.raises(ComError):
        session.book.app.api.InputBox(Prompt="x" * 256, Title="t", Type=2)


def test_an_emoji_counts_for_two_as_excel_counts_in_utf_16(session: Session) -> None:
    sheet = session.book.sheets["Start"]
    sheet.range("CA9:CB9").value = [["😀" * 4_101, None]]
    with pytest.raises(ComError):
        sheet.range("CA9:CB9").value = [["😀" * 4_102, None]]
    with pytest.raises(ComError):
        sheet.range("CA9").value = "😀" * 16_384
    with pytest.raises(ComError):
        session.book.app.status_bar = "😀" * 128
    with pytest.raises(ComError):
        session.book.app.api.InputBox(Prompt="😀" * 128, Title="t", Type=2)


def test_a_protected_sheet_and_a_range_on_another_sheet_are_refused(session: Session) -> None:
    session.contents(SHEET).protected = True
    sheet = session.book.sheets[SHEET]
    for write in (
        lambda: setattr(sheet.range("A9"), "value", 1.0),
        lambda: setattr(sheet.range("A9"), "formula", "=1/0"),
        sheet.range("A9").clear_contents,
        lambda: sheet.tables["tblKlanten"].resize(sheet.range("A6:I20")),
        sheet.range("A1").select,
    ):
        with pytest.raises(ComError):
            write()
    assert session.book.sheets.active.name == "Start"
    sheet.api.Visible = 0
    with pytest.raises(ComError):
        sheet.api.Select()


def test_tables_keep_their_place_and_do_not_overlap(session: Session) -> None:
    sheet = session.book.sheets[SHEET]
    table, held = sheet.tables["tblKlanten"], session.table("tblKlanten")
    top, left, bottom, right = held.area
    for wrong in ((top + 1, left, bottom, right), (top, left, top, right)):
        with pytest.raises(ComError):
            table.resize(sheet.range(wrong[:2], wrong[2:]))
    contents = session.contents(SHEET)
    contents.tables.append(type(held)("tblAnder", (bottom + 3, left, bottom + 5, right), False))
    with pytest.raises(ComError):
        table.resize(sheet.range((top, left), (bottom + 3, right)))


def test_excel_names_headers_and_lets_tables_grow(session: Session) -> None:
    sheet, held = session.book.sheets[SHEET], session.table("tblKlanten")
    top, left, bottom, right = held.area
    first = session.contents(SHEET).value((top, left))
    sheet.range((top, left + 1)).value = first
    assert session.contents(SHEET).value((top, left + 1)) == f"{first}2"
    sheet.range((top, left + 2)).clear_contents()
    assert session.contents(SHEET).value((top, left + 2)) == "Kolom2"
    assert len(session.faults) == 2
    sheet.range((bottom + 1, left)).value = "'x"
    sheet.range((top, right + 1)).value = "'y"
    assert session.faults[2] == "tblKlanten grows over what is written beside it"


def test_busy_is_waited_for_and_dead_is_not(session: Session) -> None:
    sheet = session.book.sheets["Start"]
    session.app.line.quiet, session.app.line.rejects = session.app.line.calls, 20
    assert sheet.range("CA9").value is None
    cell = sheet.range("CA9").api
    session.app.line.editing = 20
    cell.Value = 1.0
    assert sheet.range("CA9").value == 1.0
    session.app.line.lives = 2
    with pytest.raises(ComError) as gone:
        sheet.range("CA9").value = 2.0
    assert gone.value.hresult == GONE


def test_a_long_wait_with_alerts_on_is_noted(session: Session) -> None:
    session.app.line.delay = 61.0
    session.app.shows_alerts = False
    assert session.book.sheets["Start"].name
    assert not session.faults
    session.app.shows_alerts = True
    assert session.book.sheets["Start"].name
    assert "OLE" in session.faults[0]


@pytest.mark.parametrize("window", ["message", "input", "files"])
def test_a_window_while_excel_shows_alerts_is_noted(session: Session, window: str) -> None:
    """Whoever reads for two minutes would find Excel's own window over it."""
    app = session.app
    app.answers, app.typed = ["ok", "ok"], ["", ""]
    shown = {
        "message": lambda: session.book.app.alert("Klaar.", "Klantwaarde"),
        "input": lambda: session.book.app.api.InputBox(Prompt="Welke?", Title="t", Type=2),
        "files": lambda: session.book.app.api.GetOpenFilename("Alles (*.*),*.*", "t", MultiSelect=True),
    }[window]
    app.shows_alerts = False
    shown()
    assert session.faults == []
    app.shows_alerts, app.line.seconds = True, 0.0
    shown()
    assert "OLE" in session.faults[0]


@IN_EVERY_LANGUAGE
def test_a_formula_holds_no_text_of_more_than_255_characters(
    windows: WindowsXlwings, template: bytes, language: Language
) -> None:
    opened, sheet = in_language(windows, template, language)
    cell = sheet.range("CA9")
    for text in ("x" * 255, '""' * 255, "😀" * 127):
        cell.formula = f'=IF(A1="{text}","a","b")'
    for text in ("x" * 256, '""' * 256, "😀" * 128):
        with pytest.raises(ComError):
            cell.formula = f'=IF(A1="{text}","a","b")'
    assert not opened.faults


def test_totals_come_and_go_with_what_they_held(session: Session) -> None:
    table, held = session.book.sheets["Maandomzet"].tables["tblMaandomzet"], session.table("tblMaandomzet")
    before, cells = held.area, session.cells("Maandomzet")
    assert held.totals
    table.show_totals = False
    assert held.area == (*before[:2], before[2] - 1, before[3])
    table.show_totals = True
    assert (held.area, session.cells("Maandomzet")) == (before, cells)
