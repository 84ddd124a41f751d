"""Refreshing in the open workbook gives what the command line writes, and leaves everything else as it
was."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import xlwings
from office_client import Office
from report_book import like_an_audit_file, many
from small_company import LINES
from small_workbook import CREATED, ODD_NAMES, small_document
from uno_engine import open_book

from klantwaarde_xl.demo.tables import write_demo
from klantwaarde_xl.report.build import build, empty_report
from klantwaarde_xl.ribbon import open_book as live
from klantwaarde_xl.ribbon.book_import import import_files
from klantwaarde_xl.sources.live_book import read_book
from klantwaarde_xl.use_cases.refreshing import inputs_of, load, refresh
from klantwaarde_xl.writers import live_book as writer
from klantwaarde_xl.writers.xlsx import write_xlsx

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_xlsx(small_document(), tmp_path_factory.mktemp("klein") / "klein.xlsx")


@pytest.fixture
def book(office: Office, small: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[xlwings.Book]:
    # there is one window, and it is hidden
    monkeypatch.setattr(xlwings.App, "activate", lambda *_, **__: None)
    opened = open_book(office, small)
    yield opened
    opened.close()


def result_tables(book: xlwings.Book) -> dict[str, list[list[Any]]]:
    """Return every result table as it stands in the open workbook, with its totals row."""
    found = {}
    for sheet in book.sheets:
        for table in sheet.tables:
            if table.name not in INPUTS:
                found[table.name] = table.range.options(ndim=2, err_to_str=True).value
    return found


def formula_pages(book: xlwings.Book) -> dict[str, list[list[Any]]]:
    """Return what Dashboard and Klantkaart show: all of it follows the tables."""
    areas = (("Dashboard", "A1:Q48"), ("Klantkaart", "A1:M43"))
    return {
        name: book.sheets[name].range(area).options(ndim=2, err_to_str=True).value for name, area in areas
    }


SOURCE_NOTE = "Vingerafdruk (SHA-256)"
INPUTS = {
    "tblKlanten",
    "tblTransacties",
    "tblProducten",
    "tblInspanning",
    "tblTarieven",
    "tblBeoordeling",
    "tblAccountmanagers",
    "tblKlik",
}


def same(found: dict[str, list[list[Any]]], wanted: dict[str, list[list[Any]]]) -> None:
    assert set(found) == set(wanted)
    for name, rows in wanted.items():
        assert len(found[name]) == len(rows), name
        for row, (left, right) in enumerate(zip(found[name], rows, strict=True)):
            if name == "tblToelichting" and right[1] == SOURCE_NOTE:
                continue  # an open workbook has no hash: what is on the screen need not be saved
            for column, (one, other) in enumerate(zip(left, right, strict=True)):
                if isinstance(other, float):
                    assert one == pytest.approx(other, rel=1e-12, abs=1e-9), (name, row, column)
                else:
                    assert one == other, (name, row, column)


def test_the_open_workbook_is_read_as_the_file_is(book: xlwings.Book, small: Path) -> None:
    ours, theirs = inputs_of(read_book(book)), load(small)
    for name in (
        "transactions",
        "customers",
        "products",
        "effort",
        "rates",
        "ratings",
        "account_managers",
        "chemistry",
    ):
        assert getattr(ours, name).equals(getattr(theirs, name)), name
    assert ours.settings == theirs.settings
    assert ours.findings == theirs.findings
    assert "=1+1" in set(ours.customers["name"])


def test_refresh_leaves_what_the_command_line_writes_and_twice_the_same(
    book: xlwings.Book, office: Office, small: Path, tmp_path: Path
) -> None:
    output = tmp_path / "resultaat.xlsx"
    refresh(small, output, created=CREATED)
    written = open_book(office, output)
    written.app.calculate()
    wanted, pages = result_tables(written), formula_pages(written)
    written.close()
    said = live.refresh_book(book)
    book.app.calculate()
    first = result_tables(book)
    same(first, wanted)
    same(formula_pages(book), pages)
    for sheet, at in (
        ("Dashboard", "B2"),
        ("Dashboard", "D8"),
        ("Dashboard", "F8"),
        ("Dashboard", "H6"),
        ("Dashboard", "C37"),
    ):
        assert str(book.sheets[sheet].range(at).formula).startswith("="), (
            f"{sheet}!{at} must follow the tables"
        )
    assert said.startswith(f"Klantwaarde: {len(LINES) - 1} factuurregels gelezen, 0 afgekeurd")
    live.refresh_book(book)
    book.app.calculate()
    same(result_tables(book), first)
    customers = book.sheets["Klantwaarde"].tables["tblKlantwaarde"].range.value
    names = {row[1]: row[2] for row in customers}
    assert {customer: names[customer] for customer in ODD_NAMES} == ODD_NAMES, (
        "names that look like formulas stay names"
    )
    assert "00003" in {row[1] for row in customers}


def test_every_table_is_written_as_one_range(
    book: xlwings.Book, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[tuple[str, list[int]]] = []
    ask = office.ask

    def watched(do: str, **arguments: Any) -> Any:
        if do == "write":
            written.append((arguments["sheet"], arguments["area"]))
        return ask(do, **arguments)

    monkeypatch.setattr(office, "ask", watched)
    live.refresh_book(book)
    tables = [
        (sheet.name, table) for sheet in book.sheets for table in sheet.tables if table.name not in INPUTS
    ]
    assert len(tables) >= 10
    for sheet, table in tables:
        top, left, bottom, right = table.impl.range.area
        body = [top + 1, left, bottom - int(table.show_totals), right]
        inside = [
            area
            for name, area in written
            if name == sheet and top < area[0] and area[2] <= body[2] and area[3] <= right
        ]
        assert inside in ([body], []), f"{table.name}: {inside}"
        assert inside or body[2] - body[0] <= 0 or table.range.rows.count <= 2, (
            f"{table.name} is empty, or was not written"
        )


def test_an_empty_template_gets_the_same_tables(
    office: Office, small: Path, book: xlwings.Book, tmp_path: Path
) -> None:
    empty = open_book(office, write_xlsx(empty_report(CREATED), tmp_path / small.name))
    try:
        writer.write_inputs(small_document(), empty)
        live.refresh_book(empty)
        live.refresh_book(book)
        for one in (empty, book):
            one.app.calculate()
        same(result_tables(empty), result_tables(book))
        cards = [one.sheets["Klantkaart"].range("B2").value for one in (empty, book)]
        assert cards[0] == cards[1]
        assert "e op waarde" in cards[0]
    finally:
        empty.close()


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


def test_the_card_shows_the_customer_of_the_selected_row(book: xlwings.Book) -> None:
    sheet = book.sheets["Klantwaarde"]
    sheet.range("C9").select()
    wanted = sheet.range("B9").value
    assert live.show_customer(book) == f"Klantwaarde: klant {wanted}."
    book.app.calculate()
    assert book.sheets["Klantkaart"].range("B2").value.split(": ")[0].endswith(
        f"({wanted})"
    ) or wanted in str(book.names["Kaart_Keuze"].refers_to_range.value)
    assert book.sheets.active.name == "Klantkaart"


def test_a_finding_leads_to_its_cell_and_the_next_refresh_takes_the_link_away(book: xlwings.Book) -> None:
    table = book.sheets["Transacties"].tables["tblTransacties"].range
    revenue = table.rows[0].value.index("Omzet")
    wrong = table.rows[3].columns[revenue]
    right = wrong.value
    wrong.value = "op aanvraag"
    live.refresh_book(book)
    book.app.calculate()
    findings = book.sheets["Controle"].tables["tblBevindingen"].range
    cells = findings.columns[findings.rows[0].value.index("In deze werkmap")]
    (found,) = [cell for cell in cells if "Transacties!" in str(cell.value)]
    at = wrong.address.replace("$", "")
    assert found.value == f"Transacties!{at}"
    assert found.formula.replace(";", ",") == f'=HYPERLINK("#Transacties!{at}","Transacties!{at}")'
    wrong.value = right
    live.refresh_book(book)
    assert not str(found.formula).startswith("=")


def test_many_findings_cost_no_more_calls_than_one(
    book: xlwings.Book, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    ask = office.ask

    def watched(do: str, **arguments: Any) -> Any:
        if arguments.get("sheet") == "Controle":
            asked.append(do)
        return ask(do, **arguments)

    monkeypatch.setattr(office, "ask", watched)
    table = book.sheets["Transacties"].tables["tblTransacties"].range
    revenue = table.columns[table.rows[0].value.index("Omzet")]
    right = revenue.value
    counts = []
    for wrong in (1, 9):
        revenue.rows[1].resize(wrong, 1).value = [["op aanvraag"]] * wrong
        asked.clear()
        live.refresh_book(book)
        counts.append(len(asked))
        book.app.calculate()
        findings = book.sheets["Controle"].tables["tblBevindingen"].range
        cells = findings.columns[findings.rows[0].value.index("In deze werkmap")]
        links = [cell.formula for cell in cells if "Transacties!" in str(cell.value)]
        assert len(links) == wrong
        assert all(link.startswith("=HYPERLINK(") for link in links)
    revenue.options(transpose=True).value = right
    assert counts[0] == counts[1]


def test_demo_data_ask_before_they_replace_anything(book: xlwings.Book) -> None:
    before = book.sheets["Klanten"].tables["tblKlanten"].range.value
    assert live.load_demo(book) == "Klantwaarde: er is niets veranderd."
    assert "Klanten" in book.app.impl.alerts[0]
    assert book.sheets["Klanten"].tables["tblKlanten"].range.value == before


def test_demo_data_come_into_an_empty_template_with_their_mistakes(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Among them a date that does not exist, 31-02-2025: it stays the text that somebody typed, and is said.
    monkeypatch.setattr(xlwings.App, "activate", lambda *_, **__: None)
    empty = open_book(office, write_xlsx(empty_report(CREATED), tmp_path / "leeg.xlsx"))
    try:
        assert "60.007 factuurregels gelezen, 6 afgekeurd" in live.load_demo(empty)
    finally:
        empty.close()


def test_a_total_of_which_nothing_is_known_is_blank_and_comes_back(office: Office, tmp_path: Path) -> None:
    # Of three customers with costs, then of an audit file without any, then with costs again.
    first = open_book(office, write_xlsx(build(many(3), created=CREATED), tmp_path / "totalen.xlsx"))
    try:
        for analysis, known in ((many(3), True), (like_an_audit_file(), False), (many(3), True)):
            writer.write_book(build(analysis, created=CREATED), first)
            first.app.calculate()
            headers, *_, totals = first.sheets["Klantwaarde"].tables["tblKlantwaarde"].range.value
            shown = dict(zip(headers, totals, strict=True))
            assert shown["Omzet"] == pytest.approx(analysis.customers["revenue"].sum())
            assert (shown["Brutomarge"] in {None, ""}) is not known
    finally:
        first.close()


def test_an_export_is_added_below_what_is_there(book: xlwings.Book, tmp_path: Path) -> None:
    export = tmp_path / "omzet.csv"
    export.write_text(
        "Datum;Klantnr;Productcode;Omzet\n05-12-2024;00003;P1;1.234,50\n06-12-2024;00004;P2;10,00\n",
        encoding="utf-8",
    )
    table = book.sheets["Transacties"].tables["tblTransacties"]
    before = table.range.rows.count
    assert import_files(book, [export]) == live.NOTHING_DONE
    assert table.range.rows.count == before
    book.app.impl.answer = "yes"
    assert import_files(book, [export]).startswith("Klantwaarde: toegevoegd: 2 in Transacties")
    headers, *rows = table.range.value
    assert len(rows) == before + 1
    where = [headers.index(name) for name in ("Klantnr", "Productcode", "Omzet")]
    assert [[row[n] for n in where] for row in rows[-2:]] == [["00003", "P1", 1234.5], ["00004", "P2", 10.0]]
    assert "niets nieuws" in import_files(book, [export])


def test_a_copy_without_names_is_made_of_what_is_open(book: xlwings.Book, small: Path) -> None:
    said = live.share_copy(book)
    assert "niet meesturen" in said
    copies = sorted(path.name for path in small.parent.glob("klantwaarde-delen*"))
    assert copies == ["klantwaarde-delen-sleutel.xlsx", "klantwaarde-delen.xlsx"]


def test_the_demo_refreshed_where_it_is_open_keeps_every_value(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(xlwings.App, "activate", lambda *_, **__: None)
    path, _ = write_demo(tmp_path, lambda _step: None)
    demo = open_book(office, path)
    try:
        written = result_tables(demo)
        assert sum(len(rows) * len(rows[0]) for rows in written.values()) > 50_000
        assert "60.007 factuurregels gelezen, 6 afgekeurd" in live.refresh_book(demo)
        demo.app.calculate()
        same(result_tables(demo), written)
    finally:
        demo.close()
