"""Questions of an import on the page: the words of the button, and what an answer leads to."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlencode

import lxml.html
import pytest
from web_client import Browser, running

from klantwaarde_xl.errors import PURCHASE_INVOICES
from klantwaarde_xl.imports.questions import Question
from klantwaarde_xl.imports.remembered_columns import choices_path, load_choices
from klantwaarde_xl.web.asked import REMEMBER, answers_in, questions

LINES = b"Datum;Klantnr;Naam;Bedrag;Veld\n31-01-2025;K1;Jansen;10,00;7\n28-02-2025;K2;De Wit;20,00;8\n"
"""An export of which only the user knows whether Bedrag is without VAT; it holds 30.00 in all."""


@pytest.fixture(autouse=True)
def own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("XDG_CONFIG_HOME", "APPDATA", "HOME"):
        monkeypatch.setenv(name, str(tmp_path / "instellingen"))


def form_of(page: lxml.html.HtmlElement, **typed: str) -> bytes:
    """Return what a browser sends of the form of questions: the first field of each kind filled in."""
    (form,) = page.xpath("//form[@action='antwoord']")
    fields = dict.fromkeys(form.fields, "")
    for kind, value in typed.items():
        fields[next(name for name in fields if f".{kind}." in name)] = value
    return urlencode(fields).encode()


@pytest.mark.parametrize("kind", ["keuze", "tekst"])
def test_what_only_the_user_knows_is_asked_and_counts(kind: str) -> None:
    with running() as page:
        browser = Browser(page.address)
        browser.drop(("verkoop.csv", LINES))
        asked = browser.wait()
        assert "De kolom 'Bedrag' in 'verkoop.csv' kan" in asked.text
        assert "Kies zelf:" in asked.text
        assert "--kolom" not in asked.page.xpath("string(//form[@action='antwoord'])")
        assert not asked.page.xpath("//form[@action='overnemen']"), "there is nothing to take over yet"
        offered = asked.page.xpath("//select/option/@value")
        assert "Omzet=Bedrag" in offered
        browser.post("antwoord", form_of(asked.page, **{kind: "Omzet=Bedrag"}))
        understood = browser.wait()
        assert "2 regels gelezen" in understood.text
        assert "30,00" in understood.text
        assert not understood.page.xpath("//form[@action='antwoord']")
        browser.post("overnemen", b"")
        assert "Dashboard" in browser.wait().text
        assert load_choices(choices_path()) == {}, "nothing is kept unless asked"


def test_chosen_columns_are_kept_when_asked(tmp_path: Path) -> None:
    with running() as page:
        browser = Browser(page.address)
        browser.drop(("verkoop.csv", LINES))
        browser.post("antwoord", form_of(browser.wait().page, keuze="Omzet=Bedrag"))
        assert browser.wait().page.xpath(f"//input[@type='checkbox'][@name='{REMEMBER}']")
        browser.post("overnemen", urlencode({REMEMBER: "1"}).encode())
        browser.wait()
        assert list(load_choices(choices_path()).values()) == [{"revenue": "Bedrag"}]
        browser.drop(("later.csv", LINES))
        assert not browser.wait().page.xpath("//form[@action='antwoord']"), "it was remembered"


@pytest.mark.parametrize(
    "typed", ["Omzt=Bedrag", "Omzet=Bedrg", "weet ik niet", "<script>alert(1)</script>", ""]
)
def test_a_mistyped_answer_is_asked_again_and_harms_nothing(typed: str) -> None:
    with running() as page:
        browser = Browser(page.address)
        browser.drop(("verkoop.csv", LINES))
        browser.post("antwoord", form_of(browser.wait().page, tekst=typed))
        again = browser.wait()
        assert b"<script" not in again.body
        browser.post("antwoord", form_of(again.page, tekst="Omzet=Bedrag"))
        assert "30,00" in browser.wait().text


def test_answers_to_questions_of_another_drop_are_not_taken() -> None:
    with running() as page:
        browser = Browser(page.address)
        browser.post("antwoord", b"antwoord.tekst.a1=ja")  # nothing is asked
        browser.drop(("verkoop.csv", LINES))
        first = form_of(browser.wait().page, tekst="Omzet=Bedrag")
        browser.drop(("andere.csv", LINES.replace(b"Bedrag", b"Prijs")))
        browser.wait()
        browser.post("antwoord", first)
        assert "andere.csv" in browser.wait().page.xpath("string(//form[@action='antwoord']//legend)")


def test_an_optional_question_says_so_and_offers_no_list_without_choices() -> None:
    one = Question((Path("a.xml"),), "a.xml", PURCHASE_INVOICES.code, "Gevonden.", "Typ ja.")
    form = lxml.html.fromstring(str(questions([], [one], [])))
    assert "U hoeft dit niet te beantwoorden." in form.text_content()
    assert not form.xpath(".//select")
    assert questions([], [], []) is None


def test_typed_goes_before_chosen() -> None:
    both = [("antwoord.tekst.a", " Omzet=X "), ("antwoord.keuze.a", "Omzet=Y"), ("antwoord.keuze.b", "ja")]
    assert answers_in(both) == {"a": "Omzet=X", "b": "ja"}
    assert len(answers_in([("antwoord.tekst.a", "x" * 9999)])["a"]) == 500
