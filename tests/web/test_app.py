"""From a dropped file to the answer: what the pages show is what the workbook holds."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

import light
import openpyxl
import pytest
from web_client import EXPORT, Answered, Browser, number, running


@pytest.fixture(scope="module")
def result(answered: Answered) -> Any:
    """The workbook as it is downloaded."""
    reply = answered.browser.get("resultaat")
    assert 'filename="klein-resultaat.xlsx"' in reply.headers["content-disposition"]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # openpyxl does not know data bars of newer versions
        return light.load(reply.body, data_only=True)


def test_a_dropped_workbook_leads_to_the_dashboard(answered: Answered, result: Any) -> None:
    (title,) = answered.first.page.xpath("//h1")
    assert title.text_content() == result["Dashboard"]["B2"].value


def test_the_key_figures_are_those_of_the_workbook(answered: Answered, result: Any) -> None:
    sheet = result["Dashboard"]
    (table,) = answered.first.page.xpath("//section[h2='Kerncijfers']//table")
    rows = [[cell.text_content() for cell in row] for row in table.xpath(".//tbody/tr")]
    assert [row[0] for row in rows] == [sheet[f"B{n}"].value for n in range(7, 17)]
    for row, n in zip(rows, range(7, 17), strict=True):
        for text, letter, tolerance in zip(row[1:], "DEF", (0.5, 0.5, 0.0005), strict=True):
            value = sheet[f"{letter}{n}"].value
            if isinstance(value, str):
                assert text == value
            elif text:
                assert number(text) == pytest.approx(value, abs=tolerance + 1e-9), (row[0], letter)
            else:
                assert value is None


@pytest.mark.parametrize("name", ["Klantwaarde", "Acties", "Pareto", "Maandomzet", "Controle"])
def test_a_table_has_the_rows_and_figures_of_the_workbook(name: str, answered: Answered, result: Any) -> None:
    (table,) = result[name].tables.values()
    headers, *rows = [[cell.value for cell in row] for row in result[name][table.ref]]
    page = answered.browser.sheet(name).page
    (shown,) = page.xpath("//section[contains(@class, 'whole')]//table")
    columns = [cell.text_content() for cell in shown.xpath("./thead/tr/th")]
    # What has no value on any row is out of sight in the workbook too.
    blank = {header for header, *cells in zip(headers, *rows, strict=True) if {*cells} <= {None, ""}} - {
        *columns
    }
    assert columns == [header for header in headers if header not in blank]
    rows = [[cell for header, cell in zip(headers, row, strict=True) if header in columns] for row in rows]
    body = [[cell.text_content() for cell in row] for row in shown.xpath("./tbody/tr")]
    rows = [row for row in rows if row[0] not in {None, "Totaal"}]
    assert len(body) == len(rows) > 0
    for one, other in zip(body, rows, strict=True):
        for text, value in zip(one, other, strict=True):
            if isinstance(value, int | float) and not isinstance(value, bool):
                assert number(text) == pytest.approx(value, abs=0.51 if "," not in text else 0.051)
            elif isinstance(value, str):
                assert text == value


def test_every_sheet_of_the_result_has_a_page(answered: Answered, result: Any) -> None:
    names = answered.first.page.xpath("//nav//a/text()")[1:-1]
    assert names == [name for name in result.sheetnames if name in names]
    assert {"Dashboard", "Klantwaarde", "Acties", "Klantkaart", "Controle", "Toelichting"} <= set(names)
    for name in names:
        reply = answered.browser.sheet(name)
        assert reply.status == 200, name
        assert len(reply.body) < 300_000, name
        assert len(reply.page.xpath("//h1")) == 1, name


def test_the_card_of_another_customer_is_the_one_asked_for(answered: Answered, result: Any) -> None:
    card = answered.browser.sheet("Klantkaart", "?klant=00007")
    row = next(r for r in result["Klantwaarde"].iter_rows(values_only=True) if "00007" in r)
    headers = next(r for r in result["Klantwaarde"].iter_rows(values_only=True) if "Klantnr" in r)
    (table,) = card.page.xpath("//section[h2='Kerncijfers']//table")
    now = {tr[0].text_content(): tr[1].text_content() for tr in table.xpath(".//tbody/tr")}
    for label in ("Omzet", "Brutomarge", "Nettobijdrage"):
        assert number(now[label]) == pytest.approx(row[headers.index(label)], abs=0.5)
    assert "(00007)" in card.page.xpath("//h1")[0].text_content()


def test_the_sheet_after_the_card_follows_the_customer_too(answered: Answered, result: Any) -> None:
    page = answered.browser.sheet("Klantkaart vervolg", "?klant=00007").page
    assert "(00007)" in page.xpath("//h1")[0].text_content()
    row = next(r for r in result["Klantwaarde"].iter_rows(values_only=True) if "00007" in r)
    headers = next(r for r in result["Klantwaarde"].iter_rows(values_only=True) if "Klantnr" in r)
    (products,) = page.xpath("//section[h2='Grootste producten van beide perioden']//table")
    total = products.xpath(".//tbody/tr")[-1]
    assert number(total[1].text_content()) == pytest.approx(row[headers.index("Omzet")], abs=0.5)


def test_a_search_on_the_card_finds_by_part_of_the_name_or_number(answered: Answered) -> None:
    found = answered.browser.sheet("Klantkaart", "?zoek=0001")
    hits = found.page.xpath("//ul[@class='hits']//a/text()")
    assert sorted(hit[-6:] for hit in hits) == [f"{n:05})" for n in (1, *range(10, 20))]
    none = answered.browser.sheet("Klantkaart", "?zoek=bestaatniet")
    assert "geen klanten gevonden" in none.text


def test_exports_are_shown_first_and_added_on_a_yes() -> None:
    with running() as page:
        browser = Browser(page.address)
        browser.drop(("verkoop.csv", EXPORT.encode()))
        seen = browser.wait()
        assert "verkoop.csv (tekstexport): 120 regels gelezen, 0 overgeslagen" in seen.text
        assert "'Omzet' is" in seen.text
        assert "Over te nemen: 120 in Transacties" in seen.text
        assert browser.post("overnemen").status == 303
        answer = browser.wait()
        total = sum(100.5 + n for n in range(120))
        (row,) = answer.page.xpath("//section[h2='Kerncijfers']//tr[th='Omzet']")
        assert number(row[1].text_content()) == pytest.approx(total, abs=0.5)


def test_what_cannot_be_used_is_told_with_code_and_advice() -> None:
    with running() as page:
        browser = Browser(page.address)
        browser.drop(("klanten.xlsx", b"dit is geen werkmap"))
        assert "KW-" in browser.wait().text
        browser.drop(("plaatje.bmp", b"BM"))
        assert "KW-501" in browser.wait().text
        # And it still works afterwards.
        browser.drop(("verkoop.csv", EXPORT.encode()))
        assert "120 in Transacties" in browser.wait().text


def test_findings_are_shown_with_their_cells(answered: Answered, result: Any) -> None:
    (table,) = result["Controle"].tables.values()
    cells = [row[2].value for row in result["Controle"][table.ref]][1:]
    page = answered.browser.sheet("Controle").page
    shown = [row[2].text_content() for row in page.xpath("//table[caption]/tbody/tr")]
    assert shown == [cell or "" for cell in cells]


def test_payloads_stay_text(tmp_path: Path) -> None:
    bad = '<script>alert(1)</script><img src=x onerror="x"> & \'"'
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Transacties"
    sheet.append(["Datum", "Klantnr", "Factuurnr", "Omzet", "Productgroep"])
    for n in range(40):
        sheet.append([f"{1 + n % 28:02}-{1 + n % 12:02}-2025", f"{bad}{n % 5}", n, 100 + n, bad])
    book.save(tmp_path / "x.xlsx")
    with running() as page:
        browser = Browser(page.address)
        browser.drop(("<b>x.xlsx", (tmp_path / "x.xlsx").read_bytes()))
        seen = browser.wait()
        assert b"<script" not in seen.body
        assert "<script>alert(1)" in seen.text
        browser.post("overnemen")
        first = browser.wait()
        names = first.page.xpath("//nav//a/text()")[1:-1]
        for name in names:
            for query in ("", "?zoek=%3Cscript%3E%22", "?alleen.name=%22%3E%3Cscript%3E&sorteer=%3Cb%3E"):
                page_ = browser.sheet(name, query)
                assert page_.status == 200
                assert b"<script" not in page_.body
                assert b"<img" not in page_.body
        assert "<script>alert(1)" in browser.sheet("Klantwaarde").text
