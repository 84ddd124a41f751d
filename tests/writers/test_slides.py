"""The presentation, read back with its own library: five slides with the figures of the sheets."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest
from pptx import Presentation
from pptx.enum.chart import XL_CHART_TYPE

from klantwaarde_xl.errors import OutputError
from klantwaarde_xl.report.build import build
from klantwaarde_xl.report.document import Document
from klantwaarde_xl.report.formats import euro
from klantwaarde_xl.writers import slides


@pytest.fixture(scope="module")
def document(make_analysis: Any, created: dt.datetime) -> Document:
    return build(make_analysis(60), created=created, shared=True)


@pytest.fixture(scope="module")
def deck(document: Document) -> Any:
    return Presentation(io.BytesIO(slides.slides_bytes(document)))


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


def charts(slide: Any) -> list[Any]:
    return [shape.chart for shape in slide.shapes if shape.has_chart]


def test_five_slides_are_headed_by_the_messages_of_the_sheets(document: Document, deck: Any) -> None:
    keys = ("headline", "concentration_sentence", "actions_message", "changes_message", "managers_message")
    assert [plain(slide.shapes.title.text) for slide in deck.slides] == [document.values[key] for key in keys]
    assert (deck.core_properties.author, deck.core_properties.created) == ("klantwaarde_xl", document.created)


def test_the_first_slide_holds_the_sentences_of_the_dashboard(document: Document, deck: Any) -> None:
    texts = [plain(shape.text_frame.text) for shape in deck.slides[0].shapes if shape.has_text_frame]
    for number in range(1, 8):
        assert any(str(document.values[f"sentence_{number}"]) in text for text in texts), number


def test_charts_hold_the_figures_of_the_sheets_and_say_what_they_are(document: Document, deck: Any) -> None:
    curves = document.frames["curves"].astype(float)
    pareto, whale = charts(deck.slides[1])
    for chart, field in ((pareto, "pareto"), (whale, "whale")):
        assert chart.chart_type == XL_CHART_TYPE.XY_SCATTER_LINES_NO_MARKERS
        assert list(chart.plots[0].series[0].values) == pytest.approx(curves[field].dropna().tolist())
    (growth,) = charts(deck.slides[2])
    sure = document.frames["opportunities"]["up_sell"].astype(float)
    amounts = sure[sure > 0].sort_values(ascending=False).tolist()
    assert list(growth.plots[0].series[0].values) == pytest.approx(amounts)
    (stake,) = charts(deck.slides[3])
    changes = document.frames["changes"]
    most = changes.loc[changes["status"] == "risico", "at_stake"].astype(float).nlargest(10)
    assert list(stake.plots[0].series[0].values) == pytest.approx(most.tolist())
    for slide in deck.slides:
        for shape in slide.shapes:
            assert not shape.has_chart or shape.element.nvGraphicFramePr.cNvPr.get("descr")


def test_the_table_holds_the_ten_largest_actions(document: Document, deck: Any) -> None:
    (table,) = (shape.table for shape in deck.slides[4].shapes if shape.has_table)
    rows = [[plain(cell.text) for cell in row.cells] for row in table.rows]
    most = document.frames["actions"].nlargest(10, "potential")
    assert [row[2] for row in rows[1:]] == [euro(float(value)) for value in most["potential"]]
    assert [row[1] for row in rows[1:]] == ["" if pd.isna(m) else m for m in most["account_manager"]]


def test_only_what_is_to_be_won_or_is_at_stake_is_on_the_slides(document: Document) -> None:
    actions, changes = (document.frames[name].copy() for name in ("actions", "changes"))
    actions.loc[actions.index[3:], "potential"] = 0.0
    actions.loc[actions.index[0], "name"] = "Eerste\nen tweede regel"
    risk = changes.index[changes["status"] == "risico"]
    changes.loc[risk[0], ["status", "at_stake"]] = "verloren", 9e9
    frames = {**document.frames, "actions": actions, "changes": changes}
    deck = Presentation(io.BytesIO(slides.slides_bytes(replace(document, frames=frames))))
    (table,) = (shape.table for shape in deck.slides[4].shapes if shape.has_table)
    assert len(table.rows) == 1 + 3
    assert table.cell(1, 0).text == "Eerste en tweede regel"
    (stake,) = charts(deck.slides[3])
    assert max(stake.plots[0].series[0].values) < 9e9


def test_a_firm_without_chances_or_risk_has_sentences_in_their_place(document: Document) -> None:
    empty = {name: frame.iloc[:0] for name, frame in document.frames.items()}
    bare = Document(document.sheets, empty, document.values, document.title, document.created)
    deck = Presentation(io.BytesIO(slides.slides_bytes(bare)))
    assert [len(charts(slide)) for slide in deck.slides] == [0] * 5
    for slide in list(deck.slides)[1:]:
        assert any(
            "niets van te zeggen" in shape.text_frame.text for shape in slide.shapes if shape.has_text_frame
        )


def test_without_its_library_the_command_that_brings_it_is_told(
    document: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slides, "find_spec", lambda _name: None)
    with pytest.raises(OutputError, match="KW-824") as told:
        slides.slides_bytes(document)
    assert "klantwaarde-xl[dia]" in str(told.value)
