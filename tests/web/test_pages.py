"""The pages around the sheets: each is whole, keeps what a user typed as text, and names the way on."""

from __future__ import annotations

import datetime as dt

import lxml.html
import pytest

from klantwaarde_xl import errors
from klantwaarde_xl.report.document import Document
from klantwaarde_xl.report.pages.what_if.helpers import Firm
from klantwaarde_xl.report.specs import SheetSpec, TextSpec
from klantwaarde_xl.web import pages
from klantwaarde_xl.web.desk import Answer, Busy, Refused

SHEETS = (
    SheetSpec("Dashboard", title="Begin", message="hello", blocks=(TextSpec("A5", "Inhoud"),)),
    SheetSpec("Acties", title="Wat te doen"),
    SheetSpec("Grafiekgegevens", hidden=True),
    SheetSpec("Klanten"),
)
ANSWER = Answer(
    Document(SHEETS, {}, {"hello": "Uw <beste> klant"}, "Proef", dt.datetime(2025, 1, 1)),
    "klein-resultaat.xlsx",
    Firm(1.0, {}, {}, 1.0),
)


def read(page: str) -> lxml.html.HtmlElement:
    assert page.startswith("<!doctype html>")
    return lxml.html.fromstring(page)


@pytest.mark.parametrize(
    "page",
    [
        pages.start(None, waiting=False),
        pages.start(ANSWER, waiting=True),
        pages.busy(Busy("Lezen")),
        pages.refused(Refused(())),
        pages.sheet(ANSWER, "Acties", {}),
        pages.message("Gesloten", "Tot ziens"),
    ],
)
def test_every_page_is_dutch_and_has_one_heading_and_a_title(page: str) -> None:
    """Success criteria 2.4.2 and 3.1.1 of WCAG 2.2."""
    html = read(page)
    assert html.get("lang") == "nl"
    assert len(html.xpath("//h1")) == 1
    assert html.findtext(".//title")


def test_the_menu_names_the_sheets_of_the_report_that_can_be_seen() -> None:
    assert pages.sheet_names(ANSWER.document) == ["Dashboard", "Acties"]
    menu = read(pages.sheet(ANSWER, "Acties", {})).xpath("//nav//a")
    assert [link.text for link in menu] == ["Bestanden", "Dashboard", "Acties", "Werkmap ophalen"]
    assert [link.text for link in menu if link.get("aria-current") == "page"] == ["Acties"]
    assert menu[-1].get("download") == "klein-resultaat.xlsx"


def test_a_sheet_begins_with_its_message_or_else_its_title() -> None:
    assert read(pages.sheet(ANSWER, "Dashboard", {})).findtext(".//h1") == "Uw <beste> klant"
    assert read(pages.sheet(ANSWER, "Acties", {})).findtext(".//h1") == "Wat te doen"


def test_a_refusal_tells_code_message_and_hint_of_every_mistake() -> None:
    mistakes = tuple(errors.NO_SUCH_FILE.error(path=name) for name in ("<a>.xlsx", "b.csv"))
    items = [item.text_content() for item in read(pages.refused(Refused(mistakes))).xpath("//main//li")]
    assert items == [
        f"KW-001 Bestand '{name}' bestaat niet. Controleer de naam en de map."
        for name in ("<a>.xlsx", "b.csv")
    ]


def test_what_is_dropped_is_sent_as_files() -> None:
    (form,) = read(pages.start(None, waiting=False)).xpath("//form[.//input[@type='file']]")
    assert (form.get("method"), form.get("enctype")) == ("post", "multipart/form-data")
    assert form.xpath(".//label/@for") == form.xpath(".//input/@id")
