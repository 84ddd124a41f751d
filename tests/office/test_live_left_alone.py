"""What refreshing in the open workbook leaves as it was: notes, settings, protection, selection."""

from __future__ import annotations

import pytest
import xlwings

from klantwaarde_xl.ribbon import open_book as live
from klantwaarde_xl.writers import live_book as writer

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")


def test_what_the_user_typed_is_still_there(book: xlwings.Book) -> None:
    sheet = book.sheets["Acties"]
    table = sheet.tables["tblActies"].range
    headers = table.rows[0].value
    note, customer = headers.index("Opmerking"), headers.index("Klantnr")
    last = table.rows.count - 1
    typed_for = table.value[last][customer]
    sheet.range((table.row + last, table.column + note)).value = "bellen na 1 mei"
    beside = sheet.range((table.row + 3, table.column + table.columns.count + 2))
    beside.value = "mijn notitie"
    book.names["Inst_GrensA"].refers_to_range.value = 0.7
    live.refresh_book(book)
    rows = {row[customer]: row[note] for row in sheet.tables["tblActies"].range.value[1:]}
    assert rows[typed_for] == "bellen na 1 mei"
    assert sum(value is not None for value in rows.values()) == 1
    assert beside.value == "mijn notitie"
    assert book.names["Inst_GrensA"].refers_to_range.value == 0.7


def test_an_error_half_way_restores_screen_calculation_and_selection(
    book: xlwings.Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    book.sheets["Pareto"].range("B7:C8").select()
    before = {
        name: getattr(book.app, name)
        for name in ("screen_updating", "calculation", "enable_events", "status_bar")
    }
    seen = []

    def breaks(sheet: xlwings.Sheet, *_: object) -> None:
        seen.append((book.app.screen_updating, book.app.calculation))
        book.sheets["Start"].select()
        raise OSError("de verbinding met Excel is weg")

    monkeypatch.setattr(writer, "fill_table", breaks)
    with live.answered(book) as say:
        say(live.refresh_book(book))
    assert seen == [(False, "manual")]
    assert {name: getattr(book.app, name) for name in before} == before
    assert book.sheets.active.name == "Pareto"
    assert book.app.selection.address == "$B$7:$C$8"
    assert [text[:6] for text in book.app.impl.alerts] == ["KW-699"]


def test_a_table_does_not_grow_over_what_the_user_typed_below_it(book: xlwings.Book) -> None:
    table = book.sheets["Pareto"].tables["tblPareto"]
    table.show_totals = False
    last = table.range.last_cell.row
    table.resize(table.range.resize(5, 8))
    book.sheets["Pareto"].range((6, 1), (last, 8)).clear_contents()
    book.sheets["Pareto"].range((last - 2, 2)).value = "van mij"
    before = book.sheets["Klantwaarde"].range("A6:F6").value
    with live.answered(book) as say:
        say(live.refresh_book(book))
    assert book.app.impl.alerts[0].startswith("KW-815")
    assert book.sheets["Pareto"].range((last - 2, 2)).value == "van mij"
    assert book.sheets["Klantwaarde"].range("A6:F6").value == before


@pytest.mark.parametrize("name", ["Acties", "Toelichting"])
def test_a_protected_sheet_is_named_before_anything_is_written(book: xlwings.Book, name: str) -> None:
    book.impl.ask("protect", sheet=name, on=True)
    before = book.sheets["Klantwaarde"].range("A6:F6").value
    book.names["Inst_GrensA"].refers_to_range.value = 0.6
    cell = book.sheets["Klantwaarde"].range("E6")
    cell.value = -1.0
    with live.answered(book) as say:
        say(live.refresh_book(book))
    assert book.app.impl.alerts[0].startswith(f"KW-817: Het blad {name} is beveiligd")
    assert cell.value == -1.0
    book.impl.ask("protect", sheet=name, on=False)
    live.refresh_book(book)
    assert book.sheets["Klantwaarde"].range("A6:F6").value == before


def test_who_calculates_by_hand_is_told_to(book: xlwings.Book) -> None:
    book.app.calculation = "manual"
    assert live.refresh_book(book).endswith(" Excel rekent niet vanzelf: druk op F9.")
    assert book.app.calculation == "manual"


def test_the_status_bar_ends_with_one_sentence(book: xlwings.Book) -> None:
    with live.answered(book) as say:
        say(live.check_book(book))
    assert book.app.status_bar.startswith("Klantwaarde: ")
    assert not book.app.impl.alerts
