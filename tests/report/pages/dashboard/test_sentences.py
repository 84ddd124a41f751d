from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pandas as pd
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


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (
            1259,
            "Controle: 1.259 regels zijn gelijk aan een eerdere (periode € 41, alle jaren € 91.010).",
        ),
        (1, "Controle: 1 regel is gelijk aan een eerdere (periode € 41, alle jaren € 91.010)."),
    ],
)
def test_lines_that_equal_an_earlier_one_are_told(make_analysis: Any, lines: int, said: str) -> None:
    analysis = make_analysis(20)
    row = pd.DataFrame(
        {"table": ["tblTransacties"], "reason": "repeated", "lines": lines, "revenue": 91_009.65}
    )
    # Of two days the last of the period counts, the day after it does not.
    days = [analysis.period.end, analysis.period.end + dt.timedelta(days=1)]
    again = pd.DataFrame({"date": pd.to_datetime(days), "revenue": [41.0, 7.0]})
    with_them = replace(
        analysis,
        inputs=replace(analysis.inputs, repeated=again),
        reconciliation=pd.concat([analysis.reconciliation, row], ignore_index=True),
    )
    assert (
        WARNINGS[2].text(facts(Source(analysis)))
        == "34 factuurregels zijn afgekeurd (€ 12.346); zie het blad Controle."
    )
    assert WARNINGS[2].text(facts(Source(with_them))).endswith(f"Controle. {said}")
