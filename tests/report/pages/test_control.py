from __future__ import annotations

from typing import Any

from klantwaarde_xl.report.page import Source
from klantwaarde_xl.report.pages.control import FINDINGS, PAGE


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
    assert frame["lines"].tolist() == analysis.reconciliation["lines"].tolist()
    assert all(": " in label for label in frame["label"])
