"""Wat als on the page: sliders give the figures that the workbook gives, and strange values none."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import light
import lxml.html
import pytest
from plain_book import write_book
from small_workbook import CELLS
from web_client import Answered, Browser, number, running

SHEETS = {
    "Klanten": "tblKlanten",
    "Transacties": "tblTransacties",
    "Producten": "tblProducten",
    "Inspanning": "tblInspanning",
    "Tarieven": "tblTarieven",
    "Beoordeling": "tblBeoordeling",
}


def company() -> dict[str, list[list[object]]]:
    return {sheet: [list(row) for row in CELLS[table]] for sheet, table in SHEETS.items()}


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    book = write_book(tmp_path_factory.mktemp("basis") / "basis.xlsx", company())
    with running() as page:
        browser = Browser(page.address)
        browser.drop((book.name, book.read_bytes()))
        browser.wait()
        yield browser


def asked(browser: Browser, **typed: str) -> lxml.html.HtmlElement:
    names = {name.replace("_", "."): value for name, value in typed.items()}
    return browser.sheet("Wat als", "?" + urlencode(names)).page


def figures(page: lxml.html.HtmlElement, heading: str) -> dict[str, list[str]]:
    """Return the figures under a question by their label: now, then, difference."""
    (part,) = page.xpath(f"//section[contains(@class, 'question')][.//h2[.='{heading}']]")
    rows = part.xpath(".//div[@class='areas']//tbody/tr")
    return {row[0].text_content(): [cell.text_content() for cell in row[1:]] for row in rows}


def key_figures(browser: Browser) -> dict[str, str]:
    page = browser.sheet("Dashboard").page
    rows = page.xpath("//section[h2[.='Kerncijfers']]//tbody/tr")
    return {row[0].text_content(): row[1].text_content() for row in rows}


def test_the_page_begins_with_the_figures_of_the_workbook(base: Browser, tmp_path: Path) -> None:
    (tmp_path / "uit.xlsx").write_bytes(base.get("resultaat").body)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        sheet = light.load(tmp_path / "uit.xlsx", data_only=True)["Wat als"]
    written = {
        (row[4].value): [cell.value for cell in row[5:8]]
        for row in sheet.iter_rows(min_row=9, max_row=16)
        if isinstance(row[5].value, float)
    }
    shown = figures(asked(base), "Een andere prijs")
    assert {"Omzet", "Brutomarge", "Nettobijdrage"} <= set(written)
    for label, values in written.items():
        assert [number(text) for text in shown[label]] == pytest.approx(values, abs=0.5)


@pytest.mark.slow
def test_a_slider_gives_what_a_refresh_of_a_changed_workbook_gives(base: Browser, tmp_path: Path) -> None:
    price = figures(asked(base, schuif_Prijs="5"), "Een andere prijs")
    rows = company()
    for line in rows["Transacties"][1:]:
        line[3] *= 1.05 if line[0].year == 2024 else 1.0  # type: ignore[attr-defined, operator]
    changed = write_book(tmp_path / "anders.xlsx", rows)
    with running() as page:
        browser = Browser(page.address)
        browser.drop((changed.name, changed.read_bytes()))
        browser.wait()
        again = key_figures(browser)
    before = key_figures(base)
    for label in ("Omzet", "Nettobijdrage"):
        assert number(price[label][0]) == number(before[label])
        assert number(price[label][1]) == number(again[label])
        assert again[label] != before[label]


def test_what_is_typed_goes_before_the_slider_and_stays_when_it_is_beyond_it(base: Browser) -> None:
    page = asked(base, schuif_Prijs="5", precies_Prijs="12,5 %")
    assert number(figures(page, "Een andere prijs")["Omzet"][1]) == pytest.approx(
        1.125 * number(figures(page, "Een andere prijs")["Omzet"][0]), abs=1
    )
    assert page.xpath("//input[@name='precies.Prijs']/@value") == ["12,5"]
    on_slider = asked(base, schuif_Prijs="5")
    assert on_slider.xpath("//input[@name='schuif.Prijs']/@value") == ["5"]
    assert on_slider.xpath("//input[@name='precies.Prijs']/@value") == [""]


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        *[("Prijs", typed) for typed in ("501", "-91", "nan", "inf", "1e999", "drie", "=1+1", "1 2", "٣%%x")],
        *[("Slechtste", typed) for typed in ("1,5", "-1", "100001")],
        ("Dagen", "366"),
        ("Vermijdbaar", "101"),
    ],
)
def test_what_excel_refuses_is_refused_with_the_same_words(name: str, typed: str, base: Browser) -> None:
    page = asked(base, **{f"precies_{name}": typed})
    (told,) = page.xpath("//p[@role='alert']")
    assert told.text_content().rpartition(": ")[2].endswith(".")
    assert figures(page, "Een andere prijs") == figures(asked(base), "Een andere prijs")


@pytest.mark.parametrize("typed", ["<script>x</script>", "niemand", '"&', "x" * 5000, "=1+1"])
def test_a_customer_that_is_not_there_changes_nothing_and_is_shown_as_text(typed: str, base: Browser) -> None:
    reply = base.sheet("Wat als", "?" + urlencode({"precies.Klant": typed, "precies.Wie": typed}))
    assert reply.status == 200
    assert b"<script" not in reply.body
    assert reply.page.xpath("//input[@name='precies.Klant']/@value") == [typed[:200]]


def test_for_whom_can_be_made_blank_and_means_everybody(base: Browser) -> None:
    assert figures(asked(base, precies_Wie=""), "Een andere prijs") == figures(
        asked(base), "Een andere prijs"
    )


def test_every_slider_has_a_label_and_every_question_a_button(answered: Answered) -> None:
    page = answered.browser.sheet("Wat als").page
    sliders = page.xpath("//input[@type='range']")
    assert len(sliders) == 13  # six questions with a figure, seven weights
    assert all(slider.getparent().tag == "label" for slider in sliders)
    buttons = page.xpath("//main//button[.='Reken']/@formaction")
    assert [f"#{key}" for key in page.xpath("//section[contains(@class, 'question')]/@id")] == buttons
    assert not page.xpath("//script")
