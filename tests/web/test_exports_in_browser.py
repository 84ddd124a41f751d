"""Exports in a real Chromium on a phone: what was understood first, a question answered, all forgotten."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import browsers
import pytest
from browsers import PHONE, shot
from web_client import EXPORT, running

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    with browsers.chromium() as browser:
        yield browser


UNSURE = "Datum;Klantnr;Naam;Bedrag;Veld\n" + "".join(
    f"{1 + n % 28:02}-{1 + n % 12:02}-2025;{n % 7};Klant {n % 7};10,00;{n}\n" for n in range(120)
)


def test_a_question_is_answered_on_a_phone(chromium: Any, tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "instellingen"))
    (tmp_path / "verkoop.csv").write_text(UNSURE)
    with running() as page:
        context = chromium.new_context(viewport=PHONE)
        tab = context.new_page()
        tab.goto(page.address)
        tab.set_input_files("input[type=file]", str(tmp_path / "verkoop.csv"))
        tab.click("text=Lees deze bestanden")
        tab.wait_for_selector("text=Wat alleen u weet")
        shot(tab, "telefoon-vraag")
        assert tab.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        tab.get_by_label("Kies").select_option("Omzet=Bedrag")
        tab.click("text=Lees opnieuw met deze antwoorden")
        tab.wait_for_selector("text=Overnemen en rekenen")
        shot(tab, "telefoon-beantwoord")
        assert "1.200,00" in tab.content()
        assert not tab.get_by_label("Wilt u de gekozen kolommen onthouden").is_checked()
        context.close()


def test_exports_are_shown_first_and_closing_forgets_everything(chromium: Any, tmp_path: Path) -> None:
    (tmp_path / "verkoop.csv").write_text(EXPORT)
    with running() as page:
        context = chromium.new_context(viewport=PHONE)
        tab = context.new_page()
        tab.goto(page.address)
        shot(tab, "telefoon-start")
        tab.set_input_files("input[type=file]", str(tmp_path / "verkoop.csv"))
        tab.click("text=Lees deze bestanden")
        tab.wait_for_selector("text=Overnemen en rekenen")
        shot(tab, "telefoon-begrepen")
        assert "120 regels gelezen" in tab.content()
        assert tab.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        tab.click("text=Overnemen en rekenen")
        tab.wait_for_url("**/Dashboard")
        tab.click("text=Sluiten en alles vergeten")
        tab.wait_for_selector("text=Alles is vergeten")
        context.close()
