"""What is typed on Acties: kept in the pages and in the workbook, of the customer for whom it was typed."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

import light
import pandas as pd
import pytest
from web_client import Browser, running

from klantwaarde_xl.use_cases.refreshing import load
from klantwaarde_xl.web.notes import notes_in, way_back, with_typed

ROWS = pd.DataFrame(
    {
        "customer_id": ["1", "0.2", "3"],
        "owner": ["Noor", "", None],
        "status": ["open", "later", ""],
        "note": ["regel 1\nregel 2", "", ""],
    }
)


@pytest.fixture(scope="module")
def browser(small: Path) -> Iterator[Browser]:
    with running() as page:
        made = Browser(page.address)
        made.drop(("klein.xlsx", small.read_bytes()))
        made.wait()
        yield made


def acties(book: bytes, folder: Path) -> dict[str, dict[str, object]]:
    """Return the rows of Acties in a workbook, by customer number."""
    (folder / "uit.xlsx").write_bytes(book)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        sheet = light.load(folder / "uit.xlsx")["Acties"]
    header, *rows = ([cell.value for cell in row] for row in sheet[sheet.tables["tblActies"].ref])
    return {str(row[0]): dict(zip(header, row, strict=True)) for row in rows}


def test_what_is_typed_is_on_the_page_in_the_workbook_and_read_back(browser: Browser, tmp_path: Path) -> None:
    page = browser.sheet("Acties", "?zoek=&sorteer=name").page
    first, second = (box.get("name").partition(".")[2] for box in page.xpath("//textarea[@form]")[:2])
    (hidden,) = page.xpath("//input[@name='terug']/@value")
    strange = '=HYPERLINK("x") <script>&\r\ntweede regel'
    typed = {f"status.{first}": "bezig", f"note.{first}": strange, f"owner.{second}": "Noor", "terug": hidden}
    reply = browser.post("aantekeningen", urlencode(typed).encode())
    assert reply.status == 303
    back = browser.wait()
    assert b"<script" not in back.body
    again = browser.sheet("Acties", "?sorteer=name").page
    assert again.xpath(f"//select[@name='status.{first}']/option[@selected]")[0].text == "bezig"
    assert again.xpath(f"//input[@name='owner.{second}']/@value") == ["Noor"]
    book = browser.get("resultaat").body
    rows = acties(book, tmp_path)
    assert rows[first]["Status"] == "bezig"
    assert rows[first]["Opmerking"] == strange.replace("\r\n", "\n")
    assert rows[second]["Eigenaar"] == "Noor"
    kept = load(tmp_path / "uit.xlsx").action_notes
    assert kept is not None
    assert kept.loc[first, "status"] == "bezig"
    assert kept.loc[second, "owner"] == "Noor"
    # And it can be taken back; nothing else is lost by that.
    browser.post("aantekeningen", urlencode({f"status.{first}": "", f"owner.{second}": "Noor"}).encode())
    browser.wait()
    rows = acties(browser.get("resultaat").body, tmp_path)
    assert not rows[first]["Status"]
    assert rows[first]["Opmerking"]
    assert rows[second]["Eigenaar"] == "Noor"


def test_after_saving_the_sheet_is_as_it_was_asked(browser: Browser) -> None:
    page = browser.sheet("Acties", "?zoek=a&sorteer=name&af=1").page
    (hidden,) = page.xpath("//input[@name='terug']/@value")
    reply = browser.post("aantekeningen", urlencode({"terug": hidden}).encode())
    where = urlsplit(reply.headers["location"])
    assert where.path == "Acties"
    assert parse_qs(where.query) == {"zoek": ["a"], "sorteer": ["name"], "af": ["1"]}


@pytest.mark.parametrize(
    "asked",
    ["//kwaad.nl/", "https://kwaad.nl", "\r\nSet-Cookie: x=1", "../sluiten", "x" * 99_999, "\x00", "%0d%0a"],
)
def test_the_way_back_stays_on_the_page(asked: str) -> None:
    where = way_back(asked)
    assert urlsplit(where).path == "Acties"
    assert urlsplit(where).netloc == ""
    assert where.isprintable()


@pytest.mark.parametrize(
    ("fields", "changed"),
    [
        ([("status.1", "gedaan")], {"1": {"status": "gedaan"}}),
        ([("status.1", "open"), ("owner.3", ""), ("note.1", "regel 1\r\nregel 2")], {}),
        ([("note.1", "regel 1regel 2")], {}),  # a field of one line loses the break
        ([("note.0.2", "punt in het nummer")], {"0.2": {"note": "punt in het nummer"}}),
        ([("owner.1", "")], {"1": {"owner": ""}}),
        ([("status.4", "open"), ("revenue.1", "9"), ("customer_id.1", "2"), ("terug", "x"), ("", "")], {}),
        ([("note.3", "  x  ")], {"3": {"note": "x"}}),
    ],
)
def test_only_what_was_changed_of_a_customer_that_is_there_counts(
    fields: list[tuple[str, str]], changed: dict[str, dict[str, str]]
) -> None:
    assert notes_in(fields, ROWS) == changed


def test_a_note_is_no_longer_than_a_cell_of_excel() -> None:
    assert len(notes_in([("note.3", "x" * 40_000)], ROWS)["3"]["note"]) == 32_767


def test_notes_of_others_stay_and_a_customer_without_any_goes() -> None:
    before = pd.DataFrame({"owner": ["a", ""], "status": ["", "open"], "note": ["", ""]}, index=["1", "2"])
    after = with_typed(before, {"2": {"status": ""}, "3": {"note": "bel"}})
    assert after.to_dict("index") == {
        "1": {"owner": "a", "status": "", "note": ""},
        "3": {"owner": "", "status": "", "note": "bel"},
    }
