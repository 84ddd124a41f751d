from __future__ import annotations

from typing import Any

import pytest

from klantwaarde_xl.report.page import Source
from klantwaarde_xl.report.pages.dashboard.facts import facts
from klantwaarde_xl.report.pages.dashboard.sentences import HEADLINE, NOTICE, SENTENCES, TITLES, WARNINGS

LINES = (*SENTENCES, *WARNINGS, *TITLES.values())


@pytest.mark.parametrize("count", [1, 2, 40])
def test_every_sentence_is_filled_in(make_analysis: Any, count: int) -> None:
    found = facts(Source(make_analysis(count)))
    for line in LINES:
        text = line.text(found)
        assert not {"{", "}"} & set(text)
        assert not {"nan", "None", "inf"} & set(text.split())


def test_no_formula_has_a_part_left_open() -> None:
    for formula in (HEADLINE, NOTICE, *(line.formula for line in LINES)):
        assert formula.count("(") == formula.count(")")
        assert "{" not in formula


def test_without_effort_the_first_warning_says_so(make_analysis: Any) -> None:
    assert WARNINGS[0].text(facts(Source(make_analysis(10, effort=False)))).startswith("Zonder inspanning")
    assert WARNINGS[0].text(facts(Source(make_analysis(10)))) == ""
