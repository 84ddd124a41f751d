"""Refreshing in the open workbook gives what the command line writes."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
import xlwings
from live_tables import INPUTS, formula_pages, result_tables, same
from office_client import Office
from report_book import like_an_audit_file, many
from small_company import LINES
from small_workbook import CREATED, ODD_NAMES, small_document
from uno_engine import open_book

from klantwaarde_xl.demo.tables import write_demo
from klantwaarde_xl.report.build import build, empty_report
from klantwaarde_xl.report.pages.dashboard.list_steps import LIST_HEADER
from klantwaarde_xl.ribbon import open_book as live
from klantwaarde_xl.sources.live_book import read_book
from klantwaarde_xl.use_cases.refreshing import inputs_of, load, refresh
from klantwaarde_xl.writers import live_book as writer
from klantwaarde_xl.writers.xlsx import write_xlsx

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")


def test_the_open_workbook_is_read_as_the_file_is(book: xlwings.Book, small: Path) -> None:
    ours, theirs = inputs_of(read_book(book), small.parent), load(small)
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
        ("Dashboard", f"C{LIST_HEADER + 1}"),
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
        assert "e op score" in cards[0]
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


def test_a_column_without_a_value_is_hidden_and_shown_when_it_has_one(office: Office, tmp_path: Path) -> None:
    first = open_book(
        office, write_xlsx(build(like_an_audit_file(), created=CREATED), tmp_path / "zicht.xlsx")
    )

    def columns() -> dict[str, xlwings.Range]:
        header_row = first.sheets["Klantwaarde"].tables["tblKlantwaarde"].header_row_range
        return {str(head): header_row[0, at] for at, head in enumerate(header_row.value)}

    try:
        before = {head: cell.column_width for head, cell in columns().items()}
        assert before["Brutomarge"] == 0 < before["Omzet"]
        # The user hides one that has values, and that is his to show.
        columns()["Omzet"].column_width = 0
        writer.write_book(build(many(3), created=CREATED), first)
        shown = {head: cell.column_width for head, cell in columns().items()}
        assert shown["Brutomarge"] > 0
        assert shown["Omzet"] == 0
    finally:
        first.close()


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


def test_number_formats_tell_the_open_workbook_what_they_tell_of_a_file(
    office: Office, tmp_path: Path
) -> None:
    path = tmp_path / "opmaak.xlsx"
    with xlsxwriter.Workbook(str(path)) as made:
        day, share, zeros, dollars = (
            made.add_format({"num_format": code})
            for code in ("dd-mm-yyyy", "0.0%", "00000", "[$$-409]#,##0.00")
        )
        customers, lines = made.add_worksheet("Klanten"), made.add_worksheet("Transacties")
        customers.write_column(0, 0, ["Klantnr", 7, 9], zeros)
        lines.write_row(0, 0, ["Datum", "Klantnr", "Omzet", "Marge"])
        for row in range(1, 7):
            lines.write_datetime(row, 0, dt.datetime(2024, row, 1), day)
            lines.write_number(row, 1, 7 if row % 2 else 9, zeros)
            lines.write_number(row, 2, 100.0 * row, dollars if row == 4 else None)
            lines.write_number(row, 3, 0.25, share)
    opened = open_book(office, path)
    ours, theirs = inputs_of(read_book(opened), tmp_path), load(path)
    opened.close()
    assert set(theirs.customers["customer_id"]) == {"00007", "00009"}
    # A quarter of 100, 200, 300, 500 and 600; 400 dollars have no rate.
    assert ours.transactions["margin"].tolist() == [25.0, 50.0, 75.0, 125.0, 150.0]
    for name in ("transactions", "customers"):
        assert getattr(ours, name).equals(getattr(theirs, name)), name
    assert ours.findings == theirs.findings
