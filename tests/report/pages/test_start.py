from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest

from klantwaarde_xl.commands.app import COMMANDS
from klantwaarde_xl.report import formats as f
from klantwaarde_xl.report.build import build, empty_report
from klantwaarde_xl.report.document import Document
from klantwaarde_xl.report.pages.inputs.sheets import ON_PAPER, input_document
from klantwaarde_xl.report.pages.start import INPUT_TAB
from klantwaarde_xl.report.specs import LinkSpec, SheetSpec, TextSpec
from klantwaarde_xl.writers.text_width import text_widths


@pytest.fixture(scope="module")
def documents(make_analysis: Any, created: dt.datetime) -> dict[str, Document]:
    return {
        "nieuw": input_document(created),
        "sjabloon": empty_report(created),
        "resultaat": build(make_analysis(10), created=created, with_inputs=True),
        "delen": build(make_analysis(10), created=created, shared=True),
    }


def told(start: SheetSpec) -> list[TextSpec]:
    return [block for block in start.blocks if isinstance(block, TextSpec)]


@pytest.mark.parametrize("which", ["nieuw", "sjabloon", "resultaat", "delen"])
def test_start_links_to_every_other_sheet(documents: dict[str, Document], which: str) -> None:
    """A link to a hidden sheet does nothing in Excel; how to show it stands there instead."""
    start, *others = documents[which].sheets
    by_group = sorted(others, key=lambda sheet: [INPUT_TAB, f.ACCENT, f.GREY].index(sheet.tab_colour))
    assert [block.sheet for block in start.blocks if isinstance(block, LinkSpec)] == [
        sheet.name for sheet in by_group if not sheet.hidden
    ]
    texts = [block.text for block in told(start)]
    behind = [sheet.name for sheet in others if sheet.hidden and sheet.tab_colour != INPUT_TAB]
    assert (which == "nieuw") == (behind == [])
    if behind:
        (at,) = [n for n, text in enumerate(texts) if "Deze bladen zijn verborgen" in text]
        lines = texts[at + 1 : at + 1 + -(-len(behind) // 7)]
        assert ", ".join(lines).split(", ") == behind
    more = [sheet for sheet in others if sheet.hidden and sheet.tab_colour == INPUT_TAB]
    assert len(more) == (9 if which == "sjabloon" else 0)
    if more:
        at = next(n for n, text in enumerate(texts) if "Meer invoer" in text) + 1
        shown = texts[at : at + 2 * len(more)]
        assert list(zip(shown[::2], shown[1::2], strict=True)) == [(one.name, one.about) for one in more]


@pytest.mark.parametrize("which", ["nieuw", "sjabloon", "resultaat", "delen"])
def test_no_line_runs_over_the_page(documents: dict[str, Document], which: str) -> None:
    start = documents[which].sheets[0]
    widths = {letters[0]: width for letters, width in start.widths}
    for block in told(start):
        room = widths["C"] + (widths["B"] if block.at.startswith("B") else 0)
        assert text_widths([block.text], bold=block.format.bold, size=block.format.size)[0] < room, block.text


def test_every_command_on_start_exists(documents: dict[str, Document]) -> None:
    named = {name for document in documents.values() for block in told(document.sheets[0])
             for name in re.findall(r"klantwaarde ([a-z]+) ", block.text + " ")}  # fmt: skip
    assert {"vernieuw", "importeer", "diagnose"} <= named <= set(COMMANDS)


def test_who_only_fills_is_not_sent_to_a_ribbon_that_is_not_there(documents: dict[str, Document]) -> None:
    steps = {
        which: " ".join(block.text for block in told(document.sheets[0]))
        for which, document in documents.items()
    }
    assert "knop Vernieuwen" not in steps["nieuw"]
    assert "BESTAND-resultaat.xlsx" in steps["nieuw"]
    assert "knop Vernieuwen" in steps["sjabloon"]
    assert "knop Vernieuwen" in steps["resultaat"]
    assert "vernieuw" not in steps["delen"]
    assert f" {ON_PAPER} rijen" in f" {steps['nieuw']}"
