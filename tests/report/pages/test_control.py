from __future__ import annotations

from dataclasses import replace
from typing import Any

from klantwaarde_xl.model.raw_table import SheetCount
from klantwaarde_xl.report.page import Source
from klantwaarde_xl.report.pages.control import FINDINGS, PAGE
from klantwaarde_xl.report.words import page_sentences
from klantwaarde_xl.writers.text_width import text_widths


def test_errors_come_first_and_lead_to_the_cell_where_the_input_is(make_analysis: Any) -> None:
    analysis = make_analysis(20)
    here = PAGE.frames(Source(analysis, in_place=True))["findings"]
    elsewhere = PAGE.frames(Source(analysis))["findings"]
    order = {"fout": 0, "waarschuwing": 1, "info": 2}
    ranks = [order[severity.value] for severity in here["severity"]]
    assert ranks == sorted(ranks)
    assert {column.field for column in FINDINGS.columns} == set(here)
    assert [target for target in here["target"] if target] == [cell for cell in here["cell"] if "!" in cell]
    assert set(elsewhere["target"]) == {""}


def test_the_message_counts_cells_and_not_rows(make_analysis: Any) -> None:
    analysis = make_analysis(20)
    errors = sum(found.count for found in analysis.findings if found.severity.value == "fout")
    assert f"{errors} fout" in str(PAGE.values(Source(analysis))["control_message"])


def test_the_reconciliation_says_in_words_where_lines_went(make_analysis: Any) -> None:
    analysis = make_analysis(20)
    frame = PAGE.frames(Source(analysis))["reconciliation"]
    *parts, _, read = frame["lines"].tolist()
    assert [*parts, read] == analysis.reconciliation["lines"].tolist()
    assert all(": " in label for label in frame["label"])


def test_every_word_of_the_reconciliation_has_room() -> None:
    # A label runs on into the blank column beside it, up to the count: two widths, each with a margin of
    # five pixels of seven to a digit, without an indent of nine.
    room = sum(column.width for column in FINDINGS.columns[:2]) + 2 * 5 / 7 - 9 / 7
    labels = [f"Transacties: {word}" for word in page_sentences.REASONS.values()]
    widths = text_widths([*labels, page_sentences.TOTAL_ROWS], bold=False, size=10)
    assert {label: width for label, width in zip(labels, widths, strict=False) if width > room} == {}


def test_of_very_many_sheets_the_last_row_is_the_sum_of_the_rest(make_analysis: Any) -> None:
    analysis = make_analysis(20)
    sheets = tuple(SheetCount(f"Blad{n}", 10, 6, 1 if n == 40 else 0, 2, 1, 5.0, 0.0) for n in range(50))
    inputs = replace(analysis.inputs, sheets=sheets)
    frame = PAGE.frames(Source(replace(analysis, inputs=inputs)))["cells_per_sheet"]
    assert len(frame) == 22
    assert frame["sheet"].tolist()[0] == "Blad40"
    assert frame["sheet"].tolist()[-1] == "nog 29 bladen"
    assert frame["filled"].sum() == 500
    assert frame["totals_amount"].sum() == 250.0
