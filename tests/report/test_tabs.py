"""How many tabs a workbook shows, and that no link leads to a hidden sheet: Excel does not follow it."""

from __future__ import annotations

import datetime as dt
import html
import io
import re
import zipfile
from dataclasses import replace
from typing import Any

import pytest

from klantwaarde_xl.report.build import build, empty_report
from klantwaarde_xl.report.document import Document
from klantwaarde_xl.report.pages.inputs.sheets import input_document
from klantwaarde_xl.template.build import macro_workbook
from klantwaarde_xl.writers.xlsx import xlsx_bytes

MOST_TABS = 20


def sheets_of(raw: bytes) -> dict[str, tuple[str, str]]:
    """Return state and content of each sheet, by name, in the order of the tabs."""
    package = zipfile.ZipFile(io.BytesIO(raw))
    parts = re.findall(r'<sheet name="([^"]+)"([^>]*)/>', package.read("xl/workbook.xml").decode())
    return {
        html.unescape(name): (
            "hidden" if "idden" in attributes else "visible",
            package.read(f"xl/worksheets/sheet{number}.xml").decode(),
        )
        for number, (name, attributes) in enumerate(parts, 1)
    }


def shown(raw: bytes) -> list[str]:
    return [name for name, (state, _) in sheets_of(raw).items() if state == "visible"]


@pytest.mark.slow
def test_every_workbook_shows_at_most_twenty_tabs(make_analysis: Any, created: dt.datetime) -> None:
    """The template has every input sheet there is, and with macros those of the functions."""
    template = empty_report(created)
    assert len(shown(macro_workbook(template))) == len(shown(xlsx_bytes(template))) == MOST_TABS
    result = build(make_analysis(10), created=created, with_inputs=True)
    assert shown(xlsx_bytes(result)) == shown(xlsx_bytes(template))
    assert len(shown(xlsx_bytes(input_document(created)))) < MOST_TABS


def test_who_only_fills_sees_every_input_sheet(created: dt.datetime) -> None:
    assert {state for state, _ in sheets_of(xlsx_bytes(input_document(created))).values()} == {"visible"}


@pytest.fixture(scope="module")
def document(make_analysis: Any, created: dt.datetime) -> Document:
    """A workbook with a finding on a sheet that shows and one on a sheet that is hidden."""
    bound = build(make_analysis(10), created=created, with_inputs=True)
    findings = (
        bound.frames["findings"].head(1).reindex([0, 0]).assign(target=["Klanten!A7", "Kaartgegevens!A7"])
    )
    return replace(bound, frames={**bound.frames, "findings": findings})


def test_no_link_leads_to_a_hidden_sheet(document: Document) -> None:
    sheets = sheets_of(xlsx_bytes(document))
    assert "Kaartgegevens!A7" not in re.findall(r'HYPERLINK\("#([^"]+)', html.unescape(sheets["Controle"][1]))
    led = 0
    for name, (_, content) in sheets.items():
        places = re.findall(r'<hyperlink [^>]*location="([^"]+)"', content)
        places += re.findall(r'HYPERLINK\("#([^"]+)"', html.unescape(content))
        for place in places:
            if "!" not in place:  # a defined name, of a cell on Klantkaart or a list
                continue
            target = html.unescape(place).partition("!")[0].strip("'")
            assert sheets[target][0] == "visible", f"{name} leads to {place}"
            led += 1
    assert led > 30
