"""The other buttons in the open workbook: card, links of findings, demo data, importing, a copy."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import xlwings
from office_client import Office
from small_workbook import CREATED
from uno_engine import open_book

from klantwaarde_xl.report.build import empty_report
from klantwaarde_xl.ribbon import open_book as live
from klantwaarde_xl.ribbon.book_import import import_files
from klantwaarde_xl.writers.xlsx import write_xlsx

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")


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
    (key, copy) = copies
    assert copy == "klantwaarde-delen.xlsx"
    assert re.fullmatch(r"klantwaarde-delen-sleutel-[0-9A-F]{6}\.xlsx", key)
